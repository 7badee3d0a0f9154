//! A figure as it was stated: `41.21 trillion yuan`, `+3.6 %`, `fell 5 percent`, `over half`, `0 to 0.31`.

use rust_decimal::Decimal;

use super::interval::{End, Interval};
use crate::model::Code;
use crate::reference::rates;

/// What a stated figure is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nothing was said.
    None,
    /// A currency.
    Currency(Code),
    /// Percent.
    Percent,
    /// Percentage points.
    Points,
}

/// A figure as it was stated, with the room that its rounding leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The words.
    pub text: String,
    /// Every figure that the words allow.
    pub interval: Interval,
    /// What it is counted in.
    pub unit: Unit,
    /// The power of ten of the words, such as 12 of trillion.
    pub power: u32,
    /// Digits after the point as stated.
    pub decimals: u32,
    /// Significant digits of the number with the fewest.
    pub digits: usize,
}

/// Words that state no figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("found `{text}`, expected {expected}")]
pub struct BadStatement {
    /// The words.
    pub text: String,
    /// What they should have been.
    pub expected: String,
}

const EXAMPLE: &str = "a figure such as `41.21 trillion yuan`, `+3.6 %`, `fell 5 %`, `over half` or `0 to 0.31`";

const SIZES: [(&str, u32); 13] = [
    ("万亿", 12),
    ("trillion", 12),
    ("tn", 12),
    ("十亿", 9),
    ("billion", 9),
    ("bn", 9),
    ("亿", 8),
    ("百万", 6),
    ("million", 6),
    ("mn", 6),
    ("万", 4),
    ("thousand", 3),
    ("hundred", 2),
];

