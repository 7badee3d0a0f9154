//! Lists of what the program knows.

use std::fmt;
use std::str::FromStr;

use super::{column, indicator, structure};
use crate::model::PartnerKind;
use crate::reference::{groups, name, partners, product_groups, products, rates};
use crate::table::{Cell, Kind, Role, Row, Table};

/// A list that can be printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Catalogue {
    /// Countries and areas.
    Partners,
    /// Groups and regions.
    Groups,
    /// Members of groups with their dates.
    Members,
    /// Sections, chapters and the list of China's customs; with a search word also headings and subheadings.
    Products,
    /// Named groups of products.
    ProductGroups,
    /// Columns of reports.
    Indicators,
    /// Kinds of charts.
    Charts,
    /// Formats of answers.
    Formats,
    /// Layouts of files that can be read.
    Profiles,
    /// Currencies with rates.
    Currencies,
}

/// A word that is no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a list; expected partners, groups, members, products, product-groups, indicators, charts, formats, profiles or currencies"
)]
pub struct UnknownCatalogue(String);

impl Catalogue {
    /// Every list.
    pub const ALL: [Catalogue; 10] = [
        Catalogue::Partners,
        Catalogue::Groups,
        Catalogue::Members,
        Catalogue::Products,
        Catalogue::ProductGroups,
        Catalogue::Indicators,
        Catalogue::Charts,
        Catalogue::Formats,
        Catalogue::Profiles,
        Catalogue::Currencies,
    ];
}

impl fmt::Display for Catalogue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Catalogue::Partners => "partners",
            Catalogue::Groups => "groups",
            Catalogue::Members => "members",
            Catalogue::Products => "products",
            Catalogue::ProductGroups => "product-groups",
            Catalogue::Indicators => "indicators",
            Catalogue::Charts => "charts",
            Catalogue::Formats => "formats",
            Catalogue::Profiles => "profiles",
            Catalogue::Currencies => "currencies",
        })
    }
}

impl FromStr for Catalogue {
    type Err = UnknownCatalogue;

    fn from_str(text: &str) -> Result<Catalogue, UnknownCatalogue> {
        let wanted = text.trim().to_lowercase().replace('_', "-");
        let found = Catalogue::ALL.into_iter().find(|list| list.to_string() == wanted);
        found.ok_or_else(|| UnknownCatalogue(text.to_owned()))
    }
}

/// Lists that other layers keep, each entry with what it means.
pub struct Known<'k> {
    /// Kinds of charts.
    pub charts: &'k [(&'k str, &'k str)],
    /// Formats of answers.
    pub formats: &'k [(&'k str, &'k str)],
    /// Layouts of files.
    pub profiles: &'k [(&'k str, &'k str)],
}

fn pairs(known: &[(&str, &str)]) -> Vec<Vec<String>> {
    known.iter().map(|(name, about)| vec![(*name).to_owned(), (*about).to_owned()]).collect()
}

/// A list, or those of its rows that hold a word.
pub fn list(catalogue: Catalogue, search: Option<&str>, known: &Known<'_>) -> Table {
    let (columns, rows): (&[&str], Vec<Vec<String>>) = match catalogue {
        Catalogue::Partners => (&["partner", "name", "name_zh", "m49", "gacc", "kind"], partner_rows()),
        Catalogue::Groups => (&["group", "name", "name_zh", "kind", "members", "source"], group_rows()),
        Catalogue::Members => (&["group", "partner", "name", "since", "until", "source"], member_rows()),
        Catalogue::Products => (&["product", "name"], product_rows(search.is_some())),
        Catalogue::ProductGroups => (&["product", "name", "include", "exclude", "source"], product_group_rows()),
        Catalogue::Indicators => (&["column", "meaning"], indicator_rows()),
        Catalogue::Charts => (&["chart", "meaning"], pairs(known.charts)),
        Catalogue::Formats => (&["format", "meaning"], pairs(known.formats)),
        Catalogue::Profiles => (&["profile", "meaning"], pairs(known.profiles)),
        Catalogue::Currencies => (&["currency", "first", "last", "source"], currency_rows()),
    };
    let wanted = search.map(name::folded);
    let fits =
        |row: &Vec<String>| wanted.as_ref().is_none_or(|word| row.iter().any(|cell| name::folded(cell).contains(word)));
    let rows: Vec<Row> = rows.into_iter().filter(fits).map(line).collect();
    Table {
        title: format!("{} {catalogue}", rows.len()),
        columns: columns.iter().map(|name| column(name, name, Kind::Text, true)).collect(),
        rows,
        ..Table::default()
    }
}

