//! A row of a file becomes observations by a profile.

use rust_decimal::Decimal;

use super::cells;
use super::places::{Places, ValuePlace};
use super::recent::Recent;
use super::{Profile, Role};
use crate::cube::{Observation, Origin, Published};
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, Measure, Month, PartnerKind, Period, Product, Revision};
use crate::query::Query;
use crate::source::error::ReadError;
use crate::source::{money, tidy};

/// The word for the year up to and with a month.
const TO_DATE: &str = "to_date";

/// What was wrong in a cell: column, what was found, what was expected.
pub(super) type Wrong = (String, String, String);

/// Takes note of what a reader meets beside figures.
pub(in crate::source) trait Hears {
    /// A code that no list knows.
    fn unknown(&mut self, code: Code);
    /// A figure that the publisher marks, for example as provisional.
    fn marked(&mut self, mark: &str);
    /// That an absent row says nothing.
    fn absent_is_missing(&mut self);
    /// A row that the layout sets aside.
    fn set_aside(&mut self, column: &str, code: &str);
    /// A row that the question does not ask for.
    fn passed(&mut self);
}

/// Reads cells by their columns, each different text once.
pub(in crate::source) struct Reader<'p> {
    pub(super) profile: &'p Profile,
    pub(in crate::source) places: Places,
    query: &'p Query,
    periods: Recent<Period>,
    pub(super) who: Recent<(Code, PartnerKind)>,
    pub(super) products: Recent<Product>,
    unit: (String, (Code, i64)),
}

/// What takes an observation, or what is wrong in its row.
pub(in crate::source) type Taken<'s, H> = dyn FnMut(Result<Observation, Wrong>, &mut H) -> Result<(), ReadError> + 's;

