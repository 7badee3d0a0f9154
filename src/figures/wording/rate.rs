//! Rates in a sentence: percent, points, and rises and falls in words.

use rust_decimal::Decimal;

use super::{Language, digits, is_zero};

/// How a rate is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateStyle {
    /// Digits after the point.
    pub decimals: u32,
    /// Whether English has `6.2%` and not `6.2 percent`; Chinese always has the sign.
    pub symbol: bool,
}

impl Default for RateStyle {
    fn default() -> RateStyle {
        RateStyle { decimals: 1, symbol: false }
    }
}

/// The words of a rise, a fall, and of neither.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// Before the size of a rise: `up`.
    pub up: String,
    /// Before the size of a fall: `down`.
    pub down: String,
    /// In place of a change of exactly nothing: `unchanged`.
    pub flat: String,
    /// In place of a change that is there, but that all digits printed would call zero: `almost unchanged`.
    pub almost: String,
}

impl Change {
    /// `up 6.2 percent`, `down 0.6 percent`, `unchanged`, `almost unchanged`; `增长6.2%`, `下降0.6%`, `持平`, `基本持平`.
    pub fn plain(language: Language) -> Change {
        match language {
            Language::English => Change::of(["up", "down", "unchanged", "almost unchanged"]),
            Language::Chinese => Change::of(["增长", "下降", "持平", "基本持平"]),
        }
    }

    /// The same as verbs: `rose 6.2 percent`, `fell 0.6 percent`, `did not change`, `barely changed`.
    pub fn verbs(language: Language) -> Change {
        match language {
            Language::English => Change::of(["rose", "fell", "did not change", "barely changed"]),
            Language::Chinese => Change::plain(language),
        }
    }

    fn of([up, down, flat, almost]: [&str; 4]) -> Change {
        Change { up: up.into(), down: down.into(), flat: flat.into(), almost: almost.into() }
    }
}

/// `6.2 percent`, `6.2%`.
pub fn percent(rate: Decimal, style: &RateStyle, language: Language) -> String {
    let number = digits(rate, 0, style.decimals, language == Language::English);
    if style.symbol || language == Language::Chinese { format!("{number}%") } else { format!("{number} percent") }
}

/// `1.5 percentage points`, `1.5个百分点`.
pub fn points(points: Decimal, style: &RateStyle, language: Language) -> String {
    let number = digits(points, 0, style.decimals, language == Language::English);
    match language {
        Language::Chinese => format!("{number}个百分点"),
        Language::English if number.trim_start_matches('-') == "1" => format!("{number} percentage point"),
        Language::English => format!("{number} percentage points"),
    }
}

/// A change in words, of which `size` writes how large it is without its sign.
pub fn change(change: Decimal, words: &Change, size: impl Fn(Decimal) -> String, language: Language) -> String {
    let size = size(change.abs());
    let word = match change {
        nothing if nothing.is_zero() => return words.flat.clone(),
        _ if is_zero(&size) => return words.almost.clone(),
        fall if fall.is_sign_negative() => &words.down,
        _ => &words.up,
    };
    match language {
        Language::English => format!("{word} {size}").trim().to_owned(),
        Language::Chinese => format!("{word}{size}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn percent_and_points() {
        let plain = RateStyle::default();
        let symbol = RateStyle { symbol: true, ..plain };
        let none = RateStyle { decimals: 0, ..plain };
        assert_eq!(percent(decimal("6.15"), &plain, Language::English), "6.2 percent");
        assert_eq!(percent(decimal("-0.55"), &symbol, Language::English), "-0.6%");
        assert_eq!(percent(decimal("2595.14"), &plain, Language::English), "2,595.1 percent");
        assert_eq!(percent(decimal("60.875"), &plain, Language::Chinese), "60.9%");
        assert_eq!(points(decimal("1.466"), &plain, Language::English), "1.5 percentage points");
        assert_eq!(points(decimal("-0.9"), &none, Language::English), "-1 percentage point");
        assert_eq!(points(decimal("1"), &plain, Language::English), "1.0 percentage points");
        assert_eq!(points(decimal("1.466"), &plain, Language::Chinese), "1.5个百分点");
    }

    fn said(rate: &str, words: fn(Language) -> Change) -> [String; 2] {
        [Language::English, Language::Chinese].map(|language| {
            let size = |size| percent(size, &RateStyle::default(), language);
            change(decimal(rate), &words(language), size, language)
        })
    }

    #[test]
    fn rises_and_falls() {
        assert_eq!(said("6.161741", Change::plain), ["up 6.2 percent", "增长6.2%"]);
        assert_eq!(said("-0.55", Change::plain), ["down 0.6 percent", "下降0.6%"]);
        assert_eq!(said("-0.55", Change::verbs), ["fell 0.6 percent", "下降0.6%"]);
        assert_eq!(said("6.161741", Change::verbs)[0], "rose 6.2 percent");
    }

    #[test]
    fn nothing_rises_by_nothing() {
        assert_eq!(said("0", Change::plain), ["unchanged", "持平"]);
        assert_eq!(said("0.0", Change::verbs)[0], "did not change");
        assert_eq!(said("0.012003", Change::plain), ["almost unchanged", "基本持平"]);
        assert_eq!(said("-0.049", Change::verbs)[0], "barely changed");
        assert_eq!(said("-0.05", Change::verbs)[0], "fell 0.1 percent");
    }

    proptest! {
        #[test]
        fn the_word_has_the_sign_and_the_number_has_none(digits in any::<i32>(), scale in 0u32..9) {
            let rate = Decimal::new(i64::from(digits), scale);
            let [english, chinese] = said(&rate.to_string(), Change::plain);
            let number = english.split(' ').nth(1).and_then(|word| word.replace(',', "").parse::<Decimal>().ok());
            let rounded = rate.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            prop_assert_eq!(number.unwrap_or_default(), rounded.abs());
            prop_assert_eq!(english.starts_with("up"), rounded > Decimal::ZERO);
            prop_assert_eq!(chinese.starts_with("下降"), rounded < Decimal::ZERO);
        }
    }
}
