//! Answers of very many rows as separated values: parts are set on every core and written in their order.

use std::io;
use std::sync::mpsc::{Receiver, sync_channel};

use super::clean::{guarded, visible};
use crate::table::{LongTable, Piece};

/// Writes a long answer, with a comma or a tab between cells.
///
/// # Errors
/// Only those of `out`.
pub fn write_long(
    table: &dyn LongTable,
    delimiter: u8,
    terminal: bool,
    threads: usize,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let words: Vec<Vec<u8>> = table.words().iter().map(|word| field(word, delimiter, terminal)).collect();
    let heads: Vec<Vec<u8>> = table.columns().iter().map(|column| field(&column.name, delimiter, terminal)).collect();
    out.write_all(&heads.join(&delimiter))?;
    out.write_all(b"\n")?;
    let setter = Setter { table, words: &words, delimiter };
    if threads < 2 || table.parts() < 2 {
        let mut text = Vec::new();
        for part in 0..table.parts() {
            text.clear();
            setter.set(part, &mut text);
            out.write_all(&text)?;
        }
        return Ok(());
    }
    std::thread::scope(|scope| {
        let lanes: Vec<Receiver<Vec<u8>>> = (0..threads)
            .map(|lane| {
                let (send, receive) = sync_channel(0);
                scope.spawn(move || {
                    let mut usual = 0;
                    for part in (lane..table.parts()).step_by(threads) {
                        let mut text = Vec::with_capacity(usual);
                        setter.set(part, &mut text);
                        usual = text.len() + text.len() / 16;
                        // Nobody listens any more once the output is closed.
                        if send.send(text).is_err() {
                            return;
                        }
                    }
                });
                receive
            })
            .collect();
        for part in 0..table.parts() {
            let text = lanes[part % threads].recv().map_err(io::Error::other)?;
            out.write_all(&text)?;
        }
        Ok(())
    })
}

#[derive(Clone, Copy)]
struct Setter<'t> {
    table: &'t dyn LongTable,
    words: &'t [Vec<u8>],
    delimiter: u8,
}

impl Setter<'_> {
    fn set(&self, part: usize, text: &mut Vec<u8>) {
        self.table.part(part, &mut |row| {
            for piece in row {
                match piece {
                    Piece::Word(word) => text.extend_from_slice(&self.words[*word as usize]),
                    Piece::Number { digits, scale } => number(*digits, *scale, true, text),
                    Piece::Rate { digits, scale } => number(*digits, *scale, false, text),
                    Piece::Nothing => {}
                }
                text.push(self.delimiter);
            }
            if let Some(last) = text.last_mut() {
                *last = b'\n';
            }
        });
    }
}

/// A word as the other formats for programs write it.
fn field(word: &str, delimiter: u8, terminal: bool) -> Vec<u8> {
    let shown = if terminal { visible(word) } else { word.into() };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    // A lone empty field would be quoted; in a row of many it is not.
    let written = writer.write_record([guarded(&shown).as_bytes(), b""]);
    let mut text = writer.into_inner().unwrap_or_default();
    if written.is_ok() {
        text.truncate(text.len().saturating_sub(2));
    }
    text
}

/// A number with a point, zeros at the end of its fraction left out where it is an amount.
fn number(digits: i128, scale: u32, is_amount: bool, text: &mut Vec<u8>) {
    let mut place = [b'0'; 48];
    let mut at = place.len();
    let size = digits.unsigned_abs();
    match u64::try_from(size) {
        Ok(size) => put(size, &mut place, &mut at),
        Err(_) => {
            // The last nineteen digits, and those before them.
            let part = 10_u128.pow(19);
            put((size % part) as u64, &mut place, &mut at);
            at = place.len() - 19;
            put((size / part) as u64, &mut place, &mut at);
        }
    }
    let scale = scale as usize;
    at = at.min(place.len() - scale - 1);
    let (whole, fraction) = place[at..].split_at(place.len() - at - scale);
    let kept = fraction.iter().rposition(|digit| *digit != b'0').map_or(0, |last| last + 1);
    if digits < 0 {
        text.push(b'-');
    }
    text.extend_from_slice(whole);
    let shown = if is_amount { kept } else { scale };
    if shown > 0 {
        text.push(b'.');
        text.extend_from_slice(&fraction[..shown]);
    }
}

/// Digits before a place, two at a time.
fn put(mut number: u64, place: &mut [u8; 48], at: &mut usize) {
    while number > 0 {
        let pair = (number % 100) as u8;
        number /= 100;
        place[*at - 1] = b'0' + pair % 10;
        place[*at - 2] = b'0' + pair / 10;
        *at -= 2;
    }
    while *at < place.len() && place[*at] == b'0' {
        *at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::number::{exact, fixed};
    use proptest::prelude::*;
    use rust_decimal::Decimal;

    fn set(digits: i128, scale: u32, is_amount: bool) -> String {
        let mut text = Vec::new();
        number(digits, scale, is_amount, &mut text);
        String::from_utf8_lossy(&text).into_owned()
    }

    proptest! {
        #[test]
        fn numbers_are_those_of_the_other_formats(digits in any::<i64>(), more in 0..1_000_000_i128, scale in 0..12_u32) {
            let digits = i128::from(digits) * (more + 1);
            if let Ok(value) = Decimal::try_from_i128_with_scale(digits, scale) {
                prop_assert_eq!(set(digits, scale, true), exact(value));
                prop_assert_eq!(set(digits, scale, false), fixed(value, 0, scale));
            }
        }
    }

    #[test]
    fn words_are_quoted_and_guarded() {
        let read = |word: &str| String::from_utf8_lossy(&field(word, b',', false)).into_owned();
        assert_eq!(read("Korea, Republic of"), "\"Korea, Republic of\"");
        assert_eq!(read("=1"), "'=1");
        assert_eq!(read(""), "");
        assert_eq!(read("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
