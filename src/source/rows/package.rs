//! What a package of compressed parts unpacks to, so that a small file cannot fill the memory.

use std::io::{self, Cursor, Read};

use super::limited::Limited;

/// Most bytes of one part of a package that is held whole.
const LARGEST_PART: u64 = 32 << 20;

/// Most bytes of a part that becomes far larger in memory than it is, and what the names of these hold.
const LARGEST_DENSE: u64 = 4 << 20;
const DENSE: [&str; 4] = ["styles", "workbook", "theme", ".rels"];

/// Most bytes of a sheet, which is read cell by cell, and of all parts together.
const LARGEST_SHEET: u64 = 2 << 30;
const LARGEST: u64 = 4 << 30;

/// Most bytes of a row of such a sheet.
const LONGEST_ROW: u64 = 16 << 20;

/// Most parts, each of which may be a sheet that is looked into.
pub(super) const MOST_PARTS: usize = 4_000;

/// Most cells that a sheet of the open document format may stand for by repeating cells and rows.
const MOST_CELLS: u64 = 4_000_000;

pub(super) const TOO_LARGE: &str = "the workbook unpacks to more than is read; save the sheet as delimited text";

/// An error for a package whose parts are too large. What a part says of its own size is not relied on.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    if !bytes.starts_with(b"PK") {
        return Ok(());
    }
    let damaged = |error: zip::result::ZipError| format!("the workbook is damaged: {error}");
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if package.len() > MOST_PARTS {
        return Err(TOO_LARGE.to_owned());
    }
    let is_binary = package.index_for_name("xl/workbook.bin").is_some();
    let mut all = LARGEST;
    for at in 0..package.len() {
        let part = package.by_index(at).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let is_sheet = name.starts_with("xl/worksheets/") && !is_binary;
        let is_dense = DENSE.iter().any(|word| name.to_lowercase().contains(word));
        let most = match is_sheet {
            _ if is_dense => LARGEST_DENSE,
            true => LARGEST_SHEET,
            false => LARGEST_PART,
        };
        let mut part = Limited::new(part, most.min(all), TOO_LARGE);
        if is_sheet {
            check_sheet(&mut part).map_err(said)?;
        } else {
            let mut text = Vec::new();
            part.read_to_end(&mut text).map_err(said)?;
            let is_table = name == "content.xml";
            if is_table && stands_for(&text) > MOST_CELLS || claims_too_many(&text) {
                return Err(TOO_LARGE.to_owned());
            }
        }
        all -= most.min(all) - part.left().get();
    }
    Ok(())
}

/// Goes through a sheet. Where it is too large to be held, its rows must not be.
fn check_sheet(sheet: &mut impl Read) -> io::Result<()> {
    let mut rows = RowLengths::default();
    let (mut buffer, mut size) = (vec![0; 1 << 16], 0);
    loop {
        let count = sheet.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        size += count as u64;
        buffer[..count].iter().for_each(|byte| rows.pass(*byte));
        if size > LARGEST_PART && (rows.longest > LONGEST_ROW || rows.declares) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, TOO_LARGE));
        }
    }
}

/// The lengths of the rows of a sheet, from the beginning of each to that of the next one.
#[derive(Default)]
struct RowLengths {
    longest: u64,
    /// Whether there is a comment or another declaration, in which anything may stand.
    declares: bool,
    row: u64,
    /// What the tag begins with, as far as it was read; none outside of tags.
    tag: Option<[u8; 4]>,
    quoted: Option<u8>,
    named: usize,
}

impl RowLengths {
    fn pass(&mut self, byte: u8) {
        self.row += 1;
        self.longest = self.longest.max(self.row);
        let Some(tag) = &mut self.tag else {
            if byte == b'<' {
                (self.tag, self.named) = (Some([0; 4]), 0);
            }
            return;
        };
        if let Some(quote) = self.quoted {
            self.quoted = Some(quote).filter(|quote| *quote != byte);
            return;
        }
        if self.named < tag.len() {
            // The name may have a prefix: x:row.
            tag[self.named] = byte;
            self.named = if byte == b':' { 0 } else { self.named + 1 };
            self.declares |= tag[0] == b'!';
            if self.named == 4 && tag[..3] == *b"row" && matches!(tag[3], b' ' | b'>' | b'\n' | b'\t' | b'\r') {
                self.row = 0;
            }
        }
        match byte {
            b'"' | b'\'' => self.quoted = Some(byte),
            b'>' => self.tag = None,
            _ => {}
        }
    }
}

/// Whether a part says that it has more texts than it has bytes; room is made for them before they are read.
fn claims_too_many(text: &[u8]) -> bool {
    let claim = b"uniqueCount";
    memchr::memmem::find_iter(text, claim).any(|at| {
        let after = text[at + claim.len()..].iter().skip_while(|byte| !byte.is_ascii_digit());
        let count = after
            .take_while(|byte| byte.is_ascii_digit())
            .fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        count > text.len() as u64 / 8 + 64
    })
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
    fn long_rows_and_declarations_are_seen_through_disguises() {
        let longest = |text: &str| {
            let mut rows = RowLengths::default();
            text.bytes().for_each(|byte| rows.pass(byte));
            (rows.longest, rows.declares)
        };
        let row = "<row r=\"1\"><c><v>5</v></c></row>";
        assert!(longest(&row.repeat(9)).0 < 2 * row.len() as u64);
        assert!(longest(&row.replace("row", "x:row").repeat(9)).0 < 2 * row.len() as u64);
        for long in ["<row a=\"><row><row ><row>\"/>", "<c ' <row> '>", "<rows><rows><rowing>", "text row text row"] {
            assert!(longest(&long.repeat(50)).0 >= 49 * long.len() as u64 || long.starts_with("<row a"), "{long}");
        }
        assert!(longest(&format!("<row a=\"{}\">", "><row>".repeat(50))).0 >= 300);
        assert!(longest("<row><!-- <row> -->").1);
    }

    #[test]
    fn claims_are_held_against_the_size() {
        for (text, lie) in [("uniqueCount=\"9\"", false), ("<sst uniqueCount = '900000'", true), ("uniqueCount", false)]
        {
            assert_eq!(claims_too_many(text.as_bytes()), lie, "{text}");
        }
    }

    #[test]
    fn other_files_pass_and_damaged_ones_do_not() {
        assert_eq!(check(b"a,b\n"), Ok(()));
        assert!(check(b"PK\x03\x04rubbish").is_err());
    }
}
