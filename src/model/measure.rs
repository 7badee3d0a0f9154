//! What is measured.

use std::fmt;
use std::str::FromStr;

/// A measure of trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Value in a currency.
    Value,
    /// Net weight in kilograms.
    Weight,
    /// Quantity in the unit of the product: pieces, tonnes, litres.
    Quantity,
    /// Value divided by quantity.
    UnitValue,
}

/// A word that is not a measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a measure; expected value, weight, quantity or unit-value")]
pub struct UnknownMeasure(pub String);

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 4] = [Measure::Value, Measure::Weight, Measure::Quantity, Measure::UnitValue];

    /// Name of the column in machine formats.
    pub fn column(self) -> &'static str {
        match self {
            Measure::Value => "value",
            Measure::Weight => "weight",
            Measure::Quantity => "quantity",
            Measure::UnitValue => "unit_value",
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.column().replace('_', "-"))
    }
}

impl FromStr for Measure {
    type Err = UnknownMeasure;

    fn from_str(text: &str) -> Result<Measure, UnknownMeasure> {
        let wanted = text.trim().to_lowercase().replace(['_', ' '], "-");
        let found = Measure::ALL.into_iter().find(|measure| measure.to_string() == wanted);
        found.ok_or_else(|| UnknownMeasure(text.to_owned()))
    }
}
