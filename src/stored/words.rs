//! Columns of words: a dictionary in order, and the number of each row's word.

use parquet::basic::Encoding;
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{Chunk, Data, Pages};
use super::{NONE, PAGE, packed};

/// The words of a column in all rows of a table, each with a number.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    texts: Vec<Box<str>>,
    /// The place of each word in the order of their bytes.
    ranks: Vec<u32>,
}

impl Dictionary {
    pub(crate) fn new(texts: Vec<Box<str>>) -> Dictionary {
        let mut order: Vec<u32> = (0..texts.len() as u32).collect();
        order.sort_unstable_by_key(|number| &texts[*number as usize]);
        let mut ranks = vec![0; texts.len()];
        order.iter().enumerate().for_each(|(rank, number)| ranks[*number as usize] = rank as u32);
        Dictionary { texts, ranks }
    }

    fn text(&self, number: u32) -> &[u8] {
        self.texts[number as usize].as_bytes()
    }
}

/// Packs the words of rows by their numbers.
pub(super) fn chunk(column: &ColumnDescPtr, numbers: &[u32], words: &Dictionary) -> Result<Chunk> {
    let mut own = vec![NONE; words.texts.len()];
    let mut used = Vec::new();
    for number in numbers.iter().filter(|number| **number != NONE) {
        let own = &mut own[*number as usize];
        if *own == NONE {
            *own = 0;
            used.push(*number);
        }
    }
    used.sort_unstable_by_key(|number| words.ranks[*number as usize]);
    used.iter().enumerate().for_each(|(place, number)| own[*number as usize] = place as u32);
    let mut pages = Pages::new(column)?;
    if !used.is_empty() {
        pages.dictionary(&plain(used.iter().map(|number| words.text(*number))), used.len())?;
    }
    let bits = packed::bits((used.len() as u32).saturating_sub(1));
    for numbers in numbers.chunks(PAGE) {
        page(&mut pages, numbers, &own, bits, column.max_def_level() > 0, &|place| words.text(used[place as usize]))?;
    }
    let bound = |number: Option<&u32>| number.map(|number| words.text(*number).to_vec());
    pages.finish(bound(used.first()).zip(bound(used.last())))
}

fn page<'w>(
    pages: &mut Pages,
    numbers: &[u32],
    own: &[u32],
    bits: u8,
    is_optional: bool,
    text: &dyn Fn(u32) -> &'w [u8],
) -> Result<()> {
    let given = numbers.iter().filter(|number| **number != NONE);
    let places: Vec<u32> = given.map(|number| own[*number as usize]).collect();
    let there: Vec<u32> = match is_optional {
        true => numbers.iter().map(|number| u32::from(*number != NONE)).collect(),
        false => Vec::new(),
    };
    let bounds = places.iter().min().zip(places.iter().max());
    let bounds = bounds.map(|(least, greatest)| (text(*least).to_vec(), text(*greatest).to_vec()));
    let mut values = Vec::new();
    let encoding = if places.is_empty() { Encoding::PLAIN } else { Encoding::RLE_DICTIONARY };
    if !places.is_empty() {
        values.push(bits);
        packed::runs(&places, bits, &mut values);
    }
    pages.data(Data {
        there: is_optional.then_some(&there),
        rows: numbers.len(),
        empty: numbers.len() - places.len(),
        values: &values,
        encoding,
        bounds,
    })
}

/// Texts, each with its length before it.
fn plain<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for text in texts {
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text);
    }
    bytes
}
