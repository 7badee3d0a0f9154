//! Names of strangers in every format: each reaches the answer whole, as text and as nothing else.

use calamine::{Data, Reader, Xlsx, open_workbook};

use super::common::hostile::{NAMES, data, plain, words};
use super::common::{Folder, answer, table};

/// An answer on partners with these names, a project of it in the folder, and what the file is called.
fn ask(words: &[&str]) -> (Folder, String) {
    let folder = Folder::new();
    let data = data(&folder);
    let question = ["-p", "2025-01", "--by", "partner", "--columns", "value", "--unit", "one", "-d", &data];
    let text = answer(&[&words[..1], &question, &words[1..]].concat());
    (folder, text)
}

fn shown() -> impl Iterator<Item = String> {
    NAMES.iter().map(|(_, shown)| (*shown).to_owned())
}

fn is_safe(text: &str) -> bool {
    let turns = |letter: char| matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    text.chars().all(|letter| letter == '\n' || !letter.is_control() && !turns(letter))
}

#[test]
fn in_a_page() {
    let (_folder, page) = ask(&["growth", "-f", "html"]);
    let (before, after) = page.split_once("<style>").unwrap();
    let (body, script) = after.split_once("</style>").unwrap().1.split_once("<script>").unwrap();
    assert_eq!(script.matches("<script").count(), 0);
    let found = words(&format!("{before}{body}</body></html>"));
    for name in shown() {
        assert_eq!(found.iter().filter(|text| **text == name).count(), 1, "{name}: {found:#?}");
    }
    assert!(found.iter().any(|text| text.contains("<i>=1+1.csv")), "{found:#?}");
    assert!(is_safe(&page) && page.matches("<h1").count() == 1 && !page.contains("<i"));
}

#[test]
fn in_a_chart() {
    let folder = Folder::new();
    let data = data(&folder);
    let question = ["growth", "-p", "2025-01", "--by", "partner", "--columns", "value", "-d", &data];
    let file = folder.path().join("chart.svg");
    answer(&[&["plot"], &question[..], &["-o", file.to_str().unwrap()]].concat());
    let svg = std::fs::read_to_string(file).unwrap();
    let found = words(&svg);
    for name in shown() {
        let of_it = |text: &&String| text.starts_with(&name) || text.contains(&format!("{name}: "));
        assert!(found.iter().any(|text| of_it(&text)), "{name}: {found:#?}");
    }
    assert!(is_safe(&svg) && svg.matches("<svg").count() == 1 && !svg.contains("<script"));
    let terminal = answer(&[&["plot"], &question[..]].concat());
    assert!(is_safe(&terminal) && terminal.contains("<script>"), "{terminal}");
}

#[test]
fn in_a_workbook() {
    let folder = Folder::new();
    let data = data(&folder);
    let file = folder.path().join("answer.xlsx");
    let question = ["growth", "-p", "2025-01", "--by", "partner", "--columns", "value", "-d", &data, "-o"];
    answer(&[&question[..], &[file.to_str().unwrap()]].concat());
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    let cells = book.worksheet_range("Growth").unwrap();
    for name in shown() {
        let cell = Data::String(name);
        assert_eq!(cells.used_cells().filter(|(_, _, found)| **found == cell).count(), 1, "{cell:?}: {cells:?}");
    }
    assert!(book.worksheet_formula("Growth").unwrap().cells().next().is_none(), "no formula");
}

#[test]
fn in_texts_for_people() {
    let (_folder, text) = ask(&["growth"]);
    let (_folder, markdown) = ask(&["growth", "-f", "markdown"]);
    let cells = markdown.lines().filter(|line| line.starts_with("| ")).map(|line| {
        let hidden = line.replace("\\|", "\u{1}");
        let cells: Vec<&str> = hidden.split('|').collect();
        assert_eq!(cells.len(), 4, "{line}");
        unescaped(&plain(cells[1].trim()).replace('\u{1}', "\\|"))
    });
    let cells: Vec<String> = cells.collect();
    for name in shown() {
        assert!(text.lines().any(|line| line.starts_with(&format!("{name} "))), "{name}: {text}");
        assert!(cells.contains(&name), "{name}: {cells:#?}");
    }
    assert!(is_safe(&text) && is_safe(&markdown) && !markdown.contains(['<', '>']), "{markdown}");
}

/// Markdown's backslashes before marks taken away.
fn unescaped(text: &str) -> String {
    let mut letters = text.chars().peekable();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        let next = letters.peek().filter(|next| letter == '\\' && next.is_ascii_punctuation()).copied();
        plain.push(next.unwrap_or(letter));
        if next.is_some() {
            letters.next();
        }
    }
    plain
}

#[test]
fn for_programs() {
    let (_folder, csv) = ask(&["growth", "-f", "csv", "-q"]);
    let rows = table(&csv);
    let (_folder, json) = ask(&["growth", "-f", "json", "-q"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let json: Vec<&str> = json.as_array().unwrap().iter().map(|row| row["partner"].as_str().unwrap()).collect();
    for ((name, _), (row, found)) in NAMES.iter().zip(rows.iter().zip(json)) {
        let cell = &row["partner"];
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        assert_eq!(cell.trim_start_matches('\''), name.trim_start_matches('\''));
        assert_eq!(found, *name);
    }
    assert_eq!(rows.len(), NAMES.len());
}
