//! A workbook as an office program holds it.

use super::common::{answer, root, rows, run};
use super::office::{Cell, Sheet, opened, sheets};

fn text(words: &str) -> Cell {
    Cell::Text(words.to_owned())
}

/// Each figure of a sheet is the number of CSV, shown with two digits; where CSV has none there is a mark and no number.
pub(super) fn figures_are_numbers() {
    let question = "rank -p jan-nov --year 2025 --base 2018 --by partner --flow total --groups asean,eu --top 6";
    let words: Vec<&str> = question.split(' ').collect();
    let sheets = sheets(&opened(&run(&[&words[..], &["-f", "xlsx"]].concat()).stdout));
    assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), ["Rank", "Notes"]);
    let heads = sheets[0].rows.iter().position(|row| row.contains(&text("growth %"))).unwrap();
    let place = |head: &str| sheets[0].rows[heads].iter().position(|cell| *cell == text(head)).unwrap();
    let csv = rows(&words);
    assert_eq!(csv.len(), 7, "six partners and the others");
    let mut missing = 0;
    for (row, line) in sheets[0].rows[heads + 1..].iter().zip(&csv) {
        assert_eq!(row[0], text(&line["partner_name"]));
        for (head, column) in
            [("value", "value"), ("rank", "rank"), ("share %", "share_pct"), ("growth %", "growth_pct")]
        {
            match (&row[place(head)], line[column].as_str()) {
                (Cell::Text(mark), "") => {
                    assert!(["-", ".."].contains(&mark.as_str()), "{mark}");
                    missing += 1;
                }
                (Cell::Empty, "") => {}
                (Cell::Number(number, shown), digits) => {
                    assert_eq!(number.parse::<f64>().unwrap(), digits.parse::<f64>().unwrap(), "{head}");
                    assert_eq!(shown.contains('.'), head != "rank", "{head}: {shown}");
                }
                (cell, digits) => panic!("{head}: {cell:?}, expected the number {digits}"),
            }
        }
    }
    assert_eq!(missing, 7, "eleven months are not compared with twelve");
    let value = |row: usize| sheets[0].rows[heads + row][place("value")].clone();
    assert_eq!(value(1), Cell::Number("6824200543416".to_owned(), "6,824.20".to_owned()));
}

/// Every sheet by its title, every chart as a chart, and no formula anywhere.
pub(super) fn the_bulletin_opens_whole() {
    let project = root().join("examples/monthly-bulletin/bulletin.toml");
    let project = project.to_str().unwrap();
    let opened = opened(&run(&["report", project, "-f", "xlsx"]).stdout);
    let sheets = sheets(&opened);
    let titles = answer(&["report", project, "-f", "html"]).matches("<h2 ").count();
    assert_eq!(sheets.len(), titles + 2, "a sheet each, one of texts and one of notes");
    let named = |name: &str| -> &Sheet { sheets.iter().find(|sheet| sheet.name == name).unwrap() };
    let cells: Vec<&Cell> = named("Partners").rows.iter().flatten().collect();
    assert!(cells.contains(&&Cell::Number("6824200543416".to_owned(), "6,824.2".to_owned())), "{cells:?}");
    assert!(
        named("Text")
            .rows
            .iter()
            .flatten()
            .any(|cell| matches!(cell, Cell::Text(text) if text.contains("41.21 trillion yuan")))
    );
    assert!(named("Notes").rows.len() > titles);
    assert_eq!(opened.matches("<chart:chart ").count(), 3);
    assert!(opened.contains("chart:class=\"chart:line\"") && opened.contains("chart:class=\"chart:bar\""));
    assert!(!opened.contains("table:formula=") && !opened.contains("Err:"));
}
