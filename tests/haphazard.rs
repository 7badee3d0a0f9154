//! A true trade of a few subheadings, published haphazardly: of each partner by months, quarters, cumulatives or several of
//! them, as totals, chapters, headings or subheadings, with rows of the world and of a group beside them. Every figure that
//! is given must be the true one, whatever way led to it; where a row or all months of a key stand in the data it must be
//! given. `PROPTEST_CASES` says how many publications are tried, others each time; without it they are a few
//! and the same each time.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use common::{Row, millionths, percent, whole};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const PARTNERS: [&str; 4] = ["VNM", "THA", "DEU", "USA"];
const NODES: [&str; 10] =
    ["TOTAL", "hs:01", "hs:85", "hs:27", "hs:8501", "hs:8542", "hs:850110", "hs:850120", "hs:854231", "hs:010121"];
const LEAVES: [&str; 5] = ["hs:850110", "hs:850120", "hs:854231", "hs:010121", "hs:271019"];

/// First and last month of a span within a half-year.
type Span = (u32, u32);

const MONTHS: [Span; 6] = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 6)];
const QUARTERS: [Span; 2] = [(1, 3), (4, 6)];
const TO_DATE: [Span; 6] = [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6)];
const ASKED: [Span; 8] = [(1, 1), (2, 2), (5, 5), (1, 3), (4, 6), (1, 2), (1, 6), (2, 5)];

fn parts(node: &str) -> &'static [&'static str] {
    match node {
        "TOTAL" => &["hs:01", "hs:85", "hs:27"],
        "hs:01" => &["hs:010121"],
        "hs:27" => &["hs:271019"],
        "hs:85" => &["hs:8501", "hs:8542"],
        "hs:8501" => &["hs:850110", "hs:850120"],
        "hs:8542" => &["hs:854231"],
        _ => &[],
    }
}

fn name(year: i32, (first, last): Span) -> String {
    const NAMES: [&str; 6] = ["jan", "feb", "mar", "apr", "may", "jun"];
    match (first, last) {
        (first, last) if first == last => format!("{year}-{first:02}"),
        (1, 3) => format!("{year}-q1"),
        (4, 6) => format!("{year}-q2"),
        (1, 6) => format!("{year}-h1"),
        (first, last) => format!("{year}-{}..{}", NAMES[first as usize - 1], NAMES[last as usize - 1]),
    }
}

/// Choices, taken one after another.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn next(&mut self, of: u8) -> u8 {
        self.0.next().unwrap_or(0) % of
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::from(self.next(of.len() as u8))]
    }

    fn spans(&mut self) -> Vec<Span> {
        match self.next(6) {
            0 | 1 => MONTHS.to_vec(),
            2 => QUARTERS.to_vec(),
            3 => TO_DATE.to_vec(),
            4 => [&MONTHS[..], &QUARTERS].concat(),
            _ => [&MONTHS[1..], &TO_DATE].concat(),
        }
    }
}

