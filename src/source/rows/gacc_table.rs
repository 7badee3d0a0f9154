//! Monthly tables of China's customs: the month and January to date side by side, for exports and imports, each row
//! followed by a row of growth rates. Every figure becomes a row of its own.

use super::gacc_heading::{self as heading, Column};
use super::held::{Held, Replay};
use super::{Head, Line};
use crate::source::error::ReadError;

/// How many rows stand above the table at most.
const ABOVE: usize = 12;

/// Most rows of such a table.
pub(super) const MOST_ROWS: usize = 5_000;

/// What the rows that are made of the figures are called; the third says what a row of the table stands for.
const COLUMNS: [&str; 7] = ["span", "flow", "regime", "unit", "figure", "rounded_to", "growth_pct"];

/// The columns that the figures have.
pub(super) fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}

/// Whether rows begin like such a table.
pub(super) fn is(rows: &[Line]) -> bool {
    header(rows).is_some() && rows.iter().take(ABOVE).any(|row| heading::month(&row.cells.join(" ")).is_some())
}

/// Where the headings stand and what each column holds.
fn header(rows: &[Line]) -> Option<(usize, Vec<Column>)> {
    let month = rows.iter().take(ABOVE).find_map(|row| heading::month(&row.cells.join(" ")))?;
    (0..rows.len().min(ABOVE)).find_map(|at| {
        let below = rows.get(at + 1).map_or(&[][..], |row| &row.cells);
        let (columns, deep) = heading::columns(&rows[at].cells, below, month)?;
        Some((at + deep, columns))
    })
}

/// The figures of a table, each with the line that it stands in.
pub(super) fn figures(path: &str, file: u16, rows: &[Line]) -> Result<(Head, Replay), ReadError> {
    let Some((at, columns)) = header(rows) else {
        return Err(ReadError::file(path, "found no headings for exports and imports with their months"));
    };
    let above: Vec<String> = rows[..=at].iter().map(|row| row.cells.join("  ")).collect();
    let unit = heading::unit(&above).ok_or_else(|| {
        ReadError::file(path, "found no unit above the table, expected a line such as Unit: US$1,000")
    })?;
    let body = &rows[at + 1..];
    let mut table = Table { unit, rounded_to: last_place(body, &columns), columns, held: Held::new() };
    for (at, row) in body.iter().enumerate() {
        let rates = body.get(at + 1).filter(|next| name(next).is_empty());
        if !name(row).is_empty() && row.cells.iter().skip(1).any(|cell| !cell.trim().is_empty()) {
            table.take(row, rates).map_err(|why| ReadError::line(path, row.line, format!("row: {why}")))?;
        }
    }
    let head = Head { path: path.to_owned(), file, header_line: rows[at].line, columns: columns_of(rows, at) };
    Ok((head, table.held.into_rows(path, COLUMNS.len())))
}

/// The columns; rows may stand for customs regimes or for countries.
fn columns_of(rows: &[Line], header: usize) -> Vec<String> {
    let heading = rows[..=header].iter().rev().map(name).find(|name| !name.is_empty()).unwrap_or_default();
    let heading = heading.to_lowercase();
    let mut columns = columns();
    if heading.contains("countr") || heading.contains('国') {
        columns[2] = "country".to_owned();
    }
    columns
}

