//! Figures in the words of a newspaper, in English and Chinese: amounts, rates, places in a ranking, periods.
//!
//! A figure is rounded once, half away from zero, from all of its digits.

mod amount;
mod count;
mod period;
mod rate;
mod size;
mod unit;

pub use amount::{AmountStyle, amount};
pub use count::{cardinal, numeral, ordinal};
pub use period::{PeriodStyle, period};
pub use rate::{Change, RateStyle, change, percent, points};
pub use size::{Size, UnknownSize};
pub use unit::Unit;

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::render::{fixed, grouped};

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// `24.46 trillion yuan`, `up 6.2 percent`, `third`.
    #[default]
    English,
    /// `24.46万亿元`, `增长6.2%`, `第三`.
    Chinese,
}

/// A word that is no language of texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language of texts; expected en or zh")]
pub struct UnknownLanguage(String);

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(word: &str) -> Result<Language, UnknownLanguage> {
        match word.trim().to_lowercase().as_str() {
            "en" | "english" => Ok(Language::English),
            "zh" | "chinese" | "中文" => Ok(Language::Chinese),
            _ => Err(UnknownLanguage(word.to_owned())),
        }
    }
}

/// Digits of a number, with or without marks between thousands.
fn digits(value: Decimal, shift: u32, decimals: u32, separators: bool) -> String {
    let plain = fixed(value, shift, decimals);
    if separators { grouped(&plain) } else { plain }
}

/// Whether a text says zero in digits.
fn is_zero(text: &str) -> bool {
    text.contains('0') && !text.contains(|letter: char| ('1'..='9').contains(&letter))
}
