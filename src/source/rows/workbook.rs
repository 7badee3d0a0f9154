//! Workbooks (xlsx, xlsb, xls, ods): the first sheet with a table that a profile knows, or the one that a profile names.

use std::io::{BufRead, Cursor, Read};

use calamine::Reader;

use super::held::Held;
use super::sheet::{self, Book};
use super::{Head, Line, Opened, biff, container, gacc_table, package, suits};
use crate::source::error::ReadError;
use crate::source::guard::guarded;
use crate::source::input;
use crate::source::profile::{self, Profile};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Largest file of the older kind (xls), of which several copies are made.
const LARGEST_OLDER: u64 = 32 << 20;

const DAMAGED: &str = "the workbook is damaged, or not one that can be read (xlsx, xlsb, xls or ods)";

/// How many rows may stand above the header.
const ABOVE: usize = 40;

/// Whether a file begins like a workbook: a package of compressed parts, or the older container.
pub(super) fn is(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
}

/// Opens a workbook and finds its table.
pub(super) fn open(
    path: &str,
    file: u16,
    raw: Box<dyn BufRead>,
    profile: Option<&Profile>,
) -> Result<Opened, ReadError> {
    let refuse = |why: String| ReadError::file(path, why);
    let mut bytes = Vec::new();
    raw.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| input::unreadable(path, &error))?;
    check(&bytes).map_err(refuse)?;
    guarded(|| table(path, file, bytes, profile)).ok_or_else(|| refuse(DAMAGED.to_owned()))?
}

/// An error for a workbook that takes too much memory.
fn check(bytes: &[u8]) -> Result<(), String> {
    let is_older = !bytes.starts_with(b"PK");
    let (most, size) = if is_older { (LARGEST_OLDER, 32) } else { (LARGEST, 64) };
    if bytes.len() as u64 > most {
        let kind = if is_older { "an older workbook (xls)" } else { "a workbook" };
        return Err(format!("{kind} of more than {size} MB; delimited text of any size is read"));
    }
    if !is_older {
        return package::check(bytes);
    }
    match container::workbook(bytes).and_then(|stream| biff::fits(&stream)) {
        Some(true) => Ok(()),
        Some(false) => Err("more than 4,000,000 cells or 64 MB of text; save the sheet as delimited text".to_owned()),
        None => Err(DAMAGED.to_owned()),
    }
}

fn table(path: &str, file: u16, bytes: Vec<u8>, profile: Option<&Profile>) -> Result<Opened, ReadError> {
    let refuse = |why: String| ReadError::file(path, why);
    let mut book: Book =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| refuse(DAMAGED.to_owned()))?;
    let (name, found, others) = choose(&mut book, profile).map_err(refuse)?;
    let note = (others > 0).then(|| format!("read the sheet {name} only, of {}", others + 1));
    match found {
        Found::Customs => {
            let lines = sheet::first(&mut book, &name, gacc_table::MOST_ROWS).map_err(refuse)?;
            Ok(Opened::new(gacc_table::figures(path, file, &lines)?, note))
        }
        Found::Header(header) => {
            let held = below(&mut book, &name, header.line, header.cells.len()).map_err(refuse)?;
            let width = header.cells.len();
            let head = Head { path: path.to_owned(), file, header_line: header.line, columns: header.cells };
            Ok(Opened::new((head, held.into_rows(path, width)), note))
        }
    }
}

/// What a sheet holds.
enum Found {
    /// A table of China's customs, which is taken apart.
    Customs,
    /// A table below this header.
    Header(Line),
}

/// The sheet to read, and how many more there are.
fn choose(book: &mut Book, profile: Option<&Profile>) -> Result<(String, Found, usize), String> {
    let names = book.sheet_names();
    if names.len() > package::MOST_PARTS {
        return Err(package::TOO_LARGE.to_owned());
    }
    let wanted = profile.and_then(|profile| profile.file.sheet.clone());
    if let Some(wanted) = wanted.as_ref().filter(|wanted| !names.contains(wanted)) {
        return Err(format!("found no sheet {wanted}, expected one of {}", names.join(", ")));
    }
    let others = names.len().saturating_sub(1);
    let mut fallback = None;
    for name in names.into_iter().filter(|name| wanted.as_ref().is_none_or(|wanted| wanted == name)) {
        let rows = sheet::first(book, &name, ABOVE)?;
        if gacc_table::is(&rows) && suits(profile, &gacc_table::columns()) {
            return Ok((name, Found::Customs, others));
        }
        if let Some(header) = known(&rows, profile) {
            return Ok((name, Found::Header(header), others));
        }
        let first =
            rows.into_iter().map(headings).find(|row| row.cells.iter().filter(|cell| !cell.is_empty()).count() > 1);
        fallback = fallback.or(first.map(|row| (name, Found::Header(row), others)));
    }
    fallback.ok_or_else(|| "found no table in the workbook".to_owned())
}

/// The header: after the lines that a profile skips, or the first row that a profile recognises.
fn known(rows: &[Line], profile: Option<&Profile>) -> Option<Line> {
    let skipped = profile.map_or(0, |profile| profile.file.skip_lines);
    if skipped > 0 {
        return rows.iter().find(|row| row.line > skipped as u64).cloned().map(headings);
    }
    let fits = |columns: &[String]| match profile {
        Some(profile) => profile.recognises(columns),
        None => profile::recognised(columns).is_some(),
    };
    rows.iter().cloned().map(headings).find(|row| fits(&row.cells))
}

