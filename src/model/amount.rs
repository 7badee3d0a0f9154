//! Exact addition of decimals.

use rust_decimal::Decimal;

/// The largest whole number that a decimal's digits can form: 2^96 - 1.
const LARGEST: i128 = 79_228_162_514_264_337_593_543_950_335;

/// A sum or product that needs more digits than can be kept exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a sum needs more than 28 digits and would have to be rounded; give the values in a larger unit")]
pub struct TooLong;

/// The sum of two decimals to the last digit, or an error where that digit cannot be kept.
///
/// The library's own `+` rounds silently when the digits of the two do not fit together.
pub fn exact_sum(a: Decimal, b: Decimal) -> Result<Decimal, TooLong> {
    let is_kept = |to: Decimal| !to.is_zero() || to.is_sign_positive();
    let is_nothing = |part: Decimal, to: Decimal| part.is_zero() && part.scale() <= to.scale() && is_kept(to);
    if is_nothing(b, a) {
        return Ok(a);
    }
    if is_nothing(a, b) {
        return Ok(b);
    }
    let scale = a.scale().max(b.scale());
    let digits = aligned(a, scale)?.checked_add(aligned(b, scale)?).ok_or(TooLong)?;
    if digits.abs() > LARGEST {
        return Err(TooLong);
    }
    Ok(Decimal::from_i128_with_scale(digits, scale))
}

/// The product with a whole number to the last digit, or an error where that digit cannot be kept.
pub fn exact_product(a: Decimal, factor: i64) -> Result<Decimal, TooLong> {
    let digits = a.mantissa().checked_mul(i128::from(factor)).ok_or(TooLong)?;
    if digits.abs() > LARGEST {
        return Err(TooLong);
    }
    Ok(Decimal::from_i128_with_scale(digits, a.scale()))
}

fn aligned(value: Decimal, scale: u32) -> Result<i128, TooLong> {
    let (digits, more) = (value.mantissa(), scale - value.scale());
    if more == 0 {
        return Ok(digits);
    }
    // The product of two short numbers always fits.
    if let (Ok(digits), Some(factor)) = (i64::try_from(digits), 10_i64.checked_pow(more)) {
        return Ok(i128::from(digits) * i128::from(factor));
    }
    10_i128.checked_pow(more).and_then(|factor| digits.checked_mul(factor)).ok_or(TooLong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_last_digit_or_says_so() {
        let big = Decimal::from_i128_with_scale(LARGEST, 0);
        let small = Decimal::new(1, 20);
        assert_eq!(exact_sum(Decimal::new(15, 1), Decimal::new(25, 2)), Ok(Decimal::new(175, 2)));
        assert_eq!(exact_sum(Decimal::new(15, 1), Decimal::new(0, 2)).map(|sum| sum.scale()), Ok(2));
        assert_eq!(
            exact_sum(Decimal::new(0, 1), Decimal::new(-15, 2)).map(|sum| sum.to_string()),
            Ok("-0.15".to_owned())
        );
        let zeros = [Decimal::ZERO, -Decimal::ZERO, Decimal::new(0, 2), -Decimal::new(0, 2)];
        for (a, b) in zeros.iter().flat_map(|a| zeros.iter().map(move |b| (*a, *b))) {
            let sum = exact_sum(a, b).map(|sum| (sum.scale(), sum.is_sign_negative()));
            assert_eq!(sum, Ok((a.scale().max(b.scale()), false)), "{a} {b}");
        }
        let long = Decimal::from_i128_with_scale(i128::from(i64::MAX) + 1, 0);
        assert_eq!(exact_sum(long, Decimal::new(25, 2)).map(|sum| sum.to_string()), Ok(format!("{long}.25")));
        assert_eq!(exact_sum(big, small), Err(TooLong));
        assert_eq!(exact_sum(big, Decimal::ONE), Err(TooLong));
    }
}
