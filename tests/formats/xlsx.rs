//! Workbooks, read back.

use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use tradestat::render::Style;
use tradestat::render::xlsx::Book;
use tradestat::table::{Cell, Column, Kind, Role, Row, Table};

use super::common::{Folder, answer, ask, refusal, run};
use super::{DIGITS, file};

/// The cells of a sheet.
fn cells(path: &Path, sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook(path).unwrap();
    book.worksheet_range(sheet).unwrap().rows().map(<[Data]>::to_vec).collect()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        other => other.to_string(),
    }
}

/// Every figure of a sheet below its headings is the very one of CSV; marks stand where CSV has nothing.
fn equals_csv(question: &str, sheet: &str, columns: &[(&str, &str)]) {
    let (_folder, path) = file(question, "answer.xlsx");
    let cells = cells(&path, sheet);
    let first = cells.iter().position(|row| columns.iter().all(|(head, _)| row.iter().any(|cell| text(cell) == *head)));
    let (heads, rows) = (&cells[first.unwrap()], &cells[first.unwrap() + 1..]);
    let csv = ask(question);
    assert!(csv.len() > 2 && rows.len() >= csv.len(), "{question}");
    for (row, line) in rows.iter().zip(&csv) {
        for (head, column) in columns {
            let cell = &row[heads.iter().position(|cell| text(cell) == *head).unwrap()];
            match line[*column].as_str() {
                "" => {
                    assert!([Data::String("..".into()), Data::String("-".into()), Data::Empty].contains(cell), "{cell}")
                }
                digits => {
                    let number: f64 = digits.parse().unwrap();
                    assert_eq!(*cell, Data::Float(number), "{question}: {head}");
                }
            }
        }
    }
}

#[test]
fn figures_are_numbers_and_those_of_csv() {
    let columns = [("value", "value"), ("base", "base"), ("growth %", "growth_pct"), ("change", "change")];
    equals_csv("growth --period jan-nov --year 2025 --by partner --flow exports --top 30", "Growth", &columns);
    let columns = [("share %", "share_pct"), ("change pp", "share_change_pp"), ("value", "value")];
    equals_csv("share --period jan-nov --year 2025 --by product --flow imports", "Share", &columns);
    let columns = [("rank", "rank"), ("rank change", "rank_change"), ("growth %", "growth_pct"), ("base", "base")];
    equals_csv("rank --period jan-nov --year 2025 --base 2018 --by partner --flow total --top 9", "Rank", &columns);
}

#[test]
fn digits_beyond_a_number_are_kept_as_text() {
    let folder = Folder::new();
    let data = folder.file("data.csv", DIGITS);
    let question = format!("growth --period 2025-01 --by product --data {data} --columns value");
    let (_folder, path) = file(&question, "answer.xlsx");
    let cells: Vec<Data> = cells(&path, "Growth").into_iter().flatten().collect();
    let has = |text: &str| cells.contains(&Data::String(text.into()));
    assert!(has("9007199254740993"), "all digits, as text: {cells:?}");
    assert!(cells.contains(&Data::Float(2.5)) && cells.contains(&Data::Float(17.0)), "{cells:?}");
    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let notes = book.worksheet_range("Notes").unwrap();
    assert!(notes.rows().any(|row| row[1] == Data::String("digits".into())), "a note tells of the digits");
}

#[test]
fn the_same_answer_is_the_same_bytes() {
    let question = "growth --period jan-nov --year 2025 --by partner --top 5";
    let bytes = |name: &str| {
        let (_folder, path) = file(question, name);
        std::fs::read(path).unwrap()
    };
    let words: Vec<&str> = question.split_whitespace().chain(["-f", "xlsx"]).collect();
    assert_eq!(bytes("one.xlsx"), bytes("two.xlsx"));
    assert_eq!(run(&words).stdout, bytes("one.xlsx"));
}

#[test]
fn a_hundred_million_is_held_as_it_is_shown() {
    let (_folder, path) = file("growth --period jan-nov --year 2025 --unit 100m", "answer.xlsx");
    let cells: Vec<Data> = cells(&path, "Growth").into_iter().flatten().collect();
    assert!(cells.contains(&Data::String("100 million yuan".into())), "{cells:?}");
    assert!(cells.contains(&Data::Float(412_076.363_477_13)), "{cells:?}");
}

#[test]
fn every_command_writes_one() {
    for question in
        ["info", "list groups asean", "balance --period 2025-q3", "explain --period 2025-11", "series -M --period 2025"]
    {
        let (_folder, path) = file(question, "answer.xlsx");
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        let names = book.sheet_names();
        assert_eq!((names.len(), names[1].as_str()), (2, "Notes"), "{question}");
        assert!(book.worksheet_range(&names[0]).unwrap().height() > 1, "{question}");
    }
}

/// A table of so many rows and columns, which say nothing.
fn large(rows: usize, columns: usize) -> Table {
    let column = |_| Column { name: "a".into(), heading: "a".into(), kind: Kind::Plain, shown: true };
    let row = |_| Row { role: Role::Line, cells: vec![Cell::Count(1); columns] };
    Table { columns: (0..columns).map(column).collect(), rows: (0..rows).map(row).collect(), ..Table::default() }
}

#[test]
fn what_is_larger_than_a_sheet_is_refused_in_a_sentence() {
    let refused = |table: &Table| Book::default().table("a", table, &Style::default()).unwrap_err().to_string();
    assert_eq!(
        refused(&large(1_048_576, 1)),
        "a sheet of a workbook holds 1,048,576 rows, this answer has 1,048,577 with its heading; ask for less, or for --format csv"
    );
    assert_eq!(
        refused(&large(1, 16_385)),
        "a sheet of a workbook holds 16,384 columns, this answer has 16,385; ask for less, or for --format csv"
    );
    assert!(Book::default().table("a", &large(9, 9), &Style::default()).is_ok());
}

#[test]
fn a_file_that_cannot_be_written_says_so_and_nothing_is_left() {
    let error = refusal(&["growth", "-o", "no-such-folder/answer.xlsx"]);
    assert!(error.contains("there is no folder no-such-folder"), "{error}");
    assert!(answer(&["list", "formats"]).contains("xlsx"));
}
