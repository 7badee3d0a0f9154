//! A report: lines times columns.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::ask::{Ask, Dimension};
use super::frame::{self, Covered, Frame, Typed};
use super::indicator::{Indicator, Off, Seen};
use super::ledger::Ledger;
use super::line::{Line, Place};
use super::set::{Adds, Ranking, Set, descending};
use super::structure::{self, Totals};
use super::subject::{Reporter, Side, Subject};
use super::{Unanswerable, bounds, heading, identity, lines, notes};
use crate::model::{Code, Measure, Period, Product, View};
use crate::reference::entity;
use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};

/// Answers what was asked.
pub fn report(ledger: &Ledger<'_>, ask: &Ask) -> Result<Table, Unanswerable> {
    if let Some(structure) = ask.structure {
        (structure.lacks)(ledger, ask)?;
    }
    let frames = frames(ledger, ask)?;
    let ask = &with_annual_growth(ask, &frames);
    let mut totals = Totals::new(ledger, ask);
    let parts = parts(ledger, ask, &frames)?;
    let sets: Vec<Set> = parts.into_iter().map(|(frame, parts)| set(&mut totals, frame, parts)).collect();
    if !sets
        .iter()
        .flat_map(|set| &set.lines)
        .any(|line| line.now.is_ok() || line.before.is_ok() || line.published.is_some())
    {
        return Err(nothing(ledger, ask, &frames, &sets));
    }
    let sets = if ask.per.is_some_and(|per| per.count) { vec![counted(ask, sets)] } else { sets };
    let mut table = table(ledger, ask, &frames, &sets)?;
    table.notes.extend(totals.note());
    Ok(table)
}

/// The lines of each set, before any is looked up; an error where there are too many.
fn parts(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame]) -> Result<Vec<(Frame, lines::Parts)>, Unanswerable> {
    let (mut found, mut rows) = (Vec::new(), 0);
    for frame in frames {
        for view in &ask.views {
            for parts in lines::sets(ask, ledger, *frame, *view)? {
                rows += parts.lines.len();
                if rows * BYTES_OF_A_ROW + ledger.cube.facts.bytes() > MOST_BYTES {
                    return Err(too_many(rows));
                }
                found.push((*frame, parts));
            }
        }
    }
    Ok(found)
}

/// How much memory the facts and the rows of an answer may take together; a row is kept with the way that led to it.
const MOST_BYTES: usize = 480 << 20;
const BYTES_OF_A_ROW: usize = 4 << 10;

fn too_many(rows: usize) -> Unanswerable {
    Unanswerable(format!(
        "the answer has {rows} rows or more, too many to keep with the ways that led to them; ask for fewer at a time: one --flow, a shorter period, named partners \
         or products, or a coarser --level; a plain list of partners by products may be of any length with --format csv, tsv, json or jsonl"
    ))
}

/// A base several years back gets growth a year beside the whole growth.
fn with_annual_growth(ask: &Ask, frames: &[Frame]) -> Ask {
    let mut ask = ask.clone();
    let long = frames.iter().any(|frame| frame.years().is_some_and(|years| years > 1));
    let there = ask.columns.iter().any(|column| column.name == "annual_growth_pct");
    let wanted = long && !there && !ask.columns_chosen;
    let at = ask.columns.iter().position(|column| column.name == "growth_pct").filter(|_| wanted);
    if let Some((at, annual)) = at.zip(super::indicator::by_name("annual_growth_pct")) {
        ask.columns.insert(at + 1, annual);
    }
    ask
}

/// The periods of a report and their bases.
pub(super) fn frames(ledger: &Ledger<'_>, ask: &Ask) -> Result<Vec<Frame>, Unanswerable> {
    frame::frames(&typed(ask), &Rows { ledger, ask })
}

fn typed(ask: &Ask) -> Typed {
    Typed {
        period: ask.period,
        all_periods: ask.all_periods,
        year: ask.year,
        base: ask.base,
        step: ask.step,
        rolling: ask.rolling,
        allow_partial: ask.allow_partial,
    }
}

/// What the rows of a report cover.
struct Rows<'a> {
    ledger: &'a Ledger<'a>,
    ask: &'a Ask,
}

