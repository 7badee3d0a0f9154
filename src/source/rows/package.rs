//! What a package of compressed parts unpacks to, so that a small file cannot fill the memory.

use std::io::{self, Cursor, Read};

use super::limited::Limited;

/// Most bytes of one part of a package that is held whole.
const LARGEST_PART: u64 = 64 << 20;

/// Most bytes of a sheet, which is read cell by cell.
const LARGEST_SHEET: u64 = 2 << 30;

/// Most cells that a sheet of the open document format may stand for by repeating cells and rows.
const MOST_CELLS: u64 = 4_000_000;

const TOO_LARGE: &str = "the workbook unpacks to more than is read; save the sheet as delimited text";

/// An error for a package whose parts are too large. What a part says of its own size is not relied on.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(b"PK") {
        return Ok(());
    }
    let damaged = |error: zip::result::ZipError| format!("the workbook is damaged: {error}");
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    for at in 0..package.len() {
        let part = package.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let most = if name.starts_with("xl/worksheets/") { LARGEST_SHEET } else { LARGEST_PART };
        let mut part = Limited::new(part, most, TOO_LARGE);
        if name == "content.xml" {
            let mut text = Vec::new();
            part.read_to_end(&mut text).map_err(said)?;
            if stands_for(&text) > MOST_CELLS {
                return Err(TOO_LARGE.to_owned());
            }
        } else {
            io::copy(&mut part, &mut io::sink()).map_err(said)?;
        }
    }
    Ok(())
}

fn said(error: io::Error) -> String {
    match error.kind() {
        io::ErrorKind::FileTooLarge => error.to_string(),
        _ => format!("the workbook is damaged: {error}"),
    }
}

/// How many cells a sheet stands for at most: its rows up to the last that holds something, by its widest row.
fn stands_for(text: &[u8]) -> u64 {
    let (mut rows, mut filled_rows, mut widest, mut total) = (0_u64, 0_u64, 0_u64, 0_u64);
    let (mut row, mut width, mut filled) = (1_u64, 0_u64, 0_u64);
    for tag in memchr::memchr_iter(b'<', text).map(|at| &text[at + 1..]) {
        let tag = &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())];
        let closed = tag.ends_with(b"/");
        if tag.starts_with(b"table:table-row") {
            (row, width, filled) = (repeats(tag, b"table:number-rows-repeated=\""), 0, 0);
        } else if tag.starts_with(b"table:table-cell") || tag.starts_with(b"table:covered-table-cell") {
            width = width.saturating_add(repeats(tag, b"table:number-columns-repeated=\""));
            if !closed {
                filled = width;
            }
        } else if tag.starts_with(b"/table:table-row") {
            rows = rows.saturating_add(row);
            if filled > 0 {
                (filled_rows, widest) = (rows, widest.max(filled));
            }
        } else if tag == b"/table:table" {
            total = total.saturating_add(filled_rows.saturating_mul(widest));
            (rows, filled_rows, widest) = (0, 0, 0);
        }
    }
    total
}

fn repeats(tag: &[u8], attribute: &[u8]) -> u64 {
    let Some(at) = memchr::memmem::find(tag, attribute) else { return 1 };
    let digits = tag[at + attribute.len()..].split(|byte| *byte == b'"').next().unwrap_or_default();
    std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_ends_count_nothing_and_repeated_cells_count() {
        let end = "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell \
                   table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";
        let one = "<table:table-row><table:table-cell office:value=\"1\"></table:table-cell></table:table-row>";
        assert_eq!(stands_for(format!("{one}{one}{end}").as_bytes()), 2);
        let many = "<table:table-row table:number-rows-repeated=\"5000\"><table:table-cell \
                    table:number-columns-repeated=\"9000\"><text:p>x</text:p></table:table-cell></table:table-row>";
        assert_eq!(stands_for(format!("{many}</table:table>").as_bytes()), 45_000_000);
    }

    #[test]
    fn other_files_pass_and_damaged_ones_do_not() {
        assert_eq!(check(b"a,b\n"), Ok(()));
        assert!(check(b"PK\x03\x04rubbish").is_err());
    }
}
