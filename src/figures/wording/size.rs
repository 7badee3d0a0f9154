//! What amounts are counted in: millions and billions, 万 and 亿.

use std::str::FromStr;

use rust_decimal::Decimal;

use super::Language;
use crate::render::fixed;

/// A word for a power of ten, as a text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// The power of ten.
    pub power: u32,
    /// The word, in either language; none for single units.
    pub word: &'static str,
}

const ENGLISH: [Size; 4] = [
    Size { power: 12, word: "trillion" },
    Size { power: 9, word: "billion" },
    Size { power: 6, word: "million" },
    Size { power: 0, word: "" },
];

const CHINESE: [Size; 4] = [
    Size { power: 12, word: "万亿" },
    Size { power: 8, word: "亿" },
    Size { power: 4, word: "万" },
    Size { power: 0, word: "" },
];

/// A word that names no size.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a unit of amounts; expected auto, one, thousand, million, billion, trillion, 万, 亿 or 万亿")]
pub struct UnknownSize(String);

impl Size {
    /// Sizes that a language counts in by itself, the largest first.
    pub fn of(language: Language) -> [Size; 4] {
        match language {
            Language::English => ENGLISH,
            Language::Chinese => CHINESE,
        }
    }

    /// The largest size in which an amount, rounded as it is printed, is one or more.
    ///
    /// 999.996 billion are 1,000.00 billion with two decimals, and so 1.00 trillion.
    pub fn fitting(value: Decimal, decimals: u32, language: Language) -> Size {
        let sizes = Size::of(language);
        let fits = |size: &&Size| value.abs() >= Decimal::from(10_i64.pow(size.power));
        let at = sizes.iter().position(|size| fits(&size)).unwrap_or(sizes.len() - 1);
        let Some(larger) = at.checked_sub(1).map(|at| sizes[at]) else { return sizes[at] };
        let printed = if sizes[at].power == 0 { 0 } else { decimals };
        let digits = fixed(value.abs(), sizes[at].power, printed);
        let whole = digits.split('.').next().unwrap_or_default().len() as u32;
        if whole > larger.power - sizes[at].power { larger } else { sizes[at] }
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
        let (power, word) = match word.trim().to_lowercase().as_str() {
            "one" | "1" | "个" => (0, ""),
            "thousand" => (3, "thousand"),
            "million" => (6, "million"),
            "billion" => (9, "billion"),
            "trillion" => (12, "trillion"),
            "万" | "wan" => (4, "万"),
            "亿" | "yi" | "100m" => (8, "亿"),
            "万亿" => (12, "万亿"),
            _ => return Err(UnknownSize(word.to_owned())),
        };
        Ok(Size { power, word })
    }
}
