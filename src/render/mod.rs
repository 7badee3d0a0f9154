//! A finished [`Table`] as text or as a workbook, for people or for programs: one small file a format.

mod blocks;
mod clean;
mod columns;
mod delimited;
mod digits;
mod fit;
mod format;
pub mod html;
mod json;
mod junit;
mod long;
mod machine;
mod markdown;
mod number;
#[cfg(feature = "parquet")]
mod parquet;
mod people;
mod room;
#[cfg(test)]
mod sample;
mod scale;
mod sheet;
mod text;
mod tone;
mod turns;
mod whole;
mod wrap;
pub mod xlsx;

use std::io;

use crate::table::Table;

pub use clean::{guarded, visible};
pub use format::{Format, UnknownFormat};
pub use long::{is_endless, write_long};
pub use markdown::escaped as in_markdown;
pub use number::{fixed, fraction_digits, grouped};
pub use scale::{Scale, UnknownScale};
pub use whole::{Abandoned, Whole, abandon, is_stream, write_whole};

/// How people like their tables. Formats for programs follow none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// Columns of the terminal; `None` when lines may be of any length.
    pub width: Option<u16>,
    /// Whether to set headings and totals off by colour.
    pub colour: bool,
    /// What amounts are counted in.
    pub unit: Scale,
    /// Digits after the point of amounts and rates, in place of those that each kind has.
    pub decimals: Option<u32>,
    /// Whether amounts are counted in Chinese words: `亿元`.
    pub chinese: bool,
    /// Whether the text goes to a terminal, which must get no control characters from data in any format.
    pub terminal: bool,
}

/// What a format is called, which files are of it, and the function that prints it.
struct Writer {
    names: &'static [&'static str],
    extensions: &'static [&'static str],
    write: fn(&Table, &Style, &mut dyn io::Write) -> io::Result<()>,
}

/// Prints `table` in `format`. The bytes depend on the arguments alone.
///
/// # Errors
/// Only those of `out`, with their kind kept, so that a closed pipe is seen as one.
pub fn write(table: &Table, format: Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    (format.writer().write)(table, style, out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use std::path::Path;

    #[test]
    fn every_format_reads_its_names_and_extensions_and_writes() {
        for &format in Format::ALL {
            for name in format.writer().names {
                assert_eq!(name.to_uppercase().parse(), Ok(format));
            }
            for extension in format.writer().extensions {
                let path = format!("a.b/report.{extension}");
                assert_eq!(Format::from_path(Path::new(&path)), Some(format));
            }
            for table in [sample::growth(), Table::default()] {
                let mut out = Vec::new();
                write(&table, format, &Style::default(), &mut out).unwrap();
                if format.is_binary() {
                    assert!(out.is_empty() || String::from_utf8(out).is_err(), "{format}");
                    continue;
                }
                assert!(out.is_empty() || out.ends_with(b"\n"), "{format}");
                assert!(String::from_utf8(out).is_ok());
            }
        }
    }

    #[test]
    fn an_error_of_the_output_keeps_its_kind() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
        }
        for &format in Format::ALL {
            let error = write(&sample::growth(), format, &Style::default(), &mut Closed).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
        }
    }
}
