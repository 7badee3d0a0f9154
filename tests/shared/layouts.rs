//! Figures of real files in the layouts of their offices: what a careful reader gets from them, and what a hasty one
//! counts twice.

use std::path::Path;

use crate::common::{Row, answer, root, rows, run, table, whole};

fn sample(folder: &Path, name: &str) -> String {
    folder.join("data/samples").join(name).to_str().unwrap().to_owned()
}

fn profile(name: &str) -> String {
    root().join("examples/profiles").join(name).to_str().unwrap().to_owned()
}

/// The answer to a question in CSV; the first word is the command.
fn ask(command: &str, data: &[&str], words: &str) -> Vec<Row> {
    let words: Vec<&str> = words.split_whitespace().collect();
    rows(&[&[command, "-d"], data, &words].concat())
}

/// A value with at most three decimals, in thousandths.
fn thousandths(row: &Row) -> i128 {
    crate::common::scaled(&row["value"], 3)
}

pub(crate) fn thailand_world_and_the_sum_of_partners(folder: &Path) {
    let path = sample(folder, "comtrade-portal/TradeData.csv");
    for year in 2014..=2024 {
        let words = format!("--period {year} --by partner --product hs:8542 --flow imports --columns value");
        let all = ask("rank", &[&path], &words);
        let parts = all.iter().filter(|row| !matches!(row["partner"].as_str(), "WORLD" | "RESIDUAL"));
        let sum: i128 = parts.map(thousandths).sum();
        let words = format!("--period {year} --product hs:8542 --flow imports --columns value");
        let world = thousandths(&ask("growth", &[&path], &words)[0]);
        assert!((world - sum).abs() <= 3_000, "{year}: world {world}, sum of partners {sum}");
        if year == 2014 {
            assert_eq!(world, 9_680_795_326_000);
        }
    }
}

pub(crate) fn a_split_is_not_added_to_its_total(folder: &Path) {
    let path = sample(folder, "comtrade-api/semiconductor_trade.csv");
    let words = "--period 2015 --partner USA --product hs:8542 --flow imports --columns value";
    assert_eq!(whole(&ask("growth", &[&path], words)[0], "value"), Some(11_369_627_279));
}

pub(crate) fn the_answer_of_an_interface_in_json(folder: &Path) {
    let path = sample(folder, "comtrade-api/api_response_HS-60a6ad.json");
    for (partner, flow, expected) in [
        ("ARG", "imports", 6_804_128_143),
        ("DEU", "imports", 74_251_272_075),
        ("ARG", "exports", 6_115_764_185),
        ("DEU", "exports", 68_047_133_397),
    ] {
        let words = format!("--period 2010 --partner {partner} --flow {flow} --columns value");
        assert_eq!(thousandths(&ask("growth", &[&path], &words)[0]), expected * 1000, "{partner} {flow}");
    }
}

/// Soybeans from Brazil, yuan, by month.
const SOYBEANS: [(&str, i128); 8] = [
    ("2024-01", 16_536_067_327),
    ("2024-02", 11_474_583_130),
    ("2024-05", 29_685_578_790),
    ("2024-12", 9_775_464_764),
    ("2025-01", 7_416_245_543),
    ("2025-03", 3_158_055_869),
    ("2025-05", 37_843_285_434),
    ("2025-10", 23_502_851_966),
];

pub(crate) fn soybeans_from_brazil_by_month(folder: &Path) {
    let files =
        ["2024in", "2025in"].map(|name| sample(folder, &format!("gacc-online-query/gacc-online-query-{name}.gbk.csv")));
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for (month, expected) in SOYBEANS {
        let words = format!(
            "--set flow=imports --partner BRA --product hs:1201 --flow imports --period {month} --columns value"
        );
        assert_eq!(whole(&ask("growth", &files, &words)[0], "value"), Some(expected), "{month}");
    }
}

pub(crate) fn leading_zeros_come_back(folder: &Path) {
    let path = sample(folder, "baci/BACI_HS17_Y2020_V202301_i4_i710.csv");
    for (reporter, product, expected) in [
        ("AFG", "hs:08", 195_419_784),
        ("AFG", "TOTAL", 513_844_299),
        ("ZAF", "hs:08", 2_108_588_193),
        ("ZAF", "hs:80", 989_864),
    ] {
        let words = format!("--period 2020 --reporter {reporter} --product {product} --flow exports --columns value");
        assert_eq!(thousandths(&ask("growth", &[&path], &words)[0]), expected * 1000, "{reporter} {product}");
    }
}

/// Chapters come out whole whatever the level at which their branches stand in the file.
pub(crate) fn mixed_levels(folder: &Path) {
    let path = sample(folder, "eu-imports-mixed-levels/data_eu_imports.csv.gz");
    for (product, expected) in [
        ("hs:48", 2_424_215_587_494),
        ("hs:49", 1_022_296_705_948),
        ("hs:44", 3_113_959_076_727),
        ("hs:4706", 18_645_676_738),
        ("hs:47", 570_370_915_485),
        ("hs:94", 1_929_118_616_737),
        ("TOTAL", 9_059_960_902_391),
    ] {
        let words = format!("--period 2018 --reporter AUT --product {product} --flow imports --columns value");
        assert_eq!(thousandths(&ask("growth", &[&path], &words)[0]), expected, "{product}");
    }
}

