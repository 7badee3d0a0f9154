//! Indicators of structure: months that not every figure has, figures that are lacking, columns and order.

use crate::common::{Folder, Row, answer, refusal, rows, run};

const DATA: &str = "period,reporter,flow,partner,product,value
2024-01,KOR,exports,WORLD,8542,40
2024-02,KOR,exports,WORLD,8542,60
2024-03,KOR,exports,WORLD,8703,100
2024-01,DEU,exports,WORLD,8542,20
2024-02,DEU,exports,WORLD,8703,180
2024-01,USA,exports,WORLD,8542,0
2024-02,USA,exports,WORLD,8542,80
2024-02,USA,exports,WORLD,1001,0
2024-03,USA,exports,WORLD,8703,7
";

fn rca_of(data: &str, words: &[&str]) -> Vec<Row> {
    let folder = Folder::new();
    let file = folder.file("data.csv", data);
    rows(&[&["indicator", "rca", "-d", &file, "--level", "hs4"], words].concat())
}

fn rca(words: &[&str]) -> Vec<String> {
    let line = |row: &Row| ["reporter", "product", "result", "status"].map(|column| row[column].as_str()).join(",");
    rca_of(DATA, words).iter().map(line).collect()
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).into()
}

const TWO_MONTHS: [&str; 5] = [
    "DEU,hs:8542,0.190000,",
    "DEU,hs:8703,1.900000,",
    "KOR,hs:8542,1.900000,",
    "USA,hs:1001,,undefined",
    "USA,hs:8542,1.900000,",
];

#[test]
fn reporters_are_compared_with_all_of_the_data() {
    assert_eq!(rca(&["-p", "2024-01..2024-02"]), TWO_MONTHS);
    assert_eq!(rca(&["-p", "2024-01..2024-02", "--by", "product"]), TWO_MONTHS);
    let named = rca(&["-p", "2024-01..2024-02", "--reporter", "USA,DEU", "--product", "hs:8703,hs:1001"]);
    assert_eq!(named, ["DEU,hs:8703,1.900000,", "USA,hs:1001,,undefined"]);
}

/// Who trades nothing has no RCA, and neither has a product that nobody trades.
#[test]
fn nothing_by_nothing_is_undefined() {
    assert_eq!(rca(&["-p", "2024-01"]), ["DEU,hs:8542,1.000000,", "KOR,hs:8542,1.000000,", "USA,hs:8542,,undefined"]);
}

/// Germany reports two months only: the third is no figure of all reporters, and is not made one.
#[test]
fn all_four_figures_are_of_the_same_months() {
    let quarter = rca(&["-p", "2024-q1"]);
    assert!(quarter.iter().all(|line| line.ends_with(",,no_data")), "{quarter:?}");
    let common = rca(&["-p", "2024-q1", "--allow-partial"]);
    let of_two: Vec<String> =
        TWO_MONTHS.map(|line| if line.ends_with(',') { format!("{line}partial") } else { line.to_owned() }).into();
    assert_eq!(common, of_two);
}

#[test]
fn a_note_names_what_is_lacking() {
    let folder = Folder::new();
    let file = folder.file("data.csv", DATA);
    let output = run(&["indicator", "rca", "-d", &file, "--reporter", "KOR", "-p", "2024-q1", "-f", "csv"]);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    let wanted = "no result for want of exports with World as reported by DEU, missing 2024-03; --allow-partial";
    assert!(notes.contains(wanted), "{notes}");
}

/// The exports of a month whose value is empty are not taken for nothing.
#[test]
fn a_lacking_value_is_no_zero() {
    let lacking = DATA.replace("KOR,exports,WORLD,8542,60", "KOR,exports,WORLD,8542,");
    let results = |words: &[&str]| -> Vec<String> {
        rca_of(&lacking, words).iter().map(|row| format!("{},{}", row["result"], row["status"])).collect()
    };
    assert!(results(&["-p", "2024-01..2024-02"]).iter().all(|cells| cells == ",no_data"));
    assert_eq!(results(&["-p", "2024-01..2024-02", "--allow-partial"])[0], "1.000000,partial");
}

#[test]
fn other_columns_and_the_order_are_chosen_as_in_every_report() {
    let file = "docs/data/markets.csv";
    let question = ["indicator", "rca", "-d", file, "--reporter", "VNM", "-p", "2024-q1"];
    let with = |words: &[&str]| rows(&[&question[..], words].concat());
    let shown = |rows: &[Row], column: &str| rows.iter().map(|row| row[column].clone()).collect::<Vec<_>>();
    let first = with(&["--by", "partner,product", "--top", "1"]);
    assert_eq!(
        (shown(&first, "partner"), shown(&first, "result")),
        (texts(["DEU", "JPN", "USA"]), texts(["1.600000", "1.200000", "1.200000"]))
    );
    let by_product = ["--by", "product,partner", "--product", "hs:85", "--sort", "result:asc", "--columns", "+value"];
    let ascending = with(&by_product);
    assert_eq!(shown(&ascending, "partner")[0], "DEU");
    assert_eq!(shown(&ascending, "value"), ["20", "120", "60"]);
    let header =
        answer(&[&question[..], &["--by", "partner", "-f", "csv", "-q"]].concat()).lines().next().map(str::to_owned);
    let wanted = "period,reporter,flow,partner,partner_name,product,product_name,unit,indicator,result,status";
    assert_eq!(header.as_deref(), Some(wanted));
}

#[test]
fn what_was_traded_only_in_the_base_period_is_no_pair() {
    let earlier = DATA.to_owned() + "2023-01,KOR,exports,WORLD,0901,5\n";
    assert_eq!(rca_of(&earlier, &["-p", "2024-01"]).len(), 3);
}

#[test]
fn imports_are_not_taken_for_exports() {
    let folder = Folder::new();
    let file = folder.file("data.csv", DATA.replace("exports", "imports"));
    let error = refusal(&["indicator", "rca", "-d", &file]);
    assert!(error.contains("holds no exports; --flow imports asks for what it holds"), "{error}");
    assert_eq!(rows(&["indicator", "rca", "-d", &file, "--flow", "imports", "-p", "2024-01"]).len(), 3);
}
