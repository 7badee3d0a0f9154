//! What the data says, in the words in which it was stated.

use rust_decimal::Decimal;

use super::field::Kind;
use super::interval::Interval;
use super::stated::Stated;
use crate::figures::wording::{AmountStyle, Language, Size, Unit, amount};
use crate::render::fixed;
use crate::table::{Table, Why};

/// Digits of an amount that tell it well enough.
const DIGITS: u32 = 4;

/// A figure as it would be stated, with a digit more than it was. The currency is that of the stated figure.
pub(super) fn says(figure: Decimal, kind: Kind, stated: &Stated) -> String {
    let decimals = decimals(figure, kind, stated);
    match kind {
        Kind::Amount => {
            let size = Size::of_power(stated.power);
            let style = AmountStyle { decimals: Some(decimals), size, ..AmountStyle::default() };
            amount(figure, &Unit::new(""), &style, language(stated))
        }
        Kind::Percent => format!("{} %", fixed(figure, 0, decimals)),
        Kind::Points => format!("{} points", fixed(figure, 0, decimals)),
        Kind::Ratio | Kind::Count | Kind::Order => fixed(figure, 0, decimals),
    }
}

/// Amounts that are stated in 万 and 亿 are told in them.
fn language(stated: &Stated) -> Language {
    if stated.text.contains(['万', '亿', '千']) { Language::Chinese } else { Language::English }
}

/// A rate as it was printed, with one digit behind the point at least.
pub(super) fn printed(rate: Decimal) -> String {
    format!("{} %", fixed(rate, 0, rate.scale().max(1)))
}

/// The ends of an interval in words, where they are further apart than a unit of the last digit that is said.
pub(super) fn range(interval: &Interval, kind: Kind, stated: &Stated) -> Option<String> {
    let (low, high) = interval.low().zip(interval.high())?;
    let power = if kind == Kind::Amount { stated.power } else { 0 };
    let unit =
        Decimal::from(10_i64.checked_pow(power)?) / Decimal::from(10_i64.checked_pow(decimals(high, kind, stated))?);
    let wide = high - low > unit;
    wide.then(|| format!("{} to {}", says(low, kind, stated), says(high, kind, stated)))
}

fn decimals(figure: Decimal, kind: Kind, stated: &Stated) -> u32 {
    let further = stated.decimals + 1;
    match kind {
        Kind::Amount if stated.power == 0 => stated.decimals,
        Kind::Amount => {
            let whole = fixed(figure.abs(), stated.power, 0).len() as u32;
            further.max(DIGITS.saturating_sub(whole))
        }
        Kind::Percent | Kind::Points => further.max(1),
        Kind::Ratio => further.max(2),
        Kind::Count | Kind::Order => 0,
    }
}

/// Why there is no figure: what the notes of the answer say is lacking, else that the data has none of what is measured.
pub(super) fn why(why: Option<Why>, measure: &str, table: &Table) -> String {
    let lacking: Vec<&str> = table.notes.iter().map(String::as_str).filter(|note| note.starts_with("no ")).collect();
    match why {
        Some(Why::NoData | Why::NoBase) | None if !lacking.is_empty() => lacking.join("; "),
        Some(Why::NoData) | None => format!("the data has no {measure} of it"),
        Some(Why::NoBase) => "the data has nothing to compare it with".to_owned(),
        Some(Why::ZeroBase) => "it grew from nothing, so that there is no rate".to_owned(),
        Some(Why::NegativeBase) => "its base is below zero, so that there is no rate".to_owned(),
        Some(Why::Partial) => "only a part of it is known".to_owned(),
        Some(Why::Confidential) => "the office keeps it secret".to_owned(),
        Some(Why::Break) => "the series changed between the two periods".to_owned(),
        Some(Why::Undefined) => "it is not defined".to_owned(),
    }
}
