//! Groups beside the sum of their members.

use super::figures::{Figures, Total};
use super::relation::{Comparison, Relation};
use super::sums::compared;
use crate::cube::Series;
use crate::model::{Code, Membership, PartnerKind, Period};
use crate::reference::groups;

/// Every group that stands in the data beside its members of the time or of today, whichever come nearer.
pub(super) fn groups<'f>(figures: &'f Figures<'_>, only: Option<Code>) -> impl Iterator<Item = Comparison> + 'f {
    let wanted = move |code: Code| figures.kind(code) == PartnerKind::Group && only.is_none_or(|only| only == code);
    let wholes = figures.each().filter(move |(series, _, _)| wanted(series.partner));
    wholes.filter_map(move |(series, period, whole)| {
        let by = |membership| {
            let (parts, members) = sum(figures, series, period, membership)?;
            let of = format!("{} of {members} members ({membership})", parts.parts);
            let complete = parts.parts as usize == members;
            let comparison = compared(Relation::Members(only), (series, period), &whole, &parts, of)?;
            Some(Comparison { complete, ..comparison })
        };
        let both = [by(Membership::Historical), by(Membership::Current)];
        both.into_iter().flatten().min_by_key(|comparison| comparison.difference().abs())
    })
}

fn sum(figures: &Figures<'_>, series: Series, period: Period, membership: Membership) -> Option<(Total, usize)> {
    let mut members = groups::by_code(series.partner)?.members_in(membership, period.last());
    members.retain(|member| *member != series.reporter);
    let mut total = Total::default();
    for partner in &members {
        if let Some(held) = figures.get(Series { partner: *partner, ..series }, period) {
            total.add(&held);
        }
    }
    Some((total, members.len()))
}
