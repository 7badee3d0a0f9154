//! The hand that writes tables as bytes: line ends, quotation marks, blanks, and slips.

use std::io::Write;

use super::kinds::Kind;
use super::sheet::Sheet;
use super::whim::Whim;

/// What is slipped into a text anywhere.
const SLIPS: [&[u8]; 22] = [
    b"\"",
    b"\"\"",
    b"\r",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    "é".as_bytes(),
    b" ",
    b"\0",
    b"-",
    b".",
    b"9",
    b"e",
    b"\x0b",
    b"\"\n\"",
    b",,,,",
    b"\n\n",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Quoting {
    Needed,
    Some,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    None,
    Gzip,
    Zstandard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Letters {
    Utf8,
    Utf8Marked,
    Utf16,
}

/// One hand.
#[derive(Debug, Clone)]
pub(crate) struct Hand {
    pub(crate) seed: u64,
    pub(crate) line_end: &'static str,
    pub(crate) quoting: Quoting,
    pub(crate) padded: bool,
    /// Whether a delimiter stands at the end of every row, or of some.
    pub(crate) trailing: (bool, bool),
    pub(crate) blank_lines: bool,
    /// Whether the last row has a line end.
    pub(crate) ends: bool,
    pub(crate) packing: Packing,
    pub(crate) letters: Letters,
    pub(crate) delimiter: usize,
    /// Places where something slips in.
    pub(crate) slips: Vec<(u16, usize)>,
}

impl Hand {
    /// Writes a part of the rows as a file.
    pub(crate) fn write(&self, kind: &Kind, sheet: &Sheet, rows: &[Vec<String>]) -> Vec<u8> {
        let mut whim = Whim::of(self.seed);
        let delimiter = kind.delimiters[self.delimiter % kind.delimiters.len()];
        let mut text = String::new();
        if kind.has_header {
            text += &sheet.header.join(&delimiter.to_string());
        } else {
            text += "a title; of three, parts";
        }
        text += self.line_end;
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell, delimiter, &mut whim)).collect();
            text += &cells.join(&delimiter.to_string());
            if self.trailing.0 || self.trailing.1 && whim.below(5) == 0 {
                text.push(delimiter);
            }
            text += self.line_end;
            if self.blank_lines && whim.below(9) == 0 {
                text += self.line_end;
            }
        }
        if !self.ends {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        let mut bytes = text.into_bytes();
        for (place, slip) in &self.slips {
            let at = *place as usize % (bytes.len() + 1);
            bytes.splice(at..at, SLIPS[*slip % SLIPS.len()].iter().copied());
        }
        self.packed(&self.encoded(bytes))
    }

    fn cell(&self, cell: &str, delimiter: char, whim: &mut Whim) -> String {
        let needed = cell.contains(['"', '\n', '\r', delimiter]);
        let quoted = match self.quoting {
            Quoting::Needed => needed,
            Quoting::Some => needed || whim.below(6) == 0,
            Quoting::All => true,
        };
        if quoted {
            return format!("\"{}\"", cell.replace('"', "\"\""));
        }
        if self.padded && whim.below(4) == 0 { format!(" {cell}  ") } else { cell.to_owned() }
    }

    fn encoded(&self, bytes: Vec<u8>) -> Vec<u8> {
        match self.letters {
            Letters::Utf8 => bytes,
            Letters::Utf8Marked => ["\u{feff}".as_bytes(), &bytes].concat(),
            Letters::Utf16 => {
                let text = format!("\u{feff}{}", String::from_utf8_lossy(&bytes));
                text.encode_utf16().flat_map(u16::to_le_bytes).collect()
            }
        }
    }

    pub(crate) fn packed(&self, bytes: &[u8]) -> Vec<u8> {
        match self.packing {
            Packing::None => bytes.to_vec(),
            Packing::Gzip => {
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                packer.write_all(bytes).unwrap();
                packer.finish().unwrap()
            }
            Packing::Zstandard => zstd::encode_all(bytes, 1).unwrap(),
        }
    }
}
