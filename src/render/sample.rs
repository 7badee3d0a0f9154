//! Tables for the tests of this layer.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use rust_decimal::Decimal;

use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};

pub(super) fn column(name: &str, heading: &str, kind: Kind, shown: bool) -> Column {
    Column { name: name.into(), heading: heading.into(), kind, shown }
}

/// Exports by partner, with a hidden column, a blank one and missing figures.
pub(super) fn growth() -> Table {
    let columns = vec![
        column("partner", "Code", Kind::Text, false),
        column("partner_name", "Partner", Kind::Text, true),
        column("value", "Value", Kind::Amount, true),
        column("change", "Change", Kind::Amount, true),
        column("growth_pct", "Growth %", Kind::Rate, true),
        column("published_growth_pct", "Published %", Kind::Rate, true),
        column("rank", "Rank", Kind::Count, true),
        column("status", "Status", Kind::Text, false),
    ];
    Table {
        title: "Exports by partner, January to November 2025".into(),
        about: vec!["China customs; base January to November 2024".into()],
        unit: "yuan".into(),
        columns,
        rows: partners(),
        source: None,
        notes: vec!["The EU has 27 members in both periods.".into()],
    }
}

fn partners() -> Vec<Row> {
    let none = Cell::Missing(Why::NoData);
    let (small, tiny) = (amount("1200000000"), amount("30500000"));
    vec![
        full("USA", "United States", ["2713418000000", "-611205000000", "-18.38423"], Some(2)),
        full("CIV", "Côte d'Ivoire", ["31200000000", "4500000000", "16.853933"], Some(40)),
        missing("NRU", "Nauru", none, Why::NoData),
        missing("SSD", "South Sudan", small, Why::NoBase),
        missing("TUV", "Tuvalu", tiny, Why::ZeroBase),
        Row { role: Role::Rest, ..full("OTHERS", "Others", ["21712311500000", "2029714000000", "10.313"], None) },
        Row { role: Role::Total, ..full("WORLD", "World", ["24458130000000", "1423009000000", "6.1775"], None) },
    ]
}

fn full(code: &str, name: &str, [value, change, rate]: [&str; 3], rank: Option<i64>) -> Row {
    let rate = Cell::Percent(rate.parse().unwrap());
    let rank = rank.map_or(Cell::Blank, Cell::Count);
    line(vec![word(code), word(name), amount(value), amount(change), rate, Cell::Blank, rank, Cell::Blank])
}

fn missing(code: &str, name: &str, value: Cell, why: Why) -> Row {
    let none = Cell::Missing(why);
    line(vec![word(code), word(name), value, none.clone(), none, Cell::Blank, Cell::Blank, word(why.code())])
}

fn line(cells: Vec<Cell>) -> Row {
    Row { role: Role::Line, cells }
}

fn word(text: &str) -> Cell {
    Cell::Text(text.into())
}

fn amount(digits: &str) -> Cell {
    Cell::Amount(digits.parse().unwrap())
}

/// One word a row, and a column that is always filled.
pub(super) fn words(words: &[String]) -> Table {
    let row = |word: &String| Row { role: Role::Line, cells: vec![Cell::Text(word.clone()), Cell::Text("x".into())] };
    let columns = vec![column("word", "Word", Kind::Text, true), column("x", "X", Kind::Text, true)];
    Table { columns, rows: words.iter().map(row).collect(), ..Table::default() }
}

fn cell() -> impl Strategy<Value = Cell> {
    let number = || (any::<i64>(), 0u32..12).prop_map(|(mantissa, scale)| Decimal::new(mantissa, scale));
    prop_oneof![
        any::<String>().prop_map(Cell::Text),
        "[a-z ]{0,60}|[中国机电产品 ]{0,30}".prop_map(Cell::Text),
        any::<i64>().prop_map(Cell::Count),
        number().prop_map(Cell::Amount),
        number().prop_map(Cell::Percent),
        number().prop_map(Cell::Published),
        Just(Cell::Missing(Why::NoData)),
        Just(Cell::Missing(Why::Undefined)),
        Just(Cell::Blank),
    ]
}

/// Any table, whatever its words.
pub(super) fn any_table() -> impl Strategy<Value = Table> {
    let kind = prop_oneof![Just(Kind::Text), Just(Kind::Amount), Just(Kind::Plain), Just(Kind::Rate)];
    let role = prop_oneof![Just(Role::Line), Just(Role::Total), Just(Role::Rest)];
    let columns = prop::collection::vec((any::<String>(), kind), 1..7);
    let rows = prop::collection::vec((role, prop::collection::vec(cell(), 0..7)), 0..6);
    let texts = prop::collection::vec(any::<String>(), 0..3);
    (columns, rows, texts, any::<String>()).prop_map(|(columns, rows, texts, title)| Table {
        columns: columns.iter().map(|(name, kind)| column(name, name, *kind, true)).collect(),
        rows: rows.into_iter().map(|(role, cells)| Row { role, cells }).collect(),
        unit: texts.concat(),
        about: texts.clone(),
        source: None,
        notes: texts,
        title,
    })
}
