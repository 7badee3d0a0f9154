//! Headings of the monthly tables of China's customs: the month, the unit, and what each column holds.

use crate::model::{Flow, Month, Period};

/// A column of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) at: usize,
    pub(super) flow: Flow,
    pub(super) period: Period,
}

/// Words that a heading begins with. Trade in both directions comes first: its name holds the others.
const FLOWS: [(&str, Flow); 8] = [
    ("imports and exports", Flow::Total),
    ("exports and imports", Flow::Total),
    ("进出口", Flow::Total),
    ("total trade", Flow::Total),
    ("exports", Flow::Export),
    ("出口", Flow::Export),
    ("imports", Flow::Import),
    ("进口", Flow::Import),
];

/// The month of a title: `9.2019`, `12. 2019`, `September 2019`, `2019年9月`, `2019年1至9月`.
pub(super) fn month(text: &str) -> Option<Month> {
    let years = text.match_indices(['1', '2']).map(|(at, _)| at).filter(|at| starts_number(text, *at));
    years.filter_map(|at| Some((at, text.get(at..at + 4)?.parse::<i32>().ok()?))).find_map(|(at, year)| {
        let number = match text[at + 4..].trim_start().strip_prefix('年') {
            Some(rest) => rest.split_once('月')?.0.rsplit(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?,
            None => before(&text[..at])?,
        };
        Month::new(year, number)
    })
}

fn starts_number(text: &str, at: usize) -> bool {
    let digits = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits == 4 && !text[..at].ends_with(|c: char| c.is_ascii_digit())
}

/// The number of the month that ends a text: `…, 9.` or `… September`.
fn before(text: &str) -> Option<u32> {
    let trimmed = text.trim_end();
    if let Some(number) = trimmed.strip_suffix(['.', '/']) {
        let digits = number.trim_end().rsplit(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(number) = digits.parse() {
            return Some(number);
        }
    }
    let word = trimmed.trim_end_matches(['.', ',']).rsplit(|c: char| !c.is_alphabetic()).next()?;
    Month::number_of(&word.to_lowercase())
}

/// The unit that stands above a table: `US$1,000`, `万元`, `100 million yuan`.
pub(super) fn unit(above: &[String]) -> Option<String> {
    above.iter().find_map(|line| {
        let (_, rest) = ["Unit:", "Unit：", "单位：", "单位:"].iter().find_map(|word| line.split_once(word))?;
        let unit = rest.trim_start().split(['(', '（', '|']).next()?.split("  ").next()?.trim();
        (!unit.is_empty()).then(|| unit.to_owned())
    })
}

/// What the columns hold by a row of headings, and by the row below where the months stand there; and whether they do.
pub(super) fn columns(headings: &[String], below: &[String], month: Month) -> Option<(Vec<Column>, usize)> {
    let parts: Vec<(Option<Flow>, String)> = headings.iter().map(|heading| parted(heading)).collect();
    let named = |flow| parts.iter().skip(1).any(|(found, _)| *found == Some(flow));
    if !named(Flow::Export) || !named(Flow::Import) {
        return None;
    }
    let deep = parts.iter().skip(1).all(|(_, rest)| rest.is_empty());
    let width = if deep { below.len().max(headings.len()) } else { headings.len() };
    let mut flow = None;
    let mut columns = Vec::new();
    for at in 1..width {
        flow = parts.get(at).and_then(|(own, _)| *own).or(flow);
        let words = if deep { below.get(at) } else { parts.get(at).map(|(_, rest)| rest) };
        if let (Some(flow), Some(period)) = (flow, span(words.map_or("", String::as_str), month)) {
            columns.push(Column { at, flow, period });
        }
    }
    (columns.len() + 1 == width).then_some((columns, usize::from(deep)))
}

fn parted(heading: &str) -> (Option<Flow>, String) {
    let small = heading.split('(').next().unwrap_or_default().trim().to_lowercase();
    let found = FLOWS.iter().find_map(|(word, flow)| Some((*flow, small.strip_prefix(word)?.trim().to_owned())));
    found.map_or((None, small), |(flow, rest)| (Some(flow), rest))
}

/// The months of a column: `9`, `1 to 9`, `1to9`, `1至9月`, `当月`, `累计`.
fn span(text: &str, month: Month) -> Option<Period> {
    let plain: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace() && *c != '月').collect();
    let to_date = Period::within_year(month.year(), 1, month.number());
    if plain == "当" || plain == "month" {
        return Some(Period::month(month));
    }
    if plain == "累计" || plain == "todate" {
        return to_date;
    }
    if let Ok(number) = plain.parse::<u32>() {
        return (number == month.number()).then_some(Period::month(month));
    }
    let (first, last) = ["to", "至", "-", "—"].iter().find_map(|mark| plain.split_once(mark))?;
    let whole = first == "1" && last.parse() == Ok(month.number());
    if whole { to_date } else { None }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn months_of_titles() {
        for (text, expected) in [
            ("(5)Imports and Exports by Customs Regime, 9.2019", "2019-09"),
            ("(5) Imports and Exports by Customs Regime, 12. 2019", "2019-12"),
            ("Table 5, September 2019", "2019-09"),
            ("（5）2019年9月进出口商品贸易方式总值表", "2019-09"),
            ("2019年1至11月", "2019-11"),
        ] {
            assert_eq!(month(text).unwrap().to_string(), expected, "{text}");
        }
        for text in ["", "2019", "13.2019", "é2019", "12345.20191", "年2019月"] {
            assert_eq!(month(text), None, "{text}");
        }
    }

    #[test]
    fn units_above_tables() {
        for (line, expected) in [
            ("x   Unit: US$1,000   http://y", "US$1,000"),
            ("单位：亿元人民币", "亿元人民币"),
            ("Unit: US$1,000 (none)", "US$1,000"),
        ] {
            assert_eq!(unit(&[line.to_owned()]).unwrap(), expected);
        }
    }
}
