//! How far a figure may be off: values that were rounded in print, and amounts that were converted at rates other than the
//! office's.

use rust_decimal::{Decimal, RoundingStrategy};

use super::ask::{Ask, Basis};
use super::figure::{Figure, Gap};
use super::indicator::{Indicator, Off, Seen};
use super::ledger::Ledger;
use super::line::{Line, Place};
use super::notes::half_unit;
use super::set::Set;
use super::subject::{Reporter, Subject};
use crate::cube::Series;
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, Period, Product, View};
use crate::reference::rates;
use crate::table::{Cell, Column};

/// Columns that have bounds: those that follow from the values of a line and of its whole.
const OF_A_LINE: [&str; 12] = [
    "value",
    "unit_value",
    "base",
    "change",
    "growth_pct",
    "unit_value_growth_pct",
    "annual_growth_pct",
    "contribution_pp",
    "share_of_growth_pct",
    "share_pct",
    "base_share_pct",
    "share_change_pp",
];

/// Columns that follow from exports and imports, and have bounds unless they are of what is left of a list.
const OF_FLOWS: [&str; 5] = ["exports", "imports", "balance", "coverage_pct", "tsc"];

/// Whether a column may have bounds.
pub fn is_bounded(indicator: &Indicator) -> bool {
    OF_A_LINE.contains(&indicator.name) || OF_FLOWS.contains(&indicator.name)
}

fn has_bounds(ask: &Ask, indicator: &Indicator) -> bool {
    ask.bounds && is_bounded(indicator)
}

/// The columns beside that of an indicator, if they were asked for; none where a figure follows from more than a line and
/// its whole.
pub(super) fn columns(ask: &Ask, indicator: &Indicator) -> Vec<Column> {
    if !has_bounds(ask, indicator) {
        return Vec::new();
    }
    let (name, unit) = parted(indicator.name, &["_pct", "_pp"]);
    let (heading, sign) = parted(indicator.heading, &[" %", " pp"]);
    let column = |end: &str, word: &str| {
        super::column(&format!("{name}_{end}{unit}"), &format!("{heading} {word}{sign}"), indicator.kind, true)
    };
    vec![column("low", "from"), column("high", "to")]
}

/// A name without the unit at its end, and the unit.
fn parted<'a>(name: &'a str, units: &[&str]) -> (&'a str, &'a str) {
    let unit = units.iter().find(|unit| name.ends_with(**unit)).map_or(0, |unit| unit.len());
    name.split_at(name.len() - unit)
}

/// The smallest and the largest figure that the errors of all values allow; the figure itself where there are none.
///
/// Every indicator with bounds rises or falls with each of its values throughout, so that its extremes are where all
/// values are extreme.
pub(super) fn cells(seen: &Seen<'_>, indicator: &Indicator, figure: &Cell) -> Vec<Cell> {
    if !has_bounds(seen.ask, indicator) {
        return Vec::new();
    }
    let follows_flows = OF_FLOWS.contains(&indicator.name);
    if follows_flows && matches!(seen.line.place, Place::Others | Place::Residual) {
        return vec![Cell::Blank, Cell::Blank];
    }
    let errors = errors(seen, follows_flows);
    let open: Vec<usize> = (0..errors.len()).filter(|at| errors[*at] != NONE).collect();
    if open.is_empty() || number(figure).is_none() {
        return vec![figure.clone(), figure.clone()];
    }
    let corners = (0_u32..1 << open.len()).map(|corner| {
        let mut by = [Decimal::ZERO; SOURCES];
        for (bit, at) in open.iter().enumerate() {
            by[*at] = if corner >> bit & 1 == 0 { errors[*at].0 } else { errors[*at].1 };
        }
        moved(seen, by, indicator)
    });
    let mut cells: Vec<Cell> = corners.chain([figure.clone()]).collect();
    if let Some(missing) = cells.iter().find(|cell| number(cell).is_none()) {
        return vec![missing.clone(), missing.clone()];
    }
    cells.sort_by_key(number);
    vec![cells[0].clone(), cells[cells.len() - 1].clone()]
}

/// What may be off: the line's value and base, those of its whole, the published rate, exports and imports.
const SOURCES: usize = 7;

/// By how much something may lie below and above what it is taken for.
type Error = (Decimal, Decimal);

const NONE: Error = (Decimal::ZERO, Decimal::ZERO);

