//! Filters that write figures: `{{ value(...) | amount(decimals=1) }}`, `{{ growth(...) | change }}`.

use std::sync::Arc;

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, Value};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::fault::refused;
use super::figure::{Figure, Kind, Number};
use super::options::Options;
use super::session::Session;
use super::{arithmetic, asking, named};
use crate::figures::wording::{self, AmountStyle, Change, Language, PeriodStyle, RateStyle, Size};
use crate::model::period_expr;
use crate::render::{fixed, grouped};

/// A filter that writes a figure in words.
struct Filter {
    name: &'static str,
    options: &'static [&'static str],
    /// How many of the options may stand without their names.
    unnamed: usize,
    write: fn(&Number, &Options<'_>, Language) -> Result<String, Error>,
}

const FILTERS: [Filter; 9] = [
    Filter { name: "amount", options: AMOUNT, unnamed: 0, write: amount },
    Filter { name: "money", options: AMOUNT, unnamed: 0, write: amount },
    Filter { name: "number", options: &["decimals", "unit", "separators", "lang"], unnamed: 0, write: number },
    Filter { name: "percent", options: &["decimals", "symbol", "lang"], unnamed: 0, write: percent },
    Filter { name: "points", options: &["decimals", "lang"], unnamed: 0, write: points },
    Filter {
        name: "change",
        options: CHANGE,
        unnamed: 4,
        write: |figure, options, language| change(figure, options, language, Change::plain),
    },
    Filter {
        name: "rose",
        options: CHANGE,
        unnamed: 4,
        write: |figure, options, language| change(figure, options, language, Change::verbs),
    },
    Filter { name: "ordinal", options: &["words", "lang"], unnamed: 0, write: ordinal },
    Filter { name: "cardinal", options: &["lang"], unnamed: 0, write: cardinal },
];

const AMOUNT: &[&str] = &["decimals", "unit", "symbol", "separators", "lang"];
/// Options of how large a change is.
const SIZES: &[&str] = &["decimals", "unit", "symbol", "separators"];
const CHANGE: &[&str] = &["up", "down", "flat", "almost", "decimals", "unit", "symbol", "separators", "lang"];

/// Filters of the engine that texts may use with words and rows.
const BUILT_IN: [&str; 24] = [
    "batch",
    "capitalize",
    "dictsort",
    "escape",
    "first",
    "groupby",
    "indent",
    "items",
    "join",
    "last",
    "length",
    "list",
    "lower",
    "map",
    "max",
    "min",
    "reject",
    "replace",
    "reverse",
    "safe",
    "select",
    "selectattr",
    "sort",
    "upper",
];

/// Every filter.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILTERS
        .iter()
        .map(|filter| filter.name)
        .chain(["period", "name"])
        .chain(arithmetic::NAMES)
        .chain(BUILT_IN)
        .chain(asking::names())
}

/// The filters that the engine does not have.
#[cfg(test)]
pub(super) fn own_names() -> impl Iterator<Item = &'static str> {
    names().filter(|name| !BUILT_IN.contains(name))
}

pub(super) fn add(environment: &mut Environment<'_>, session: &Arc<Session>) {
    for filter in &FILTERS {
        let session = Arc::clone(session);
        environment.add_filter(filter.name, move |value: Value, words: Rest<Value>, named: Kwargs| {
            let options = Options::read(filter.name, filter.options, &words, filter.unnamed, &named)?;
            let figure = match Figure::of(&value) {
                Some(Figure { number: Err(_), .. }) => return Ok(value),
                Some(Figure { number: Ok(number), about }) => {
                    return Ok(Value::from((filter.write)(number, &options, options.language(about.language)?)?));
                }
                None => typed(filter.name, &value)?,
            };
            (filter.write)(&figure, &options, options.language(session.language())?).map(Value::from)
        });
    }
    let of = Arc::clone(session);
    environment.add_filter("period", move |value: Value, words: Rest<Value>, named: Kwargs| {
        let options = Options::read("period", &["year", "months", "lang"], &words, 0, &named)?;
        period(&value, &options, options.language(of.language())?)
    });
    let of = Arc::clone(session);
    environment.add_filter("name", move |value: Value, words: Rest<Value>, named: Kwargs| {
        let options = Options::read("name", &["lang"], &words, 0, &named)?;
        named::name(&value, options.language(of.language())?)
    });
}

