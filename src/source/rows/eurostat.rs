//! Eurostat's tab-separated files: dimensions in one cell, then a column a period whose cells carry flags.
//! Each cell becomes a row of its dimensions, `TIME_PERIOD`, `OBS_VALUE` and `OBS_FLAG`, as in SDMX-CSV.

use super::{Head, Rows};
use crate::source::error::ReadError;

/// The marks that end the first heading: what the other headings are.
const TIMES: [&str; 2] = ["\\time_period", "\\time"];

/// Whether this is such a header: `freq,indic_et,partner,geo\TIME_PERIOD`, then periods.
pub(super) fn is(head: &Head) -> bool {
    head.columns.first().is_some_and(|first| dimensions(first).is_some())
}

/// Whether a line begins like such a header.
pub(super) fn begins(line: &[u8]) -> bool {
    let first = line.split(|byte| *byte == b'\t').next().filter(|first| first.len() < line.len());
    first.and_then(|first| std::str::from_utf8(first).ok()).is_some_and(|first| dimensions(first.trim()).is_some())
}

fn dimensions(first: &str) -> Option<&str> {
    let small = first.to_ascii_lowercase();
    TIMES.iter().find_map(|mark| small.strip_suffix(mark)).map(|names| &first[..names.len()])
}

/// Rows with one figure each.
pub(super) struct Figures<R> {
    rows: R,
    path: String,
    periods: Vec<String>,
    dimensions: usize,
    line: u64,
    wide: csv::ByteRecord,
    next: usize,
}

/// The header that the figures have, and the figures.
pub(super) fn figures<R: Rows>(head: Head, rows: R) -> (Head, Figures<R>) {
    let first = head.columns.first().and_then(|first| dimensions(first)).unwrap_or_default();
    let mut columns: Vec<String> = first.split(',').map(|name| name.trim().to_owned()).collect();
    let dimensions = columns.len();
    columns.extend(["TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"].map(str::to_owned));
    let periods: Vec<String> = head.columns.iter().skip(1).cloned().collect();
    let (path, next) = (head.path.clone(), periods.len());
    let figures = Figures { rows, path, periods, dimensions, line: 0, wide: csv::ByteRecord::new(), next };
    (Head { columns, ..head }, figures)
}

impl<R: Rows> Figures<R> {
    /// Goes to the next line; false after the last.
    fn advance(&mut self) -> Result<bool, ReadError> {
        let Some(line) = self.rows.next(&mut self.wide)? else { return Ok(false) };
        (self.line, self.next) = (line, 0);
        let found = self.wide.get(0).unwrap_or_default().split(|byte| *byte == b',').count();
        if found == self.dimensions && self.wide.len() == self.periods.len() + 1 {
            return Ok(true);
        }
        let why = format!(
            "row: found {found} codes and {} cells, expected {} and {} as in the header",
            self.wide.len().saturating_sub(1),
            self.dimensions,
            self.periods.len()
        );
        Err(ReadError::line(&self.path, line, why))
    }
}

impl<R: Rows> Rows for Figures<R> {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        while self.next >= self.periods.len() {
            if !self.advance()? {
                return Ok(None);
            }
        }
        record.clear();
        for code in self.wide.get(0).unwrap_or_default().split(|byte| *byte == b',') {
            record.push_field(code.trim_ascii());
        }
        record.push_field(self.periods[self.next].as_bytes());
        let (value, flags) = parted(self.wide.get(self.next + 1).unwrap_or_default());
        record.push_field(value);
        record.push_field(flags);
        self.next += 1;
        Ok(Some(self.line))
    }
}

/// The value of a cell, empty for `:`, and its flags: `12.3 p` is `12.3` and `p`.
fn parted(cell: &[u8]) -> (&[u8], &[u8]) {
    let cell = cell.trim_ascii();
    let end = cell.iter().position(u8::is_ascii_whitespace).unwrap_or(cell.len());
    let (value, flags) = cell.split_at(end);
    (if value == b":" { b"" } else { value }, flags.trim_ascii())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::rows::open_text;

    #[test]
    fn a_cell_becomes_a_row_with_its_flag() {
        let text = "freq,stk_flow,geo\\TIME_PERIOD\t2024-01 \t2024-02 \nM,IMP,DE\t12.3 p\t: c\nM,EXP,DE\t: \t7 \n";
        let (head, rows) = open_text("x", 0, Box::new(text.as_bytes()), None).unwrap();
        assert!(is(&head));
        let (head, mut rows) = figures(head, rows);
        assert_eq!(head.columns, ["freq", "stk_flow", "geo", "TIME_PERIOD", "OBS_VALUE", "OBS_FLAG"]);
        let mut record = csv::ByteRecord::new();
        let mut all = Vec::new();
        while let Some(line) = rows.next(&mut record).unwrap() {
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            all.push(format!("{line} {}", cells.join("|")));
        }
        let expected =
            ["2 M|IMP|DE|2024-01|12.3|p", "2 M|IMP|DE|2024-02||c", "3 M|EXP|DE|2024-01||", "3 M|EXP|DE|2024-02|7|"];
        assert_eq!(all, expected);
    }
}