const CURRENCIES: [(&str, &str); 17] = [
    ("us dollars", "USD"),
    ("u.s. dollars", "USD"),
    ("dollars", "USD"),
    ("dollar", "USD"),
    ("us$", "USD"),
    ("$", "USD"),
    ("美元", "USD"),
    ("yuan", "CNY"),
    ("renminbi", "CNY"),
    ("rmb", "CNY"),
    ("元", "CNY"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("€", "EUR"),
    ("pounds", "GBP"),
    ("£", "GBP"),
    ("yen", "JPY"),
];

const POINTS: [&str; 5] = ["percentage points", "percentage point", "个百分点", "points", "pp"];
const PERCENT: [&str; 4] = ["percent", "per cent", "%", "pct"];

const RISES: [&str; 7] = ["up", "rose", "grew", "growth of", "increased", "增长", "上升"];
const FALLS: [&str; 7] = ["down", "fell", "declined", "decreased", "dropped", "下降", "减少"];
const ABOUT: [&str; 6] = ["about", "around", "some", "nearly", "roughly", "约"];

/// Words before a figure that leave one side open, and whether the figure itself is meant too.
const LOWER: [(&str, bool); 7] = [
    ("more than", false),
    ("at least", true),
    ("over", false),
    ("above", false),
    (">=", true),
    (">", false),
    ("超过", false),
];
const UPPER: [(&str, bool); 7] = [
    ("less than", false),
    ("at most", true),
    ("under", false),
    ("below", false),
    ("<=", true),
    ("<", false),
    ("不到", false),
];

impl Stated {
    /// Reads a figure as it was stated; `rounded_to` is the unit that it was rounded to where its digits do not tell.
    ///
    /// An amount of a single digit is taken to have been rounded to two: `6 trillion` is 5.95 to 6.05 trillion.
    ///
    /// # Errors
    /// Where the words state no figure.
    pub fn read(text: &str, rounded_to: Option<&str>) -> Result<Stated, BadStatement> {
        let lower = text.trim().to_lowercase().replace('\u{2212}', "-");
        let (rest, open) = side(&lower);
        let (rest, unit) = unit(rest);
        let bad = || BadStatement { text: text.to_owned(), expected: EXAMPLE.to_owned() };
        let unit_of_rounding = match rounded_to {
            None => None,
            Some(word) => Some(Number::read(word, &Unit::None).ok_or_else(bad)?.scaled().ok_or_else(bad)?),
        };
        let half = |number: &Number| match unit_of_rounding {
            Some(unit) => unit.checked_div(Decimal::TWO),
            None => number.half_unit(unit),
        };
        let parts: Vec<&str> = rest.split(" to ").collect();
        let (first, last) = match parts.as_slice() {
            [only] => (Number::read(only, &unit).ok_or_else(bad)?, None),
            [first, last] => {
                let last = Number::read(last, &unit).ok_or_else(bad)?;
                let first = Number::read(first, &unit).ok_or_else(bad)?;
                let power = if first.power == 0 { last.power } else { first.power };
                (Number { power, ..first }, Some(last))
            }
            _ => return Err(bad()),
        };
        let around = |number: &Number| Interval::around(number.scaled()?, half(number)?);
        let mut interval = around(&first).ok_or_else(bad)?;
        if let Some(last) = &last {
            interval.high = around(last).ok_or_else(bad)?.high;
        }
        let end = |closed| first.scaled().map(|at| End { at, closed });
        match open {
            Some((Side::Lower, closed)) => interval = Interval { low: end(closed), high: None },
            Some((Side::Upper, closed)) => interval = Interval { low: None, high: end(closed) },
            None => {}
        }
        let digits = last.iter().map(|last| last.digits).fold(first.digits, usize::min);
        let (power, decimals) = (first.power, first.number.scale());
        Ok(Stated { text: text.trim().to_owned(), interval, unit, power, decimals, digits })
    }
}

enum Side {
    Lower,
    Upper,
}

fn side(text: &str) -> (&str, Option<(Side, bool)>) {
    let find = |words: &[(&str, bool)]| {
        words.iter().find_map(|(word, closed)| Some((text.strip_prefix(word)?.trim(), *closed)))
    };
    match (find(&LOWER), find(&UPPER)) {
        (Some((rest, closed)), _) => (rest, Some((Side::Lower, closed))),
        (None, Some((rest, closed))) => (rest, Some((Side::Upper, closed))),
        (None, None) => (text, None),
    }
}

/// The words without their unit, which stands behind or before the number.
fn unit(text: &str) -> (&str, Unit) {
    let cut = |word: &str| text.strip_suffix(word).or_else(|| text.strip_prefix(word)).map(str::trim);
    if let Some(rest) = POINTS.iter().find_map(|word| cut(word)) {
        return (rest, Unit::Points);
    }
    if let Some(rest) = PERCENT.iter().find_map(|word| cut(word)) {
        return (rest, Unit::Percent);
    }
    for (word, code) in CURRENCIES {
        if let Some(rest) = cut(word) {
            return (rest, Unit::Currency(Code::of(code)));
        }
    }
    let at = text.len().saturating_sub(3);
    let code = text.get(at..).map(str::to_uppercase);
    let known = rates::currencies().into_iter().find(|known| code.as_deref() == Some(known.as_str()));
    known.map_or((text, Unit::None), |code| (text[..at].trim(), Unit::Currency(code)))
}

struct Number {
    number: Decimal,
    power: u32,
    digits: usize,
}

impl Number {
    fn read(text: &str, unit: &Unit) -> Option<Number> {
        let mut rest = text.trim();
        rest = ABOUT.iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest).trim();
        let mut negative = false;
        if let Some(word) = FALLS.iter().find_map(|word| rest.strip_prefix(word)) {
            (rest, negative) = (word.trim(), true);
        } else if let Some(word) = RISES.iter().find_map(|word| rest.strip_prefix(word)) {
            rest = word.trim();
        }
        if matches!(rest, "half" | "one half" | "一半") {
            let number = if *unit == Unit::Percent { return None } else { Decimal::from(50) };
            return Some(Number { number, power: 0, digits: 2 });
        }
        let mut power = 0;
        while let Some((word, size)) = SIZES.iter().find(|(word, _)| rest.ends_with(word)) {
            rest = rest[..rest.len() - word.len()].trim();
            power += size;
        }
        let plain = rest.strip_prefix('+').unwrap_or(rest).replace(' ', "");
        if plain.contains(',') && !is_grouped(&plain) {
            return None;
        }
        let plain = plain.replace(',', "");
        let is_number = plain.strip_prefix('-').unwrap_or(&plain).starts_with(|letter: char| letter.is_ascii_digit())
            && plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        let number: Decimal = Some(plain).filter(|_| is_number && power <= 18)?.parse().ok()?;
        let digits = number.mantissa().unsigned_abs().to_string().trim_start_matches('0').len();
        Some(Number { number: if negative { -number } else { number }, power, digits })
    }

    fn scaled(&self) -> Option<Decimal> {
        self.number.checked_mul(Decimal::from(10_u64.pow(self.power)))
    }

    /// Half of the unit that the last digit stands for.
    fn half_unit(&self, unit: Unit) -> Option<Decimal> {
        let single = self.digits == 1 && self.number.scale() == 0 && self.power > 0;
        let is_amount = !matches!(unit, Unit::Percent | Unit::Points);
        let scale = self.number.scale() + u32::from(single && is_amount);
        let unit = Decimal::from(10_u64.pow(self.power)).checked_div(Decimal::from(10_u64.checked_pow(scale)?))?;
        unit.checked_div(Decimal::TWO)
    }
}

