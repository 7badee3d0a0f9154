//! What a claim may state, and the column that answers it. A new one is a line in [`ALL`].

/// What kind of figure a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measured {
    /// An amount of money, of weight or of pieces.
    Amount,
    /// A percentage.
    Percent,
    /// A difference of percentages.
    Points,
    /// A whole number: a rank, a number of periods.
    Count,
    /// A pure number: a coefficient.
    Ratio,
    /// Rows in their order.
    Order,
}

/// A field of a claim.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) column: &'static str,
    pub(super) measured: Measured,
    /// Whether it is the sum of the column over all rows, and not the cell of one.
    pub(super) summed: bool,
}

const fn field(name: &'static str, column: &'static str, measured: Measured) -> Field {
    Field { name, column, measured, summed: false }
}

pub(super) const ALL: &[Field] = &[
    field("value", "value", Measured::Amount),
    field("base", "base", Measured::Amount),
    field("change", "change", Measured::Amount),
    Field { name: "sum", column: "value", measured: Measured::Amount, summed: true },
    field("growth", "growth_pct", Measured::Percent),
    field("contribution", "contribution_pp", Measured::Points),
    field("annual_growth", "annual_growth_pct", Measured::Percent),
    field("share", "share_pct", Measured::Percent),
    field("base_share", "base_share_pct", Measured::Percent),
    field("share_change", "share_change_pp", Measured::Points),
    field("rank", "rank", Measured::Count),
    field("base_rank", "base_rank", Measured::Count),
    field("rank_change", "rank_change", Measured::Count),
    field("streak", "streak", Measured::Count),
    field("count", "count", Measured::Count),
    field("exports", "exports", Measured::Amount),
    field("imports", "imports", Measured::Amount),
    field("balance", "balance", Measured::Amount),
    field("coverage", "coverage_pct", Measured::Percent),
    field("tsc", "tsc", Measured::Ratio),
    field("order", "rank", Measured::Order),
    field("base_order", "base_rank", Measured::Order),
];

impl Field {
    pub(super) fn by_name(name: &str) -> Option<&'static Field> {
        ALL.iter().find(|field| field.name == name)
    }

    /// The columns of the smallest and the largest figure that errors allow.
    pub(super) fn bounds(&self) -> [String; 2] {
        let unit = ["_pct", "_pp"].into_iter().find(|unit| self.column.ends_with(unit)).unwrap_or("");
        let name = &self.column[..self.column.len() - unit.len()];
        ["low", "high"].map(|end| format!("{name}_{end}{unit}"))
    }
}
