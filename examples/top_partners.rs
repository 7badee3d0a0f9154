//! The three largest partners of the newest January to November, by the library alone.
//!
//! `cargo run --example top_partners`

use std::collections::BTreeSet;
use std::error::Error;
use std::io;

use tradestat::analysis::frame::Base;
use tradestat::analysis::indicator::by_name;
use tradestat::analysis::{Ask, Basis, Dimension, Ledger, report};
use tradestat::model::{Measure, Membership, View};
use tradestat::query::{Partners, Query, Vintage};
use tradestat::reference::groups;
use tradestat::render::{self, Format, Style};
use tradestat::source::china::China;
use tradestat::source::{Rejects, Source};

fn main() -> Result<(), Box<dyn Error>> {
    let blocs: Vec<_> = ["asean", "eu"].into_iter().filter_map(groups::by_name).map(|group| group.code).collect();

    // What the data is asked for: every partner apart.
    let partners = Partners { every: true, named: BTreeSet::from_iter(blocs.iter().copied()) };
    let query = Query { partners, ..Query::default() };
    let cube = China.load(&query, &mut Rejects::refuse())?;

    // What is made of it: two groups in place of their members, the first three rows, the rest as one.
    let ask = Ask {
        title: "Largest partners".to_owned(),
        period: Some("jan-nov".parse()?),
        all_periods: false,
        year: Some(2025),
        base: Base::YearEarlier,
        step: None,
        rolling: None,
        views: vec![View::Total],
        reporters: Vec::new(),
        sides: Vec::new(),
        products: Vec::new(),
        by: vec![Dimension::Partner],
        level: None,
        only: Vec::new(),
        groups: blocs,
        measures: vec![Measure::Value],
        basis: Basis::Computed,
        allow_partial: false,
        top: Some(3),
        sort: None,
        per: None,
        structure: None,
        columns: ["rank", "value", "growth_pct", "share_pct"].into_iter().filter_map(by_name).collect(),
        columns_chosen: true,
        bounds: false,
        ranked: true,
    };
    let ledger = Ledger::new(&cube, Vintage::Newest, Membership::Current);
    let table = report(&ledger, &ask)?;
    render::write(&table, Format::Table, &Style::default(), &mut io::stdout().lock())?;
    Ok(())
}
