//! An axis of figures: round numbers, and where a figure stands between its ends.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// The steps between round numbers, as parts of a power of ten.
const STEPS: [i64; 3] = [1, 2, 5];

/// A range of figures and the round numbers in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Axis {
    pub(super) low: Decimal,
    pub(super) high: Decimal,
    pub(super) step: Decimal,
    pub(super) ticks: Vec<Decimal>,
}

/// Whether an axis begins at zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    /// Always: the length of a bar is its figure.
    Always,
    /// Where this costs less than half of the room.
    WhereNear,
    /// Only where the figures include it.
    Never,
}

impl Axis {
    /// An axis over figures, with about so many round numbers.
    ///
    /// # Errors
    /// Where there are no figures, or they are too far apart to compute with.
    pub(super) fn over(figures: impl Iterator<Item = Decimal>, zero: Zero, about: usize) -> Result<Axis, String> {
        let mut figures = figures.peekable();
        let first = *figures.peek().ok_or("the answer has no figures")?;
        let (low, high) = figures.fold((first, first), |(low, high), figure| (low.min(figure), high.max(figure)));
        let (low, high) = widened(low, high, zero);
        rounded(low, high, about.max(1)).ok_or_else(|| "the figures are too large to be drawn".to_owned())
    }

    /// From 0 to 1.
    pub(super) fn unit() -> Axis {
        Axis { low: Decimal::ZERO, high: Decimal::ONE, step: Decimal::ONE, ticks: vec![Decimal::ZERO, Decimal::ONE] }
    }

    /// Where a figure stands: 0 at the lower end, 1 at the upper one. It is measured from zero, so that rounding never
    /// puts a figure on the other side of it.
    pub(super) fn part(&self, figure: Decimal) -> f64 {
        let above = figure.checked_sub(self.nearest_zero()).map_or(0.0, |above| self.share(above));
        (self.zero() + above).clamp(0.0, 1.0)
    }

    /// Where zero stands, or the end that is next to it.
    pub(super) fn zero(&self) -> f64 {
        self.share(self.nearest_zero() - self.low).clamp(0.0, 1.0)
    }

    fn nearest_zero(&self) -> Decimal {
        Decimal::ZERO.clamp(self.low, self.high)
    }

    fn share(&self, length: Decimal) -> f64 {
        length.checked_div(self.high - self.low).and_then(|share| share.to_f64()).unwrap_or_default()
    }
}

fn widened(low: Decimal, high: Decimal, zero: Zero) -> (Decimal, Decimal) {
    let two = Decimal::TWO;
    let near = low > Decimal::ZERO && low < high / two || high < Decimal::ZERO && high > low / two;
    let (low, high) = match zero {
        Zero::Always => (low.min(Decimal::ZERO), high.max(Decimal::ZERO)),
        Zero::WhereNear if near => (low.min(Decimal::ZERO), high.max(Decimal::ZERO)),
        Zero::WhereNear | Zero::Never => (low, high),
    };
    match (low == high, low.is_zero()) {
        (true, true) => (low, Decimal::ONE),
        (true, false) => (low.min(Decimal::ZERO), high.max(Decimal::ZERO)),
        (false, _) => (low, high),
    }
}

/// The ends, moved outwards to round numbers.
fn rounded(low: Decimal, high: Decimal, about: usize) -> Option<Axis> {
    let step = step(high.checked_sub(low)?, about)?;
    let down = low.checked_div(step)?.floor().checked_mul(step)?;
    let up = high.checked_div(step)?.ceil().checked_mul(step)?;
    up.checked_sub(down)?;
    let count = (up - down).checked_div(step)?.round().to_usize()?;
    let ticks = (0..=count).map(|at| Decimal::from(at).checked_mul(step)?.checked_add(down)).collect::<Option<_>>()?;
    Some(Axis { low: down, high: up, step, ticks })
}

/// The smallest round step that makes at most so many of a span.
fn step(span: Decimal, about: usize) -> Option<Decimal> {
    let smallest = Decimal::new(1, Decimal::MAX_SCALE);
    let least = span.checked_div(Decimal::from(about))?.max(smallest).normalize();
    let digits = least.mantissa().unsigned_abs().checked_ilog10()? as i32;
    let power = digits - least.scale() as i32;
    let unit = if power >= 0 {
        Decimal::from_i128_with_scale(10_i128.checked_pow(power as u32)?, 0)
    } else {
        Decimal::try_from_i128_with_scale(1, power.unsigned_abs()).ok()?
    };
    let choices =
        STEPS.iter().map(|part| unit.checked_mul(Decimal::from(*part))).chain([unit.checked_mul(Decimal::TEN)]);
    choices.flatten().find(|choice| *choice >= least)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn axis(figures: &[&str], zero: Zero) -> Vec<String> {
        let axis = Axis::over(figures.iter().map(|text| decimal(text)), zero, 5).unwrap();
        axis.ticks.iter().map(|tick| tick.normalize().to_string()).collect()
    }

    #[test]
    fn round_numbers() {
        assert_eq!(axis(&["3", "97"], Zero::Always), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(axis(&["-0.03", "0.011"], Zero::Always), ["-0.03", "-0.02", "-0.01", "0", "0.01", "0.02"]);
        assert_eq!(axis(&["990", "1000"], Zero::WhereNear), ["990", "992", "994", "996", "998", "1000"]);
        assert_eq!(axis(&["0", "0"], Zero::Always), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(axis(&["7", "7"], Zero::Never), ["0", "2", "4", "6", "8"]);
        assert_eq!(axis(&["-7"], Zero::Never), ["-8", "-6", "-4", "-2", "0"]);
        assert_eq!(axis(&["2595.1", "-3"], Zero::Always), ["-1000", "0", "1000", "2000", "3000"]);
    }

    #[test]
    fn what_cannot_be_computed_with_is_said() {
        let over = |figures: &[Decimal]| Axis::over(figures.iter().copied(), Zero::Always, 5);
        assert_eq!(over(&[]), Err("the answer has no figures".to_owned()));
        assert_eq!(over(&[Decimal::MAX, Decimal::MIN]), Err("the figures are too large to be drawn".to_owned()));
        assert!(over(&[Decimal::new(1, 28)]).is_ok());
    }

    proptest! {
        #[test]
        fn every_figure_is_between_the_ends(figures in prop::collection::vec((any::<i64>(), 0_u32..28), 1..12), about in 1_usize..9) {
            let figures: Vec<Decimal> = figures.into_iter().map(|(digits, scale)| Decimal::new(digits, scale)).collect();
            let axis = Axis::over(figures.iter().copied(), Zero::Always, about).unwrap();
            prop_assert!(axis.low <= Decimal::ZERO && axis.high >= Decimal::ZERO);
            prop_assert!(figures.iter().all(|figure| axis.low <= *figure && *figure <= axis.high));
            prop_assert!(axis.ticks.len() <= about + 3, "{:?}", axis.ticks);
            let zero = axis.zero();
            for figure in figures {
                prop_assert!((axis.part(figure) - zero) * figure.to_f64().unwrap() >= 0.0);
            }
        }
    }
}
