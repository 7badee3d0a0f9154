//! The plain layout: one row a figure, columns by name.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::error::ReadError;
use super::layout::{Head, Layout, fault};
use super::loader::Loader;
use super::{BadRow, Rejects, number};
use crate::cube::{Observation, Origin, Published};
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, Month, PartnerKind, Period, Product, exact_product, period_expr};
use crate::reference::entity;

/// Every column that is read.
pub(super) const COLUMNS: [&str; 18] = [
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
    "source",
];

/// Columns that repeat in words what another one says in codes.
const WORDS: [&str; 3] = ["reporter_name", "partner_name", "product_name"];

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
        let row = text(&record).and_then(|row| reader.row(&row, Origin { file: head.file, line }, loader));
        match row {
            Ok(row) => loader.accept(row, rejects)?,
            Err((column, found, expected)) => {
                let column = column.to_owned();
                rejects.take(BadRow { file: head.path.clone(), line, column, found, expected })?;
            }
        }
    }
}

fn text(record: &csv::ByteRecord) -> Result<csv::StringRecord, Wrong> {
    csv::StringRecord::from_byte_record(record.clone()).map_err(|error| {
        let cell = record.get(error.utf8_error().field()).unwrap_or_default();
        let found = String::from_utf8_lossy(cell).into_owned();
        ("row", found, "text in UTF-8; the file may be in another encoding".to_owned())
    })
}

/// Reads cells by the names of their columns, each different text once.
struct Reader {
    width: usize,
    places: HashMap<&'static str, usize>,
    given: HashMap<&'static str, String>,
    periods: HashMap<String, Period>,
    partners: HashMap<String, (Code, PartnerKind)>,
    products: HashMap<String, Product>,
}

impl Reader {
    fn new(head: &Head, loader: &mut Loader<'_>) -> Result<Reader, ReadError> {
        let mut places = HashMap::new();
        for (at, column) in head.columns.iter().enumerate() {
            match COLUMNS.iter().find(|known| *known == column) {
                Some(known) => {
                    if places.insert(*known, at).is_some() {
                        return Err(ReadError::file(
                            &head.path,
                            format!("1: header: found {known} twice, expected it once"),
                        ));
                    }
                }
                None if WORDS.contains(&column.as_str()) => {}
                None => loader.unused(column),
            }
        }
        let given = given(head, loader, &places)?;
        if !places.contains_key("flow") && !given.contains_key("flow") {
            let why = "1: header: found no column flow; --set flow=imports (or exports) gives it for every row";
            return Err(ReadError::file(&head.path, why));
        }
        Ok(Reader {
            width: head.columns.len(),
            places,
            given,
            periods: HashMap::new(),
            partners: HashMap::new(),
            products: HashMap::new(),
        })
    }

