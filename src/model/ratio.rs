//! A quotient of products with all the digits that a decimal can hold.

use rust_decimal::Decimal;

/// Most digits after the point, and most digits in all.
const PLACES: i32 = 28;
const FULL: u128 = 10_u128.pow(27);

/// `a b / (c d)`, divided once and exactly: rounded to any fewer places it is what the true quotient is rounded to.
///
/// None for a divisor of zero and for a quotient with more than 28 digits before the point.
pub fn quotient([a, b]: [Decimal; 2], [c, d]: [Decimal; 2]) -> Option<Decimal> {
    let digits = |value: Decimal| value.mantissa().unsigned_abs();
    let (top, bottom) = (Wide::product(digits(a), digits(b)), Wide::product(digits(c), digits(d)));
    if bottom == Wide::ZERO {
        return None;
    }
    let shift = (a.scale() + b.scale()) as i32 - (c.scale() + d.scale()) as i32;
    let size = divided(top, bottom, shift)?;
    let negative = [a, b, c, d].iter().filter(|value| value.is_sign_negative()).count() % 2 == 1;
    Some(if negative { -size } else { size })
}

/// Long division, digit by digit; the quotient has `shift` places after the point more than the whole numbers say.
fn divided(top: Wide, bottom: Wide, shift: i32) -> Option<Decimal> {
    let (mut divisor, mut places) = (bottom, shift);
    while divisor.times_ten() <= top {
        divisor = divisor.times_ten();
        places -= 1;
    }
    if top == Wide::ZERO || places > PLACES {
        return Some(if top == Wide::ZERO { Decimal::ZERO } else { Decimal::new(1, PLACES as u32) });
    }
    let (mut rest, mut digits) = (top, 0_u128);
    loop {
        digits *= 10;
        while let Some(less) = rest.minus(divisor) {
            rest = less;
            digits += 1;
        }
        let ends = rest == Wide::ZERO || places == PLACES || digits >= FULL;
        if places >= 0 && ends {
            break;
        }
        if digits >= FULL {
            return None;
        }
        rest = rest.times_ten();
        places += 1;
    }
    // A digit that is neither 0 nor 5 keeps what follows it from being taken for nothing or for a half.
    let marked = digits + u128::from(rest != Wide::ZERO && digits.is_multiple_of(5));
    Decimal::try_from_i128_with_scale(marked as i128, places as u32).ok()
}

/// A whole number of up to 256 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wide {
    high: u128,
    low: u128,
}

impl Wide {
    const ZERO: Wide = Wide { high: 0, low: 0 };

    /// The product of two numbers of at most 96 bits.
    fn product(a: u128, b: u128) -> Wide {
        let halves = |number: u128| (number >> 64, number & u128::from(u64::MAX));
        let ((a_high, a_low), (b_high, b_low)) = (halves(a), halves(b));
        let middle = a_high * b_low + a_low * b_high;
        let (low, carried) = (a_low * b_low).overflowing_add(middle << 64);
        Wide { high: a_high * b_high + (middle >> 64) + u128::from(carried), low }
    }

    fn minus(self, other: Wide) -> Option<Wide> {
        let (low, borrowed) = self.low.overflowing_sub(other.low);
        let high = self.high.checked_sub(other.high)?.checked_sub(u128::from(borrowed))?;
        Some(Wide { high, low })
    }

    /// Ten times a number of at most 252 bits.
    fn times_ten(self) -> Wide {
        let shifted = |by: u32| Wide { high: self.high << by | self.low >> (128 - by), low: self.low << by };
        let (eight, two) = (shifted(3), shifted(1));
        let (low, carried) = eight.low.overflowing_add(two.low);
        Wide { high: eight.high + two.high + u128::from(carried), low }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn of(texts: [&str; 4]) -> Option<Decimal> {
        let [a, b, c, d] = texts.map(decimal);
        quotient([a, b], [c, d])
    }

    #[test]
    fn divides_once() {
        assert_eq!(of(["100", "600", "200", "200"]), Some(decimal("1.5")));
        assert_eq!(of(["-0.5", "12", "1.50", "8"]), Some(decimal("-0.5")));
        assert_eq!(of(["1", "1", "3", "1"]), Some(decimal("0.3333333333333333333333333333")));
        assert_eq!(of(["0", "7", "3", "1"]), Some(Decimal::ZERO));
        assert_eq!(of(["1", "1", "0", "5"]), None);
        let most = "79228162514264337593543950335";
        assert_eq!(of([most, most, most, most]), Some(Decimal::ONE));
        assert_eq!(of([most, most, "1", "1"]), None);
        assert_eq!(of([most, "1000", "100", "10"]), None);
        assert_eq!(of(["0.0000000000000000000000000001", "0.01", "1", "1"]), Some(Decimal::new(1, 28)));
    }

    #[test]
    fn what_is_just_above_a_half_is_rounded_up() {
        let (just_above, half) = (["1.00000000000000000000001", "1", "2", "1000000"], ["1", "1", "2", "1000000"]);
        for quotient in [of(just_above), of(half)] {
            assert_eq!(quotient.unwrap().round_dp_with_strategy(6, MidpointAwayFromZero), decimal("0.000001"));
        }
        let just_below = of(["0.9999999999999999999999999999", "1", "2", "1000000"]).unwrap();
        assert_eq!(just_below.round_dp_with_strategy(6, MidpointAwayFromZero), Decimal::ZERO);
    }

    proptest! {
        #[test]
        fn agrees_with_whole_numbers(a in any::<u32>(), b in any::<u32>(), c in 1..u32::MAX, d in 1..u32::MAX) {
            let of = |number: u32| Decimal::from(number);
            let found = quotient([of(a), of(b)], [of(c), of(d)]).unwrap();
            let (top, bottom) = (u128::from(a) * u128::from(b), u128::from(c) * u128::from(d));
            let millionths = (2 * top * 1_000_000 + bottom) / (2 * bottom);
            let rounded = found.round_dp_with_strategy(6, MidpointAwayFromZero) * Decimal::from(1_000_000);
            prop_assert_eq!(rounded, Decimal::from(millionths));
        }

        #[test]
        fn divides_out_what_is_on_both_sides(a in 1..i64::MAX, b in 1..i64::MAX, scale in 0u32..28) {
            let (one, other) = (Decimal::new(a, scale), Decimal::new(-b, 3));
            prop_assert_eq!(quotient([one, other], [other, one]), Some(Decimal::ONE));
        }
    }
}