/// Flow, year, span, partner and product of a row.
type Key = (&'static str, i32, Span, &'static str, &'static str);

#[derive(Clone)]
struct Publication {
    /// By flow, year, month, partner and subheading.
    truth: BTreeMap<(&'static str, i32, u32, &'static str, &'static str), i128>,
    rows: BTreeSet<Key>,
    /// Questions: a span, a product and a level.
    asked: Vec<(Span, &'static str, &'static str)>,
}

fn publications() -> impl Strategy<Value = Publication> {
    (prop::collection::vec(any::<u8>(), 4000), 0..4_u8, 0..3_u8, any::<bool>()).prop_map(made)
}

fn made((choices, world, group, is_thin): (Vec<u8>, u8, u8, bool)) -> Publication {
    let mut choices = Choices(choices.into_iter());
    let mut made = Publication { truth: BTreeMap::new(), rows: BTreeSet::new(), asked: Vec::new() };
    made.asked =
        (0..3).map(|_| (choices.one(&ASKED), choices.one(&NODES), choices.one(&["hs2", "hs4", "hs6"]))).collect();
    for (flow, year) in [("exports", 2024), ("exports", 2025), ("imports", 2024), ("imports", 2025)] {
        for partner in PARTNERS {
            for (month, leaf) in (1..=6).flat_map(|month| LEAVES.map(|leaf| (month, leaf))) {
                let value = choices.next(if is_thin { 3 } else { 100 });
                made.truth.insert((flow, year, month, partner, leaf), value.into());
            }
            let nodes = if choices.next(4) == 0 { parts("TOTAL") } else { &["TOTAL"] };
            for node in nodes {
                for span in choices.spans() {
                    made.publish((flow, year, span, partner, node), &mut choices);
                }
            }
        }
        for span in TO_DATE.into_iter().chain(MONTHS).chain(QUARTERS) {
            for (partner, often) in [("WORLD", world), ("ASEAN", group)] {
                if choices.next(4) < often {
                    made.publish((flow, year, span, partner, "TOTAL"), &mut choices);
                }
            }
        }
    }
    made
}

impl fmt::Debug for Publication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.asked)
    }
}

impl Publication {
    /// Publishes a product, its parts, or both.
    fn publish(&mut self, key: Key, choices: &mut Choices) {
        let (flow, year, span, partner, node) = key;
        let choice = if parts(node).is_empty() { 0 } else { choices.next(4) };
        if choice < 2 {
            self.rows.insert(key);
        }
        if choice > 0 {
            parts(node).iter().for_each(|part| self.publish((flow, year, span, partner, part), choices));
        }
    }

    fn truth(&self, flow: &str, year: i32, span: Span, partner: &str, node: &str) -> i128 {
        let is_of = |leaf: &str| {
            let own = |node: &str| node == leaf;
            own(node)
                || parts(node).iter().any(|part| {
                    own(part) || parts(part).iter().any(|part| own(part) || parts(part).iter().any(|part| own(part)))
                })
        };
        let is_with = |own: &str| match partner {
            "WORLD" => true,
            "ASEAN" => matches!(own, "VNM" | "THA"),
            partner => own == partner,
        };
        let each = self.truth.iter().filter(|((own, of, month, with, leaf), _)| {
            (flow == "total" || *own == flow)
                && *of == year
                && span.0 <= *month
                && *month <= span.1
                && is_with(with)
                && is_of(leaf)
        });
        each.map(|(_, value)| value).sum()
    }

    /// Whether a row, or a row of each month, says what a figure is.
    fn is_told(&self, flow: &'static str, year: i32, span: Span, partner: &'static str, node: &'static str) -> bool {
        let has = |span: Span| self.rows.contains(&(flow, year, span, partner, node));
        has(span) || (span.0..=span.1).all(|month| has((month, month)))
    }

    fn csv(&self) -> String {
        let line = |(flow, year, span, partner, node): &Key| {
            format!(
                "{},{flow},{partner},{node},{}\n",
                name(*year, *span),
                self.truth(flow, *year, *span, partner, node)
            )
        };
        "period,flow,partner,product,value\n".to_owned() + &self.rows.iter().map(line).collect::<String>()
    }
}

/// The rows of an answer; none where the data has nothing on the question.
fn rows(question: &[&str]) -> Vec<Row> {
    let output = common::run(&[question, &["-f", "csv", "-q"]].concat());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() || errors.contains("no data on "), "{question:?}: {errors}");
    if output.status.success() { common::table(&String::from_utf8(output.stdout).unwrap()) } else { Vec::new() }
}

