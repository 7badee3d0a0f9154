//! Small random data sets in the plain layout, and what they add to.

use std::collections::BTreeMap;

use proptest::prelude::*;

/// Some are members of ASEAN, some of the EU, and one is known to no list.
pub(crate) const PARTNERS: [&str; 9] = ["VNM", "THA", "MYS", "DEU", "FRA", "USA", "JPN", "BRA", "QQQ"];
/// Products of three sections, two of them in one chapter and two in one heading.
const PRODUCTS: [&str; 6] = ["854231", "854239", "850760", "010121", "270900", "870380"];
const MONTHS: [&str; 6] = ["2024-01", "2024-02", "2024-03", "2025-01", "2025-02", "2025-03"];

/// How many data sets a property is tried on; each of them is a run of the program or several.
pub(crate) fn few(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 60, ..ProptestConfig::default() }
}

/// A value for each of [`MONTHS`], each flow and each partner; every month and flow has the first partner.
#[derive(Debug, Clone)]
pub(crate) struct Trade {
    rows: Vec<(&'static str, &'static str, &'static str, i64)>,
}

fn keys() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let of = |month| ["exports", "imports"].into_iter().map(move |flow| (month, flow));
    MONTHS.into_iter().flat_map(of).flat_map(|(month, flow)| PARTNERS.into_iter().map(move |one| (month, flow, one)))
}

/// Any trade: some rows are absent, some zero, some huge.
pub(crate) fn trade() -> impl Strategy<Value = Trade> {
    let value = prop_oneof![4 => 1..2_000_000_000_000_i64, 2 => 1..100_i64, 1 => Just(0)];
    let cell = prop_oneof![6 => value.prop_map(Some), 1 => Just(None)];
    prop::collection::vec(cell, keys().count()).prop_map(|cells| {
        let first = |partner, cell: Option<i64>| if partner == PARTNERS[0] { cell.or(Some(7)) } else { cell };
        let rows = keys().zip(cells);
        Trade { rows: rows.filter_map(|((m, f, p), cell)| Some((m, f, p, first(p, cell)?))).collect() }
    })
}

impl Trade {
    pub(crate) fn sample() -> Trade {
        Trade { rows: keys().zip(1..).map(|((m, f, p), at)| (m, f, p, at * at * 1000)).collect() }
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.rows.iter().map(|(month, flow, partner, value)| format!("{month},{flow},{partner},{value}")).collect()
    }

    pub(crate) fn csv(&self) -> String {
        file(HEADER, &self.lines())
    }

    /// The first quarter of each flow and year.
    pub(crate) fn totals(&self) -> BTreeMap<(&'static str, i32), i128> {
        let mut totals: BTreeMap<_, i128> = BTreeMap::new();
        for (month, flow, _, value) in &self.rows {
            *totals.entry((*flow, month[..4].parse().unwrap())).or_default() += i128::from(*value);
        }
        totals
    }

    pub(crate) fn exports_of(&self, month: &str) -> i128 {
        let rows = self.rows.iter().filter(|(at, flow, _, _)| *at == month && *flow == "exports");
        rows.map(|(_, _, _, value)| i128::from(*value)).sum()
    }

    /// With a world of its own, larger than the sum of the countries by so much.
    pub(crate) fn with_world(&self, more: i64) -> String {
        let world = |month: &&str| format!("{month},exports,WORLD,{}", self.exports_of(month) + i128::from(more));
        file(HEADER, &[self.lines(), MONTHS.iter().map(world).collect()].concat())
    }

    /// The same values as products; partners that have the same product are told apart.
    fn products(&self) -> Vec<(&'static str, &'static str, &'static str, &'static str, i64)> {
        let product = |partner: &str| PARTNERS.iter().position(|known| *known == partner).unwrap() % PRODUCTS.len();
        self.rows.iter().map(|(m, f, p, value)| (*m, *f, *p, PRODUCTS[product(p)], *value)).collect()
    }

    pub(crate) fn by_product(&self) -> String {
        let rows = self.products();
        let line =
            |(m, f, p, product, value): &(&str, &str, &str, &str, i64)| format!("{m},{f},{p},hs:{product},{value}");
        file(WITH_PRODUCT, &rows.iter().map(line).collect::<Vec<_>>())
    }

    /// With chapters and TOTAL beside the subheadings.
    pub(crate) fn by_product_with_totals(&self) -> String {
        let mut sums: BTreeMap<(&str, &str, &str, String), i128> = BTreeMap::new();
        for (month, flow, partner, product, value) in self.products() {
            for code in [format!("hs:{product}"), format!("hs:{}", &product[..2]), "TOTAL".to_owned()] {
                *sums.entry((month, flow, partner, code)).or_default() += i128::from(value);
            }
        }
        let lines = sums.iter().map(|((m, f, p, product), value)| format!("{m},{f},{p},{product},{value}"));
        file(WITH_PRODUCT, &lines.collect::<Vec<_>>())
    }
}

pub(crate) const HEADER: &str = "period,flow,partner,value";
const WITH_PRODUCT: &str = "period,flow,partner,product,value";

/// A header and lines below it.
pub(crate) fn file(header: &str, lines: &[String]) -> String {
    format!("{header}\n{}\n", lines.join("\n"))
}