impl Rows<'_> {
    /// The subjects whose figures decide what is covered: the lines that were named, else the whole.
    fn subjects(&self) -> Vec<Subject> {
        let reporter = match (self.ask.reporters.as_slice(), self.ledger.reporters().as_slice()) {
            ([named, ..], _) => Reporter::One(*named),
            ([], [only]) => Reporter::One(*only),
            _ => Reporter::All,
        };
        let sides = if self.ask.sides.is_empty() { vec![Side::World] } else { self.ask.sides.clone() };
        let products = match (self.ask.products.is_empty(), self.listed()) {
            (false, _) => self.ask.products.clone(),
            (true, listed) if !listed.is_empty() => listed,
            _ => vec![Product::TOTAL],
        };
        let views = &self.ask.views;
        let pairs = sides.iter().flat_map(|side| products.iter().map(move |product| (*side, *product)));
        pairs
            .flat_map(|(side, product)| views.iter().map(move |view| Subject { reporter, view: *view, side, product }))
            .collect()
    }

    /// Products of a list that is no partition: these, and not all goods, are what is covered.
    fn listed(&self) -> Vec<Product> {
        let Some((class, _)) = self.ask.level.filter(|_| self.ask.differs_by(Dimension::Product)) else {
            return Vec::new();
        };
        let mut products: Vec<Product> = self.ledger.cube.facts.series().map(|series| series.product).collect();
        products.retain(|product| product.class == class && !class.adds_up());
        products.sort();
        products.dedup();
        products
    }
}

impl Covered for Rows<'_> {
    fn has(&self, period: Period) -> bool {
        let subjects = self.subjects();
        let answered = subjects.iter().filter(|subject| self.ledger.has_figure(subject, period)).count();
        answered > 0 && answered * 2 >= subjects.len()
    }

    fn periods(&self) -> Vec<Period> {
        let mut periods: Vec<Period> =
            self.subjects().iter().flat_map(|subject| self.ledger.spans_of(subject)).collect();
        periods.sort();
        periods.dedup();
        periods
    }
}

fn set(totals: &mut Totals<'_>, frame: Frame, parts: lines::Parts) -> Set {
    let (ledger, ask) = (totals.ledger, totals.ask);
    let listed = ask.split().is_some_and(|split| ask.differs_by(split));
    let found = parts.lines.into_iter().map(|subject| Line::find(ledger, ask, subject, frame));
    let whole = parts.whole.map(|subject| Line { place: Place::Whole, ..Line::find(ledger, ask, subject, frame) });
    let whole = whole.filter(|whole| whole.now.is_ok() || ask.split().is_some());
    let (mut lines, empty): (Vec<Line>, Vec<Line>) = found.partition(|line| !listed || !line.is_empty(ask.compares()));
    let without_data = empty.iter().filter(|line| line.now.is_err()).count();
    mark_movers(ledger, ask, &mut lines);
    if let Some(structure) = ask.structure {
        lines.iter_mut().for_each(|line| (structure.fill)(totals, line));
        lines.retain(|line| !listed || !line.is_empty(ask.compares()));
    }
    let mut set = Set { lines, whole, adds: parts.adds, listed_pct: None, without_data };
    set.rank(ask.measure());
    set.measure_list(ask.measure());
    if listed || ask.ranked || ask.top.is_some() {
        set.order_by_rank(ask.measure());
    }
    if ask.columns.iter().any(|column| column.name == "streak") {
        streaks(ledger, ask, &mut set);
    }
    sort(ledger, ask, &mut set);
    if !ask.only.is_empty() {
        set.lines.retain(|line| ask.only.contains(&line.subject.side));
        return set;
    }
    match (ask.per.and_then(|per| per.max_rank), ask.top) {
        (Some(last), _) => set.lines.retain(|line| line.rank.is_some_and(|rank| rank <= last)),
        (None, Some(top)) => set.keep_top(top, ask.compares()),
        (None, None) => set.add_residual(ask.compares()),
    }
    set
}

/// Countries that were members of a listed group in the base period: their base is counted there already.
fn mark_movers(ledger: &Ledger<'_>, ask: &Ask, lines: &mut [Line]) {
    let Some(frame) = lines.first().map(|line| line.frame) else { return };
    let members = ask.groups.iter().flat_map(|group| ledger.members(*group, frame.base.last()));
    let members: FxHashSet<Code> = members.collect();
    for line in lines {
        line.base_in_group = matches!(line.subject.side, Side::One(country) if members.contains(&country));
    }
}

