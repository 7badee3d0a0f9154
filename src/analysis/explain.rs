//! How a figure came about: the formula, the steps, and the rows of the data.

use super::ask::Ask;
use super::figure::{Derivation, Figure, Gap, Step};
use super::indicator::{Indicator, Off, Seen};
use super::ledger::Ledger;
use super::levels;
use super::line::{Line, Place};
use super::report::frames;
use super::set::Set;
use super::{Unanswerable, column, lines};
use crate::model::{Measure, Period, counted};
use crate::reference::entity;
use crate::table::{Cell, Kind, Role, Row, Table};

/// Most rows of a report that are explained at once.
const MOST: usize = 12;

/// Explains one column of a report.
pub fn explain(ledger: &Ledger<'_>, ask: &Ask, indicator: &'static Indicator) -> Result<Table, Unanswerable> {
    let mut table = Table {
        title: format!("How {} comes about", indicator.name),
        about: vec![indicator.about.to_owned()],
        columns: vec![
            column("step", "step", Kind::Text, true),
            column("period", "period", Kind::Text, true),
            column("value", "value", Kind::Plain, true),
            column("place", "place", Kind::Text, true),
        ],
        ..Table::default()
    };
    let mut explained = 0;
    for frame in frames(ledger, ask)? {
        for view in &ask.views {
            for parts in lines::sets(ask, ledger, frame, *view)? {
                let find = |subject| Line::find(ledger, ask, subject, frame);
                let whole = parts.whole.map(|subject| Line { place: Place::Whole, ..find(subject) });
                let set = Set {
                    lines: parts.lines.into_iter().map(find).collect(),
                    whole,
                    adds: parts.adds,
                    listed_pct: None,
                    without_data: 0,
                };
                explained += set.lines.len();
                if explained > MOST {
                    return Err(Unanswerable(format!(
                        "this asks for more than {MOST} figures; name one with --flow, --partner, --product and --period"
                    )));
                }
                for line in &set.lines {
                    write(&mut table, &Seen { ledger, ask, set: &set, line, off: Off::default() }, indicator);
                }
            }
        }
    }
    Ok(table)
}

fn write(table: &mut Table, seen: &Seen<'_>, indicator: &Indicator) {
    let line = seen.line;
    let title = format!("{} of {}", indicator.name, subject_name(line));
    table.rows.push(row(Role::Line, 0, &title, line.frame.period, (indicator.cell)(seen), String::new()));
    figure(table, seen, 1, "value", &line.now, line.frame.period);
    if indicator.needs_base {
        figure(table, seen, 1, "base", &line.before, line.frame.base);
    }
    if let Some(growth) = line.published.and_then(|rates| rates.growth) {
        table.rows.push(row(
            Role::Line,
            1,
            "growth as published",
            line.frame.period,
            Cell::Published(growth),
            String::new(),
        ));
    }
    let wholes = ["share_pct", "base_share_pct", "share_change_pp", "contribution_pp", "share_of_growth_pct"];
    if let Some(whole) = seen.set.whole.as_ref().filter(|_| wholes.contains(&indicator.name)) {
        figure(table, seen, 1, "whole", &whole.now, line.frame.period);
        if indicator.needs_base {
            figure(table, seen, 1, "base of the whole", &whole.before, line.frame.base);
        }
    }
}

fn subject_name(line: &Line) -> String {
    let series = crate::cube::Series {
        reporter: crate::model::Code::fixed(""),
        flow: crate::model::Flow::Total,
        partner: line.subject.side.code(),
        product: line.subject.product,
        digits: 0,
        splits: 0,
    };
    levels::name(&series).replacen("total", &line.subject.view.to_string(), 1)
}

fn figure(table: &mut Table, seen: &Seen<'_>, depth: usize, title: &str, figure: &Result<Figure, Gap>, period: Period) {
    match figure {
        Ok(figure) => steps(table, seen.ledger, depth, title, &figure.derivation),
        Err(gap) => {
            let title = format!("{title}: no data on {}", gap.what);
            let missing =
                if gap.months.is_empty() { String::new() } else { format!("missing {}", Period::list(&gap.months)) };
            table.rows.push(row(Role::Line, depth, &title, period, Cell::Missing(crate::table::Why::NoData), missing));
        }
    }
    if seen.ask.measure() != Measure::Value {
        let own = figure.as_ref().ok().and_then(|figure| figure.get(seen.ask.measure()).ok());
        if let Some(amount) = own {
            table.rows.push(row(
                Role::Line,
                depth,
                &format!("{title}: {}", seen.ask.measure()),
                period,
                Cell::Amount(amount),
                String::new(),
            ));
        }
    }
}

fn steps(table: &mut Table, ledger: &Ledger<'_>, depth: usize, title: &str, derivation: &Derivation) {
    let (how, place) = words(ledger, derivation);
    let value = derivation.value.map_or(Cell::Missing(crate::table::Why::NoData), Cell::Amount);
    let role = if depth == 1 { Role::Line } else { Role::Rest };
    table.rows.push(row(role, depth, &format!("{title}: {how}"), derivation.period, value, place));
    for (sign, part) in &derivation.parts {
        steps(table, ledger, depth + 1, if *sign < 0 { "less" } else { "plus" }, part);
    }
}

fn words(ledger: &Ledger<'_>, derivation: &Derivation) -> (String, String) {
    let none = String::new();
    match derivation.step {
        Step::Observed { series, origin, rows, vintage } => {
            let file = ledger.cube.files.get(usize::from(origin.file)).map(String::as_str).unwrap_or_default();
            let more =
                if rows > 1 { format!(" and {}", counted(u64::from(rows) - 1, "more row")) } else { String::new() };
            let published = vintage.map(|month| format!(", as published in {month}")).unwrap_or_default();
            (format!("{}{published}", levels::name(&series)), format!("{file}:{}{more}", origin.line))
        }
        Step::NoTrade(series) => (format!("{}: no row in a covered period, no trade", levels::name(&series)), none),
        Step::Converted(from) => (format!("converted from {from} at the mean rate of the period"), none),
        Step::Kinds => (format!("sum of {} kinds of rows", derivation.parts.len()), none),
        Step::Tiles => (format!("sum of {} periods", derivation.parts.len()), none),
        Step::Difference => ("difference of cumulatives".to_owned(), none),
        Step::Flows => ("exports and imports".to_owned(), none),
        Step::Members(group) => {
            (format!("sum of the {} members of {}", derivation.parts.len(), entity::title(group)), none)
        }
        Step::Partners => ("sum of all partners".to_owned(), none),
        Step::Reporters => (format!("sum of {} reporters", derivation.parts.len()), none),
        Step::Rest => ("the whole less the lines".to_owned(), none),
    }
}

fn row(role: Role, depth: usize, step: &str, period: Period, value: Cell, place: String) -> Row {
    let step = format!("{}{step}", "\u{a0}\u{a0}".repeat(depth));
    Row { role, cells: vec![Cell::Text(step), Cell::Text(period.to_string()), value, Cell::Text(place)] }
}
