//! A figure as it was stated: `41.21 trillion yuan`, `3.6 %`, `over half`, `0 to 0.31`.

use rust_decimal::Decimal;

use super::field::Kind;
use super::interval::Interval;
use super::words::{Relation, Word, words};
use crate::model::Code;

/// A stated figure, and what it may have been before it was rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The words.
    pub text: String,
    /// What it may have been, in units of its currency or kind.
    pub interval: Interval,
    /// The currency, where one was named.
    pub currency: Option<Code>,
    /// The unit of weight or quantity, by its code, where one was named.
    pub piece: Option<&'static str>,
    /// The power of ten that it was counted in.
    pub power: u32,
    /// Digits behind the point.
    pub decimals: u32,
}

/// Beyond any trade; sums and ends of what is smaller have all their digits.
const LARGEST: Decimal = Decimal::from_parts(0, 0, 1 << 20, false, 0);

/// What the words of a figure say.
#[derive(Default)]
struct Said {
    /// Each number with its power of ten, as far as one was named.
    numbers: Vec<(Decimal, Option<u32>)>,
    relation: Option<Relation>,
    falls: bool,
    currency: Option<Code>,
    piece: Option<&'static str>,
    unit: Option<Kind>,
    is_part: bool,
    /// The unit that all numbers are rounded to.
    rounded_to: Option<Decimal>,
}

impl Stated {
    /// Reads a stated figure of a kind; `rounded_to` is the unit that it was rounded to where its digits do not tell.
    ///
    /// # Errors
    /// What is wrong with it, and what was expected.
    pub fn read(text: &str, rounded_to: Option<&str>, kind: Kind) -> Result<Stated, String> {
        let wrong = |found: &str| format!("found `{found}`, expected {}", kind.example());
        let words = words(text).map_err(|part| match part.len() < text.trim().len() {
            true => format!("found `{part}` in `{text}`, expected {}", kind.example()),
            false => wrong(text),
        })?;
        let mut said = Said::of(&words).map_err(|why| format!("`{text}` {why}"))?;
        said.rounded_to = rounded_to.map(|unit| unit_of_rounding(unit, kind)).transpose()?;
        let (Some((last, _)), 1..=2) = (said.numbers.last().copied(), said.numbers.len()) else {
            return Err(wrong(text));
        };
        if !said.suits(kind) {
            return Err(wrong(text));
        }
        let power = said.numbers.iter().rev().find_map(|(_, power)| *power).unwrap_or(0);
        let interval = said.interval(kind, power).ok_or_else(|| format!("`{text}` is larger than any figure"))?;
        let interval = if said.falls { interval.negated() } else { interval };
        let decimals = if said.is_part { 0 } else { last.scale() };
        let (text, Said { currency, piece, .. }) = (text.trim().to_owned(), said);
        Ok(Stated { text, interval, currency, piece, power, decimals })
    }
}

