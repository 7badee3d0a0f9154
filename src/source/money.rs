//! Units of money as data writes them: `CNY`, `million USD`, `1000 EUR`.

use crate::model::Code;

const SCALES: [(&str, i64); 15] = [
    ("thousand", 1_000),
    ("1000", 1_000),
    ("1,000", 1_000),
    ("千", 1_000),
    ("10000", 10_000),
    ("10,000", 10_000),
    ("万", 10_000),
    ("million", 1_000_000),
    ("mln", 1_000_000),
    ("1000000", 1_000_000),
    ("100 million", 100_000_000),
    ("100m", 100_000_000),
    ("亿", 100_000_000),
    ("billion", 1_000_000_000),
    ("trillion", 1_000_000_000_000),
];

const NAMES: [(&str, &str); 9] = [
    ("rmb", "CNY"),
    ("yuan", "CNY"),
    ("元", "CNY"),
    ("人民币", "CNY"),
    ("元人民币", "CNY"),
    ("us$", "USD"),
    ("dollars", "USD"),
    ("美元", "USD"),
    ("euro", "EUR"),
];

/// A currency and how many of its units one unit of the data is; an empty text is an unknown currency.
pub(super) fn unit(text: &str) -> Option<(Code, i64)> {
    let plain = text.trim().to_lowercase();
    let scale = SCALES.iter().filter(|(word, _)| plain.starts_with(word)).max_by_key(|(word, _)| word.len());
    let (rest, factor) = scale.map_or((plain.as_str(), 1), |(word, factor)| (&plain[word.len()..], *factor));
    currency(rest.trim()).map(|code| (code, factor)).or_else(|| turned(&plain))
}

/// The same with the currency first: `US$1,000`, `RMB 100 million`.
fn turned(plain: &str) -> Option<(Code, i64)> {
    let (name, rest) = NAMES.iter().find_map(|(name, _)| Some((name, plain.strip_prefix(name)?.trim())))?;
    let (_, factor) = SCALES.iter().find(|(word, _)| *word == rest)?;
    Some((currency(name)?, *factor))
}

/// The code of a currency by its code or name, in any case.
pub(super) fn currency(text: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == text) {
        return Some(Code::fixed(code));
    }
    let letters = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic());
    (letters || text.is_empty()).then(|| Code::of(&text.to_uppercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_stands_before_or_after_the_currency() {
        for (text, code, factor) in [
            ("US$1,000", "USD", 1_000),
            ("1000 EUR", "EUR", 1_000),
            ("10,000 yuan", "CNY", 10_000),
            ("万元", "CNY", 10_000),
            ("亿元人民币", "CNY", 100_000_000),
            ("100 million yuan", "CNY", 100_000_000),
            ("RMB 100 million", "CNY", 100_000_000),
            ("USD", "USD", 1),
        ] {
            assert_eq!(unit(text), Some((Code::fixed(code), factor)), "{text}");
        }
        assert_eq!(unit("US$ heaps"), None);
        assert_eq!(unit("heaps"), None);
    }
}
