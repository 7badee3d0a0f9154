//! What can be stated: each field is a column of an answer.

/// What kind of figure a field states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An amount of money.
    Amount,
    /// A rate or a share.
    Percent,
    /// A difference of percentages.
    Points,
    /// A pure number.
    Ratio,
    /// A whole number, which nothing rounds.
    Count,
    /// Names in their order.
    Order,
}

impl Kind {
    /// What such a figure looks like.
    pub fn example(self) -> &'static str {
        match self {
            Kind::Amount => "an amount such as \"41.21 trillion yuan\"",
            Kind::Percent => "a rate such as \"3.6 %\" or \"over half\"",
            Kind::Points => "points such as \"1.5 points\"",
            Kind::Ratio => "a number such as \"0.31\" or \"0 to 0.31\"",
            Kind::Count => "a whole number such as \"3\" or \"16 years\"",
            Kind::Order => "names in their order, such as \"ASEAN, EU, USA\"",
        }
    }
}

/// A figure that a claim may state.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in a file of claims.
    pub name: &'static str,
    /// The column that answers.
    pub column: &'static str,
    /// The column with what the publisher printed.
    pub published: Option<&'static str>,
    /// What kind of figure it is.
    pub kind: Kind,
    /// What of the rows of an answer it is about.
    pub scope: Scope,
}

/// How many rows a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One row.
    One,
    /// All rows, added up.
    Sum,
    /// All rows, counted.
    Number,
    /// The first rows, in their order.
    First,
}

const fn field(name: &'static str, column: &'static str, kind: Kind) -> Field {
    Field { name, column, published: None, kind, scope: Scope::One }
}

const fn printed(name: &'static str, column: &'static str, published: &'static str) -> Field {
    Field { name, column, published: Some(published), kind: Kind::Percent, scope: Scope::One }
}

/// Every field, in the order in which they are judged.
pub const FIELDS: &[Field] = &[
    field("value", "value", Kind::Amount),
    field("base", "base", Kind::Amount),
    field("change", "change", Kind::Amount),
    Field { name: "sum", column: "value", published: None, kind: Kind::Amount, scope: Scope::Sum },
    printed("growth", "growth_pct", "published_growth_pct"),
    field("annual_growth", "annual_growth_pct", Kind::Percent),
    field("contribution", "contribution_pp", Kind::Points),
    printed("share", "share_pct", "published_share_pct"),
    field("base_share", "base_share_pct", Kind::Percent),
    field("share_change", "share_change_pp", Kind::Points),
    field("rank", "rank", Kind::Count),
    field("base_rank", "base_rank", Kind::Count),
    field("rank_change", "rank_change", Kind::Count),
    field("streak", "streak", Kind::Count),
    Field { name: "count", column: "count", published: None, kind: Kind::Count, scope: Scope::Number },
    Field { name: "order", column: "rank", published: None, kind: Kind::Order, scope: Scope::First },
    Field { name: "base_order", column: "base_rank", published: None, kind: Kind::Order, scope: Scope::First },
    field("exports", "exports", Kind::Amount),
    field("imports", "imports", Kind::Amount),
    field("balance", "balance", Kind::Amount),
    field("coverage", "coverage_pct", Kind::Percent),
    field("tsc", "tsc", Kind::Ratio),
    field("result", "result", Kind::Ratio),
];