/// Holds the figures of an answer to the truth: value, base, growth and share, as far as they are given.
fn judge(made: &Publication, question: &[&str], found: &[Row]) -> Result<(), TestCaseError> {
    let known = |row: &&Row| {
        let (partner, product) = (row["partner"].as_str(), row["product"].as_str());
        (["WORLD", "ASEAN"].contains(&partner) || PARTNERS.contains(&partner)) && NODES.contains(&product)
    };
    let spans = ASKED.into_iter().chain(MONTHS).chain(QUARTERS);
    let spans: BTreeMap<String, Span> = spans.map(|span| (name(2025, span), span)).collect();
    for row in found.iter().filter(known) {
        let (flow, partner, product) = (row["flow"].as_str(), row["partner"].as_str(), row["product"].as_str());
        let Some(span) = spans.get(&row["period"]).copied() else { continue };
        let of = |year: i32, partner: &str, product: &str| made.truth(flow, year, span, partner, product);
        let (now, before) = (of(2025, partner, product), of(2024, partner, product));
        let says = |column: &str| row.get(column).filter(|cell| !cell.is_empty()).is_some();
        let told = || format!("{question:?}\n{row:?}\n{}", made.csv());
        if says("value") {
            prop_assert_eq!(whole(row, "value"), Some(now), "value: {}", told());
        }
        if says("base") {
            prop_assert_eq!(whole(row, "base"), Some(before), "base: {}", told());
        }
        if says("growth_pct") {
            prop_assert_eq!(millionths(row, "growth_pct"), Some(percent(now - before, before)), "growth: {}", told());
        }
        if says("share_pct") {
            let by_product = question.contains(&"--level");
            let all = if by_product { of(2025, partner, "TOTAL") } else { of(2025, "WORLD", product) };
            prop_assert_eq!(millionths(row, "share_pct"), Some(percent(now, all)), "share of {}: {}", all, told());
        }
    }
    Ok(())
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let rng_seed = if cases.is_none() { RngSeed::Fixed(20_251_126) } else { RngSeed::Random };
    let cases = cases.unwrap_or(4);
    ProptestConfig { cases, rng_seed, failure_persistence: None, max_shrink_iters: 25, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_given_is_true(made in publications()) {
        let folder = common::Folder::new();
        let data = folder.file("haphazard.csv", made.csv());
        for (span, product, level) in made.asked.clone() {
            let period = name(2025, span);
            let of = |command: &'static str, flows: &'static str, more: &[&'static str]| {
                let words = [command, "-d", &data, "--period", &period, "--flow", flows];
                let question: Vec<String> = words.iter().chain(more).map(|word| (*word).to_owned()).collect();
                question
            };
            let (exports, all) = ("exports", "exports,imports,total");
            let questions = [
                of("growth", all, &["--product", product]),
                of("growth", all, &["--product", product, "--by", "partner"]),
                of("growth", all, &["--product", product, "--partner", "ASEAN"]),
                of("share", exports, &["--product", product, "--by", "partner"]),
                of("share", exports, &["--level", level]),
                of("share", exports, &["--level", level, "--partner", "VNM"]),
                of("series", exports, &["-M", "--product", product]),
                of("series", exports, &["-M", "--by", "partner,product", "--level", level]),
            ];
            for question in &questions {
                let question: Vec<&str> = question.iter().map(String::as_str).collect();
                judge(&made, &question, &rows(&question))?;
            }
            let listed: Vec<&str> = questions[1].iter().map(String::as_str).collect();
            let listed = rows(&listed);
            for (flow, partner) in ["exports", "imports"].iter().flat_map(|flow| PARTNERS.map(|partner| (*flow, partner))) {
                let is_traded = made.truth(flow, 2025, span, partner, product) != 0;
                if is_traded && made.is_told(flow, 2025, span, partner, product) {
                    let is_own = |row: &&Row| row["flow"] == flow && row["partner"] == partner;
                    let given = listed.iter().find(is_own).is_some_and(|row| !row["value"].is_empty());
                    prop_assert!(given, "{} with {}, {}, {}: not given\n{}", flow, partner, product, period, made.csv());
                }
            }
        }
    }
}
