//! A period as it is typed, which may need the data to be resolved: `jan-nov`, `ytd`, `latest`, `last-12`.

use std::fmt;
use std::str::FromStr;

use super::{Month, Period};

/// What was typed for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodExpr {
    /// A period with its year: `2025-11`, `2021..2025`.
    Dated(Period),
    /// Months of a year to be named elsewhere, by their numbers: `jan-nov`, `q3`, `h1`.
    Months(u32, u32),
    /// January to the newest month, of a given year or of the newest.
    ToDate(Option<i32>),
    /// The newest month, or the newest year of annual data.
    Latest,
    /// The newest months, so many of them.
    Last(u32),
}

/// A text that is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is not a period: {why}")]
pub struct BadPeriod {
    found: String,
    why: String,
}

/// What a period may look like, for error messages.
const EXPECTED: &str =
    "expected one like 2025, 2025-11, 2025-q3, 2025-jan..nov, jan-nov, h1, 2021..2025, ytd, latest or last-12";

impl FromStr for PeriodExpr {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<PeriodExpr, BadPeriod> {
        let bad = |why: String| BadPeriod { found: text.trim().to_owned(), why };
        let plain = plain(text);
        match parse(&plain) {
            Some(Ok(expr)) => Ok(expr),
            Some(Err(why)) => Err(bad(why)),
            None => Err(bad(EXPECTED.to_owned())),
        }
    }
}

/// One spelling for all: small letters, one kind of dash, `..` between the ends, no blanks around them.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.trim().chars() {
        match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' | '~' | '～' => {
                plain.push('-')
            }
            '…' => plain.push_str(".."),
            '年' => plain.push(' '),
            '月' | '份' => {}
            '_' | '\u{a0}' | '\t' => plain.push(' '),
            other => plain.extend(other.to_lowercase()),
        }
    }
    let plain = plain.replace(" to ", "..").replace(" - ", "-").replace(" .. ", "..");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

type Parsed = Option<Result<PeriodExpr, String>>;

fn parse(text: &str) -> Parsed {
    word(text)
        .map(Ok)
        .or_else(|| with_year(text))
        .or_else(|| between_dates(text))
        .or_else(|| months(text).map(|found| found.map(|(first, last)| PeriodExpr::Months(first, last))))
}

fn word(text: &str) -> Option<PeriodExpr> {
    match text {
        "ytd" | "year to date" | "year-to-date" => Some(PeriodExpr::ToDate(None)),
        "latest" | "newest" => Some(PeriodExpr::Latest),
        _ => {
            let count = text.strip_prefix("last")?.trim_start_matches(['-', ' ']);
            let count = count.strip_suffix("months").or(count.strip_suffix("month")).unwrap_or(count);
            let count: u32 = count.trim_end_matches(['-', ' ']).parse().ok()?;
            (1..=1200).contains(&count).then_some(PeriodExpr::Last(count))
        }
    }
}

/// `2025`, `2025-11`, `2025-jan..nov`, `202511`, `2025m11`, `2025q3`, `nov 2025`, `11/2025`.
fn with_year(text: &str) -> Parsed {
    if let Some(year) = year(text) {
        return Some(dated(Period::year(year)));
    }
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, month) = (year(&text[..4])?, text[4..].parse().ok()?);
        return Some(
            Month::new(year, month).map(|month| PeriodExpr::Dated(Period::month(month))).ok_or_else(no_such_month),
        );
    }
    leading_year(text).or_else(|| trailing_year(text))
}

fn leading_year(text: &str) -> Parsed {
    let head = text.get(..4)?;
    let year = year(head)?;
    let tail = &text[4..];
    let rest = tail.strip_prefix(['-', ' ', '/']).unwrap_or(tail);
    if rest == "ytd" {
        return Some(Ok(PeriodExpr::ToDate(Some(year))));
    }
    let rest = rest.strip_prefix('m').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest);
    if tail.starts_with('-') && looks_like_a_day(rest) {
        return Some(Err(format!(
            "a day or a range of months? Write {year}-{} for the months",
            rest.replacen('-', "..", 1)
        )));
    }
    Some(months(rest)?.and_then(|(first, last)| dated(Period::within_year(year, first, last))))
}

