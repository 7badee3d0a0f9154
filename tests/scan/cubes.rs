//! What a cube holds, so that two can be compared.

use std::collections::{BTreeMap, BTreeSet};

use tradestat::cube::{Amounts, Cube, Edition, Origin, Published, Revisions, Series};
use tradestat::model::{Code, Month, PartnerKind, Period, Product};
use tradestat::query::Query;
use tradestat::source::{Each, FileSet, ReadError, Rejects, Source};

/// The same files without the fast reader.
pub(crate) struct Plain<'f>(pub(crate) &'f FileSet);

impl Source for Plain<'_> {
    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError> {
        self.0.watch(query, rejects, each)
    }
}

/// A fact with its place.
type Placed = (Series, Period, Edition, Amounts, Published, Origin, u32, Revisions);

/// Everything that a cube tells, in the order in which it tells it.
#[derive(Debug, PartialEq)]
pub(crate) struct Told {
    names: (String, Option<String>, Option<String>, Vec<String>),
    currencies: (Option<Code>, Vec<Code>),
    layouts: String,
    facts: Vec<Placed>,
    coverage: String,
    kinds: BTreeMap<Code, PartnerKind>,
    products: BTreeSet<Product>,
    vintages: BTreeSet<Month>,
    splits: BTreeSet<u8>,
    flags: (bool, bool),
    aside: BTreeMap<String, u64>,
    notes: Vec<String>,
    rows: u64,
    filtered: u64,
    skipped: u64,
}

impl Told {
    pub(crate) fn of(cube: Cube) -> Told {
        let facts = cube.facts.iter().flat_map(|(series, spans)| {
            spans.iter().map(|(span, fact)| {
                let about = (fact.amounts, fact.published, fact.origin, fact.rows, fact.revisions);
                let (amounts, published, origin, rows, revisions) = about;
                (*series, span.period, span.edition, amounts, published, origin, rows, revisions)
            })
        });
        Told {
            facts: facts.collect(),
            names: (cube.name, cube.source, cube.hint, cube.files),
            currencies: (cube.currency, cube.currencies),
            layouts: format!("{:?}", cube.layouts),
            coverage: format!("{:?}", cube.coverage),
            kinds: cube.kinds,
            products: cube.products.into_iter().collect(),
            vintages: cube.vintages,
            splits: cube.splits,
            flags: (cube.absent_is_missing, cube.is_chosen),
            aside: cube.aside,
            notes: cube.notes,
            rows: cube.rows,
            filtered: cube.filtered,
            skipped: cube.skipped,
        }
    }
}

impl Told {
    /// How many rows were read.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    /// How many partners the rows have.
    pub(crate) fn partners(&self) -> usize {
        self.kinds.len()
    }

    /// The amounts of each series in each period.
    pub(crate) fn amounts(&self) -> impl Iterator<Item = (Series, Period, Amounts)> {
        self.facts.iter().map(|(series, period, _, amounts, ..)| (*series, *period, *amounts))
    }
}

/// What a question is answered, or why it is not.
pub(crate) fn told(source: &dyn Source, query: &Query) -> Result<Told, String> {
    source.load(query, &mut Rejects::refuse()).map(Told::of).map_err(|error| error.to_string())
}
