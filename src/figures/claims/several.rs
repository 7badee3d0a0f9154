//! Figures of several rows: their sum and their number.

use rust_decimal::Decimal;

use super::field::Kind;
use super::interval::Interval;
use super::judge::{Judged, Verdict};
use super::rows::Line;
use super::said::{says, why};
use super::stated::Stated;
use crate::model::exact_sum;
use crate::reference::groups;
use crate::table::Table;

/// The sum of a column. Where rows lack their figure it is that of the others or more.
pub(super) fn sum(stated: &Stated, found: &[Line<'_>], column: &str, table: &Table) -> Result<Judged, String> {
    refuse_overlaps(found)?;
    let unit = found.first().and_then(|line| line.text("unit")).unwrap_or_default().to_owned();
    let (mut total, mut low, mut high) = (Decimal::ZERO, Decimal::ZERO, Decimal::ZERO);
    let (mut known, mut lacking, mut gap) = (Vec::new(), Vec::new(), None);
    for line in found {
        let reading = line.read(column);
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

/// How many rows there are.
pub(super) fn number(stated: &Stated, found: &[Line<'_>]) -> Judged {
    let figure = Decimal::from(found.len());
    let interval = Interval::exactly(figure);
    let verdict = if interval.meets(&stated.interval) { Verdict::Confirmed } else { Verdict::Contradicted };
    let says = figure.to_string();
    Judged { verdict, figure: Some(figure), interval: Some(interval), says, ..Judged::unverifiable(String::new()) }
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
    let counted = |group: &str| {
        let members = groups::by_name(group).map(|group| group.ever().collect::<Vec<_>>()).unwrap_or_default();
        partners
            .iter()
            .find(|partner| **partner != group && members.iter().any(|member| member.as_str() == **partner))
            .copied()
    };
    if let Some((group, member)) = partners.iter().find_map(|group| Some((*group, counted(group)?))) {
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
