//! What a reader must know beside the figures: how published rates differ, what is rounded, converted, missing or broken.

mod membership;
mod missing;
mod published;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::ask::{Ask, Basis, Dimension};
use super::figure::{Figure, Gap};
use super::frame::Frame;
use super::ledger::Ledger;
use super::line::{Line, Place, percent};
use super::set::Set;
use super::subject::Side;
use crate::model::{Class, Code, Measure, Month, Period, View, counted};
use crate::reference::{entity, rates};

pub(super) use published::{half_unit, implied_base};

/// How many rows get a note of their own.
const SINGLE: usize = 3;

/// The notes below a report.
pub(super) fn notes(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame], sets: &[Set]) -> Vec<String> {
    let lines: Vec<&Line> = sets.iter().flat_map(|set| &set.lines).filter(|line| line.place == Place::Line).collect();
    let mut notes = published::differences(ledger, ask, &lines);
    notes.extend(published::other_members(ledger, ask, &lines));
    notes.extend(turns(ask, &lines));
    notes.extend(lengths(ask, frames));
    notes.extend(basis(ask));
    notes.extend(membership::memberships(ledger, ask, &lines));
    notes.extend(membership::changed(ledger, ask, &lines));
    notes.extend(converted(ledger, &lines));
    notes.extend(rounded(&lines));
    notes.extend(missing::partial(ask, &lines));
    notes.extend(missing::carried(ask, &lines));
    notes.extend(missing::too_long(ask, &lines));
    notes.extend(missing::gaps(ask, &lines));
    notes.extend(unlisted(ask, sets));
    notes.extend(left_out(ask, sets));
    notes.extend(covered_by_quantity(ask, &lines));
    notes.extend(negative_residual(sets));
    notes.extend(overlapping(ask, &lines));
    notes.extend(ledger.cube.notes.iter().cloned());
    notes
}

/// A row in a few words.
fn what(line: &Line) -> String {
    let mut words = line.subject.view.to_string();
    if line.subject.side != Side::World {
        words += &format!(" with {}", entity::title(line.subject.side.code()));
    }
    if line.subject.product.class != Class::All {
        words += &format!(" of {}", line.subject.product);
    }
    words
}

/// Balances that changed their sign have no growth rate.
fn turns(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let balances = lines.iter().filter(|line| line.subject.view == View::Balance && ask.compares());
    let turned = balances.filter_map(|line| {
        let (now, base) = (line.value(ask.measure()).ok()?, line.base(ask.measure()).ok()?);
        let turn = match (base < Decimal::ZERO, now < Decimal::ZERO) {
            (true, false) if now > Decimal::ZERO => "deficit to surplus",
            (false, true) if base > Decimal::ZERO => "surplus to deficit",
            _ => return None,
        };
        Some(format!("{}, {}: {turn}", what(line), line.frame.period))
    });
    turned.take(SINGLE).collect()
}

fn lengths(ask: &Ask, frames: &[Frame]) -> Vec<String> {
    let Some(frame) = frames.first().filter(|_| ask.compares()) else { return Vec::new() };
    let mut notes = Vec::new();
    if !frame.is_comparable() {
        notes.push(format!(
            "{} has {} and {} has {}: shares and ranks are compared, levels are not, so there is no growth",
            frame.period,
            counted(frame.period.len().into(), "month"),
            frame.base,
            frame.base.len()
        ));
    }
    if frame.base == frame.period.previous() && frame.period.len() < 12 {
        notes.push("growth on the period before is not seasonally adjusted".to_owned());
    }
    let winter = |frame: &Frame| frame.period.len() == 1 && frame.period.first().number() <= 2;
    if frames.iter().any(winter) && ask.columns.iter().any(|column| column.name == "growth_pct") {
        notes.push("January and February are best read together: the New Year holiday moves between them".to_owned());
    }
    notes
}

fn converted(ledger: &Ledger<'_>, lines: &[&Line]) -> Vec<String> {
    let Some(currency) = ledger.cube.currency else { return Vec::new() };
    let figures: Vec<&Figure> = lines.iter().flat_map(|line| [&line.now, &line.before]).flatten().collect();
    let from: BTreeSet<Code> = figures.iter().filter_map(|figure| figure.converted).collect();
    if from.is_empty() {
        return Vec::new();
    }
    let count = figures.iter().filter(|figure| figure.converted.is_some()).count();
    let which = if count == figures.len() {
        "the figures are".to_owned()
    } else {
        format!("{count} of {} figures are", figures.len())
    };
    let source = from
        .iter()
        .chain([&currency])
        .find_map(|code| rates::coverage(*code))
        .map_or("known rates", |(_, _, source)| source);
    let from: Vec<String> = from.iter().map(|code| code.to_string()).collect();
    vec![format!(
        "{which} converted from {} at monthly mean rates ({source}), for they are not published in {currency}; a period without figures for its months is converted at the mean of its rates",
        from.join(", "),
    )]
}