/// A figure as it is written where no filter says how.
pub(super) fn plain(figure: &Figure) -> Result<String, Error> {
    let (number, language) = (figure.number()?, figure.about.language);
    Ok(match &number.kind {
        Kind::Amount(unit) => wording::amount(number.value, unit, &AmountStyle::default(), language),
        Kind::Percent => wording::percent(number.value, &RateStyle::default(), language),
        Kind::Published(decimals) => {
            wording::percent(number.value, &RateStyle { decimals: *decimals, ..RateStyle::default() }, language)
        }
        Kind::Points => wording::points(number.value, &RateStyle::default(), language),
        Kind::Ratio => fixed(number.value, 0, RATIO),
        Kind::Count => grouped(&fixed(number.value, 0, 0)),
    })
}

/// Digits after the point of ratios.
const RATIO: u32 = 2;

/// A number that was typed in the text or counts a loop.
fn typed(filter: &str, value: &Value) -> Result<Number, Error> {
    let number = value.is_number().then(|| exact(value)).flatten();
    let kind = match filter {
        "percent" | "change" | "rose" => Kind::Percent,
        "points" => Kind::Points,
        _ => Kind::Count,
    };
    number.map(|value| Number { value, kind }).ok_or_else(|| match value.is_undefined() {
        true => Error::from(minijinja::ErrorKind::UndefinedError),
        false => refused(format!("{filter} writes figures; found `{value}`, which is {}", value.kind())),
    })
}

/// A number of the text as it was typed: 6.2 is 62 tenths.
pub(super) fn exact(value: &Value) -> Option<Decimal> {
    value.is_number().then(|| value.to_string().parse().ok()).flatten()
}

fn unfit(filter: &str, number: &Number, use_instead: &str) -> Error {
    refused(format!("{filter} does not write {}; {use_instead}", number.kind.name()))
}

/// The filter that writes a kind of number.
fn fitting(number: &Number) -> &'static str {
    match number.kind {
        Kind::Amount(_) => "amount does",
        Kind::Percent | Kind::Published(_) => "percent does",
        Kind::Points => "points does",
        Kind::Ratio => "number does",
        Kind::Count => "cardinal and ordinal do",
    }
}

fn sized(options: &Options<'_>) -> Result<Option<Size>, Error> {
    let named = options.word("unit", usize::MAX)?;
    Ok(named.map(|word| Size::named(&word)).transpose().map_err(|error| refused(error.to_string()))?.flatten())
}

fn amount_style(options: &Options<'_>) -> Result<AmountStyle, Error> {
    Ok(AmountStyle {
        decimals: options.decimals()?,
        size: sized(options)?,
        symbol: options.flag("symbol")?.unwrap_or_default(),
        separators: options.flag("separators")?,
    })
}

fn amount(number: &Number, options: &Options<'_>, language: Language) -> Result<String, Error> {
    match &number.kind {
        Kind::Amount(unit) => Ok(wording::amount(number.value, unit, &amount_style(options)?, language)),
        _ => Err(unfit("amount", number, fitting(number))),
    }
}

/// Digits alone.
fn number(number: &Number, options: &Options<'_>, language: Language) -> Result<String, Error> {
    let usual = match number.kind {
        Kind::Amount(_) | Kind::Count => 0,
        Kind::Percent | Kind::Points => 1,
        Kind::Published(decimals) => decimals,
        Kind::Ratio => RATIO,
    };
    let decimals = options.decimals()?.unwrap_or(usual);
    let digits = fixed(number.value, sized(options)?.map_or(0, |size| size.power()), decimals);
    let separators = options.flag("separators")?.unwrap_or(language == Language::English);
    Ok(if separators { grouped(&digits) } else { digits })
}

