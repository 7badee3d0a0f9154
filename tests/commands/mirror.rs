//! Mirror: both sides of a trade, the factor between them, and what one side does not report.

use crate::common::{Folder, Row, refusal, rows};

const DATA: &str = "period,flow,reporter,partner,product,value
2023,exports,CHN,USA,8542,100
2023,exports,CHN,USA,8471,50
2023,imports,USA,CHN,8542,132.5
2023,imports,CHN,USA,8542,42
2023,exports,USA,CHN,8542,30
2024,exports,CHN,USA,8542,200
";

fn mirror(words: &[&str]) -> Vec<Row> {
    let folder = Folder::new();
    let file = folder.file("data.csv", DATA);
    rows(&[&["mirror", "-d", &file, "--reporter", "CHN", "--partner", "USA"], words].concat())
}

fn line(row: &Row) -> String {
    ["flow", "exporter", "importer", "exports", "imports", "imports_fob", "difference", "asymmetry_pct", "status"]
        .map(|column| row[column].as_str())
        .join(",")
}

#[test]
fn both_sides_and_their_asymmetry() {
    let lines: Vec<String> = mirror(&["--period", "2023"]).iter().map(line).collect();
    assert_eq!(lines, ["exports,CHN,USA,150,132.5,132.5,17.5,12.389381,", "imports,USA,CHN,30,42,42,-12,33.333333,"]);
}

#[test]
fn the_factor_divides_what_the_importer_says() {
    let row = &mirror(&["--period", "2023", "--cif-fob", "1.06", "--flow", "exports"])[0];
    assert_eq!(line(row), "exports,CHN,USA,150,132.5,125,25,18.181818,");
    let error = refusal(&["mirror", "--reporter", "CHN", "--partner", "USA", "--cif-fob", "0"]);
    assert!(error.contains("a factor from 1 to 2"), "{error}");
}

#[test]
fn a_side_that_does_not_report_is_missing_and_not_zero() {
    let row = &mirror(&["--period", "2024", "--flow", "exports"])[0];
    assert_eq!(line(row), "exports,CHN,USA,200,,,,,no_data");
}

#[test]
fn by_product_lists_what_either_side_has() {
    let rows = mirror(&["--period", "2023", "--level", "hs4", "--flow", "exports"]);
    let products: Vec<&str> = rows.iter().map(|row| row["product"].as_str()).collect();
    assert_eq!(products, ["hs:8471", "hs:8542"]);
    assert_eq!(line(&rows[1]), "exports,CHN,USA,100,132.5,132.5,-32.5,27.956989,");
}

#[test]
fn one_reporter_has_no_mirror() {
    let error = refusal(&["mirror", "--reporter", "CHN", "--partner", "USA"]);
    assert!(error.contains("the data set holds reports of CHN"), "{error}");
    assert!(refusal(&["mirror", "--reporter", "CHN"]).contains("needs both sides"));
    let error = refusal(&["mirror", "--reporter", "CHN", "--partner", "ASEAN"]);
    assert!(error.contains("--partner takes countries"), "{error}");
}
