//! The hand that writes a table: its medium, its marks, its encoding and its packing.

use std::io::Write;

use proptest::prelude::*;
use proptest::sample::select;
use rust_xlsxwriter::Workbook;

use super::sheet::{Cell, Sheet};
use super::whim::Whim;

/// What a table is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Medium {
    Text,
    Workbook,
    Objects,
    Arrays,
}

/// Where delimiters stand at the end of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trailing {
    Nowhere,
    Rows,
    HeaderAndRows,
}

/// How letters become bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Utf8,
    Utf8Marked,
    Utf16Little,
    Utf16Big,
    /// The reader is told of it, for it cannot be known from the bytes.
    Latin1,
    Gb18030,
}

/// Which hands a layout admits.
#[derive(Clone)]
pub(crate) struct Habits {
    pub(crate) media: &'static [Medium],
    pub(crate) delimiters: &'static [char],
    pub(crate) line_ends: &'static [&'static str],
    pub(crate) quoted: &'static [bool],
    pub(crate) padded: &'static [bool],
    pub(crate) trailing: &'static [Trailing],
    pub(crate) letters: &'static [Letters],
    /// Whether columns and rows may stand in any order.
    pub(crate) columns_move: bool,
    pub(crate) rows_move: bool,
}

/// The hands of a layout that is known by the names of its columns.
pub(crate) const ANY: Habits = Habits {
    media: &[Medium::Text, Medium::Text, Medium::Text, Medium::Workbook, Medium::Objects, Medium::Arrays],
    delimiters: &[',', ';', '\t', '|'],
    line_ends: &["\n", "\r\n", "\r"],
    quoted: &[false, true],
    padded: &[false, true],
    trailing: &[Trailing::Nowhere, Trailing::Rows, Trailing::HeaderAndRows],
    letters: &[Letters::Utf8, Letters::Utf8Marked, Letters::Utf16Little, Letters::Utf16Big, Letters::Latin1],
    columns_move: true,
    rows_move: true,
};

/// Packings, by the first bytes of which they are told.
#[derive(Debug, Clone, Copy)]
enum Packing {
    None,
    Gzip,
    Zstandard,
}

/// One hand.
#[derive(Debug, Clone)]
pub(crate) struct Hand {
    medium: Medium,
    delimiter: char,
    line_end: &'static str,
    quoted: bool,
    padded: bool,
    trailing: Trailing,
    letters: Letters,
    packing: Packing,
    columns_move: bool,
    rows_move: bool,
    seed: u64,
}

/// Any hand of these habits.
pub(crate) fn hands(habits: &Habits) -> BoxedStrategy<Hand> {
    let packing = select(&[Packing::None, Packing::None, Packing::None, Packing::Gzip, Packing::Zstandard]);
    let marks = (select(habits.delimiters), select(habits.line_ends), select(habits.quoted), select(habits.padded));
    let rest = (select(habits.media), select(habits.trailing), select(habits.letters), packing);
    let moves = (any::<bool>(), any::<bool>(), any::<u64>());
    let (columns_may, rows_may) = (habits.columns_move, habits.rows_move);
    (marks, rest, moves)
        .prop_map(move |(marks, (medium, trailing, letters, packing), (columns, rows, seed))| {
            let (delimiter, line_end, quoted, padded) = marks;
            let (columns_move, rows_move) = (columns && columns_may, rows && rows_may);
            let hand = Hand {
                medium,
                delimiter,
                line_end,
                quoted,
                padded,
                trailing,
                letters,
                packing,
                columns_move,
                rows_move,
                seed,
            };
            Hand { packing: if medium == Medium::Workbook { Packing::None } else { hand.packing }, ..hand }
        })
        .boxed()
}

impl Hand {
    /// The plainest hand.
    pub(crate) fn plain() -> Hand {
        Hand {
            medium: Medium::Text,
            delimiter: ',',
            line_end: "\n",
            quoted: false,
            padded: false,
            trailing: Trailing::Nowhere,
            letters: Letters::Utf8,
            packing: Packing::None,
            columns_move: false,
            rows_move: false,
            seed: 0,
        }
    }

    /// The choices of this hand that mean nothing.
    pub(crate) fn whim(&self) -> Whim {
        Whim::of(self.seed)
    }

    /// The encoding that the reader must be told.
    pub(crate) fn encoding(&self) -> Option<String> {
        let told = self.medium != Medium::Workbook && self.letters == Letters::Latin1;
        told.then(|| "latin-1".to_owned())
    }

