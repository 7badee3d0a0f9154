//! Faults that were found by looking at answers; each stays mended.

use crate::common::{Folder, answer, ask, rows, table, whole};

/// Both publications of the same trade, in yuan and in dollars, must not be added when a third currency is asked for.
#[test]
fn a_third_currency_counts_trade_once() {
    let rows = ask("growth --period 2025-11 --currency EUR --columns value");
    let value = |flow: &str| crate::common::scaled(&rows.iter().find(|row| row["flow"] == flow).unwrap()["value"], 2);
    assert!((value("total") - value("exports") - value("imports")).abs() <= 2, "{rows:?}");
}

/// Rows that were converted are parts of the world like those that were not.
#[test]
fn converted_rows_are_in_the_world() {
    let folder = Folder::new();
    let text = "period,flow,currency,partner,value\n2024-01,exports,USD,VNM,100\n2024-01,exports,CNY,THA,100\n";
    let path = folder.file("mixed.csv", text);
    let question = ["growth", "-d", &path, "--currency", "USD", "--period", "2024-01", "--flow", "exports"];
    let world = rows(&question);
    assert_eq!(crate::common::scaled(&world[0]["value"], 2), 11_394);
    let parts = rows(&[&question[..], &["--by", "partner"]].concat());
    assert!(parts.iter().all(|row| row["partner"] != "RESIDUAL"), "{parts:?}");
}

/// A subheading that data by heading cannot show is no data, not no trade.
#[test]
fn detail_that_is_not_there_is_not_zero() {
    let folder = Folder::new();
    let path = folder.file("headings.csv", "period,flow,product,value\n2024-01,exports,hs:8542,30\n");
    let words = ["growth", "-d", &path, "--period", "2024-01", "--flow", "exports", "--product", "hs:854231"];
    let output = crate::common::run(&[&words[..], &["-f", "csv", "-q"]].concat());
    let value = table(&String::from_utf8(output.stdout).unwrap()).first().and_then(|row| whole(row, "value"));
    assert_eq!(value, None);
}

/// An answer for some of the months says so, whichever columns are shown.
#[test]
fn a_partial_answer_is_marked() {
    let folder = Folder::new();
    let months = ["2023-01", "2023-02", "2023-03", "2024-01", "2024-03"];
    let text: String = months.iter().map(|month| format!("{month},exports,10\n")).collect();
    let path = folder.file("gap.csv", format!("period,flow,value\n{text}"));
    let words = ["growth", "-d", &path, "--period", "2024-q1", "--flow", "exports", "--allow-partial"];
    assert_eq!(rows(&words)[0]["status"], "partial");
    assert!(answer(&words).contains("partial"));
}

/// What the program writes it reads, also where no reporter is known.
#[test]
fn an_answer_without_a_reporter_is_data() {
    let folder = Folder::new();
    let path = folder.file("plain.csv", "period,flow,partner,value\n2024-01,exports,VNM,30\n");
    let words = ["series", "--period", "2024-01", "--flow", "exports", "--by", "partner", "-f", "csv", "-q", "-d"];
    let first = answer(&[&words[..], &[&path]].concat());
    let again = folder.file("again.csv", &first);
    assert_eq!(answer(&[&words[..], &[&again]].concat()), first);
}

/// A column that was asked for and is shown anyway stands once.
#[test]
fn no_column_stands_twice() {
    let words =
        ["growth", "--period", "2025", "--base", "2018", "--flow", "exports", "--columns", "+annual_growth_pct"];
    let text = answer(&[&words[..], &["-f", "csv", "-q"]].concat());
    let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
    let unique: std::collections::BTreeSet<&&str> = header.iter().collect();
    assert_eq!(unique.len(), header.len(), "{header:?}");
}

/// What is left after the first rows has exports, imports and a balance of its own.
#[test]
fn the_rest_has_a_balance() {
    let rows = ask("balance --period 2025-jan..nov --by partner --top 2");
    let world = &ask("balance --period 2025-jan..nov")[0];
    for column in ["exports", "imports", "balance"] {
        let parts = rows.iter().filter(|row| row["partner"] != "WORLD");
        let sum: Option<i128> = parts.map(|row| whole(row, column)).sum();
        assert_eq!(sum, whole(world, column), "{column}");
    }
}

/// The quarter that is not whole is named, not left out in silence.
#[test]
fn months_outside_whole_quarters_are_named() {
    let words = ["growth", "--period", "2025-jan..nov", "-Q", "--flow", "total", "-f", "csv"];
    let errors = String::from_utf8(crate::common::run(&words).stderr).unwrap();
    assert!(errors.contains("2025-oct..nov"), "{errors}");
}

/// Branches that stand at different levels are counted once each, from a file and from standard input alike.
#[test]
fn branches_count_at_the_level_at_which_they_stand() {
    let folder = Folder::new();
    let text = "period,flow,product,value\n2024,exports,hs:4701,5\n2024,exports,hs:470610,7\n2024,exports,hs:44,3\n\
                2024,exports,hs:4401,3\n";
    let path = folder.file("mixed.csv", text);
    let words = ["growth", "--period", "2024", "--flow", "exports", "--columns", "value", "-d"];
    let total = rows(&[&words[..], &[&path]].concat());
    assert_eq!(whole(&total[0], "value"), Some(15), "{total:?}");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tradestat"))
        .args(words)
        .args(["-", "-f", "csv", "-q"])
        .stdin(std::fs::File::open(&path).unwrap())
        .output()
        .unwrap();
    let piped = table(&String::from_utf8(output.stdout).unwrap());
    assert_eq!(whole(&piped[0], "value"), Some(15), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What the lines leave of a base that the report does not show is no line of it; a list of millions of rows, which keeps
/// no bases, says the same.
#[test]
fn a_month_without_data_has_no_residual() {
    let folder = Folder::new();
    let text = "period,reporter,flow,partner,product,value,quantity\n2025-02-01,KOR,X,FRA,854231,1921.73,85\n2024-01-01,KOR,M,JPN,010110,674.13,78\n";
    let path = folder.file("months.csv", text);
    let by = ["--by", "flow,partner,product", "--level", "hs2", "--measure", "value,quantity"];
    let question = [&["series", "-M", "-d", &path, "-f", "csv", "-q"][..], &by].concat();
    let (list, report) = (answer(&question), answer(&[&question[..], &["--top", "9"]].concat()));
    assert_eq!(list, report);
    let shown: Vec<[String; 3]> =
        table(&list).iter().map(|row| ["period", "product", "value"].map(|name| row[name].clone())).collect();
    let expected = [["2024-01", "hs:01", "674.13"], ["2025-02", "hs:85", "1921.73"]];
    assert_eq!(shown, expected.map(|row| row.map(str::to_owned)));
}
