//! What the texts of cells mean.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::{FileRules, ProductRules, Profile};
use crate::model::product::is_hs_digits;
use crate::model::{Class, Period, Product, exact_product, period_expr};
use crate::source::number;

/// A period as files write it: `2023-11`, `202311`, `2007.0`, and a month number that stands for a whole year.
pub(in crate::source) fn period(text: &str, annual_month: Option<u32>) -> Result<Period, String> {
    let text = text.trim();
    let text = text.strip_suffix(".0").filter(|year| year.len() == 4).unwrap_or(text);
    let expected = || "a period such as 2023-11, 2023-jan..nov or 2023".to_owned();
    let year_and_month = (text.len() == 6).then(|| text.split_at_checked(4)).flatten();
    if let Some((year, month)) = year_and_month
        && annual_month.is_some_and(|annual| month.parse() == Ok(annual))
    {
        return year.parse().ok().and_then(Period::year).ok_or_else(expected);
    }
    period_expr::parse_dated(text).map_err(|_| expected())
}

/// A number as a profile says that numbers are written; none for a text that stands for no figure.
pub(in crate::source) fn figure(text: &str, rules: &FileRules, scale: i64) -> Result<Option<Decimal>, String> {
    if text.is_empty() || rules.missing.iter().any(|missing| missing == text) {
        return Ok(None);
    }
    let plain = plain(text, rules)?;
    let number = number::decimal(&plain).map_err(|expected| with_marks(expected, rules))?;
    let too_long = |_| "a plain number of at most 28 digits".to_owned();
    if scale == 1 { Ok(Some(number)) } else { exact_product(number, scale).map(Some).map_err(too_long) }
}

/// The number with a point for the decimal mark and without separators of thousands, which must stand at thousands.
fn plain<'t>(text: &'t str, rules: &FileRules) -> Result<Cow<'t, str>, String> {
    if rules.decimal == '.' && rules.thousands.is_none_or(|mark| !text.contains(mark)) {
        return Ok(text.into());
    }
    let (whole, fraction) = match text.split_once(rules.decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let mut digits = whole.to_owned();
    if let Some(mark) = rules.thousands.filter(|mark| whole.contains(*mark)) {
        let groups: Vec<&str> = whole.trim_start_matches('-').split(mark).collect();
        let fits = groups[0].len() <= 3 && !groups[0].is_empty() && groups[1..].iter().all(|group| group.len() == 3);
        if !fits {
            return Err(with_marks("a number", rules));
        }
        digits = whole.replace(mark, "");
    }
    if rules.decimal != '.' && digits.contains('.') {
        return Err(with_marks("a number", rules));
    }
    Ok(fraction.map_or_else(|| digits.clone(), |fraction| format!("{digits}.{fraction}")).into())
}

fn with_marks(expected: &str, rules: &FileRules) -> String {
    match (rules.decimal, rules.thousands) {
        ('.', None) => expected.to_owned(),
        (decimal, None) => format!("a number with `{decimal}` as decimal mark"),
        (decimal, Some(mark)) => format!("a number with `{decimal}` as decimal mark and `{mark}` between thousands"),
    }
}

/// A product as a profile says that codes are written.
pub(super) fn product(text: &str, rules: &ProductRules) -> Option<Product> {
    if is_total(text, rules) {
        return Some(Product::TOTAL);
    }
    if let Some(code) = hs_digits(text, rules) {
        return Product::from_data(Class::Hs, &code);
    }
    match rules.list.as_deref() {
        None => padded(text, rules).parse().ok().or_else(|| suppressed(text.strip_prefix("hs:")?)),
        Some("hs") => match padded(text, rules).parse::<Product>() {
            Ok(product) => Some(product),
            Err(_) => suppressed(text),
        },
        Some(list) => format!("{list}:{text}").parse().ok(),
    }
}

