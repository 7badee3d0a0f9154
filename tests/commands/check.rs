//! Check: every kind of finding in a small table, and what an assertion does to the exit status.

use crate::common::{Folder, Row, answer, refusal, run, table};

const HEADER: &str = "period,flow,reporter,partner,product,value,weight\n";

/// The findings of a table, and the exit status.
fn check(rows: &str, words: &[&str]) -> (Vec<Row>, Option<i32>) {
    let folder = Folder::new();
    let file = folder.file("data.csv", format!("{HEADER}{rows}"));
    let output = run(&[&["check", &file, "-f", "csv", "-q"], words].concat());
    (table(&String::from_utf8(output.stdout).unwrap()), output.status.code())
}

fn of<'r>(findings: &'r [Row], kind: &str) -> Vec<&'r Row> {
    findings.iter().filter(|row| row["kind"] == kind).collect()
}

fn count(findings: &[Row], message: &str) -> String {
    let row = findings.iter().find(|row| row["kind"] == "rows" && row["message"] == message);
    row.map(|row| row["found"].clone()).unwrap_or_default()
}

#[test]
fn bad_rows_are_read_to_the_end_and_listed_up_to_a_limit() {
    let bad = "2024-01,exports,CHN,USA,TOTAL,x,1\n".repeat(30);
    let rows = format!("2024-01,exports,CHN,USA,TOTAL,1,1\n{bad}2024-01,exports,CHN,USA,TOTAL,1,1\n");
    let (findings, status) = check(&rows, &["--limit", "5"]);
    assert_eq!(status, Some(0), "findings alone leave the exit status");
    let listed = of(&findings, "bad row");
    assert_eq!(listed.len(), 6);
    assert!(listed[0]["place"].ends_with("data.csv:3"));
    assert_eq!((listed[0]["found"].as_str(), listed[5]["found"].as_str()), ("x", "26"));
    assert_eq!((count(&findings, "rows read"), count(&findings, "rows kept")), ("32".into(), "1".into()));
    assert_eq!(count(&findings, "rows that cannot be read"), "30");
    assert_eq!(count(&findings, "rows that repeat the key of another one"), "1");
}

#[test]
fn a_key_that_stands_twice_is_a_duplicate() {
    let (findings, _) = check("2024,exports,CHN,USA,TOTAL,1,1\n2024,exports,CHN,USA,TOTAL,2,1\n", &[]);
    let duplicates = of(&findings, "duplicate");
    assert_eq!(duplicates.len(), 1);
    assert!(duplicates[0]["place"].ends_with(":3") && duplicates[0]["expected"].contains("the first is at"));
}

#[test]
fn totals_that_differ_from_their_parts() {
    let cases = [
        (
            "partners",
            "2024,exports,CHN,WORLD,TOTAL,10,\n2024,exports,CHN,USA,TOTAL,8,\n2024,exports,CHN,VNM,TOTAL,5,\n",
        ),
        ("products", "2024,exports,CHN,USA,TOTAL,10,\n2024,exports,CHN,USA,01,8,\n2024,exports,CHN,USA,85,5,\n"),
        ("products", "2024,exports,CHN,USA,85,10,\n2024,exports,CHN,USA,850110,8,\n2024,exports,CHN,USA,854231,5,\n"),
        ("flows", "2024,total,CHN,USA,TOTAL,10,\n2024,exports,CHN,USA,TOTAL,8,\n2024,imports,CHN,USA,TOTAL,5,\n"),
        (
            "periods",
            "2024-q1,exports,CHN,USA,TOTAL,10,\n2024-01,exports,CHN,USA,TOTAL,8,\n2024-02,exports,CHN,USA,TOTAL,2,\n2024-03,exports,CHN,USA,TOTAL,3,\n",
        ),
        (
            "periods",
            "2024-jan..mar,exports,CHN,USA,TOTAL,8,\n2024-jan..apr,exports,CHN,USA,TOTAL,10,\n2024-04,exports,CHN,USA,TOTAL,5,\n",
        ),
        (
            "groups",
            "2024,exports,CHN,USMCA,TOTAL,10,\n2024,exports,CHN,USA,TOTAL,8,\n2024,exports,CHN,CAN,TOTAL,3,\n2024,exports,CHN,MEX,TOTAL,2,\n",
        ),
    ];
    for (kind, rows) in cases {
        let (findings, _) = check(rows, &[]);
        let told = of(&findings, kind);
        assert_eq!(told.len(), 1, "{kind}: {findings:#?}");
        assert_eq!((told[0]["severity"].as_str(), told[0]["found"].as_str()), ("error", "10"), "{kind}");
        assert_eq!(told[0]["expected"], "13", "{kind}");
    }
}

