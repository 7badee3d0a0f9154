//! A column of words: the number of each different text, and which rows have it.

use rustc_hash::FxHashMap;

use super::super::resolver::Stop;
use crate::source::parquet::{Cells, Column, Content, Kind, NONE, Part, Reader, Table, Values};

/// Most bytes of texts that one column keeps.
const MOST: usize = 16 << 20;

/// The number of the text of a cell without a value.
pub(super) const EMPTY: u32 = 0;

/// The texts of a column by their numbers; the same in all groups of rows.
#[derive(Debug)]
struct Texts {
    kind: Kind,
    known: FxHashMap<Box<[u8]>, u32>,
    /// Texts of a few bytes, with their lengths, as one number each.
    short: FxHashMap<u64, u32>,
    whole: FxHashMap<i64, u32>,
    texts: Vec<Box<[u8]>>,
    bytes: usize,
}

impl Texts {
    fn new(kind: Kind) -> Texts {
        let known = FxHashMap::from_iter([(Box::default(), EMPTY)]);
        let (short, whole) = Default::default();
        Texts { kind, known, short, whole, texts: vec![Box::default()], bytes: 0 }
    }

    fn number(&mut self, values: &Values, at: usize) -> Result<u32, Stop> {
        match (values, self.kind) {
            (Values::Bytes(texts), Kind::Text) => self.of(texts.get(at)),
            (Values::Whole(numbers), _) => {
                if let Some(number) = self.whole.get(&numbers[at]) {
                    return Ok(*number);
                }
                let number = self.written(values, at)?;
                self.whole.insert(numbers[at], number);
                Ok(number)
            }
            _ => self.written(values, at),
        }
    }

    fn written(&mut self, values: &Values, at: usize) -> Result<u32, Stop> {
        let mut text = Vec::new();
        self.kind.write(values, at, &mut text);
        self.of(&text)
    }

    fn of(&mut self, text: &[u8]) -> Result<u32, Stop> {
        if text.len() >= size_of::<u64>() {
            return self.kept(text);
        }
        let word = text.iter().rev().fold(text.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        if let Some(number) = self.short.get(&word) {
            return Ok(*number);
        }
        let number = self.kept(text)?;
        self.short.insert(word, number);
        Ok(number)
    }

    fn kept(&mut self, text: &[u8]) -> Result<u32, Stop> {
        if let Some(number) = self.known.get(text) {
            return Ok(*number);
        }
        self.bytes += text.len() + size_of::<(Box<[u8]>, u32)>();
        if self.bytes > MOST || std::str::from_utf8(text).is_err() {
            return Err(Stop::Plain);
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.into());
        self.known.insert(text.into(), number);
        Ok(number)
    }
}

/// A column of words in the rows that are being read.
pub(super) struct Words {
    at: usize,
    texts: Texts,
    column: Option<Column>,
    /// The number of each value of the dictionary.
    dictionary: Vec<u32>,
    /// Runs of rows with one text: its number, and the first row behind them.
    runs: Vec<(u32, usize)>,
    run: usize,
    /// By row of the page the number of its text.
    numbers: Vec<u32>,
    /// The first row of the page.
    first: usize,
    is_each: bool,
}

impl Words {
    /// A column of which runs of rows have one text, or of which each row has its own.
    pub(super) fn new(table: &Table, at: usize, is_each: bool) -> Words {
        let (dictionary, runs, numbers) = Default::default();
        Words {
            at,
            texts: Texts::new(table.kind(at)),
            column: None,
            dictionary,
            runs,
            run: 0,
            numbers,
            first: 0,
            is_each,
        }
    }

    /// The place of the column in the file.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Begins with another group of rows.
    pub(super) fn begin(&mut self, table: &Table, reader: &Reader, group: usize) -> Result<(), Stop> {
        self.runs.clear();
        self.run = 0;
        self.column = Some(table.column(reader, group, self.at).map_err(|_| Stop::Plain)?);
        Ok(())
    }

    /// The number of a row's text, and the first row behind those that have the same.
    #[inline(always)]
    pub(super) fn run(&mut self, row: usize) -> Result<(u32, usize), Stop> {
        loop {
            match self.runs.get(self.run) {
                Some((number, end)) if row < *end => return Ok((*number, *end)),
                Some(_) => self.run += 1,
                None => {
                    self.load(row)?;
                }
            }
        }
    }

    /// Makes sure that a row's page is there, and gives the first row behind it.
    pub(super) fn load(&mut self, row: usize) -> Result<usize, Stop> {
        let Some(column) = &mut self.column else { return Err(Stop::Plain) };
        if !column.seek(row).map_err(|_| Stop::Plain)? {
            return if self.is_each { Ok(column.rows().1) } else { Err(Stop::Plain) };
        }
        if column.takes_dictionary() {
            self.dictionary.clear();
            if let Some(values) = column.dictionary() {
                for at in 0..values.len() {
                    self.dictionary.push(self.texts.number(values, at)?);
                }
            }
        }
        let ((first, end), Some(page)) = (column.rows(), column.page()) else { return Err(Stop::Plain) };
        let plain = match &page.content {
            Content::Plain(values) => plain(&mut self.texts, values)?,
            Content::Coded(_) => Vec::new(),
        };
        let numbers = if matches!(page.content, Content::Plain(_)) { &plain } else { &self.dictionary };
        self.first = first;
        if self.is_each {
            self.numbers.clear();
            each(page, numbers, &mut self.numbers);
        } else {
            (self.runs, self.run) = (runs(page, numbers, first), 0);
        }
        Ok(end)
    }

    /// The number of a row's text, by the row's place in the page.
    #[inline(always)]
    pub(super) fn number(&self, row: usize) -> u32 {
        self.numbers[row - self.first]
    }

    /// Whether any of some rows of the page is empty.
    pub(super) fn has_empty(&self, from: usize, to: usize) -> bool {
        self.numbers[from - self.first..to - self.first].contains(&EMPTY)
    }

    /// A text by its number.
    pub(super) fn text(&self, number: u32) -> &str {
        // What is not UTF-8 got no number.
        self.texts.texts.get(number as usize).and_then(|text| std::str::from_utf8(text).ok()).unwrap_or_default()
    }
}

fn plain(texts: &mut Texts, values: &Values) -> Result<Vec<u32>, Stop> {
    (0..values.len()).map(|at| texts.number(values, at)).collect()
}

#[inline(always)]
fn of(numbers: &[u32], place: u32) -> u32 {
    if place == NONE { EMPTY } else { numbers[place as usize] }
}

fn each(page: &Cells, numbers: &[u32], out: &mut Vec<u32>) {
    page.parts(&mut |part| match part {
        Part::Same(place, times) => out.extend(std::iter::repeat_n(of(numbers, place), times)),
        Part::Each(places) => out.extend(places.iter().map(|place| of(numbers, *place))),
    });
}

fn runs(page: &Cells, numbers: &[u32], first: usize) -> Vec<(u32, usize)> {
    let (mut runs, mut end) = (Vec::<(u32, usize)>::new(), first);
    let mut add = |number: u32, times: usize| {
        end += times;
        match runs.last_mut() {
            Some(last) if last.0 == number => last.1 = end,
            _ => runs.push((number, end)),
        }
    };
    page.parts(&mut |part| match part {
        Part::Same(place, times) => add(of(numbers, place), times),
        Part::Each(places) => places.iter().for_each(|place| add(of(numbers, *place), 1)),
    });
    runs
}
