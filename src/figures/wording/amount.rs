//! Amounts in a sentence: `24.46 trillion yuan`, `24.46万亿元`, `$5.75 trillion`.

use rust_decimal::Decimal;

use super::{Language, Size, Unit, digits};

/// How an amount is written; `default()` is how a newspaper does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AmountStyle {
    /// Digits after the point: two, unless told, and none of thousands of single units.
    pub decimals: Option<u32>,
    /// What is counted in; chosen by the amount when there is none.
    pub size: Option<Size>,
    /// Whether a currency is a sign before the number: `$5.75 trillion`.
    pub symbol: bool,
    /// Whether thousands are set apart; as the language does when not told.
    pub separators: Option<bool>,
}

/// Digits after the point when nobody says how many.
const DECIMALS: u32 = 2;

/// An amount with its unit. 1,000 kilograms are a tonne.
pub fn amount(value: Decimal, unit: &Unit, style: &AmountStyle, language: Language) -> String {
    let tonnes = unit.code() == "kg" && style.size.is_none() && value.abs() >= Decimal::ONE_THOUSAND;
    let (value, unit) = if tonnes { (thousandth(value), &Unit::new("t")) } else { (value, unit) };
    let size = style.size.unwrap_or_else(|| Size::fitting(value, style.decimals, DECIMALS, language));
    let decimals = style.decimals.unwrap_or_else(|| usual_decimals(value, size));
    let separators = style.separators.unwrap_or(language == Language::English);
    let number = digits(value, size.power(), decimals, separators);
    let symbol = unit.symbol().filter(|_| style.symbol);
    let number = match (symbol, number.strip_prefix('-')) {
        (Some(symbol), Some(number)) => format!("-{symbol}{number}"),
        (symbol, _) => format!("{}{number}", symbol.unwrap_or_default()),
    };
    let name = if symbol.is_some() { String::new() } else { unit.name(language) };
    let words = [number, size.word(language).to_owned(), name];
    match language {
        Language::English => words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "),
        Language::Chinese => words.concat(),
    }
}

/// Exact as long as the digits last.
fn thousandth(value: Decimal) -> Decimal {
    let mut value = value;
    let scale = value.scale() + 3;
    if value.set_scale(scale).is_err() { value / Decimal::ONE_THOUSAND } else { value }
}

