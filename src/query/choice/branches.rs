//! The rows of one partner as a tree of products.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::stand::{Found, Rank};
use super::{COMPLETE, Part, belongs};
use crate::model::{Class, Product};
use crate::reference::products;

/// The lengths of codes of the Harmonized System that others are parts of.
const LENGTHS: [usize; 4] = [8, 6, 4, 2];

/// The next coarser product; none for all goods and for lists whose products overlap.
pub(super) fn parent(product: Product) -> Option<Product> {
    let code = product.code.as_str();
    let shorter = |length: usize| code.get(..length).map(|code| Product::new(product.class, code));
    match product.class {
        Class::All | Class::Gacc | Class::Bop | Class::Group => None,
        Class::Own => Some(Product::TOTAL),
        Class::Hs if product.is_section() => Some(Product::TOTAL),
        Class::Hs => {
            let coarser = LENGTHS.into_iter().filter(|length| *length < code.len()).find_map(shorter);
            let section = || products::section_of(code).map(|section| Product::new(Class::Hs, section.numeral));
            coarser.or_else(section).or(Some(Product::TOTAL))
        }
        Class::Sitc | Class::Bec => match code.len() {
            0 | 1 => Some(Product::TOTAL),
            length => shorter(length - 1).or(Some(Product::TOTAL)),
        },
    }
}

/// Rows by product, the best of each, and which products have parts.
#[derive(Default)]
pub(super) struct Branches {
    rows: BTreeMap<Product, (Rank, Part)>,
    parts: BTreeMap<Product, BTreeSet<Product>>,
    /// Products without a row of which other periods tell that they were traded.
    hidden: BTreeMap<Product, Found>,
}

/// How the figure of a product is found.
type Value<'v> = &'v dyn Fn(Product) -> Option<Found>;

impl Branches {
    pub(super) fn take(&mut self, product: Product, rank: Rank, part: Part) {
        let is_better = self.rows.get(&product).is_none_or(|(known, _)| rank < *known);
        if is_better {
            self.rows.insert(product, (rank, part));
        }
        self.link(product);
    }

    pub(super) fn hide(&mut self, product: Product, found: Found) {
        self.hidden.insert(product, found);
        self.link(product);
    }

    /// Makes a product known to those that it is a part of.
    pub(super) fn link(&mut self, product: Product) {
        let mut below = product;
        while let Some(above) = parent(below) {
            if !self.parts.entry(above).or_default().insert(below) {
                return;
            }
            below = above;
        }
    }

    /// The best row of each product.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Product, Part)> {
        self.rows.iter().map(|(product, (_, part))| (*product, *part))
    }

    pub(super) fn parts(&self, product: Product) -> impl Iterator<Item = Product> {
        self.parts.get(&product).into_iter().flatten().copied()
    }

    /// The row of a product, if it has a figure or if it has none.
    pub(super) fn row(&self, product: Product, is_given: bool) -> Option<Found> {
        let (_, part) = self.rows.get(&product).filter(|(rank, _)| rank.0 != is_given)?;
        Some(Found::one(*part))
    }

    /// The own row of a product, else the sum of its parts.
    pub(super) fn value(&self, product: Product) -> Option<Found> {
        let own = self.row(product, true);
        own.or_else(|| self.below(product))
            .or_else(|| self.hidden.get(&product).cloned())
            .or_else(|| self.row(product, false))
    }

    fn below(&self, product: Product) -> Option<Found> {
        sum_of_parts(self.parts(product), |part| self.value(part))
    }

    /// The figure of a wanted product or product group.
    pub(super) fn wanted(&self, wanted: Product, value: Value<'_>) -> Option<Found> {
        match wanted.class {
            Class::Group => self.gathered(wanted, Product::TOTAL, value),
            _ => value(wanted),
        }
    }

    fn gathered(&self, wanted: Product, from: Product, value: Value<'_>) -> Option<Found> {
        let each = self.parts(from).filter(|part| part.class == Class::Hs);
        let found = each
            .filter_map(|part| if belongs(wanted, part) { value(part) } else { self.gathered(wanted, part, value) });
        found.reduce(Found::plus)
    }

    /// The products that it tells of by rows or by rows of their parts.
    pub(super) fn products(&self) -> BTreeSet<Product> {
        self.rows.keys().chain(self.parts.keys()).chain(self.hidden.keys()).copied().collect()
    }

    /// The products that have a row, or had trade as other periods tell.
    pub(super) fn told(&self) -> impl Iterator<Item = Product> {
        self.rows.keys().chain(self.hidden.keys()).copied()
    }

    /// What is lacking where a product has a row and not all of its parts.
    pub(super) fn undetailed(&self, product: Product) -> Option<Found> {
        if let Some(hidden) = self.hidden.get(&product) {
            return Some(hidden.clone());
        }
        let own = self.row(product, true)?;
        let (whole, parts) = (own.value(), self.below(product).map_or(Decimal::ZERO, |parts| parts.value()));
        let lacks = whole.saturating_sub(parts) > whole.abs() / Decimal::from(COMPLETE);
        own.parts.first().filter(|_| lacks).map(Found::lacking)
    }
}

/// The sum of the parts of a product, of one list where several tell of the same trade.
pub(super) fn sum_of_parts(
    parts: impl Iterator<Item = Product>,
    value: impl Fn(Product) -> Option<Found>,
) -> Option<Found> {
    let mut lists: BTreeMap<Class, Found> = BTreeMap::new();
    for part in parts {
        let Some(found) = value(part) else { continue };
        let known = lists.remove(&part.class).unwrap_or_default();
        lists.insert(part.class, known.plus(found));
    }
    lists.into_values().reduce(Found::fuller)
}
