//! Names of strangers where they could act: a browser runs none of them, an office program calculates none.

use super::browser::asked;
use super::common::hostile::{NAMES, data};
use super::common::{Folder, answer, run};
use super::office::{Cell, opened, sheets};

/// A report whose titles and partners have these names: a table, and a chart where it is to hold one.
fn project(folder: &Folder) -> String {
    let data = data(folder);
    let data = data.rsplit('/').next().unwrap();
    let question = "-p 2025-01 --by partner --columns value --unit one";
    let quoted = |text: &str| serde_json::to_string(text).unwrap().replace('\u{7f}', "\\u007f");
    let mut text = format!("title = {}\ndata = [{}]\n", quoted(NAMES[4].0), quoted(data));
    text += &format!("[[section]]\ntitle = {}\ntable = \"growth {question}\"\n", quoted(NAMES[5].0));
    text += &format!("[[section]]\ntitle = {}\nchart = \"growth {question}\"\n", quoted(NAMES[15].0));
    for (name, _) in NAMES {
        text += &format!("[[section]]\ntitle = {}\ntable = \"growth {question} --top 2\"\n", quoted(name));
    }
    folder.file("project.toml", text)
}

/// Every name that is shown as one text, elements that are no part of a page, and whether anything ran.
const LOOKS: &str = r#"
for (const cell of document.querySelector("tbody").rows) tell("name " + cell.cells[0].textContent);
for (const title of document.querySelectorAll("svg title")) tell("mark " + title.textContent);
for (const title of document.querySelectorAll("h1, h2")) tell("title " + title.textContent);
tell("strange " + document.querySelectorAll("img, i, b, script:not(main ~ *), #new, [onclick], [onload], [onerror], a:not(nav a)").length);
tell("ran " + typeof attacked);
"#;

pub(super) fn names_stay_text_in_a_page() {
    let folder = Folder::new();
    let page = answer(&["report", &project(&folder), "-f", "html"]);
    let told = asked(&page, LOOKS, &[]);
    let has = |line: String| assert!(told.contains(&line), "{line}: {told:#?}");
    for (_, shown) in NAMES {
        has(format!("name {shown}"));
        has(format!("title {shown}"));
        assert!(told.iter().any(|line| line.starts_with(&format!("mark {shown}: "))), "{shown}: {told:#?}");
    }
    has("strange 0".to_owned());
    has("ran undefined".to_owned());
}

pub(super) fn names_stay_text_in_a_workbook() {
    let folder = Folder::new();
    let opened = opened(&run(&["report", &project(&folder), "-f", "xlsx"]).stdout);
    let sheets = sheets(&opened);
    assert_eq!(sheets.len(), NAMES.len() + 3, "two sections before them, and the notes");
    for sheet in &sheets {
        assert!(sheet.name.encode_utf16().count() <= 31 && !sheet.name.contains(['[', ']', ':', '*', '?', '/', '\\']));
    }
    let cells: Vec<&Cell> = sheets[0].rows.iter().flatten().collect();
    for (_, shown) in NAMES {
        assert!(cells.contains(&&Cell::Text((*shown).to_owned())), "{shown}: {cells:?}");
    }
    assert!(!opened.contains("table:formula=") && !opened.contains("Err:") && !opened.contains("<text:a "));
}