impl Said {
    fn of(words: &[Word]) -> Result<Said, &'static str> {
        let mut said = Said::default();
        for word in words {
            match *word {
                Word::Number(number) => said.numbers.push((number, None)),
                Word::Part(part) => {
                    said.numbers.push((part, None));
                    (said.is_part, said.unit) = (true, Some(Kind::Percent));
                }
                Word::Size(power) => {
                    let last = said.numbers.last_mut().ok_or("has no number before its unit")?;
                    last.1 = Some(last.1.unwrap_or(0) + power);
                }
                Word::Money(code) if said.currency.is_some_and(|known| known != code) => {
                    return Err("names two currencies");
                }
                Word::Money(code) => said.currency = Some(code),
                Word::Piece(code) if said.piece.is_some_and(|known| known != code) => return Err("names two units"),
                Word::Piece(code) => said.piece = Some(code),
                Word::Percent => said.unit = Some(Kind::Percent),
                Word::Points => said.unit = Some(Kind::Points),
                Word::Sign(rises) => said.falls = !rises,
                Word::Relation(_) if said.relation.is_some() => return Err("has two comparisons"),
                Word::Relation(relation) => said.relation = Some(relation),
                Word::To | Word::Filler => {}
            }
        }
        if said.numbers.len() == 2 && said.relation.is_some_and(|relation| relation != Relation::About) {
            return Err("is a range and a comparison at once");
        }
        Ok(said)
    }

    /// Whether the unit that was named is one of the kind.
    fn suits(&self, kind: Kind) -> bool {
        let is_money =
            self.currency.is_some() || self.piece.is_some() || self.numbers.iter().any(|(_, power)| power.is_some());
        match kind {
            Kind::Amount => self.unit.is_none(),
            Kind::Percent | Kind::Points => !is_money && self.unit.is_none_or(|unit| unit == kind),
            Kind::Ratio => !is_money && self.unit.is_none(),
            Kind::Count => {
                !is_money && self.unit.is_none() && self.numbers.iter().all(|(number, _)| number.scale() == 0)
            }
            Kind::Order => false,
        }
    }

    fn interval(&self, kind: Kind, power: u32) -> Option<Interval> {
        let sized = |(number, own): (Decimal, Option<u32>)| {
            let figure = Decimal::from(10_i64.checked_pow(own.unwrap_or(power))?).checked_mul(number)?;
            Some(figure).filter(|figure| *figure < LARGEST)
        };
        let half = |(number, own): (Decimal, Option<u32>)| {
            if let Some(unit) = self.rounded_to {
                return unit.checked_div(Decimal::TWO);
            }
            let unit = if self.is_part { Decimal::ONE } else { self.unit_of(number, kind) };
            sized((unit, own)).map(|unit| unit / Decimal::TWO)
        };
        if let [one, other] = self.numbers.as_slice() {
            let half = half(*one)?.min(half(*other)?);
            let (low, high) = (sized(*one)?.min(sized(*other)?), sized(*one)?.max(sized(*other)?));
            return Some(Interval::between(low - half, high + half));
        }
        let number = *self.numbers.first()?;
        let figure = sized(number)?;
        Some(match self.relation {
            Some(Relation::Above) => Interval::above(figure),
            Some(Relation::AtLeast) => Interval::at_least(figure),
            Some(Relation::Below) => Interval::below(figure),
            Some(Relation::AtMost) => Interval::at_most(figure),
            Some(Relation::JustBelow) => Interval::just_below(figure, half(number)?),
            Some(Relation::About) | None => Interval::around(figure, half(number)?),
        })
    }

    /// A unit of the last digit that counts. Ranks and numbers of things are exact; an amount of a single digit is taken to
    /// have two, and a figure that is said to be about right as many as are not zero.
    fn unit_of(&self, number: Decimal, kind: Kind) -> Decimal {
        let loose = matches!(self.relation, Some(Relation::About | Relation::JustBelow));
        let written = Decimal::new(1, number.scale());
        match kind {
            _ if loose && number.scale() == 0 && !number.is_zero() => last_that_is_not_zero(number),
            Kind::Count => Decimal::ZERO,
            Kind::Amount if !loose && number.mantissa().abs() < 10 => written / Decimal::TEN,
            _ => written,
        }
    }
}

/// The middle of a unit such as `1 trillion`.
fn unit_of_rounding(text: &str, kind: Kind) -> Result<Decimal, String> {
    let wrong = || format!("rounded_to: found `{text}`, expected a unit above zero such as \"1 trillion\" or \"0.1\"");
    let interval = Stated::read(text, None, kind).map_err(|_| wrong())?.interval;
    let ends = interval.low().zip(interval.high()).ok_or_else(wrong)?;
    Some((ends.0 + ends.1) / Decimal::TWO).filter(|unit| *unit > Decimal::ZERO).ok_or_else(wrong)
}

