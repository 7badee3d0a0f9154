//! Comparing figures, exactly: with figures of the same kind and with numbers of the text.

use std::cmp::Ordering;

use minijinja::value::{Rest, ValueKind};
use minijinja::{Environment, Error, State, Value, tests};

use super::fault::refused;
use super::figure::{Figure, Kind, Number};
use super::filters::exact;

/// The function that stands for signs of comparison; see [`super::operators`].
pub(super) const FUNCTION: &str = "is_true_that";

type Holds = fn(Ordering) -> bool;

/// Each sign, the test by its name, and when it holds.
const SIGNS: [(&str, &[&str], Holds); 6] = [
    ("==", &["==", "eq", "equalto"], Ordering::is_eq),
    ("!=", &["!=", "ne"], Ordering::is_ne),
    (">=", &[">=", "ge"], Ordering::is_ge),
    ("<=", &["<=", "le"], Ordering::is_le),
    (">", &[">", "gt", "greaterthan"], Ordering::is_gt),
    ("<", &["<", "lt", "lessthan"], Ordering::is_lt),
];

/// Every test.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let signs = SIGNS.iter().flat_map(|(_, names, _)| names.iter().copied());
    signs.chain(["missing", "defined", "undefined", "none", "string", "number", "in", "even", "odd"])
}

pub(super) fn add(environment: &mut Environment<'_>) {
    for (sign, names, _) in SIGNS {
        for name in names {
            environment.add_test(*name, move |one: Value, other: Value| compared(&one, sign, &other));
        }
    }
    environment.add_test("missing", |value: Value| Figure::of(&value).is_some_and(|figure| figure.number.is_err()));
    environment.add_test("in", |state: &State<'_, '_>, one: Value, list: Value| contained(state, &one, &list));
    environment.add_function(FUNCTION, |state: &State<'_, '_>, words: Rest<Value>| chain(state, &words));
}

/// Operands with signs between them, each two of which are compared: `0 < growth < 5`.
fn chain(state: &State<'_, '_>, words: &[Value]) -> Result<bool, Error> {
    for step in words.windows(3).step_by(2) {
        let [one, sign, other] = step else { continue };
        let holds = match sign.as_str().unwrap_or_default() {
            "in" => contained(state, one, other)?,
            "not in" => !contained(state, one, other)?,
            sign => compared(one, sign, other)?,
        };
        if !holds {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a list has a value; one figure among them, and each is compared.
fn contained(state: &State<'_, '_>, one: &Value, list: &Value) -> Result<bool, Error> {
    let is_list = matches!(list.kind(), ValueKind::Seq | ValueKind::Iterable);
    let items: Vec<Value> = if is_list { list.try_iter()?.collect() } else { Vec::new() };
    state.consume_fuel(items.len() as u64)?;
    if Figure::of(one).is_none() && items.iter().all(|item| Figure::of(item).is_none()) {
        return tests::is_in(state, one, list);
    }
    for item in &items {
        if compared(one, "==", item)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn compared(one: &Value, sign: &str, other: &Value) -> Result<bool, Error> {
    let holds =
        SIGNS.iter().find(|(known, _, _)| *known == sign).map_or(Ordering::is_eq as Holds, |(_, _, holds)| *holds);
    if one.is_undefined() || other.is_undefined() {
        return Err(refused("one side of the comparison is not defined"));
    }
    match (Figure::of(one), Figure::of(other)) {
        (None, None) if sign == "==" => Ok(one == other),
        (None, None) if sign == "!=" => Ok(one != other),
        (None, None) => Ok(holds(one.cmp(other))),
        (Some(one), Some(other)) => figures(one.number()?, other.number()?).map(holds),
        (Some(one), None) => with_typed(one.number()?, other).map(holds),
        (None, Some(other)) => with_typed(other.number()?, one).map(Ordering::reverse).map(holds),
    }
}

fn figures(one: &Number, other: &Number) -> Result<Ordering, Error> {
    match one.kind.is_like(&other.kind) {
        true => Ok(one.value.cmp(&other.value)),
        false => Err(refused(format!("{} cannot be compared with {}", one.kind.name(), other.kind.name()))),
    }
}

/// A number of the text counts what the figure counts.
fn with_typed(figure: &Number, typed: &Value) -> Result<Ordering, Error> {
    let expected = if figure.kind == Kind::Count { "a number" } else { "a number or a figure of the same kind" };
    let typed = exact(typed).ok_or_else(|| {
        refused(format!(
            "a figure is compared with {}, expected {expected}; `is missing` asks whether there is one",
            typed.kind()
        ))
    })?;
    Ok(figure.value.cmp(&typed))
}
