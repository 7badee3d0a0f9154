//! Aligned columns for a terminal, or for a text file.

use std::io;

use super::clean::visible;
use super::sheet::Sheet;
use super::tone::{Line, Tone};
use super::wrap::width;
use super::{Style, Writer, blocks, columns};
use crate::table::Table;

pub(super) const WRITER: Writer = Writer { names: &["table"], extensions: &["txt"], write };

fn write(table: &Table, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let limit = style.width.map(usize::from);
    let sheet = Sheet::of(table, style);
    for part in [top(table, &sheet, limit), body(&sheet, limit), foot(table, &sheet, limit)] {
        for line in part {
            writeln!(out, "{}", line.painted(style.colour))?;
        }
    }
    out.flush()
}

fn top(table: &Table, sheet: &Sheet<'_>, limit: Option<usize>) -> Vec<Line> {
    let about = table.about.iter().map(String::as_str).chain([sheet.unit.as_str()]);
    let mut lines = Vec::new();
    if !table.title.is_empty() {
        lines.extend(Line::paragraph(Tone::Bold, &visible(&table.title), limit, 0));
    }
    for text in about.filter(|text| !text.is_empty()) {
        lines.extend(Line::paragraph(Tone::Plain, &visible(text), limit, 0));
    }
    if !lines.is_empty() {
        lines.push(Line::empty());
    }
    lines
}

fn foot(table: &Table, sheet: &Sheet<'_>, limit: Option<usize>) -> Vec<Line> {
    let entries: Vec<String> = sheet.legend.iter().map(|(mark, words)| format!("{mark} {words}")).collect();
    let mut lines = Vec::new();
    let row = entries.join("    ");
    let legend = if limit.is_none_or(|limit| width(&row) <= limit) { vec![row] } else { entries };
    for text in legend.iter().filter(|text| !text.is_empty()) {
        lines.extend(Line::paragraph(Tone::Dim, text, limit, 3));
    }
    for remark in table.remarks() {
        lines.extend(Line::paragraph(Tone::Dim, &visible(&remark), limit, 6));
    }
    if !lines.is_empty() {
        lines.insert(0, Line::empty());
    }
    lines
}

fn body(sheet: &Sheet<'_>, limit: Option<usize>) -> Vec<Line> {
    if sheet.is_empty() {
        return vec![Line::new(Tone::Plain, "no rows")];
    }
    columns::lines(sheet, limit).unwrap_or_else(|| blocks::lines(sheet, limit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::render::clean::is_unsafe;
    use crate::render::sample;
    use proptest::prelude::*;

    fn print(table: &Table, style: &Style) -> String {
        let mut out = Vec::new();
        write(table, style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn at(width: u16) -> Style {
        Style { width: Some(width), ..Style::default() }
    }

    #[test]
    fn a_whole_table() {
        let expected = "\
Exports by partner, January to November 2025
China customs; base January to November 2024
billion yuan

Partner            Value     Change  Growth %  Rank
───────────────────────────────────────────────────
United States   2,713.42    -611.21    -18.38     2
Côte d'Ivoire      31.20      +4.50     16.85    40
Nauru                 ..         ..        ..
South Sudan         1.20         ..        ..
Tuvalu              0.03          -         -
Others         21,712.31  +2,029.71     10.31
World          24,458.13  +1,423.01      6.18

.. no data, no data for the base    - base of zero
note: The EU has 27 members in both periods.
";
        assert_eq!(print(&sample::growth(), &Style::default()), expected);
        assert_eq!(print(&sample::growth(), &at(51)), expected);
    }

    #[test]
    fn a_terminal_too_narrow_for_columns_has_blocks() {
        let blocks = print(&sample::growth(), &at(40));
        let block = "\n\nPartner: Tuvalu\nValue: 0.03\nChange: -\nGrowth %: -\n\n";
        assert!(blocks.contains(block), "{blocks}");
    }

    #[test]
    fn an_empty_table_says_so() {
        let mut table = sample::growth();
        table.rows.clear();
        let text = print(&table, &Style::default());
        assert!(text.contains("2024\n\nno rows\n\nnote: "), "{text}");
        assert_eq!(print(&Table::default(), &Style::default()), "no rows\n");
    }

    #[test]
    fn colour_changes_nothing_but_the_tone() {
        let plain = print(&sample::growth(), &Style::default());
        let coloured = print(&sample::growth(), &Style { colour: true, ..Style::default() });
        assert!(coloured.contains("\n\u{1b}[1mWorld "), "{coloured:?}");
        let codes = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"];
        assert_eq!(codes.iter().fold(coloured, |text, code| text.replace(code, "")), plain);
    }

    proptest! {
        #[test]
        fn lines_fit_have_no_blanks_at_their_end_and_nothing_unsafe(table in sample::any_table(), limit in 40u16..120) {
            let text = print(&table, &at(limit));
            for line in text.lines() {
                prop_assert!(width(line) <= usize::from(limit), "{:?}", line);
                prop_assert_eq!(line, line.trim_end());
            }
            prop_assert!(!text.replace('\n', "").contains(is_unsafe), "{:?}", text);
            let free = print(&table, &Style::default());
            prop_assert!(free.lines().all(|line| line == line.trim_end()));
        }
    }
}