/// Lists of partners that are not complete: the data names the largest ones only.
fn unlisted(ask: &Ask, sets: &[Set]) -> Option<String> {
    let partners = matches!(ask.split(), Some(Dimension::Partner));
    let lists = sets.iter().filter(|_| partners).filter_map(|set| {
        let frame = set.lines.first()?.frame;
        Some((set.listed_pct?, frame.period))
    });
    let (least, period) = lists.min()?;
    (least < Decimal::new(999, 1)).then(|| {
        format!(
            "the data lists partners with {} % of the total for {period}: ranks are among those that it lists",
            least.round_dp(1).normalize()
        )
    })
}

/// Rows of a list that have no data in a period, where other periods of the report have.
fn left_out(ask: &Ask, sets: &[Set]) -> Option<String> {
    let count: usize = sets.iter().map(|set| set.without_data).sum();
    let rows = if count == 1 {
        "1 row is not shown, for it has".to_owned()
    } else {
        format!("{count} rows are not shown, for they have")
    };
    (count > 0 && ask.step.is_some()).then(|| format!("{rows} no data in the period or its base"))
}

/// What --basis published means for the columns.
fn basis(ask: &Ask) -> Option<String> {
    let published = ask.basis == Basis::Published && ask.compares();
    published.then(|| "base: implied by the published growth rate of each row, value / (1 + rate), so that contributions add up only within the rounding of the rates; rows without a published rate have no base".to_owned())
}

/// The part of the value that unit values rest on.
fn covered_by_quantity(ask: &Ask, lines: &[&Line]) -> Option<String> {
    if !ask.measures.iter().any(|measure| matches!(measure, Measure::UnitValue)) {
        return None;
    }
    let share = |figure: &Figure| {
        let (valued, value) = (figure.amounts.valued().at_least()?, figure.amounts.value().at_least()?);
        (valued != value).then(|| percent(valued, value).ok())?
    };
    let shares =
        lines.iter().flat_map(|line| compared(ask, line)).filter_map(|(figure, _)| share(figure.as_ref().ok()?));
    let lowest = shares.min()?;
    Some(format!(
        "unit values rest on the rows that have a quantity, at the least on {} % of the value",
        lowest.round_dp(1).normalize()
    ))
}

/// Parts that exceed their whole.
fn negative_residual(sets: &[Set]) -> Option<String> {
    let rests =
        sets.iter().flat_map(|set| &set.lines).filter(|line| matches!(line.place, Place::Residual | Place::Others));
    let negative = |line: &&Line| {
        line.subject.view != View::Balance && line.value(Measure::Value).is_ok_and(|value| value < Decimal::ZERO)
    };
    let line = rests.filter(|line| line.place == Place::Residual).find(negative)?;
    Some(format!(
        "the parts exceed the whole by {} in {}, {}: the residual is negative",
        grouped(-line.value(Measure::Value).ok()?),
        line.subject.view,
        line.frame.period
    ))
}

fn rounded(lines: &[&Line]) -> Vec<String> {
    let figures: Vec<&Figure> = lines.iter().flat_map(|line| [&line.now, &line.before]).flatten().collect();
    let rounded = figures.iter().filter(|figure| !figure.rounding.is_zero());
    let (count, widest) =
        rounded.fold((0, Decimal::ZERO), |(count, widest), figure| (count + 1, widest.max(figure.rounding)));
    let note = || {
        format!(
            "{count} of {} figures rest on values that were rounded in print; the true ones lie within {} of them",
            figures.len(),
            grouped(widest)
        )
    };
    (count > 0).then(note).into_iter().collect()
}

fn overlapping(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let overlaps =
        lines.iter().any(|line| !line.subject.product.class.adds_up() && line.subject.product.class != Class::Group);
    let listed = ask.differs_by(Dimension::Product) && overlaps;
    listed.then(|| "rows of this list overlap and are parts of one another: they do not add to the total, and the rest is no row".to_owned()).into_iter().collect()
}

/// The figures of a line that the report shows, each with its period.
fn compared<'l>(ask: &Ask, line: &'l Line) -> impl Iterator<Item = (&'l Result<Figure, Gap>, Period)> {
    let figures = [(&line.now, line.frame.period), (&line.before, line.frame.base)];
    figures.into_iter().take(if ask.compares() { 2 } else { 1 })
}

/// Periods in a few words: months as runs, others one by one.
fn few(periods: &BTreeSet<Period>) -> String {
    let months: Vec<Month> = periods.iter().filter(|period| period.len() == 1).map(|period| period.first()).collect();
    let longer = periods.iter().filter(|period| period.len() > 1).map(Period::to_string);
    let mut words: Vec<String> = longer.collect();
    let more = words.len().saturating_sub(4);
    words.truncate(4);
    if more > 0 {
        words.push(format!("{more} more"));
    }
    if !months.is_empty() {
        words.push(Period::list(&months));
    }
    words.join(", ")
}

/// A whole number with separators of thousands.
fn grouped(amount: Decimal) -> String {
    let digits = amount.round().to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) && digit != '-' {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}
