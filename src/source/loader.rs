//! From rows to a cube: duplicates, currency, coverage and roll-up, the same for every layout.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::error::{ONE_ROW, ReadError};
use super::profile::Hears;
use super::repeats::{Found, Repeats};
use super::signatures::fingerprint;
use super::{BadRow, Each, Rejects};
use crate::cube::{Cube, Edition, Layout, Observation, Origin};
use crate::model::{Class, Code, Revision, Target, counted};
use crate::query::Query;
use crate::reference::concordance::Converter;
use crate::reference::rates;

/// Takes rows and makes the cube that a question needs.
pub(super) struct Loader<'a> {
    query: &'a Query,
    cube: Cube,
    /// The currency to answer in, once it is known.
    currency: Option<Code>,
    /// The currency that the data set is mostly published in.
    main: Option<Code>,
    /// Rows in other currencies are converted only when the currency was asked for.
    converts: bool,
    /// Values for columns that the files lack, by their names.
    pub(super) given: Vec<(String, String)>,
    /// Those of them that no file has lacked so far.
    given_in_vain: Vec<(String, String)>,
    /// Whether other files follow.
    pub(super) has_more_files: bool,
    /// What is known of rows that repeat one another.
    pub(super) unique: Unique,
    /// What is shown each row that can be used.
    pub(super) each: Option<&'a mut Each<'a>>,
    converters: FxHashMap<Revision, Option<Converter>>,
    unconverted: BTreeMap<(Option<Revision>, u8), u64>,
    others: BTreeSet<Code>,
    unknown: BTreeSet<Code>,
    unused: BTreeSet<String>,
    marks: BTreeMap<String, u64>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(name: &str, query: &'a Query, main: Option<Code>, given: &[(String, String)]) -> Loader<'a> {
        Loader {
            query,
            cube: Cube::named(name),
            currency: query.currency.or(main),
            main,
            converts: query.currency.is_some(),
            given: given.to_vec(),
            given_in_vain: given.to_vec(),
            has_more_files: false,
            unique: Unique::Trusted,
            each: None,
            converters: FxHashMap::default(),
            unconverted: BTreeMap::new(),
            others: BTreeSet::new(),
            unknown: BTreeSet::new(),
            unused: BTreeSet::new(),
            marks: BTreeMap::new(),
        }
    }

    /// Takes note of a file; the number stands for it in the origin of a row.
    pub(super) fn begin(&mut self, path: &str) -> u16 {
        self.cube.files.push(path.to_owned());
        (self.cube.files.len() - 1).min(usize::from(u16::MAX)) as u16
    }

    /// Takes note of columns that a file has itself though values were given for them. The values are for files that lack
    /// these columns, and there must be one.
    pub(super) fn owns(&mut self, path: &str, columns: &[String]) -> Result<(), ReadError> {
        self.given_in_vain.retain(|(name, _)| columns.contains(name));
        match self.given_in_vain.first() {
            Some((name, _)) if !self.has_more_files => {
                let why = format!("--set {name}: the file has a column {name} of its own");
                Err(ReadError::file(path, why))
            }
            _ => Ok(()),
        }
    }

    /// Takes note of how the columns of a file are read.
    pub(super) fn layout(&mut self, layout: Layout) {
        let alike = |known: &&mut Layout| {
            (&known.profile, &known.columns, &known.unread) == (&layout.profile, &layout.columns, &layout.unread)
        };
        match self.cube.layouts.iter_mut().rev().take(LAYOUTS_COMPARED).find(alike) {
            Some(known) => known.files.extend(layout.files),
            None => self.cube.layouts.push(layout),
        }
    }

    /// Takes note of a column that is not read.
    pub(super) fn unused(&mut self, column: &str) {
        self.unused.insert(column.to_owned());
    }

    /// Takes note of how a file was read.
    pub(super) fn note(&mut self, note: String) {
        self.cube.notes.push(note);
    }

    /// The question.
    pub(super) fn query(&self) -> &'a Query {
        self.query
    }

    /// Takes a row. A row that repeats another one is bad: nothing is added twice.
    pub(super) fn accept(&mut self, row: Observation, rejects: &mut Rejects) -> Result<(), ReadError> {
        self.cube.rows += 1;
        if let Some(first) = self.repeated(&row)? {
            return rejects.take(self.duplicate(&row, first));
        }
        if let Some(each) = &mut self.each {
            each(&row)?;
        }
        let row = self.brought(row);
        self.cube.cover(&row, !self.query.products.is_total());
        if self.admits(row.currency) {
            self.place(&row)?;
        } else {
            self.cube.filtered += 1;
        }
        Ok(())
    }

    /// Whether rows in a currency are used; that of the first row is answered in unless another was asked for.
    pub(super) fn admits(&mut self, currency: Code) -> bool {
        let main = *self.currency.get_or_insert(currency);
        if currency != main {
            self.others.insert(currency);
        }
        currency == main || self.convertible(currency, main)
    }

    /// The cube that is being made.
    pub(super) fn cube(&mut self) -> &mut Cube {
        &mut self.cube
    }

    fn convertible(&self, from: Code, to: Code) -> bool {
        self.query.every_currency || self.converts && rates::known(from) && rates::known(to)
    }

    /// Brings a row's product to the edition that was asked for.
    fn brought(&mut self, mut row: Observation) -> Observation {
        let Some(target) = self.query.to.filter(|_| row.product.class == Class::Hs && !row.product.is_section()) else {
            return row;
        };
        if row.revision.is_some_and(|revision| target == Target::Hs(revision)) {
            return row;
        }
        let converter = row.revision.and_then(|revision| {
            self.converters.entry(revision).or_insert_with(|| Converter::new(revision, target)).as_ref()
        });
        match converter.and_then(|converter| converter.convert(row.product.code.as_str())) {
            Some(product) => {
                row.product = product;
                row.digits = 6;
                row.revision = if let Target::Hs(revision) = target { Some(revision) } else { None };
            }
            None => {
                *self.unconverted.entry((row.revision, row.digits)).or_default() += 1;
                row.is_unconverted = true;
            }
        }
        row
    }

    fn place(&mut self, row: &Observation) -> Result<(), ReadError> {
        let rounded_to = if only_rates(row) { Decimal::MAX } else { row.rounded_to.unwrap_or_default() };
        let edition = Edition { vintage: row.vintage, rounded_to, currency: row.currency };
        let keys = self.query.key(row);
        self.cube.filtered += u64::from(keys.is_empty());
        let row = &self.query.needed(row);
        for series in keys {
            self.cube.add(series, edition, row);
        }
        self.check_size()
    }

    /// An error where the question keeps too many figures apart.
    pub(super) fn check_size(&self) -> Result<(), ReadError> {
        if self.cube.facts.bytes() > MOST_BYTES { Err(too_many()) } else { Ok(()) }
    }

    /// The first row of a row's key, where the row is known to repeat one.
    fn repeated(&mut self, row: &Observation) -> Result<Option<Origin>, ReadError> {
        match &mut self.unique {
            Unique::Looking(repeats) if !row.adds_up => {
                repeats.push(identity(row), self.cube.rows, row.origin).map_err(ReadError::temporary)?;
                Ok(None)
            }
            Unique::Known(found) => {
                Ok(found.at(self.cube.rows).map_err(ReadError::temporary)?.map(|repeat| repeat.first))
            }
            Unique::Looking(_) | Unique::Trusted => Ok(None),
        }
    }

    /// The rows that repeat an earlier one, if there are any.
    pub(super) fn repeats(&mut self) -> Result<Option<Found>, ReadError> {
        let Unique::Looking(repeats) = std::mem::take(&mut self.unique) else { return Ok(None) };
        let found = repeats.find().map_err(ReadError::temporary)?;
        Ok((!found.is_empty()).then_some(found))
    }

    fn duplicate(&self, row: &Observation, first: Origin) -> BadRow {
        let name = |file: u16| self.cube.files.get(usize::from(file)).cloned().unwrap_or_default();
        let vintage = row.vintage.map(|month| format!(", vintage {month}")).unwrap_or_default();
        BadRow {
            file: name(row.origin.file),
            line: row.origin.line,
            column: "row".to_owned(),
            found: format!("{}, {}, {}, {}{vintage} again", row.period, row.flow, row.partner, row.product),
            expected: format!("{ONE_ROW}; the first is at {}:{}", name(first.file), first.line),
        }
    }

    /// The finished cube, with what must be known of the reading.
    pub(super) fn finish(mut self, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        rejects.check()?;
        self.cube.skipped = rejects.count();
        self.cube.currency = self.currency.filter(|code| !code.as_str().is_empty());
        if self.cube.rows == 0 && rejects.count() == 0 {
            return Err(ReadError::file(&self.cube.name, "no row of data below the header"));
        }
        if self.converts
            && (self.others.contains(&Code::fixed(""))
                || self.cube.coverage.keys().all(|key| key.currency.as_str().is_empty()))
        {
            let why = "the data names no currency; --set currency=USD (or another) says which it is in";
            return Err(ReadError::Question(why.to_owned()));
        }
        let notes = self.notes();
        self.cube.notes.extend(notes);
        self.cube.currencies = self.currencies();
        if !self.converts && !self.query.every_currency && !self.others.is_empty() && !super::china::is(&self.cube.name)
        {
            return Err(ReadError::Question(format!(
                "the data holds values in {}; --currency says which to answer in",
                list(self.others.iter().chain(self.currency.iter()).collect::<BTreeSet<_>>())
            )));
        }
        Ok(self.cube)
    }

    /// The currency to answer in, the main one of the data, and the others.
    fn currencies(&self) -> Vec<Code> {
        let several = self.converts || self.query.every_currency;
        let first = self.currency.into_iter().chain(self.main);
        let others = self.others.iter().copied().filter(|_| several);
        let mut currencies: Vec<Code> = Vec::new();
        for code in first.chain(others) {
            if !currencies.contains(&code) {
                currencies.push(code);
            }
        }
        if !several {
            currencies.truncate(1);
        }
        currencies
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.cube.skipped > 0 {
            let were = if self.cube.skipped == 1 { "was" } else { "were" };
            notes.push(format!("{} {were} left out", counted(self.cube.skipped, "bad row")));
        }
        if !self.cube.aside.is_empty() {
            let told = self.cube.aside.iter().map(|(reason, count)| format!("{count} with {reason}"));
            notes.push(format!("rows set aside: {}", list(told)));
        }
        for ((revision, digits), count) in &self.unconverted {
            let edition =
                revision.map_or("an edition that the data does not name".to_owned(), |revision| revision.to_string());
            notes.push(format!(
                "{} of {digits} digits in {edition} could not be converted: they count in the total of all products only",
                counted(*count, "row")
            ));
        }
        if !self.unknown.is_empty() {
            notes.push(format!("codes that no list of the program knows, kept as they are: {}", list(&self.unknown)));
        }
        if !self.marks.is_empty() {
            let told = self.marks.iter().map(|(mark, count)| format!("{mark} ({count})"));
            notes.push(format!("figures that the publisher marks: {}", list(told)));
        }
        if !self.unused.is_empty() {
            notes.push(format!("columns that are not read: {}", list(&self.unused)));
        }
        let lost: Vec<&Code> = self.others.iter().filter(|code| !rates::known(**code)).collect();
        if self.converts && !lost.is_empty() {
            notes.push(format!("no exchange rate for {}: these rows are left out", list(lost)));
        }
        notes
    }
}

