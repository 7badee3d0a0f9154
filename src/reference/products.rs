//! Names and places of products: the Harmonized System of 2022 and the list of China's customs.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::name::folded;
use super::sheet;
use crate::model::{Class, Code, Product};

/// A section of the Harmonized System.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Roman numeral.
    pub numeral: &'static str,
    /// First chapter.
    pub first: u8,
    /// Last chapter.
    pub last: u8,
    /// Name.
    pub name: &'static str,
}

/// A row of the list of main commodities of China's customs.
#[derive(Debug, Clone, Copy)]
pub struct Commodity {
    /// Code without its list, such as `MECH_ELEC`.
    pub code: Code,
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// Whether it cuts across other rows of the list.
    pub overlaps: bool,
    /// The row that it is a part of, where that is certain.
    pub parent: Option<Code>,
}

const HS: &str = include_str!("../../data/reference/hs2022.csv");
const SECTIONS: &str = include_str!("../../data/reference/hs_sections.csv");
const GACC: &str = include_str!("../../data/reference/gacc_products.csv");

static SECTION_LIST: LazyLock<Vec<Section>> =
    LazyLock::new(|| sheet::rows(SECTIONS).map(|row| section(&row)).collect());

static GACC_LIST: LazyLock<Vec<Commodity>> = LazyLock::new(|| sheet::rows(GACC).map(|row| commodity(&row)).collect());

static GACC_NAMES: LazyLock<HashMap<String, Code>> = LazyLock::new(|| {
    let names = |item: &Commodity| [item.code.as_str(), item.name, item.name_zh].map(|name| (folded(name), item.code));
    GACC_LIST.iter().flat_map(names).collect()
});

fn section(row: &[&'static str]) -> Section {
    let cell = |at: usize| row.get(at).copied().unwrap_or_default();
    let chapter = |at: usize| cell(at).parse().unwrap_or_default();
    Section { numeral: cell(0), first: chapter(1), last: chapter(2), name: cell(3) }
}

fn commodity(row: &[&'static str]) -> Commodity {
    let cell = |at: usize| row.get(at).copied().unwrap_or_default();
    let parent = Some(cell(4)).filter(|parent| !parent.is_empty());
    Commodity {
        code: Code::of(cell(0)),
        name: cell(1),
        name_zh: cell(2),
        overlaps: cell(3) == "yes",
        parent: parent.map(Code::of),
    }
}

/// The sections of the Harmonized System.
pub fn sections() -> &'static [Section] {
    &SECTION_LIST
}

/// The list of main commodities of China's customs.
pub fn commodities() -> &'static [Commodity] {
    &GACC_LIST
}

/// The section that an HS code lies in.
pub fn section_of(code: &str) -> Option<&'static Section> {
    let chapter: u8 = code.get(..2)?.parse().ok()?;
    SECTION_LIST.iter().find(|section| (section.first..=section.last).contains(&chapter))
}

/// The English name of a product, where one is known.
pub fn name(product: Product) -> Option<String> {
    let code = product.code.as_str();
    match product.class {
        Class::All => Some("All products".to_owned()),
        Class::Hs if product.is_section() => {
            SECTION_LIST.iter().find(|section| section.numeral == code).map(|section| section.name.to_owned())
        }
        Class::Hs => (0..=1).find_map(|cut| hs_name(&code[..[code.len().min(6), code.len().min(4)][cut]])),
        Class::Gacc => GACC_LIST.iter().find(|item| item.code == product.code).map(|item| item.name.to_owned()),
        Class::Group => super::product_groups::by_code(product.code).map(|group| group.name.to_owned()),
        Class::Bop if code == "SERVICES" => Some("Services".to_owned()),
        Class::Bop | Class::Sitc | Class::Bec | Class::Own => None,
    }
}

/// From how many names on the whole list is read; fewer are looked up one by one.
const MANY: usize = 200;

/// The same for many products.
pub fn names(products: &[Product]) -> Vec<Option<String>> {
    if products.len() < MANY {
        return products.iter().map(|product| name(*product)).collect();
    }
    let listed: FxHashMap<&str, &str> = sheet::rows(HS).filter_map(|row| Some((row[0], *row.get(2)?))).collect();
    let hs_name = |code: &str| [6, 4].into_iter().find_map(|most| listed.get(&code[..code.len().min(most)]).copied());
    let own = |product: &Product| match product.class {
        Class::Hs if !product.is_section() => hs_name(product.code.as_str()).map(str::to_owned),
        _ => name(*product),
    };
    products.iter().map(own).collect()
}

/// The Chinese name of a main commodity of China's customs.
pub fn name_zh(product: Product) -> Option<&'static str> {
    let item = GACC_LIST.iter().find(|item| product.class == Class::Gacc && item.code == product.code)?;
    Some(item.name_zh).filter(|name| !name.is_empty())
}

/// The name of a chapter, heading or subheading.
pub fn hs_name(code: &str) -> Option<String> {
    sheet::find(HS, code)?.get(2).map(|name| (*name).to_owned())
}

/// Every code and name of the Harmonized System of 2022.
pub fn harmonized() -> impl Iterator<Item = (Code, String)> {
    sheet::rows(HS).map(|row| (Code::of(row[0]), row.get(2).copied().unwrap_or_default().to_owned()))
}

/// The commodity of China's customs that is called so.
pub fn commodity_by_name(name: &str) -> Option<Product> {
    GACC_NAMES.get(&folded(name)).map(|code| Product { class: Class::Gacc, code: *code })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_those_of_each() {
        let listed = harmonized().step_by(9).map(|(code, _)| code.as_str());
        let hs = |code: &str| Product::new(Class::Hs, code);
        let odd = ["850099", "99", "01012990", "XVI"].into_iter();
        let sample: Vec<Product> = listed.chain(odd).map(hs).chain([Product::TOTAL]).collect();
        assert!(sample.len() > MANY);
        let each: Vec<Option<String>> = sample.iter().map(|product| name(*product)).collect();
        assert_eq!(names(&sample), each);
    }
}
