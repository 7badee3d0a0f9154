//! Monthly tables of China's customs: the month and January to date side by side, by customs regime or by country,
//! growth rates below each row.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::fact::Fact;
use super::gacc_query::separated;
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Sheet};
use super::whim::Whim;
use super::{Layout, who};

/// How a table states its unit, its currency, and how many of its units one is.
const UNITS: [(&str, &str, i64); 5] = [
    ("Unit: US$1,000", "USD", 1_000),
    ("Unit: 100 million yuan", "CNY", 100_000_000),
    ("单位：万元人民币", "CNY", 10_000),
    ("单位：千美元", "USD", 1_000),
    ("单位:亿元", "CNY", 100_000_000),
];

const REGIMES: &[&str] = &["", "Ordinary Trade|", "Other Donation|", "一般贸易|"];

/// The month of a table, and January to date; in January they are the same.
const MONTHS: [(&str, &str); 4] =
    [("2024-01", "2024-01"), ("2024-02", "2024-jan..feb"), ("2024-06", "2024-h1"), ("2023-12", "2023")];

/// The figures of a table: for each of its rows the month and the year to date of either flow, in units of its last
/// digit, which is one of three.
fn facts() -> BoxedStrategy<Vec<Fact>> {
    let regimes: Vec<(&str, &str)> = REGIMES.iter().map(|regime| ("WORLD", *regime)).collect();
    let countries: Vec<(&str, &str)> = who::PARTNERS.iter().map(|partner| (*partner, "")).collect();
    let figure = prop_oneof![1 => Just(0), 3 => 0..2_000_000_i64];
    let figures = prop::collection::vec((figure, -999..999_i64), 32);
    (select(&MONTHS), select(&UNITS), select(vec![regimes, countries]), figures, (1..4_usize, 0..3_u32))
        .prop_map(|(months, (_, currency, unit), rows, mut figures, (count, decimals))| {
            let spans: BTreeSet<&str> = [months.0, months.1].into();
            let last_digit = Decimal::from(unit) / Decimal::from(10_i64.pow(decimals));
            figures[0].0 = figures[0].0.max(1);
            let mut facts = Vec::new();
            for (partner, regime) in rows.into_iter().take(count) {
                for (flow, span) in
                    ["exports", "imports"].iter().flat_map(|flow| spans.iter().map(move |span| (flow, span)))
                {
                    let (figure, growth) = figures[facts.len()];
                    facts.push(Fact {
                        period: (*span).to_owned(),
                        flow: (*flow).to_owned(),
                        reporter: "CHN".to_owned(),
                        partner: partner.to_owned(),
                        product: "TOTAL".to_owned(),
                        splits: regime.to_owned(),
                        currency: currency.to_owned(),
                        value: Some(Decimal::from(figure) * last_digit),
                        growth: Some(Decimal::new(growth, 1)).filter(|_| growth % 7 != 0),
                        rounded_to: Some(last_digit),
                        ..Fact::default()
                    });
                }
            }
            facts
        })
        .boxed()
}

/// The months of a table by its facts: the month itself and the name of January to date.
fn months(facts: &[Fact]) -> (&'static str, &'static str) {
    let among = |(month, _): &&(&str, &str)| facts.iter().any(|fact| fact.period == *month);
    *MONTHS.iter().find(among).unwrap()
}

/// The titles and headings, in one row or in two, in English or Chinese.
fn heading(by_country: bool, month: &str, unit: &str, whim: &mut Whim) -> Vec<String> {
    let (year, number) = month.split_once('-').unwrap();
    let number = number.trim_start_matches('0');
    if unit.starts_with("单位") {
        let name = if by_country {
            "进出口商品国别（地区）总值表"
        } else {
            "进出口商品贸易方式总值表"
        };
        let first = if by_country { "国别（地区）" } else { "贸易方式" };
        let to_date = whim.pick(&["1至", "累计"]);
        let to_date = if to_date == "累计" { to_date.to_owned() } else { format!("1至{number}月") };
        let months = format!("|{number}月|{to_date}|{number}月|{to_date}");
        return [format!("（5）{year}年{number}月{name}"), unit.to_owned(), format!("{first}|出口||进口|"), months]
            .into();
    }
    let (name, first) = if by_country { ("Country (Region)", "Country") } else { ("Customs Regime", "Customs Regime") };
    let title = format!("(5)Imports and Exports by {name}, {number}.{year}");
    let one = format!("{first} | Exports {number} | Exports 1 to {number} | Imports {number} | Imports 1 to {number}");
    let two = format!("{first}|Exports||Imports|\n|{number}|1 to {number}|{number}|1to{number}");
    let headings = if whim.coin() { one } else { two };
    let above = if whim.coin() { vec![format!("{title} | {unit} | made up")] } else { vec![title, unit.to_owned()] };
    above.into_iter().chain(headings.lines().map(str::to_owned)).collect()
}

