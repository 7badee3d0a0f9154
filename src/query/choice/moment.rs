//! The rows of one reporter and direction of trade in one period, by partner.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::branches::{Branches, parent, sum_of_parts};
use super::stand::{Found, Rank, rank};
use super::{COMPLETE, Part};
use crate::cube::{Edition, Fact, Published, Series};
use crate::model::partner::WORLD;
use crate::model::{Code, Product};
use crate::query::Vintage;

/// Which partners are parts of the world.
pub(super) type IsPart<'p> = &'p dyn Fn(Code) -> bool;

#[derive(Default)]
pub(super) struct Moment {
    partners: BTreeMap<Code, Branches>,
    /// Every product, so that the world is known by the parts that any partner has.
    all: Branches,
    /// Rows that carry only a rate.
    pub(super) rates: Vec<(Series, Edition, Fact)>,
}

impl Moment {
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
        found.or_else(|| branches.undetailed(above))
    }

    /// The figure of the world: published for the product or for its parts, or the sum of all partners.
    pub(super) fn of_world(&self, product: Product, above: &BTreeSet<Product>, is_part: IsPart<'_>) -> Option<Found> {
        let Some(world) = self.partners.get(&WORLD) else { return self.of_all(product, above, is_part) };
        let found = self.all.wanted(product, &|product| self.world_value(world, product, is_part));
        found.or_else(|| world.undetailed(above))
    }

    fn world_value(&self, world: &Branches, product: Product, is_part: IsPart<'_>) -> Option<Found> {
        if let Some(own) = world.row(product, true) {
            return Some(own);
        }
        let by_product = sum_of_parts(self.all.parts(product), |part| self.world_value(world, part, is_part));
        let above: BTreeSet<Product> = std::iter::successors(parent(product), |product| parent(*product)).collect();
        let by_partner = self.of_all(product, &above, is_part);
        if self.hides(product, &above, is_part) && !world.is_detailed(&above) {
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
        let parts = self.partners.iter().filter(|(code, _)| is_part(**code));
        let mut each = parts.map(|(_, branches)| branches);
        each.any(|branches| branches.value(product).is_none() && branches.undetailed(above).is_some())
    }

    /// The sum of all partners, with what is lacking of those that tell only of coarser products.
    pub(super) fn of_all(&self, product: Product, above: &BTreeSet<Product>, is_part: IsPart<'_>) -> Option<Found> {
        let parts = self.partners().filter(|code| is_part(*code));
        parts.filter_map(|code| self.of_partner(code, product, above)).reduce(Found::plus)
    }
}