/// The code of the Harmonized System that a text of digits stands for; none for any other text.
pub(super) fn hs_digits<'t>(text: &'t str, rules: &ProductRules) -> Option<Cow<'t, str>> {
    let is_of_list = matches!(rules.list.as_deref(), None | Some("hs"));
    let code = if is_of_list && !is_total(text, rules) { padded(text, rules) } else { return None };
    is_hs_digits(&code).then_some(code)
}

fn is_total(text: &str, rules: &ProductRules) -> bool {
    rules.total.iter().any(|total| total == text)
}

/// A code that lost its leading zero gets it back.
fn padded<'t>(text: &'t str, rules: &ProductRules) -> Cow<'t, str> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    match rules.digits {
        Some(digits_of_list) if digits && text.len() + 1 == digits_of_list => format!("0{text}").into(),
        None if rules.list.is_some() && digits && text.len() % 2 == 1 => format!("0{text}").into(),
        _ => text.into(),
    }
}

/// Codes whose end is hidden, such as 99RRR100 or 12AB, belong to their chapter.
fn suppressed(text: &str) -> Option<Product> {
    let chapter = text.get(..2).is_some_and(|chapter| chapter.bytes().all(|byte| byte.is_ascii_digit()));
    let code = text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let code = code && text.bytes().any(|byte| byte.is_ascii_alphabetic());
    if chapter && code { Product::from_data(Class::Hs, text) } else { None }
}

/// An amount in whole units of its currency.
pub(super) fn in_units(amount: Option<Decimal>, unit: i64) -> Result<Option<Decimal>, super::reader::Wrong> {
    let Some(amount) = amount.filter(|_| unit != 1) else { return Ok(amount) };
    let wrong = |_| ("value".to_owned(), amount.to_string(), "a plain number of at most 28 digits".to_owned());
    exact_product(amount, unit).map(Some).map_err(wrong)
}

/// What a code means by the profile's map, or the code itself.
pub(super) fn mapped<'p>(profile: &'p Profile, role: super::Role, text: &'p str) -> &'p str {
    let meaning = profile.map.get(&role).and_then(|map| map.get(text).or_else(|| map.get("*")));
    meaning.map_or(text, String::as_str)
}

/// Whether a code is one of a list, in which `0*` stands for every code that begins with a zero.
pub(super) fn listed(codes: &[String], code: &str) -> bool {
    codes.iter().any(|listed| match listed.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => listed == code,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn numbers_by_their_marks() {
        let rules = FileRules { decimal: ',', thousands: Some('.'), missing: vec!["-".into()], ..FileRules::default() };
        let read =
            |text: &str| figure(text, &rules, 1000).map(|number| number.map(|number| number.normalize().to_string()));
        assert_eq!(read("1.234,5"), Ok(Some("1234500".to_owned())));
        assert_eq!(read("-1.234"), Ok(Some("-1234000".to_owned())));
        assert_eq!(read("-"), Ok(None));
        for text in ["1.23", "1,2,3", "12.34,5", "1234.567", "x"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn leading_zeros_come_back_and_hidden_codes_keep_their_chapter() {
        let hs = ProductRules { list: Some("hs".into()), digits: Some(6), total: vec!["TOTAL".into()] };
        assert_eq!(product("10121", &hs).unwrap().to_string(), "hs:010121");
        assert_eq!(product("854231", &hs).unwrap().to_string(), "hs:854231");
        assert_eq!(product("99RRR100", &hs).unwrap().to_string(), "hs:99RRR100");
        assert_eq!(product("TOTAL", &hs), Some(Product::TOTAL));
        assert_eq!(product("wine", &hs), None);
    }

    #[test]
    fn periods_of_offices() {
        for (text, meant) in [
            ("202352", "2023"),
            ("202311", "2023-11"),
            ("2007.0", "2007"),
            ("2024M01", "2024-01"),
            ("1995年08月", "1995-08"),
            ("09/2024", "2024-09"),
        ] {
            assert_eq!(period(text, Some(52)).unwrap().to_string(), meant);
        }
        assert!(period("202353", Some(52)).is_err());
    }
}
