//! Names that are stated in the order of their figures.

use rust_decimal::Decimal;

use super::interval::Interval;
use super::judge::{Judged, Verdict};
use super::rows::Line;
use crate::reference::entity;
use crate::table::Role;

/// A row that takes part in the ranking.
struct Place<'a> {
    line: Line<'a>,
    value: Decimal,
    interval: Interval,
}

impl Place<'_> {
    /// Whether the figure may be as large as another's.
    fn reaches(&self, other: &Place<'_>) -> bool {
        let high = self.interval.high().unwrap_or(self.value);
        high >= other.interval.low().unwrap_or(other.value)
    }
}

/// The verdict on names that are stated to be the first by their ranks, in this order: it is contradicted when even the largest figures
/// that errors allow do not give it.
pub(super) fn judge(names: &[String], found: &[Line<'_>], rank: &str, column: &str) -> Result<Judged, String> {
    let ranked = found.iter().filter(|line| line.is(Role::Line) && line.read(rank).figure.is_ok());
    let mut places: Vec<Place<'_>> = ranked
        .filter_map(|line| {
            let reading = line.read(column);
            Some(Place { line: *line, value: reading.figure.ok()?, interval: reading.interval? })
        })
        .collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.value));
    if places.len() < 2 {
        return Ok(Judged::unverifiable(
            "a ranking takes more than one row, and the data has no second one".to_owned(),
        ));
    }
    let mut stated = Vec::new();
    for name in names {
        match places.iter().find(|place| place.line.is_named(name)) {
            Some(place) => stated.push(place),
            None if entity::find(name).is_some() => {
                return Ok(Judged::unverifiable(format!("the ranking has no figure of {name}")));
            }
            None => return Err(format!("order: the answer has no row of `{name}`{}", entity::nearest(name))),
        }
    }
    let in_order = stated.iter().enumerate().all(|(at, place)| stated[at + 1..].iter().all(|next| place.reaches(next)));
    let is_stated = |other: &&Place<'_>| names.iter().any(|name| other.line.is_named(name));
    let others: Vec<&Place<'_>> = places.iter().filter(|place| !is_stated(place)).collect();
    let first = stated.iter().all(|place| others.iter().all(|other| place.reaches(other)));
    let verdict = if in_order && first { Verdict::Confirmed } else { Verdict::Contradicted };
    let says = places.iter().take(names.len()).map(|place| place.line.name()).collect::<Vec<_>>().join(", ");
    Ok(Judged { verdict, says, ..Judged::unverifiable(String::new()) })
}
