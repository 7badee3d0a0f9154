//! The rows of one reporter and direction of trade in one period, by partner.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::branches::{Branches, parent, sum_of_parts};
use super::stand::{Found, Rank, rank};
use super::{COMPLETE, Part};
use crate::cube::{Edition, Fact, Published, Series};
use crate::model::partner::WORLD;
use crate::model::{Class, Code, Product};
use crate::query::Vintage;

/// Which partners are parts of the world.
pub(super) type IsPart<'p> = &'p dyn Fn(Code) -> bool;

#[derive(Default)]
pub(super) struct Moment {
    partners: BTreeMap<Code, Branches>,
    /// Every product, so that the world is known by the parts that any partner has.
    all: Branches,
    /// What is looked up again and again, once all rows are there.
    known: Known,
    /// Rows that carry only a rate.
    pub(super) rates: Vec<(Series, Edition, Fact)>,
}

/// What follows from all rows of a moment.
#[derive(Default)]
struct Known {
    /// The partners that tell of a product or of parts of it.
    holders: BTreeMap<Product, Vec<Code>>,
    /// Of each partner, the products of which not all parts are told: what is lacking.
    undetailed: BTreeMap<Code, BTreeMap<Product, Found>>,
    /// Figures of the world that were made.
    world: RefCell<BTreeMap<Product, Option<Found>>>,
}

impl Moment {
    /// Makes ready to be asked for products that are parts of some coarser ones.
    pub(super) fn prepare(&mut self, coarser: &BTreeSet<Product>) {
        let mut known = Known::default();
        for (partner, branches) in &self.partners {
            for product in branches.products() {
                known.holders.entry(product).or_default().push(*partner);
            }
            let is_coarser = |product: &Product| coarser.contains(product) || self.all.parts(*product).next().is_some();
            let told = branches.told().filter(is_coarser);
            let undetailed: BTreeMap<Product, Found> =
                told.filter_map(|product| Some((product, branches.undetailed(product)?))).collect();
            if !undetailed.is_empty() {
                known.undetailed.insert(*partner, undetailed);
            }
        }
        self.known = known;
    }

    /// The partners of which there may be a figure for a product, in order.
    pub(super) fn partners_with(&self, product: Product) -> Vec<Code> {
        if product.class == Class::Group {
            return self.partners().collect();
        }
        let holders = self.known.holders.get(&product).into_iter().flatten();
        let mut found: Vec<Code> = holders.chain(self.known.undetailed.keys()).copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What is lacking of a partner where one of some products has a row and not all of its parts.
    fn undetailed(&self, partner: Code, above: &BTreeSet<Product>) -> Option<Found> {
        let own = self.known.undetailed.get(&partner)?;
        above.iter().find_map(|product| own.get(product)).cloned()
    }

    pub(super) fn take(&mut self, series: &Series, edition: Edition, fact: Fact, vintage: Vintage) {
        if fact.published != Published::default() && !fact.amounts.is_given() {
            self.rates.push((*series, edition, fact));
            return;
        }
        if !vintage.is_out(edition) {
            return;
        }
        let rank = rank(series.splits, vintage.order(edition), &fact);
        let part = Part { partner: series.partner, digits: series.digits, splits: series.splits, edition, fact };
        self.put(series.partner, series.product, rank, part);
    }

    pub(super) fn put(&mut self, partner: Code, product: Product, rank: Rank, part: Part) {
        self.all.link(product);
        self.partners.entry(partner).or_default().take(product, rank, part);
    }

    /// Takes note that other periods tell of trade that no row of this one tells of.
    pub(super) fn hide(&mut self, partner: Code, product: Product, found: Found) {
        self.all.link(product);
        self.partners.entry(partner).or_default().hide(product, found);
    }

    /// The best row of each partner and product.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Code, Product, Part)> {
        let of = |(partner, branches): (&Code, _)| {
            let (partner, branches): (Code, &Branches) = (*partner, branches);
            branches.rows().map(move |(product, part)| (partner, product, part))
        };
        self.partners.iter().flat_map(of)
    }