fn usual_decimals(value: Decimal, size: Size) -> u32 {
    match size.power() {
        0 if value.abs() >= Decimal::ONE_THOUSAND => 0,
        0 => value.normalize().scale().min(DECIMALS),
        _ => DECIMALS,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

    const PLAIN: AmountStyle = AmountStyle { decimals: None, size: None, symbol: false, separators: None };

    fn said(value: &str, unit: &str, style: &AmountStyle) -> [String; 2] {
        let unit = Unit::new(unit);
        [Language::English, Language::Chinese].map(|language| amount(value.parse().unwrap(), &unit, style, language))
    }

    #[test]
    fn as_newspapers_write() {
        for (value, unit, english, chinese) in [
            ("24457877687576", "CNY", "24.46 trillion yuan", "24.46万亿元"),
            ("244578776875", "CNY", "244.58 billion yuan", "2445.79亿元"),
            ("5753618000000", "USD", "5.75 trillion dollars", "5.75万亿美元"),
            ("-17149000000", "USD", "-17.15 billion dollars", "-171.49亿美元"),
            ("31250000", "EUR", "31.25 million euros", "3125.00万欧元"),
            ("9876.54", "CNY", "9,877 yuan", "9877元"),
            ("0", "CNY", "0 yuan", "0元"),
            ("0.85", "USD/kg", "0.85 dollars per kilogram", "0.85美元/千克"),
            ("3206.5", "CNY/t", "3,207 yuan per tonne", "3207元/吨"),
            ("103788744108", "kg", "103.79 million tonnes", "1.04亿吨"),
            ("999", "kg", "999 kilograms", "999千克"),
            ("1500000", "sets of tools", "1.50 million sets of tools", "150.00万sets of tools"),
        ] {
            assert_eq!(said(value, unit, &PLAIN), [english, chinese], "{value}");
        }
    }

    #[test]
    fn rounding_carries_into_the_next_size() {
        let one = AmountStyle { decimals: Some(1), ..PLAIN };
        assert_eq!(said("999996000000", "CNY", &PLAIN), ["1.00 trillion yuan", "9999.96亿元"]);
        assert_eq!(said("999999999999", "CNY", &one), ["1.0 trillion yuan", "1.0万亿元"]);
        assert_eq!(said("999994999999", "CNY", &PLAIN), ["999.99 billion yuan", "9999.95亿元"]);
        assert_eq!(said("999999.5", "CNY", &PLAIN), ["1.00 million yuan", "100.00万元"]);
        assert_eq!(said("-99999999.99", "CNY", &PLAIN), ["-100.00 million yuan", "-1.00亿元"]);
    }

    #[test]
    fn as_told() {
        let one = AmountStyle { decimals: Some(1), ..PLAIN };
        let sized = |word: &str, decimals: u32| AmountStyle {
            decimals: Some(decimals),
            size: Size::named(word).unwrap(),
            ..PLAIN
        };
        assert_eq!(said("24457877687576", "CNY", &sized("billion", 0)), ["24,458 billion yuan", "24458十亿元"]);
        assert_eq!(said("244600000000", "CNY", &sized("亿", 0)), ["2,446 hundred million yuan", "2446亿元"]);
        assert_eq!(said("1234567.891", "CNY", &sized("one", 1)), ["1,234,567.9 yuan", "1234567.9元"]);
        let symbol = AmountStyle { symbol: true, ..PLAIN };
        assert_eq!(said("-5753618000000", "USD", &symbol), ["-$5.75 trillion", "-$5.75万亿"]);
        assert_eq!(said("5753618000000", "CHF", &symbol)[0], "5.75 trillion Swiss francs");
        let joined = AmountStyle { separators: Some(false), ..sized("million", 1) };
        assert_eq!(said("24457877687576", "CNY", &joined)[0], "24457877.7 million yuan");
        assert_eq!(said("999999.5", "CNY", &one)[0], "999,999.5 yuan");
        let two = AmountStyle { decimals: Some(2), ..PLAIN };
        assert_eq!(said("9876.5", "CNY", &two), ["9,876.50 yuan", "9876.50元"]);
    }

    /// The number that a text says, with the power of its word.
    fn read(text: &str) -> Decimal {
        let words = [("trillion", 12), ("billion", 9), ("million", 6), ("万亿", 12), ("亿", 8), ("万", 4)];
        let power = words.iter().find(|(word, _)| text.contains(word)).map_or(0, |(_, power)| *power);
        let number: String = text.chars().filter(|letter| letter.is_ascii_digit() || "-.".contains(*letter)).collect();
        number.parse::<Decimal>().unwrap() * Decimal::from(10_i64.pow(power))
    }

    proptest! {
        #[test]
        fn what_is_said_is_the_figure_rounded_once(digits in -10_i64.pow(17)..10_i64.pow(17), scale in 0u32..4, decimals in 0u32..4) {
            let value = Decimal::new(digits, scale);
            let style = AmountStyle { decimals: Some(decimals), ..PLAIN };
            for language in [Language::English, Language::Chinese] {
                let text = amount(value, &Unit::new("CNY"), &style, language);
                let size = Size::of(language).into_iter().find(|size| size.power() > 0 && text.contains(size.word(language)));
                let (power, kept) = size.map_or((0, decimals), |size| (size.power(), decimals));
                let one = Decimal::from(10_i64.pow(power));
                let rounded = (value / one).round_dp_with_strategy(kept, MidpointAwayFromZero) * one;
                prop_assert_eq!(read(&text), rounded, "{}", text);
            }
        }

        #[test]
        fn a_thousand_times_as_much_has_the_next_word(digits in 100_000_i64..99_999_499) {
            let said = |value: Decimal| amount(value, &Unit::new("CNY"), &PLAIN, Language::English);
            let value = Decimal::new(digits * 10, 0);
            let (million, billion) = (said(value), said(value * Decimal::ONE_THOUSAND));
            prop_assert_eq!(million.replace("million", "billion"), billion);
        }

        #[test]
        fn no_number_is_longer_than_its_size(digits in 1_i64..10_i64.pow(15)) {
            let text = amount(Decimal::from(digits), &Unit::new("CNY"), &PLAIN, Language::English);
            prop_assert!(text.split(['.', ' ']).next().unwrap().len() <= 3 || digits < 1_000_000, "{}", text);
        }
    }
}
