//! Cells set in columns, when they fit.

use comfy_table::{CellAlignment, LineStyle, Table as Grid, TableStyle};

use super::fit::{self, GAP, Need};
use super::sheet::{Head, Sheet};
use super::tone::{Line, Tone};
use super::wrap::{truncate, widest_piece, width, wrap};

/// A rule below the headings and nothing else.
const RULE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// The headings, a rule and a line for each row; nothing when that is wider than `limit`.
pub(super) fn lines(sheet: &Sheet<'_>, limit: Option<usize>) -> Option<Vec<Line>> {
    let needs: Vec<Need> = (0..sheet.heads.len()).map(|place| need(sheet, place)).collect();
    fit::widths(&needs, limit).map(|widths| set(sheet, &widths))
}

fn need(sheet: &Sheet<'_>, place: usize) -> Need {
    let Head { text, names, .. } = &sheet.heads[place];
    let cells = sheet.rows.iter().map(|(_, cells)| width(&cells[place])).max().unwrap_or(0);
    Need { cells, heading: width(text), word: widest_piece(text), names: *names }
}

fn set(sheet: &Sheet<'_>, widths: &[usize]) -> Vec<Line> {
    let headings = headings(sheet, widths);
    let height = headings.first().map_or(0, |heading| heading.split('\n').count());
    let mut grid = Grid::new();
    grid.load_style(RULE).set_header(headings);
    for (_, cells) in &sheet.rows {
        let cells = cells.iter().zip(widths).map(|(cell, width)| truncate(cell, *width));
        grid.add_row(cells.collect::<Vec<_>>());
    }
    for (column, head) in grid.column_iter_mut().zip(&sheet.heads) {
        let last = column.index + 1 == widths.len();
        column.set_padding((0, if last { 0 } else { GAP as u16 }));
        let side = if head.right { CellAlignment::Right } else { CellAlignment::Left };
        column.set_cell_alignment(side);
    }
    let tones = std::iter::repeat_n(Tone::Bold, height)
        .chain([Tone::Dim])
        .chain(sheet.rows.iter().map(|(role, _)| Tone::of(*role)));
    grid.lines().zip(tones).map(|(text, tone)| Line::new(tone, &text)).collect()
}

/// The headings, wrapped, each standing on the rule.
fn headings(sheet: &Sheet<'_>, widths: &[usize]) -> Vec<String> {
    let heads = sheet.heads.iter().zip(widths);
    let wrapped: Vec<Vec<String>> = heads.map(|(head, width)| wrap(&head.text, Some(*width), 0)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let lifted = |lines: &Vec<String>| "\n".repeat(height - lines.len()) + &lines.join("\n");
    wrapped.iter().map(lifted).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::render::{Style, sample};
    use crate::table::Table;

    fn text(table: &Table, limit: usize) -> Option<String> {
        let lines = lines(&Sheet::of(table, &Style::default()), Some(limit))?;
        Some(lines.iter().map(|line| line.painted(false) + "\n").collect())
    }

    #[test]
    fn headings_are_wrapped_and_stand_on_the_rule() {
        let mut table = sample::growth();
        table.columns[3].heading = "Change against the year before".into();
        let text = text(&table, 51).unwrap();
        assert_eq!(text.lines().next().map(str::trim), Some("Change"), "{text}");
        assert!(text.contains("  before  Growth %  Rank\n───"), "{text}");
    }

    #[test]
    fn names_are_cut_and_numbers_are_not() {
        let narrow = text(&sample::growth(), 46).unwrap();
        assert!(narrow.contains("\nUnited St…   2,713.42    -611.21  -18.38     2\n"), "{narrow}");
        assert_eq!(text(&sample::growth(), 42), None);
    }

    #[test]
    fn one_line_a_row_whatever_the_words() {
        let words = ["", "a\nb", "\u{3000}", "中\u{200d}国 e\u{301}"].map(String::from);
        let table = sample::words(&words);
        assert_eq!(text(&table, 40).unwrap().lines().count(), 2 + words.len());
        let endless = sample::words(&["x y".repeat(70_000)]);
        let lines = lines(&Sheet::of(&endless, &Style::default()), None);
        assert_eq!(lines.map(|lines| lines.len()), Some(3));
    }
}