impl Loader<'_> {
    /// Takes note of so many figures that the publisher marks.
    pub(super) fn marked_often(&mut self, mark: String, count: u64) {
        *self.marks.entry(mark).or_default() += count;
    }
}

impl Hears for Loader<'_> {
    fn unknown(&mut self, code: Code) {
        self.unknown.insert(code);
    }

    fn marked(&mut self, mark: &str) {
        *self.marks.entry(mark.to_owned()).or_default() += 1;
    }

    fn absent_is_missing(&mut self) {
        self.cube.absent_is_missing = true;
    }

    fn set_aside(&mut self, column: &str, code: &str) {
        self.cube.rows += 1;
        *self.cube.aside.entry(format!("{column} {code}")).or_default() += 1;
    }

    fn passed(&mut self) {
        self.cube.rows += 1;
        self.cube.filtered += 1;
    }
}

/// What is known of rows that repeat an earlier one.
#[derive(Debug, Default)]
pub(super) enum Unique {
    /// There are none.
    #[default]
    Trusted,
    /// They are being looked for.
    Looking(Repeats),
    /// These are they.
    Known(Found),
}

impl Unique {
    pub(super) fn looking() -> Unique {
        Unique::Looking(Repeats::default())
    }
}

/// With how many layouts that of a file is compared, so that those of many files are told once.
const LAYOUTS_COMPARED: usize = 64;

/// How much memory the facts of a question may take.
pub(super) const MOST_BYTES: usize = 256 << 20;

/// What is said of a question that keeps too many figures apart.
fn too_many() -> ReadError {
    ReadError::Question(
        "the question keeps more figures apart than the memory that the program allows itself; \
         ask for less at a time: fewer partners or products, a coarser --level, or a part of the files"
            .to_owned(),
    )
}

/// What tells a row from every other one.
pub fn identity(row: &Observation) -> u128 {
    fingerprint(&(
        row.period,
        row.flow,
        row.reporter,
        row.partner,
        row.product,
        row.currency,
        row.vintage,
        row.rounded_to,
        row.split_codes,
        only_rates(row),
    ))
}

/// Whether a row carries only a rate that was published, and no figure: it stands beside a row with the figure.
fn only_rates(row: &Observation) -> bool {
    let published = row.published.growth.is_some() || row.published.share.is_some();
    published && row.value.is_none() && row.weight.is_none() && row.quantity.is_none()
}

fn list<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match names.len() {
        0..=12 => names.join(", "),
        count => format!("{} and {} more", names[..12].join(", "), count - 12),
    }
}