#[test]
fn what_rounding_explains_is_no_finding() {
    let rows = "2024,exports,CHN,WORLD,TOTAL,10,\n2024,exports,CHN,USA,TOTAL,5,\n2024,exports,CHN,VNM,TOTAL,4,\n";
    assert!(of(&check(rows, &[]).0, "partners").is_empty(), "three figures, each up to half a unit off");
    assert_eq!(of(&check(rows, &["--tolerance", "0"]).0, "partners").len(), 1);
    assert!(of(&check(rows, &["--tolerance", "1"]).0, "partners").is_empty());
}

#[test]
fn gaps_signs_and_codes() {
    let rows = "2024-01,exports,CHN,USA,01,5,\n2024-04,exports,CHN,Atlantis,015555,-7.5,\n";
    let (findings, _) = check(rows, &[]);
    assert!(of(&findings, "gap").is_empty(), "rows of different levels have no gap between them");
    let negative = of(&findings, "negative");
    assert_eq!((negative.len(), negative[0]["found"].as_str()), (1, "-7.5"));
    let codes: Vec<&str> = of(&findings, "unknown code").iter().map(|row| row["found"].as_str()).collect();
    assert_eq!(codes, ["Atlantis", "hs:015555"]);
    assert_eq!(of(&findings, "mixed").len(), 1);
    let rows = "2024-01,exports,CHN,USA,TOTAL,5,\n2024-04,exports,CHN,USA,TOTAL,6,\n";
    let (findings, _) = check(rows, &[]);
    assert_eq!(of(&findings, "gap")[0]["period"], "2024-02..03".replace("02..03", "feb..mar"));
}

#[test]
fn unit_values_far_off_are_told_only_among_enough_rows() {
    let row = |month: u32, weight: u32| format!("2024-{month:02},exports,CHN,USA,8542,1000,{weight}\n");
    let even: String = (1..=11).map(|month| row(month, 100 + month)).collect();
    let (findings, _) = check(&format!("{even}{}", row(12, 1)), &[]);
    let told = of(&findings, "unit value");
    assert_eq!((told.len(), told[0]["period"].as_str(), told[0]["found"].as_str()), (1, "2024-12", "1000"));
    let few: String = (1..=5).map(|month| row(month, 100 + month)).collect();
    assert!(of(&check(&format!("{few}{}", row(12, 1)), &[]).0, "unit value").is_empty());
}

const WORLD: &str = "2024,exports,CHN,WORLD,TOTAL,10,\n2024,exports,CHN,USA,TOTAL,8,\n2024,exports,CHN,VNM,TOTAL,5,\n";

#[test]
fn an_assertion_decides_the_exit_status() {
    let assert = |relation: &str, more: &[&str]| check(WORLD, &[&["--assert", relation], more].concat()).1;
    assert_eq!(assert("sum(partner) = WORLD", &[]), Some(1));
    assert_eq!(assert("sum(partner) = WORLD", &["--tolerance", "2"]), Some(1));
    assert_eq!(assert("sum(partner) = WORLD", &["--tolerance", "3"]), Some(0));
    assert_eq!(assert("WORLD = sum( partner )", &["--tolerance", "3"]), Some(0));
    assert_eq!(assert("sum(month) = year", &[]), Some(1), "nothing to compare is no proof");
    assert_eq!(assert("sum(partner) = WORLD", &["--tolerance", "3", "--assert", "sum(product) = TOTAL"]), Some(1));
}

#[test]
fn an_unknown_relation_names_those_there_are() {
    let error = refusal(&["check", "--assert", "sum(wine) = bottles"]);
    assert!(error.contains("`sum(wine) = bottles` is not a relation"), "{error}");
    assert!(error.contains("`exports + imports = total`") && error.contains("`ASEAN = members`"), "{error}");
}

#[test]
fn the_profile_and_its_columns_are_told() {
    let folder = Folder::new();
    let file = folder.file("data.csv", "period,flow,value,colour\n2024,exports,1,red\n");
    let rows = table(&answer(&["check", &file, "--profile", "tidy", "-f", "csv", "-q"]));
    assert_eq!(of(&rows, "profile")[0]["message"], "read by the profile tidy");
    let columns: Vec<(&str, &str)> =
        of(&rows, "column").iter().map(|row| (row["found"].as_str(), row["message"].as_str())).collect();
    let expected =
        [("period", "read as period"), ("flow", "read as flow"), ("value", "read as value"), ("colour", "not read")];
    assert_eq!(columns, expected);
}

#[test]
fn every_format_has_the_findings() {
    let folder = Folder::new();
    let file = folder.file("data.csv", format!("{HEADER}{WORLD}"));
    for format in ["table", "csv", "tsv", "json", "jsonl", "markdown"] {
        assert!(answer(&["check", &file, "-f", format]).contains("sum(partner) = WORLD"), "{format}");
    }
}