impl<'p> Reader<'p> {
    pub(super) fn new(profile: &'p Profile, places: Places, query: &'p Query) -> Reader<'p> {
        let (periods, who, products) = Default::default();
        Reader { profile, places, query, periods, who, products, unit: (String::new(), (Code::fixed(""), 1)) }
    }

    /// Gives every figure of a row, or what is wrong with it.
    pub(in crate::source) fn row<H: Hears>(
        &mut self,
        row: &csv::StringRecord,
        origin: Origin,
        hears: &mut H,
        take: &mut Taken<'_, H>,
    ) -> Result<(), ReadError> {
        if row.len() != self.places.width {
            let expected = format!("{} as in the header", self.places.width);
            return take(Err(("row".to_owned(), format!("{} fields", row.len()), expected)), hears);
        }
        if let Some(at) = self.set_aside(row) {
            let (column, text) = (&self.places.columns[at], row[at].trim());
            if let Err(wrong) = code(column, text) {
                return take(Err(wrong), hears);
            }
            hears.set_aside(column, text);
            return Ok(());
        }
        for place in 0..self.places.values.len() {
            if self.is_told_already(row, place) {
                continue;
            }
            match self.observation(row, place, origin, hears) {
                Ok(None) => hears.passed(),
                Ok(Some(observation)) => take(Ok(observation), hears)?,
                Err(wrong) => take(Err(wrong), hears)?,
            }
        }
        Ok(())
    }

    /// The column whose code sets a row aside.
    pub(in crate::source) fn set_aside(&self, row: &csv::StringRecord) -> Option<usize> {
        let listed = |(at, codes): &&(usize, Vec<String>)| cells::listed(codes, row[*at].trim());
        let outside = self.places.only.iter().find(|only| !listed(only));
        outside.or_else(|| self.places.except.iter().find(listed)).map(|(at, _)| *at)
    }

    /// Whether a cell repeats the one before it: January to date is January.
    fn is_told_already(&self, row: &csv::StringRecord, place: usize) -> bool {
        let own = |place: usize| row.get(self.places.values[place].at).unwrap_or_default().trim();
        let to_date = place > 0 && self.cell(row, place, Role::Span) == Some(TO_DATE);
        let month = |place: usize| self.filled(row, place, Role::Span) == Some("month");
        to_date && month(place - 1) && own(place) == own(place - 1) && self.begins_the_year(row, place)
    }

    fn begins_the_year(&self, row: &csv::StringRecord, place: usize) -> bool {
        let period = cells::period(&self.period_text(row, place), self.profile.annual_month);
        period.is_ok_and(|period| period.len() == 1 && period.first().number() == 1)
    }

    /// The text of a cell, what a heading says, or what was given for the column; none when nothing is said.
    pub(super) fn cell<'r>(&'r self, row: &'r csv::StringRecord, place: usize, role: Role) -> Option<&'r str> {
        let value: &ValuePlace = &self.places.values[place];
        let own = |at: usize| row.get(at).unwrap_or_default().trim();
        let text = match (&value.heading, self.places.at(role)) {
            (_, _) if role == Role::Value => Some(own(value.at)),
            (_, _) if role == Role::PublishedGrowth && value.growth.is_some() => value.growth.map(own),
            (Some((heading, text)), _) if *heading == role => Some(text.as_str()),
            (_, []) => self.places.given(role),
            (_, [only]) => Some(own(*only)),
            (_, several) => several.iter().map(|at| own(*at)).find(|text| !text.is_empty()).or(Some("")),
        };
        text.map(|text| cells::mapped(self.profile, role, text))
    }

    pub(super) fn filled<'r>(&'r self, row: &'r csv::StringRecord, place: usize, role: Role) -> Option<&'r str> {
        self.cell(row, place, role).filter(|text| !text.is_empty())
    }

    /// The figures of a row; none when the question does not ask for its period and direction.
    fn observation(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        origin: Origin,
        hears: &mut impl Hears,
    ) -> Result<Option<Observation>, Wrong> {
        let Some((about, unit)) = self.about(row, place, origin, hears)? else { return Ok(None) };
        let (partner, kind) = self.partner(row, place, hears)?;
        let product = self.product(row, place)?;
        let weight = if self.reads(Measure::Weight) { self.number(row, place, Role::Weight)? } else { None };
        let quantity =
            if self.reads(Measure::Quantity) { self.quantity(row, place, about.quantity_unit)? } else { None };
        Ok(Some(Observation {
            partner,
            kind,
            product,
            digits: product.digits(),
            value: cells::in_units(self.number(row, place, Role::Value)?, unit)?,
            weight,
            quantity,
            published: Published {
                growth: self.number(row, place, Role::PublishedGrowth)?,
                quantity_growth: self.number(row, place, Role::PublishedQuantityGrowth)?,
                share: self.number(row, place, Role::PublishedShare)?,
            },
            rounded_to: cells::in_units(self.number(row, place, Role::RoundedTo)?, unit)?,
            ..about
        }))
    }

    /// What a row is about, but for its partner, its product and its figures, and the number of units of the currency in
    /// one unit of the value; none when the question does not ask for its period and direction.
    pub(in crate::source) fn about(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        origin: Origin,
        hears: &mut impl Hears,
    ) -> Result<Option<(Observation, i64)>, Wrong> {
        let period = self.period(row, place)?;
        let flow = self.flow(row, place)?;
        if !self.query.wants(period, flow) {
            return Ok(None);
        }
        let (reporter, _) = self.party(row, place, Role::Reporter, Code::fixed(""), hears)?;
        let (currency, unit) = self.currency(row, place)?;
        let unit = self.raised(row, place, unit)?;
        let (splits, split_codes) = self.splits(row, place)?;
        if self.cell(row, place, Role::Absent) == Some("missing") {
            hears.absent_is_missing();
        }
        let reads_quantity = self.reads(Measure::Quantity);
        let about = Observation {
            period,
            flow,
            reporter,
            partner: WORLD,
            kind: PartnerKind::World,
            product: Product::TOTAL,
            digits: 0,
            adds_up: self.profile.adds_up,
            revision: self.filled(row, place, Role::Classification).and_then(Revision::named),
            is_unconverted: false,
            splits,
            split_codes,
            currency,
            value: None,
            weight: None,
            quantity: None,
            quantity_unit: if reads_quantity { self.quantity_unit(row, place)? } else { None },
            published: Published::default(),
            rounded_to: None,
            confidential: self.confidential(row, place, hears)?,
            vintage: self.vintage(row, place)?,
            origin,
        };
        Ok(Some((about, unit)))
    }

    /// Whether a measure is needed. Where rates are published it matters whether a row carries a figure too.
    fn reads(&self, measure: Measure) -> bool {
        let rates = self.places.has(Role::PublishedGrowth) || self.places.has(Role::PublishedShare);
        rates || !self.query.unread.contains(&measure)
    }

    /// A quantity. Zero in no unit, in an office's file that has units, is one that was not given.
    fn quantity(&self, row: &csv::StringRecord, place: usize, unit: Option<Code>) -> Result<Option<Decimal>, Wrong> {
        let given = unit.is_some() || self.profile.is_tidy() || !self.places.has(Role::QuantityUnit);
        Ok(self.number(row, place, Role::Quantity)?.filter(|quantity| given || !quantity.is_zero()))
    }

    fn is_missing(&self, text: &str) -> bool {
        self.profile.file.missing.iter().any(|missing| missing == text)
    }

    /// Whether the office keeps a figure secret; other marks of the publisher are counted.
    fn confidential(&self, row: &csv::StringRecord, place: usize, hears: &mut impl Hears) -> Result<bool, Wrong> {
        let Some(status) = self.filled(row, place, Role::Status) else { return Ok(false) };
        let secret = matches!(status, "confidential" | "c");
        if !secret {
            hears.marked(code(Role::Status.name(), status)?.as_str());
        }
        Ok(secret)
    }

    fn quantity_unit(&self, row: &csv::StringRecord, place: usize) -> Result<Option<Code>, Wrong> {
        let unit = self.filled(row, place, Role::QuantityUnit).filter(|unit| !self.is_missing(unit));
        unit.map(|unit| code(Role::QuantityUnit.name(), unit)).transpose()
    }

    fn period_text<'r>(&'r self, row: &'r csv::StringRecord, place: usize) -> std::borrow::Cow<'r, str> {
        let month = self.filled(row, place, Role::Month);
        match (self.filled(row, place, Role::Period), self.cell(row, place, Role::Year), month) {
            (Some(period), _, _) => std::borrow::Cow::Borrowed(period),
            (None, Some(year), Some(month)) => self.year_and_month(year, month).into(),
            (None, Some(year), None) => year.into(),
            (None, None, _) => "".into(),
        }
    }

    fn period(&mut self, row: &csv::StringRecord, place: usize) -> Result<Period, Wrong> {
        let joined = self.period_text(row, place);
        let period = match self.periods.get(&joined) {
            Some(period) => period,
            None => {
                let found = joined.into_owned();
                let wrong = |expected| ("period".to_owned(), found.clone(), expected);
                let period = cells::period(&found, self.profile.annual_month).map_err(wrong)?;
                self.periods.insert(&found, period);
                period
            }
        };
        match self.filled(row, place, Role::Span) {
            None | Some("month") => Ok(period),
            Some(TO_DATE) => {
                Ok(Period::within_year(period.first().year(), 1, period.last().number()).unwrap_or(period))
            }
            Some(other) => Err(("span".to_owned(), other.to_owned(), "month or to_date".to_owned())),
        }
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

    pub(in crate::source) fn number(
        &self,
        row: &csv::StringRecord,
        place: usize,
        role: Role,
    ) -> Result<Option<Decimal>, Wrong> {
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

    /// The unit times the power of ten that a row states.
    fn raised(&self, row: &csv::StringRecord, place: usize, unit: i64) -> Result<i64, Wrong> {
        let Some(text) = self.filled(row, place, Role::PowerOfTen) else { return Ok(unit) };
        let power = text.parse().ok().and_then(|power| 10_i64.checked_pow(power));
        let expected = || ("power_of_ten".to_owned(), text.to_owned(), "a number of zeros from 0 to 18".to_owned());
        power.and_then(|power| unit.checked_mul(power)).ok_or_else(expected)
    }

    /// Which of the splits the row is a part in, one bit a split, and the codes that tell it from its like.
    fn splits(&self, row: &csv::StringRecord, place: usize) -> Result<(u8, Code), Wrong> {
        if let Some(codes) = self.filled(row, place, Role::Splits) {
            return Ok((tidy::parts(codes), code(Role::Splits.name(), codes)?));
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
        Ok((parts, if parts == 0 { Code::fixed("") } else { code(Role::Splits.name(), &codes)? }))
    }
}

/// The code of a text in a column.
pub(super) fn code(column: &str, text: &str) -> Result<Code, Wrong> {
    Code::from_data(text).ok_or_else(|| (column.to_owned(), text.to_owned(), Code::EXPECTED.to_owned()))
}
