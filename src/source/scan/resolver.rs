//! Asks the plain reader what the words of a row mean.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::cells::{Figures, TooLong};
use super::registry::{Numbers, Registry};
use super::words::Words;
use crate::cube::{Observation, Origin};
use crate::model::Code;
use crate::query::Query;
use crate::source::profile::{Hears, Reader};

/// Largest factor that any number in fixed point can be multiplied by.
const LARGEST_FACTOR: i64 = 1_000_000_000;

/// Why a file is not scanned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Only the plain reader knows what to make of it.
    Plain,
    /// Rows do not stand in the order that was supposed.
    Disorder,
}

impl From<io::Error> for Stop {
    fn from(_: io::Error) -> Stop {
        Stop::Plain
    }
}

impl From<TooLong> for Stop {
    fn from(_: TooLong) -> Stop {
        Stop::Plain
    }
}

/// What is told of rows beside their figures.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) unknown: BTreeSet<Code>,
    pub(super) marks: BTreeMap<String, u64>,
    pub(super) absent_is_missing: bool,
    pub(super) aside: BTreeMap<(String, String), u64>,
    pub(super) passed: u64,
    mark: Option<String>,
}

impl Hears for Heard {
    fn unknown(&mut self, code: Code) {
        self.unknown.insert(code);
    }

    fn marked(&mut self, mark: &str) {
        self.mark = Some(mark.to_owned());
    }

    fn absent_is_missing(&mut self) {
        self.absent_is_missing = true;
    }

    fn set_aside(&mut self, column: &str, code: &str) {
        *self.aside.entry((column.to_owned(), code.to_owned())).or_default() += 1;
    }

    fn passed(&mut self) {
        self.passed += 1;
    }
}

/// What the first columns of a row say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Gate {
    /// The layout sets it aside: the column and its code.
    Aside(String, String),
    /// The question does not ask for it.
    Passed,
    /// It is asked for.
    Asked,
}

/// What the words of a row mean, but for its partner and product.
#[derive(Debug, Clone)]
pub(super) struct About {
    pub(super) numbers: Numbers,
    pub(super) mark: Option<String>,
    /// The number of the unit of quantities, 0 where they have none.
    pub(super) unit: u32,
    /// Whether products are of the list that the profile says.
    pub(super) is_ordinary: bool,
}

/// A row that the plain reader read.
pub(super) struct Plain {
    pub(super) key: [Numbers; 3],
    pub(super) figures: Figures,
    pub(super) unit: u32,
}

/// The plain reader of a file, and the meanings that were found so far.
pub(super) struct Resolver<'p> {
    pub(super) reader: Reader<'p>,
    /// The plain reader's way to take a row apart.
    pub(super) cells_of_row: csv_core::Reader,
    pub(super) query: &'p Query,
    /// What texts that stand for themselves mean, found for one thread and told the others.
    pub(super) partners: Words<Numbers>,
    pub(super) products: Words<Numbers>,
    pub(super) registry: Registry,
    pub(super) heard: Heard,
    /// By what the columns of value, weight and quantity are multiplied.
    pub(super) factors: [i64; 3],
}

