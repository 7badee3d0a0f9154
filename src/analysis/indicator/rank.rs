//! Places in the order of the lines, and who moved.

use super::{Indicator, Seen};
use crate::analysis::line::Place;
use crate::table::{Cell, Kind, Why};

pub(super) const RANK: Indicator = Indicator {
    name: "rank",
    heading: "rank",
    kind: Kind::Count,
    about: "Place in the order by value, the largest first; equal values share the better place. Areas that are no country have none.",
    needs_base: false,
    cell: |seen| place(seen, seen.line.rank, Why::NoData),
};

pub(super) const BASE_RANK: Indicator = Indicator {
    name: "base_rank",
    heading: "base rank",
    kind: Kind::Count,
    about: "The place in the base period.",
    needs_base: true,
    cell: |seen| place(seen, seen.line.base_rank, Why::NoBase),
};

pub(super) const CHANGE: Indicator = Indicator {
    name: "rank_change",
    heading: "rank change",
    kind: Kind::Count,
    about: "Base rank less rank: above zero for a line that moved up.",
    needs_base: true,
    cell: |seen| match (seen.line.rank, seen.line.base_rank) {
        (Some(rank), Some(base)) => Cell::Count(i64::from(base) - i64::from(rank)),
        (rank, _) => place(seen, None, if rank.is_none() { Why::NoData } else { Why::NoBase }),
    },
};

pub(super) const STREAK: Indicator = Indicator {
    name: "streak",
    heading: "streak",
    kind: Kind::Count,
    about: "For how many periods in a row, this one included and each a base apart, the line has had this rank or a better one.",
    needs_base: true,
    cell: |seen| place(seen, seen.line.streak, Why::NoData),
};

pub(super) const COUNT: Indicator = Indicator {
    name: "count",
    heading: "count",
    kind: Kind::Count,
    about: "In how many of the rankings the line was kept.",
    needs_base: false,
    cell: |seen| seen.line.count.map_or(Cell::Blank, |count| Cell::Count(i64::from(count))),
};

/// A place, or why there is none; what is no line of its own is not ranked.
fn place(seen: &Seen<'_>, place: Option<u32>, why: Why) -> Cell {
    match (place, seen.line.place) {
        (Some(place), _) => Cell::Count(i64::from(place)),
        (None, Place::Line) if seen.line.value(seen.ask.measure()).is_ok() && seen.line.rank.is_none() => Cell::Blank,
        (None, Place::Line) => Cell::Missing(why),
        (None, _) => Cell::Blank,
    }
}