    /// The products of which the world is published and the partners add up to it: a partner without a row had no trade.
    pub(super) fn products_listed_whole(&self, is_part: IsPart<'_>) -> Vec<Product> {
        let value = |partner: &Branches, product| partner.row(product, true).map(|found| found.value());
        let parts: Vec<&Branches> =
            self.partners.iter().filter(|(code, _)| is_part(**code)).map(|(_, own)| own).collect();
        let is_whole = |product: &Product| {
            let world = self.partners.get(&WORLD).and_then(|world| value(world, *product))?;
            let told = parts.iter().filter_map(|own| value(own, *product)).fold(Decimal::ZERO, Decimal::saturating_add);
            (world.saturating_sub(told).abs() <= world.abs() / Decimal::from(COMPLETE)).then_some(())
        };
        let world = self.partners.get(&WORLD).into_iter().flat_map(Branches::rows);
        world.map(|(product, _)| product).filter(|product| is_whole(product).is_some()).collect()
    }

    pub(super) fn partners(&self) -> impl Iterator<Item = Code> {
        self.partners.keys().copied()
    }

    /// Whether a row of exactly this key has a figure.
    pub(super) fn has_row(&self, partner: Code, product: Product) -> bool {
        self.partners.get(&partner).is_some_and(|branches| branches.row(product, true).is_some())
    }

    /// The figure of a partner; something lacking where a coarser row holds it.
    pub(super) fn of_partner(&self, partner: Code, product: Product, above: &BTreeSet<Product>) -> Option<Found> {
        let branches = self.partners.get(&partner)?;
        let found = branches.wanted(product, &|product| branches.value(product));
        found.or_else(|| self.undetailed(partner, above))
    }

    /// The figure of the world: published for the product or for its parts, or the sum of all partners.
    pub(super) fn of_world(&self, product: Product, above: &BTreeSet<Product>, is_part: IsPart<'_>) -> Option<Found> {
        let Some(world) = self.partners.get(&WORLD) else { return self.of_all(product, above, is_part) };
        let found = self.all.wanted(product, &|product| self.world_value(world, product, is_part));
        found.or_else(|| self.undetailed(WORLD, above))
    }

    fn world_value(&self, world: &Branches, product: Product, is_part: IsPart<'_>) -> Option<Found> {
        if let Some(own) = world.row(product, true) {
            return Some(own);
        }
        if let Some(known) = self.known.world.borrow().get(&product) {
            return known.clone();
        }
        let made = self.made_world_value(world, product, is_part);
        self.known.world.borrow_mut().insert(product, made.clone());
        made
    }

    fn made_world_value(&self, world: &Branches, product: Product, is_part: IsPart<'_>) -> Option<Found> {
        let by_product = sum_of_parts(self.all.parts(product), |part| self.world_value(world, part, is_part));
        let above: BTreeSet<Product> = std::iter::successors(parent(product), |product| parent(*product)).collect();
        let by_partner = self.of_all(product, &above, is_part);
        if self.hides(product, &above, is_part) && !self.is_world_detailed(world, &above) {
            return by_partner;
        }
        let fuller = match (by_product, by_partner) {
            (Some(one), Some(other)) => Some(one.fuller(other)),
            (one, other) => one.or(other),
        };
        fuller.or_else(|| world.row(product, false))
    }

    /// Whether partners have the product in coarser rows only, so that it may have parts of which no row tells.
    fn hides(&self, product: Product, above: &BTreeSet<Product>, is_part: IsPart<'_>) -> bool {
        let mut undetailed = self.known.undetailed.keys().filter(|code| is_part(**code));
        undetailed.any(|code| {
            let branches = self.partners.get(code);
            branches.is_some_and(|own| own.value(product).is_none()) && self.undetailed(*code, above).is_some()
        })
    }

    /// Whether the world has a row of one of some products and all of its parts.
    fn is_world_detailed(&self, world: &Branches, above: &BTreeSet<Product>) -> bool {
        above.iter().any(|product| world.row(*product, true).is_some()) && self.undetailed(WORLD, above).is_none()
    }

    /// The sum of all partners, with what is lacking of those that tell only of coarser products.
    pub(super) fn of_all(&self, product: Product, above: &BTreeSet<Product>, is_part: IsPart<'_>) -> Option<Found> {
        let parts = self.partners_with(product).into_iter().filter(|code| is_part(*code));
        parts.filter_map(|code| self.of_partner(code, product, above)).reduce(Found::plus)
    }
}