fn name(fact: &Fact, by_country: bool, chinese: bool) -> String {
    let regime = fact.split(0);
    match (by_country, regime.is_empty(), chinese) {
        (false, false, _) => regime.to_owned(),
        (_, _, true) if fact.partner == "WORLD" => "总  值".to_owned(),
        (_, _, false) if fact.partner == "WORLD" => "TOTAL".to_owned(),
        (_, _, true) => who::is(&fact.partner).chinese.to_owned(),
        (_, _, false) => who::is(&fact.partner).english.to_owned(),
    }
}

fn sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let (month, to_date) = months(facts);
    let rounded_to = facts[0].rounded_to.unwrap();
    let decimals =
        |scale: i64| (0..3).find(|decimals| rounded_to * Decimal::from(10_i64.pow(*decimals)) == Decimal::from(scale));
    let fits = |(_, currency, scale): &&(&str, &str, i64)| facts[0].currency == *currency && decimals(*scale).is_some();
    let units: Vec<(&str, i64)> = UNITS.iter().filter(fits).map(|(unit, _, scale)| (*unit, *scale)).collect();
    let (unit, scale) = whim.pick(&units);
    let decimals = decimals(scale).unwrap();
    let by_country = facts.iter().any(|fact| fact.partner != "WORLD");
    let lines: Vec<(&str, &str)> = facts.iter().map(|fact| (fact.partner.as_str(), fact.splits.as_str())).collect();
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    for line in lines.into_iter().filter(|line| seen.insert(*line)) {
        let find = |flow: &str, span: &str| {
            let is = |fact: &&Fact| (fact.partner.as_str(), fact.splits.as_str()) == line && fact.flow == flow;
            facts.iter().find(|fact| is(fact) && fact.period == span).cloned()
        };
        let places = [("exports", month), ("exports", to_date), ("imports", month), ("imports", to_date)];
        let own: Vec<Fact> = places.into_iter().filter_map(|(flow, span)| find(flow, span)).collect();
        let figure = |fact: &Fact| match (fact.value.unwrap() / rounded_to).normalize() {
            digits if digits.is_zero() => "-".to_owned(),
            digits => separated(&Decimal::from_i128_with_scale(digits.mantissa(), decimals).to_string()),
        };
        let rate = |fact: &Fact| fact.growth.map_or_else(|| "-".to_owned(), |growth| growth.to_string());
        let cells =
            |first: String, rest: Vec<String>| [vec![first], rest].concat().into_iter().map(Cell::text).collect();
        rows.push(cells(name(&own[0], by_country, unit.starts_with("单位")), own.iter().map(figure).collect()));
        rows.push(cells(String::new(), own.iter().map(rate).collect()));
    }
    Sheet { above: heading(by_country, month, unit, whim), header: Vec::new(), rows }
}

pub(crate) const LAYOUT: Layout = Layout {
    facts,
    sheet,
    habits: Habits {
        media: &[Medium::Text, Medium::Text, Medium::Workbook],
        delimiters: &['|'],
        quoted: &[false],
        trailing: &[Trailing::Nowhere],
        letters: &[Letters::Utf8, Letters::Utf8Marked, Letters::Utf16Little],
        columns_move: false,
        rows_move: false,
        ..ANY
    },
    absent_is_missing: true,
    ..Layout::PLAIN
};
