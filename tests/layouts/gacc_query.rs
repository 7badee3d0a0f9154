//! The online query of China's customs: months, names of partners in Chinese, everything quoted, thousands separated,
//! a comma at the end of every line, and no word of the flow.

use proptest::prelude::*;

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const HEADER: [&str; 14] = [
    "数据年月",
    "贸易伙伴编码",
    "贸易伙伴名称",
    "商品编码",
    "商品名称",
    "贸易方式编码",
    "贸易方式名称",
    "注册地编码",
    "注册地名称",
    "第一数量",
    "第一计量单位",
    "第二数量",
    "第二计量单位",
    "人民币",
];

const REACH: Reach = Reach {
    periods: &["2023-01", "2023-12", "2024-02"],
    reporters: &["CHN"],
    partners: super::who::COUNTRIES,
    products: &["hs:01012100", "hs:12019019", "hs:85423190"],
    units: &["kg", "unit", ""],
    adds_up: true,
    ..VALUES
};

/// Any facts of one flow in one currency; a file has one of either.
fn facts() -> BoxedStrategy<Vec<Fact>> {
    let in_currency = |currencies: &'static [&'static str]| Reach { currencies, ..REACH }.one_flow();
    prop_oneof![in_currency(&["CNY"]), in_currency(&["USD"])].prop_map(Fact::zeros_have_units).boxed()
}

/// Digits in groups of three.
pub(crate) fn separated(number: &str) -> String {
    let (sign, digits) = number.strip_prefix('-').map_or(("", number), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(whole, _)| (whole, &digits[whole.len()..]));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}{fraction}")
}

fn row(fact: &Fact, whim: &mut Whim) -> Named {
    let unit = match fact.quantity_unit.as_str() {
        "kg" => "千克",
        "unit" => whim.pick(&["个", "台", "辆"]),
        _ => "?",
    };
    let quantity = fact.quantity.map(|quantity| quantity.to_string());
    Named::from([
        ("数据年月", Cell::text(fact.period.replace('-', ""))),
        ("贸易伙伴编码", "999".into()),
        ("贸易伙伴名称", who::is(&fact.partner).chinese.into()),
        ("商品编码", fact.code().into()),
        ("商品名称", "其他".into()),
        ("贸易方式编码", "10".into()),
        ("贸易方式名称", "一般贸易".into()),
        ("注册地编码", "11".into()),
        ("注册地名称", "北京市".into()),
        ("第一数量", Cell::text(quantity.map_or_else(String::new, |digits| separated(&digits)))),
        ("第一计量单位", unit.into()),
        ("第二数量", "0".into()),
        ("第二计量单位", "?".into()),
        ("人民币", Cell::text(fact.value.map_or_else(String::new, |value| separated(&value.to_string())))),
    ])
}

fn sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let mut sheet = Sheet::of(&HEADER, facts.iter().map(|fact| row(fact, whim)));
    if facts[0].currency == "USD" {
        sheet.header[13] = "美元".to_owned();
    }
    if whim.coin() {
        let short: Vec<usize> = (0..HEADER.len()).filter(|at| !(5..9).contains(at)).collect();
        sheet = sheet.with_columns(&short);
    }
    sheet
}

pub(crate) const LAYOUT: Layout = Layout {
    facts,
    sheet,
    habits: Habits {
        media: &[Medium::Text, Medium::Text, Medium::Workbook],
        delimiters: &[','],
        quoted: &[true],
        trailing: &[Trailing::HeaderAndRows],
        letters: &[Letters::Gb18030, Letters::Utf8Marked, Letters::Utf16Little],
        columns_move: false,
        ..ANY
    },
    given: |facts| vec![("flow", facts[0].flow.clone())],
    ..Layout::PLAIN
};
