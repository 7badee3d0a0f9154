//! The plain layout: one row a figure, columns by name.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::error::ReadError;
use super::layout::{Head, Layout, fault};
use super::loader::Loader;
use super::{BadRow, Rejects, number};
use crate::cube::{Observation, Origin, Published};
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, Month, PartnerKind, Period, Product, exact_product, period_expr};
use crate::reference::entity;

/// A column that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Period,
    Flow,
    Value,
    Reporter,
    Partner,
    Product,
    Unit,
    Currency,
    Weight,
    Quantity,
    QuantityUnit,
    PublishedGrowth,
    PublishedQuantityGrowth,
    PublishedShare,
    RoundedTo,
    Status,
    Vintage,
}

/// Names of the columns that are read, in the order of [`Column`].
pub(super) const COLUMNS: [&str; 17] = [
    "period",
    "flow",
    "value",
    "reporter",
    "partner",
    "product",
    "unit",
    "currency",
    "weight",
    "quantity",
    "quantity_unit",
    "published_growth_pct",
    "published_quantity_growth_pct",
    "published_share_pct",
    "rounded_to",
    "status",
    "vintage",
];

impl Column {
    fn name(self) -> &'static str {
        COLUMNS[self as usize]
    }
}

/// Columns for people: names beside codes, and where a figure comes from.
const WORDS: [&str; 4] = ["reporter_name", "partner_name", "product_name", "source"];

/// The plain layout.
pub(super) static LAYOUT: Layout = Layout {
    name: "tidy",
    about: "period, flow, value and any of reporter, partner, product, unit, weight, quantity and more, by name",
    recognises,
    read,
};

fn recognises(columns: &[String]) -> bool {
    let has = |name: &str| columns.iter().any(|column| column == name);
    has("period") && has("value")
}

