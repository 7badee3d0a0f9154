//! A line's part of the whole, and how it moved.

use rust_decimal::Decimal;

use super::{Indicator, Seen, of_whole};
use crate::analysis::line::{Line, less, percent};
use crate::table::{Cell, Kind, Why};

pub(super) const SHARE: Indicator = Indicator {
    name: "share_pct",
    heading: "share %",
    kind: Kind::Rate,
    about: "Part of the whole: value / value of the whole, in percent. By partner the whole is the world, by product all goods.",
    needs_base: false,
    cell: |seen| of_whole(seen, share(seen), Cell::Percent),
};

pub(super) const BASE_SHARE: Indicator = Indicator {
    name: "base_share_pct",
    heading: "base share %",
    kind: Kind::Rate,
    about: "The share in the base period.",
    needs_base: true,
    cell: |seen| of_whole(seen, base_share(seen), Cell::Percent),
};

pub(super) const CHANGE: Indicator = Indicator {
    name: "share_change_pp",
    heading: "change pp",
    kind: Kind::Rate,
    about: "Share less base share, in percentage points.",
    needs_base: true,
    cell: |seen| of_whole(seen, share(seen).and_then(|now| less(now, base_share(seen)?)), Cell::Points),
};

fn share(seen: &Seen<'_>) -> Result<Decimal, Why> {
    part(seen, |line| line.value(seen.ask.measure()))
}

fn base_share(seen: &Seen<'_>) -> Result<Decimal, Why> {
    part(seen, |line| line.base(seen.ask.measure()))
}

fn part(seen: &Seen<'_>, figure: impl Fn(&Line) -> Result<Decimal, Why>) -> Result<Decimal, Why> {
    let whole = seen.set.whole.as_ref().ok_or(Why::Undefined)?;
    percent(figure(seen.line)?, figure(whole)?)
}
