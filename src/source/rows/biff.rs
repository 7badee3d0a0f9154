//! What the sheets of an older workbook (xls) amount to: they are built in memory while the file is opened, each as
//! large as the square around its cells, and each cell with its own copy of its text.

use super::container::{u16_at, u32_at};

/// Most cells of all sheets, most bytes of their texts, and most texts that cells share.
const MOST_CELLS: u64 = 4_000_000;
const MOST_TEXT: u64 = 64 << 20;
const MOST_SHARED: usize = 2_000_000;

/// Most records that are gone through: sheets may overlap.
const MOST_RECORDS: u64 = 8_000_000;

/// Rows and columns that a sheet of this kind has at most.
const SHEET: (u64, u64) = (65_536, 256);

const END: u16 = 0x0a;
const BEGIN: u16 = 0x0809;
const CONTINUE: u16 = 0x3c;

/// Whether the sheets of a stream fit; none if the stream is damaged.
pub(super) fn fits(stream: &[u8]) -> Option<bool> {
    let book = Book::of(stream)?;
    let mut all = Amount::default();
    for sheet in &book.sheets {
        all.add(&book, stream.get(*sheet..)?)?;
        if !all.fits(&book) {
            return Some(false);
        }
    }
    Some(true)
}

/// Records one after another, each with its kind.
fn records(mut stream: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, 0)?, usize::from(u16_at(stream, 2)?));
        let data = stream.get(4..4 + length)?;
        stream = &stream[4 + length..];
        Some((kind, data))
    })
}

/// What stands before the sheets.
#[derive(Default)]
struct Book {
    /// Where each sheet begins.
    sheets: Vec<usize>,
    /// Bytes of each text that cells share.
    texts: Vec<u32>,
    /// The longest name that a formula may stand for.
    longest_name: u64,
}

impl Book {
    fn of(stream: &[u8]) -> Option<Book> {
        let mut book = Book { longest_name: 32, ..Book::default() };
        let mut shared: Vec<&[u8]> = Vec::new();
        let mut is_shared = false;
        for (kind, data) in records(stream).take_while(|(kind, _)| *kind != END) {
            is_shared = kind == 0xfc || is_shared && kind == CONTINUE;
            match kind {
                0x85 => book.sheets.push(u32_at(data, 0)? as usize),
                0x18 => book.longest_name = book.longest_name.max(u64::from(*data.get(3)?)),
                0xfc => shared = vec![data.get(8..)?],
                CONTINUE if is_shared => shared.push(data),
                _ => {}
            }
        }
        book.texts = texts(&shared)?;
        Some(book)
    }
}

/// The sizes of texts that are written one after another and may go on in the next part.
fn texts(parts: &[&[u8]]) -> Option<Vec<u32>> {
    let mut texts = Vec::new();
    let mut parts = parts.iter().copied();
    let mut data = parts.next().unwrap_or_default();
    loop {
        if data.is_empty() {
            match parts.next() {
                Some(next) => data = next,
                None => return Some(texts),
            }
        }
        if texts.len() == MOST_SHARED {
            return None;
        }
        let (mut letters, mut flags, mut at) = (usize::from(u16_at(data, 0)?), *data.get(2)?, 3);
        texts.push(2 * letters as u32);
        let (mut after, formatted, extended) = (0, flags & 8 != 0, flags & 4 != 0);
        if formatted {
            after += 4 * usize::from(u16_at(data, at)?);
            at += 2;
        }
        if extended {
            after += u32_at(data, at)? as usize;
            at += 4;
        }
        data = data.get(at..)?;
        loop {
            let width = 1 + usize::from(flags & 1);
            let here = letters.min(data.len() / width);
            (letters, data) = (letters - here, &data[here * width..]);
            if letters == 0 {
                break;
            }
            (flags, data) = parts.next()?.split_first().map(|(flags, rest)| (*flags, rest))?;
        }
        while after > data.len() {
            after -= data.len();
            data = parts.next()?;
        }
        data = &data[after..];
    }
}

/// What sheets amount to.
#[derive(Default)]
struct Amount {
    cells: u64,
    text: u64,
    formulas: u64,
    records: u64,
}

impl Amount {
    fn fits(&self, book: &Book) -> bool {
        // The shortest token that stands for a name has five bytes.
        let formulas = self.formulas / 5 * book.longest_name;
        self.cells <= MOST_CELLS && self.text + formulas <= MOST_TEXT && self.records <= MOST_RECORDS
    }

