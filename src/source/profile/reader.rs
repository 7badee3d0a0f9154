//! Rows of a file become observations by a profile.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::cells;
use super::places::{Places, ValuePlace};
use super::{Absent, Profile, Role};
use crate::cube::{Observation, Origin, Published};
use crate::model::partner::WORLD;
use crate::model::{Class, Code, Flow, Month, PartnerKind, Period, Product, Revision, exact_product};
use crate::reference::entity;
use crate::source::error::ReadError;
use crate::source::loader::Loader;
use crate::source::rows::{Head, Rows};
use crate::source::{BadRow, Rejects, money, tidy};

/// What was wrong in a cell: column, what was found, what was expected.
type Wrong = (String, String, String);

/// Reads every row of a file by a profile.
pub(in crate::source) fn read(
    profile: &Profile,
    head: &Head,
    rows: &mut dyn Rows,
    loader: &mut Loader<'_>,
    rejects: &mut Rejects,
) -> Result<(), ReadError> {
    let mut reader = Reader::new(profile, Places::find(profile, head, &loader.given)?);
    if profile.name == "tidy" {
        reader.places.unused.iter().for_each(|column| loader.unused(column));
    }
    loader.layout(reader.places.layout(profile, head));
    loader.rows_add_up = profile.adds_up;
    if profile.absent == Absent::Missing {
        loader.absent_is_missing();
    }
    let mut record = csv::ByteRecord::new();
    while let Some(line) = rows.next(&mut record)? {
        let origin = Origin { file: head.file, line };
        let words = match text(std::mem::take(&mut record)) {
            Ok(words) => words,
            Err(wrong) => {
                bad(head, line, wrong, rejects)?;
                continue;
            }
        };
        reader.row(&words, origin, loader, &mut |row, loader| match row {
            Ok(row) => loader.accept(row, rejects),
            Err(wrong) => bad(head, line, wrong, rejects),
        })?;
        record = words.into_byte_record();
    }
    Ok(())
}

fn bad(head: &Head, line: u64, (column, found, expected): Wrong, rejects: &mut Rejects) -> Result<(), ReadError> {
    rejects.take(BadRow { file: head.path.clone(), line, column, found, expected })
}

fn text(record: csv::ByteRecord) -> Result<csv::StringRecord, Wrong> {
    csv::StringRecord::from_byte_record(record).map_err(|error| {
        let field = error.utf8_error().field();
        let record = error.into_byte_record();
        let found = String::from_utf8_lossy(record.get(field).unwrap_or_default()).into_owned();
        ("row".to_owned(), found, "text in UTF-8; --encoding NAME says which other encoding the file has".to_owned())
    })
}

/// Reads cells by their columns, each different text once.
struct Reader<'p> {
    profile: &'p Profile,
    places: Places,
    periods: FxHashMap<String, Period>,
    who: FxHashMap<String, (Code, PartnerKind)>,
    products: FxHashMap<String, Product>,
    unit: (String, (Code, i64)),
}

type Taken<'s> = dyn FnMut(Result<Observation, Wrong>, &mut Loader<'_>) -> Result<(), ReadError> + 's;

