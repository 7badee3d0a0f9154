//! Published growth beside computed growth: when they differ by more than rounding explains, and what base was used.

use rust_decimal::Decimal;

use super::{grouped, what};
use crate::analysis::ask::{Ask, Basis};
use crate::analysis::ledger::Ledger;
use crate::analysis::line::{Line, percent};
use crate::analysis::subject::Side;
use crate::model::Measure;

/// How many rows get a note of their own.
const SINGLE: usize = 3;

/// The bases that a published rate allows, given how far rounding may have moved the rate and the level.
pub(in crate::analysis) fn implied_base(line: &Line) -> Option<(Decimal, Decimal)> {
    let growth = line.published?.growth?;
    let now = line.now.as_ref().ok()?;
    let value = now.get(Measure::Value).ok()?;
    let half = half_unit(growth);
    let factor = |rate: Decimal| Decimal::ONE + rate / Decimal::ONE_HUNDRED;
    let (low, high) = (factor(growth + half), factor(growth - half));
    if high <= Decimal::ZERO {
        return None;
    }
    let (least, most) = (value.checked_sub(now.rounding)?, value.checked_add(now.rounding)?);
    Some((least.checked_div(low)?, most.checked_div(high)?))
}

/// Half a unit of the last printed digit; rates are printed with at least one decimal, though a file may drop a zero.
pub(in crate::analysis) fn half_unit(rate: Decimal) -> Decimal {
    Decimal::new(5, rate.scale().clamp(1, 27) + 1)
}

/// Rows whose published rate contradicts the two published levels by more than rounding explains.
pub(super) fn differences(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    if ask.measure() != Measure::Value
        || ask.basis == Basis::Published
        || !ask.columns.iter().any(|c| c.name == "growth_pct")
    {
        return Vec::new();
    }
    let differing: Vec<&&Line> = lines.iter().filter(|line| contradicts(ledger, line).is_some()).collect();
    let mut notes: Vec<String> = differing.iter().take(SINGLE).filter_map(|line| contradicts(ledger, line)).collect();
    if differing.len() > SINGLE {
        let more = differing.len() - SINGLE;
        let rows = if more == 1 { "1 more row differs".to_owned() } else { format!("{more} more rows differ") };
        notes.push(format!("{rows} from the published growth by more than rounding explains; --columns value,growth_pct,published_growth_pct,implied_base_low,implied_base_high shows all"));
    }
    notes
}

/// Rates that were published for other members than those that the figures count.
pub(super) fn other_members(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let shown = ask.columns.iter().any(|column| column.name == "published_growth_pct") && ask.basis == Basis::Computed;
    let differs = |line: &&&Line| {
        let base = line.base(Measure::Value).ok();
        let known =
            ledger.published_figure(&line.subject, line.frame.base).and_then(|known| known.get(Measure::Value).ok());
        matches!(line.subject.side, Side::Group(_)) && base.is_some() && known.is_some() && base != known
    };
    let lines = lines.iter().filter(|line| shown && line.published.is_some_and(|rates| rates.growth.is_some()));
    let told = lines.filter(differs).map(|line| {
        format!("{}: the published growth is of the members that the publisher counted in {}, not of those that are counted here", what(line), line.frame.base)
    });
    told.take(SINGLE).collect()
}

fn contradicts(ledger: &Ledger<'_>, line: &Line) -> Option<String> {
    let published = line.published?.growth?;
    let computed = line.growth(Measure::Value).ok()?;
    let before = line.before.as_ref().ok()?;
    let base = before.get(Measure::Value).ok()?;
    let (low, high) = implied_base(line)?;
    let own_members = matches!(line.subject.side, Side::Group(_))
        && ledger
            .published_figure(&line.subject, line.frame.base)
            .is_some_and(|known| known.get(Measure::Value) != Ok(base));
    let (least, most) = (base.saturating_sub(before.rounding), base.saturating_add(before.rounding));
    if own_members || least <= high && most >= low {
        return None;
    }
    let revision = |edge: Decimal| Some(percent(edge.checked_sub(base)?, base).ok()?.round_dp(2));
    let (from, to) = (revision(low)?, revision(high)?);
    Some(format!(
        "{}: published growth {} %, computed {} %; the publisher must have used a base between {} and {}, that is {from} to {to} % off the level published for {}",
        what(line),
        signed(published, published.scale().max(1)),
        signed(computed, 2),
        amount(low),
        amount(high),
        line.frame.base,
    ))
}

/// An amount in whole units, small ones to the hundredth.
fn amount(amount: Decimal) -> String {
    if amount.abs() < Decimal::ONE_THOUSAND { amount.round_dp(2).to_string() } else { grouped(amount) }
}

fn signed(rate: Decimal, decimals: u32) -> String {
    let rate = rate.round_dp_with_strategy(decimals, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    format!("{rate:+.*}", decimals as usize)
}