    /// The text of a cell, or what was given for its column; none when there is no such column.
    fn cell<'r>(&'r self, row: &'r csv::StringRecord, column: &'static str) -> Option<&'r str> {
        let own = self.places.get(column).map(|at| row.get(*at).unwrap_or_default().trim());
        own.or_else(|| self.given.get(column).map(String::as_str))
    }

    fn row(&mut self, row: &csv::StringRecord, origin: Origin, loader: &mut Loader<'_>) -> Result<Observation, Wrong> {
        if row.len() != self.width {
            return Err(("row", format!("{} fields", row.len()), format!("{} as in the header", self.width)));
        }
        let flow = self.flow(row)?;
        let (reporter, _) = self.who(row, "reporter", Code::fixed(""), loader)?;
        let (partner, kind) = self.who(row, "partner", WORLD, loader)?;
        let (currency, scale) = self.currency(row)?;
        Ok(Observation {
            period: self.period(row)?,
            flow,
            reporter,
            partner,
            kind,
            product: self.product(row)?,
            currency,
            value: scaled("value", self.number(row, "value")?, scale)?,
            weight: self.number(row, "weight")?,
            quantity: self.number(row, "quantity")?,
            quantity_unit: self.cell(row, "quantity_unit").filter(|unit| !unit.is_empty()).map(Code::of),
            published: Published {
                growth: self.number(row, "published_growth_pct")?,
                quantity_growth: self.number(row, "published_quantity_growth_pct")?,
                share: self.number(row, "published_share_pct")?,
            },
            rounded_to: scaled("rounded_to", self.number(row, "rounded_to")?, scale)?,
            confidential: self.cell(row, "status").is_some_and(|status| matches!(status, "confidential" | "c")),
            vintage: self.vintage(row)?,
            origin,
        })
    }

    fn period(&mut self, row: &csv::StringRecord) -> Result<Period, Wrong> {
        let text = self.cell(row, "period").unwrap_or_default();
        if let Some(period) = self.periods.get(text) {
            return Ok(*period);
        }
        let expected = "a period such as 2023-11, 2023-jan..nov or 2023";
        let period = period_expr::parse_dated(text).map_err(|_| ("period", text.to_owned(), expected.to_owned()))?;
        self.periods.insert(text.to_owned(), period);
        Ok(period)
    }

    fn flow(&self, row: &csv::StringRecord) -> Result<Flow, Wrong> {
        let text = self.cell(row, "flow").unwrap_or_default();
        let expected = "exports, imports, total, re-exports or re-imports";
        text.parse().map_err(|_| ("flow", text.to_owned(), expected.to_owned()))
    }

    fn who(
        &mut self,
        row: &csv::StringRecord,
        column: &'static str,
        otherwise: Code,
        loader: &mut Loader<'_>,
    ) -> Result<(Code, PartnerKind), Wrong> {
        let Some(text) = self.cell(row, column) else { return Ok((otherwise, PartnerKind::World)) };
        if let Some(known) = self.partners.get(text) {
            return Ok(*known);
        }
        if text.is_empty() {
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
        let Some(text) = self.cell(row, "product") else { return Ok(Product::TOTAL) };
        if let Some(product) = self.products.get(text) {
            return Ok(*product);
        }
        let expected = "TOTAL or a code such as hs:8542, 8542 or gacc:MECH_ELEC";
        let product = text.parse().map_err(|_| ("product", text.to_owned(), expected.to_owned()))?;
        self.products.insert(text.to_owned(), product);
        Ok(product)
    }

    fn number(&self, row: &csv::StringRecord, column: &'static str) -> Result<Option<Decimal>, Wrong> {
        let Some(text) = self.cell(row, column).filter(|text| !text.is_empty()) else { return Ok(None) };
        let number = number::decimal(text).map_err(|expected| (column, text.to_owned(), expected.to_owned()))?;
        Ok(Some(number))
    }

    fn vintage(&self, row: &csv::StringRecord) -> Result<Option<Month>, Wrong> {
        let Some(text) = self.cell(row, "vintage").filter(|text| !text.is_empty()) else { return Ok(None) };
        let period = period_expr::parse_dated(text).ok().filter(|period| period.len() == 1);
        let month = period.map(Period::first);
        month
            .map(Some)
            .ok_or_else(|| ("vintage", text.to_owned(), "the month of publication, such as 2025-12".to_owned()))
    }

    /// The currency of a row and the number of its units in one unit of the column.
    fn currency(&self, row: &csv::StringRecord) -> Result<(Code, i64), Wrong> {
        let column = if self.places.contains_key("currency") { "currency" } else { "unit" };
        let text = self.cell(row, column).or_else(|| self.cell(row, "currency")).unwrap_or_default();
        super::money::unit(text).ok_or_else(|| {
            (column, text.to_owned(), "a currency code such as CNY, or with its scale, such as million USD".to_owned())
        })
    }
}

/// An amount in whole units of its currency.
fn scaled(column: &'static str, amount: Option<Decimal>, scale: i64) -> Result<Option<Decimal>, Wrong> {
    let Some(amount) = amount else { return Ok(None) };
    let whole = exact_product(amount, scale);
    whole.map(Some).map_err(|_| (column, amount.to_string(), "a plain number of at most 28 digits".to_owned()))
}

fn given(
    head: &Head,
    loader: &Loader<'_>,
    places: &HashMap<&'static str, usize>,
) -> Result<HashMap<&'static str, String>, ReadError> {
    let mut given = HashMap::new();
    for (name, value) in &loader.given {
        let Some(known) = COLUMNS.iter().find(|known| *known == name) else {
            let why = format!("--set {name}: no such column; expected one of {}", COLUMNS.join(", "));
            return Err(ReadError::Question(why));
        };
        if places.contains_key(known) {
            return Err(ReadError::file(&head.path, format!("--set {name}: the file has a column {name} of its own")));
        }
        given.insert(*known, value.clone());
    }
    Ok(given)
}
