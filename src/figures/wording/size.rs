//! What amounts are counted in: millions and billions, 万 and 亿.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::Language;
use crate::render::fixed;

/// A power of ten that amounts are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(u32);

/// Each size with its word in either language.
const WORDS: [(Size, &str, &str); 7] = [
    (Size(12), "trillion", "万亿"),
    (Size(9), "billion", "十亿"),
    (Size(8), "hundred million", "亿"),
    (Size(6), "million", "百万"),
    (Size(4), "ten thousand", "万"),
    (Size(3), "thousand", "千"),
    (Size(0), "", ""),
];

/// A word that names no size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a unit of amounts; expected auto, one, thousand, million, 100m, billion, trillion, 万, 亿 or 万亿"
)]
pub struct UnknownSize(String);

impl Size {
    /// Sizes that a language counts in by itself, the largest first.
    pub fn of(language: Language) -> [Size; 4] {
        match language {
            Language::English => [12, 9, 6, 0].map(Size),
            Language::Chinese => [12, 8, 4, 0].map(Size),
        }
    }

    /// The size of a power of ten, where it has a word.
    pub fn of_power(power: u32) -> Option<Size> {
        WORDS.iter().map(|(size, _, _)| *size).find(|size| size.0 == power)
    }

    /// The power of ten.
    pub fn power(self) -> u32 {
        self.0
    }

    /// The word; none for single units.
    pub fn word(self, language: Language) -> &'static str {
        let word = WORDS.iter().find(|(size, _, _)| *size == self);
        word.map_or("", |(_, english, chinese)| if language == Language::English { english } else { chinese })
    }

    /// The largest size in which an amount, rounded as it is printed, is one or more.
    ///
    /// 999.996 billion are 1,000.00 billion with two decimals, and so 1.00 trillion.
    pub fn fitting(value: Decimal, decimals: Option<u32>, usual: u32, language: Language) -> Size {
        let sizes = Size::of(language);
        let fits = |size: &Size| value.abs() >= Decimal::from(10_i64.pow(size.0));
        let at = sizes.iter().position(fits).unwrap_or(sizes.len() - 1);
        let Some(larger) = at.checked_sub(1).map(|at| sizes[at]) else { return sizes[at] };
        let printed = decimals.unwrap_or(if sizes[at] == Size(0) { 0 } else { usual });
        let digits = fixed(value.abs(), sizes[at].0, printed);
        let whole = digits.split('.').next().unwrap_or_default().len() as u32;
        if whole > larger.0 - sizes[at].0 { larger } else { sizes[at] }
    }

    /// The size that a text asks for by name; none for `auto`.
    ///
    /// # Errors
    /// Where the word names none.
    pub fn named(word: &str) -> Result<Option<Size>, UnknownSize> {
        if word.trim().eq_ignore_ascii_case("auto") { Ok(None) } else { word.parse().map(Some) }
    }
}

impl FromStr for Size {
    type Err = UnknownSize;

    fn from_str(word: &str) -> Result<Size, UnknownSize> {
        let power = match word.trim().to_lowercase().as_str() {
            "one" | "1" => 0,
            "thousand" | "千" => 3,
            "万" => 4,
            "million" | "百万" => 6,
            "亿" | "100m" => 8,
            "billion" | "十亿" => 9,
            "trillion" | "万亿" => 12,
            _ => return Err(UnknownSize(word.to_owned())),
        };
        Ok(Size(power))
    }
}
