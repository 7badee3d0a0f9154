//! Totals beside parts in data of more than twenty thousand rows: where each total is the sum of its parts, every answer is
//! that of the parts alone, byte by byte.

use std::collections::BTreeMap;

use super::{common, figures};

const MONTHS: [&str; 6] = ["2024-01", "2024-02", "2024-03", "2025-01", "2025-02", "2025-03"];
const PARTNERS: [&str; 4] = ["VNM", "THA", "DEU", "USA"];
const HEADER: &str = "period,reporter,flow,partner,product,value,weight\n";

/// Flow, month, partner and product.
type Key = (&'static str, &'static str, &'static str, String);

/// Value and weight of each subheading that was traded.
fn trade() -> BTreeMap<Key, (u64, u64)> {
    let mut trade = BTreeMap::new();
    let keys = ["exports", "imports"].into_iter().flat_map(|flow| MONTHS.map(|month| (flow, month)));
    for (at, (flow, month, partner)) in
        keys.flat_map(|(flow, month)| PARTNERS.map(|partner| (flow, month, partner))).enumerate()
    {
        for number in (0..720).filter(|number| !(number + at).is_multiple_of(13)) {
            let product = format!("{:02}{:02}{:02}", 1 + number / 8, 1 + number % 8 / 3, 10 + number % 3);
            let value = (at as u64 * 7919 + number as u64 * 104_729) % 9973 + 1;
            trade.insert((flow, month, partner, product), (value, value % 89));
        }
    }
    trade
}

/// The sums of all products and partners that subheadings belong to.
fn totals(trade: &BTreeMap<Key, (u64, u64)>) -> BTreeMap<Key, (u64, u64)> {
    let mut totals = BTreeMap::new();
    for ((flow, month, partner, product), (value, weight)) in trade {
        for partner in [*partner, "WORLD"] {
            for product in ["TOTAL", &product[..2], &product[..4], product] {
                let sum: &mut (u64, u64) = totals.entry((*flow, *month, partner, product.to_owned())).or_default();
                *sum = (sum.0 + value, sum.1 + weight);
            }
        }
    }
    totals.retain(|key, _| !trade.contains_key(key));
    totals
}

fn text<'r>(rows: impl Iterator<Item = (&'r Key, &'r (u64, u64))>) -> String {
    let row = |((flow, month, partner, product), (value, weight)): (&Key, &(u64, u64))| {
        format!("{month},KOR,{flow},{partner},{product},{value},{weight}\n")
    };
    rows.map(row).collect()
}

/// A number that looks like chance, the same each time.
fn lot(key: &Key) -> usize {
    format!("{key:?}").bytes().fold(7, |lot, byte| (lot * 31 + usize::from(byte)) % 1_000_003)
}

const QUESTIONS: [&str; 9] = [
    "growth --period 2025-q1",
    "share --period 2025-q1 --flow exports --by product --level hs2",
    "rank --period 2025-q1 --flow total --by partner --groups asean --measure weight",
    "balance --period 2025-03 --product hs:8501,hs:01",
    "series -M --by flow,partner,product --level hs2 --measure value,weight",
    "series --by partner,product --level hs4 --flow exports",
    "indicator rca --flow exports --by partner,product --level hs6 --period 2024..2025 --allow-partial",
    "rank --by partner,product --per product --level hs2 --period 2025-q1 --flow imports --top 2",
    "compare 2024-q1 2025-q1 --by partner --flow imports",
];

fn answer(question: &str, data: &str) -> String {
    let words: Vec<&str> = question.split(' ').chain(["-d", data, "-f", "csv", "-q"]).collect();
    let output = common::run(&words);
    assert!(output.status.success(), "{question}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn totals_that_are_the_sums_of_their_parts_change_no_answer() {
    let folder = common::Folder::new();
    let (trade, totals) = (trade(), totals(&trade()));
    let plain = folder.file("plain.csv", HEADER.to_owned() + &text(trade.iter()));
    let kept: [fn(&Key) -> bool; 4] = [
        |_| true,
        |key| lot(key).is_multiple_of(3),
        |(_, month, partner, _)| *partner == "WORLD" && month.ends_with("03"),
        |(_, _, partner, product)| *partner == "THA" && product.len() == 2,
    ];
    let mixed: Vec<String> = (kept.iter().enumerate())
        .map(|(number, is_kept)| {
            let totals = text(totals.iter().filter(|(key, _)| is_kept(key)));
            folder.file(&format!("{number}.csv"), HEADER.to_owned() + &totals + &text(trade.iter()))
        })
        .collect();
    for question in QUESTIONS {
        let expected = answer(question, &plain);
        for data in &mixed {
            assert!(answer(question, data) == expected, "{question}: {data}");
        }
    }
}

/// A total of more than its parts answers for itself, and nothing is set aside.
#[test]
fn a_total_of_more_than_its_parts_answers() {
    let folder = common::Folder::new();
    let (trade, mut totals) = (trade(), totals(&trade()));
    totals.retain(|key, _| lot(key).is_multiple_of(3));
    let raised = ("exports", "2025-03", "VNM", "TOTAL".to_owned());
    let of_partner = |partner: &str| -> u64 {
        let is_of = |(flow, month, with, _): &Key| (*flow, *month, *with) == ("exports", "2025-03", partner);
        trade.iter().filter(|(key, _)| is_of(key)).map(|(_, (value, _))| value).sum()
    };
    totals.insert(raised, (of_partner("VNM") + 5000, 1));
    let data = folder.file("more.csv", HEADER.to_owned() + &text(totals.iter().chain(&trade)));
    let question = ["growth", "-d", &data, "--period", "2025-03", "--flow", "exports", "--by", "partner"];
    let found = figures(&question);
    let of = |partner: &str| found[&["exports", partner, "TOTAL", "2025-03"].map(str::to_owned)];
    assert_eq!(of("VNM"), Some(of_partner("VNM") as i64 + 5000));
    assert_eq!(of("DEU"), Some(of_partner("DEU") as i64));
}
