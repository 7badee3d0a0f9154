//! Facts by period, flow, reporter, partner and product, as they were read and nothing chosen yet.
//!
//! Totals and parts, months and cumulatives, first and later vintages stand side by side.

mod amounts;
mod columns;
mod coverage;
mod fact;
mod facts;
pub mod grid;
mod observation;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use crate::model::{Class, Code, Flow, Month, PartnerKind, Period, Product};

pub use amounts::{Amounts, Sum, Tally};
pub use coverage::Coverage;
pub use fact::{Edition, Fact, Revisions, Series, Span};
pub use facts::{At, Facts, Spans};
pub use observation::{Observation, Origin, Published};

/// Facts by series and span, and what the data covers.
#[derive(Debug, Default)]
pub struct Cube {
    /// Name of the data set.
    pub name: String,
    /// Who published the figures, where that is known.
    pub source: Option<String>,
    /// What else could be asked for when a question finds nothing.
    pub hint: Option<String>,
    /// Currency to answer in.
    pub currency: Option<Code>,
    /// Currencies of the facts: the one to answer in first, then the one that most is published in, then the others.
    pub currencies: Vec<Code>,
    /// Files that were read, in order.
    pub files: Vec<String>,
    /// How each file was read.
    pub layouts: Vec<Layout>,
    /// The facts.
    pub facts: Facts,
    last_covered: Option<Covered>,
    /// Periods by kind of row, whether or not the question asks for these rows.
    pub coverage: BTreeMap<Coverage, BTreeSet<Period>>,
    /// What each partner's code stands for.
    pub kinds: BTreeMap<Code, PartnerKind>,
    /// The partners of the rows that were taken note of one by one.
    partners: FxHashSet<Code>,
    /// The products of the rows, where the question tells products apart.
    pub products: FxHashSet<Product>,
    /// When the figures were published, where the data says so.
    pub vintages: BTreeSet<Month>,
    /// Splits in which rows are parts, as the bits of [`Series::splits`] that occur.
    pub splits: BTreeSet<u8>,
    /// Whether an absent row in a covered period says nothing, as in a published table.
    pub absent_is_missing: bool,
    /// Rows that a layout sets aside, by the reason.
    pub aside: BTreeMap<String, u64>,
    /// Whether the facts of a series were chosen row by row and belong together: none of them is a part of another.
    pub is_chosen: bool,
    /// Breaks in the series, as told by the source of the data.
    pub breaks: Vec<Break>,
    /// What a reader of the answer must know about the reading: rows set aside and why.
    pub notes: Vec<String>,
    /// Rows read, and rows that the question does not ask for.
    pub rows: u64,
    /// Rows that the question does not ask for.
    pub filtered: u64,
    /// Rows that could not be used and were written elsewhere.
    pub skipped: u64,
}

/// What was taken note of with the last row; much of it is the same in the next one.
#[derive(Debug, Clone, Copy)]
struct Covered {
    coverage: Coverage,
    period: Period,
    partner: Code,
    product: Product,
    vintage: Option<Month>,
    splits: u8,
}

/// How the columns of a file were read.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Names of the files that were read so.
    pub files: Vec<String>,
    /// Name of the profile.
    pub profile: String,
    /// Each column and what it is read for.
    pub columns: Vec<(String, String)>,
    /// Columns that are not read.
    pub unread: Vec<String>,
}

/// A known change in what a series counts.
#[derive(Debug, Clone)]
pub struct Break {
    /// `partner:BRI` or `product:gacc:CHEMICAL_FIBRE`.
    pub series: String,
    /// First month of the new count.
    pub since: Month,
    /// What changed.
    pub note: String,
}

impl Cube {
    /// A cube without facts.
    pub fn named(name: &str) -> Cube {
        Cube { name: name.to_owned(), ..Cube::default() }
    }

    /// Takes note of a row, so that its period is covered, whether or not the question asks for it, and of its product where
    /// the question tells products apart.
    pub fn cover(&mut self, row: &Observation, tells_products: bool) {
        let covered = Covered {
            coverage: Coverage::of(row),
            period: row.period,
            partner: row.partner,
            product: row.product,
            vintage: row.vintage,
            splits: row.splits,
        };
        let last = self.last_covered.replace(covered);
        if last.is_none_or(|last| last.coverage != covered.coverage || last.period != covered.period) {
            self.coverage.entry(covered.coverage).or_default().insert(row.period);
        }
        if last.is_none_or(|last| last.partner != row.partner) && self.partners.insert(row.partner) {
            self.kinds.entry(row.partner).or_insert(row.kind);
        }
        if tells_products && last.is_none_or(|last| last.product != row.product) {
            self.products.insert(row.product);
        }
        if last.is_none_or(|last| last.splits != row.splits) {
            self.splits.insert(row.splits);
        }
        if last.is_none_or(|last| last.vintage != row.vintage) {
            self.vintages.extend(row.vintage);
        }
    }

    /// Adds a row to a series.
    pub fn add(&mut self, series: Series, edition: Edition, row: &Observation) {
        let span = Span { period: row.period, edition };
        let fact = Fact {
            amounts: Amounts::of(row),
            published: row.published,
            origin: row.origin,
            rows: 1,
            revisions: row.revision.map_or(Revisions::Unknown, Revisions::One),
        };
        self.facts.add(series, span, &fact);
    }

    /// Everyone who reports, in order.
    pub fn reporters(&self) -> BTreeSet<Code> {
        self.coverage.keys().map(|key| key.reporter).collect()
    }

    /// Whether a currency is among those of the facts.
    pub fn holds(&self, currency: Code) -> bool {
        self.currencies.contains(&currency)
    }

    /// Every period with a row, in order.
    pub fn periods(&self) -> BTreeSet<Period> {
        self.coverage.values().flatten().copied().collect()
    }

    /// Whether a direction of trade has periods within others, such as months beside their year.
    pub fn has_periods_within_others(&self) -> bool {
        let mut flows: BTreeMap<(Code, Flow), BTreeSet<Period>> = BTreeMap::new();
        for (key, periods) in &self.coverage {
            flows.entry((key.reporter, key.flow)).or_default().extend(periods);
        }
        flows.values().any(Period::overlap)
    }

    /// The lists of products that the rows use.
    pub fn classes(&self) -> BTreeSet<Class> {
        self.coverage.keys().map(|key| key.class).collect()
    }
}