/// Whether commas stand between thousands.
fn is_grouped(text: &str) -> bool {
    let whole = text.split('.').next().unwrap_or_default().trim_start_matches('-');
    let mut parts = whole.split(',');
    let first = parts.next().unwrap_or_default();
    (1..=3).contains(&first.len()) && parts.all(|part| part.len() == 3)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ends(text: &str) -> (String, String) {
        let interval = Stated::read(text, None).unwrap().interval;
        let end = |end: Option<End>| end.map_or("none".to_owned(), |end| end.at.normalize().to_string());
        (end(interval.low), end(interval.high))
    }

    fn is(text: &str, low: &str, high: &str) {
        assert_eq!(ends(text), (low.to_owned(), high.to_owned()), "{text}");
    }

    #[test]
    fn digits_tell_how_far_a_figure_was_rounded() {
        is("41.21 trillion yuan", "41205000000000", "41215000000000");
        is("24.46万亿元", "24455000000000", "24465000000000");
        is("$5.75 trillion", "5745000000000", "5755000000000");
        is("22 trillion yuan", "21500000000000", "22500000000000");
        is("6 trillion dollars", "5950000000000", "6050000000000");
        is("5 million million", "4950000000000", "5050000000000");
        is("1,234.5 million", "1234450000", "1234550000");
        is("about 154 billion USD", "153500000000", "154500000000");
        is("3", "2.5", "3.5");
    }

    #[test]
    fn rates_have_signs_and_words() {
        is("+3.6 %", "3.55", "3.65");
        is("-16.9%", "-16.95", "-16.85");
        is("fell 5 percent", "-5.5", "-4.5");
        is("增长6.2%", "6.15", "6.25");
        is("下降0.6个百分点", "-0.65", "-0.55");
        assert_eq!(Stated::read("1.5 percentage points", None).unwrap().unit, Unit::Points);
    }

    #[test]
    fn sides_may_be_open() {
        is("over half", "50", "none");
        is("more than 15 trillion dollars", "15000000000000", "none");
        is("below 10 %", "none", "10");
        is("0 to 0.31", "-0.5", "0.315");
        is("5 to 6 %", "4.5", "6.5");
        assert!(!Stated::read("above 10 %", None).unwrap().interval.low.unwrap().closed);
        assert!(Stated::read("at least 10 %", None).unwrap().interval.low.unwrap().closed);
    }

    #[test]
    fn a_unit_of_rounding_may_be_told() {
        let stated = Stated::read("6 trillion dollars", Some("1 trillion")).unwrap();
        assert_eq!(stated.interval, Interval::closed(5_500_000_000_000_i64.into(), 6_500_000_000_000_i64.into()));
    }

    #[test]
    fn other_words_are_no_figures() {
        for text in [
            "",
            "yuan",
            "much",
            "1,23",
            "1.2.3",
            "--4",
            "1 to 2 to 3",
            "5 zillion yuan",
            "9e9",
            "99999999999999999999999999999 trillion",
        ] {
            assert!(Stated::read(text, None).is_err(), "{text}");
        }
    }
}
