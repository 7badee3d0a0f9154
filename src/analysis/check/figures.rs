//! The figures of a data set as they stand, one publication of each, for comparing them with one another.

use rust_decimal::Decimal;

use super::super::ledger::Ledger;
use crate::cube::{Coverage, Cube, Origin, Series, Spans};
use crate::model::{Class, Code, PartnerKind, Period, exact_sum};

/// How many figures must be there before their common zeros at the end are taken for rounding.
const ENOUGH: usize = 20;

/// A figure that stands in a row, and by how much rounding may have moved it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) value: Decimal,
    pub(super) rounding: Decimal,
    pub(super) origin: Origin,
}

/// A sum of figures.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Total {
    pub(super) value: Decimal,
    pub(super) rounding: Decimal,
    pub(super) parts: u32,
    pub(super) too_long: bool,
}

impl Total {
    pub(super) fn add(&mut self, held: &Held) {
        match exact_sum(self.value, held.value) {
            Ok(sum) => self.value = sum,
            Err(_) => self.too_long = true,
        }
        self.rounding = self.rounding.saturating_add(held.rounding);
        self.parts += 1;
    }
}

/// The figures of one currency.
pub(super) struct Figures<'a> {
    pub(super) cube: &'a Cube,
    ledger: &'a Ledger<'a>,
    currency: Code,
    unit: Decimal,
}

impl<'a> Figures<'a> {
    /// What each row says, but for sums that were made while loading.
    pub(super) fn of(ledger: &'a Ledger<'a>, currency: Code) -> Figures<'a> {
        let figures = Figures { cube: ledger.cube, ledger, currency, unit: Decimal::ZERO };
        let unit = unit(figures.each().map(|(_, _, held)| held.value));
        Figures { unit, ..figures }
    }

    /// Every figure.
    pub(super) fn each(&self) -> impl Iterator<Item = (Series, Period, Held)> {
        self.series().flat_map(move |(series, spans)| {
            let held = move |period| Some((series, period, self.pick(spans, period)?));
            spans.periods().into_iter().filter_map(held)
        })
    }

    /// Every series of rows.
    pub(super) fn series(&self) -> impl Iterator<Item = (Series, Spans<'a>)> {
        let all = self.cube.facts.iter().map(|(series, spans)| (*series, spans));
        all.filter(|(series, _)| is_of_rows(series))
    }

    pub(super) fn get(&self, series: Series, period: Period) -> Option<Held> {
        self.cube.facts.get(&series).filter(|_| is_of_rows(&series)).and_then(|spans| self.pick(spans, period))
    }

    fn pick(&self, spans: Spans<'_>, period: Period) -> Option<Held> {
        let (edition, fact) = self.ledger.pick(spans, period, self.currency)?;
        let value = fact.amounts.value().get().ok()?;
        Some(Held { value, rounding: edition.rounded_to.max(self.unit) / Decimal::TWO, origin: fact.origin })
    }

    /// The figure, or nothing traded where rows of its kind cover the period; none where nothing is known.
    pub(super) fn or_no_trade(&self, series: Series, period: Period) -> Option<Held> {
        let nothing = Held { value: Decimal::ZERO, rounding: Decimal::ZERO, origin: Origin::default() };
        self.get(series, period).or_else(|| self.covers(&series, period).then_some(nothing))
    }

    /// Whether an absent row of a series means no trade in a period.
    fn covers(&self, series: &Series, period: Period) -> bool {
        let listed = matches!(series.product.class, Class::All | Class::Gacc | Class::Bop);
        let kind = self.kind(series.partner);
        let key = Coverage {
            reporter: series.reporter,
            flow: series.flow,
            class: series.product.class,
            digits: series.digits,
            kind,
            currency: self.currency,
        };
        let says_something = !self.cube.absent_is_missing && kind == PartnerKind::Country && !listed;
        says_something && self.cube.coverage.get(&key).is_some_and(|periods| periods.contains(&period))
    }

    /// What a partner is, countries and areas taken together.
    pub(super) fn kind(&self, partner: Code) -> PartnerKind {
        match self.cube.kinds.get(&partner) {
            Some(PartnerKind::Area) | None => PartnerKind::Country,
            Some(kind) => *kind,
        }
    }
}

/// Whether a series is of rows as they stand, and not a sum that was made while loading.
fn is_of_rows(series: &Series) -> bool {
    series.product.digits() == series.digits
}

/// The last digit that figures are printed with: of their decimals, or of the zeros at the end that all of them have.
fn unit(values: impl Iterator<Item = Decimal>) -> Decimal {
    let (mut places, mut zeros, mut many) = (0, u32::MAX, 0_usize);
    for value in values.filter(|value| !value.is_zero()).map(|value| value.normalize()) {
        places = places.max(value.scale());
        let mantissa = value.mantissa().unsigned_abs();
        let own = (0..28).take_while(|zeros| mantissa.is_multiple_of(10_u128.pow(zeros + 1))).count() as u32;
        zeros = zeros.min(if value.scale() > 0 { 0 } else { own });
        many += 1;
    }
    let raised = if places == 0 && many >= ENOUGH { zeros.min(27) } else { 0 };
    Decimal::from_i128_with_scale(10_i128.pow(raised), places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_digit_that_is_printed() {
        let decimal = |units: i64, places| Decimal::new(units, places);
        assert_eq!(unit([decimal(15, 1), decimal(7, 0)].into_iter()), decimal(1, 1));
        assert_eq!(unit([decimal(1000, 0), decimal(3000, 0)].into_iter()), Decimal::ONE);
        assert_eq!(unit((1..40).map(|n| decimal(n * 10_000, 0))), decimal(10_000, 0));
        assert_eq!(unit((1..40).map(|n| decimal(n * 10_000, 0)).chain([decimal(12, 0)])), Decimal::ONE);
        assert_eq!(unit(std::iter::empty()), Decimal::ONE);
    }
}
