//! Tables with a column a period, a partner or a flow, and files that only a profile describes: decimal commas, title
//! lines, no header.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::fact::{Fact, Reach, VALUES, grid};
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const REACH: Reach = Reach { decimals: 2, has_blanks: true, reporters: &["CHN"], ..VALUES };

/// What a fact has in one column.
type Text = fn(&Fact) -> String;

/// A grid of facts: `across` is what the columns differ by, the other of its texts are the first cells of a line.
fn pivot(facts: &[Fact], first: &[(&str, Text)], across: Text, cell: &mut dyn FnMut(&Fact) -> Cell) -> Sheet {
    let headings: BTreeSet<String> = facts.iter().map(across).collect();
    let names = |fact: &Fact| first.iter().map(|(_, name)| name(fact)).collect::<Vec<_>>();
    let lines: BTreeSet<Vec<String>> = facts.iter().map(names).collect();
    let mut sheet = Sheet {
        header: first.iter().map(|(name, _)| (*name).to_owned()).chain(headings.iter().cloned()).collect(),
        ..Sheet::default()
    };
    for line in lines {
        let own = |heading: &String| facts.iter().find(|fact| names(fact) == line && across(fact) == *heading);
        let figures: Vec<Cell> = headings.iter().map(|heading| own(heading).map_or(Cell::Empty, &mut *cell)).collect();
        sheet.rows.push(line.iter().map(Cell::text).chain(figures).collect());
    }
    sheet
}

fn number(fact: &Fact) -> Cell {
    Cell::number(fact.value)
}

/// A heading that a period has in spreadsheets.
fn heading(fact: &Fact) -> String {
    match fact.year_and_month() {
        (year, Some(month)) => format!("{year}M{month}"),
        (year, None) => year.to_owned(),
    }
}

pub(crate) const BY_PERIOD: Layout = Layout {
    facts: || REACH.facts().prop_map(|facts| grid(&facts, |fact| &mut fact.period)).boxed(),
    sheet: |facts, _| {
        pivot(
            facts,
            &[("Direction", |fact| fact.flow.clone()), ("Land", |fact| fact.partner.clone())],
            heading,
            &mut number,
        )
    },
    profile: Some("tests/data/layouts/by_period.toml"),
    ..Layout::PLAIN
};

pub(crate) const BY_PARTNER: Layout = Layout {
    facts: || REACH.facts().prop_map(|facts| grid(&facts, |fact| &mut fact.partner)).boxed(),
    sheet: |facts, _| {
        let first: [(&str, Text); 2] = [("Month", |fact| fact.period.clone()), ("Direction", |fact| fact.flow.clone())];
        pivot(facts, &first, |fact| who::is(&fact.partner).english.to_owned(), &mut number)
    },
    profile: Some("tests/data/layouts/by_partner.toml"),
    absent_is_missing: true,
    ..Layout::PLAIN
};

/// One flow of the world by month.
fn series(flows: &'static [&'static str]) -> Reach {
    Reach { partners: &["WORLD"], periods: &["2023-11", "2023-12", "2024-01", "2024-02"], flows, ..REACH }
}

/// A series of FRED: the first day of each month, a point where there is no figure.
pub(crate) const FRED: Layout = Layout {
    facts: || series(&["exports"]).facts(),
    sheet: |facts, whim| {
        let date = whim.pick(&["DATE", "observation_date"]);
        let row = |fact: &Fact| {
            let value = fact.value.map_or_else(|| Cell::from("."), |value| Cell::number(Some(value)));
            Named::from([(date, Cell::Text(format!("{}-01", fact.period))), ("XTEXVA01CNM667S", value)])
        };
        Sheet::of(&[date, "XTEXVA01CNM667S"], facts.iter().map(row))
    },
    profile: Some("examples/profiles/fred-series.toml"),
    absent_is_missing: true,
    ..Layout::PLAIN
};

/// A column a flow, in hundred million dollars.
pub(crate) const BY_FLOW: Layout = Layout {
    facts: || {
        let hundred_millions = |mut facts: Vec<Fact>| {
            facts
                .iter_mut()
                .filter_map(|fact| fact.value.as_mut())
                .for_each(|value| *value *= Decimal::from(100_000_000));
            let both = grid(&facts, |fact| &mut fact.flow);
            let one = both.iter().all(|fact| fact.flow == both[0].flow);
            let other = if both[0].flow == "exports" { "imports" } else { "exports" };
            let more = both.iter().map(|fact| Fact { flow: other.to_owned(), value: None, ..fact.clone() });
            if one { more.chain(both.clone()).collect() } else { both }
        };
        series(&["exports", "imports"]).facts().prop_map(hundred_millions).boxed()
    },
    sheet: |facts, _| {
        let scaled =
            &mut |fact: &Fact| Cell::number(fact.value.map(|value| (value / Decimal::from(100_000_000)).normalize()));
        pivot(facts, &[("period", |fact| fact.period.clone())], |fact| format!("{}_100m_usd", fact.flow), scaled)
    },
    profile: Some("examples/profiles/cn-monthly.toml"),
    absent_is_missing: true,
    ..Layout::PLAIN
};

/// Decimal commas and points between thousands.
fn with_commas(value: Decimal) -> String {
    let digits = super::gacc_query::separated(&value.to_string());
    digits
        .chars()
        .map(|letter| match letter {
            ',' => '.',
            '.' => ',',
            other => other,
        })
        .collect()
}

fn local(fact: &Fact) -> Vec<Cell> {
    let (year, month) = fact.year_and_month();
    let period = month.map_or_else(|| year.to_owned(), |month| format!("{month}/{year}"));
    let value = fact.value.map(|value| with_commas((value / Decimal::from(1000)).normalize()));
    let flow = if fact.flow == "exports" { "A" } else { "E" };
    [period, flow.to_owned(), fact.partner.clone(), fact.code().to_owned(), value.unwrap_or_else(|| "-".to_owned())]
        .map(Cell::Text)
        .into()
}

const OFFICE: Reach = Reach {
    reporters: &["DEU"],
    partners: who::COUNTRIES,
    products: &["hs:01", "hs:0901", "hs:854231"],
    currencies: &["EUR"],
    ..REACH
};

const LOCAL: Habits = Habits {
    media: &[Medium::Text],
    delimiters: &[';'],
    trailing: &[Trailing::Nowhere, Trailing::HeaderAndRows],
    letters: &[Letters::Utf8, Letters::Utf8Marked, Letters::Utf16Big, Letters::Latin1],
    columns_move: false,
    ..ANY
};

/// The made-up office of the documentation, with title lines above its headings.
pub(crate) const TITLED: Layout = Layout {
    facts: || OFFICE.facts(),
    sheet: |facts, _| Sheet {
        above: vec!["Außenhandel, made-up figures".to_owned(), "in thousand euro; provisional, of course".to_owned()],
        header: ["Monat", "Richtung", "Land", "Waren", "Wert"].map(str::to_owned).into(),
        rows: facts.iter().map(local).collect(),
    },
    habits: LOCAL,
    profile: Some("docs/data/office.toml"),
    ..Layout::PLAIN
};

/// The same without headings, which a profile tells by their places.
pub(crate) const UNNAMED: Layout = Layout {
    sheet: |facts, _: &mut Whim| Sheet { rows: facts.iter().map(local).collect(), ..Sheet::default() },
    habits: Habits { trailing: &[Trailing::Nowhere], ..LOCAL },
    profile: Some("tests/data/layouts/by_place.toml"),
    ..TITLED
};
