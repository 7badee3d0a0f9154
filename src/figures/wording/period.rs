//! Periods in a sentence: `January to November 2025`, `2025年1—11月`.

use super::Language;
use crate::model::Period;

/// How a period is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PeriodStyle {
    /// Whether the year is said; a period of more than one year always says it.
    pub year: bool,
    /// Whether quarters and halves are named by their months.
    pub months: bool,
}

impl Default for PeriodStyle {
    fn default() -> PeriodStyle {
        PeriodStyle { year: true, months: false }
    }
}

/// A period as newspapers name it.
pub fn period(period: Period, style: PeriodStyle, language: Language) -> String {
    match language {
        Language::English => english(period, style),
        Language::Chinese => chinese(period, style),
    }
}

fn english(period: Period, style: PeriodStyle) -> String {
    const PLACES: [&str; 4] = ["first", "second", "third", "fourth"];
    let year = period.first().year();
    let part = match part(period).filter(|_| !style.months) {
        Some((Part::Quarter, number)) => format!("the {} quarter", PLACES[number]),
        Some((Part::Half, number)) => format!("the {} half", PLACES[number]),
        None if style.year || !is_part_of_year(period) => return period.title(),
        None => return period.title().replace(&format!(" {year}"), ""),
    };
    if style.year { format!("{part} of {year}") } else { part }
}

fn chinese(period: Period, style: PeriodStyle) -> String {
    const NUMBERS: [&str; 4] = ["一", "二", "三", "四"];
    let (first, last) = (period.first(), period.last());
    let (from, to) = (first.number(), last.number());
    if !is_part_of_year(period) {
        return match (from, to) {
            (1, 12) if first.year() == last.year() => format!("{}年", first.year()),
            (1, 12) => format!("{}—{}年", first.year(), last.year()),
            _ => format!("{}年{from}月—{}年{to}月", first.year(), last.year()),
        };
    }
    let part = match part(period).filter(|_| !style.months) {
        Some((Part::Quarter, number)) => format!("{}季度", NUMBERS[number]),
        Some((Part::Half, number)) => ["上半年", "下半年"][number].to_owned(),
        None if from == to => format!("{from}月"),
        None => format!("{from}—{to}月"),
    };
    if style.year { format!("{}年{part}", first.year()) } else { part }
}

/// Whether a period lies within a year and is less than it.
fn is_part_of_year(period: Period) -> bool {
    period.first().year() == period.last().year() && period.len() < 12
}

enum Part {
    Quarter,
    Half,
}

/// The quarter or half that a period is, counted from 0.
fn part(period: Period) -> Option<(Part, usize)> {
    let start = period.first().number() - 1;
    match period.len() {
        3 if start.is_multiple_of(3) => Some((Part::Quarter, start as usize / 3)),
        6 if start.is_multiple_of(6) => Some((Part::Half, start as usize / 6)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn said(text: &str, style: PeriodStyle) -> [String; 2] {
        let found = crate::model::period_expr::parse_dated(text).unwrap();
        [Language::English, Language::Chinese].map(|language| period(found, style, language))
    }

    #[test]
    fn periods_of_every_kind() {
        for (text, english, chinese) in [
            ("2025-11", "November 2025", "2025年11月"),
            ("2025-jan..nov", "January to November 2025", "2025年1—11月"),
            ("2025-q3", "the third quarter of 2025", "2025年三季度"),
            ("2025-h1", "the first half of 2025", "2025年上半年"),
            ("2025", "2025", "2025年"),
            ("2021..2025", "2021 to 2025", "2021—2025年"),
            ("2024-12..2025-02", "December 2024 to February 2025", "2024年12月—2025年2月"),
        ] {
            assert_eq!(said(text, PeriodStyle::default()), [english, chinese]);
        }
    }

    #[test]
    fn without_the_year_and_by_months() {
        let style = PeriodStyle { year: false, months: false };
        assert_eq!(said("2025-jan..nov", style), ["January to November", "1—11月"]);
        assert_eq!(said("2025-11", style), ["November", "11月"]);
        assert_eq!(said("2025-q1", style), ["the first quarter", "一季度"]);
        assert_eq!(said("2025", style), ["2025", "2025年"]);
        let style = PeriodStyle { year: true, months: true };
        assert_eq!(said("2025-q1", style), ["January to March 2025", "2025年1—3月"]);
        assert_eq!(said("2025-h2", style), ["July to December 2025", "2025年7—12月"]);
    }
}