/// A row as a header: without blanks around its cells and without empty cells at its end.
fn headings(row: Line) -> Line {
    let mut cells: Vec<String> = row.cells.iter().map(|cell| cell.trim().to_owned()).collect();
    let width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(width);
    Line { cells, ..row }
}

/// The rows below a header that hold something, without empty cells beyond its width.
fn below(book: &mut Book, name: &str, header: u64, width: usize) -> Result<Held, String> {
    let mut held = Held::new();
    sheet::each(book, name, &mut |line, cells| {
        let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        if line > header && filled > 0 {
            held.push(line, &cells[..filled.max(width.min(cells.len()))])?;
        }
        Ok(true)
    })?;
    Ok(held)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn read(mut book: Workbook, profile: Option<&Profile>) -> Result<Vec<String>, String> {
        let bytes = book.save_to_buffer().unwrap();
        assert!(is(&bytes));
        let Opened { head, mut rows, note, .. } =
            open("x.xlsx", 0, Box::new(Cursor::new(bytes)), profile).map_err(|error| error.to_string())?;
        let mut all = vec![format!("{} {}", head.header_line, head.columns.join("|"))];
        let mut record = csv::ByteRecord::new();
        while let Some(line) = rows.next(&mut record).unwrap() {
            let cells: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
            all.push(format!("{line} {}", cells.join("|")));
        }
        all.extend(note);
        Ok(all)
    }

    fn two_sheets() -> Workbook {
        let mut book = Workbook::new();
        book.add_worksheet().write(0, 0, "About").unwrap().write(0, 1, "these figures").unwrap();
        let sheet = book.add_worksheet().set_name("Figures").unwrap();
        sheet.write(1, 0, "Exports of goods").unwrap();
        for (column, heading) in ["period", "flow", "value", "product"].into_iter().enumerate() {
            sheet.write(3, column as u16, heading).unwrap();
        }
        let day = ExcelDateTime::from_ymd(2024, 11, 1).unwrap();
        sheet.write_with_format(4, 0, &day, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
        sheet.write(4, 1, "exports").unwrap().write(4, 2, 1234567.89).unwrap().write(4, 3, "010121").unwrap();
        sheet.write(6, 0, 202412).unwrap().write(6, 1, "exports").unwrap().write(6, 2, 0.1).unwrap();
        book
    }

    #[test]
    fn the_sheet_and_the_header_are_found() {
        let expected = [
            "4 period|flow|value|product",
            "5 2024-11-01|exports|1234567.89|010121",
            "7 202412|exports|0.1|",
            "read the sheet Figures only, of 2",
        ];
        assert_eq!(read(two_sheets(), None).unwrap(), expected);
    }

    #[test]
    fn a_profile_names_the_sheet() {
        let mut tidy = profile::tidy().unwrap().clone();
        tidy.file.sheet = Some("Figures".to_owned());
        assert_eq!(read(two_sheets(), Some(&tidy)).unwrap().len(), 4);
        tidy.file.sheet = Some("Numbers".to_owned());
        assert!(read(two_sheets(), Some(&tidy)).unwrap_err().contains("expected one of Sheet1, Figures"));
    }

    #[test]
    fn a_table_of_customs_is_taken_apart() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let rows = [
            "(5) Imports and Exports by Customs Regime, 2.2024||||",
            "Unit: US$1,000||||",
            "Customs Regime|Exports||Imports|",
            "|2|1 to 2|2|1 to 2",
            "TOTAL|5|11|7|15",
            "|1.5|2|-|-3",
        ];
        for (row, cells) in rows.iter().enumerate() {
            for (column, cell) in cells.split('|').enumerate().filter(|(_, cell)| !cell.is_empty()) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(row as u32, column as u16, number).unwrap(),
                    Err(_) => sheet.write(row as u32, column as u16, cell).unwrap(),
                };
            }
        }
        let expected = [
            "4 span|flow|regime|unit|figure|rounded_to|growth_pct",
            "5 2024-02|exports|TOTAL|US$1,000|5|1|1.5",
            "5 2024-jan..feb|exports|TOTAL|US$1,000|11|1|2",
            "5 2024-02|imports|TOTAL|US$1,000|7|1|",
            "5 2024-jan..feb|imports|TOTAL|US$1,000|15|1|-3",
        ];
        assert_eq!(read(book, None).unwrap(), expected);
    }

    #[test]
    fn rubbish_is_refused_in_a_sentence() {
        for bytes in [&b"PK\x03\x04rubbish"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"] {
            assert!(open("x", 0, Box::new(bytes), None).is_err());
        }
    }

    #[test]
    fn older_workbooks_are_measured_before_they_are_opened() {
        use super::super::{biff::tests::book, container::tests::container};
        let open = |book: &[u8]| {
            let opened = open("x.xls", 0, Box::new(Cursor::new(container(book))), None);
            opened.map(|opened| opened.head.columns).map_err(|error| error.to_string())
        };
        assert_eq!(open(&book(3, 1, &[(0, 0), (0, 1)])).unwrap(), ["xxx", "xxx"]);
        assert!(open(&book(3, 1, &[(0, 0), (65_535, 255)])).unwrap_err().contains("4,000,000 cells"));
        assert!(open(&book(3, 1 << 31, &[(0, 0), (0, 1)])).unwrap_err().contains("damaged"));
        let whole = book(3, 1, &[(0, 0), (0, 1)]);
        for at in 0..whole.len() {
            let lie = [&whole[..at], &[0xff], &whole[at + 1..]].concat();
            let _ = open(&lie);
        }
    }
}
