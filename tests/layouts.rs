//! Any table that is written in any layout, by any hand, and read back gives the same facts and the same answers.
//!
//! `PROPTEST_CASES` says how many tables each layout is tried with.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "layouts/baci.rs"]
mod baci;
#[path = "layouts/census.rs"]
mod census;
#[path = "layouts/comexstat.rs"]
mod comexstat;
#[path = "layouts/comext.rs"]
mod comext;
mod common;
#[path = "layouts/comtrade.rs"]
mod comtrade;
#[path = "layouts/eurostat.rs"]
mod eurostat;
#[path = "layouts/fact.rs"]
mod fact;
#[path = "layouts/gacc_query.rs"]
mod gacc_query;
#[path = "layouts/gacc_table.rs"]
mod gacc_table;
#[path = "layouts/hand.rs"]
mod hand;
#[path = "layouts/sdmx.rs"]
mod sdmx;
#[path = "layouts/sheet.rs"]
mod sheet;
#[path = "layouts/tidy.rs"]
mod tidy;
#[path = "layouts/whim.rs"]
mod whim;
#[path = "layouts/who.rs"]
mod who;
#[path = "layouts/wide.rs"]
mod wide;

use fact::{Fact, VALUES};
use hand::{ANY, Habits, Hand, hands};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseError, TestRunner};
use sheet::Sheet;
use tradestat::query::Query;
use tradestat::source::{FileSet, Files, Rejects, Source, profile};
use whim::Whim;

/// A layout: what it can say, how it says it, and what the reader must be told.
struct Layout {
    facts: fn() -> BoxedStrategy<Vec<Fact>>,
    sheet: fn(&[Fact], &mut Whim) -> Sheet,
    habits: Habits,
    /// Values of columns that its files lack.
    given: fn(&[Fact]) -> Vec<(&'static str, String)>,
    /// The profile that describes it, where the program does not know it.
    profile: Option<&'static str>,
    /// Whether an absent row says nothing.
    absent_is_missing: bool,
}

impl Layout {
    /// What most layouts are like.
    const PLAIN: Layout = Layout {
        facts: || VALUES.facts(),
        sheet: |_, _| Sheet { above: Vec::new(), header: Vec::new(), rows: Vec::new() },
        habits: ANY,
        given: |_| Vec::new(),
        profile: None,
        absent_is_missing: false,
    };

    fn files(&self, path: &str, facts: &[Fact], hand: &Hand) -> FileSet {
        FileSet {
            files: Files { paths: vec![path.to_owned()] },
            given: (self.given)(facts).into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            profile: self.profile.map(|path| profile::find(&in_root(path)).unwrap()),
            encoding: hand.encoding(),
            ..FileSet::default()
        }
    }
}

fn in_root(path: &str) -> String {
    common::root().join(path).to_str().unwrap().to_owned()
}

/// What a file tells: its facts in order, and what an absent row means.
fn told(files: &FileSet) -> Result<(Vec<Fact>, bool), TestCaseError> {
    let mut facts = Vec::new();
    let query = Query { every_currency: true, ..Query::everything() };
    let cube = files.watch(&query, &mut Rejects::refuse(), &mut |row| {
        facts.push(Fact::from(row));
        Ok(())
    });
    let cube = cube.map_err(|error| TestCaseError::fail(error.to_string()))?;
    facts.sort();
    Ok((facts, cube.absent_is_missing))
}

fn comes_back(layout: &Layout, facts: &[Fact], hand: &Hand) -> Result<(), TestCaseError> {
    let folder = common::Folder::new();
    let sheet = (layout.sheet)(facts, &mut hand.whim());
    let path = folder.file("table", hand.write(&sheet));
    let shown = || String::from_utf8_lossy(&Hand::plain().write(&sheet)).into_owned();
    let read = told(&layout.files(&path, facts, hand));
    let (found, absent_is_missing) = read.map_err(|error| TestCaseError::fail(format!("{error}\n{}", shown())))?;
    let mut expected = facts.to_vec();
    expected.sort();
    let lost: Vec<&Fact> = expected.iter().filter(|fact| !found.contains(fact)).collect();
    let invented: Vec<&Fact> = found.iter().filter(|fact| !expected.contains(fact)).collect();
    prop_assert!(found == expected, "lost {lost:#?}\ninvented {invented:#?}\n{}", shown());
    prop_assert_eq!(absent_is_missing, layout.absent_is_missing);
    Ok(())
}

/// Any facts of a layout, written by any hand.
fn any_table_comes_back(layout: &Layout) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(48);
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 400, ..ProptestConfig::default() };
    let tables = ((layout.facts)(), hands(&layout.habits));
    if let Err(failure) = TestRunner::new(config).run(&tables, |(facts, hand)| comes_back(layout, &facts, &hand)) {
        panic!("{failure}");
    }
}

