//! Calculating with figures, exactly: filters in place of signs.

use minijinja::{Environment, Error, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fault::refused;
use super::figure::{Figure, Kind, Number};
use super::filters::exact;
use crate::model::quotient;

/// Filters that calculate.
pub(super) const NAMES: [&str; 9] = ["plus", "minus", "times", "over", "part_of", "abs", "int", "sum", "default"];

/// What to use in place of signs.
pub(super) const ADVICE: &str =
    "the filters plus, minus, times, over, part_of and sum are: {{ exports | minus(imports) | amount }}";

pub(super) fn add(environment: &mut Environment<'_>) {
    environment.add_filter("plus", |one: Value, other: Value| both(&one, &other, plus));
    environment.add_filter("minus", |one: Value, other: Value| both(&one, &other, minus));
    environment.add_filter("times", |one: Value, other: Value| both(&one, &other, times));
    environment.add_filter("over", |one: Value, other: Value| both(&one, &other, over));
    environment.add_filter("part_of", |one: Value, other: Value| both(&one, &other, part_of));
    environment
        .add_filter("abs", |one: Value| both(&one, &Value::from(1), |one, _| Ok((one.value.abs(), one.kind.clone()))));
    environment.add_filter("int", whole);
    environment.add_filter("sum", sum);
    environment.add_filter("default", default);
    environment.add_filter("d", default);
}

type Calculated = Result<(Decimal, Kind), Error>;

/// Calculates with two figures, or a figure and a number of the text. What is missing stays missing.
fn both(one: &Value, other: &Value, calculate: fn(&Number, &Number) -> Calculated) -> Result<Value, Error> {
    let missing = [one, other].into_iter().find(|value| Figure::of(value).is_some_and(|figure| figure.number.is_err()));
    if let Some(missing) = missing {
        return Ok(missing.clone());
    }
    let place = Figure::of(one).or_else(|| Figure::of(other));
    let Some(place) = place else { return Err(refused("there is no figure to calculate with")) };
    let (value, kind) = calculate(&operand(one)?, &operand(other)?)?;
    Ok(Value::from_object(place.with(value, kind)))
}

fn operand(value: &Value) -> Result<Number, Error> {
    match Figure::of(value) {
        Some(figure) => figure.number().cloned(),
        None => exact(value)
            .map(|value| Number { value, kind: Kind::Count })
            .ok_or_else(|| refused(format!("found {}, expected a figure or a number", value.kind()))),
    }
}

fn checked(value: Option<Decimal>, kind: Kind) -> Calculated {
    value.map(|value| (value, kind)).ok_or_else(|| refused("the result has more digits than a figure holds"))
}

fn alike(one: &Number, other: &Number, sign: &str) -> Result<(), Error> {
    match one.kind.is_like(&other.kind) {
        true => Ok(()),
        false => Err(refused(format!("{} {sign} {} has no meaning", one.kind.name(), other.kind.name()))),
    }
}

fn plus(one: &Number, other: &Number) -> Calculated {
    alike(one, other, "plus")?;
    checked(one.value.checked_add(other.value), one.kind.clone())
}

/// Percent less percent are percentage points.
fn minus(one: &Number, other: &Number) -> Calculated {
    alike(one, other, "less")?;
    let kind = match &one.kind {
        Kind::Percent | Kind::Published(_) => Kind::Points,
        kind => kind.clone(),
    };
    checked(one.value.checked_sub(other.value), kind)
}

fn times(one: &Number, other: &Number) -> Calculated {
    let kind = match (&one.kind, &other.kind) {
        (kind, Kind::Count | Kind::Ratio) | (Kind::Count | Kind::Ratio, kind) => kind.clone(),
        (one, other) => return Err(refused(format!("{} times {} has no meaning", one.name(), other.name()))),
    };
    let product = one.value.checked_mul(other.value);
    checked(product.filter(|product| product.scale() == one.value.scale() + other.value.scale()), kind)
}

fn over(one: &Number, other: &Number) -> Calculated {
    let kind = match (&one.kind, &other.kind) {
        (Kind::Count, Kind::Count) => Kind::Ratio,
        (kind, Kind::Count | Kind::Ratio) => kind.clone(),
        (one, other) if one.is_like(other) => Kind::Ratio,
        (one, other) => return Err(refused(format!("{} over {} has no meaning", one.name(), other.name()))),
    };
    divided(one, other, Decimal::ONE, kind)
}

fn part_of(one: &Number, other: &Number) -> Calculated {
    alike(one, other, "as a part of")?;
    divided(one, other, Decimal::ONE_HUNDRED, Kind::Percent)
}

fn divided(one: &Number, other: &Number, times: Decimal, kind: Kind) -> Calculated {
    if other.value.is_zero() {
        return Err(refused("a figure is divided by zero"));
    }
    checked(quotient([one.value, times], [other.value, Decimal::ONE]), kind)
}

/// A count as a number of the text, for places of lists.
fn whole(value: Value) -> Result<Value, Error> {
    let Some(figure) = Figure::of(&value) else {
        return value.as_i64().map(Value::from).ok_or_else(|| refused(format!("int takes counts; found `{value}`")));
    };
    let number = figure.number()?;
    let count = number.value.to_i64().filter(|_| number.kind == Kind::Count && number.value.is_integer());
    count
        .map(Value::from)
        .ok_or_else(|| refused(format!("int takes counts, and not {}, which it would cut", number.kind.name())))
}

/// The sum of figures of one unit, or of numbers of the text.
fn sum(list: Value) -> Result<Value, Error> {
    let mut items = list.try_iter()?;
    let Some(first) = items.next() else { return Err(refused("there is nothing to sum up")) };
    items.try_fold(first, |sum, item| both(&sum, &item, plus))
}

/// What to write in place of a figure that is missing or a word that is not there.
fn default(value: Value, otherwise: Option<Value>) -> Value {
    let missing = value.is_undefined() || Figure::of(&value).is_some_and(|figure| figure.number.is_err());
    if missing { otherwise.unwrap_or_else(|| Value::from("")) } else { value }
}
