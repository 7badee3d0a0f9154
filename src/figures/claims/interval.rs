//! Where a figure lies.

use rust_decimal::Decimal;

/// Between two ends, each of which may be left out, or be without limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    low: Option<End>,
    high: Option<End>,
}

/// The end of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct End {
    at: Decimal,
    /// Whether the end itself is one of the figures.
    included: bool,
}

impl End {
    fn with(at: Decimal) -> End {
        End { at, included: true }
    }

    fn without(at: Decimal) -> End {
        End { at, included: false }
    }
}

impl Interval {
    /// Both ends and what lies between them; the smaller may be named last.
    pub fn between(one: Decimal, other: Decimal) -> Interval {
        Interval { low: Some(End::with(one.min(other))), high: Some(End::with(one.max(other))) }
    }

    /// Nothing but the figure.
    pub fn exactly(figure: Decimal) -> Interval {
        Interval::between(figure, figure)
    }

    /// What is rounded to the figure: half a unit to either side, both ends included, since a half is rounded up by some and
    /// down by others.
    pub fn around(figure: Decimal, half: Decimal) -> Interval {
        Interval::between(figure.saturating_sub(half), figure.saturating_add(half))
    }

    /// More than a figure.
    pub fn above(figure: Decimal) -> Interval {
        Interval { low: Some(End::without(figure)), high: None }
    }

    /// A figure or more.
    pub fn at_least(figure: Decimal) -> Interval {
        Interval { low: Some(End::with(figure)), high: None }
    }

    /// What falls short of a figure by at most so much.
    pub fn just_below(figure: Decimal, by: Decimal) -> Interval {
        Interval { low: Some(End::with(figure.saturating_sub(by))), high: Some(End::without(figure)) }
    }

    /// The figures with the other sign.
    #[must_use]
    pub fn negated(self) -> Interval {
        let turned = |end: End| End { at: -end.at, ..end };
        Interval { low: self.high.map(turned), high: self.low.map(turned) }
    }

    /// The figures in a unit so many times smaller.
    #[must_use]
    pub fn times(self, factor: Decimal) -> Interval {
        let sized = |end: End| End { at: end.at * factor, ..end };
        Interval { low: self.low.map(sized), high: self.high.map(sized) }
    }

    /// Less than a figure.
    pub fn below(figure: Decimal) -> Interval {
        Interval::above(-figure).negated()
    }

    /// A figure or less.
    pub fn at_most(figure: Decimal) -> Interval {
        Interval::at_least(-figure).negated()
    }

    /// The lower end.
    pub fn low(&self) -> Option<Decimal> {
        self.low.map(|end| end.at)
    }

    /// The upper end.
    pub fn high(&self) -> Option<Decimal> {
        self.high.map(|end| end.at)
    }

    /// How far its ends are apart; nothing for what has no end.
    pub fn width(&self) -> Decimal {
        let ends = self.low().zip(self.high());
        ends.and_then(|(low, high)| high.checked_sub(low)).unwrap_or(Decimal::MAX)
    }

    /// Whether a figure lies in both.
    pub fn meets(&self, other: &Interval) -> bool {
        let reaches = |low: Option<End>, high: Option<End>| match (low, high) {
            (Some(low), Some(high)) => low.at < high.at || low.at == high.at && low.included && high.included,
            _ => true,
        };
        reaches(self.low, other.high) && reaches(other.low, self.high)
    }

    /// Whether all of its figures lie in the other.
    pub fn is_within(&self, other: &Interval) -> bool {
        let stays = |inner: Option<End>, outer: Option<End>, beyond: fn(Decimal, Decimal) -> bool| match (inner, outer)
        {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(inner), Some(outer)) => {
                beyond(inner.at, outer.at) || inner.at == outer.at && (outer.included || !inner.included)
            }
        };
        stays(self.low, other.low, |inner, outer| inner > outer)
            && stays(self.high, other.high, |inner, outer| inner < outer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(number: i64) -> Decimal {
        Decimal::from(number)
    }

    #[test]
    fn ends_that_touch_meet_when_both_are_included() {
        let ten = Interval::exactly(of(10));
        assert!(Interval::between(of(10), of(12)).meets(&ten) && ten.meets(&Interval::at_least(of(10))));
        assert!(!Interval::above(of(10)).meets(&ten) && !ten.meets(&Interval::below(of(10))));
        assert!(Interval::just_below(of(11), of(1)).meets(&ten) && !Interval::just_below(of(10), of(1)).meets(&ten));
        assert!(Interval::above(of(10)).meets(&Interval::below(of(11))));
    }

    #[test]
    fn what_lies_within() {
        let five = Interval::between(of(5), of(6));
        assert!(five.is_within(&Interval::at_least(of(5))) && !five.is_within(&Interval::above(of(5))));
        assert!(
            !Interval::at_least(of(5)).is_within(&five) && Interval::above(of(6)).is_within(&Interval::above(of(6)))
        );
        assert_eq!(Interval::at_most(of(3)).negated(), Interval::at_least(of(-3)));
        assert_eq!(Interval::between(of(2), of(1)).low(), Some(of(1)));
    }
}
