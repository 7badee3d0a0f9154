//! Figures in a few classes, each a step of the palette.

use rust_decimal::Decimal;

use super::axis::{Axis, Zero};
use super::digits::Digits;
use super::palette::HEAT_MIDDLE;

/// The most classes above zero, and below it.
const MOST: usize = 5;
/// Of so many figures in a hundred the largest decides where the last class begins, where others are far beyond it.
const USUAL: usize = 95;

/// Classes of the distance from zero; those below zero and those above it have the same bounds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Classes {
    bounds: Vec<Decimal>,
    step: Decimal,
    /// The smallest and the largest figure.
    ends: [Decimal; 2],
    has_zero: bool,
}

impl Classes {
    /// Classes of these figures.
    pub(super) fn of(figures: impl Iterator<Item = Decimal>) -> Classes {
        let figures: Vec<Decimal> = figures.collect();
        let mut sizes: Vec<Decimal> = figures.iter().map(Decimal::abs).collect();
        sizes.sort_unstable();
        let ends = [figures.iter().min(), figures.iter().max()].map(|end| end.copied().unwrap_or_default());
        let last = sizes.last().copied().unwrap_or_default();
        let usual = sizes.get((sizes.len() * USUAL).div_ceil(100).saturating_sub(1)).copied().unwrap_or_default();
        let reach = if !usual.is_zero() && last > usual.saturating_mul(Decimal::TWO) { usual } else { last };
        let both = ends[0] < Decimal::ZERO && ends[1] > Decimal::ZERO;
        let least = sizes.first().filter(|_| !both).copied().unwrap_or_default();
        let axes =
            (1..=MOST).rev().filter_map(|about| Axis::over([least, reach].into_iter(), Zero::WhereNear, about).ok());
        let axis = axes.into_iter().find(|axis| axis.ticks.len() <= MOST + 1).unwrap_or_else(Axis::unit);
        let has_zero = both && sizes.first().is_some_and(Decimal::is_zero);
        Classes { bounds: axis.ticks, step: axis.step, ends, has_zero }
    }

    /// The step of the palette for a figure.
    pub(super) fn step(&self, figure: Decimal) -> usize {
        let inner = self.bounds.get(1..self.bounds.len() - 1).unwrap_or_default();
        let class = inner.iter().filter(|bound| **bound <= figure.abs()).count();
        match figure.is_zero() && self.has_zero {
            true => HEAT_MIDDLE,
            false => self.step_of(
                class,
                figure < Decimal::ZERO || self.ends[1] <= Decimal::ZERO && self.ends[0] < Decimal::ZERO,
            ),
        }
    }

    fn step_of(&self, class: usize, below: bool) -> usize {
        let classes = self.bounds.len() - 1;
        let strength = match classes {
            0 | 1 => 3,
            _ => 1 + (class * (MOST - 1) * 2 + classes - 1) / (2 * (classes - 1)),
        };
        if below { HEAT_MIDDLE - strength } else { HEAT_MIDDLE + strength }
    }

    /// Each step with the figures that have it, from the lowest.
    pub(super) fn named(&self, digits: &Digits) -> Vec<(usize, String)> {
        let [low, high] = self.ends;
        let side = |below: bool| {
            let reach = if below { -low } else { high };
            let classes = (0..self.bounds.len() - 1).filter(move |class| self.bounds[*class] <= reach);
            classes.map(move |class| (self.step_of(class, below), self.name(class, below, digits)))
        };
        let mut named: Vec<(usize, String)> = Vec::new();
        if low < Decimal::ZERO {
            named.extend(side(true));
            named.reverse();
        }
        if self.has_zero {
            named.push((HEAT_MIDDLE, digits.tick(Decimal::ZERO, self.step)));
        }
        if high > Decimal::ZERO || low >= Decimal::ZERO {
            named.extend(side(false));
        }
        named
    }

    fn name(&self, class: usize, below: bool, digits: &Digits) -> String {
        let [near, far] = [self.bounds[class], self.bounds[class + 1]];
        let is_last = class + 2 == self.bounds.len();
        let text = |bound: Decimal| digits.tick(if below { -bound } else { bound }, self.step);
        match (is_last, below) {
            (true, true) if -self.ends[0] > far => format!("{} and less", text(near)),
            (true, false) if self.ends[1] > far => format!("{} and more", text(near)),
            (_, true) => format!("{} to {}", text(far), text(near)),
            (_, false) => format!("{} to {}", text(near), text(far)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn classes(figures: &[i64]) -> Classes {
        Classes::of(figures.iter().map(|figure| Decimal::from(*figure)))
    }

    fn steps(figures: &[i64]) -> Vec<usize> {
        let classes = classes(figures);
        figures.iter().map(|figure| classes.step(Decimal::from(*figure))).collect()
    }

    #[test]
    fn a_larger_figure_is_a_darker_step() {
        assert_eq!(steps(&[0, 30, 50, 70, 100]), [6, 7, 8, 9, 10]);
        assert_eq!(steps(&[-100, -1, 0, 1, 100]), [0, 4, 5, 6, 10]);
        assert_eq!(steps(&[-100, -30, 0]), [0, 3, 4]);
        assert_eq!(steps(&[2010, 2050, 2090]), [6, 8, 10]);
        assert_eq!(steps(&[0, 0]), [6, 6]);
    }

    #[test]
    fn one_that_is_far_beyond_the_others_does_not_bleach_them() {
        let mut figures: Vec<i64> = (1..=40).collect();
        figures.push(9000);
        assert_eq!(classes(&figures).bounds, [0, 10, 20, 30, 40].map(Decimal::from));
        assert_eq!(classes(&figures).step(Decimal::from(9000)), 10);
    }

    proptest! {
        #[test]
        fn steps_rise_with_the_figure(mut figures in prop::collection::vec(-1000_i64..1000, 1..40)) {
            figures.sort_unstable();
            let steps = steps(&figures);
            prop_assert!(steps.is_sorted(), "{figures:?} {steps:?}");
            let classes = classes(&figures);
            prop_assert!(classes.bounds.len() <= MOST + 1);
        }
    }
}
