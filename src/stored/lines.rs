//! The column of places: file and line, each as what it shares with the one before it and what is new.

use parquet::basic::Encoding;
use parquet::errors::Result;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{Chunk, Data, Pages};
use super::{PAGE, packed};

/// Packs the places of rows in files with these names.
pub(super) fn chunk(column: &ColumnDescPtr, places: &[(usize, u64)], files: &[String]) -> Result<Chunk> {
    let mut pages = Pages::new(column)?;
    let mut all: Option<(Vec<u8>, Vec<u8>)> = None;
    for places in places.chunks(PAGE) {
        let (values, least, greatest) = page(places, files);
        all = Some(match all {
            None => (least.clone(), greatest.clone()),
            Some(all) => (all.0.min(least.clone()), all.1.max(greatest.clone())),
        });
        let bounds = Some((least, greatest));
        let (there, encoding) = (None, Encoding::DELTA_BYTE_ARRAY);
        pages.data(Data { there, rows: places.len(), empty: 0, values: &values, encoding, bounds })?;
    }
    pages.finish(all)
}

/// The texts of a page, the least and the greatest of them.
fn page(places: &[(usize, u64)], files: &[String]) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let (mut shared, mut lengths, mut new) = (Vec::new(), Vec::new(), Vec::new());
    let (mut last, mut text) = (Vec::new(), Vec::new());
    let mut bounds: Option<(Vec<u8>, Vec<u8>)> = None;
    for place in places {
        text.clear();
        write(*place, files, &mut text);
        let same = last.iter().zip(&text).take_while(|(last, new): &(&u8, &u8)| last == new).count();
        shared.push(same as u32);
        lengths.push((text.len() - same) as u32);
        new.extend_from_slice(&text[same..]);
        match &mut bounds {
            None => bounds = Some((text.clone(), text.clone())),
            Some((least, _)) if text < *least => least.clone_from(&text),
            Some((_, greatest)) if text > *greatest => greatest.clone_from(&text),
            Some(_) => {}
        }
        std::mem::swap(&mut last, &mut text);
    }
    let mut values = Vec::with_capacity(new.len() + places.len());
    packed::differences(&shared, &mut values);
    packed::differences(&lengths, &mut values);
    values.extend_from_slice(&new);
    let (least, greatest) = bounds.unwrap_or_default();
    (values, least, greatest)
}

fn write((file, mut line): (usize, u64), files: &[String], text: &mut Vec<u8>) {
    match files.get(file) {
        Some(name) => text.extend_from_slice(name.as_bytes()),
        None => text.extend_from_slice(file.to_string().as_bytes()),
    }
    text.push(b':');
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (line % 10) as u8;
        line /= 10;
        if line == 0 {
            break;
        }
    }
    text.extend_from_slice(&digits[at..]);
}
