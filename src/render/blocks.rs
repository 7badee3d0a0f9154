//! Rows as blocks of lines, for terminals that are too narrow for the columns.

use super::sheet::Sheet;
use super::tone::{Line, Tone};

/// One line a figure, `heading: value`, and an empty line between rows. Blank cells are left out.
pub(super) fn lines(sheet: &Sheet<'_>, limit: Option<usize>) -> Vec<Line> {
    let mut lines = Vec::new();
    for (role, cells) in &sheet.rows {
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
        for (head, cell) in sheet.heads.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            lines.extend(Line::paragraph(Tone::of(*role), &format!("{}: {cell}", head.text), limit, 2));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{Style, sample};

    #[test]
    fn a_block_for_each_row_and_no_line_for_a_blank() {
        let table = sample::growth();
        let lines = lines(&Sheet::of(&table, &Style::default()), Some(40));
        let text: Vec<String> = lines.iter().map(|line| line.painted(false)).collect();
        let first = ["Partner: United States", "Value: 2,713.42", "Change: -611.21", "Growth %: -18.38", "Rank: 2", ""];
        assert_eq!(text[..6], first);
        assert_eq!(text.iter().filter(|line| line.is_empty()).count(), table.rows.len() - 1);
        assert!(text.last().is_some_and(|line| line.starts_with("Growth %")), "a total has no rank");
    }
}