fn rate_style(number: &Number, options: &Options<'_>) -> Result<RateStyle, Error> {
    let decimals = options.decimals()?;
    let usual = RateStyle::default();
    let decimals = match number.kind {
        Kind::Published(printed) => decimals.map_or(printed, |wanted| wanted.min(printed)),
        _ => decimals.unwrap_or(usual.decimals),
    };
    Ok(RateStyle { decimals, symbol: options.flag("symbol")?.unwrap_or(usual.symbol) })
}

fn percent(number: &Number, options: &Options<'_>, language: Language) -> Result<String, Error> {
    match number.kind {
        Kind::Percent | Kind::Published(_) => {
            Ok(wording::percent(number.value, &rate_style(number, options)?, language))
        }
        _ => Err(unfit("percent", number, fitting(number))),
    }
}

fn points(number: &Number, options: &Options<'_>, language: Language) -> Result<String, Error> {
    match number.kind {
        Kind::Points => Ok(wording::points(number.value, &rate_style(number, options)?, language)),
        _ => Err(unfit("points", number, fitting(number))),
    }
}

fn change(
    number: &Number,
    options: &Options<'_>,
    language: Language,
    usual: fn(Language) -> Change,
) -> Result<String, Error> {
    let usual = usual(language);
    let words = Change {
        up: options.word("up", 0)?.unwrap_or(usual.up),
        down: options.word("down", 1)?.unwrap_or(usual.down),
        flat: options.word("flat", 2)?.unwrap_or(usual.flat),
        almost: options.word("almost", 3)?.unwrap_or(usual.almost),
    };
    let fitting: &[&str] = match number.kind {
        Kind::Amount(_) => SIZES,
        Kind::Percent | Kind::Published(_) => &["decimals", "symbol"],
        Kind::Points | Kind::Ratio => &["decimals"],
        Kind::Count => &[],
    };
    options.only(fitting, SIZES, &number.kind.name())?;
    let (rates, amounts) = (rate_style(number, options)?, amount_style(options)?);
    let size = |size: Decimal| match &number.kind {
        Kind::Amount(unit) => wording::amount(size, unit, &amounts, language),
        Kind::Percent | Kind::Published(_) => wording::percent(size, &rates, language),
        Kind::Points => wording::points(size, &rates, language),
        Kind::Ratio => fixed(size, 0, amounts.decimals.unwrap_or(RATIO)),
        Kind::Count => wording::cardinal(size.to_i64().unwrap_or(i64::MAX), language),
    };
    Ok(wording::change(number.value, &words, size, language))
}

fn whole(filter: &str, number: &Number) -> Result<i64, Error> {
    let whole = number.value.is_integer().then(|| number.value.to_i64()).flatten();
    whole.filter(|_| number.kind == Kind::Count).ok_or_else(|| unfit(filter, number, fitting(number)))
}

fn ordinal(number: &Number, options: &Options<'_>, language: Language) -> Result<String, Error> {
    Ok(wording::ordinal(whole("ordinal", number)?, options.flag("words")?.unwrap_or(true), language))
}

fn cardinal(number: &Number, _: &Options<'_>, language: Language) -> Result<String, Error> {
    Ok(wording::cardinal(whole("cardinal", number)?, language))
}

/// The name of a period: that of a figure or of a row, or one that is written.
fn period(value: &Value, options: &Options<'_>, language: Language) -> Result<Value, Error> {
    let style =
        PeriodStyle { year: options.flag("year")?.unwrap_or(true), months: options.flag("months")?.unwrap_or(false) };
    let text = match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_number() => value.to_string(),
        None if Figure::of(value).is_some_and(|figure| figure.about.row.is_none()) => return Ok(value.clone()),
        None => match value.get_attr("period")?.as_str() {
            Some(text) => text.to_owned(),
            None => return Err(refused(format!("period names periods; found {}", value.kind()))),
        },
    };
    let period = period_expr::parse_dated(&text).map_err(|error| refused(error.to_string()))?;
    Ok(Value::from(wording::period(period, style, language)))
}
