//! LibreOffice without a window: the workbook as it holds it.

use std::fs;
use std::process::{Command, Stdio};

use super::common::{Folder, hostile};

pub(super) const NAME: &str = "soffice";
const SECONDS: &str = "180";

/// A sheet of an opened workbook: its name, and the cells of each row that has some.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) rows: Vec<Vec<Cell>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// The exact number, and how it is shown.
    Number(String, String),
    Text(String),
    Empty,
}

/// What the office holds after it has opened a workbook, in its own plain format.
pub(super) fn opened(workbook: &[u8]) -> String {
    let folder = Folder::new();
    let file = folder.file("book.xlsx", workbook);
    let home = format!("-env:UserInstallation=file://{}/home", folder.path().display());
    let mut office = Command::new("timeout");
    office.args(["--kill-after=5", SECONDS, NAME, &home, "--headless", "--convert-to", "fods", "--outdir"]);
    let done = office.arg(folder.path()).arg(&file).stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    fs::read_to_string(folder.path().join("book.fods")).unwrap()
}

/// The sheets of what was opened.
pub(super) fn sheets(opened: &str) -> Vec<Sheet> {
    let without_charts: String = opened
        .split("<draw:frame ")
        .enumerate()
        .map(|(at, part)| if at == 0 { part } else { after(part, "</draw:frame>") })
        .collect();
    let read = |table: &str| {
        let name = plain(attribute(table, "table:name").unwrap());
        let rows = before(table, "</table:table>").split("<table:table-row").skip(1);
        let row = |row: &str| {
            row.split("<table:table-cell").skip(1).flat_map(|text| repeated(text, "columns", cell(text))).collect()
        };
        Sheet { name, rows: rows.flat_map(|text| repeated(text, "rows", row(text))).collect() }
    };
    without_charts.split("<table:table ").skip(1).map(read).collect()
}

fn before<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split(mark).next().unwrap()
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.split_once(mark).unwrap().1
}

/// What stands once in the file for several like it; a rest of the sheet that holds nothing is left out.
fn repeated<T: Clone>(text: &str, what: &str, one: T) -> Vec<T> {
    let times = attribute(before(text, ">"), &format!("table:number-{what}-repeated"));
    let times = times.map_or(1, |times| times.parse().unwrap());
    vec![one; if times > 100 { 0 } else { times }]
}

fn cell(text: &str) -> Cell {
    let head = before(text, ">");
    let shown: Vec<String> = text.split("<text:p>").skip(1).map(|part| plain(before(part, "</text:p>"))).collect();
    let shown = shown.join("\n");
    match attribute(head, "office:value-type") {
        Some("float" | "percentage" | "currency") => {
            Cell::Number(attribute(head, "office:value").unwrap().to_owned(), shown)
        }
        Some(_) => Cell::Text(shown),
        None => Cell::Empty,
    }
}

fn attribute<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split(&format!("{name}=\"")).nth(1)?.split('"').next()
}

/// The words of a part of the file, without the marks of its format.
fn plain(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text.replace("<text:s/>", " ").replace("<text:tab/>", "\t");
    while let Some((before, tag)) = rest.split_once('<') {
        words += before;
        rest = after(tag, ">").to_owned();
    }
    hostile::plain(&(words + &rest))
}