    /// The bytes of a file.
    pub(crate) fn write(&self, sheet: &Sheet) -> Vec<u8> {
        let mut whim = Whim::of(self.seed ^ 1);
        let mut sheet = sheet.clone();
        if self.rows_move {
            whim.shuffle(&mut sheet.rows);
        }
        if self.columns_move {
            let mut order: Vec<usize> = (0..sheet.header.len()).collect();
            whim.shuffle(&mut order);
            sheet = sheet.with_columns(&order);
        }
        let bytes = match self.medium {
            Medium::Text => self.encoded(&self.text(&sheet)),
            Medium::Workbook => workbook(&sheet),
            Medium::Objects => self.encoded(&objects(&sheet, &mut whim)),
            Medium::Arrays => self.encoded(&arrays(&sheet)),
        };
        self.packed(bytes)
    }

    fn text(&self, sheet: &Sheet) -> String {
        let mut text: String = sheet.above.iter().flat_map(|line| [line, self.line_end]).collect();
        for (at, cells) in sheet.lines().iter().enumerate().filter(|(_, cells)| !cells.is_empty()) {
            let cells: Vec<String> = cells.iter().map(|cell| self.field(cell.letters())).collect();
            text.push_str(&cells.join(&self.delimiter.to_string()));
            let marked = match self.trailing {
                Trailing::Nowhere => false,
                Trailing::Rows => at > 0,
                Trailing::HeaderAndRows => true,
            };
            text.extend(marked.then_some(self.delimiter));
            text.push_str(self.line_end);
        }
        text
    }

    fn field(&self, letters: &str) -> String {
        let letters = if self.padded { format!(" {letters}  ") } else { letters.to_owned() };
        let special = letters.contains([self.delimiter, '"', '\n', '\r']);
        if self.quoted || special { format!("\"{}\"", letters.replace('"', "\"\"")) } else { letters }
    }

    fn encoded(&self, text: &str) -> Vec<u8> {
        let legacy = |encoding: &'static encoding_rs::Encoding| {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{} cannot write this layout", encoding.name());
            bytes.into_owned()
        };
        match self.letters {
            Letters::Utf8 => text.as_bytes().to_vec(),
            Letters::Utf8Marked => format!("\u{feff}{text}").into_bytes(),
            Letters::Utf16Little => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Letters::Utf16Big => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Letters::Latin1 => legacy(encoding_rs::WINDOWS_1252),
            Letters::Gb18030 => legacy(encoding_rs::GB18030),
        }
    }

    fn packed(&self, bytes: Vec<u8>) -> Vec<u8> {
        match self.packing {
            Packing::None => bytes,
            Packing::Zstandard => zstd::encode_all(bytes.as_slice(), 1).unwrap(),
            Packing::Gzip => {
                let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                writer.write_all(&bytes).unwrap();
                writer.finish().unwrap()
            }
        }
    }
}

/// A number as a workbook keeps it, where that loses no digit.
fn binary(digits: &str) -> Option<f64> {
    let plain = digits.trim_start_matches('-');
    let number: f64 = digits.parse().ok()?;
    (plain.len() <= 16 && number.to_string() == digits).then_some(number)
}

fn workbook(sheet: &Sheet) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let above = sheet.above.iter().map(|line| line.split('|').map(Cell::from).collect());
    for (row, cells) in above.chain(sheet.lines()).enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let (row, column) = (row as u32, column as u16);
            match cell {
                Cell::Empty => continue,
                Cell::Text(text) => page.write(row, column, text).unwrap(),
                Cell::Number(digits) => match binary(digits) {
                    Some(number) => page.write(row, column, number).unwrap(),
                    None => page.write(row, column, digits).unwrap(),
                },
            };
        }
    }
    book.save_to_buffer().unwrap()
}

fn json(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "null".to_owned(),
        Cell::Text(text) => serde_json::to_string(text).unwrap(),
        Cell::Number(digits) => digits.clone(),
    }
}

/// Rows by name as interfaces hand them over; what is empty is null, an empty text, or left out.
fn objects(sheet: &Sheet, whim: &mut Whim) -> String {
    let mut rows = Vec::new();
    for (at, row) in sheet.rows.iter().enumerate() {
        let mut fields = Vec::new();
        for (name, cell) in sheet.header.iter().zip(row) {
            let empty = *cell == Cell::Empty;
            if empty && at > 0 && whim.coin() {
                continue;
            }
            let value = if empty && whim.coin() { "\"\"".to_owned() } else { json(cell) };
            fields.push(format!("{}: {value}", serde_json::to_string(name).unwrap()));
        }
        rows.push(format!("{{{}}}", fields.join(", ")));
    }
    let rows = format!("[{}]", rows.join(",\n  "));
    if whim.coin() { rows } else { format!("{{\"count\": {}, \"data\": {rows}, \"error\": \"\"}}", sheet.rows.len()) }
}

/// Rows of cells below a row of headings.
fn arrays(sheet: &Sheet) -> String {
    let row = |row: &Vec<Cell>| format!("[{}]", row.iter().map(json).collect::<Vec<_>>().join(","));
    format!("[{}]", sheet.lines().iter().map(row).collect::<Vec<_>>().join(",\n"))
}
