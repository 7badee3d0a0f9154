//! Answers of very many rows for programs: parts are set on every core and written in their order.

use std::io;

use super::Format;
use super::delimited::field;
use super::digits::{self, number};
use super::json::string;
use super::room::{Room, Snippets};
use super::turns;
use crate::table::{Column, LongTable, Phrase, Piece};

/// How the rows of a format are set.
struct Form {
    opening: Vec<u8>,
    /// That of the first cell also parts rows, by so many bytes that the first row of all goes without.
    parting: usize,
    closing: &'static [u8],
    snippets: Snippets,
    /// Of each phrase, how many columns it has.
    widths: Vec<usize>,
    /// The snippet before each cell of a row; that of a cell with nothing; and the one after a row.
    before: Vec<usize>,
    nothing: Vec<usize>,
    after: usize,
    /// Most bytes of a row.
    longest: usize,
}

/// What rows are made of besides their cells.
struct Frame<'f> {
    before: Vec<Vec<u8>>,
    after: &'static [u8],
    /// What a missing figure looks like.
    nothing: &'static [u8],
    word: &'f dyn Fn(&str) -> io::Result<Vec<u8>>,
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
        Format::Csv => Form::separated(table, b',', terminal)?,
        Format::Tsv => Form::separated(table, b'\t', terminal)?,
        Format::Json => Form::objects(table, "[", ",\n  {", b"}", b"\n]\n")?,
        Format::Jsonl => Form::objects(table, "", "{", b"}\n", b"")?,
        _ => return Err(io::Error::other(format!("{format} is not for long answers"))),
    };
    out.write_all(&form.opening)?;
    let mut is_first = true;
    let mut put = |room: &Room| {
        let text = room.text();
        let from = if is_first && !text.is_empty() { form.parting } else { 0 };
        is_first &= text.is_empty();
        out.write_all(&text[from..])
    };
    turns::each(table.parts(), threads, &|part, room| form.set(table, part, room), &mut put)?;
    out.write_all(form.closing)
}

impl Form {
    fn separated(table: &dyn LongTable, delimiter: u8, terminal: bool) -> io::Result<Form> {
        let columns = table.columns();
        let heads: Vec<Vec<u8>> = columns.iter().map(|column| field(&column.name, delimiter, terminal)).collect();
        let between = |at: usize| if at == 0 { Vec::new() } else { vec![delimiter] };
        let mut opening = heads.join(&delimiter);
        opening.push(b'\n');
        let before = (0..columns.len()).map(between).collect();
        let word = |word: &str| Ok(field(word, delimiter, terminal));
        let form = Form::new(table, &Frame { before, after: b"\n", nothing: b"", word: &word })?;
        Ok(Form { opening, ..form })
    }

    fn objects(
        table: &dyn LongTable,
        opening: &str,
        before: &str,
        after: &'static [u8],
        closing: &'static [u8],
    ) -> io::Result<Form> {
        let name = |(at, column): (usize, &Column)| {
            let start = if at == 0 { before } else { ", " };
            Ok(format!("{start}{}: ", string(&column.name)?).into_bytes())
        };
        let names = table.columns().iter().enumerate().map(name).collect::<io::Result<_>>()?;
        let word = |word: &str| Ok(string(word)?.into_bytes());
        let form = Form::new(table, &Frame { before: names, after, nothing: b"null", word: &word })?;
        Ok(Form { opening: opening.into(), parting: usize::from(before.starts_with(',')), closing, ..form })
    }

    fn new(table: &dyn LongTable, frame: &Frame<'_>) -> io::Result<Form> {
        let mut snippets = Snippets::default();
        let mut of_column = vec![digits::LONGEST; frame.before.len()];
        for phrase in table.phrases() {
            let number = snippets.add(&frame.phrase(phrase)?);
            of_column[phrase.column] = of_column[phrase.column].max(snippets.length(number));
        }
        let before: Vec<usize> = frame.before.iter().map(|text| snippets.add(text)).collect();
        let nothing = frame.before.iter().map(|text| snippets.add(&[text, frame.nothing].concat())).collect();
        let after = snippets.add(frame.after);
        let around = frame.after.len() + frame.before.iter().map(Vec::len).sum::<usize>();
        Ok(Form {
            opening: Vec::new(),
            parting: 0,
            closing: b"",
            widths: table.phrases().iter().map(|phrase| phrase.words.len()).collect(),
            longest: around + of_column.iter().sum::<usize>(),
            snippets,
            before,
            nothing,
            after,
        })
    }

