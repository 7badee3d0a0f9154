//! How the figures of a chart are printed.

use rust_decimal::Decimal;

use super::answer::{Answer, Measure};
use crate::render::{Scale, fixed, fraction_digits, grouped, visible};
use crate::table::{Cell, Kind, Role};

/// Digits after the point of a figure that one points at.
const HOVER: u32 = 2;

/// The unit of the figures of a chart, and how many digits are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    /// The power of ten that figures are divided by.
    pub(super) shift: u32,
    /// `billion yuan`, `%` or nothing.
    pub(super) unit: String,
    /// Digits after the point of a label.
    places: u32,
    /// Whether a rise has a sign, as a fall has one.
    signed: bool,
    /// Whether they are whole numbers, such as ranks.
    pub(super) counts: bool,
    hover: u32,
}

impl Digits {
    /// What suits these columns.
    ///
    /// # Errors
    /// Where they have no unit in common.
    pub(super) fn of(
        answer: &Answer<'_>,
        measures: &[Measure],
        scale: Scale,
        decimals: Option<u32>,
    ) -> Result<Digits, String> {
        let has_lines = answer.entries.iter().any(|entry| entry.role == Role::Line);
        let drawn = || answer.entries.iter().filter(|entry| !has_lines || entry.role == Role::Line);
        let figures = || measures.iter().flat_map(|at| drawn().filter_map(|entry| entry.figure(*at)));
        let largest = figures().map(|figure| figure.abs()).max().unwrap_or_default();
        let Some(first) = measures.first() else { return Err("the answer has no figures".to_owned()) };
        let unit = unit(answer, *first)?;
        for other in &measures[1..] {
            if self::unit(answer, *other)? != unit || kind(answer, *other) != kind(answer, *first) {
                let (one, two) = (answer.heading(*first), answer.heading(*other));
                return Err(format!("`{one}` and `{two}` have different units and cannot share an axis"));
            }
        }
        let scale = if kind(answer, *first) == Kind::Amount { scale.settle(largest) } else { Scale::One };
        let shift = scale.power();
        let needed = figures().map(fraction_digits).max().unwrap_or(0);
        let suits = match () {
            () if kind(answer, *first) == Kind::Count => 0,
            () if fixed(largest, shift, 0).len() >= 3 => 0,
            () if fixed(largest, shift, 0).len() == 2 => 1,
            () => 2,
        };
        let name = &answer.table.columns[first.0].name;
        let signed = ["change", "growth", "contribution"].iter().any(|word| name.contains(word));
        let places = decimals.unwrap_or(suits.min(needed + shift));
        let hover = decimals.unwrap_or(HOVER).max(places).min(needed + shift);
        let unit = if kind(answer, *first) == Kind::Amount { scale.label(&unit) } else { unit };
        Ok(Digits {
            shift,
            unit: visible(&unit).into_owned(),
            places,
            signed,
            counts: kind(answer, *first) == Kind::Count,
            hover,
        })
    }

    /// The same for levels: a rise has no sign.
    pub(super) fn of_levels(&self) -> Digits {
        Digits { signed: false, ..self.clone() }
    }

    /// A figure beside its mark.
    pub(super) fn label(&self, figure: Decimal) -> String {
        self.sign(fixed(figure, self.shift, self.places))
    }

    /// A level beside changes: without the sign of a rise.
    pub(super) fn level(&self, figure: Decimal) -> String {
        grouped(&fixed(figure, self.shift, self.places))
    }

    /// A figure on an axis, with as many digits as the step has.
    pub(super) fn tick(&self, figure: Decimal, step: Decimal) -> String {
        self.sign(fixed(figure, self.shift, fraction_digits(scaled(step, self.shift)).min(12)))
    }

    /// A figure that one points at, with its unit.
    pub(super) fn full(&self, figure: Decimal) -> String {
        let gap = if self.unit.is_empty() { "" } else { " " };
        format!("{}{gap}{}", self.sign(fixed(figure, self.shift, self.hover)), self.unit)
    }

    /// A figure after its heading, the unit once.
    pub(super) fn named(&self, heading: &str, figure: Decimal) -> String {
        format!("{} {}", heading.strip_suffix(&self.unit).unwrap_or(heading).trim_end(), self.full(figure))
    }

    /// A heading with the unit, unless it tells it already.
    pub(super) fn heading(&self, heading: &str) -> String {
        match self.unit.is_empty() || heading.contains(&self.unit) {
            true => heading.to_owned(),
            false => format!("{heading}, {}", self.unit),
        }
    }

    fn sign(&self, number: String) -> String {
        let rises = !number.starts_with('-') && number.contains(|digit| ('1'..='9').contains(&digit));
        grouped(&if self.signed && rises { format!("+{number}") } else { number })
    }
}

fn scaled(figure: Decimal, shift: u32) -> Decimal {
    let unit = Decimal::from(10_u64.pow(shift.min(18)));
    figure.checked_div(unit).unwrap_or(figure)
}

fn kind(answer: &Answer<'_>, measure: Measure) -> Kind {
    answer.table.columns[measure.0].kind
}

/// The unit of a column before amounts are scaled.
fn unit(answer: &Answer<'_>, measure: Measure) -> Result<String, String> {
    let cells = answer.entries.iter().filter_map(|entry| entry.cells.get(measure.0));
    let by_row = |place: usize| {
        let with_figure = answer.entries.iter().filter(|entry| entry.figure(measure).is_some());
        let mut units: Vec<String> = with_figure
            .filter_map(|entry| match entry.cells.get(place) {
                Some(Cell::Text(unit)) => Some(unit.clone()),
                _ => None,
            })
            .collect();
        units.sort();
        units.dedup();
        units
    };
    for cell in cells {
        match cell {
            Cell::Percent(_) | Cell::Published(_) => return Ok("%".to_owned()),
            Cell::Points(_) => return Ok("percentage points".to_owned()),
            Cell::Ratio(_) | Cell::Count(_) => return Ok(String::new()),
            Cell::Amount(_) if kind(answer, measure) == Kind::Amount && !answer.table.unit.is_empty() => {
                return Ok(answer.table.unit.clone());
            }
            Cell::Amount(_) => break,
            Cell::Text(_) | Cell::Missing(_) | Cell::Blank => {}
        }
    }
    let column = if answer.table.columns[measure.0].name.contains("quantity") { "quantity_unit" } else { "unit" };
    let place = answer.table.position(column).or_else(|| answer.table.position("unit"));
    match place.map(by_row).unwrap_or_default().as_slice() {
        [] => Ok(String::new()),
        [unit] => Ok(unit.clone()),
        [first, second, ..] => Err(format!(
            "`{}` is counted in {first} and in {second}, which cannot share an axis",
            answer.heading(measure)
        )),
    }
}
