//! What the words of rows mean to a question, numbered; the same for all threads and files.
//!
//! The meaning comes from the plain reader's own rules. Rows whose words mean the same to the question have the same
//! numbers, so that they are added up without looking at the words again.

use indexmap::IndexSet;
use rustc_hash::FxBuildHasher;

use crate::cube::{Observation, grid};
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

/// A number for what something means to the question, one that tells it from every other, and one for what it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Numbers {
    pub(super) meaning: u32,
    pub(super) identity: u32,
    pub(super) cover: u32,
}

/// Kinds of partners, by the number for what they cover.
pub(super) const KINDS: [PartnerKind; 3] = [PartnerKind::World, PartnerKind::Group, PartnerKind::Country];

/// Most lists and levels of products in a data set.
pub(super) const LEVELS: usize = 16;

/// Most digits of a code that is kept as a number.
const LONGEST_PACKED: usize = 12;

/// Digits of the finest level that is told from others.
const MOST_DIGITS: usize = 8;

pub(super) type Numbered<T> = IndexSet<T, FxBuildHasher>;

/// Meanings by their numbers.
#[derive(Debug, Default)]
pub(super) struct Registry {
    pub(super) frames: Numbered<Frame>,
    identities: Numbered<Identity>,
    pub(super) sides: Numbered<Side>,
    pub(super) partners: Numbered<(Code, PartnerKind)>,
    pub(super) partner_codes: Numbered<Code>,
    pub(super) goods: Numbered<Goods>,
    pub(super) products: Numbered<Product>,
    /// Lists of products and digits.
    pub(super) levels: Numbered<(Class, u8)>,
    /// Codes of digits of the Harmonized System, as numbers, where a question asks for all goods alone.
    codes: Numbered<u64>,
    /// What products of a level mean to such a question.
    alike: Vec<((Class, u8), Numbers)>,
    /// Units of quantities.
    pub(super) units: Numbered<Code>,
    /// Periods within which months are added up, and the keys that this makes; none where sums keep all that rows say.
    pub(super) rolled: Option<Vec<Period>>,
    pub(super) grid_frames: Numbered<grid::Frame>,
    /// Periods and directions that rows are sorted by, where they are kept as they are.
    pub(super) runs: Option<Numbered<(Period, Flow)>>,
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
        let cover = number(&mut self.frames, frame);
        let meaning = match (&mut self.runs, &self.rolled) {
            (Some(runs), _) => number(runs, (row.period, row.flow)),
            (None, None) => cover,
            (None, Some(periods)) => {
                let period = periods.iter().copied().find(|period| period.contains(row.period)).unwrap_or(row.period);
                let (flow, reporter, splits) = (row.flow, row.reporter, row.splits);
                number(&mut self.grid_frames, grid::Frame { period, flow, reporter, splits })
            }
        };
        Numbers { meaning, identity: number(&mut self.identities, identity), cover }
    }

    /// The number of a unit, from 1.
    pub(super) fn unit(&mut self, unit: Option<Code>) -> u32 {
        unit.map_or(0, |unit| number(&mut self.units, unit) + 1)
    }

    pub(super) fn partner(&mut self, query: &Query, code: Code, kind: PartnerKind) -> Numbers {
        self.partners.insert((code, kind));
        let side = Side { partner: query.partner(code, kind), kind };
        let cover = KINDS.iter().position(|known| *known == kind).unwrap_or(KINDS.len() - 1) as u32;
        Numbers { meaning: number(&mut self.sides, side), identity: number(&mut self.partner_codes, code), cover }
    }

    pub(super) fn product(&mut self, query: &Query, product: Product) -> Numbers {
        let is_total = query.products.is_total();
        let packed = packed(product.code.as_str()).filter(|_| is_total && product.class == Class::Hs);
        let identity = match packed {
            Some(packed) => number(&mut self.codes, packed) * 2,
            None => number(&mut self.products, product) * 2 + 1,
        };
        if is_total {
            return self.one_of_all(query, product, identity);
        }
        self.goods(query, product, identity / 2)
    }

    /// The same for a code of digits of the Harmonized System, where a question asks for all goods alone; none where there
    /// is no room for more codes.
    pub(super) fn digits(&mut self, query: &Query, code: &str) -> Option<Numbers> {
        let identity = number(&mut self.codes, packed(code)?) * 2;
        if self.codes.len() > Code::MOST {
            return None;
        }
        match self.alike.iter().find(|(level, _)| *level == (Class::Hs, code.len().min(MOST_DIGITS) as u8)) {
            Some((_, numbers)) => Some(Numbers { identity, ..*numbers }),
            None => Some(self.one_of_all(query, Product::from_data(Class::Hs, code)?, identity)),
        }
    }

    /// How many codes are known whose texts are not kept.
    pub(super) fn unkept(&self) -> usize {
        self.codes.len()
    }

    /// A product of which only its list and level matter.
    fn one_of_all(&mut self, query: &Query, product: Product, identity: u32) -> Numbers {
        let level = (product.class, product.digits());
        if let Some((_, numbers)) = self.alike.iter().find(|(known, _)| *known == level) {
            return Numbers { identity, ..*numbers };
        }
        let numbers = self.goods(query, product, identity);
        self.alike.push((level, numbers));
        numbers
    }

    fn goods(&mut self, query: &Query, product: Product, identity: u32) -> Numbers {
        let (class, digits) = (product.class, product.digits());
        let goods = Goods { products: query.products(product), class, digits };
        let cover = number(&mut self.levels, (class, digits));
        Numbers { meaning: number(&mut self.goods, goods), identity, cover }
    }
}

/// The number that digits make, and how many they are; none for other texts and long ones.
fn packed(code: &str) -> Option<u64> {
    let digits =
        || code.bytes().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u64::from(byte - b'0')));
    if code.len() > LONGEST_PACKED { None } else { Some(digits()? | (code.len() as u64) << 56) }
}

pub(super) fn number<T: std::hash::Hash + Eq>(set: &mut Numbered<T>, item: T) -> u32 {
    set.insert_full(item).0 as u32
}
