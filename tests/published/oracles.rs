//! Worked examples with known answers.

use crate::common::{Folder, answer, millionths, root, rows, scaled, table, whole};

fn yearly(values: &[i64]) -> String {
    let rows = values.iter().enumerate().map(|(year, value)| format!("{},exports,{value}\n", 2020 + year));
    format!("period,flow,value\n{}", rows.collect::<String>())
}

/// Growth a year end to end and along the trend, from the first year to the last.
fn a_year(values: &[i64]) -> (i128, i128) {
    let folder = Folder::new();
    let path = folder.file("years.csv", yearly(values));
    let last = (2019 + values.len()).to_string();
    let words =
        ["compare", "2020", &last, "-d", &path, "--flow", "exports", "--columns", "annual_growth_pct,trend_pct"];
    let rows = rows(&words);
    (millionths(&rows[0], "annual_growth_pct").unwrap(), millionths(&rows[0], "trend_pct").unwrap())
}

/// Compound growth and trend can differ in sign: -3.451 against +3.843 percent.
#[test]
fn compound_growth_and_trend() {
    let (compound, trend) = a_year(&[100, 50, 100, 90]);
    assert_eq!((compound, (trend + 500) / 1000), (-3_451_062, 3843));
    assert_eq!(a_year(&[100, 200, 400]), (100_000_000, 100_000_000));
    assert_eq!(a_year(&[100, 10, 400]).0, 100_000_000, "100 to 400 in two years is 100 percent a year");
}

/// GACC's tables by regime, 2019: each cumulative less the one before less the month is a revision of earlier months.
/// <http://english.customs.gov.cn/Statics/a1b2dd92-a937-4d7d-8aff-080bf215a8f5.html> and the tables that follow it.
#[test]
fn cumulatives_carry_revisions() {
    let path = root().join("tests/data/regime_totals.csv");
    let path = path.to_str().unwrap();
    let value = |period: &str, flow: &str| {
        let words = ["growth", "-d", path, "--period", period, "--flow", flow, "--columns", "value"];
        whole(&rows(&words)[0], "value").unwrap()
    };
    let revisions = [("exports", [-45_155, -98_707]), ("imports", [437_698, 846_035])];
    for (flow, expected) in revisions {
        let spans = [("2019-jan..sep", "2019-jan..aug", "2019-09"), ("2019-jan..oct", "2019-jan..sep", "2019-10")];
        for ((now, before, month), expected) in spans.into_iter().zip(expected) {
            let revision = value(now, flow) - value(before, flow) - value(month, flow);
            assert_eq!(revision, expected * 1000, "{flow} {month}");
        }
        let august = value("2019-jan..aug", flow) - value("2019-08", flow);
        assert_eq!(value("2019-jan..jul", flow), august, "a difference where nothing else is known");
    }
}

/// An observation of the period itself is preferred to its months, and `explain` says so.
#[test]
fn an_exact_observation_comes_first() {
    let folder = Folder::new();
    let text = "period,flow,value\n2024-01,exports,10\n2024-02,exports,20\n2024-jan..feb,exports,31\n2024-03,exports,5\n\
                2024-q1,exports,40\n2024-jan..apr,exports,47\n";
    let path = folder.file("spans.csv", text);
    for (period, expected) in
        [("2024-jan..feb", 31), ("2024-q1", 40), ("2024-04", 7), ("2024-feb..mar", 25), ("2024-jan", 10)]
    {
        let words = ["growth", "-d", &path, "--period", period, "--flow", "exports", "--columns", "value"];
        assert_eq!(whole(&rows(&words)[0], "value"), Some(expected), "{period}");
    }
    let told = answer(&["explain", "value", "-d", &path, "--period", "2024-04", "--flow", "exports"]);
    assert!(told.contains("2024-jan..apr") && told.contains("2024-q1"), "{told}");
}

/// Shares and changes stated in a release of January to November 2025, from a file of the rounded figures themselves.
#[test]
fn a_release_from_its_own_figures() {
    let text = "period,flow,partner,unit,value\n2025-jan..nov,total,WORLD,billion CNY,41210\n\
                2025-jan..nov,total,ASEAN,billion CNY,6820\n2025-jan..nov,total,EU,billion CNY,5370\n";
    let folder = Folder::new();
    let path = folder.file("release.csv", text);
    let question = ["share", "-d", &path, "--partner", "ASEAN,EU", "--flow", "total", "--columns", "share_pct"];
    let words = [&question[..], &["--period", "2025-jan..nov", "--membership", "published"]].concat();
    let shares: Vec<i128> = rows(&words).iter().map(|row| millionths(row, "share_pct").unwrap()).collect();
    assert_eq!(shares, [16_549_381, 13_030_818]);
}

/// A table written by the program reads back as the same numbers.
#[test]
fn tidy_numbers_are_plain() {
    let text = answer(&["growth", "--period", "2025-jan..nov", "-f", "csv", "-q"]);
    assert!(!text.contains('%') && !text.contains('"'), "{text}");
    for row in table(&text) {
        assert_eq!(scaled(&row["growth_pct"], 6), millionths(&row, "growth_pct").unwrap());
    }
}