    /// The rows of a part.
    fn set(&self, table: &dyn LongTable, part: usize, room: &mut Room) {
        room.clear();
        table.part(part, &mut |row| {
            room.make(self.longest);
            let mut column = 0;
            for piece in row {
                let is_amount = matches!(piece, Piece::Number { .. });
                match *piece {
                    Piece::Words(phrase) => {
                        room.snippet(&self.snippets, phrase as usize);
                        column += self.widths[phrase as usize] - 1;
                    }
                    Piece::Number { digits, scale } | Piece::Rate { digits, scale } => {
                        room.snippet(&self.snippets, self.before[column]);
                        number(digits, scale, is_amount, room);
                    }
                    Piece::Nothing => room.snippet(&self.snippets, self.nothing[column]),
                }
                column += 1;
            }
            room.snippet(&self.snippets, self.after);
        });
    }
}

impl Frame<'_> {
    /// The text of a phrase.
    fn phrase(&self, phrase: &Phrase) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        for (word, before) in phrase.words.iter().zip(&self.before[phrase.column..]) {
            text.extend_from_slice(before);
            match word {
                Some(word) => text.extend((self.word)(word)?),
                None => text.extend_from_slice(self.nothing),
            }
        }
        Ok(text)
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
        phrases: Vec<Phrase>,
        rows: Vec<Vec<Vec<Piece>>>,
    }

    impl Sample {
        fn new(parts: usize) -> Sample {
            let kinds = [
                ("period", Kind::Text),
                ("code", Kind::Text),
                ("name", Kind::Text),
                ("value", Kind::Amount),
                ("rate", Kind::Rate),
                ("status", Kind::Text),
            ];
            let column =
                |(name, kind): (&str, Kind)| Column { name: name.into(), heading: name.into(), kind, shown: true };
            let phrase = |(column, words): (usize, &[&str])| {
                // A word that is `-` is none.
                let words = words.iter().map(|word| (*word != "-").then(|| (*word).to_owned())).collect();
                Phrase { column, words }
            };
            let long = "one name that is longer than the steps in which words are copied, by far";
            let phrases: [(usize, &[&str]); 6] = [
                (0, &["2025"]),
                (1, &["KOR", "Korea, \"Republic\""]),
                (1, &["=1\u{1b}", "-"]),
                (1, &["", long]),
                (5, &["no_data"]),
                (5, &["-"]),
            ];
            let row = |part: usize, at: usize| {
                let missing = at % 3 == 1;
                let digits = (part * 7_919 + at) as i128 * if at.is_multiple_of(2) { -1_234_500 } else { 10 };
                vec![
                    Piece::Words(0),
                    Piece::Words(1 + (at / 2 % 3) as u32),
                    if missing { Piece::Nothing } else { Piece::Number { digits, scale: 2 } },
                    Piece::Rate { digits: digits / 1_000, scale: 6 },
                    if missing { Piece::Words(4) } else { Piece::Words(5) },
                ]
            };
            let rows = (0..parts).map(|part| (0..part % 4 * 5).map(|at| row(part, at)).collect()).collect();
            Sample { columns: kinds.map(column).to_vec(), phrases: phrases.map(phrase).to_vec(), rows }
        }

        fn cells(&self, piece: &Piece) -> Vec<Cell> {
            let decimal = |digits, scale| Decimal::from_i128_with_scale(digits, scale);
            let word = |word: &Option<String>| word.clone().map_or(Cell::Missing(Why::NoData), Cell::Text);
            match *piece {
                Piece::Words(phrase) => self.phrases[phrase as usize].words.iter().map(word).collect(),
                Piece::Number { digits, scale } => vec![Cell::Amount(decimal(digits, scale))],
                Piece::Rate { digits, scale } => vec![Cell::Percent(decimal(digits, scale))],
                Piece::Nothing => vec![Cell::Missing(Why::NoData)],
            }
        }

        /// The same as a table.
        fn table(&self) -> Table {
            let row = |row: &Vec<Piece>| Row {
                role: Role::Line,
                cells: row.iter().flat_map(|piece| self.cells(piece)).collect(),
            };
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
        fn phrases(&self) -> &[Phrase] {
            &self.phrases
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