pub(crate) fn every_tariff_line_of_fao(folder: &Path) {
    let path = sample(folder, "fao-tariffline/tfvalid_2011.csv.gz");
    let profile = profile("fao-tariffline.toml");
    let info = answer(&["info", "-d", &path, "--profile", &profile]);
    assert!(info.contains("831926 rows"), "{info}");
    assert!(!info.contains("no list of the program knows"), "{info}");
    let words = format!(
        "--profile {profile} --period 2011 --reporter TWN --partner USA --product own:15 --flow imports --columns value,quantity"
    );
    let wheat = &ask("growth", &[&path], &words)[0];
    assert_eq!((whole(wheat, "value"), whole(wheat, "quantity")), (Some(461_223_000), Some(1_024_035)));
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Cumulative less the one before less the month, thousand dollars, from the tables as they are published, and from
/// the same tables put in order.
pub(crate) fn cumulatives_of_customs_against_months(folder: &Path) {
    let published: Vec<String> =
        (8..=12).map(|month| sample(folder, &format!("gacc-regime-tables/t5_2019-{month:02}.txt"))).collect();
    let published: Vec<&str> = published.iter().map(String::as_str).collect();
    let in_order = sample(folder, "gacc-regime-tables/t5_regime_tidy.csv");
    let by_hand = format!("--profile {}", profile("gacc-regime.toml"));
    for (data, words) in [(published, String::new()), (vec![in_order.as_str()], by_hand)] {
        let value = |period: &str, flow: &str| {
            let words = format!("{words} --period {period} --flow {flow} --columns value");
            whole(&ask("growth", &data, &words)[0], "value").unwrap()
        };
        for (flow, month, expected) in
            [("exports", 9, -45_155), ("exports", 10, -98_707), ("imports", 9, 437_698), ("imports", 10, 846_035)]
        {
            let to_date = |month: usize| value(&format!("2019-jan..{}", MONTHS[month - 1]), flow);
            let revision = to_date(month) - to_date(month - 1) - value(&format!("2019-{month:02}"), flow);
            assert_eq!(revision, expected * 1000, "{flow} {month}");
        }
    }
}

pub(crate) fn the_published_growth_of_customs_is_kept(folder: &Path) {
    let path = sample(folder, "gacc-regime-tables/t5_2019-09.txt");
    for (period, flow, expected) in
        [("2019-09", "exports", "-3.2"), ("2019-jan..sep", "exports", "-0.1"), ("2019-09", "imports", "-8.5")]
    {
        let words = format!("--period {period} --flow {flow}");
        assert_eq!(ask("growth", &[&path], &words)[0]["published_growth_pct"], expected, "{period} {flow}");
    }
}

pub(crate) fn a_column_a_flow(folder: &Path) {
    let path = sample(folder, "cn-monthly-1983-2013/china_monthly_exports_imports_1983-07_2013-12.csv");
    let words =
        format!("--profile {} --period 1984-01 --flow exports,imports --columns value", profile("cn-monthly.toml"));
    let values: Vec<_> = ask("growth", &[&path], &words).iter().map(|row| whole(row, "value")).collect();
    assert_eq!(values, [Some(1_300_000_000), Some(1_680_000_000)]);
}

/// What each sample with values needs beside its name.
const NEEDS: [(&str, &str); 14] = [
    ("baci/BACI_HS17_Y2020_V202301_i4_i710.csv", ""),
    ("brazil-comexstat/EXP_format_real_row.csv", "--set flow=exports"),
    ("cn-monthly-1983-2013/china_monthly_exports_imports_1983-07_2013-12.csv", "--profile cn-monthly.toml"),
    ("comtrade-api/api_response_HS-60a6ad.json", ""),
    ("comtrade-api/semiconductor_trade.csv", ""),
    ("comtrade-legacy/comtrade_milk_uk_monthly_14.csv", ""),
    ("comtrade-portal/TradeData.csv", ""),
    ("eu-imports-mixed-levels/data_eu_imports.csv.gz", ""),
    ("eu15-hs2/trade_eu15_hs2_2007_2016.csv", "--profile eu15-hs2.toml"),
    ("fao-tariffline/tfvalid_2011.csv.gz", "--profile fao-tariffline.toml"),
    ("gacc-online-query/gacc-online-query-2023.gbk.csv", "--set flow=imports"),
    ("gacc-online-query/gacc-online-query-2024out.gbk.csv", "--set flow=exports"),
    ("gacc-regime-tables/t5_2019-08.txt", ""),
    ("gacc-regime-tables/t5_regime_tidy.csv", "--profile gacc-regime.toml"),
];

pub(crate) fn every_sample_answers(folder: &Path) {
    for (name, needs) in NEEDS {
        let path = sample(folder, name);
        let needs: Vec<String> = needs
            .split_whitespace()
            .map(|word| if word.ends_with(".toml") { profile(word) } else { word.to_owned() })
            .collect();
        let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
        assert!(!table(&answer(&[&["info", "-f", "csv", "-q", "-d", &path], needs.as_slice()].concat())).is_empty());
        let output = run(&[&["growth", "-f", "csv", "-d", &path], needs.as_slice()].concat());
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let filled = table(&text).iter().any(|row| !row["value"].is_empty());
        assert!(filled, "{name}: {text}{}", String::from_utf8_lossy(&output.stderr));
    }
}
