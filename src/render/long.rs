//! Answers of very many rows for programs: parts are set on every core and written in their order.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

use super::Format;
use super::delimited::field;
use super::digits::number;
use super::json::string;
use crate::table::{LongTable, Piece};

/// How the rows of a format are set.
struct Form {
    opening: Vec<u8>,
    /// What stands before each cell of a row. That of the first also parts rows, by so many bytes that the first row of all
    /// goes without.
    before: Vec<Vec<u8>>,
    parting: usize,
    after: &'static [u8],
    closing: &'static [u8],
    /// What a missing figure looks like.
    nothing: &'static [u8],
    words: Vec<Vec<u8>>,
}

/// Whether a format can be written row by row, however many there are.
pub fn is_endless(format: Format) -> bool {
    matches!(format, Format::Csv | Format::Tsv | Format::Json | Format::Jsonl)
}

/// Writes a long answer in a format that [`is_endless`]; a terminal gets no control characters.
///
/// # Errors
/// Those of `out`, and a format that is for people.
pub fn write_long(
    table: &dyn LongTable,
    format: Format,
    terminal: bool,
    threads: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let form = match format {
        Format::Csv => Form::separated(table, b',', terminal),
        Format::Tsv => Form::separated(table, b'\t', terminal),
        Format::Json => Form::objects(table, "[", ",\n  {", b"}", b"\n]\n")?,
        Format::Jsonl => Form::objects(table, "", "{", b"}\n", b"")?,
        Format::Table | Format::Markdown | Format::Html | Format::Xlsx | Format::Junit => {
            return Err(io::Error::other(format!("{format} is not for long answers")));
        }
    };
    out.write_all(&form.opening)?;
    let mut is_first = true;
    let mut put = |text: &[u8]| {
        let from = if is_first && !text.is_empty() { form.parting } else { 0 };
        is_first &= text.is_empty();
        out.write_all(&text[from..])
    };
    if threads < 2 || table.parts() < 2 {
        let mut text = Vec::new();
        for part in 0..table.parts() {
            form.set(table, part, &mut text);
            put(&text)?;
        }
    } else {
        form.set_by(threads, table, &mut put)?;
    }
    out.write_all(form.closing)
}

/// A thread that sets parts, and gets the room that they took back.
struct Lane {
    receive: Receiver<Vec<u8>>,
    give: Sender<Vec<u8>>,
}

impl Form {
    fn separated(table: &dyn LongTable, delimiter: u8, terminal: bool) -> Form {
        let columns = table.columns();
        let heads: Vec<Vec<u8>> = columns.iter().map(|column| field(&column.name, delimiter, terminal)).collect();
        let between = |at: usize| if at == 0 { Vec::new() } else { vec![delimiter] };
        let mut opening = heads.join(&delimiter);
        opening.push(b'\n');
        Form {
            opening,
            before: (0..columns.len()).map(between).collect(),
            parting: 0,
            after: b"\n",
            closing: b"",
            nothing: b"",
            words: table.words().iter().map(|word| field(word, delimiter, terminal)).collect(),
        }
    }

    fn objects(
        table: &dyn LongTable,
        opening: &str,
        before: &str,
        after: &'static [u8],
        closing: &'static [u8],
    ) -> io::Result<Form> {
        let name = |(at, column): (usize, &crate::table::Column)| {
            let start = if at == 0 { before } else { ", " };
            Ok(format!("{start}{}: ", string(&column.name)?).into_bytes())
        };
        let words = table.words().iter().map(|word| Ok(string(word)?.into_bytes()));
        Ok(Form {
            opening: opening.into(),
            before: table.columns().iter().enumerate().map(name).collect::<io::Result<_>>()?,
            parting: usize::from(before.starts_with(',')),
            after,
            closing,
            nothing: b"null",
            words: words.collect::<io::Result<_>>()?,
        })
    }