    /// Adds a sheet; none if it is damaged.
    fn add(&mut self, book: &Book, sheet: &[u8]) -> Option<()> {
        let (mut first, mut last) = ((u64::MAX, u64::MAX), (0, 0));
        let (mut filled, mut depth) = (0, 0_u32);
        for (kind, data) in records(sheet) {
            self.records += 1;
            match kind {
                BEGIN => depth += 1,
                END if depth <= 1 => break,
                END => depth -= 1,
                0x200 => is_possible(data).then_some(())?,
                0x06 | 0xbd | 0xd6 | 0xfd | 0x203 | 0x204 | 0x205 | 0x27e => {
                    let (row, column) = (u64::from(u16_at(data, 0)?), u64::from(u16_at(data, 2)?));
                    let wide = if kind == 0xbd { data.len() as u64 / 6 } else { 1 };
                    filled += wide;
                    first = (first.0.min(row), first.1.min(column));
                    last = (last.0.max(row + 1), last.1.max(column + wide));
                    match kind {
                        0x06 => self.formulas += data.len() as u64,
                        0xfd => self.text += u64::from(*book.texts.get(u32_at(data, 6)? as usize).unwrap_or(&0)),
                        _ => {}
                    }
                }
                _ => {}
            }
            if self.records > MOST_RECORDS || self.text > MOST_TEXT {
                break;
            }
        }
        let square = last.0.saturating_sub(first.0) * last.1.saturating_sub(first.1);
        self.cells += square.max(filled);
        Some(())
    }
}

/// Whether what a sheet says of its size is possible.
fn is_possible(data: &[u8]) -> bool {
    let two = |at| u16_at(data, at).map(u64::from);
    let four = |at| u32_at(data, at).map(u64::from);
    let said = if data.len() == 10 { (two(0), two(2), two(6)) } else { (four(0), four(4), two(10)) };
    let (Some(first), Some(last), Some(columns)) = said else { return false };
    (last == 0 || first < last) && last <= SHEET.0 && columns <= SHEET.1
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(super) mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn label(row: u16, column: u16) -> Vec<u8> {
        let place = [row.to_le_bytes(), column.to_le_bytes(), [0; 2]].concat();
        record(0xfd, &[&place[..], &0_u32.to_le_bytes()].concat())
    }

    /// A workbook with one sheet, whose cells all hold one text of so many letters.
    pub(in crate::source::rows) fn book(letters: u16, rows: u64, places: &[(u16, u16)]) -> Vec<u8> {
        let begin = record(BEGIN, &[0, 6, 5, 0, 0, 0, 0, 0]);
        let mut text = [&[0; 8][..], &letters.to_le_bytes(), &[0]].concat();
        text.resize(text.len() + usize::from(letters).min(8_000), b'x');
        let mut globals = [begin.clone(), record(0xfc, &text)].concat();
        let mut left = usize::from(letters).saturating_sub(8_000);
        while left > 0 {
            let part = left.min(8_000);
            globals.extend(record(CONTINUE, &[&[0][..], &vec![b'x'; part]].concat()));
            left -= part;
        }
        let end = record(END, &[]);
        let sheet = (globals.len() + 4 + 14 + end.len()) as u32;
        globals.extend(record(0x85, &[&sheet.to_le_bytes()[..], &[0, 0, 6, 0], b"Sheet1"].concat()));
        let size = [(0_u32).to_le_bytes(), (rows as u32).to_le_bytes(), [0, 0, 1, 0], [0; 4]].concat();
        let cells = places.iter().flat_map(|(row, column)| label(*row, *column)).collect();
        [globals, end.clone(), begin, record(0x200, &size[..14]), cells, end].concat()
    }

    #[test]
    fn sheets_are_measured_by_their_cells_and_texts() {
        assert_eq!(fits(&book(9, 1, &[(0, 0)])), Some(true));
        assert_eq!(fits(&book(9, 1, &[(0, 0), (9_999, 255)])), Some(true));
        assert_eq!(fits(&book(9, 1, &[(0, 0), (65_535, 255)])), Some(false));
        assert_eq!(fits(&book(9, 1, &[(65_535, 255)])), Some(true));
        assert_eq!(fits(&book(60_000, 1, &[(0, 0); 500])), Some(true));
        assert_eq!(fits(&book(60_000, 1, &[(0, 0); 600])), Some(false));
    }

    #[test]
    fn lies_are_damage() {
        assert_eq!(fits(&book(9, 1 << 31, &[(0, 0)])), None);
        let whole = book(9, 1, &[(0, 0), (1, 1)]);
        for length in 0..whole.len() {
            let _ = fits(&whole[..length]);
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut lie = whole.clone();
                lie[at] = byte;
                let _ = fits(&lie);
            }
        }
    }
}
