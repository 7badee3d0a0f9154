//! Brazil's Comex Stat: semicolons, texts quoted, ISO-8859-1, CRLF, the flow in the name of the file only.

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Named, Sheet};
use super::{Layout, who};

const HEADER: [&str; 11] = [
    "CO_ANO",
    "CO_MES",
    "CO_NCM",
    "CO_UNID",
    "CO_PAIS",
    "SG_UF_NCM",
    "CO_VIA",
    "CO_URF",
    "QT_ESTAT",
    "KG_LIQUIDO",
    "VL_FOB",
];

const REACH: Reach = Reach {
    periods: &["2024-01", "2024-09", "2024-12"],
    reporters: &["BRA"],
    partners: &["DEU", "CHN", "TUR", "CIV", "AUS", "_X", "SUN", "SGS", "X1", "own:997"],
    products: &["hs:01012100", "hs:12019000", "hs:85423190"],
    units: &["10", "11"],
    has_weight: true,
    adds_up: true,
    ..VALUES
};

/// The office's number of a partner; some are numbers of other countries in the list of the United Nations.
fn country(code: &str) -> &str {
    match code {
        "_X" => "000",
        "SUN" => "840",
        "SGS" => "292",
        "X1" => "990",
        "own:997" => "997",
        iso3 => who::is(iso3).brazil,
    }
}

fn row(fact: &Fact) -> Named {
    let (year, month) = fact.year_and_month();
    let unit = if fact.quantity_unit.is_empty() { "10" } else { &fact.quantity_unit };
    Named::from([
        ("CO_ANO", year.into()),
        ("CO_MES", month.unwrap().into()),
        ("CO_NCM", fact.code().into()),
        ("CO_UNID", unit.into()),
        ("CO_PAIS", country(&fact.partner).into()),
        ("SG_UF_NCM", "MT".into()),
        ("CO_VIA", "07".into()),
        ("CO_URF", "0230154".into()),
        ("QT_ESTAT", Cell::number(fact.quantity)),
        ("KG_LIQUIDO", Cell::number(fact.weight)),
        ("VL_FOB", Cell::number(fact.value)),
    ])
}

pub(crate) const LAYOUT: Layout = Layout {
    facts: || REACH.one_flow(),
    sheet: |facts, _| Sheet::of(&HEADER, facts.iter().map(row)),
    habits: Habits {
        media: &[Medium::Text, Medium::Text, Medium::Workbook],
        delimiters: &[';'],
        trailing: &[Trailing::Nowhere, Trailing::Rows],
        letters: &[Letters::Utf8, Letters::Latin1],
        ..ANY
    },
    given: |facts| vec![("flow", facts[0].flow.clone())],
    ..Layout::PLAIN
};
