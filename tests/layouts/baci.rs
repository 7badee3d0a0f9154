//! CEPII BACI: exports by year in thousand dollars and tonnes, codes without their leading zero, quantities padded.

use rust_decimal::Decimal;

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const REACH: Reach = Reach {
    periods: &["2019", "2020", "2021"],
    flows: &["exports"],
    reporters: who::COUNTRIES,
    partners: who::COUNTRIES,
    products: &["hs:010121", "hs:090111", "hs:300431", "hs:854231"],
    has_weight: true,
    ..VALUES
};

fn row(fact: &Fact, whim: &mut Whim) -> Named {
    let thousandth = |amount: Decimal| (amount / Decimal::from(1000)).to_string();
    let code = if whim.coin() { fact.code().trim_start_matches('0') } else { fact.code() };
    let weight = match fact.weight {
        Some(weight) if whim.coin() => Cell::Text(format!("{:>13}", thousandth(weight))),
        Some(weight) => Cell::Number(thousandth(weight)),
        None => whim.pick(&["NA", "           NA"]).into(),
    };
    Named::from([
        ("t", Cell::Number(fact.period.clone())),
        ("i", Cell::Number(who::is(&fact.reporter).number.to_owned())),
        ("j", Cell::Number(who::is(&fact.partner).number.to_owned())),
        ("k", Cell::text(code)),
        ("v", Cell::number(fact.value.map(|value| value / Decimal::from(1000)))),
        ("q", weight),
    ])
}

pub(crate) const LAYOUT: Layout = Layout {
    facts: || REACH.facts(),
    sheet: |facts, whim| Sheet::of(&["t", "i", "j", "k", "v", "q"], facts.iter().map(|fact| row(fact, whim))),
    habits: Habits { columns_move: false, ..ANY },
    ..Layout::PLAIN
};
