//! What a reader must know beside the figures: how published rates differ, what is rounded, converted, missing or broken.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::ask::{Ask, Basis, Dimension};
use super::figure::{Figure, Gap, Step};
use super::frame::Frame;
use super::ledger::Ledger;
use super::line::{Line, Place};
use super::set::Set;
use super::subject::Side;
use crate::model::{Class, Code, Measure, Membership, Month, Period, View};
use crate::reference::{entity, groups, rates};

/// How many rows get a note of their own.
const SINGLE: usize = 3;

/// The notes below a report.
pub(super) fn notes(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame], sets: &[Set]) -> Vec<String> {
    let lines: Vec<&Line> = sets.iter().flat_map(|set| &set.lines).filter(|line| line.place == Place::Line).collect();
    let mut notes = differences(ask, &lines);
    notes.extend(turns(ask, &lines));
    notes.extend(lengths(ask, frames));
    notes.extend(memberships(ledger, ask, &lines));
    notes.extend(converted(ledger, &lines));
    notes.extend(rounded(&lines));
    notes.extend(gaps(ask, &lines));
    notes.extend(overlapping(ask, &lines));
    notes.extend(breaks(ledger, ask, &lines));
    notes.extend(ledger.cube.notes.iter().cloned());
    notes
}

/// The bases that a published rate allows, given how far rounding may have moved the rate and the level.
pub(super) fn implied_base(line: &Line) -> Option<(Decimal, Decimal)> {
    let growth = line.published?.growth?;
    let now = line.now.as_ref().ok()?;
    let value = now.get(Measure::Value).ok()?;
    let half = half_unit(growth);
    let factor = |rate: Decimal| Decimal::ONE + rate / Decimal::ONE_HUNDRED;
    let (low, high) = (factor(growth + half), factor(growth - half));
    if high <= Decimal::ZERO {
        return None;
    }
    Some(((value - now.rounding).checked_div(low)?, (value + now.rounding).checked_div(high)?))
}

/// Half a unit of the last printed digit; rates are printed with at least one decimal, though a file may drop a zero.
fn half_unit(rate: Decimal) -> Decimal {
    Decimal::new(5, rate.scale().max(1) + 1)
}

/// Rows whose published rate contradicts the two published levels by more than rounding explains.
fn differences(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    if ask.measure() != Measure::Value
        || ask.basis == Basis::Published
        || !ask.columns.iter().any(|c| c.name == "growth_pct")
    {
        return Vec::new();
    }
    let differing: Vec<&&Line> = lines.iter().filter(|line| contradicts(line).is_some()).collect();
    let mut notes: Vec<String> = differing.iter().take(SINGLE).filter_map(|line| contradicts(line)).collect();
    if differing.len() > SINGLE {
        let more = differing.len() - SINGLE;
        notes.push(format!("{more} more rows differ from their published growth by more than rounding explains; --columns value,growth_pct,published_growth_pct,implied_base_low,implied_base_high shows all"));
    }
    notes
}

fn contradicts(line: &Line) -> Option<String> {
    let published = line.published?.growth?;
    let computed = line.growth(Measure::Value).ok()?;
    let before = line.before.as_ref().ok()?;
    let base = before.get(Measure::Value).ok()?;
    let (low, high) = implied_base(line)?;
    if base - before.rounding <= high && base + before.rounding >= low {
        return None;
    }
    let revision = |edge: Decimal| ((edge - base) / base * Decimal::ONE_HUNDRED).round_dp(2);
    let (from, to) = (revision(low), revision(high));
    Some(format!(
        "{}: published growth {} %, computed {} %; the publisher must have used a base between {} and {}, that is {from} to {to} % off the level published for {}",
        what(line),
        signed(published, published.scale().max(1)),
        signed(computed, 2),
        grouped(low),
        grouped(high),
        line.frame.base,
    ))
}

fn signed(rate: Decimal, decimals: u32) -> String {
    let rate = rate.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    format!("{rate:+.*}", decimals as usize)
}

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
            (true, false) => "deficit to surplus",
            (false, true) => "surplus to deficit",
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
            "{} has {} months and {} has {}: shares and ranks are compared, levels are not, so there is no growth",
            frame.period,
            frame.period.len(),
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

