//! A report that is asked for, decided but for what only the data can tell: the newest period, the partners that occur.

use std::fmt;
use std::str::FromStr;

use super::frame::{Base, Step};
use super::indicator::Indicator;
use super::structure::Structure;
use super::subject::Side;
use crate::model::{Class, Code, Level, Measure, PeriodExpr, Product, View};

/// What the rows of a report differ by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Direction of trade.
    Flow,
    /// Who reports.
    Reporter,
    /// The other side.
    Partner,
    /// What was traded.
    Product,
    /// Groups of partners.
    Group,
    /// Time.
    Period,
}

/// What growth is measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// The level that the data holds for the base period.
    #[default]
    Computed,
    /// The level that the publisher's growth rate implies.
    Published,
}

/// Rankings in parts of the data, and what is kept of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PerSet {
    /// Ranks are given anew for each of these.
    pub per: Dimension,
    /// The last rank that is kept.
    pub max_rank: Option<u32>,
    /// Whether to count how often each one is kept.
    pub count: bool,
}

/// A report that is asked for.
#[derive(Clone)]
pub struct Ask {
    /// First line of the heading: `Growth`.
    pub title: String,
    /// Period as typed; none for the default.
    pub period: Option<PeriodExpr>,
    /// Whether the default is all that the data covers, and not the newest year to date.
    pub all_periods: bool,
    /// Year of a period without one.
    pub year: Option<i32>,
    /// What to compare with.
    pub base: Base,
    /// One row a month, quarter or year.
    pub step: Option<Step>,
    /// Months of a moving total.
    pub rolling: Option<u32>,
    /// Directions, in the order of the rows.
    pub views: Vec<View>,
    /// Reporters that were named.
    pub reporters: Vec<Code>,
    /// Partners and groups that were named.
    pub sides: Vec<Side>,
    /// Products that were named.
    pub products: Vec<Product>,
    /// What the rows differ by.
    pub by: Vec<Dimension>,
    /// The list and level of products in a report by product.
    pub level: Option<(Class, Level)>,
    /// The only lines that are shown; ranks are given among all.
    pub only: Vec<Side>,
    /// Groups that take the place of their members.
    pub groups: Vec<Code>,
    /// Measures, the first of which is compared and ranked.
    pub measures: Vec<Measure>,
    /// What growth is measured against.
    pub basis: Basis,
    /// Whether a period that is covered in part is answered from that part.
    pub allow_partial: bool,
    /// How many rows of a set are shown.
    pub top: Option<usize>,
    /// Order of rows.
    pub sort: Option<Sort>,
    /// Rankings in parts of the data.
    pub per: Option<PerSet>,
    /// The indicator of structure that the report is about.
    pub structure: Option<&'static Structure>,
    /// The columns.
    pub columns: Vec<&'static Indicator>,
    /// Whether the columns were chosen by name, so that none is added.
    pub columns_chosen: bool,
    /// Whether the smallest and the largest figure that errors allow stand beside each figure.
    pub bounds: bool,
    /// Whether the rows are ordered by rank even when they were named in another order.
    pub ranked: bool,
}

/// Order of rows by a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// Name of the column.
    pub column: String,
    /// Smallest first.
    pub ascending: bool,
}

/// A word that is not a dimension.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not something to show rows by; expected flow, reporter, partner, product, group or period")]
pub struct UnknownDimension(String);

impl Dimension {
    /// Every dimension.
    pub const ALL: [Dimension; 6] = [
        Dimension::Flow,
        Dimension::Reporter,
        Dimension::Partner,
        Dimension::Product,
        Dimension::Group,
        Dimension::Period,
    ];
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Dimension::Flow => "flow",
            Dimension::Reporter => "reporter",
            Dimension::Partner => "partner",
            Dimension::Product => "product",
            Dimension::Group => "group",
            Dimension::Period => "period",
        })
    }
}

impl FromStr for Dimension {
    type Err = UnknownDimension;

    fn from_str(text: &str) -> Result<Dimension, UnknownDimension> {
        let wanted = text.trim().to_lowercase();
        let found = Dimension::ALL.into_iter().find(|dimension| dimension.to_string() == wanted);
        found.ok_or_else(|| UnknownDimension(text.to_owned()))
    }
}

impl FromStr for Sort {
    type Err = std::convert::Infallible;

    /// Reads `growth_pct`, and `growth_pct:asc` for the smallest first.
    fn from_str(text: &str) -> Result<Sort, std::convert::Infallible> {
        let (column, order) = text.trim().split_once(':').unwrap_or((text.trim(), ""));
        Ok(Sort { column: column.to_lowercase().replace('-', "_"), ascending: order.eq_ignore_ascii_case("asc") })
    }
}

impl Ask {
    /// Whether any column needs the base period.
    pub fn compares(&self) -> bool {
        self.columns.iter().any(|column| column.needs_base)
    }

    /// Whether the base period is looked at: lists hold what was traded in either, those of an indicator of structure
    /// only what it is given for.
    pub(super) fn looks_back(&self) -> bool {
        self.compares() || self.structure.is_none()
    }

    /// Whether the rows differ by this.
    pub fn differs_by(&self, dimension: Dimension) -> bool {
        self.by.contains(&dimension)
    }

    /// The measure that is compared and ranked.
    pub fn measure(&self) -> Measure {
        self.measures.first().copied().unwrap_or(Measure::Value)
    }

    /// The dimension whose lines are parts of one whole: the last that was asked for, or that several were named of.
    pub fn split(&self) -> Option<Dimension> {
        let parts = [Dimension::Partner, Dimension::Group, Dimension::Product, Dimension::Reporter];
        let asked = self.by.iter().rev().find(|dimension| parts.contains(dimension)).copied();
        asked.or(match (self.products.is_empty(), self.sides.is_empty()) {
            (false, _) => Some(Dimension::Product),
            (true, false) => Some(Dimension::Partner),
            (true, true) if self.reporters.len() > 1 => Some(Dimension::Reporter),
            (true, true) => None,
        })
    }
}
