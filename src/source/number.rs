//! Numbers as data writes them, to the last digit.

use rust_decimal::Decimal;

/// Reads a plain decimal: digits, a point, a sign, an exponent. Nothing is rounded: too many digits are an error.
pub(super) fn decimal(text: &str) -> Result<Decimal, &'static str> {
    if let Some(number) = short(text) {
        return Ok(number);
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    let points = text.bytes().filter(|byte| *byte == b'.').count();
    if !plain || points > 1 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err("a plain number such as 1234.5, without separators or units");
    }
    let exponent = text.contains(['e', 'E']);
    let number = if exponent { scientific(text) } else { Decimal::from_str_exact(text).ok() };
    number.ok_or("a plain number of at most 28 digits")
}

/// The common case: at most 18 digits, with or without a point and a minus.
fn short(text: &str) -> Option<Decimal> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    if digits.is_empty() || digits.len() > 18 {
        return None;
    }
    let (mut whole, mut point) = (0_i64, None);
    for (at, byte) in digits.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => whole = whole * 10 + i64::from(byte - b'0'),
            b'.' if point.is_none() && digits.len() > 1 => point = Some(at),
            _ => return None,
        }
    }
    let scale = point.map_or(0, |at| digits.len() - at - 1) as u32;
    Some(Decimal::new(if negative { -whole } else { whole }, scale))
}

/// An exponent moves the point and loses no digit.
fn scientific(text: &str) -> Option<Decimal> {
    let (digits, exponent) = text.split_once(['e', 'E'])?;
    let mantissa = Decimal::from_str_exact(digits).ok()?;
    let scale = i64::from(mantissa.scale()) - exponent.parse::<i8>().ok().map(i64::from)?;
    let raised = 10_i128.checked_pow(u32::try_from(-scale).unwrap_or(0))?;
    let whole = mantissa.mantissa().checked_mul(raised)?;
    Decimal::try_from_i128_with_scale(whole, u32::try_from(scale).unwrap_or(0)).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_exactly_or_not_at_all() {
        for (text, value) in
            [("0", "0"), ("-1.50", "-1.50"), ("1.5e3", "1500"), ("2E-2", "0.02"), ("+7", "7"), (".5", "0.5")]
        {
            assert_eq!(decimal(text).unwrap(), value.parse::<Decimal>().unwrap(), "{text}");
        }
        for text in [
            "",
            "-",
            "1,000",
            "NaN",
            "inf",
            "1 000",
            "0x10",
            "e5",
            "1e99",
            "1.2.3",
            "--1",
            "12345678901234567890123456789012",
        ] {
            assert!(decimal(text).is_err(), "{text}");
        }
    }
}