fn errors(seen: &Seen<'_>, follows_flows: bool) -> [Error; SOURCES] {
    let of = |line: &Line, figure: &Result<Figure, Gap>| match figure {
        Ok(figure) => error(seen.ledger, &line.subject, figure),
        Err(_) => NONE,
    };
    let line = seen.line;
    let whole = seen.set.whole.as_ref().filter(|_| line.place != Place::Whole);
    let side = |view| {
        let subject = Subject { view, ..line.subject };
        seen.ledger.figure(&subject, line.frame.period).map_or(NONE, |figure| error(seen.ledger, &subject, &figure))
    };
    let rate = line.published.and_then(|rates| rates.growth).filter(|_| line.basis == Basis::Published);
    [
        of(line, &line.now),
        of(line, &line.before),
        whole.map_or(NONE, |whole| of(whole, &whole.now)),
        whole.map_or(NONE, |whole| of(whole, &whole.before)),
        rate.map_or(NONE, |rate| (-half_unit(rate), half_unit(rate))),
        if follows_flows { side(View::Exports) } else { NONE },
        if follows_flows { side(View::Imports) } else { NONE },
    ]
}

/// The cell where each source is moved by so much.
fn moved(seen: &Seen<'_>, by: [Decimal; SOURCES], indicator: &Indicator) -> Cell {
    let [now, before, whole_now, whole_before, rate, exports, imports] = by;
    let mut line = shifted(seen.line, now, before);
    if let Some(growth) = line.published.as_mut().and_then(|rates| rates.growth.as_mut()) {
        *growth = growth.saturating_add(rate);
    }
    let whole = match line.place {
        Place::Whole => Some(line.clone()),
        _ => seen.set.whole.as_ref().map(|whole| shifted(whole, whole_now, whole_before)),
    };
    let set = Set { lines: Vec::new(), whole, ..*seen.set };
    let off = Off { exports, imports };
    (indicator.cell)(&Seen { set: &set, line: &line, off, ..*seen })
}

fn shifted(line: &Line, now: Decimal, before: Decimal) -> Line {
    let shift = |figure: &Result<Figure, Gap>, by: Decimal| match figure {
        Ok(figure) if !by.is_zero() => Ok(Figure { amounts: figure.amounts.moved(by), ..figure.clone() }),
        figure => figure.clone(),
    };
    Line { now: shift(&line.now, now), before: shift(&line.before, before), ..line.clone() }
}

fn error(ledger: &Ledger<'_>, subject: &Subject, figure: &Figure) -> Error {
    let (below, above) = spread(ledger, subject, figure).unwrap_or(NONE);
    let whole = |shift: Decimal| shift.round_dp_with_strategy(2, RoundingStrategy::AwayFromZero);
    (whole(below).saturating_sub(figure.rounding), whole(above).saturating_add(figure.rounding))
}

/// By how much the office's own conversion may lie below and above a converted figure.
fn spread(ledger: &Ledger<'_>, subject: &Subject, figure: &Figure) -> Option<Error> {
    let (from, to) = (figure.converted?, ledger.cube.currency?);
    let value = figure.amounts.value().at_least()?;
    let period = figure.derivation.period;
    let mean = rates::cross(from, to, period)?;
    let rates = office_rates(ledger, subject, period, from, to).unwrap_or_else(|| market_rates(period, from, to));
    let shifts = rates.iter().filter_map(|rate| value.checked_mul(rate.checked_div(mean)? - Decimal::ONE));
    let shifts: Vec<Decimal> = shifts.chain([Decimal::ZERO]).collect();
    Some((shifts.iter().copied().min()?, shifts.iter().copied().max()?))
}

/// The rates that an office used in each month, where it published its trade with the world in both currencies.
fn office_rates(ledger: &Ledger<'_>, subject: &Subject, period: Period, from: Code, to: Code) -> Option<Vec<Decimal>> {
    let reporter = match (subject.reporter, ledger.reporters().as_slice()) {
        (Reporter::One(code), _) => code,
        (Reporter::All, [only]) => *only,
        (Reporter::All, _) => return None,
    };
    let flow = subject.view.flows().map(|(flow, _)| flow).next().unwrap_or(Flow::Export);
    let series = Series { reporter, flow, partner: WORLD, product: Product::TOTAL, digits: 0, splits: 0 };
    let value = |currency, month| {
        let figure = ledger.timeline(series, currency).resolve(ledger.facts(&series), Period::month(month))?;
        figure.amounts.value().at_least()
    };
    period.months().map(|month| value(to, month)?.checked_div(value(from, month)?)).collect()
}

/// The market's rates of each month and of the month before: offices convert at a rate of their own, often of that month.
fn market_rates(period: Period, from: Code, to: Code) -> Vec<Decimal> {
    let before = std::iter::once(period.first().plus(-1));
    before.chain(period.months()).filter_map(|month| rates::cross(from, to, Period::month(month))).collect()
}

fn number(cell: &Cell) -> Option<Decimal> {
    match cell {
        Cell::Amount(n) | Cell::Percent(n) | Cell::Points(n) | Cell::Ratio(n) => Some(*n),
        Cell::Count(_) | Cell::Published(_) | Cell::Text(_) | Cell::Missing(_) | Cell::Blank => None,
    }
}
