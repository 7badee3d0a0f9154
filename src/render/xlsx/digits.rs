//! Numbers that a workbook can hold, and how it shows them.

use crate::render::people::Figure;

/// The number, if it reads back as the very same digits. A cell holds a binary number of some sixteen digits.
pub(super) fn held(digits: &str) -> Option<f64> {
    let number: f64 = digits.parse().ok()?;
    (number.to_string() == plain(digits)).then_some(number)
}

/// Without zeros at the end of the fraction.
pub(super) fn plain(digits: &str) -> &str {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.') } else { digits }
}

/// The number format of a figure whose cell holds the plain number: thousands apart, as many decimals as people see,
/// a comma at the end for each thousand that the number is shown in.
pub(super) fn pattern(figure: &Figure, power: u32) -> String {
    let point = if figure.places > 0 { "." } else { "" };
    let fraction = "0".repeat(figure.places as usize);
    let plain = format!("#,##0{point}{fraction}{}", ",".repeat(power as usize / 3));
    if figure.signed { format!("+{plain};-{plain};{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_held_when_no_digit_is_lost() {
        assert_eq!(held("41207636347713"), Some(41_207_636_347_713.0));
        assert_eq!(held("3.573000"), Some(3.573));
        assert_eq!(held("-0.5"), Some(-0.5));
        assert_eq!(held("0.000000"), Some(0.0));
        assert_eq!(held("9007199254740993"), None, "one above two to the power of 53");
        assert_eq!(held("41207636347713.255"), None);
        assert_eq!(held("79228162514264337593543950335"), None);
    }

    proptest! {
        #[test]
        fn fifteen_digits_are_always_held(digits in -999_999_999_999_999_i64..=999_999_999_999_999, places in 0u32..12) {
            let text = rust_decimal::Decimal::new(digits, places).normalize().to_string();
            prop_assert_eq!(held(&text).unwrap().to_string(), text);
        }
    }
}