fn trailing_year(text: &str) -> Parsed {
    let at = text.len().checked_sub(4)?;
    let (head, tail) = (text.get(..at)?, text.get(at..)?);
    let year = year(tail)?;
    let head = head.strip_suffix(['-', ' ', '/', ','])?.trim_end_matches(',');
    Some(months(head)?.and_then(|(first, last)| dated(Period::within_year(year, first, last))))
}

fn looks_like_a_day(rest: &str) -> bool {
    let numbers: Vec<&str> = rest.split('-').collect();
    numbers.len() == 2
        && numbers.iter().all(|number| (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit()))
}

/// `2021..2025`, `2021-2025`, `2024-11..2025-02`, `2025-01..11`.
fn between_dates(text: &str) -> Parsed {
    let twice = (text.len() == 15 && text.is_ascii() && text.as_bytes()[7] == b'-').then(|| (&text[..7], &text[8..]));
    let (head, tail) =
        text.split_once("..").or(twice).or_else(|| match (year(text.get(..4)?), year(text.get(5..)?)) {
            (Some(_), Some(_)) => text.split_once('-'),
            _ => None,
        })?;
    let (head, tail) = (head.trim(), tail.trim());
    match (with_year(head)?, with_year(tail)?) {
        (Ok(PeriodExpr::Dated(first)), Ok(PeriodExpr::Dated(last))) => {
            Some(dated(Period::new(first.first(), last.last())))
        }
        (Err(why), _) | (_, Err(why)) => Some(Err(why)),
        _ => None,
    }
}

/// Numbers of the first and last month: `jan-nov`, `1..11`, `q1-q3`, `h1`, `november`.
fn months(text: &str) -> Option<Result<(u32, u32), String>> {
    if let Some(one) = span(text) {
        return Some(one);
    }
    let (head, tail) = text.split_once("..").or_else(|| text.split_once('-'))?;
    let (first, last) = match (span(head.trim())?, span(tail.trim())?) {
        (Ok((first, _)), Ok((_, last))) => (first, last),
        (Err(why), _) | (_, Err(why)) => return Some(Err(why)),
    };
    Some(if first <= last { Ok((first, last)) } else { Err(ends_before_it_begins()) })
}

fn span(text: &str) -> Option<Result<(u32, u32), String>> {
    if let Some(month) = Month::number_of(text) {
        return Some(Ok((month, month)));
    }
    let (len, count, digits) = match (text.strip_prefix('q'), text.strip_prefix('h')) {
        (Some(digits), _) => (3, 4, digits),
        (_, Some(digits)) => (6, 2, digits),
        _ => (1, 12, text),
    };
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    let exists = (1..=count).contains(&number);
    Some(if exists { Ok(((number - 1) * len + 1, number * len)) } else { Err(no_such(len, count)) })
}

fn year(text: &str) -> Option<i32> {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = digits.then(|| text.parse().ok()).flatten()?;
    Month::YEARS.contains(&year).then_some(year)
}

fn dated(period: Option<Period>) -> Result<PeriodExpr, String> {
    period.map(PeriodExpr::Dated).ok_or_else(ends_before_it_begins)
}

fn ends_before_it_begins() -> String {
    "it ends before it begins; a period across the turn of the year needs both years, like 2024-11..2025-02".to_owned()
}

fn no_such_month() -> String {
    no_such(1, 12)
}

fn no_such(len: u32, count: u32) -> String {
    let what = match len {
        1 => "months",
        3 => "quarters",
        _ => "half-years",
    };
    format!("{what} go from 1 to {count}")
}

impl fmt::Display for PeriodExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PeriodExpr::Dated(period) => write!(f, "{period}"),
            PeriodExpr::Months(first, last) => {
                let name = |number: u32| &super::month::NAMES[(number - 1) as usize][..3];
                match first == last {
                    true => f.write_str(name(*first)),
                    false => write!(f, "{}..{}", name(*first), name(*last)),
                }
            }
            PeriodExpr::ToDate(None) => f.write_str("ytd"),
            PeriodExpr::ToDate(Some(year)) => write!(f, "{year}-ytd"),
            PeriodExpr::Latest => f.write_str("latest"),
            PeriodExpr::Last(count) => write!(f, "last-{count}"),
        }
    }
}

