//! A series in one line of letters, in a column of a table.

use indexmap::{IndexMap, IndexSet};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::answer::{Answer, Entry, Measure, NO_NAMES};
use crate::model::Period;
use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};

const LETTERS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GAP: char = '·';
/// The most letters of a line.
const MOST: usize = 120;

/// A table with one row where there was one for each period: the first and the last figure, the lowest and the highest,
/// and a letter a period.
///
/// # Errors
/// Where rows have no period, or more than one column of figures.
pub fn sparklines(table: &Table) -> Result<Table, String> {
    let answer = Answer::of(table);
    let shown = |at: &usize| table.columns[*at].shown && table.columns[*at].kind != Kind::Text;
    let figures: Vec<usize> = (0..table.columns.len()).filter(shown).collect();
    let [figure] = *figures.as_slice() else {
        return Err("--sparkline is of one column; --columns names it".to_owned());
    };
    let periods = periods(&answer)?;
    let is_key =
        |at: &usize| table.columns[*at].kind == Kind::Text && !NO_NAMES.contains(&table.columns[*at].name.as_str());
    let keys: Vec<usize> = (0..table.columns.len()).filter(is_key).collect();
    let mut series: IndexMap<Vec<String>, Line<'_>> = IndexMap::new();
    for entry in &answer.entries {
        let key = keys.iter().map(|at| format!("{:?}", entry.cells[*at])).collect();
        let line = series.entry(key).or_insert_with(|| Line { of: entry, cells: vec![None; periods.len()] });
        let Some(at) = entry.period.and_then(|period| periods.iter().position(|known| *known == period)) else {
            continue;
        };
        line.cells[at] = Some((entry, Measure(figure)));
    }
    let kept: Vec<usize> = keys.into_iter().filter(|at| table.columns[*at].shown).collect();
    let mut told = table.clone();
    told.columns = columns(table, &kept, figure, &periods);
    told.rows = in_order(&answer, series.into_values().collect()).iter().map(|line| line.row(&kept)).collect();
    let others = answer.entries.iter().any(|entry| entry.role == Role::Rest);
    told.notes.push(format!(
        "a line goes from the lowest ({}) to the highest ({}) figure of its own row, a letter for each period; {GAP} is a missing figure{}",
        LETTERS[0],
        LETTERS[7],
        if others { ", or one that is among the others" } else { "" }
    ));
    if answer.entries.iter().any(|entry| entry.is_projected) {
        told.notes.push("projected figures are letters like the others".to_owned());
    }
    Ok(told)
}

/// The rows as they came, the others and the whole behind their parts.
fn in_order<'a>(answer: &Answer<'_>, mut lines: Vec<Line<'a>>) -> Vec<Line<'a>> {
    let list = answer.list();
    let set = |line: &Line<'_>| -> Vec<String> {
        let words = line.of.words.iter().enumerate();
        words.filter(|(at, _)| Some(*at) != list).map(|(_, word)| word.clone()).collect()
    };
    let sets: IndexSet<Vec<String>> = lines.iter().map(set).collect();
    let role = |line: &Line<'_>| [Role::Line, Role::Rest, Role::Total].iter().position(|role| *role == line.of.role);
    lines.sort_by_key(|line| (sets.get_index_of(&set(line)), role(line)));
    lines
}

/// Every period from the first to the last, also those that no row has.
fn periods(answer: &Answer<'_>) -> Result<Vec<Period>, String> {
    let (true, Some(first)) = (answer.entries.iter().all(|entry| entry.period.is_some()), answer.periods.first())
    else {
        return Err("--sparkline needs a period in each row".to_owned());
    };
    let mut periods = vec![*first];
    for period in &answer.periods[1..] {
        let last = periods[periods.len() - 1];
        let mut due = last.plus(last.len() as i32);
        while due.len() == period.len() && due.last() < period.first() && periods.len() <= MOST {
            periods.push(due);
            due = due.plus(due.len() as i32);
        }
        periods.push(*period);
    }
    match periods.len() {
        1 => Err("--sparkline needs more than one period; -M, -Q or -Y makes a row of each".to_owned()),
        2..=MOST => Ok(periods),
        _ => Err(format!("--sparkline has at most {MOST} letters; -Q, -Y or a shorter --period makes fewer")),
    }
}

/// The rows of one key.
struct Line<'a> {
    of: &'a Entry<'a>,
    cells: Vec<Option<(&'a Entry<'a>, Measure)>>,
}

impl Line<'_> {
    fn cell(&self, at: usize) -> Cell {
        self.cells[at]
            .and_then(|(entry, figure)| entry.cells.get(figure.0))
            .cloned()
            .unwrap_or(Cell::Missing(Why::NoData))
    }

    fn figure(&self, at: usize) -> Option<Decimal> {
        self.cells[at].and_then(|(entry, figure)| entry.figure(figure))
    }

    fn row(&self, kept: &[usize]) -> Row {
        let known: Vec<(usize, Decimal)> =
            (0..self.cells.len()).filter_map(|at| Some((at, self.figure(at)?))).collect();
        let low = known.iter().min_by_key(|(_, figure)| *figure);
        let high = known.iter().max_by_key(|(_, figure)| *figure);
        let end = |end: Option<&(usize, Decimal)>| end.map_or(Cell::Missing(Why::NoData), |(at, _)| self.cell(*at));
        let ends = [low, high].map(|end| end.map(|(_, figure)| *figure).unwrap_or_default());
        let letters = (0..self.cells.len()).map(|at| self.figure(at).map_or(GAP, |figure| letter(figure, ends)));
        let words = kept.iter().map(|at| self.of.cells[*at].clone());
        let figures =
            [self.cell(0), self.cell(self.cells.len() - 1), end(low), end(high), Cell::Text(letters.collect())];
        Row { role: self.of.role, cells: words.chain(figures).collect() }
    }
}

/// The letter of a figure between the lowest and the highest.
fn letter(figure: Decimal, [low, high]: [Decimal; 2]) -> char {
    let part = |figure: Decimal| figure.checked_sub(low)?.checked_div(high.checked_sub(low)?)?.to_f64();
    part(figure).map_or(LETTERS[3], |part| LETTERS[((part * 7.0).round() as usize).min(7)])
}

fn columns(table: &Table, kept: &[usize], figure: usize, periods: &[Period]) -> Vec<Column> {
    let ends = [periods[0], periods[periods.len() - 1]].map(|period| period.to_string());
    let figures = [("first", ends[0].as_str()), ("last", &ends[1]), ("lowest", "lowest"), ("highest", "highest")];
    let of = |(name, heading): (&str, &str)| Column {
        name: name.to_owned(),
        heading: heading.to_owned(),
        ..table.columns[figure].clone()
    };
    let line = Column {
        name: "sparkline".to_owned(),
        heading: table.columns[figure].heading.clone(),
        kind: Kind::Text,
        shown: true,
    };
    kept.iter().map(|at| table.columns[*at].clone()).chain(figures.map(of)).chain([line]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_from_the_lowest_to_the_highest() {
        let line = |figures: &[i64]| -> String {
            let ends =
                [figures.iter().min(), figures.iter().max()].map(|end| Decimal::from(end.copied().unwrap_or_default()));
            figures.iter().map(|figure| letter(Decimal::from(*figure), ends)).collect()
        };
        assert_eq!(line(&[0, 1, 2, 3, 4, 5, 6, 7]), "▁▂▃▄▅▆▇█");
        assert_eq!(line(&[-10, 0, 10]), "▁▅█");
        assert_eq!(line(&[5, 5]), "▄▄");
    }
}
