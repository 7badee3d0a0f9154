//! Units of weight and quantity in which figures are stated, and those in which data holds them.

use rust_decimal::Decimal;

use super::rows::Reading;
use super::stated::Stated;
use crate::figures::wording::{Language, Unit};

/// Units that a figure may be stated in, by the codes that data has for them.
pub(super) const PIECES: [(&str, &[&str]); 9] = [
    ("kg", &["kg", "kilogram", "kilograms", "kilogrammes", "公斤", "千克"]),
    ("t", &["t", "tonne", "tonnes", "ton", "tons", "metric tons", "metric tonnes", "吨"]),
    ("unit", &["unit", "units", "piece", "pieces", "items", "vehicles", "辆", "件", "艘", "架"]),
    ("pair", &["pair", "pairs", "双"]),
    ("l", &["liter", "liters", "litre", "litres", "升"]),
    ("m", &["meter", "meters", "metre", "metres", "米"]),
    ("m2", &["square meters", "square metres", "平方米"]),
    ("m3", &["cubic meters", "cubic metres", "立方米"]),
    ("set", &["set", "sets", "台", "套"]),
];

/// The reading in the unit in which a figure is stated, or why it cannot be told.
pub(super) fn in_stated_unit(reading: Reading, held: &str, stated: &Stated) -> Result<Reading, String> {
    let Some(piece) = stated.piece else { return Ok(reading) };
    let (is_price, unit) = match held.split_once('/') {
        Some((_, unit)) => (true, unit),
        None => (false, held),
    };
    let thousand = Decimal::ONE_THOUSAND;
    let factor = match (unit, piece, is_price) {
        (held, stated, _) if held == stated => Decimal::ONE,
        ("kg", "t", false) | ("t", "kg", true) => Decimal::ONE / thousand,
        ("t", "kg", false) | ("kg", "t", true) => thousand,
        _ => {
            let name = |code: &str| Unit::new(code).name(Language::English);
            return Err(match held {
                "" => format!("it is stated in {}, and the data names no unit of it", name(piece)),
                held => format!("it is stated in {}, and the data has {} of it", name(piece), name(held)),
            });
        }
    };
    let figure = reading.figure.map(|figure| figure * factor);
    Ok(Reading { figure, interval: reading.interval.map(|interval| interval.times(factor)) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::figures::claims::{Interval, Kind};

    fn converted(held: &str, stated: &str) -> Result<Decimal, String> {
        let stated = Stated::read(stated, None, Kind::Amount)?;
        let reading = Reading { figure: Ok(Decimal::from(2)), interval: Some(Interval::exactly(Decimal::from(2))) };
        let reading = in_stated_unit(reading, held, &stated)?;
        assert_eq!(reading.interval, Some(Interval::exactly(reading.figure.unwrap())));
        Ok(reading.figure.unwrap().normalize())
    }

    #[test]
    fn tonnes_are_a_thousand_kilograms_and_nothing_else_is_converted() {
        assert_eq!(converted("kg", "1 tonne"), Ok(Decimal::new(2, 3)));
        assert_eq!(converted("t", "1 kg"), Ok(Decimal::from(2000)));
        assert_eq!(converted("CNY/t", "1 yuan per kilogram"), Ok(Decimal::new(2, 3)));
        assert_eq!(converted("CNY/kg", "1 yuan per tonne"), Ok(Decimal::from(2000)));
        assert_eq!(converted("unit", "1 piece"), Ok(Decimal::from(2)));
        assert_eq!(converted("CNY", "1 yuan"), Ok(Decimal::from(2)));
        let other = converted("unit", "3 tonnes").unwrap_err();
        assert_eq!(other, "it is stated in tonnes, and the data has units of it");
    }
}
