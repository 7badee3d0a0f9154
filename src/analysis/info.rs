//! What a data set holds: rows, periods, gaps, partners, products, publications.

use std::collections::{BTreeMap, BTreeSet};

use super::column;
use crate::cube::{Coverage, Cube};
use crate::model::{Class, Code, Month, PartnerKind, Period, counted};
use crate::table::{Cell, Kind, Role, Row, Table};

/// What a cube covers, one row for each kind of row in the data.
pub fn info(cube: &Cube) -> Table {
    let currencies: BTreeSet<Code> = cube.coverage.keys().map(|key| key.currency).collect();
    let several = currencies.len() > 1;
    let mut table = Table {
        title: cube.name.clone(),
        about: about(cube),
        columns: vec![
            column("reporter", "reporter", Kind::Text, cube.reporters().len() > 1),
            column("currency", "currency", Kind::Text, several),
            column("flow", "flow", Kind::Text, true),
            column("list", "products", Kind::Text, true),
            column("digits", "digits", Kind::Count, cube.classes().contains(&Class::Hs)),
            column("partners", "partners", Kind::Text, true),
            column("first", "first", Kind::Text, true),
            column("last", "last", Kind::Text, true),
            column("months", "months", Kind::Count, true),
            column("cumulatives", "longer", Kind::Count, true),
            column("gaps", "months without data", Kind::Text, true),
        ],
        notes: cube.notes.clone(),
        source: cube.source.clone(),
        ..Table::default()
    };
    table.rows = cube.coverage.iter().map(|(key, periods)| row(key, periods)).collect();
    table
}

fn about(cube: &Cube) -> Vec<String> {
    let of_kind = |kind: PartnerKind| cube.kinds.values().filter(|known| **known == kind).count() as u64;
    let countries = match of_kind(PartnerKind::Country) {
        1 => "1 country or territory".to_owned(),
        count => format!("{count} countries and territories"),
    };
    let groups: Vec<&str> =
        cube.kinds.iter().filter(|(_, kind)| **kind == PartnerKind::Group).map(|(code, _)| code.as_str()).collect();
    let in_list = |class: Class| cube.products.iter().filter(|product| product.class == class).count() as u64;
    let lists: Vec<String> = cube
        .classes()
        .into_iter()
        .map(|class| match class {
            Class::All => "TOTAL".to_owned(),
            class => format!("{} ({})", class.name(), counted(in_list(class), "product")),
        })
        .collect();
    let mut lines = vec![
        format!(
            "{} in {}, currency {}",
            counted(cube.rows, "row"),
            counted(cube.files.len() as u64, "file"),
            cube.currency.map_or("not given".to_owned(), |code| code.to_string())
        ),
        format!("reporters: {}", names(cube.reporters())),
        format!("partners: {countries}, {}", counted(of_kind(PartnerKind::Area), "other area")),
        format!("product lists: {}", lists.join(", ")),
    ];
    if !groups.is_empty() {
        lines.push(format!("published groups: {}", groups.join(", ")));
    }
    if !cube.vintages.is_empty() {
        lines.push(format!(
            "publications: {}",
            cube.vintages.iter().map(Month::to_string).collect::<Vec<_>>().join(", ")
        ));
    }
    lines.extend(layouts(cube));
    lines.extend(splits(cube));
    lines
}

/// The profiles that read the files.
fn layouts(cube: &Cube) -> Option<String> {
    let mut files: BTreeMap<&str, u64> = BTreeMap::new();
    for layout in &cube.layouts {
        *files.entry(&layout.profile).or_default() += layout.files.len() as u64;
    }
    let told: Vec<String> =
        files.iter().map(|(profile, count)| format!("{profile} ({})", counted(*count, "file"))).collect();
    match (told.as_slice(), files.keys().next()) {
        ([], _) => None,
        ([_], Some(profile)) => Some(format!("layout: {profile}")),
        _ => Some(format!("layouts: {}", told.join(", "))),
    }
}

/// What is done with rows that are parts of a split, such as modes of transport.
fn splits(cube: &Cube) -> Option<String> {
    match (cube.splits.contains(&0), cube.splits.iter().any(|parts| *parts != 0)) {
        (_, false) => None,
        (true, true) => {
            Some("splits: totals stand beside their parts; where there is a total, the parts are not added".to_owned())
        }
        (false, true) => Some("splits: there are parts and no totals; the parts are added".to_owned()),
    }
}

fn names(codes: BTreeSet<Code>) -> String {
    let shown: Vec<&str> =
        codes.iter().take(12).map(|code| if code.as_str().is_empty() { "not given" } else { code.as_str() }).collect();
    let more = codes.len().saturating_sub(12);
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

fn row(key: &Coverage, periods: &BTreeSet<Period>) -> Row {
    let text = |text: &str| Cell::Text(text.to_owned());
    let covered: BTreeSet<Month> = periods.iter().flat_map(|period| period.months()).collect();
    let months = periods.iter().filter(|period| period.len() == 1).count();
    let (first, last) = (covered.first().copied(), covered.last().copied());
    let span = first.zip(last).and_then(|(first, last)| Period::new(first, last));
    let gaps: Vec<Month> = span.into_iter().flat_map(Period::months).filter(|month| !covered.contains(month)).collect();
    let list = if key.class == Class::All { "TOTAL" } else { key.class.name() };
    let partners = match key.kind {
        PartnerKind::World => "world",
        PartnerKind::Group => "groups",
        PartnerKind::Country | PartnerKind::Area => "countries and areas",
    };
    let month = |month: Option<Month>| month.map_or(Cell::Blank, |month| Cell::Text(month.to_string()));
    let digits = if key.class == Class::Hs { Cell::Count(key.digits.into()) } else { Cell::Blank };
    Row {
        role: Role::Line,
        cells: vec![
            text(key.reporter.as_str()),
            text(key.currency.as_str()),
            Cell::Text(key.flow.to_string()),
            text(list),
            digits,
            text(partners),
            month(first),
            month(last),
            Cell::Count(months as i64),
            Cell::Count((periods.len() - months) as i64),
            Cell::Text(Period::list(&gaps)),
        ],
    }
}