/// Groups whose members the data does not list, and members that joined or left within a period.
fn memberships(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut unlisted: BTreeMap<Code, BTreeSet<Period>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for line in lines {
        let Side::Group(code) = line.subject.side else { continue };
        for (figure, period) in compared(ask, line) {
            let Ok(figure) = figure else { continue };
            if ledger.membership != Membership::Published && !is_of_members(figure) {
                unlisted.entry(code).or_default().insert(period);
            }
            changed.extend(changed_within(ledger, code, period));
        }
    }
    let told = unlisted.into_iter().map(|(code, periods)| {
        let known = groups::by_code(code).is_some_and(|group| !group.members.is_empty());
        let why = if known { "the data does not list every member" } else { "its members are not known" };
        format!("{code}, {}: {why}; the figure that was published for the group is used", few(&periods))
    });
    told.chain(changed).collect()
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

fn is_of_members(figure: &Figure) -> bool {
    let mut found = false;
    figure.derivation.walk(&mut |step| found |= matches!(step.step, Step::Members(_)));
    found
}

fn changed_within(ledger: &Ledger<'_>, code: Code, period: Period) -> Option<String> {
    if ledger.membership != Membership::Historical {
        return None;
    }
    let (first, last) = (ledger.members(code, period.first()), ledger.members(code, period.last()));
    let changed: Vec<String> = last
        .iter()
        .filter(|m| !first.contains(m))
        .chain(first.iter().filter(|m| !last.contains(m)))
        .map(|code| code.to_string())
        .collect();
    (!changed.is_empty()).then(|| {
        format!(
            "{code}, {period}: {} joined or left within the period; the members of {} are counted for all of it",
            changed.join(", "),
            period.last()
        )
    })
}

fn converted(ledger: &Ledger<'_>, lines: &[&Line]) -> Vec<String> {
    let figures = lines.iter().flat_map(|line| [&line.now, &line.before]).flatten();
    let (converted, native): (Vec<&Figure>, Vec<&Figure>) = figures.partition(|figure| figure.converted);
    let Some(currency) = ledger.cube.currency.filter(|_| !converted.is_empty()) else { return Vec::new() };
    let source = |code| rates::coverage(code).map(|(_, _, source)| source);
    let source = source(currency).or_else(|| ledger.cube.converted_from.iter().find_map(|code| source(*code)));
    let from: Vec<String> = ledger.cube.converted_from.iter().map(|code| code.to_string()).collect();
    let which = if native.is_empty() {
        "all figures are".to_owned()
    } else {
        format!("{} of {} figures are", converted.len(), converted.len() + native.len())
    };
    vec![format!(
        "{which} converted from {} at the mean rate of each month ({}); where {currency} is published, the published series is used",
        from.join(", "),
        source.unwrap_or("known rates")
    )]
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

/// Figures that are missing: a few by name and with their months, many by their number.
fn gaps(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut gaps: BTreeMap<Period, Vec<&Gap>> = BTreeMap::new();
    for (figure, period) in lines.iter().flat_map(|line| compared(ask, line)) {
        if let Err(gap) = figure {
            gaps.entry(period).or_default().push(gap);
        }
    }
    if gaps.len() > SINGLE {
        let periods: BTreeSet<Period> = gaps.keys().copied().collect();
        let first = gaps.values().flatten().next().map(|gap| gap.what.clone()).unwrap_or_default();
        return vec![format!("no data, such as on {first}, for {}", few(&periods))];
    }
    gaps.into_iter().map(|(period, gaps)| missing(period, &gaps)).collect()
}

fn missing(period: Period, gaps: &[&Gap]) -> String {
    let Some(first) = gaps.first() else { return String::new() };
    let months = if first.months.is_empty() || first.months.len() == period.len() as usize {
        String::new()
    } else {
        format!(", missing {}", Period::list(&first.months))
    };
    match gaps.len() {
        1 => format!("no data on {} for {period}{months}", first.what),
        count => format!(
            "no data for {period} in {count} rows, such as {}{months}; ranks are among the rows that have data",
            first.what
        ),
    }
}

fn overlapping(ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let overlaps =
        lines.iter().any(|line| !line.subject.product.class.adds_up() && line.subject.product.class != Class::Group);
    let listed = ask.differs_by(Dimension::Product) && overlaps;
    listed.then(|| "rows of this list overlap and are parts of one another: they do not add to the total, and the rest is no row".to_owned()).into_iter().collect()
}

/// Known changes of what a series counts between the base and the period.
fn breaks(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut notes = BTreeSet::new();
    for line in lines.iter().filter(|_| ask.compares()) {
        let product = line.subject.product;
        let names = if product.class == Class::All {
            let published = line.now.as_ref().is_ok_and(|figure| !is_of_members(figure));
            published.then(|| format!("partner:{}", line.subject.side.code()))
        } else {
            Some(format!("product:{product}"))
        };
        let known = ledger.cube.breaks.iter().filter(|known| names.as_deref() == Some(known.series.as_str()));
        let within =
            known.filter(|known| line.frame.base.first() < known.since && known.since <= line.frame.period.last());
        notes.extend(within.map(|known| format!("break in {} since {}: {}", known.series, known.since, known.note)));
    }
    notes.into_iter().collect()
}