fn last_that_is_not_zero(number: Decimal) -> Decimal {
    let mut unit = Decimal::ONE;
    while (number % (unit * Decimal::TEN)).is_zero() {
        unit *= Decimal::TEN;
    }
    unit
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn ends(text: &str, kind: Kind) -> String {
        let number = |end: Option<Decimal>| end.map_or("∞".to_owned(), |end| end.normalize().to_string());
        match Stated::read(text, None, kind) {
            Ok(Stated { interval, .. }) => format!("{}..{}", number(interval.low()), number(interval.high())),
            Err(why) => why,
        }
    }

    #[test]
    fn amounts() {
        for (text, expected) in [
            ("41.21 trillion yuan", "41205000000000..41215000000000"),
            ("24.46万亿元", "24455000000000..24465000000000"),
            ("571亿美元", "57050000000..57150000000"),
            ("$57.1bn", "57050000000..57150000000"),
            ("6 trillion dollars", "5950000000000..6050000000000"),
            ("about 6 trillion dollars", "5500000000000..6500000000000"),
            ("nearly 60 million", "55000000..60000000"),
            ("more than 15 trillion US dollars", "15000000000000..∞"),
            ("41,207.64 billion yuan", "41207635000000..41207645000000"),
            ("deficit of 17.1 billion dollars", "-17150000000..-17050000000"),
            ("900 million to 1.1 billion euros", "899500000..1100500000"),
            ("under 1.50", "∞..1.5"),
            ("103.8 million tonnes", "103750000..103850000"),
            ("1.04亿吨", "103500000..104500000"),
            ("5,500 yuan per tonne", "5499.5..5500.5"),
        ] {
            assert_eq!(ends(text, Kind::Amount), expected, "{text}");
        }
        assert_eq!(Stated::read("571亿美元", None, Kind::Amount).unwrap().currency, Some(Code::of("USD")));
    }

    #[test]
    fn rates_and_counts() {
        for (text, kind, expected) in [
            ("3.6 %", Kind::Percent, "3.55..3.65"),
            ("+3.60%", Kind::Percent, "3.595..3.605"),
            ("fell by 5 per cent", Kind::Percent, "-5.5..-4.5"),
            ("fell by more than 5 %", Kind::Percent, "∞..-5"),
            ("−0.6 %", Kind::Percent, "-0.65..-0.55"),
            ("下降5%", Kind::Percent, "-5.5..-4.5"),
            ("above 10 % a year on average", Kind::Percent, "10..∞"),
            ("over half", Kind::Percent, "50..∞"),
            ("5 to 6 % a year", Kind::Percent, "4.5..6.5"),
            ("5-6%", Kind::Percent, "4.5..6.5"),
            ("1.5 percentage points", Kind::Points, "1.45..1.55"),
            ("0 to 0.31", Kind::Ratio, "-0.005..0.315"),
            ("157 countries", Kind::Count, "157..157"),
            ("third", Kind::Count, "3..3"),
            ("2nd", Kind::Count, "2..2"),
            ("at least 16 years", Kind::Count, "16..∞"),
        ] {
            assert_eq!(ends(text, kind), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_such_figure_says_what_was_expected() {
        assert_eq!(ends("3.6 %", Kind::Amount), "found `3.6 %`, expected an amount such as \"41.21 trillion yuan\"");
        assert_eq!(ends("much", Kind::Percent), "found `much`, expected a rate such as \"3.6 %\" or \"over half\"");
        assert_eq!(ends("3.6 %", Kind::Points), "found `3.6 %`, expected points such as \"1.5 points\"");
        assert_eq!(ends("2.5", Kind::Count), "found `2.5`, expected a whole number such as \"3\" or \"16 years\"");
        assert!(ends("57,1 billion", Kind::Amount).starts_with("found `57,1` in `57,1 billion`"));
        assert!(ends("5 dollars and 3 yuan", Kind::Amount).contains("names two currencies"));
        assert!(ends("99999999999999999999999999 trillion", Kind::Amount).ends_with("is larger than any figure"));
        assert!(ends("1 2 3", Kind::Amount).starts_with("found `1 2 3`"));
    }
}