/// What was wrong in a cell: column, what was found, what was expected.
type Wrong = (&'static str, String, String);

fn read(mut head: Head, loader: &mut Loader<'_>, rejects: &mut Rejects) -> Result<(), ReadError> {
    let mut reader = Reader::new(&head, loader)?;
    let mut record = csv::ByteRecord::new();
    loop {
        let more = head.rows.read_byte_record(&mut record).map_err(|error| fault(&head.path, &error))?;
        if !more {
            return Ok(());
        }
        let line = record.position().map_or(0, csv::Position::line);
        let row = match text(std::mem::take(&mut record)) {
            Ok(words) => {
                let row = reader.row(&words, Origin { file: head.file, line }, loader);
                record = words.into_byte_record();
                row
            }
            Err(wrong) => Err(wrong),
        };
        match row {
            Ok(row) => loader.accept(row, rejects)?,
            Err((column, found, expected)) => {
                let column = column.to_owned();
                rejects.take(BadRow { file: head.path.clone(), line, column, found, expected })?;
            }
        }
    }
}

fn text(record: csv::ByteRecord) -> Result<csv::StringRecord, Wrong> {
    csv::StringRecord::from_byte_record(record).map_err(|error| {
        let field = error.utf8_error().field();
        let record = error.into_byte_record();
        let cell = record.get(field).unwrap_or_default();
        let found = String::from_utf8_lossy(cell).into_owned();
        ("row", found, "text in UTF-8; the file may be in another encoding".to_owned())
    })
}

/// Reads cells by their columns, each different text once.
struct Reader {
    width: usize,
    places: [Option<usize>; COLUMNS.len()],
    given: [Option<String>; COLUMNS.len()],
    periods: FxHashMap<String, Period>,
    partners: FxHashMap<String, (Code, PartnerKind)>,
    products: FxHashMap<String, Product>,
    unit: (String, (Code, i64)),
}

impl Reader {
    fn new(head: &Head, loader: &mut Loader<'_>) -> Result<Reader, ReadError> {
        let mut places = [None; COLUMNS.len()];
        for (at, column) in head.columns.iter().enumerate() {
            match COLUMNS.iter().position(|known| known == column) {
                Some(known) if places[known].is_some() => {
                    return Err(ReadError::file(
                        &head.path,
                        format!("1: header: found {column} twice, expected it once"),
                    ));
                }
                Some(known) => places[known] = Some(at),
                None if WORDS.contains(&column.as_str()) => {}
                None => loader.unused(column),
            }
        }
        let given = given(head, loader, &places)?;
        if places[Column::Flow as usize].is_none() && given[Column::Flow as usize].is_none() {
            let why = "1: header: found no column flow; --set flow=imports (or exports) gives it for every row";
            return Err(ReadError::file(&head.path, why));
        }
        Ok(Reader {
            width: head.columns.len(),
            places,
            given,
            periods: FxHashMap::default(),
            partners: FxHashMap::default(),
            products: FxHashMap::default(),
            unit: (String::new(), (Code::fixed(""), 1)),
        })
    }

    /// The text of a cell, or what was given for its column; none when there is no such column.
    fn cell<'r>(&'r self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        match self.places[column as usize] {
            Some(at) => Some(row.get(at).unwrap_or_default().trim()),
            None => self.given[column as usize].as_deref(),
        }
    }

    /// The text of a cell that says something.
    fn filled<'r>(&'r self, row: &'r csv::StringRecord, column: Column) -> Option<&'r str> {
        self.cell(row, column).filter(|text| !text.is_empty())
    }

    fn row(&mut self, row: &csv::StringRecord, origin: Origin, loader: &mut Loader<'_>) -> Result<Observation, Wrong> {
        if row.len() != self.width {
            return Err(("row", format!("{} fields", row.len()), format!("{} as in the header", self.width)));
        }
        let flow = self.flow(row)?;
        let (reporter, _) = self.who(row, Column::Reporter, Code::fixed(""), loader)?;
        let (partner, kind) = self.who(row, Column::Partner, WORLD, loader)?;
        let (currency, scale) = self.currency(row)?;
        Ok(Observation {
            period: self.period(row)?,
            flow,
            reporter,
            partner,
            kind,
            product: self.product(row)?,
            currency,
            value: scaled("value", self.number(row, Column::Value)?, scale)?,
            weight: self.number(row, Column::Weight)?,
            quantity: self.number(row, Column::Quantity)?,
            quantity_unit: self.filled(row, Column::QuantityUnit).map(Code::of),
            published: Published {
                growth: self.number(row, Column::PublishedGrowth)?,
                quantity_growth: self.number(row, Column::PublishedQuantityGrowth)?,
                share: self.number(row, Column::PublishedShare)?,
            },
            rounded_to: scaled("rounded_to", self.number(row, Column::RoundedTo)?, scale)?,
            confidential: self.cell(row, Column::Status).is_some_and(|status| matches!(status, "confidential" | "c")),
            vintage: self.vintage(row)?,
            origin,
        })
    }

    fn period(&mut self, row: &csv::StringRecord) -> Result<Period, Wrong> {
        let text = self.cell(row, Column::Period).unwrap_or_default();
        if let Some(period) = self.periods.get(text) {
            return Ok(*period);
        }
        let expected = "a period such as 2023-11, 2023-jan..nov or 2023";
        let period = period_expr::parse_dated(text).map_err(|_| ("period", text.to_owned(), expected.to_owned()))?;
        self.periods.insert(text.to_owned(), period);
        Ok(period)
    }

    fn flow(&self, row: &csv::StringRecord) -> Result<Flow, Wrong> {
        let text = self.cell(row, Column::Flow).unwrap_or_default();
        let expected = "exports, imports, total, re-exports or re-imports";
        text.parse().map_err(|_| ("flow", text.to_owned(), expected.to_owned()))
    }

    fn who(
        &mut self,
        row: &csv::StringRecord,
        column: Column,
        otherwise: Code,
        loader: &mut Loader<'_>,
    ) -> Result<(Code, PartnerKind), Wrong> {
        let Some(text) = self.cell(row, column) else { return Ok((otherwise, PartnerKind::World)) };
        if let Some(known) = self.partners.get(text) {
            return Ok(*known);
        }
        if text.is_empty() {
            let column = column.name();
            return Err((column, String::new(), format!("a {column}: a code such as VNM, a name, or WORLD")));
        }
        let found = match entity::exact(text).or_else(|| entity::find(text)) {
            Some(entity) => (entity.code, entity.kind),
            None => {
                loader.unknown(Code::of(text));
                (Code::of(text), PartnerKind::Country)
            }
        };
        let text = text.to_owned();
        self.partners.insert(text, found);
        Ok(found)
    }

    fn product(&mut self, row: &csv::StringRecord) -> Result<Product, Wrong> {
        let Some(text) = self.cell(row, Column::Product) else { return Ok(Product::TOTAL) };
        if let Some(product) = self.products.get(text) {
            return Ok(*product);
        }
        let expected = "TOTAL or a code such as hs:8542, 8542 or gacc:MECH_ELEC";
        let product = text.parse().map_err(|_| ("product", text.to_owned(), expected.to_owned()))?;
        self.products.insert(text.to_owned(), product);
        Ok(product)
    }

    fn number(&self, row: &csv::StringRecord, column: Column) -> Result<Option<Decimal>, Wrong> {
        let Some(text) = self.filled(row, column) else { return Ok(None) };
        let number = number::decimal(text).map_err(|expected| (column.name(), text.to_owned(), expected.to_owned()))?;
        Ok(Some(number))
    }

    fn vintage(&self, row: &csv::StringRecord) -> Result<Option<Month>, Wrong> {
        let Some(text) = self.filled(row, Column::Vintage) else { return Ok(None) };
        let period = period_expr::parse_dated(text).ok().filter(|period| period.len() == 1);
        let month = period.map(Period::first);
        month
            .map(Some)
            .ok_or_else(|| ("vintage", text.to_owned(), "the month of publication, such as 2025-12".to_owned()))
    }

    /// The currency of a row and the number of its units in one unit of the column.
    fn currency(&mut self, row: &csv::StringRecord) -> Result<(Code, i64), Wrong> {
        let column = if self.places[Column::Currency as usize].is_some() { Column::Currency } else { Column::Unit };
        let text = self.cell(row, column).or_else(|| self.cell(row, Column::Currency)).unwrap_or_default();
        if text == self.unit.0 {
            return Ok(self.unit.1);
        }
        let unit = super::money::unit(text).ok_or_else(|| {
            let expected = "a currency code such as CNY, or with its scale, such as million USD";
            (column.name(), text.to_owned(), expected.to_owned())
        })?;
        self.unit = (text.to_owned(), unit);
        Ok(unit)
    }
}

/// An amount in whole units of its currency.
fn scaled(column: &'static str, amount: Option<Decimal>, scale: i64) -> Result<Option<Decimal>, Wrong> {
    let Some(amount) = amount else { return Ok(None) };
    let whole = exact_product(amount, scale);
    whole.map(Some).map_err(|_| (column, amount.to_string(), "a plain number of at most 28 digits".to_owned()))
}

/// What --set gives for columns that the file lacks.
fn given(
    head: &Head,
    loader: &Loader<'_>,
    places: &[Option<usize>; COLUMNS.len()],
) -> Result<[Option<String>; COLUMNS.len()], ReadError> {
    let mut given = [const { None }; COLUMNS.len()];
    for (name, value) in &loader.given {
        let Some(known) = COLUMNS.iter().position(|known| known == name) else {
            let why = format!("--set {name}: no such column; expected one of {}", COLUMNS.join(", "));
            return Err(ReadError::Question(why));
        };
        if places[known].is_some() {
            return Err(ReadError::file(&head.path, format!("--set {name}: the file has a column {name} of its own")));
        }
        given[known] = Some(value.clone());
    }
    Ok(given)
}
