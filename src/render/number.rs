//! Decimal digits, exact: rounding, fixed places, thousands.

use rust_decimal::Decimal;

/// `value / 10^shift` with exactly `places` digits after the point, rounded half away from zero. Never a negative zero.
pub fn fixed(value: Decimal, shift: u32, places: u32) -> String {
    let scale = value.scale() + shift;
    let kept = rounded(value.mantissa(), scale.saturating_sub(places));
    let given = scale.min(places) as usize;
    let digits = format!("{:0>width$}", kept.unsigned_abs(), width = given + 1);
    let (whole, fraction) = digits.split_at(digits.len() - given);
    let sign = if kept < 0 { "-" } else { "" };
    match places as usize {
        0 => format!("{sign}{whole}"),
        places => format!("{sign}{whole}.{fraction:0<places$}"),
    }
}

/// All digits that `value` has, without zeros at the end of the fraction.
pub(super) fn exact(value: Decimal) -> String {
    fixed(value, 0, fraction_digits(value))
}

/// How many digits `value` needs after the point.
pub fn fraction_digits(value: Decimal) -> u32 {
    value.normalize().scale()
}

/// The same number with commas between thousands.
pub fn grouped(number: &str) -> String {
    let start = usize::from(number.starts_with(['-', '+']));
    let end = number.find('.').unwrap_or(number.len());
    let mut text = number[..start].to_string();
    for (place, digit) in number[start..end].char_indices() {
        if place > 0 && (end - start - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text + &number[end..]
}

/// `mantissa / 10^drop`, half away from zero.
fn rounded(mantissa: i128, drop: u32) -> i128 {
    let Some(divisor) = 10_i128.checked_pow(drop) else {
        return 0;
    };
    let (quotient, rest) = (mantissa / divisor, mantissa % divisor);
    let up = rest.abs() >= divisor - rest.abs();
    if up { quotient + rest.signum() } else { quotient }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::RoundingStrategy;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn rounds_half_away_from_zero() {
        assert_eq!(fixed(decimal("2.345"), 0, 2), "2.35");
        assert_eq!(fixed(decimal("-2.345"), 0, 2), "-2.35");
        assert_eq!(fixed(decimal("0.5"), 0, 0), "1");
        assert_eq!(fixed(decimal("41207640000000"), 9, 2), "41207.64");
        assert_eq!(fixed(decimal("3.57"), 0, 6), "3.570000");
        assert_eq!(fixed(decimal("5"), 12, 2), "0.00");
    }

    #[test]
    fn the_far_ends_are_exact() {
        assert_eq!(fixed(Decimal::MAX, 0, 2), "79228162514264337593543950335.00");
        assert_eq!(fixed(Decimal::MIN, 12, 0), "-79228162514264338");
        assert_eq!(fixed(Decimal::new(1, 28), 12, 28), format!("0.{}", "0".repeat(28)));
    }

    #[test]
    fn zero_has_no_sign() {
        let minus_zero = decimal("-0.0");
        assert_eq!(fixed(minus_zero, 0, 1), "0.0");
        assert_eq!(fixed(decimal("-0.004"), 0, 2), "0.00");
        assert_eq!(exact(minus_zero), "0");
    }

    #[test]
    fn thousands() {
        for (plain, people) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-123456.7891", "-123,456.7891"),
            ("+1234567", "+1,234,567"),
        ] {
            assert_eq!(grouped(plain), people);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_rounding_of_decimal(mantissa in any::<i64>(), scale in 0u32..20, places in 0u32..20) {
            let value = Decimal::new(mantissa, scale);
            let text = fixed(value, 0, places);
            let rounded = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
            prop_assert_eq!(decimal(&text), rounded);
            prop_assert_eq!(text.split_once('.').map_or(0, |(_, fraction)| fraction.len()), places as usize);
        }

        #[test]
        fn exact_digits_read_back(mantissa in any::<i64>(), scale in 0u32..28) {
            let value = Decimal::new(mantissa, scale);
            prop_assert_eq!(decimal(&exact(value)), value);
            prop_assert_eq!(decimal(&grouped(&exact(value)).replace(',', "")), value);
        }
    }
}