/// Counts for how many periods in a row each line has had its rank or a better one.
fn streaks(ledger: &Ledger<'_>, ask: &Ask, set: &mut Set) {
    let Some(frame) = set.lines.first().map(|line| line.frame) else { return };
    let back = frame.base.first().since(frame.period.first());
    let mut open: Vec<usize> = (0..set.lines.len()).filter(|at| set.lines[*at].rank.is_some()).collect();
    for at in &open {
        set.lines[*at].streak = Some(1);
    }
    for step in 1.. {
        let period = frame.period.plus(back * step);
        let value =
            |line: &Line| ledger.figure(&line.subject, period).ok().and_then(|figure| figure.get(ask.measure()).ok());
        let values: Vec<_> = set.lines.iter().map(|line| value(line).filter(|_| line.rank.is_some())).collect();
        let ranking = Ranking::of(&values);
        open.retain(|at| {
            ranking.place(values[*at]).is_some_and(|rank| set.lines[*at].rank.is_some_and(|now| rank <= now))
        });
        if open.is_empty() || !frame.is_comparable() || back >= 0 {
            return;
        }
        for at in &open {
            set.lines[*at].streak = Some(step as u32 + 1);
        }
    }
}

fn sort(ledger: &Ledger<'_>, ask: &Ask, set: &mut Set) {
    let Some(sort) = &ask.sort else { return };
    let key = |line: &Line| match structure::column(ask.structure, &sort.column) {
        Some(indicator) => number((indicator.cell)(&Seen { ledger, ask, set, line, off: Off::default() })),
        None => None,
    };
    let mut order: Vec<usize> = (0..set.lines.len()).collect();
    let keys: Vec<_> = set.lines.iter().map(key).collect();
    let words: Vec<String> = set.lines.iter().map(|line| identity::word(&sort.column, line, ask)).collect();
    order.sort_by(|a, b| {
        let by_number = match sort.ascending {
            true => descending(keys[*a].map(std::cmp::Reverse), keys[*b].map(std::cmp::Reverse)),
            false => descending(keys[*a], keys[*b]),
        };
        by_number.then_with(|| words[*a].cmp(&words[*b]))
    });
    let mut lines: Vec<Option<Line>> = std::mem::take(&mut set.lines).into_iter().map(Some).collect();
    set.lines = order.into_iter().filter_map(|at| lines[at].take()).collect();
}

fn number(cell: Cell) -> Option<rust_decimal::Decimal> {
    match cell {
        Cell::Amount(n) | Cell::Percent(n) | Cell::Points(n) | Cell::Ratio(n) | Cell::Published(n) => Some(n),
        Cell::Count(n) => Some(n.into()),
        Cell::Text(_) | Cell::Missing(_) | Cell::Blank => None,
    }
}

/// One line for each partner or product that was kept, with the number of rankings that kept it.
fn counted(ask: &Ask, sets: Vec<Set>) -> Set {
    let mut counts: BTreeMap<(View, Side, Product), (u32, Line)> = BTreeMap::new();
    for line in sets.into_iter().flat_map(|set| set.lines) {
        let key = (line.subject.view, line.subject.side, line.subject.product);
        counts.entry(key).or_insert((0, line)).0 += 1;
    }
    let mut lines: Vec<Line> = counts.into_values().map(|(count, line)| Line { count: Some(count), ..line }).collect();
    let view = |line: &Line| ask.views.iter().position(|view| *view == line.subject.view);
    lines.sort_by_key(|line| (view(line), std::cmp::Reverse(line.count), line.subject));
    for line in &mut lines {
        line.subject.reporter = Reporter::All;
    }
    if let Some(top) = ask.top {
        let mut shown = BTreeMap::new();
        lines.retain(|line| {
            let count = shown.entry(line.subject.view).or_insert(0);
            *count += 1;
            *count <= top
        });
    }
    Set { lines, whole: None, adds: Adds::Never, listed_pct: None, without_data: 0 }
}

fn table(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame], sets: &[Set]) -> Result<Table, Unanswerable> {
    let words = identity::columns(ask, sets);
    let mut columns: Vec<Column> = words.iter().map(|word| word.column.clone()).collect();
    for figure in &ask.columns {
        columns.push(super::column(figure.name, figure.heading, figure.kind, figure.kind != Kind::Text));
        columns.extend(bounds::columns(ask, figure));
    }
    columns.push(super::column("status", "status", Kind::Text, false));
    let mut rows = Vec::new();
    for set in sets {
        let whole =
            set.whole.iter().filter(|whole| set.adds == Adds::ToWhole && ask.only.is_empty() && whole.now.is_ok());
        for line in set.lines.iter().chain(whole) {
            let seen = Seen { ledger, ask, set, line, off: Off::default() };
            let figures: Vec<Cell> = ask.columns.iter().map(|indicator| (indicator.cell)(&seen)).collect();
            let status = status(ask, line, &figures);
            let mut cells: Vec<Cell> = words.iter().map(|word| (word.cell)(line, ask, ledger)).collect();
            for (indicator, figure) in ask.columns.iter().zip(figures) {
                let bounds = bounds::cells(&seen, indicator, &figure);
                cells.push(figure);
                cells.extend(bounds);
            }
            cells.push(status);
            rows.push(Row { role: role(line.place), cells });
        }
    }
    let mut table = Table { columns, rows, ..Table::default() };
    heading::write(&mut table, ledger, ask, frames, sets);
    table.source.clone_from(&ledger.cube.source);
    table.notes = notes::notes(ledger, ask, frames, sets);
    let outside = frame::outside(&typed(ask), &Rows { ledger, ask }, frames);
    if !outside.is_empty() {
        table.notes.push(format!("no row for {}, which is not a whole period of this length", Period::list(&outside)));
    }
    Ok(table)
}