/// Tables of a layout and the same facts in the program's own layout have the same answers.
fn the_answers_are_the_same(layout: &Layout) {
    let mut runner = TestRunner::deterministic();
    let tables = ((layout.facts)(), hands(&layout.habits));
    let mut refusals = Vec::new();
    for _ in 0..4 {
        let (facts, hand) = tables.new_tree(&mut runner).unwrap().current();
        match the_answer(layout, &facts, &hand) {
            (Some(0), _) => return,
            (_, refusal) => refusals.push(refusal),
        }
    }
    panic!("no question has an answer: {refusals:#?}");
}

/// The exit status of the program and what it says of a table, which is what it says of the same facts in its own layout.
fn the_answer(layout: &Layout, facts: &[Fact], hand: &Hand) -> (Option<i32>, String) {
    let folder = common::Folder::new();
    let path = folder.file("table", hand.write(&(layout.sheet)(facts, &mut hand.whim())));
    let plain = folder.file("plain", Hand::plain().write(&tidy::plain(facts, layout.absent_is_missing)));
    let given = (layout.given)(facts).into_iter().map(|(name, value)| format!("--set={name}={value}"));
    let encoding = hand.encoding().map(|name| format!("--encoding={name}"));
    let profile = layout.profile.map(|path| format!("--profile={}", in_root(path)));
    let more: Vec<String> = given.chain(encoding).chain(profile).collect();
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let single = facts.iter().find(|fact| fact.partner != "WORLD" && fact.product == "TOTAL" && fact.value.is_some());
    let Fact { period, flow, currency, .. } = single.unwrap_or(&facts[0]);
    let by = if single.is_some() { "reporter,partner" } else { "reporter" };
    let question = ["growth", "--period", period, "--flow", flow, "--currency", currency, "-f", "csv", "-q"];
    let question = [&question[..], &["--by", by, "--measure", "value,weight,quantity,unit-value"]].concat();
    let ask = |path: &str, more: &[&str]| {
        let output = common::run(&[&question[..], &["-d", path], more].concat());
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        (output.status.code(), said.replace(path, "FILE"))
    };
    let answer = ask(&path, &more);
    assert_eq!(answer, ask(&plain, &[]), "{facts:#?}");
    answer
}

macro_rules! layouts {
    ($($name:ident: $file:ident::$layout:ident,)*) => {
        $(mod $name {
            #[test]
            fn comes_back() {
                super::any_table_comes_back(&super::$file::$layout);
            }

            #[test]
            fn answers() {
                super::the_answers_are_the_same(&super::$file::$layout);
            }
        })*
    };
}

layouts! {
    own_layout: tidy::LAYOUT,
    comtrade_portal: comtrade::PORTAL,
    comtrade_interface: comtrade::INTERFACE,
    comtrade_json: comtrade::JSON,
    comtrade_before_2022: comtrade::BEFORE_2022,
    comtrade_few_columns: comtrade::FEW_COLUMNS,
    baci_by_year: baci::LAYOUT,
    customs_query: gacc_query::LAYOUT,
    customs_tables: gacc_table::LAYOUT,
    comext_since_2024: comext::SINCE_2024,
    comext_before_2024: comext::BEFORE_2024,
    comext_numbered: comext::NUMBERED,
    eurostat_tabs: eurostat::LAYOUT,
    sdmx_first: sdmx::FIRST,
    sdmx_second: sdmx::SECOND,
    sdmx_labels_in_cells: sdmx::LABELS_IN_CELLS,
    sdmx_labels_in_columns: sdmx::LABELS_IN_COLUMNS,
    census_exports: census::EXPORTS,
    census_imports: census::IMPORTS,
    comex_stat: comexstat::LAYOUT,
    wide_by_period: wide::BY_PERIOD,
    wide_by_partner: wide::BY_PARTNER,
    wide_by_flow: wide::BY_FLOW,
    fred_series: wide::FRED,
    titled_by_profile: wide::TITLED,
    unnamed_by_profile: wide::UNNAMED,
}
