//! The program's own layout, in its many spellings, and in the one that other layouts are compared with.

use super::fact::{Fact, Reach, VALUES};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const HEADER: [&str; 16] = [
    "period",
    "flow",
    "reporter",
    "partner",
    "product",
    "classification",
    "splits",
    "currency",
    "value",
    "weight",
    "quantity",
    "quantity_unit",
    "published_growth_pct",
    "rounded_to",
    "status",
    "absent",
];

const REACH: Reach = Reach {
    periods: &["2023", "2024", "2024-01", "2024-q3", "2024-h1", "2024-jan..nov", "2023-11..2024-02"],
    flows: &["exports", "imports", "total", "re-exports", "re-imports"],
    reporters: &["", "CHN", "FRA"],
    partners: &["WORLD", "DEU", "CIV", "TUR", "CHN", "GRC"],
    products: &["TOTAL", "hs:01", "hs:0101", "hs:010121", "hs:XVI", "gacc:MECH_ELEC", "sitc:7", "own:15"],
    revisions: &["", "hs2012", "hs2022"],
    splits: &["", "C01||", "|9|"],
    currencies: &["USD", "CNY"],
    units: &["kg", "pcs"],
    has_weight: true,
    decimals: 4,
    has_blanks: true,
    has_secrets: true,
    has_growth: true,
    ..VALUES
};

/// A row as the program itself would write it.
fn exact(fact: &Fact, ordinal: usize, absent: bool) -> Named {
    let splits = if ordinal > 1 { format!("{}#{ordinal}", fact.splits) } else { fact.splits.clone() };
    let texts = [
        ("period", &fact.period),
        ("flow", &fact.flow),
        ("reporter", &fact.reporter),
        ("partner", &fact.partner),
        ("product", &fact.product),
        ("classification", &fact.revision),
        ("splits", &splits),
        ("currency", &fact.currency),
        ("quantity_unit", &fact.quantity_unit),
    ];
    let mut row: Named = texts.into_iter().map(|(name, text)| (name, Cell::text(text.as_str()))).collect();
    row.extend([
        ("value", Cell::number(fact.value)),
        ("weight", Cell::number(fact.weight)),
        ("quantity", Cell::number(fact.quantity)),
        ("published_growth_pct", Cell::number(fact.growth)),
        ("rounded_to", Cell::number(fact.rounded_to)),
        ("status", if fact.secret { "confidential" } else { "" }.into()),
        ("absent", if absent { "missing" } else { "" }.into()),
    ]);
    row
}

/// Facts as the program itself would write them; the numbers after `#` tell rows apart that share a key.
pub(crate) fn plain(facts: &[Fact], absent: bool) -> Sheet {
    let ordinal = |at: usize| facts[..=at].iter().filter(|fact| fact.key() == facts[at].key()).count();
    Sheet::of(&HEADER, facts.iter().enumerate().map(|(at, fact)| exact(fact, ordinal(at), absent)))
}

/// The same facts in other words.
fn spelled(fact: &Fact, whim: &mut Whim) -> Named {
    let mut row = exact(fact, 1, false);
    let partner = who::is(&fact.partner);
    row.insert("partner", whim.pick(&[partner.iso3, partner.number, partner.english]).into());
    let flow = match fact.flow.as_str() {
        "exports" => ["exports", "X", "Export"],
        "imports" => ["imports", "M", "IMPORTS"],
        "total" => ["total", "Total trade", "trade"],
        "re-exports" => ["re-exports", "RX", "Re_Export"],
        _ => ["re-imports", "rm", "reimport"],
    };
    row.insert("flow", whim.pick(&flow).into());
    if let Some(code) = fact.product.strip_prefix("hs:").filter(|_| whim.coin()) {
        row.insert("product", code.into());
    }
    if let (Some(value), true) = (fact.value, whim.coin()) {
        row.insert("value", Cell::Text(format!("{}e-{}", value.mantissa(), value.scale())));
    }
    if fact.secret && whim.coin() {
        row.insert("status", "c".into());
    }
    row
}

fn sheet(facts: &[Fact], whim: &mut Whim) -> Sheet {
    let mut sheet = Sheet::of(&HEADER, facts.iter().map(|fact| spelled(fact, whim)));
    if whim.coin() {
        sheet.header.iter_mut().for_each(|name| name.make_ascii_uppercase());
    }
    sheet
}

pub(crate) const LAYOUT: Layout = Layout { facts: || REACH.facts(), sheet, ..Layout::PLAIN };
