//! The cube: facts and coverage. Totals and parts, months and cumulatives, first and later vintages stand side by side.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{Amounts, Observation, Origin, Published};
use crate::model::{Class, Code, Flow, Month, PartnerKind, Period, Product, Revision};

/// A series over time: everything that tells a fact but its period and its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Series {
    /// Who reports.
    pub reporter: Code,
    /// Direction of trade.
    pub flow: Flow,
    /// The other side.
    pub partner: Code,
    /// What was traded.
    pub product: Product,
    /// Digits of the rows that were added up: a chapter may come from a row of its own or from its subheadings.
    pub digits: u8,
    /// Splits in which the rows are parts and not the total, one bit each.
    pub splits: u8,
}

/// Which publication of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edition {
    /// When it was published, where the data says so.
    pub vintage: Option<Month>,
    /// What it was rounded to in print; zero when it is exact.
    pub rounded_to: Decimal,
    /// Currency that it was published in.
    pub currency: Code,
}

/// What is known of a series in a period.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The amounts.
    pub amounts: Amounts,
    /// The publisher's own rates.
    pub published: Published,
    /// First row that it was read from.
    pub origin: Origin,
    /// Number of rows.
    pub rows: u32,
    /// Editions of the Harmonized System that the rows are of.
    pub revisions: Revisions,
}

/// Editions of a classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revisions {
    /// None is known.
    Unknown,
    /// This one.
    One(Revision),
    /// Several.
    Several,
}

impl Revisions {
    /// The editions of both.
    #[must_use]
    pub fn and(self, other: Revisions) -> Revisions {
        match (self, other) {
            (Revisions::Unknown, known) | (known, Revisions::Unknown) => known,
            (a, b) if a == b => a,
            _ => Revisions::Several,
        }
    }
}

/// A fact's place in time and among publications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The months.
    pub period: Period,
    /// The publication.
    pub edition: Edition,
}

/// What kind of rows cover a period: an absent row in a covered period is no trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coverage {
    /// Who reports.
    pub reporter: Code,
    /// Direction of trade.
    pub flow: Flow,
    /// List of products.
    pub class: Class,
    /// Digits of the rows.
    pub digits: u8,
    /// Whether the rows are about the world, countries and areas, or groups.
    pub kind: PartnerKind,
    /// Currency of the values.
    pub currency: Code,
}

impl Fact {
    /// A sum that nothing has been added to.
    pub fn nothing(origin: Origin) -> Fact {
        Fact { amounts: Amounts::ZERO, published: Published::default(), origin, rows: 0, revisions: Revisions::Unknown }
    }

    /// Adds another fact; the publisher's rates of the parts say nothing of the sum.
    pub fn add(&mut self, other: &Fact) {
        self.amounts = self.amounts.plus(other.amounts, 1);
        self.published = Published::default();
        self.origin = self.origin.min(other.origin);
        self.rows += other.rows;
        self.revisions = self.revisions.and(other.revisions);
    }
}

impl Coverage {
    fn of(row: &Observation) -> Coverage {
        Coverage {
            reporter: row.reporter,
            flow: row.flow,
            class: row.product.class,
            digits: row.digits,
            kind: if row.kind == PartnerKind::Area { PartnerKind::Country } else { row.kind },
            currency: row.currency,
        }
    }
}

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
    pub facts: FxHashMap<Series, BTreeMap<Span, Fact>>,
    last_covered: Option<(Coverage, Period, Code)>,
    /// Periods by kind of row, whether or not the question asks for these rows.
    pub coverage: BTreeMap<Coverage, BTreeSet<Period>>,
    /// What each partner's code stands for.
    pub kinds: BTreeMap<Code, PartnerKind>,
    /// Splits in which rows are parts, as the bits of [`Series::splits`] that occur.
    pub splits: BTreeSet<u8>,
    /// Whether an absent row in a covered period says nothing, as in a published table.
    pub absent_is_missing: bool,
    /// Rows that a layout sets aside, by the reason.
    pub aside: BTreeMap<String, u64>,
    /// Whether rows are kept apart by heading.
    pub is_by_heading: bool,
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

/// How the columns of a file were read.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Name of the file.
    pub file: String,
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

    /// Takes note of a row, so that its period is covered, whether or not the question asks for it.
    pub fn cover(&mut self, row: &Observation) {
        let covered = (Coverage::of(row), row.period, row.partner);
        if self.last_covered.is_none_or(|last| (last.0, last.1) != (covered.0, covered.1)) {
            self.coverage.entry(covered.0).or_default().insert(row.period);
        }
        if self.last_covered.is_none_or(|last| last.2 != row.partner) {
            self.kinds.entry(row.partner).or_insert(row.kind);
        }
        self.last_covered = Some(covered);
    }

    /// Adds a row to a series.
    pub fn add(&mut self, series: Series, edition: Edition, row: &Observation) {
        self.splits.insert(series.splits);
        let span = Span { period: row.period, edition };
        let fact = Fact {
            amounts: Amounts::of(row),
            published: row.published,
            origin: row.origin,
            rows: 1,
            revisions: row.revision.map_or(Revisions::Unknown, Revisions::One),
        };
        let spans = self.facts.entry(series).or_default();
        match spans.get_mut(&span) {
            Some(known) => known.add(&fact),
            None => {
                spans.insert(span, fact);
            }
        }
    }

    /// Whether the levels of products do not add to the same: some of the trade stands at one level only.
    pub fn has_mixed_levels(&self) -> bool {
        let mut sums = FxHashMap::default();
        let totals = self.facts.iter().filter(|(series, _)| series.product == Product::TOTAL && series.digits > 0);
        for (series, spans) in totals {
            for (span, fact) in spans {
                let Some(value) = fact.amounts.value().at_least() else { continue };
                let like = (Series { digits: 0, ..*series }, *span);
                let (least, most) = sums.entry(like).or_insert((value, value));
                (*least, *most) = (value.min(*least), value.max(*most));
            }
        }
        sums.values().any(|(least, most)| (*most - *least).abs() > most.abs() / Decimal::from(100_000))
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

    /// The lists of products that the rows use.
    pub fn classes(&self) -> BTreeSet<Class> {
        self.coverage.keys().map(|key| key.class).collect()
    }
}