fn role(place: Place) -> Role {
    match place {
        Place::Line => Role::Line,
        Place::Others | Place::Residual => Role::Rest,
        Place::Whole => Role::Total,
    }
}

/// Why a cell of the row is empty, the first reason from the left; or that the figures are of a part of the period, or
/// that they count different things.
fn status(ask: &Ask, line: &Line, figures: &[Cell]) -> Cell {
    let missing = figures.iter().find_map(|cell| match cell {
        Cell::Missing(why) => Some(*why),
        _ => None,
    });
    let carries_less = |column: &Indicator| match column.name {
        "weight" => line.carries_less(Measure::Weight),
        "quantity" => line.carries_less(Measure::Quantity),
        _ => false,
    };
    let partial = (line.is_partial() || ask.columns.iter().any(|column| carries_less(column))).then_some(Why::Partial);
    let why = missing.or(partial).or(line.is_break.then_some(Why::Break));
    why.map_or(Cell::Blank, |why| Cell::Text(why.code().to_owned()))
}

/// The error for a report without a single figure: names what is missing and what is covered.
fn nothing(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame], sets: &[Set]) -> Unanswerable {
    let data = Rows { ledger, ask };
    let covered = frame::spans(&data.periods());
    let period = match frames {
        [one] => one.period.to_string(),
        [first, .., last] => format!("{} to {}", first.period, last.period),
        [] => "this".to_owned(),
    };
    let gap = sets.iter().flat_map(|set| set.lines.iter().chain(&set.whole)).find_map(|line| line.now.as_ref().err());
    let months = gap.map(|gap| Period::list(&gap.months)).filter(|months| !months.is_empty() && *months != period);
    let missing = months.map(|months| format!(" (missing: {months})")).unwrap_or_default();
    let what = gap.map(|gap| format!(" on {}", gap.what)).unwrap_or_default();
    let within =
        gap.and_then(|gap| gap.within).map(|span| format!("; it was published only within {span}")).unwrap_or_default();
    let hint = ledger.cube.hint.as_deref().map(|hint| format!("; {hint}")).unwrap_or_default();
    if data.periods().is_empty() {
        return Unanswerable(absent(ledger, ask, &what));
    }
    if gap.is_none() {
        return Unanswerable(format!(
            "no row for {period} by {}; `tradestat info` shows what the data set holds",
            by(ask)
        ));
    }
    Unanswerable(format!("no data{what} for {period}{missing}{within}; the data set covers {covered}{hint}"))
}

/// The data holds nothing at all on what was asked: says which of the names it lacks.
fn absent(ledger: &Ledger<'_>, ask: &Ask, what: &str) -> String {
    let listed = |codes: &mut dyn Iterator<Item = String>| codes.collect::<Vec<_>>().join(", ");
    let reporters = ledger.cube.reporters();
    if !ask.reporters.is_empty() && !ask.reporters.iter().any(|code| reporters.contains(code)) {
        let known: Vec<&str> =
            reporters.iter().map(|code| code.as_str()).filter(|code| !code.is_empty()).take(12).collect();
        let known = if known.is_empty() { "names none".to_owned() } else { format!("holds {}", known.join(", ")) };
        return format!(
            "no rows of reporter {}; the data set {known}",
            listed(&mut ask.reporters.iter().map(|code| code.to_string()))
        );
    }
    let named = |side: &Side| ledger.cube.kinds.contains_key(&side.code());
    if !ask.sides.is_empty() && !ask.sides.iter().any(named) {
        let names = listed(&mut ask.sides.iter().map(|side| entity::title(side.code()).to_owned()));
        return format!("no rows on {names}; `tradestat info` shows what the data set holds");
    }
    let views = listed(&mut ask.views.iter().map(|view| view.to_string()));
    format!("the data set holds nothing{what} ({views}); `tradestat info` shows what it holds")
}

fn by(ask: &Ask) -> String {
    let names: Vec<String> = ask.by.iter().map(|dimension| dimension.to_string()).collect();
    if names.is_empty() { "what was asked".to_owned() } else { names.join(" and ") }
}
