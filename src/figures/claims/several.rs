//! Figures of several rows: their sum and their number.

use rust_decimal::Decimal;

use super::field::{Field, Kind};
use super::interval::Interval;
use super::judge::{Judged, Verdict};
use super::rows::{Line, Reading};
use super::said::{says, why};
use super::stated::Stated;
use crate::model::{counted, exact_sum};
use crate::reference::groups;
use crate::table::Table;

/// The sum of a column. Where rows lack their figure it is that of the others or more.
pub(super) fn sum(stated: &Stated, found: &[Line<'_>], column: &str, table: &Table) -> Result<Judged, String> {
    refuse_overlaps(found)?;
    let units: Vec<&str> = found.iter().filter_map(|line| line.text("unit")).collect();
    if let Some((one, other)) = units.iter().find_map(|unit| Some((unit, units.iter().find(|other| *other != unit)?))) {
        return Err(format!("the rows are in {one} and in {other}; a sum takes one unit"));
    }
    let unit = stated.piece.or(units.first().copied()).unwrap_or_default().to_owned();
    let (mut total, mut low, mut high) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let (mut known, mut lacking, mut gap) = (Vec::new(), Vec::new(), None);
    for line in found {
        let reading = match line.read_as(column, stated) {
            Ok(reading) => reading,
            Err(reason) => return Ok(Judged::unverifiable(reason)),
        };
        let (Ok(figure), Some(interval)) = (reading.figure, reading.interval) else {
            gap = gap.or(reading.figure.err());
            lacking.push(line.name());
            continue;
        };
        known.push((line.name(), figure));
        let ends = (interval.low().unwrap_or(figure), interval.high().unwrap_or(figure));
        for (sum, part) in [(&mut total, figure), (&mut low, ends.0), (&mut high, ends.1)] {
            *sum = exact_sum(*sum, part).map_err(|error| error.to_string())?;
        }
    }
    let is_whole = lacking.is_empty();
    let interval = if is_whole { Interval::between(low, high) } else { Interval::at_least(low) };
    let verdict = match interval.meets(&stated.interval) {
        false => Verdict::Contradicted,
        true if is_whole || interval.is_within(&stated.interval) => Verdict::Confirmed,
        true => Verdict::Unverifiable,
    };
    let told = if is_whole || known.is_empty() {
        String::new()
    } else {
        format!(" ({} alone)", known.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "))
    };
    let reason = if is_whole {
        String::new()
    } else {
        format!("{} is lacking: {}", lacking.join(", "), why(gap, column, table))
    };
    let judged = Judged { verdict, unit: unit.clone(), reason, ..Judged::unverifiable(String::new()) };
    if known.is_empty() {
        return Ok(judged);
    }
    let says = format!("{}{told}", says(total, Kind::Amount, stated));
    Ok(Judged { figure: Some(total), interval: Some(interval), says, ..judged })
}

/// How many rows there are of which the conditions hold. Of a row without its figure they may hold, and of one whose
/// rounding leaves it open.
pub(super) fn number(stated: &Stated, found: &[Line<'_>], conditions: &[(&Field, Stated)], measure: &str) -> Judged {
    let (mut count, mut sure, mut open, mut unknown) = (0_u64, 0_u64, 0_u64, 0_u64);
    for line in found {
        let holds: Vec<Holds> = conditions.iter().map(|condition| holds(line, condition, measure)).collect();
        let all = |wanted: fn(&Holds) -> bool| u64::from(holds.iter().all(wanted));
        let is_out = holds.contains(&Holds::Not);
        count += all(|holds| matches!(holds, Holds::Surely | Holds::Within));
        sure += all(|holds| *holds == Holds::Surely);
        open += u64::from(!is_out && all(|holds| *holds == Holds::Surely) == 0);
        unknown += u64::from(!is_out && holds.contains(&Holds::Unknown));
    }
    let figure = Decimal::from(count);
    let interval = Interval::between(Decimal::from(sure), Decimal::from(sure + open));
    let verdict = match interval.meets(&stated.interval) {
        false => Verdict::Contradicted,
        true if unknown == 0 || interval.is_within(&stated.interval) => Verdict::Confirmed,
        true => Verdict::Unverifiable,
    };
    let rows = counted(found.len() as u64, "row");
    let lacking = (unknown > 0).then(|| format!("there is no such figure in {unknown} of {rows}"));
    let about = (open > 0).then(|| format!("the data allows {sure} to {}", sure + open));
    let reason = about.into_iter().chain(lacking).collect::<Vec<_>>().join("; ");
    let judged = Judged { verdict, reason, ..Judged::unverifiable(String::new()) };
    Judged { figure: Some(figure), interval: Some(interval), says: figure.to_string(), ..judged }
}

/// Whether a condition holds of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// Wherever its figure lies.
    Surely,
    /// Of the figure itself, and not of all that rounding allows.
    Within,
    /// Of some of what rounding allows.
    Perhaps,
    /// It has no figure.
    Unknown,
    Not,
}

fn holds(line: &Line<'_>, (field, condition): &(&Field, Stated), measure: &str) -> Holds {
    let column = if field.column == "value" { measure } else { field.column };
    let Ok(Reading { figure: Ok(figure), interval }) = line.read_as(column, condition) else { return Holds::Unknown };
    let (own, interval) = (Interval::exactly(figure), interval.unwrap_or(Interval::exactly(figure)));
    match (interval.is_within(&condition.interval), own.meets(&condition.interval)) {
        (true, _) => Holds::Surely,
        (false, true) => Holds::Within,
        (false, false) if interval.meets(&condition.interval) => Holds::Perhaps,
        (false, false) => Holds::Not,
    }
}

/// A total is never added to its parts.
fn refuse_overlaps(found: &[Line<'_>]) -> Result<(), String> {
    let of = |column: &str| found.iter().filter_map(|line| line.text(column)).collect::<Vec<_>>();
    let (flows, partners, products) = (of("flow"), of("partner"), of("product"));
    let differ = |names: &[&str]| names.iter().any(|name| Some(name) != names.first());
    if flows.iter().any(|flow| ["total", "balance"].contains(flow)) && differ(&flows) {
        return Err("the rows hold total trade beside its parts; --flow of the question, or `row`, leaves one of them"
            .to_owned());
    }
    if partners.contains(&"WORLD") && differ(&partners) {
        return Err("the rows hold the world beside its parts; --partner of the question leaves one of them".to_owned());
    }
    let member_of = |group: &str| {
        let members = groups::by_name(group).map(|group| group.ever().collect::<Vec<_>>()).unwrap_or_default();
        partners
            .iter()
            .find(|partner| **partner != group && members.iter().any(|member| member.as_str() == **partner))
            .copied()
    };
    if let Some((group, member)) = partners.iter().find_map(|group| Some((*group, member_of(group)?))) {
        return Err(format!("{member} is counted in {group} already; a sum takes one of them"));
    }
    let goods: Vec<&str> = products.iter().copied().filter(|product| !product.starts_with("bop:")).collect();
    let within = |part: &str, whole: &str| part != whole && (whole == "TOTAL" || part.starts_with(whole));
    let nested = goods.iter().find_map(|part| Some((part, goods.iter().find(|whole| within(part, whole))?)));
    if let Some((part, whole)) = nested {
        return Err(format!("{part} is a part of {whole}; a sum takes one of them"));
    }
    if differ(&goods) && goods.iter().any(|product| product.starts_with("gacc:")) {
        return Err("main commodities overlap one another, so that they have no sum".to_owned());
    }
    Ok(())
}
