//! Real files of many offices: each is read, or refused with its place; the worked examples come out.

use std::path::{Path, PathBuf};

use crate::common::{Folder, rows, run, table, whole};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

pub(crate) fn every_file_is_read_or_refused(folder: &Path) {
    for path in files(&folder.join("data/samples")) {
        let path = path.to_str().unwrap();
        let output = run(&["info", "-d", path]);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        match output.status.code() {
            Some(0) => assert!(!output.stdout.is_empty(), "{path}"),
            Some(2) => assert!(errors.starts_with(&format!("error: {path}:")) && output.stdout.is_empty(), "{errors}"),
            code => panic!("{path}: {code:?}: {errors}"),
        }
        assert!(!errors.contains("panicked"), "{path}: {errors}");
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The total of all regimes as a tidy file: each month and each January-to-date.
fn totals(folder: &Path) -> String {
    let path = folder.join("data/samples/gacc-regime-tables/t5_regime_tidy.csv");
    let mut text = "period,flow,unit,value\n".to_owned();
    for row in table(&std::fs::read_to_string(path).unwrap()).iter().filter(|row| row["regime"] == "TOTAL") {
        let (year, month) = row["period"].split_once('-').unwrap();
        if year != "2019" {
            continue;
        }
        let to = MONTHS[month.parse::<usize>().unwrap() - 1];
        let line = |period: &str, value: &str| format!("{period},{}s,thousand USD,{value}\n", row["flow"]);
        text += &line(&row["period"], &row["value_month_kUSD"]);
        text += &line(&format!("{year}-jan..{to}"), &row["value_ytd_kUSD"]);
    }
    text
}

/// Cumulative less the one before less the month, 2019: what was revised in earlier months.
pub(crate) fn revisions_of_the_regime_tables(folder: &Path) {
    let own = Folder::new();
    let path = own.file("totals.csv", totals(folder));
    let value = |period: &str, flow: &str| {
        let words = ["growth", "-d", &path, "--period", period, "--flow", flow, "--columns", "value"];
        whole(&rows(&words)[0], "value").unwrap()
    };
    for (flow, month, expected) in
        [("exports", 9, -45_155), ("exports", 10, -98_707), ("imports", 9, 437_698), ("imports", 10, 846_035)]
    {
        let to_date = |month: usize| value(&format!("2019-jan..{}", MONTHS[month - 1]), flow);
        let revision = to_date(month) - to_date(month - 1) - value(&format!("2019-{month:02}"), flow);
        assert_eq!(revision, expected * 1000, "{flow} {month}");
    }
}
