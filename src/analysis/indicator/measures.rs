//! Weight, quantity and unit value, each with its growth.

use super::{Indicator, cell};
use crate::model::Measure;
use crate::table::{Cell, Kind};

pub(super) const WEIGHT: Indicator = Indicator {
    name: "weight",
    heading: "weight kg",
    kind: Kind::Plain,
    about: "Net weight in kilograms; of the rows that carry one, and partial, where others do not.",
    needs_base: false,
    cell: |seen| cell(seen.line.carried(Measure::Weight), Cell::Amount),
};

pub(super) const QUANTITY: Indicator = Indicator {
    name: "quantity",
    heading: "quantity",
    kind: Kind::Plain,
    about: "Quantity in the unit of the product; of the rows that carry one, and partial, where others do not; none over \
            products in different units.",
    needs_base: false,
    cell: |seen| cell(seen.line.carried(Measure::Quantity), Cell::Amount),
};

pub(super) const UNIT_VALUE: Indicator = Indicator {
    name: "unit_value",
    heading: "unit value",
    kind: Kind::Plain,
    about: "Value by quantity, over the rows that have a quantity above zero.",
    needs_base: false,
    cell: |seen| cell(seen.line.value(Measure::UnitValue), Cell::Ratio),
};

pub(super) const WEIGHT_GROWTH: Indicator = Indicator {
    name: "weight_growth_pct",
    heading: "weight growth %",
    kind: Kind::Rate,
    about: "Growth of the weight over the base period, in percent.",
    needs_base: true,
    cell: |seen| cell(seen.line.growth(Measure::Weight), Cell::Percent),
};

pub(super) const QUANTITY_GROWTH: Indicator = Indicator {
    name: "quantity_growth_pct",
    heading: "quantity growth %",
    kind: Kind::Rate,
    about: "Growth of the quantity over the base period, in percent.",
    needs_base: true,
    cell: |seen| cell(seen.line.growth(Measure::Quantity), Cell::Percent),
};

pub(super) const UNIT_VALUE_GROWTH: Indicator = Indicator {
    name: "unit_value_growth_pct",
    heading: "unit value growth %",
    kind: Kind::Rate,
    about: "Growth of the unit value over the base period, in percent: a sign of price, with everything that the mix of goods does to it.",
    needs_base: true,
    cell: |seen| cell(seen.line.growth(Measure::UnitValue), Cell::Percent),
};
