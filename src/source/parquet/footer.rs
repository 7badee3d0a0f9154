//! The end of a Parquet file, which says where all of it stands: looked through before anything is built from it.
//!
//! The crate `parquet` reserves memory for as many columns and row groups as are claimed, goes as deep as columns are
//! nested, and takes a field for what it should be. So each field of the footer is held against the format first.

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::ChunkReader;

use Shape::{Any, Byte, Children, Double, Flag, List, Name, Record, Text, Whole};

/// How many bytes stand behind the footer: its length, and the mark of the format.
const TAIL: u64 = 8;

/// Most bytes of a footer.
const LARGEST: u64 = 64 << 20;

/// Most elements of a list in it.
const LONGEST: u64 = 1 << 18;

/// How deep it is nested at most.
const DEEPEST: u32 = 16;

/// What a field holds.
#[derive(Debug, Clone, Copy)]
enum Shape {
    Flag,
    Byte,
    Whole,
    Double,
    Text,
    /// The name of a column.
    Name,
    /// How many columns are within one.
    Children,
    /// Fields by their numbers.
    Record(&'static [(u64, Shape)]),
    List(&'static Shape),
    /// What later versions of the format may hold.
    Any,
}

const FOOTER: &[(u64, Shape)] = &[
    (1, Whole),
    (2, List(&Record(COLUMN))),
    (3, Whole),
    (4, List(&Record(GROUP))),
    (5, List(&Record(PAIR))),
    (6, Text),
    (7, List(&Record(&[(1, EMPTY), (2, EMPTY)]))),
];

const EMPTY: Shape = Record(&[]);

const COLUMN: &[(u64, Shape)] = &[
    (1, Whole),
    (2, Whole),
    (3, Whole),
    (4, Name),
    (5, Children),
    (6, Whole),
    (7, Whole),
    (8, Whole),
    (9, Whole),
    (10, Record(LOGICAL)),
];

const LOGICAL: &[(u64, Shape)] = &[
    (5, Record(&[(1, Whole), (2, Whole)])),
    (7, TIME),
    (8, TIME),
    (10, Record(&[(1, Byte), (2, Flag)])),
    (16, Record(&[(1, Byte)])),
    (17, Record(&[(1, Text)])),
    (18, Record(&[(1, Text), (2, Whole)])),
];

const TIME: Shape = Record(&[(1, Flag), (2, Record(&[(1, EMPTY), (2, EMPTY), (3, EMPTY)]))]);

const GROUP: &[(u64, Shape)] = &[
    (1, List(&Record(CHUNK))),
    (2, Whole),
    (3, Whole),
    (4, List(&Record(&[(1, Whole), (2, Flag), (3, Flag)]))),
    (5, Whole),
    (6, Whole),
    (7, Whole),
];

const CHUNK: &[(u64, Shape)] =
    &[(1, Text), (2, Whole), (3, Record(PLACE)), (4, Whole), (5, Whole), (6, Whole), (7, Whole)];

const PLACE: &[(u64, Shape)] = &[
    (1, Whole),
    (2, List(&Whole)),
    (3, List(&Text)),
    (4, Whole),
    (5, Whole),
    (6, Whole),
    (7, Whole),
    (8, List(&Record(PAIR))),
    (9, Whole),
    (10, Whole),
    (11, Whole),
    (13, List(&Record(&[(1, Whole), (2, Whole), (3, Whole)]))),
    (14, Whole),
    (15, Whole),
    (16, Record(&[(1, Whole), (2, List(&Whole)), (3, List(&Whole))])),
    (17, Record(&[(1, Record(BOX)), (2, List(&Whole))])),
];

const BOX: &[(u64, Shape)] =
    &[(1, Double), (2, Double), (3, Double), (4, Double), (5, Double), (6, Double), (7, Double), (8, Double)];

const PAIR: &[(u64, Shape)] = &[(1, Text), (2, Text)];

/// The footer of a file, if it is one of the format.
pub(super) fn read<R: ChunkReader>(file: &R) -> Result<Bytes> {
    let cut = || ParquetError::EOF("it ends before its data does".to_owned());
    let tail = file.get_bytes(file.len().checked_sub(TAIL).ok_or_else(cut)?, TAIL as usize)?;
    let (length, mark) = tail.split_at(4);
    match mark {
        b"PAR1" => {}
        b"PARE" => return fault("its footer is encrypted"),
        _ => return fault("it does not end as the format asks"),
    }
    let length = length.iter().rev().fold(0, |length, byte| length << 8 | u64::from(*byte));
    if length > LARGEST {
        return fault("a footer of more than 64 MB");
    }
    let start = file.len().checked_sub(TAIL + length).ok_or_else(cut)?;
    let footer = file.get_bytes(start, length as usize)?;
    Walk { rest: &footer, name: &[], has_root: false }.record(FOOTER, 0)?;
    Ok(footer)
}

fn fault<T>(why: &str) -> Result<T> {
    Err(ParquetError::General(why.to_owned()))
}

/// The bytes that were not looked at yet.
struct Walk<'b> {
    rest: &'b [u8],
    name: &'b [u8],
    /// Whether there was a column with columns within it: the table itself is one.
    has_root: bool,
}

impl<'b> Walk<'b> {
    fn take(&mut self, count: u64) -> Result<&'b [u8]> {
        let parts = usize::try_from(count).ok().and_then(|count| self.rest.split_at_checked(count));
        let (taken, rest) = parts.ok_or_else(|| ParquetError::EOF("its footer ends too early".to_owned()))?;
        self.rest = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        Ok(self.take(1)?[0])
    }

