//! What amounts are counted in for people: units, millions, billions.

use std::str::FromStr;

use rust_decimal::Decimal;

/// The power of ten that amounts are divided by for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Scale {
    /// Chosen from the largest amount of the table.
    #[default]
    Auto,
    /// As they are.
    One,
    /// Thousands.
    Thousand,
    /// Millions.
    Million,
    /// Hundreds of millions, the yi of Chinese statistics.
    HundredMillion,
    /// Billions, 10^9.
    Billion,
    /// Trillions, 10^12.
    Trillion,
}

/// A word that names no scale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a unit; choose one of auto, one, thousand, million, 100m, billion, trillion")]
pub struct UnknownScale(String);

impl Scale {
    /// The scale that `Auto` stands for in a table whose largest absolute amount is `largest`. It leaves three to five
    /// digits before the point: units up to 100 million, then the scale that brings the largest between 100 and 99,999.
    pub fn settle(self, largest: Decimal) -> Scale {
        let whole = largest.abs().trunc();
        let below = |power: u32| whole < Decimal::from(10_i64.pow(power));
        match self {
            Scale::Auto if below(8) => Scale::One,
            Scale::Auto if below(11) => Scale::Million,
            Scale::Auto if below(14) => Scale::Billion,
            Scale::Auto => Scale::Trillion,
            chosen => chosen,
        }
    }

    /// The power of ten to divide by.
    pub fn power(self) -> u32 {
        match self {
            Scale::Auto | Scale::One => 0,
            Scale::Thousand => 3,
            Scale::Million => 6,
            Scale::HundredMillion => 8,
            Scale::Billion => 9,
            Scale::Trillion => 12,
        }
    }

    /// `billion yuan`, or nothing for plain units of nothing.
    pub fn label(self, unit: &str) -> String {
        let word = match self {
            Scale::Auto | Scale::One => "",
            Scale::Thousand => "thousand",
            Scale::Million => "million",
            Scale::HundredMillion => "100 million",
            Scale::Billion => "billion",
            Scale::Trillion => "trillion",
        };
        format!("{word} {unit}").trim().to_string()
    }
}

impl Scale {
    /// `亿元`.
    pub fn chinese_label(self, unit: &str) -> String {
        let word = match self {
            Scale::Auto | Scale::One => "",
            Scale::Thousand => "千",
            Scale::Million => "百万",
            Scale::HundredMillion => "亿",
            Scale::Billion => "十亿",
            Scale::Trillion => "万亿",
        };
        format!("{word}{unit}")
    }
}

impl FromStr for Scale {
    type Err = UnknownScale;

    fn from_str(word: &str) -> Result<Scale, UnknownScale> {
        match word.trim().to_lowercase().as_str() {
            "auto" => Ok(Scale::Auto),
            "one" | "1" => Ok(Scale::One),
            "thousand" => Ok(Scale::Thousand),
            "million" => Ok(Scale::Million),
            "100m" => Ok(Scale::HundredMillion),
            "billion" => Ok(Scale::Billion),
            "trillion" => Ok(Scale::Trillion),
            _ => Err(UnknownScale(word.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn auto_follows_the_largest_amount() {
        let settled = |largest: i64| Scale::Auto.settle(Decimal::from(largest));
        assert_eq!(settled(0), Scale::One);
        assert_eq!(settled(99_999_999), Scale::One);
        assert_eq!(settled(-100_000_000), Scale::Million);
        assert_eq!(settled(99_999_999_999), Scale::Million);
        assert_eq!(settled(41_207_640_000_000), Scale::Billion);
        assert_eq!(settled(100_000_000_000_000), Scale::Trillion);
        assert_eq!(Scale::One.settle(Decimal::MAX), Scale::One);
        assert_eq!(Scale::Auto.settle(Decimal::MIN), Scale::Trillion);
    }

    #[test]
    fn labels_and_words() {
        assert_eq!("100M".parse::<Scale>().unwrap().label("yuan"), "100 million yuan");
        assert_eq!("1".parse::<Scale>().unwrap().label("yuan"), "yuan");
        assert_eq!(Scale::Billion.label(""), "billion");
        assert_eq!(Scale::One.label(""), "");
        let error = "dozen".parse::<Scale>().unwrap_err().to_string();
        assert!(error.starts_with("`dozen` is not a unit; choose one of auto, one, thousand"), "{error}");
    }

    #[test]
    fn every_named_scale_divides_by_its_power() {
        let powers = [("one", 0), ("thousand", 3), ("million", 6), ("100m", 8), ("billion", 9), ("trillion", 12)];
        for (word, power) in powers {
            assert_eq!(word.parse::<Scale>().unwrap().power(), power);
        }
    }
}
