//! A figure inside a text: exact, with its unit and where it comes from, or missing with the reason.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use minijinja::value::{DynObject, Object, ObjectRepr};
use minijinja::{Error, Value};
use rust_decimal::Decimal;

use super::answer::Row;
use super::fault::refused;
use super::filters;
use super::session::Stray;
use crate::figures::wording::{Language, Unit};

/// A number, or why there is none.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) number: Result<Number, String>,
    pub(super) about: Arc<About>,
}

/// An exact number and what it counts.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) value: Decimal,
    pub(super) kind: Kind,
}

/// What a number counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Units of money or of goods.
    Amount(Unit),
    /// Percent.
    Percent,
    /// Percent that were printed with so many digits behind the point.
    Published(u32),
    /// Percentage points.
    Points,
    /// Nothing: a ratio, an index.
    Ratio,
    /// Places and pieces.
    Count,
}

/// Where a figure comes from.
#[derive(Debug)]
pub(super) struct About {
    /// The question and the column, for errors.
    pub(super) origin: String,
    /// The row of the answer; none where there is no answer.
    pub(super) row: Option<Row>,
    pub(super) language: Language,
    pub(super) stray: Stray,
}

impl Kind {
    pub(super) fn name(&self) -> String {
        match self {
            Kind::Amount(unit) => unit.name(Language::English),
            Kind::Percent | Kind::Published(_) => "percent".to_owned(),
            Kind::Points => "percentage points".to_owned(),
            Kind::Ratio => "a ratio".to_owned(),
            Kind::Count => "a count".to_owned(),
        }
    }

    /// Whether two numbers can be compared or added.
    pub(super) fn is_like(&self, other: &Kind) -> bool {
        let is_percent = |kind: &Kind| matches!(kind, Kind::Percent | Kind::Published(_));
        self == other || is_percent(self) && is_percent(other)
    }
}

/// What stands in a text that is refused, where a figure is missing.
pub(super) const STRAY: &str = "\u{e000}\u{e001}\u{e000}";

impl Figure {
    pub(super) fn of(value: &Value) -> Option<&Figure> {
        value.downcast_object_ref::<Figure>()
    }

    /// The number, or an error that says why it is missing and how to go on.
    pub(super) fn number(&self) -> Result<&Number, Error> {
        self.number.as_ref().map_err(|_| refused(self.missing()))
    }

    pub(super) fn missing(&self) -> String {
        let reason = self.number.as_ref().err().map_or("", String::as_str);
        let advice = "`| default(\"...\")` writes something in its place";
        format!("{} is missing: {reason}; {advice}", self.about.origin)
    }

    /// The figure with another number from the same place.
    pub(super) fn with(&self, value: Decimal, kind: Kind) -> Figure {
        Figure { number: Ok(Number { value, kind }), about: Arc::clone(&self.about) }
    }
}

impl Object for Figure {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    /// The words of the row that the figure stands in: `period`, `partner_name`.
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let row = self.about.row.clone()?;
        Value::from_object(row).get_item(key).ok()
    }

    fn is_true(self: &Arc<Self>) -> bool {
        self.number.as_ref().is_ok_and(|number| !number.value.is_zero())
    }

    fn custom_cmp(self: &Arc<Self>, other: &DynObject) -> Option<Ordering> {
        let other = other.downcast_ref::<Figure>()?;
        let number = |figure: &Figure| figure.number.as_ref().ok().map(|number| number.value);
        match (number(self), number(other)) {
            (None, None) => Some(Ordering::Equal),
            (None, Some(_)) => Some(Ordering::Greater),
            (Some(_), None) => Some(Ordering::Less),
            (Some(one), Some(other)) => Some(one.cmp(&other)),
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match filters::plain(self) {
            Ok(text) => f.write_str(&text),
            // The text is refused once it is done: here no error can be told. The mark shows where it was written.
            Err(_) => {
                let _ = self.about.stray.set(self.missing());
                f.write_str(STRAY)
            }
        }
    }
}
