//! JUnit's XML, which systems that run checks show: a row is a test, and what the data contradicts is a failure.

use std::fmt::Write;

use super::clean::visible;
use super::machine::{Value, rows, value};
use super::{Style, Writer};
use crate::table::{Row, Table};

pub(super) const WRITER: Writer = Writer {
    names: &["junit"],
    extensions: &["xml"],
    write: |table, _: &Style, out| out.write_all(document(table).as_bytes()),
};

/// What becomes of a test.
enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

fn document(table: &Table) -> String {
    if table.columns.is_empty() {
        return String::new();
    }
    let tests: Vec<(&Row, Outcome)> = rows(table).map(|row| (row, outcome(table, row))).collect();
    let count = |is: fn(&Outcome) -> bool| tests.iter().filter(|(_, outcome)| is(outcome)).count();
    let failures = count(|outcome| matches!(outcome, Outcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, Outcome::Skipped(_)));
    let (title, tests_count) = (escaped(&table.title), tests.len());
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"{title}\" tests=\"{tests_count}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skipped}\">\n"
    );
    for (at, (row, outcome)) in tests.iter().enumerate() {
        let (class, name) = (word(table, row, "claim"), name(table, row, at));
        let class = if class.is_empty() { &table.title } else { &class };
        let head = format!("    <testcase classname=\"{}\" name=\"{}\"", escaped(class), escaped(&name));
        // Writing to a text cannot fail.
        let _ = match outcome {
            Outcome::Passed => writeln!(text, "{head}/>"),
            Outcome::Failed(why) => {
                let why = escaped(why);
                writeln!(text, "{head}>\n      <failure message=\"{why}\">{why}</failure>\n    </testcase>")
            }
            Outcome::Skipped(why) => {
                writeln!(text, "{head}>\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(why))
            }
        };
    }
    text + "  </testsuite>\n</testsuites>\n"
}

/// A row with a verdict is judged by it; any other row is passed over where its status says why it has no figure.
fn outcome(table: &Table, row: &Row) -> Outcome {
    let word = |column: &str| word(table, row, column);
    let told = || {
        [word("says"), word("about"), word("nearby")]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("; ")
    };
    match word("verdict").as_str() {
        "contradicted" if word("allowed").is_empty() => {
            Outcome::Failed(format!("stated {}, the data says {}", word("stated"), told()))
        }
        "contradicted" => Outcome::Skipped(format!("allowed: stated {}, the data says {}", word("stated"), told())),
        "unverifiable" => Outcome::Skipped(format!("unverifiable: {}", told())),
        _ if word("status").is_empty() => Outcome::Passed,
        _ => Outcome::Skipped(word("status")),
    }
}

/// What a test is called: what it states, else the words of its row.
fn name(table: &Table, row: &Row, at: usize) -> String {
    let field = word(table, row, "field");
    if !field.is_empty() {
        return format!("{field} {}", word(table, row, "stated"));
    }
    let texts = row.cells.iter().filter_map(|cell| if let Value::Text(text) = value(cell) { Some(text) } else { None });
    let name = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ");
    if name.is_empty() { format!("row {}", at + 1) } else { name }
}

fn word(table: &Table, row: &Row, column: &str) -> String {
    match table.position(column).and_then(|at| row.cells.get(at)).map(value) {
        Some(Value::Text(text)) => text.to_owned(),
        Some(Value::Number(digits)) => digits,
        Some(Value::Nothing) | None => String::new(),
    }
}

/// A text as XML takes it, without what XML cannot hold.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in visible(text).chars().filter(|letter| !matches!(letter, '\u{FFFE}' | '\u{FFFF}')) {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}
