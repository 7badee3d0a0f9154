//! A table with its caption, its notes and its source.

use std::fmt::Write;

use super::escaped;
use crate::render::Style;
use crate::render::machine::{Value, value};
use crate::render::sheet::{Sheet, cell};
use crate::table::{Cell, Kind, Role, Row, Table};

/// Rows of a table that is printed on one sheet of paper.
const SHORT: usize = 30;

/// How the title of a table stands in its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heading {
    /// As the title of the page.
    First,
    /// As a line below the heading of its section.
    Line,
}

impl Heading {
    fn tag(self) -> &'static str {
        match self {
            Heading::First => "h1",
            Heading::Line => "p",
        }
    }
}

/// The table as HTML.
pub fn section(table: &Table, style: &Style, heading: Heading) -> String {
    let sheet = Sheet::of(table, style);
    let caption = caption(table, &sheet, heading);
    let label = escaped(&table.title);
    let grid = match sheet.is_empty() {
        true => format!("{caption}<p>no rows</p>\n"),
        false => format!(
            "<div class=\"scroll\" role=\"region\" aria-label=\"{label}\" tabindex=\"0\">\n\
             <table class=\"sortable\">\n<caption><div>\n{caption}</div></caption>\n{}{}</table>\n</div>\n",
            head(&sheet),
            body(table, &sheet)
        ),
    };
    let class = if table.rows.len() <= SHORT { "answer short" } else { "answer" };
    format!("<section class=\"{class}\">\n{grid}{}</section>\n", foot(table, &sheet))
}

fn caption(table: &Table, sheet: &Sheet<'_>, heading: Heading) -> String {
    let tag = heading.tag();
    let title = Some(&table.title).filter(|title| !title.trim().is_empty());
    let title = title.map(|title| format!("<{tag}>{}</{tag}>\n", escaped(title)));
    let about = table.about.iter().chain([&sheet.unit]).filter(|text| !text.is_empty());
    title.into_iter().chain(about.map(|text| format!("<p>{}</p>\n", escaped(text)))).collect()
}

fn head(sheet: &Sheet<'_>) -> String {
    let heads = sheet.heads.iter().map(|head| {
        let class = if head.right { " class=\"number\"" } else { "" };
        format!("<th scope=\"col\"{class}>{}</th>", escaped(&head.text))
    });
    format!("<thead>\n<tr>{}</tr>\n</thead>\n", heads.collect::<String>())
}

/// The rows. Totals at the end stand below the body, so that sorting leaves them there.
fn body(table: &Table, sheet: &Sheet<'_>) -> String {
    let totals = table.rows.iter().rev().take_while(|row| row.role == Role::Total).count();
    let totals = if totals == table.rows.len() { 0 } else { totals };
    let (lines, below) = table.rows.split_at(table.rows.len() - totals);
    let (line_texts, below_texts) = sheet.rows.split_at(lines.len());
    let part = |tag: &str, rows: &[Row], texts: &[(Role, Vec<_>)]| {
        let rows = rows.iter().zip(texts).map(|(given, (role, texts))| row(table, sheet, given, *role, texts));
        format!("<{tag}>\n{}</{tag}>\n", rows.collect::<String>())
    };
    let below = if below.is_empty() { String::new() } else { part("tfoot", below, below_texts) };
    part("tbody", lines, line_texts) + &below
}

fn row(table: &Table, sheet: &Sheet<'_>, given: &Row, role: Role, texts: &[std::borrow::Cow<'_, str>]) -> String {
    let mut html = match role {
        Role::Line => "<tr>".to_owned(),
        Role::Total => "<tr class=\"total\">".to_owned(),
        Role::Rest => "<tr class=\"rest\">".to_owned(),
    };
    for (at, (&place, text)) in sheet.places.iter().zip(texts).enumerate() {
        let is_name = at == 0 && table.columns[place].kind == Kind::Text;
        html.push_str(&entry(cell(&given.cells, place), text, sheet.heads[at].right, is_name));
    }
    html + "</tr>\n"
}

/// A cell; a number has its exact value beside the text.
fn entry(cell: &Cell, text: &str, right: bool, is_name: bool) -> String {
    let tag = if is_name { "th scope=\"row\"" } else { "td" };
    let end = if is_name { "th" } else { "td" };
    let number = if right { "number" } else { "" };
    let mut html = format!("<{tag}");
    match (cell, value(cell)) {
        (Cell::Missing(why), _) => _ = write!(html, " class=\"{}\" title=\"{}\"", join(number, "none"), why.words()),
        (_, Value::Number(digits)) => _ = write!(html, " class=\"number\" data-value=\"{digits}\""),
        _ if right => html.push_str(" class=\"number\""),
        _ => {}
    }
    _ = write!(html, ">{}</{end}>", escaped(text));
    html
}

fn join(one: &str, other: &str) -> String {
    format!("{one} {other}").trim_start().to_owned()
}

/// What the marks mean, the source and the notes.
fn foot(table: &Table, sheet: &Sheet<'_>) -> String {
    let legend: Vec<String> = sheet.legend.iter().map(|(mark, words)| format!("{mark} {words}")).collect();
    let legend = if legend.is_empty() { None } else { Some(legend.join("; ")) };
    let source = table.source.iter().map(|source| format!("Source: {source}"));
    let lines = legend.into_iter().chain(source).chain(table.notes.iter().cloned());
    let items: String = lines.map(|line| format!("<li>{}</li>\n", escaped(&line))).collect();
    if items.is_empty() { items } else { format!("<ul class=\"notes\">\n{items}</ul>\n") }
}
