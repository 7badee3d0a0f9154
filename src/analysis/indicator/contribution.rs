//! What a line contributes to the growth of the whole.

use rust_decimal::Decimal;

use super::value::change;
use super::{Indicator, Seen, of_whole};
use crate::analysis::line::percent;
use crate::table::{Cell, Kind, Why};

pub(super) const CONTRIBUTION: Indicator = Indicator {
    name: "contribution_pp",
    heading: "contribution pp",
    kind: Kind::Rate,
    about: "The part of the whole's growth that is due to this line: change / base of the whole, in percentage points. \
            Over all lines it adds to the growth of the whole.",
    needs_base: true,
    cell: |seen| of_whole(seen, contribution(seen), Cell::Points),
};

pub(super) const SHARE_OF_GROWTH: Indicator = Indicator {
    name: "share_of_growth_pct",
    heading: "of growth %",
    kind: Kind::Rate,
    about: "Contribution as a part of the whole's growth, in percent; not given when the whole grew or fell by less than half a point.",
    needs_base: true,
    cell: |seen| of_whole(seen, share_of_growth(seen), Cell::Percent),
};

fn contribution(seen: &Seen<'_>) -> Result<Decimal, Why> {
    let whole = seen.set.whole.as_ref().ok_or(Why::Undefined)?;
    let base = whole.base(seen.ask.measure())?;
    let change = change(seen)?;
    match base {
        base if base.is_zero() => Err(Why::ZeroBase),
        base if base < Decimal::ZERO => Err(Why::NegativeBase),
        base => percent(change, base),
    }
}

fn share_of_growth(seen: &Seen<'_>) -> Result<Decimal, Why> {
    let whole = seen.set.whole.as_ref().ok_or(Why::Undefined)?;
    let growth = whole.growth(seen.ask.measure())?;
    if growth.abs() < Decimal::new(5, 1) {
        return Err(Why::Undefined);
    }
    percent(contribution(seen)?, growth)
}
