//! Rows of a sheet as text: numbers in the shortest digits that read back the same, dates as days.

use std::io::Cursor;

use calamine::{Cell, Data, DataRef, ExcelDateTime, Reader, Sheets};

use super::{Line, MOST_COLUMNS, TOO_WIDE};

/// A workbook in memory.
pub(super) type Book = Sheets<Cursor<Vec<u8>>>;

/// Takes a row with its number; gives whether to go on.
type Take<'t> = dyn FnMut(u64, &[String]) -> Result<bool, &'static str> + 't;

/// Most text of a row, and of rows that are held together, in bytes; each cell counts for a little more than its text.
const LONGEST_ROW: usize = 16 << 20;
const CELL: usize = 32;

const TOO_LONG: &str = "a row of more than 16 MB";

/// The first rows of a sheet.
pub(super) fn first(book: &mut Book, name: &str, count: usize) -> Result<Vec<Line>, String> {
    let mut rows = Vec::new();
    let mut left = 4 * LONGEST_ROW;
    each(book, name, &mut |line, cells| {
        let size = cells.iter().map(|cell| CELL + cell.len()).sum();
        left = left.checked_sub(size).ok_or("more than 64 MB in a few rows")?;
        rows.push(Line { line, cells: cells.to_vec() });
        Ok(rows.len() < count)
    })?;
    Ok(rows)
}

/// Goes through the rows of a sheet; cell by cell where that can be done, so that the sheet is not held whole.
pub(super) fn each(book: &mut Book, name: &str, take: &mut Take<'_>) -> Result<(), String> {
    let wrong = |error: &dyn std::fmt::Display| format!("sheet {name}: {error}");
    match book {
        Sheets::Xlsx(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| wrong(&error))?;
            stream(|| reader.next_cell().map_err(|error| wrong(&error)), take)
        }
        Sheets::Xlsb(book) => {
            let mut reader = book.worksheet_cells_reader(name).map_err(|error| wrong(&error))?;
            stream(|| reader.next_cell().map_err(|error| wrong(&error)), take)
        }
        book => whole(book, name, take),
    }
}

fn whole(book: &mut Book, name: &str, take: &mut Take<'_>) -> Result<(), String> {
    let range = book.worksheet_range(name).map_err(|error| format!("sheet {name}: {error}"))?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, line) in range.rows().zip(u64::from(top) + 1..) {
        let blank = std::iter::repeat_n(String::new(), left as usize);
        let cells: Vec<String> = blank.chain(row.iter().map(text)).collect();
        if !take(line, &cells)? {
            break;
        }
    }
    Ok(())
}

/// Makes rows of the cells of a sheet.
fn stream<'c>(
    mut next: impl FnMut() -> Result<Option<Cell<DataRef<'c>>>, String>,
    take: &mut Take<'_>,
) -> Result<(), String> {
    let mut row: Option<u32> = None;
    let mut cells: Vec<String> = Vec::new();
    let mut left = LONGEST_ROW;
    while let Some(cell) = next()? {
        let (at, column) = (cell.get_position().0, cell.get_position().1 as usize);
        if row != Some(at) {
            if let Some(done) = row
                && !take(u64::from(done) + 1, &cells)?
            {
                return Ok(());
            }
            cells.clear();
            (row, left) = (Some(at), LONGEST_ROW);
        }
        let bound = |why| format!("row {}: {why}", u64::from(at) + 1);
        if column >= MOST_COLUMNS {
            return Err(bound(TOO_WIDE));
        }
        cells.resize(cells.len().max(column + 1), String::new());
        let size = if let DataRef::SharedString(text) = cell.get_value() { text.len() } else { 0 };
        left = left.checked_sub(size).ok_or_else(|| bound(TOO_LONG))?;
        cells[column] = text(&Data::from(cell.get_value().clone()));
    }
    if let Some(done) = row {
        take(u64::from(done) + 1, &cells)?;
    }
    Ok(())
}

fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(time) => day(time),
        Data::Error(error) => error.to_string(),
    }
}

/// A date without its time; a duration as the number that it is stored as.
fn day(time: &ExcelDateTime) -> String {
    if !time.is_datetime() {
        return time.as_f64().to_string();
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_the_fewest_digits() {
        for (number, written) in [(202401.0, "202401"), (0.1, "0.1"), (1234567.89, "1234567.89"), (-5.0, "-5")] {
            assert_eq!(text(&Data::Float(number)), written);
        }
    }
}