impl<'p> Reader<'p> {
    fn new(profile: &'p Profile, places: Places) -> Reader<'p> {
        let (periods, who, products) = Default::default();
        Reader { profile, places, periods, who, products, unit: (String::new(), (Code::fixed(""), 1)) }
    }

    /// Gives every figure of a row, or what is wrong with it.
    fn row(
        &mut self,
        row: &csv::StringRecord,
        origin: Origin,
        loader: &mut Loader<'_>,
        take: &mut Taken<'_>,
    ) -> Result<(), ReadError> {
        if row.len() != self.places.width {
            let expected = format!("{} as in the header", self.places.width);
            return take(Err(("row".to_owned(), format!("{} fields", row.len()), expected)), loader);
        }
        let outside = |(at, codes): &(usize, Vec<String>)| !codes.iter().any(|code| code == row[*at].trim());
        if let Some((at, _)) = self.places.only.iter().find(|only| outside(only)) {
            loader.set_aside(&self.places.columns[*at], row[*at].trim());
            return Ok(());
        }
        for place in 0..self.places.values.len() {
            let observation = self.observation(row, place, origin, loader);
            take(observation, loader)?;
        }
        Ok(())
    }

    /// The text of a cell, what a heading says, or what was given for the column; none when nothing is said.
    fn cell<'r>(&'r self, row: &'r csv::StringRecord, place: usize, role: Role) -> Option<&'r str> {
        let value: &ValuePlace = &self.places.values[place];
        let own = |at: usize| row.get(at).unwrap_or_default().trim();
        let text = match (&value.heading, self.places.at(role)) {
            (_, _) if role == Role::Value => Some(own(value.at)),
            (Some((heading, text)), _) if *heading == role => Some(text.as_str()),
            (_, []) => self.places.given(role),
            (_, [only]) => Some(own(*only)),
            (_, several) => several.iter().map(|at| own(*at)).find(|text| !text.is_empty()).or(Some("")),
        };
        text.map(|text| cells::mapped(self.profile, role, text))
    }

    fn filled<'r>(&'r self, row: &'r csv::StringRecord, place: usize, role: Role) -> Option<&'r str> {
        self.cell(row, place, role).filter(|text| !text.is_empty())
    }

    fn observation(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        origin: Origin,
        loader: &mut Loader<'_>,
    ) -> Result<Observation, Wrong> {
        let period = self.period(row, place)?;
        let flow = self.flow(row, place)?;
        let (reporter, _) = self.party(row, place, Role::Reporter, Code::fixed(""), loader)?;
        let (partner, kind) = self.party(row, place, Role::Partner, WORLD, loader)?;
        let (currency, unit) = self.currency(row, place)?;
        let (splits, split_codes) = self.splits(row, place);
        if self.cell(row, place, Role::Absent) == Some("missing") {
            loader.absent_is_missing();
        }
        let product = self.product(row, place)?;
        Ok(Observation {
            period,
            flow,
            reporter,
            partner,
            kind,
            product,
            digits: product.digits(),
            revision: self.filled(row, place, Role::Classification).and_then(Revision::named),
            is_unconverted: false,
            splits,
            split_codes,
            currency,
            value: in_units(self.number(row, place, Role::Value)?, unit)?,
            weight: self.number(row, place, Role::Weight)?,
            quantity: self.number(row, place, Role::Quantity)?,
            quantity_unit: self
                .filled(row, place, Role::QuantityUnit)
                .filter(|unit| !self.is_missing(unit))
                .map(Code::of),
            published: Published {
                growth: self.number(row, place, Role::PublishedGrowth)?,
                quantity_growth: self.number(row, place, Role::PublishedQuantityGrowth)?,
                share: self.number(row, place, Role::PublishedShare)?,
            },
            rounded_to: in_units(self.number(row, place, Role::RoundedTo)?, unit)?,
            confidential: self
                .filled(row, place, Role::Status)
                .is_some_and(|status| matches!(status, "confidential" | "c")),
            vintage: self.vintage(row, place)?,
            origin,
        })
    }

    fn is_missing(&self, text: &str) -> bool {
        self.profile.file.missing.iter().any(|missing| missing == text)
    }

    fn period(&mut self, row: &csv::StringRecord, place: usize) -> Result<Period, Wrong> {
        let month = self.filled(row, place, Role::Month);
        let joined = match (self.filled(row, place, Role::Period), self.cell(row, place, Role::Year), month) {
            (Some(period), _, _) => std::borrow::Cow::Borrowed(period),
            (None, Some(year), Some(month)) => self.year_and_month(year, month).into(),
            (None, Some(year), None) => year.into(),
            (None, None, _) => "".into(),
        };
        if let Some(period) = self.periods.get(joined.as_ref()) {
            return Ok(*period);
        }
        let found = joined.into_owned();
        let wrong = |expected| ("period".to_owned(), found.clone(), expected);
        let period = cells::period(&found, self.profile.annual_month).map_err(wrong)?;
        self.periods.insert(found, period);
        Ok(period)
    }

    fn year_and_month(&self, year: &str, month: &str) -> String {
        let year = year.strip_suffix(".0").unwrap_or(year);
        let annual = self.profile.annual_month.is_some_and(|annual| month.parse() == Ok(annual));
        if annual { year.to_owned() } else { format!("{year} {month}") }
    }

    fn flow(&self, row: &csv::StringRecord, place: usize) -> Result<Flow, Wrong> {
        let text = self.cell(row, place, Role::Flow).unwrap_or_default();
        let expected = "exports, imports, total, re-exports or re-imports";
        text.parse().map_err(|_| ("flow".to_owned(), text.to_owned(), expected.to_owned()))
    }

    fn party(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        role: Role,
        otherwise: Code,
        loader: &mut Loader<'_>,
    ) -> Result<(Code, PartnerKind), Wrong> {
        let Some(text) = self.cell(row, place, role) else { return Ok((otherwise, PartnerKind::World)) };
        if let Some(known) = self.who.get(text) {
            return Ok(*known);
        }
        if text.is_empty() && role == Role::Reporter {
            return Ok((otherwise, PartnerKind::World));
        }
        if text.is_empty() {
            let name = role.name();
            return Err((name.to_owned(), String::new(), format!("a {name}: a code such as VNM, a name, or WORLD")));
        }
        let found = match entity::exact(text).or_else(|| entity::find(text)) {
            Some(entity) => (entity.code, entity.kind),
            None => {
                loader.unknown(Code::of(text));
                (Code::of(text), PartnerKind::Country)
            }
        };
        let text = text.to_owned();
        self.who.insert(text, found);
        Ok(found)
    }

    fn product(&mut self, row: &csv::StringRecord, place: usize) -> Result<Product, Wrong> {
        let Some(text) = self.cell(row, place, Role::Product) else { return Ok(Product::TOTAL) };
        if let Some(product) = self.filled(row, place, Role::Classification).and_then(|list| other_list(list, text)) {
            return Ok(product);
        }
        if let Some(product) = self.products.get(text) {
            return Ok(*product);
        }
        let expected = "TOTAL or a code such as hs:8542, 8542 or gacc:MECH_ELEC";
        let product = cells::product(text, &self.profile.product);
        let product = product.ok_or_else(|| ("product".to_owned(), text.to_owned(), expected.to_owned()))?;
        self.products.insert(text.to_owned(), product);
        Ok(product)
    }

    fn number(&self, row: &csv::StringRecord, place: usize, role: Role) -> Result<Option<Decimal>, Wrong> {
        let Some(text) = self.cell(row, place, role) else { return Ok(None) };
        let scale = self.profile.scale.get(&role).copied().unwrap_or(1);
        cells::figure(text, &self.profile.file, scale)
            .map_err(|expected| (role.name().to_owned(), text.to_owned(), expected))
    }

    fn vintage(&self, row: &csv::StringRecord, place: usize) -> Result<Option<Month>, Wrong> {
        let Some(text) = self.filled(row, place, Role::Vintage) else { return Ok(None) };
        let month = cells::period(text, None).ok().filter(|period| period.len() == 1).map(Period::first);
        let expected = "the month of publication, such as 2025-12";
        month.map(Some).ok_or_else(|| ("vintage".to_owned(), text.to_owned(), expected.to_owned()))
    }

    /// The currency of a row and the number of its units in one unit of the column.
    fn currency(&mut self, row: &csv::StringRecord, place: usize) -> Result<(Code, i64), Wrong> {
        let role = if self.places.has(Role::Currency) { Role::Currency } else { Role::Unit };
        let text = self.cell(row, place, role).unwrap_or_default();
        if text == self.unit.0 {
            return Ok(self.unit.1);
        }
        let unit = money::unit(text).ok_or_else(|| {
            let expected = "a currency code such as CNY, or with its scale, such as million USD";
            (role.name().to_owned(), text.to_owned(), expected.to_owned())
        })?;
        self.unit = (text.to_owned(), unit);
        Ok(unit)
    }

    /// Which of the splits the row is a part in, one bit a split, and the codes that tell it from its like.
    fn splits(&self, row: &csv::StringRecord, place: usize) -> (u8, Code) {
        if let Some(codes) = self.filled(row, place, Role::Splits) {
            return (tidy::parts(codes), Code::of(codes));
        }
        let mut parts = 0;
        let mut codes = String::new();
        for (bit, (at, totals)) in self.places.splits.iter().enumerate() {
            let code = row.get(*at).unwrap_or_default().trim();
            if !code.is_empty() && !totals.iter().any(|total| total == code) {
                parts |= 1 << bit.min(7);
                codes.push_str(&code.replace([tidy::BAR, tidy::ORDINAL], "/"));
            }
            codes.push(tidy::BAR);
        }
        (parts, if parts == 0 { Code::fixed("") } else { Code::of(&codes) })
    }
}

/// A product of a list that is not the Harmonized System: S1 to S4 are SITC, B4 and B5 broad economic categories.
fn other_list(list: &str, code: &str) -> Option<Product> {
    let class = match list.as_bytes() {
        [b'S', b'0'..=b'9'] => Class::Sitc,
        [b'B', b'0'..=b'9'] => Class::Bec,
        _ => return None,
    };
    Some(if code.eq_ignore_ascii_case("TOTAL") { Product::TOTAL } else { Product::new(class, code) })
}

/// An amount in whole units of its currency.
fn in_units(amount: Option<Decimal>, unit: i64) -> Result<Option<Decimal>, Wrong> {
    let Some(amount) = amount.filter(|_| unit != 1) else { return Ok(amount) };
    let wrong = |_| ("value".to_owned(), amount.to_string(), "a plain number of at most 28 digits".to_owned());
    exact_product(amount, unit).map(Some).map_err(wrong)
}
