//! Diff: added, changed and deleted figures, the effect on totals, and the exit status.

use crate::common::{Folder, Row, refusal, run, table};

const HEADER: &str = "period,flow,reporter,partner,product,value,weight\n";
const OLD: &str = "2024-01,exports,CHN,WORLD,TOTAL,100.5,10\n2024-01,exports,CHN,USA,TOTAL,60,6\n2024-01,exports,CHN,VNM,TOTAL,30,\n2024-02,exports,CHN,WORLD,TOTAL,7,\n";
const NEW: &str = "2024-01,exports,CHN,WORLD,TOTAL,110.25,10\n2024-01,exports,CHN,USA,TOTAL,60.0,7\n2024-01,exports,CHN,JPN,TOTAL,30,\n2024-02,exports,CHN,WORLD,TOTAL,7,\n";

fn diff(old: &str, new: &str, words: &[&str]) -> (Vec<Row>, Option<i32>) {
    let folder = Folder::new();
    let (old, new) =
        (folder.file("old.csv", format!("{HEADER}{old}")), folder.file("new.csv", format!("{HEADER}{new}")));
    let output = run(&[&["diff", &old, &new, "-f", "csv", "-q"], words].concat());
    (table(&String::from_utf8(output.stdout).unwrap()), output.status.code())
}

fn line(row: &Row) -> String {
    ["kind", "period", "partner", "measure", "old", "new", "difference", "change_pct", "status"]
        .map(|column| row[column].as_str())
        .join(",")
}

#[test]
fn changes_and_their_effect_on_the_total() {
    let (rows, status) = diff(OLD, NEW, &[]);
    assert_eq!(status, Some(1));
    let lines: Vec<String> = rows.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "added,2024-01,JPN,value,,30,,,no_base",
            "changed,2024-01,USA,weight,6,7,1,16.666667,",
            "deleted,2024-01,VNM,value,30,,,,no_data",
            "changed,2024-01,WORLD,value,100.5,110.25,9.75,9.701493,",
            "total,2024-01,WORLD,value,100.5,110.25,9.75,9.701493,",
        ]
    );
    assert!(rows[3]["old_place"].ends_with("old.csv:2") && rows[3]["new_place"].ends_with("new.csv:2"));
}

#[test]
fn equal_data_sets_are_equal_whatever_their_order_and_digits() {
    let turned: String = OLD.lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(diff(OLD, &turned.replace("60,6", "60.00,6.0"), &[]), (Vec::new(), Some(0)));
}

#[test]
fn the_largest_differences() {
    let (rows, _) = diff(OLD, NEW, &["--top", "1"]);
    assert_eq!(rows.iter().map(|row| row["kind"].as_str()).collect::<Vec<_>>(), ["added", "total"]);
}

#[test]
fn publications_of_one_data_set() {
    let folder = Folder::new();
    let rows = "period,flow,value,vintage\n2024,exports,100,2025-01\n2024,exports,110,2025-06\n";
    let file = folder.file("data.csv", rows);
    let compare = |vintages: &[&str]| {
        let output = run(&[&["diff", &file, "-f", "csv", "-q"], vintages].concat());
        (table(&String::from_utf8(output.stdout).unwrap()), output.status.code())
    };
    let (rows, status) = compare(&["--vintage", "first", "--vintage", "newest"]);
    assert_eq!((rows[0]["old"].as_str(), rows[0]["new"].as_str(), status), ("100", "110", Some(1)));
    assert_eq!(compare(&["--vintage", "2025-03", "--vintage", "first"]).1, Some(0));
    assert!(refusal(&["diff", &file]).contains("two data sets"));
}

#[test]
fn other_currencies_are_no_difference() {
    let folder = Folder::new();
    let file = |name, unit| folder.file(name, format!("period,flow,unit,value\n2024,exports,{unit},1\n"));
    let error = refusal(&["diff", &file("a.csv", "CNY"), &file("b.csv", "USD")]);
    assert!(error.contains("is in CNY and the second in USD"), "{error}");
}

#[test]
fn bad_rows_of_both_are_listed_and_told() {
    let folder = Folder::new();
    let rows = |value: &str| format!("{HEADER}2024,exports,CHN,USA,TOTAL,5,\n2024,exports,CHN,VNM,TOTAL,{value},\n");
    let (old, new) =
        (folder.file("old.csv", rows("x")), folder.file("new.csv", rows("y") + "2024,exports,CHN,USA,TOTAL,6,\n"));
    let list = folder.path().join("list.csv").to_str().unwrap().to_owned();
    let output = run(&["diff", &old, &new, "--skip-bad-rows", &list]);
    assert_eq!(output.status.code(), Some(0));
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("1 key before, 1 now: 0 added, 0 changed, 0 deleted"), "{said}");
    assert!(said.contains("old.csv: 1 bad row was left out") && said.contains("new.csv: 2 bad rows were left out"));
    let list = std::fs::read_to_string(&list).unwrap();
    assert_eq!(list.lines().count(), 4, "{list}");
    assert!(list.contains("found `x`") && list.contains("found `y`") && list.contains("new.csv:2"), "{list}");
}
