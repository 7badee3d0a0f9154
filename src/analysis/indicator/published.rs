//! What the publisher printed, and what it says of the base that was used.

use rust_decimal::Decimal;

use super::{Indicator, Seen};
use crate::model::Measure;
use crate::table::{Cell, Kind};

pub(super) const GROWTH: Indicator = Indicator {
    name: "published_growth_pct",
    heading: "published %",
    kind: Kind::Rate,
    about: "Growth as the publisher printed it. It rests on unrounded figures and a revised base.",
    needs_base: false,
    cell: |seen| seen.line.published.and_then(|rates| rate_of(seen, &rates)).map_or(Cell::Blank, Cell::Published),
};

pub(super) const SHARE: Indicator = Indicator {
    name: "published_share_pct",
    heading: "published share %",
    kind: Kind::Rate,
    about: "Share as the publisher printed it.",
    needs_base: false,
    cell: |seen| seen.line.published.and_then(|rates| rates.share).map_or(Cell::Blank, Cell::Published),
};

pub(super) const BASE_LOW: Indicator = Indicator {
    name: "implied_base_low",
    heading: "implied base from",
    kind: Kind::Amount,
    about: "The smallest base that the published rate allows: (V - h) / (1 + g + k), h and k half a unit of the last printed digit.",
    needs_base: false,
    cell: |seen| implied(seen).map_or(Cell::Blank, |(low, _)| Cell::Amount(low)),
};

pub(super) const BASE_HIGH: Indicator = Indicator {
    name: "implied_base_high",
    heading: "implied base to",
    kind: Kind::Amount,
    about: "The largest base that the published rate allows: (V + h) / (1 + g - k).",
    needs_base: false,
    cell: |seen| implied(seen).map_or(Cell::Blank, |(_, high)| Cell::Amount(high)),
};

fn rate_of(seen: &Seen<'_>, rates: &crate::cube::Published) -> Option<Decimal> {
    match seen.ask.measure() {
        Measure::Value => rates.growth,
        Measure::Quantity => rates.quantity_growth,
        Measure::Weight | Measure::UnitValue => None,
    }
}

fn implied(seen: &Seen<'_>) -> Option<(Decimal, Decimal)> {
    crate::analysis::notes::implied_base(seen.line).map(|(low, high)| (low.round_dp(0), high.round_dp(0)))
}