    /// Sets the parts by several threads; each is put in its turn.
    fn set_by(
        &self,
        threads: usize,
        table: &dyn LongTable,
        put: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> io::Result<()> {
        std::thread::scope(|scope| {
            let lane = |lane: usize| {
                let (send, receive) = sync_channel(0);
                let (give, used) = channel();
                scope.spawn(move || {
                    for part in (lane..table.parts()).step_by(threads) {
                        let mut text: Vec<u8> = used.try_recv().unwrap_or_default();
                        self.set(table, part, &mut text);
                        // Nobody listens any more once the output is closed.
                        if send.send(text).is_err() {
                            return;
                        }
                    }
                });
                Lane { receive, give }
            };
            let lanes: Vec<Lane> = (0..threads).map(lane).collect();
            for part in 0..table.parts() {
                let lane = &lanes[part % threads];
                let text = lane.receive.recv().map_err(io::Error::other)?;
                put(&text)?;
                // A lane that is done needs no more room.
                let _ = lane.give.send(text);
            }
            Ok(())
        })
    }

    /// The rows of a part.
    fn set(&self, table: &dyn LongTable, part: usize, text: &mut Vec<u8>) {
        text.clear();
        table.part(part, &mut |row| {
            for (piece, before) in row.iter().zip(&self.before) {
                put(before, text);
                match *piece {
                    Piece::Word(word) => text.extend_from_slice(&self.words[word as usize]),
                    Piece::Number { digits, scale } => number(digits, scale, true, text),
                    Piece::Rate { digits, scale } => number(digits, scale, false, text),
                    Piece::Nothing => put(self.nothing, text),
                }
            }
            put(self.after, text);
        });
    }
}

/// Puts bytes at the end of a text; of one or none there is no call for a copy.
#[inline(always)]
fn put(bytes: &[u8], text: &mut Vec<u8>) {
    match bytes {
        [] => {}
        [one] => text.push(*one),
        many => text.extend_from_slice(many),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::render::{Style, write};
    use crate::table::{Cell, Column, Kind, Role, Row, Table, Why};
    use rust_decimal::Decimal;

    /// Rows of words that repeat, and of numbers.
    struct Sample {
        columns: Vec<Column>,
        words: Vec<String>,
        rows: Vec<Vec<Vec<Piece>>>,
    }

    impl Sample {
        fn new(parts: usize) -> Sample {
            let kinds = [
                ("period", Kind::Text),
                ("name", Kind::Text),
                ("value", Kind::Amount),
                ("rate", Kind::Rate),
                ("status", Kind::Text),
            ];
            let column =
                |(name, kind): (&str, Kind)| Column { name: name.into(), heading: name.into(), kind, shown: true };
            let words = ["2025", "Korea, \"Republic\"", "=1\u{1b}", "", "no_data"].map(str::to_owned).to_vec();
            let row = |part: usize, at: usize| {
                let missing = at % 3 == 1;
                let digits = (part * 7_919 + at) as i128 * if at.is_multiple_of(2) { -1_234_500 } else { 10 };
                vec![
                    Piece::Word(0),
                    Piece::Word(1 + (at / 2 % 3) as u32),
                    if missing { Piece::Nothing } else { Piece::Number { digits, scale: 2 } },
                    Piece::Rate { digits: digits / 1_000, scale: 6 },
                    if missing { Piece::Word(4) } else { Piece::Nothing },
                ]
            };
            let rows = (0..parts).map(|part| (0..part % 4 * 5).map(|at| row(part, at)).collect()).collect();
            Sample { columns: kinds.map(column).to_vec(), words, rows }
        }

        /// The same as a table.
        fn table(&self) -> Table {
            let decimal = |digits, scale| Decimal::from_i128_with_scale(digits, scale);
            let cell = |piece: &Piece| match *piece {
                Piece::Word(word) => Cell::Text(self.words[word as usize].clone()),
                Piece::Number { digits, scale } => Cell::Amount(decimal(digits, scale)),
                Piece::Rate { digits, scale } => Cell::Percent(decimal(digits, scale)),
                Piece::Nothing => Cell::Missing(Why::NoData),
            };
            let row = |row: &Vec<Piece>| Row { role: Role::Line, cells: row.iter().map(cell).collect() };
            Table {
                columns: self.columns.clone(),
                rows: self.rows.iter().flatten().map(row).collect(),
                ..Table::default()
            }
        }
    }

    impl LongTable for Sample {
        fn columns(&self) -> &[Column] {
            &self.columns
        }
        fn words(&self) -> &[String] {
            &self.words
        }
        fn parts(&self) -> usize {
            self.rows.len()
        }
        fn part(&self, part: usize, row: &mut dyn FnMut(&[Piece])) {
            self.rows[part].iter().for_each(|pieces| row(pieces));
        }
    }

    #[test]
    fn the_bytes_are_those_of_a_table_with_any_number_of_threads() {
        for format in Format::ALL.iter().copied().filter(|format| is_endless(*format)) {
            for (parts, terminal) in [(2, false), (9, true), (40, false)] {
                let sample = Sample::new(parts);
                let mut expected = Vec::new();
                write(&sample.table(), format, &Style { terminal, ..Style::default() }, &mut expected).unwrap();
                for threads in [1, 2, 7] {
                    let mut out = Vec::new();
                    write_long(&sample, format, terminal, threads, &mut out).unwrap();
                    assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&expected), "{format} {threads}");
                }
            }
        }
    }

    #[test]
    fn a_closed_output_ends_every_thread_and_keeps_its_kind() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for threads in [1, 2, 7] {
            let error = write_long(&Sample::new(40), Format::Csv, false, threads, &mut Closed).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    }
}
