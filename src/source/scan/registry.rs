//! What the words of rows mean to a question, numbered; the same for all threads and files.
//!
//! The meaning comes from the plain reader's own rules. Rows whose words mean the same to the question have the same
//! numbers, so that they are added up without looking at the words again.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::cube::Observation;
use crate::model::{Class, Code, Flow, Month, PartnerKind, Period, Product, Revision};
use crate::query::Query;

/// Everything that a row says but partner, product and figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Frame {
    pub(super) period: Period,
    pub(super) flow: Flow,
    pub(super) reporter: Code,
    pub(super) currency: Code,
    /// By what value, weight and quantity are multiplied.
    pub(super) factors: [i64; 3],
    pub(super) splits: u8,
    pub(super) split_codes: Code,
    pub(super) revision: Option<Revision>,
    pub(super) quantity_unit: Option<Code>,
    pub(super) confidential: bool,
    pub(super) vintage: Option<Month>,
}

/// What of a frame tells rows apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Identity {
    period: Period,
    flow: Flow,
    reporter: Code,
    currency: Code,
    vintage: Option<Month>,
    split_codes: Code,
}

/// What a partner means to the question: the partner that its rows are added to, if they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Side {
    pub(super) partner: Option<Code>,
    pub(super) kind: PartnerKind,
}

/// What a product means to the question: the products that its rows are added to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Goods {
    pub(super) products: Vec<Product>,
    pub(super) class: Class,
    pub(super) digits: u8,
}

/// A number for what something means to the question, and one that tells it from every other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Numbers {
    pub(super) meaning: u32,
    pub(super) identity: u32,
}

type Numbered<T> = IndexSet<T, FxBuildHasher>;

/// Meanings by their numbers.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) frames: Numbered<Frame>,
    identities: Numbered<Identity>,
    pub(super) sides: Numbered<Side>,
    pub(super) partners: Numbered<(Code, PartnerKind)>,
    partner_codes: Numbered<Code>,
    pub(super) goods: Numbered<Goods>,
    pub(super) products: Numbered<Product>,
}

impl Registry {
    pub(super) fn frame(&mut self, row: &Observation, factors: [i64; 3]) -> Numbers {
        let frame = Frame {
            period: row.period,
            flow: row.flow,
            reporter: row.reporter,
            currency: row.currency,
            factors,
            splits: row.splits,
            split_codes: row.split_codes,
            revision: row.revision,
            quantity_unit: row.quantity_unit,
            confidential: row.confidential,
            vintage: row.vintage,
        };
        let identity = Identity {
            period: row.period,
            flow: row.flow,
            reporter: row.reporter,
            currency: row.currency,
            vintage: row.vintage,
            split_codes: row.split_codes,
        };
        Numbers { meaning: number(&mut self.frames, frame), identity: number(&mut self.identities, identity) }
    }

    pub(super) fn partner(&mut self, query: &Query, code: Code, kind: PartnerKind) -> Numbers {
        self.partners.insert((code, kind));
        let side = Side { partner: query.partner(code, kind), kind };
        Numbers { meaning: number(&mut self.sides, side), identity: number(&mut self.partner_codes, code) }
    }

    pub(super) fn product(&mut self, query: &Query, product: Product) -> Numbers {
        let (class, digits) = (product.class, product.digits());
        let goods = Goods { products: query.products(product), class, digits };
        Numbers { meaning: number(&mut self.goods, goods), identity: number(&mut self.products, product) }
    }
}

fn number<T: std::hash::Hash + Eq>(set: &mut Numbered<T>, item: T) -> u32 {
    set.insert_full(item).0 as u32
}
