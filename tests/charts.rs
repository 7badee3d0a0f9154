//! A chart of every kind, byte for byte: SVG files, and the hashes of PNG files.
//!
//! `UPDATE=1 cargo test --test charts` draws them anew; look at them before they are committed. With `PNG=folder` the PNG
//! files are kept there too.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::tradestat;
#[cfg(feature = "png")]
use sha2::{Digest, Sha256};

/// Name of the file, and what follows `tradestat plot`.
const CHARTS: &[(&str, &str)] = &[
    ("line", "series -M --period 2024-01..2025-11 --flow exports,imports"),
    ("line-panels", "series -M --period 2024-01..2025-11 --by partner --partner USA,JPN,VNM --flow exports,imports"),
    ("bar", "growth --period jan-nov --year 2025 --flow exports --by partner --groups asean,eu --top 10"),
    (
        "bar-pairs",
        "--column share_pct,base_share_pct share --period jan-nov --year 2025 --flow exports --by partner --top 6",
    ),
    ("bar-columns", "--kind bar series -M --period 2025-01..2025-11 --flow exports,imports"),
    ("slope", "rank --period jan-nov --year 2025 --base 2018 --flow total --by partner --groups asean,eu --top 5"),
    (
        "slope-shares",
        "--kind slope --column share_pct share --period jan-nov --year 2025 --flow exports --by partner --top 12",
    ),
    (
        "scatter",
        "--kind scatter rank --period jan-nov --year 2025 --flow exports --by partner --groups asean,eu --top 25",
    ),
    (
        "scatter-amounts",
        "--kind scatter --column exports,imports balance --period jan-nov --year 2025 --by partner --top 20",
    ),
    (
        "heat-map",
        "--kind heat-map growth -M --period 2025-01..2026-07 --by partner --partner USA,JPN,KOR,VNM,RUS --flow exports",
    ),
    ("heat-map-years", "--kind heat-map series -M --period 2016-01..2026-07 --flow exports --currency usd"),
    ("seasonal", "--kind seasonal series -M --period 2021-01..2026-07 --flow exports --currency usd"),
    ("stacked", "--kind stacked series -M --period 2024-01..2025-11 --by partner --partner USA,JPN,VNM --flow exports"),
    ("area", "--kind area share -Q --period 2024-q1..2025-q3 --by partner --flow exports --top 4"),
    ("waterfall", "--kind waterfall growth --period jan-nov --year 2025 --by partner --top 6 --flow exports"),
    (
        "waterfall-change",
        "--kind waterfall --column change growth --period jan-nov --year 2025 --by partner --top 6 --flow exports",
    ),
    ("odd-line", "series -M --by product --flow exports --data odd.csv"),
    ("odd-bar", "rank --period 2024-02 --by product --flow exports --data odd.csv"),
    ("odd-heat-map", "--kind heat-map series -M --by product --flow exports --data odd.csv"),
    ("odd-stacked", "--kind bar series -M --by product --flow exports --data odd.csv"),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts")
}

fn drawn(words: &str, format: &str) -> Vec<u8> {
    let mut command = tradestat();
    command.arg("plot").args(words.split(' ')).args(["-q", "-f", format]).current_dir(folder());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{words}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// Every file that differs from the golden one.
fn differing(files: &[(PathBuf, Vec<u8>)]) -> Vec<String> {
    if is_update() {
        files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    }
    let differs = |(path, bytes): &&(PathBuf, Vec<u8>)| fs::read(path).ok().as_ref() != Some(bytes);
    files.iter().filter(differs).map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn every_chart_is_drawn_as_it_was_looked_at() {
    let file = |(name, words): &(&str, &str)| (folder().join(format!("{name}.svg")), drawn(words, "svg"));
    let files: Vec<(PathBuf, Vec<u8>)> = CHARTS.iter().map(file).collect();
    assert_eq!(differing(&files), Vec::<String>::new(), "UPDATE=1 cargo test --test charts draws them anew");
    let mut kept: Vec<PathBuf> = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    kept.retain(|path| path.extension().is_some_and(|ending| ending == "svg"));
    assert_eq!(kept.len(), CHARTS.len(), "a file that no chart is compared with: {kept:?}");
}

#[test]
#[cfg(feature = "png")]
fn every_pixel_is_what_it_was() {
    let hash = |(name, words): &(&str, &str)| {
        let png = drawn(words, "png");
        if let Some(kept) = std::env::var_os("PNG") {
            fs::write(Path::new(&kept).join(format!("{name}.png")), &png).unwrap();
        }
        let digits: String = Sha256::digest(&png).iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{digits}  {name}.png\n")
    };
    let hashes: String = CHARTS.iter().map(hash).collect();
    let file = (folder().join("png.sha256"), hashes.into_bytes());
    assert_eq!(differing(&[file]), Vec::<String>::new(), "UPDATE=1 cargo test --test charts draws them anew");
}

#[test]
fn every_kind_has_a_golden_chart() {
    let listed = common::answer(&["list", "charts", "-f", "csv", "-q"]);
    let kinds: Vec<&str> = listed.lines().skip(1).map(|line| line.split(',').next().unwrap()).collect();
    assert!(kinds.len() >= 9, "{kinds:?}");
    for kind in kinds {
        let svg = fs::read_to_string(folder().join(format!("{kind}.svg"))).unwrap();
        assert!(svg.contains(&format!("A {} chart.", kind.replace('-', " "))), "{kind}");
    }
}
