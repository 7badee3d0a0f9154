//! Products whose levels complement one another: each branch is counted at the level at which it stands.

use std::collections::BTreeSet;

use super::figure::{Figure, Gap, Step};
use super::ledger::{ALL_PARTNERS, Ledger};
use super::subject::is_traded;
use crate::cube::Series;
use crate::model::{Class, Code, Period, Product};
use crate::reference::products;

impl Ledger<'_> {
    /// Whether a product is coarser than a heading, so that its branches may stand at different levels.
    pub(super) fn has_branches(&self, product: Product) -> bool {
        let coarse = product.class == Class::Hs && (product.is_section() || product.code.as_str().len() < 4);
        self.cube.is_by_heading && (coarse || product == Product::TOTAL)
    }

    /// The office's own row of a product, else the sum of its chapters or headings, each by its own row or its parts.
    pub(super) fn by_branches(&self, series: Series, period: Period, currency: Code) -> Option<Result<Figure, Gap>> {
        let own = Series { digits: series.product.digits(), ..series };
        let row = self.by_split(own, period, currency).filter(is_traded);
        if let Some(figure) = row.filter(|_| !series.product.is_section()) {
            return Some(Ok(figure));
        }
        let parts = self.branches(&series);
        if parts.is_empty() {
            return None;
        }
        let figures =
            parts.into_iter().map(|product| Ok((1, self.by_level(Series { product, ..series }, period, currency)?)));
        let figures: Result<Vec<_>, Gap> = figures.collect();
        Some(figures.map(|figures| Figure::sum(Step::Branches, period, figures)))
    }

    /// The chapters of a section or of all goods, and the headings of a chapter, that occur in the data.
    fn branches(&self, series: &Series) -> BTreeSet<Product> {
        let code = series.product.code.as_str();
        let like = |other: &&Series| {
            let partner = other.partner == series.partner || series.partner == ALL_PARTNERS;
            other.reporter == series.reporter
                && other.flow == series.flow
                && partner
                && other.product.class == Class::Hs
        };
        let codes = self.cube.facts.series().filter(like).map(|other| other.product.code.as_str());
        let part = |found: &'static str| match series.product {
            Product::TOTAL => found.get(..2),
            product if product.is_section() => {
                found.get(..2).filter(|_| products::section_of(found).is_some_and(|section| section.numeral == code))
            }
            _ => found.get(..4).filter(|heading| heading.starts_with(code)),
        };
        codes.filter_map(part).map(|found| Product::new(Class::Hs, found)).collect()
    }
}
