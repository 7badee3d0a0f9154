//! Conversion of products between editions, by the conversion tables of the United Nations Statistics Division.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::sheet;
use crate::model::revision::{Revision, Target};
use crate::model::{Class, Code, Product};

macro_rules! table {
    ($name:literal) => {
        include_str!(concat!("../../data/reference/concordance/", $name, ".csv"))
    };
}

/// Tables from a later edition to an earlier one.
const EDITIONS: [(u16, u16, &str); 5] = [
    (2022, 2017, table!("hs2022_hs2017")),
    (2022, 2012, table!("hs2022_hs2012")),
    (2022, 2007, table!("hs2022_hs2007")),
    (2017, 2012, table!("hs2017_hs2012")),
    (2017, 2007, table!("hs2017_hs2007")),
];

const SITC4: &str = table!("hs2022_sitc4");
const BEC4: &str = table!("hs2022_bec4");

type Table = FxHashMap<Code, Code>;

/// Brings subheadings of one edition to another list. Each goes to one code, or nowhere when no table says where.
#[derive(Debug)]
pub struct Converter {
    target: Target,
    steps: Vec<Table>,
}

impl Converter {
    /// A converter, if tables lead from one to the other.
    pub fn new(from: Revision, target: Target) -> Option<Converter> {
        let steps = match target {
            Target::Hs(to) => editions(from, to)?,
            Target::Sitc4 => [editions(from, Revision::of_year(2022)?)?, vec![read(SITC4)]].concat(),
            Target::Bec4 => [editions(from, Revision::of_year(2022)?)?, vec![read(BEC4)]].concat(),
        };
        Some(Converter { target, steps })
    }

    /// The product of a subheading, or none when it was divided and no table says where it went.
    pub fn convert(&self, code: &str) -> Option<Product> {
        let subheading = Code::of(code.get(..6)?);
        let code = self.steps.iter().try_fold(subheading, |code, table| table.get(&code).copied())?;
        let class = match self.target {
            Target::Hs(_) => Class::Hs,
            Target::Sitc4 => Class::Sitc,
            Target::Bec4 => Class::Bec,
        };
        Some(Product { class, code })
    }
}

/// The tables that lead from one edition to another: one as it is, one turned round, or two by way of 2022 or 2017.
fn editions(from: Revision, to: Revision) -> Option<Vec<Table>> {
    if from == to {
        return Some(Vec::new());
    }
    let direct =
        |from: u16, to: u16| EDITIONS.iter().find(|(a, b, _)| (*a, *b) == (from, to)).map(|(_, _, text)| read(text));
    let step = |from: u16, to: u16| direct(from, to).or_else(|| direct(to, from).map(|table| turned(&table)));
    let (from, to) = (from.year(), to.year());
    if let Some(table) = step(from, to) {
        return Some(vec![table]);
    }
    [2017, 2022].into_iter().find_map(|via| Some(vec![step(from, via)?, step(via, to)?]))
}

fn read(text: &'static str) -> Table {
    sheet::rows(text).filter_map(|row| Some((Code::of(row.first()?), Code::of(row.get(1)?)))).collect()
}

/// The table the other way, for codes that one code alone leads to: the others were divided.
fn turned(table: &Table) -> Table {
    let mut sources: BTreeMap<Code, Vec<Code>> = BTreeMap::new();
    for (from, to) in table {
        sources.entry(*to).or_default().push(*from);
    }
    sources.into_iter().filter_map(|(to, from)| if let [only] = from[..] { Some((to, only)) } else { None }).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn converted(from: u16, to: &str, code: &str) -> Option<String> {
        let converter = Converter::new(Revision::of_year(from).unwrap(), to.parse().unwrap()).unwrap();
        converter.convert(code).map(|product| product.to_string())
    }

    #[test]
    fn subheadings_go_where_the_tables_say() {
        assert_eq!(converted(2022, "hs2007", "010121").as_deref(), Some("hs:010110"));
        assert_eq!(converted(2017, "hs2017", "010121").as_deref(), Some("hs:010121"));
        assert_eq!(converted(2022, "sitc4", "010121").as_deref(), Some("sitc:0015"));
        assert_eq!(converted(2017, "bec4", "010121").as_deref(), Some("bec:41"));
        assert_eq!(converted(2022, "hs2017", "01012100").as_deref(), Some("hs:010121"));
    }

    #[test]
    fn what_was_divided_goes_nowhere() {
        assert_eq!(converted(2007, "hs2022", "010190"), None);
        assert!(Converter::new(Revision::of_year(1996).unwrap(), "hs2017".parse().unwrap()).is_none());
    }
}
