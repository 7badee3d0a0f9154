//! Calculating with figures, exactly: filters in place of signs.

use minijinja::{Environment, Error, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fault::refused;
use super::figure::{Figure, Kind, Number};
use super::filters::exact;
use crate::model::{exact_sum, quotient};

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
    checked(total(one, other.value), one.kind.clone())
}

/// The sum to the last digit.
fn total(one: &Number, other: Decimal) -> Option<Decimal> {
    exact_sum(one.value, other).ok().or_else(|| one.value.checked_add(other).filter(|_| is_quotient(&one.kind)))
}

/// The product to the last digit.
fn product(one: Decimal, other: Decimal) -> Option<Decimal> {
    let digits = one.mantissa().checked_mul(other.mantissa())?;
    Decimal::try_from_i128_with_scale(digits, one.scale() + other.scale()).ok()
}

/// Rates and ratios are quotients, of which a figure keeps 28 digits.
fn is_quotient(kind: &Kind) -> bool {
    !matches!(kind, Kind::Amount(_) | Kind::Count)
}

/// Percent less percent are percentage points.
fn minus(one: &Number, other: &Number) -> Calculated {
    alike(one, other, "less")?;
    let kind = match &one.kind {
        Kind::Percent | Kind::Published(_) => Kind::Points,
        kind => kind.clone(),
    };
    checked(total(one, -other.value), kind)
}

fn times(one: &Number, other: &Number) -> Calculated {
    let kind = match (&one.kind, &other.kind) {
        (kind, Kind::Count | Kind::Ratio) | (Kind::Count | Kind::Ratio, kind) => kind.clone(),
        (one, other) => return Err(refused(format!("{} times {} has no meaning", one.name(), other.name()))),
    };
    let exactly = product(one.value.normalize(), other.value.normalize());
    checked(exactly.or_else(|| one.value.checked_mul(other.value).filter(|_| is_quotient(&kind))), kind)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::figures::wording::Unit;
    use proptest::prelude::*;

    fn number(value: &str, kind: Kind) -> Number {
        Number { value: value.parse().unwrap(), kind }
    }

    fn yuan(value: &str) -> Number {
        number(value, Kind::Amount(Unit::new("CNY")))
    }

    fn value(calculated: Calculated) -> Result<String, String> {
        calculated.map(|(value, _)| value.normalize().to_string()).map_err(|error| error.to_string())
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let (large, small) = (yuan("79228162514264337593543950335"), yuan("0.1"));
        assert!(value(plus(&large, &small)).unwrap_err().contains("more digits than a figure holds"));
        assert!(value(times(&large, &number("1.5", Kind::Count))).is_err());
        assert_eq!(value(times(&yuan("0"), &number("1.5", Kind::Count))), Ok("0".into()));
        assert_eq!(value(minus(&yuan("0.3"), &small)), Ok("0.2".into()));
        assert_eq!(value(times(&small, &number("3", Kind::Ratio))), Ok("0.3".into()));
    }

    #[test]
    fn rates_keep_the_digits_that_they_have() {
        let third = number("0.3333333333333333333333333333", Kind::Percent);
        let much = number("120.66666666666666666666666667", Kind::Percent);
        assert_eq!(value(minus(&much, &third)).unwrap()[..10], *"120.333333");
        assert!(matches!(minus(&much, &third), Ok((_, Kind::Points))));
        assert!(value(times(&third, &number("0.3333333333333333333333333333", Kind::Ratio))).is_ok());
    }

    proptest! {
        #[test]
        fn what_is_added_can_be_taken_away(one in any::<i64>(), other in any::<i64>(), scale in 0u32..9) {
            let kind = || Kind::Amount(Unit::new("CNY"));
            let (one, other) = (Decimal::new(one, scale), Decimal::new(other, 2));
            let of = |value| Number { value, kind: kind() };
            let (sum, _) = plus(&of(one), &of(other)).unwrap();
            prop_assert_eq!(minus(&of(sum), &of(other)).unwrap().0, one);
            prop_assert_eq!(sum, one + other);
        }
    }
}
