//! One row of data.

use rust_decimal::Decimal;

use crate::model::{Code, Flow, Month, PartnerKind, Period, Product, Revision};

/// Where a row stands: the number of its file in the cube's list, and its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Origin {
    /// Place of the file in [`super::Cube::files`].
    pub file: u16,
    /// Line of the row, the first line of the file being 1.
    pub line: u64,
}

/// Bits of the number of a line when a file and a line are packed together.
const LINE_BITS: u32 = 48;

impl Origin {
    /// Both in one number, in the same order.
    pub fn packed(self) -> u64 {
        u64::from(self.file) << LINE_BITS | self.line.min((1 << LINE_BITS) - 1)
    }

    /// The origin that was packed.
    pub fn unpacked(packed: u64) -> Origin {
        Origin { file: (packed >> LINE_BITS) as u16, line: packed & ((1 << LINE_BITS) - 1) }
    }
}

/// Figures that the publisher computed, in percent and as printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Growth of the value over the same period of the year before.
    pub growth: Option<Decimal>,
    /// Growth of the quantity.
    pub quantity_growth: Option<Decimal>,
    /// Share of the whole.
    pub share: Option<Decimal>,
}

/// One row of data, with every code resolved and every number exact.
#[derive(Debug, Clone)]
pub struct Observation {
    /// The months that the row is about.
    pub period: Period,
    /// Direction of trade.
    pub flow: Flow,
    /// Who reports.
    pub reporter: Code,
    /// The other side.
    pub partner: Code,
    /// What the partner's code stands for.
    pub kind: PartnerKind,
    /// What was traded.
    pub product: Product,
    /// Digits of the product as it was read, which say what it may be added to.
    pub digits: u8,
    /// The edition of the Harmonized System that the product's code is of, where the data says so.
    pub revision: Option<Revision>,
    /// Whether the product could not be brought to the edition that was asked for; it counts in the total only.
    pub is_unconverted: bool,
    /// Which of the file's splits (customs procedure, mode of transport ...) the row is a part in, one bit each.
    pub splits: u8,
    /// The codes of these parts; empty for a total.
    pub split_codes: Code,
    /// Currency of the value.
    pub currency: Code,
    /// Value in whole units of the currency; none when the cell is empty.
    pub value: Option<Decimal>,
    /// Net weight in kilograms.
    pub weight: Option<Decimal>,
    /// Quantity in its unit.
    pub quantity: Option<Decimal>,
    /// Unit of the quantity.
    pub quantity_unit: Option<Code>,
    /// The publisher's own rates.
    pub published: Published,
    /// What the value was rounded to in print; none when it is exact.
    pub rounded_to: Option<Decimal>,
    /// Whether the office keeps the figure secret.
    pub confidential: bool,
    /// When the figure was published.
    pub vintage: Option<Month>,
    /// Whether rows with the same key are parts of one figure, which are added up.
    pub adds_up: bool,
    /// Where the row stands.
    pub origin: Origin,
}
