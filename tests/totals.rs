//! Whatever totals an office prints beside their parts, or in place of them, each thing is counted once.
//!
//! A true trade of a few subheadings is published in a haphazard way: of each partner, month and branch the total, the parts
//! or both. Every figure that follows from what was published must be the true one, and no other figure may be given.
//! `PROPTEST_CASES` says how many publications are tried.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "totals/aside.rs"]
mod aside;
mod common;
#[path = "totals/publication.rs"]
mod publication;
#[path = "totals/spans.rs"]
mod spans;

use std::collections::BTreeMap;

use proptest::prelude::*;

use common::Row;
use publication::{FLOWS, MONTHS, NODES, PARTNERS, Publication, publications};

fn few(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 40, ..ProptestConfig::default() }
}

/// Answers to a question, by flow, partner, product and period.
fn figures(question: &[&str]) -> BTreeMap<[String; 4], Option<i64>> {
    let key = |row: &Row| ["flow", "partner", "product", "period"].map(|name| row[name].clone());
    let value = |row: &Row| (!row["value"].is_empty()).then(|| row["value"].parse().unwrap());
    let output = common::run(&[question, &["-f", "csv", "-q"]].concat());
    let errors = String::from_utf8(output.stderr).unwrap();
    if !output.status.success() {
        assert!(errors.contains("no data on "), "{question:?}: {errors}");
        return BTreeMap::new();
    }
    let rows = common::table(&String::from_utf8(output.stdout).unwrap());
    rows.iter().map(|row| (key(row), value(row))).collect()
}

fn months(period: &str) -> Vec<&str> {
    let year = &period[..4];
    if period.ends_with("q1") {
        MONTHS.into_iter().filter(|month| month.starts_with(year)).collect()
    } else {
        vec![period]
    }
}

/// The rows that a question is put to.
fn rows_of(question: &[&str]) -> String {
    std::fs::read_to_string(question[question.iter().position(|word| *word == "-d").unwrap() + 1]).unwrap()
}

/// Holds every figure of an answer to the truth, and says which of those that follow from the data is not given.
fn judge(publication: &Publication, question: &[&str], must: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let found = figures(question);
    let told =
        found.iter().filter(|([_, partner, _, _], _)| partner == "WORLD" || PARTNERS.contains(&partner.as_str()));
    for ([flow, partner, product, period], value) in told {
        if let (Some(value), true) = (value, NODES.contains(&product.as_str())) {
            let truth = publication.truth(flow, partner, product, &months(period));
            prop_assert_eq!(
                *value,
                truth,
                "{} {} {} {}: {:?}\n{}",
                flow,
                partner,
                product,
                period,
                question,
                rows_of(question)
            );
        }
    }
    let period = question[question.iter().position(|word| *word == "--period").unwrap() + 1];
    for (partner, product) in must {
        for flow in FLOWS.into_iter().filter(|flow| publication.is_known(flow, partner, product, &months(period))) {
            let key = [flow, partner, product, period].map(str::to_owned);
            let given = found.get(&key).copied().flatten();
            let truth = publication.truth(flow, partner, product, &months(period));
            prop_assert!(
                given == Some(truth) || truth == 0,
                "{:?} is {:?}, not {}: {:?}\n{}",
                key,
                given,
                truth,
                question,
                rows_of(question)
            );
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(few(10))]

    #[test]
    fn what_is_published_is_counted_once(publication in publications()) {
        let folder = common::Folder::new();
        let fast = folder.file("mixed.csv", publication.csv());
        let plain = folder.file("plain.csv", publication.csv().replace('\n', "\r"));
        for period in ["2025-01", "2025-q1"] {
            for product in NODES {
                let all: Vec<(&str, &str)> = PARTNERS.into_iter().map(|partner| (partner, product)).collect();
                let question = ["growth", "-d", &fast, "--period", period, "--flow", "exports,imports,total", "--product", product];
                judge(&publication, &question, &[("WORLD", product)])?;
                judge(&publication, &[&question[..], &["--by", "partner"]].concat(), &all)?;
                judge(&publication, &[&question[..], &["--partner", "VNM"]].concat(), &[("VNM", product)])?;
            }
            for level in ["hs2", "hs4", "hs6"] {
                let question = ["share", "-d", &fast, "--period", period, "--flow", "exports", "--level", level];
                judge(&publication, &question, &[])?;
                let again = ["share", "-d", &plain, "--period", period, "--flow", "exports", "--level", level];
                prop_assert_eq!(figures(&question), figures(&again));
            }
        }
        let series = ["series", "-d", &fast, "--period", "2025-q1", "-M", "--by", "partner,product", "--level", "hs4", "--flow", "exports"];
        judge(&publication, &series, &[])?;
    }
}

#[test]
fn total_trade_is_put_together_by_month_where_its_directions_lack_something() {
    let folder = common::Folder::new();
    let rows = "period,flow,partner,product,value\n\
        2025-01,total,WORLD,hs:85,19\n\
        2025-01,exports,WORLD,hs:85,10\n\
        2025-01,imports,DEU,hs:854231,2\n\
        2025-01,imports,VNM,TOTAL,7\n\
        2025-02,exports,WORLD,hs:85,11\n\
        2025-02,imports,WORLD,hs:85,9\n";
    let data = folder.file("months.csv", rows);
    let period = ["--period", "2025-jan..feb", "--product", "hs:85", "--flow", "exports,imports,total"];
    let found = figures(&[&["growth", "-d", &data], &period[..]].concat());
    let of = |flow: &str| found[&[flow, "WORLD", "hs:85", "2025-jan..feb"].map(str::to_owned)];
    assert_eq!(["exports", "imports", "total"].map(of), [Some(21), None, Some(39)]);
}
