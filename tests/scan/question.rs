//! Questions of the kinds that reports ask.

use std::collections::BTreeSet;

use tradestat::model::{Class, Code, Flow, Level, Measure, Product, Target};
use tradestat::query::{Partners, Products, Query};

use super::whim::Whim;

/// Some question.
pub(crate) fn any(seed: u64) -> Query {
    let mut whim = Whim::of(seed);
    let some = |whim: &mut Whim, among: &[&str]| -> BTreeSet<Code> {
        among.iter().filter(|_| whim.coin()).map(|code| Code::of(code)).collect()
    };
    let few = |whim: &mut Whim| whim.below(4) == 0;
    Query {
        world_is_published: few(&mut whim),
        reporters: few(&mut whim).then(|| some(&mut whim, &["CHN", "DEU", "USA", ""])),
        partners: Partners { every: whim.coin(), named: some(&mut whim, &["VNM", "USA", "ASEAN", "QQQ"]) },
        products: products(&mut whim),
        currency: few(&mut whim).then(|| Code::of(whim.pick(&["USD", "CNY", "EUR"]))),
        every_currency: few(&mut whim),
        to: (whim.below(20) == 0).then(|| "hs2017".parse::<Target>()).and_then(Result::ok),
        years: whim.coin().then(|| [2022, 2023, 2024].into_iter().filter(|_| whim.coin()).collect()),
        flows: few(&mut whim).then(|| Flow::ALL.into_iter().filter(|_| whim.coin()).collect()),
        unread: [Measure::Weight, Measure::Quantity].into_iter().filter(|_| few(&mut whim)).collect(),
        ..Query::default()
    }
}

fn products(whim: &mut Whim) -> Products {
    let hs = |code: &str| Product::new(Class::Hs, code);
    let levels = [Level::Hs2, Level::Hs4, Level::Hs6, Level::Section, Level::Hs8, Level::Sitc(1)];
    let level = whim.pick(&levels);
    match whim.below(6) {
        0 | 1 => Products::default(),
        2 => Products { as_given: true, ..Products::default() },
        3 => Products { named: vec![hs("8542"), hs("85"), Product::TOTAL], ..Products::default() },
        4 => Products { lists: true, named: vec![hs("XVI")], ..Products::default() },
        _ => Products { level: Some((level.class(), level)), ..Products::default() },
    }
}
