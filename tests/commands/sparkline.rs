//! Series as lines of letters in a table.

use crate::common::{Folder, answer, refusal};

const DATA: &str = "period,flow,partner,value
2025-01,exports,FRA,10
2025-02,exports,FRA,80
2025-04,exports,FRA,45
2025-01,exports,DEU,-5
2025-02,exports,DEU,-5
2025-03,exports,DEU,-5
2025-04,exports,DEU,-5
";

#[test]
fn a_letter_for_each_period_and_a_mark_for_a_missing_one() {
    let folder = Folder::new();
    let data = folder.file("trade.csv", DATA);
    let words = ["series", "-M", "--period", "2025-01..2025-04", "--by", "partner", "--flow", "exports", "--sparkline"];
    let shown = answer(&[&words[..], &["--data", &data]].concat());
    let row = |name: &str| shown.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    assert!(row("France").ends_with("▁█·▅"), "{shown}");
    assert!(row("Germany").ends_with("▄▄▄▄"), "{shown}");
    assert!(row("partner").contains("2025-01") && row("partner").contains("lowest"), "{shown}");
    assert!(shown.contains("· is a missing figure"), "{shown}");
    let page = answer(&[&words[..], &["--data", &data, "-f", "html"]].concat());
    assert!(page.contains("▁█·▅"), "{page}");
}

#[test]
fn the_others_and_the_whole_come_last() {
    let words = ["series", "-M", "--period", "2025-01..2025-06", "--by", "partner", "--flow", "exports", "--top", "3"];
    let shown = answer(&[&words[..], &["--sparkline", "-q"]].concat());
    let place = |name: &str| shown.lines().position(|line| line.starts_with(name)).unwrap();
    assert!(place("Vietnam") < place("Others") && place("Others") + 1 == place("World"), "{shown}");
    assert!(shown.contains("or one that is among the others"), "{shown}");
}

#[test]
fn formats_for_programs_have_the_figures_themselves() {
    for format in ["csv", "tsv", "json", "jsonl", "xlsx", "junit"] {
        let why = refusal(&["series", "-M", "--sparkline", "-f", format]);
        assert!(
            why.contains(&format!("--sparkline is for table, markdown and html; without it there is {format}")),
            "{why}"
        );
    }
    assert!(refusal(&["plot", "series", "-M", "--sparkline"]).contains("--sparkline is a chart already"));
    let two = refusal(&["series", "-M", "--sparkline", "--columns", "value,growth_pct"]);
    assert!(two.contains("of one column; --columns names it"), "{two}");
    let long = refusal(&["series", "-M", "--sparkline", "--period", "2010-01..2025-12", "--currency", "usd"]);
    assert!(long.contains("at most 120 letters; -Q, -Y or a shorter --period"), "{long}");
    let one = refusal(&["series", "-Y", "--sparkline", "--period", "2025"]);
    assert!(one.contains("more than one period"), "{one}");
}