impl Resolver<'_> {
    pub(super) fn gate(&mut self, row: &csv::StringRecord) -> Result<Gate, Stop> {
        if let Some(at) = self.reader.set_aside(row) {
            let code = row[at].trim();
            let column = self.reader.places.columns[at].clone();
            return if Code::from_data(code).is_some() {
                Ok(Gate::Aside(column, code.to_owned()))
            } else {
                Err(Stop::Plain)
            };
        }
        let about = self.reader.about(row, 0, Origin::default(), &mut self.heard).map_err(|_| Stop::Plain)?;
        Ok(if about.is_some() { Gate::Asked } else { Gate::Passed })
    }

    pub(super) fn about(&mut self, row: &csv::StringRecord) -> Result<About, Stop> {
        self.heard.mark = None;
        let about = self.reader.about(row, 0, Origin::default(), &mut self.heard).map_err(|_| Stop::Plain)?;
        let (about, unit) = about.ok_or(Stop::Plain)?;
        let [value, weight, quantity] = self.factors;
        let factors = [value.checked_mul(unit).ok_or(Stop::Plain)?, weight, quantity];
        // Eighteen digits times one of these fit into a figure.
        if !factors.iter().all(|factor| (1..=LARGEST_FACTOR).contains(factor)) {
            return Err(Stop::Plain);
        }
        let numbers = self.registry.frame(&about, factors);
        let unit = self.unit(about.quantity_unit)?;
        let is_ordinary = !self.reader.is_of_other_list(row);
        Ok(About { numbers, mark: self.heard.mark.take(), unit, is_ordinary })
    }

    pub(super) fn partner(&mut self, row: &csv::StringRecord) -> Result<Numbers, Stop> {
        let (code, kind) = self.reader.partner(row, 0, &mut self.heard).map_err(|_| Stop::Plain)?;
        Ok(self.registry.partner(self.query, code, kind))
    }

    pub(super) fn product(&mut self, row: &csv::StringRecord) -> Result<Numbers, Stop> {
        let product = self.reader.product(row, 0).map_err(|_| Stop::Plain)?;
        Ok(self.registry.product(self.query, product))
    }

    /// The same for the text of a partner that stands for itself.
    pub(super) fn partner_named(&mut self, text: &str) -> Result<Numbers, Stop> {
        if let Some(known) = self.partners.of(text.as_bytes()) {
            return Ok(known);
        }
        let (code, kind) = self.reader.partner_named(text, &mut self.heard).map_err(|_| Stop::Plain)?;
        let numbers = self.registry.partner(self.query, code, kind);
        self.partners.keep(text.as_bytes(), numbers);
        Ok(numbers)
    }

    /// The same for the text of a product.
    pub(super) fn product_named(&mut self, text: &str) -> Result<Numbers, Stop> {
        if self.query.products.is_total()
            && let Some(code) = self.reader.hs_digits(text)
        {
            return self.registry.digits(self.query, &code).ok_or(Stop::Plain);
        }
        if let Some(known) = self.products.of(text.as_bytes()) {
            return Ok(known);
        }
        let product = self.reader.product_named(text).map_err(|_| Stop::Plain)?;
        let numbers = self.registry.product(self.query, product);
        self.products.keep(text.as_bytes(), numbers);
        Ok(numbers)
    }

    /// Reads a row by the plain rules; none when it is not one of the question's.
    pub(super) fn row(&mut self, row: &csv::StringRecord) -> Result<Option<Plain>, Stop> {
        let mut found = None;
        self.heard.mark = None;
        let taken = self.reader.row(row, Origin::default(), &mut self.heard, &mut |observation, _| {
            found = Some(observation);
            Ok(())
        });
        let mark = self.heard.mark.take();
        match (taken, found) {
            (Ok(()), None) => Ok(None),
            (Ok(()), Some(Ok(observation))) => {
                if let Some(mark) = mark {
                    *self.heard.marks.entry(mark).or_default() += 1;
                }
                self.numbered(&observation).map(Some)
            }
            _ => Err(Stop::Plain),
        }
    }

    fn numbered(&mut self, row: &Observation) -> Result<Plain, Stop> {
        let mut figures = [None; 3];
        for (figure, number) in figures.iter_mut().zip([row.value, row.weight, row.quantity]) {
            let Some(number) = number else { continue };
            *figure = Some((i64::try_from(number.mantissa()).map_err(|_| Stop::Plain)?, number.scale()));
        }
        let frame = self.registry.frame(row, [1; 3]);
        let partner = self.registry.partner(self.query, row.partner, row.kind);
        let key = [frame, self.registry.product(self.query, row.product), partner];
        Ok(Plain { key, figures, unit: self.unit(row.quantity_unit)? })
    }

    /// The number of a unit of quantities, which two bytes hold.
    fn unit(&mut self, unit: Option<Code>) -> Result<u32, Stop> {
        let number = self.registry.unit(unit);
        if number > u32::from(u16::MAX) { Err(Stop::Plain) } else { Ok(number) }
    }
}

/// The cells of a row, as the plain reader sees them.
pub(super) fn record(reader: &mut csv_core::Reader, row: &[u8], width: usize) -> Result<csv::StringRecord, Stop> {
    // A mark at the beginning of a text is skipped; one at the beginning of a row is part of it.
    if row.starts_with("\u{feff}".as_bytes()) {
        return Err(Stop::Plain);
    }
    reader.reset();
    let (mut text, mut ends) = (vec![0; row.len() + 1], vec![0; width + 2]);
    let (mut taken, mut written, mut cells) = (0, 0, 0);
    loop {
        let (result, input, output, more) = reader.read_record(&row[taken..], &mut text[written..], &mut ends[cells..]);
        (taken, written, cells) = (taken + input, written + output, cells + more);
        match result {
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::Record => break,
            _ => return Err(Stop::Plain),
        }
    }
    let mut record = csv::ByteRecord::with_capacity(written, cells);
    let mut start = 0;
    for end in &ends[..cells] {
        record.push_field(&text[start..*end]);
        start = *end;
    }
    if record.len() == width + 1 && record.get(width).is_some_and(<[u8]>::is_empty) {
        record.truncate(width);
    }
    if record.len() == width { crate::source::profile::text(record).map_err(|_| Stop::Plain) } else { Err(Stop::Plain) }
}