fn line(cells: Vec<String>) -> Row {
    Row {
        role: Role::Line,
        cells: cells.into_iter().map(|cell| if cell.is_empty() { Cell::Blank } else { Cell::Text(cell) }).collect(),
    }
}

fn partner_rows() -> Vec<Vec<String>> {
    let kind = |kind: PartnerKind| match kind {
        PartnerKind::World => "world",
        PartnerKind::Area => "area",
        PartnerKind::Country | PartnerKind::Group => "country",
    };
    let row = |p: &partners::Partner| {
        [p.code.as_str(), p.name, p.name_zh, p.m49, p.gacc, kind(p.kind)].map(str::to_owned).to_vec()
    };
    partners::all().iter().map(row).collect()
}

fn group_rows() -> Vec<Vec<String>> {
    let now = |group: &groups::Group| group.members.iter().filter(|member| member.until.is_none()).count().to_string();
    let row = |g: &groups::Group| {
        vec![g.code.to_string(), g.name.into(), g.name_zh.into(), g.kind.into(), now(g), g.source.into()]
    };
    groups::all().iter().map(row).collect()
}

fn member_rows() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for group in groups::all() {
        for member in &group.members {
            let month = |month: Option<crate::model::Month>| month.map(|month| month.to_string()).unwrap_or_default();
            let name = crate::reference::entity::title(member.partner).to_owned();
            rows.push(vec![
                group.code.to_string(),
                member.partner.to_string(),
                name,
                month(member.since),
                month(member.until),
                member.source.to_owned(),
            ]);
        }
    }
    rows
}

fn product_rows(detailed: bool) -> Vec<Vec<String>> {
    let sections =
        products::sections().iter().map(|section| vec![format!("hs:{}", section.numeral), section.name.to_owned()]);
    let depth = if detailed { 6 } else { 2 };
    let codes = products::harmonized()
        .filter(|(code, _)| code.as_str().len() <= depth)
        .map(|(code, name)| vec![format!("hs:{code}"), name]);
    let gacc = products::commodities()
        .iter()
        .map(|item| vec![format!("gacc:{}", item.code), format!("{} ({})", item.name, item.name_zh)]);
    sections.chain(codes).chain(gacc).collect()
}

fn product_group_rows() -> Vec<Vec<String>> {
    let row = |g: &product_groups::ProductGroup| {
        vec![format!("group:{}", g.code), g.name.into(), g.include.join(" "), g.exclude.join(" "), g.source.into()]
    };
    product_groups::all().iter().map(row).collect()
}

fn indicator_rows() -> Vec<Vec<String>> {
    let columns = indicator::ALL.iter().map(|indicator| vec![indicator.name.to_owned(), indicator.about.to_owned()]);
    let own = |structure: &&structure::Structure| {
        let command = format!("{} By `tradestat indicator {}`.", structure.about, structure.name);
        vec![structure.name.to_owned(), command]
    };
    columns.chain(structure::ALL.iter().map(own)).collect()
}

fn currency_rows() -> Vec<Vec<String>> {
    let row = |code: crate::model::Code| match rates::coverage(code) {
        Some((first, last, source)) => vec![code.to_string(), first.to_string(), last.to_string(), source.to_owned()],
        None => vec![code.to_string(), String::new(), String::new(), "rates are quoted against it".to_owned()],
    };
    rates::currencies().into_iter().map(row).collect()
}
