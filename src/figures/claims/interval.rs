//! Where a figure lies.

use rust_decimal::Decimal;

/// An end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Where it is.
    pub at: Decimal,
    /// Whether the interval holds it.
    pub closed: bool,
}

/// All figures between two ends; a side without an end has no bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Option<End>,
    /// The upper end.
    pub high: Option<End>,
}

impl Interval {
    /// All figures from one to another, both included.
    pub fn closed(one: Decimal, other: Decimal) -> Interval {
        let end = |at| Some(End { at, closed: true });
        Interval { low: end(one.min(other)), high: end(one.max(other)) }
    }

    /// All figures that round to one; none where an end has more digits than a decimal holds.
    pub fn around(figure: Decimal, half_unit: Decimal) -> Option<Interval> {
        Some(Interval::closed(figure.checked_sub(half_unit)?, figure.checked_add(half_unit)?))
    }

    /// The figures with the other sign.
    #[must_use]
    pub fn negated(self) -> Interval {
        let turned = |end: Option<End>| end.map(|end| End { at: -end.at, ..end });
        Interval { low: turned(self.high), high: turned(self.low) }
    }

    /// Whether some figure lies in both.
    pub fn meets(&self, other: &Interval) -> bool {
        let below = |high: Option<End>, low: Option<End>| match (high, low) {
            (Some(high), Some(low)) => high.at < low.at || high.at == low.at && !(high.closed && low.closed),
            _ => false,
        };
        !below(self.high, other.low) && !below(other.high, self.low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interval(low: i64, high: i64) -> Interval {
        Interval::closed(low.into(), high.into())
    }

    #[test]
    fn ends_that_are_held_meet() {
        assert!(interval(1, 2).meets(&interval(2, 3)));
        let above = Interval { low: Some(End { at: Decimal::TWO, closed: false }), high: None };
        assert!(!interval(1, 2).meets(&above) && !above.meets(&interval(1, 2)));
        assert!(interval(1, 3).meets(&above) && above.negated().meets(&interval(-3, -1)));
    }

    proptest! {
        #[test]
        fn meeting_is_mutual_and_has_no_sign(a in -50..50_i64, b in -50..50_i64, c in -50..50_i64, d in -50..50_i64) {
            let (one, other) = (interval(a, b), interval(c, d));
            let shared = (-50..50).any(|at| at >= a.min(b) && at <= a.max(b) && at >= c.min(d) && at <= c.max(d));
            prop_assert_eq!(one.meets(&other), shared);
            prop_assert_eq!(other.meets(&one), shared);
            prop_assert_eq!(one.negated().meets(&other.negated()), shared);
        }
    }
}