/// What a row stands for, in single blanks.
fn name(row: &Line) -> String {
    row.cells.first().map_or_else(String::new, |cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// One unit of the last place that is printed in any figure of a table.
fn last_place(body: &[Line], columns: &[Column]) -> String {
    let figures = body.iter().filter(|row| !name(row).is_empty());
    let figures = figures.flat_map(|row| columns.iter().filter_map(|column| row.cells.get(column.at)));
    let decimals = figures.map(|cell| cell.trim().split_once('.').map_or(0, |(_, decimals)| decimals.len())).max();
    match decimals.unwrap_or(0).min(20) {
        0 => "1".to_owned(),
        decimals => format!("0.{:0>decimals$}", 1),
    }
}

struct Table {
    unit: String,
    rounded_to: String,
    columns: Vec<Column>,
    held: Held,
}

impl Table {
    fn take(&mut self, row: &Line, rates: Option<&Line>) -> Result<(), String> {
        let own = name(row);
        let mut before = None;
        for column in &self.columns {
            let Some(value) = row.cells.get(column.at).map(|cell| cell.trim()) else {
                return Err(format!("found {} cells, expected one at place {}", row.cells.len(), column.at + 1));
            };
            let rate = rates.and_then(|rates| rates.cells.get(column.at)).map_or("", |cell| cell.trim());
            // January to date is January: the same figure is no second one.
            let key = (column.flow, column.period, value);
            if before == Some(key) {
                continue;
            }
            before = Some(key);
            let (span, flow) = (column.period.to_string(), column.flow.to_string());
            // A dash stands for nothing, or for less than half of the unit.
            let figure = if value == "-" { "0" } else { value };
            let rate = if rate == "-" { "" } else { rate };
            self.held.push(row.line, [&span, &flow, &own, &self.unit, figure, &self.rounded_to, rate])?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::rows::Rows;

    fn lines(text: &str) -> Vec<Line> {
        let cells = |line: &str| line.split('|').map(str::to_owned).collect();
        text.lines().zip(1..).map(|(line, number)| Line { line: number, cells: cells(line) }).collect()
    }

    fn read(text: &str) -> Vec<String> {
        let rows = lines(text);
        assert!(is(&rows));
        let (head, mut rows) = figures("x", 0, &rows).unwrap();
        let mut all = vec![head.columns.join("|")];
        let mut record = csv::ByteRecord::new();
        while let Some(line) = rows.next(&mut record).unwrap() {
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            all.push(format!("{line} {}", cells.join("|")));
        }
        all
    }

    #[test]
    fn headings_in_one_row() {
        let text = "(5)Imports and Exports by Customs Regime, 9.2019 | Unit: US$1,000 | http://x\n\
                    Customs Regime | Exports 9 | Exports 1 to 9 | Imports 9 | Imports 1 to 9   (% below)\n\
                    TOTAL|218,123|1,825,105|-|526\n|-3.2|-0.1|-|5.0\n";
        let expected = [
            "span|flow|regime|unit|figure|rounded_to|growth_pct",
            "3 2019-09|exports|TOTAL|US$1,000|218,123|1|-3.2",
            "3 2019-jan..sep|exports|TOTAL|US$1,000|1,825,105|1|-0.1",
            "3 2019-09|imports|TOTAL|US$1,000|0|1|",
            "3 2019-jan..sep|imports|TOTAL|US$1,000|526|1|5.0",
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn headings_in_two_rows_and_in_chinese_and_january_once() {
        let text = "（5）2023年1月进出口商品贸易方式总值表\n单位：万元\n贸易方式|出口||进口|\n|1月|1至1月|1月|累计\n总  值|5|5|7|7\n|1.0|1.0|-|-\n";
        let expected = [
            "span|flow|regime|unit|figure|rounded_to|growth_pct",
            "5 2023-01|exports|总 值|万元|5|1|1.0",
            "5 2023-01|imports|总 值|万元|7|1|",
        ];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn figures_are_rounded_to_their_last_place() {
        let text = "Imports and Exports by Country, 2.2024\nUnit: 100 million yuan\nCountry|Exports||Imports|\n\
                    |2|1 to 2|2|1 to 2\nTOTAL|1,234.5|2,345|-|-\n|0.12|-|-|-\n";
        let all = read(text);
        assert_eq!(all[1], "5 2024-02|exports|TOTAL|100 million yuan|1,234.5|0.1|0.12");
        assert_eq!(all[2], "5 2024-jan..feb|exports|TOTAL|100 million yuan|2,345|0.1|");
    }

    #[test]
    fn other_tables_are_not_taken_for_it() {
        assert!(!is(&lines("period|exports|imports\n2019-09|1|2\n")));
        assert!(!is(&lines("")));
    }
}