/// Reads a period as data carries it: every dated spelling of [`PeriodExpr`], and a day, which stands for its month.
pub fn parse_dated(text: &str) -> Result<Period, BadPeriod> {
    if let Some(month) = day(text) {
        return Ok(Period::month(month));
    }
    match text.parse::<PeriodExpr>()? {
        PeriodExpr::Dated(period) => Ok(period),
        _ => Err(BadPeriod {
            found: text.trim().to_owned(),
            why: "expected a period with its year, like 2023-11, 2023-jan..nov or 2023".to_owned(),
        }),
    }
}

fn day(text: &str) -> Option<Month> {
    use chrono::Datelike;
    let text = text.trim();
    let date = text.get(..10).filter(|date| date.as_bytes()[4] == b'-' && text.len() == 10)?;
    let date = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    Month::new(date.year(), date.month())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        text.parse::<PeriodExpr>().map_or_else(|error| error.to_string(), |expr| expr.to_string())
    }

    #[test]
    fn every_spelling_of_january_to_november() {
        for text in [
            "jan-nov",
            "jan..nov",
            "1-11",
            "1..11",
            "Jan–Nov",
            "JANUARY—November",
            "01-11",
            "1−11月",
            "jan to nov",
            " jan - nov ",
        ] {
            assert_eq!(read(text), "jan..nov", "{text}");
        }
        for text in [
            "2025-jan..nov",
            "2025-jan-nov",
            "2025-1..11",
            "2025 Jan–Nov",
            "jan-nov 2025",
            "2025年1—11月",
            "2025-01..2025-11",
            "Nov 2025".replace("Nov", "Jan..Nov").as_str(),
        ] {
            assert_eq!(read(text), "2025-jan..nov", "{text}");
        }
    }

    #[test]
    fn other_spellings() {
        let table = [
            ("2025", "2025"),
            ("2025-11", "2025-11"),
            ("202511", "2025-11"),
            ("2025M11", "2025-11"),
            ("2025-Q3", "2025-q3"),
            ("2025Q3", "2025-q3"),
            ("2025-h1", "2025-h1"),
            ("h1", "jan..jun"),
            ("q1-q3", "jan..sep"),
            ("q3", "jul..sep"),
            ("2021..2025", "2021..2025"),
            ("2021–2025", "2021..2025"),
            ("2024-11..2025-02", "2024-11..2025-02"),
            ("1990-02–1991-01", "1990-02..1991-01"),
            ("ytd", "ytd"),
            ("2024-ytd", "2024-ytd"),
            ("Latest", "latest"),
            ("last-12", "last-12"),
            ("last 12 months", "last-12"),
            ("nov 2025", "2025-11"),
            ("11/2025", "2025-11"),
            ("2025/11", "2025-11"),
            ("November", "nov"),
            ("2025年11月", "2025-11"),
            ("2024..2024-11", "2024-jan..nov"),
            ("2025-jan..jun", "2025-h1"),
            ("2025-jan..dec", "2025"),
        ];
        for (typed, meant) in table {
            assert_eq!(read(typed), meant, "{typed}");
        }
    }

    #[test]
    fn impossible_periods_say_why() {
        assert!(read("2025-13").contains("months go from 1 to 12"));
        assert!(read("202513").contains("months go from 1 to 12"));
        assert!(read("q5").contains("quarters go from 1 to 4"));
        assert!(read("nov-feb").contains("ends before it begins"));
        assert!(read("2025..2021").contains("ends before it begins"));
        assert!(read("2025-1-11").contains("2025-1..11"));
        for text in ["", "-", "..", "0", "jan-", "last-0", "99999999999", "é", "1..2..3", "last-é", "２０２５"] {
            assert!(text.parse::<PeriodExpr>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_period_reads_what_it_prints(year in 1800..2100i32, month in 1..=12u32, len in 1..=400i32) {
            let first = Month::new(year, month).unwrap();
            let period = Period::new(first, first.plus(len - 1)).unwrap();
            prop_assert_eq!(parse_dated(&period.to_string()), Ok(period));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = text.parse::<PeriodExpr>();
            let _ = parse_dated(&text);
        }

        #[test]
        fn near_misses_do_not_panic(text in "[0-9jJanNovqhQH.\\-–年月/ ]{0,14}") {
            if let Ok(expr) = text.parse::<PeriodExpr>() {
                prop_assert_eq!(expr.to_string().parse(), Ok(expr));
            }
        }
    }
}
