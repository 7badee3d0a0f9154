//! Which rows of a series answer: those of a level of products, of splits, and of a currency.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::figure::{Figure, Gap};
use super::ledger::{ALL_PARTNERS, Ledger};
use super::subject::Answer;
use crate::cube::Series;
use crate::model::partner::REST;
use crate::model::{Class, Code, Month, Period, Product};
use crate::reference::{entity, product_groups};

impl Ledger<'_> {
    /// Rows of exactly the level that was asked for, else the fullest of the others; of splits the total before parts.
    pub(super) fn by_level(&self, series: Series, period: Period, currency: Code) -> Answer {
        if self.cube.is_chosen {
            let own = Series { digits: series.product.digits(), ..series };
            let found = self.in_own_currency(own, period, currency);
            return found.ok_or_else(|| self.gap(&series, &[own.digits], period, currency));
        }
        let (levels, own) = (self.levels(&series), series.product.digits());
        let at = |digits: u8| self.by_split(Series { digits, ..series }, period, currency);
        let exact = levels.contains(&own).then(|| at(own)).flatten();
        if let Some(exact) = exact.filter(is_traded) {
            return Ok(exact);
        }
        let found = levels.iter().filter_map(|digits| Some((*digits, at(*digits)?)));
        let value = |figure: &Figure| figure.amounts.value().at_least().unwrap_or_default().abs();
        let fullest = found.max_by_key(|(digits, figure)| (is_traded(figure), value(figure), *digits));
        fullest.map(|(_, figure)| figure).ok_or_else(|| self.gap(&series, &levels, period, currency))
    }

    pub(super) fn by_split(&self, series: Series, period: Period, currency: Code) -> Option<Figure> {
        let mut empty = None;
        for splits in &self.splits {
            match self.in_own_currency(Series { splits: *splits, ..series }, period, currency) {
                Some(figure) if is_traded(&figure) => return Some(figure),
                figure => empty = empty.or(figure),
            }
        }
        empty
    }

    fn in_own_currency(&self, series: Series, period: Period, currency: Code) -> Option<Figure> {
        let own = self.cube.currencies.first().copied().unwrap_or(currency);
        let timeline = self.timeline(series, currency);
        let facts = self.facts(&series);
        match own == currency {
            true => timeline.resolve(facts, period),
            false => timeline.resolve_in(facts, period, currency, own),
        }
    }

    /// The levels whose rows can tell what belongs to the product: those with at least as many digits.
    fn levels(&self, series: &Series) -> Rc<[u8]> {
        let product = series.product;
        let same = |class: Class| match product.class {
            Class::All => class.adds_up(),
            Class::Group => class == Class::Hs,
            wanted => class == wanted,
        };
        let needed = match product.class {
            Class::Group => product_groups::by_code(product.code).map_or(6, |group| group.digits() as u8),
            _ if product.is_section() => 1,
            Class::Sitc | Class::Bec => 0,
            _ => product.digits(),
        };
        let kind = (series.reporter, series.flow, product.class, needed);
        if let Some(known) = self.levels.borrow().get(&kind) {
            return Rc::clone(known);
        }
        let rows = self.cube.coverage.keys().filter(|key| key.reporter == series.reporter && key.flow == series.flow);
        let levels = rows.filter(|key| same(key.class) && key.digits >= needed).map(|key| key.digits);
        let levels: Rc<[u8]> = levels.collect::<BTreeSet<u8>>().into_iter().collect();
        self.levels.borrow_mut().insert(kind, Rc::clone(&levels));
        levels
    }

    pub(super) fn gap(&self, series: &Series, levels: &[u8], period: Period, currency: Code) -> Gap {
        if !self.describes_gaps() {
            return Gap::default();
        }
        let timelines: Vec<_> =
            levels.iter().map(|digits| self.timeline(Series { digits: *digits, ..*series }, currency)).collect();
        let missing = timelines.iter().map(|timeline| timeline.missing(period)).min_by_key(Vec::len);
        let months = missing.unwrap_or_else(|| period.months().collect());
        let around = |month: &Month| timelines.iter().find_map(|timeline| timeline.around(*month));
        Gap {
            what: name(series),
            known: months.len() < period.len() as usize,
            secret: timelines.iter().any(|timeline| timeline.has_secrets),
            within: months.first().and_then(around),
            months,
        }
    }
}

/// Whether rows of the data are in a figure.
pub(super) fn is_traded(figure: &Figure) -> bool {
    figure.traded
}

/// A series in words.
pub(super) fn name(series: &Series) -> String {
    let partner = match series.partner {
        ALL_PARTNERS | REST => "all partners",
        partner => entity::title(partner),
    };
    let product = if series.product == Product::TOTAL { String::new() } else { format!(", {}", series.product) };
    format!("{} with {partner}{product}", series.flow)
}