    /// A number in groups of seven bits, the last one first.
    fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for at in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        fault("a number of more than 64 bits in its footer")
    }

    fn record(&mut self, fields: &[(u64, Shape)], depth: u32) -> Result<()> {
        let mut id = 0;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Ok(());
            }
            if head >> 4 == 0 {
                return fault("fields of its footer stand in no order");
            }
            id += u64::from(head >> 4);
            let shape = fields.iter().find(|(known, _)| *known == id).map_or(Any, |(_, shape)| *shape);
            self.value(shape, head & 15, depth + 1)?;
        }
    }

    /// A value with the mark of its type.
    fn value(&mut self, shape: Shape, mark: u8, depth: u32) -> Result<()> {
        if depth > DEEPEST {
            return fault("its footer is nested too deep");
        }
        match (shape, mark) {
            (Flag | Any, 1 | 2) => Ok(()),
            (Byte | Any, 3) => self.byte().map(drop),
            (Children, 5) => self.children(),
            (Whole | Any, 4..=6) => self.number().map(drop),
            (Double | Any, 7) => self.take(8).map(drop),
            (Name | Text | Any, 8) => {
                let length = self.number()?;
                let text = self.take(length)?;
                if matches!(shape, Name) {
                    self.name = text;
                }
                Ok(())
            }
            (List(element), 9) => self.list(*element, depth),
            (Any, 9) => self.list(Any, depth),
            (Record(fields), 12) => self.record(fields, depth),
            (Any, 12) => self.record(&[], depth),
            _ => fault("a field of its footer is not of the type that the format asks for"),
        }
    }

    fn list(&mut self, element: Shape, depth: u32) -> Result<()> {
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
        if count > LONGEST {
            return fault("a list of more than 262144 in its footer");
        }
        if matches!(head & 15, 1 | 2) {
            return fault("a field of its footer is not of the type that the format asks for");
        }
        (0..count).try_for_each(|_| self.value(element, head & 15, depth + 1))
    }

    /// How many columns are within one, as twice their number. Only the table itself has any.
    fn children(&mut self) -> Result<()> {
        let twice = self.number()?;
        if twice > 2 * LONGEST {
            return fault("more than 262144 columns");
        }
        if twice > 0 && std::mem::replace(&mut self.has_root, true) {
            let name = String::from_utf8_lossy(self.name);
            return fault(&format!("column {name} holds columns, expected a single value a row"));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn file(footer: &[u8]) -> Bytes {
        [b"PAR1", footer, &(footer.len() as u32).to_le_bytes(), b"PAR1"].concat().into()
    }

    fn refusal(footer: &[u8]) -> String {
        read(&file(footer)).unwrap_err().to_string()
    }

    #[test]
    fn what_fits_the_format_is_taken() {
        // Version 1, a table `t` of one column `c`, no rows.
        let columns = [0x19, 0x2c, 0x48, 1, b't', 0x15, 2, 0, 0x15, 0, 0x25, 0, 0x18, 1, b'c', 0];
        let footer = [&[0x15, 2][..], &columns, &[0x16, 0, 0x19, 0x0c, 0]].concat();
        assert_eq!(read(&file(&footer)).unwrap(), footer);
    }

    #[test]
    fn no_claim_is_believed() {
        for (footer, why) in [
            (&[0x29, 0xfc, 0xff, 0xff, 0xff, 0xff, 7][..], "a list of more than 262144"),
            (&[0x49, 0xfc, 0xff, 0xff, 0xff, 0xff, 7], "a list of more than 262144"),
            (&[0x29, 0x1c, 0x48, 1, b't', 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f], "more than 262144 columns"),
            (&[0x29, 0x2c, 0x48, 1, b't', 0x15, 2, 0, 0x48, 1, b'u', 0x15, 2, 0], "column u holds columns"),
            (&[0x18, 2, 0, 0], "not of the type"),
            (&[0xf9, 0xf1, 0xff, 1], "not of the type"),
            (&[0x05, 1, 0], "in no order"),
            (&[0xfc; 40], "nested too deep"),
            (&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], "more than 64 bits"),
            (&[0x68, 9, b'x'], "ends too early"),
        ] {
            assert!(refusal(footer).contains(why), "{footer:?}: {}", refusal(footer));
        }
    }

    #[test]
    fn the_length_and_the_mark_are_checked() {
        let ends = |tail: &[u8; 8]| read(&Bytes::from([b"PAR1", &tail[..]].concat())).unwrap_err().to_string();
        assert!(ends(b"\xff\xff\xff\xffPAR1").contains("more than 64 MB"));
        assert!(ends(b"\x09\0\0\0PAR1").contains("ends before"));
        assert!(ends(b"\0\0\0\0PARE").contains("encrypted"));
        assert!(ends(b"\0\0\0\0PARX").contains("does not end"));
        assert!(read(&Bytes::from_static(b"PAR1")).is_err());
    }
}
