//! A pipe table for documents, with its heading and notes.

use std::io;

use super::clean::visible;
use super::sheet::Sheet;
use super::{Style, Writer};
use crate::table::Table;

pub(super) const WRITER: Writer = Writer { names: &["markdown", "md"], extensions: &["md", "markdown"], write };

fn write(table: &Table, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let sheet = Sheet::of(table, style);
    let parts = [heading(table, &sheet), body(&sheet), legend(&sheet), notes(table)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    writeln!(out, "{}", parts.join("\n\n"))?;
    out.flush()
}

fn heading(table: &Table, sheet: &Sheet<'_>) -> String {
    let title = Some(&table.title).filter(|title| !title.trim().is_empty());
    let title = title.map(|title| format!("**{}**", escaped(title.trim())));
    let about = table.about.iter().chain([&sheet.unit]).filter(|text| !text.is_empty());
    title.into_iter().chain(about.map(|text| escaped(text))).collect::<Vec<_>>().join("\n\n")
}

fn body(sheet: &Sheet<'_>) -> String {
    if sheet.is_empty() {
        return "no rows".to_string();
    }
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let headings = sheet.heads.iter().map(|head| escaped(&head.text)).collect();
    let rule = sheet.heads.iter().map(|head| if head.right { "---:" } else { "---" }.to_string()).collect();
    let rows = sheet.rows.iter().map(|(_, cells)| row(cells.iter().map(|cell| escaped(cell)).collect()));
    [row(headings), row(rule)].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

fn legend(sheet: &Sheet<'_>) -> String {
    sheet.legend.iter().map(|(mark, words)| format!("`{mark}` {words}")).collect::<Vec<_>>().join("; ")
}

fn notes(table: &Table) -> String {
    let source = table.source.iter().map(|source| format!("- Source: {}", escaped(source)));
    source.chain(table.notes.iter().map(|note| format!("- {}", escaped(note)))).collect::<Vec<_>>().join("\n")
}

/// The text with everything that Markdown or HTML would act on made plain.
pub fn escaped(text: &str) -> String {
    let text = visible(text);
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut inside = false;
    while let Some(letter) = letters.next() {
        let joins = inside && letters.peek().is_some_and(|next| next.is_alphanumeric());
        match letter {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '_' if joins => plain.push('_'),
            '|' | '\\' | '`' | '*' | '_' | '~' | '[' | ']' => plain.extend(['\\', letter]),
            _ => plain.push(letter),
        }
        inside = letter.is_alphanumeric();
    }
    plain
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::render::sample;

    fn print(table: &Table) -> String {
        let mut out = Vec::new();
        write(table, &Style::default(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_table_with_its_heading_and_notes() {
        let text = print(&sample::growth());
        assert!(text.starts_with("**Exports by partner, January to November 2025**\n\n"), "{text}");
        assert!(text.contains("\n\nbillion yuan\n\n| Partner | Value |"), "{text}");
        assert!(text.contains("| --- | ---: |"), "{text}");
        assert!(text.contains("\n`..` no data, no data for the base; `-` base of zero\n\n- The EU has 27"), "{text}");
        assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("a|b\nc"), r"a\|b\\nc");
        assert_eq!(escaped("<img> & co"), "&lt;img&gt; &amp; co");
        assert_eq!(escaped("gacc:MECH_ELEC _x_ *y* [z](w)"), r"gacc:MECH_ELEC \_x\_ \*y\* \[z\](w)");
    }

    #[test]
    fn every_row_has_as_many_pipes() {
        let mut table = sample::growth();
        table.rows[0].cells[1] = crate::table::Cell::Text("a | b || c".into());
        let text = print(&table).replace("\\|", "");
        let pipes: Vec<usize> =
            text.lines().filter(|line| line.starts_with('|')).map(|line| line.matches('|').count()).collect();
        assert!(pipes.len() > 3 && pipes.iter().all(|count| *count == pipes[0]), "{text}");
    }

    #[test]
    fn an_empty_table() {
        assert_eq!(print(&Table { title: "Exports".into(), ..Table::default() }), "**Exports**\n\nno rows\n");
    }
}
