//! A figure, how it came about, and what it lacks when it does not exist.

use rust_decimal::Decimal;

use crate::cube::{Amounts, Edition, Fact, Origin, Published, Revisions, Series};
use crate::model::{Code, Measure, Month, Period, exact_sum};
use crate::reference::rates;
use crate::table::Why;

/// A figure that the data holds or that follows from it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Value, weight and quantity.
    pub amounts: Amounts,
    /// The publisher's own rates for exactly this figure.
    pub published: Published,
    /// By how much rounding in print may have moved the value, up or down.
    pub rounding: Decimal,
    /// The currency that it, or a part of it, was converted from.
    pub converted: Option<Code>,
    /// Whether only a part of the period is in it.
    pub partial: bool,
    /// Whether rows of the data are in it.
    pub traded: bool,
    /// Editions of the Harmonized System that it rests on.
    pub revisions: Revisions,
    /// The steps that led to it.
    pub derivation: Derivation,
}

/// How a figure came about.
#[derive(Debug, Clone)]
pub struct Derivation {
    /// What was done.
    pub step: Step,
    /// The months of the figure.
    pub period: Period,
    /// The value, where there is one.
    pub value: Option<Decimal>,
    /// What it was made of, each added (1) or taken away (-1).
    pub parts: Vec<(i32, Derivation)>,
}

/// One step towards a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Rows of the data for exactly this period.
    Observed {
        /// The series.
        series: Series,
        /// The first of the rows.
        origin: Origin,
        /// The number of rows.
        rows: u32,
        /// Month of publication.
        vintage: Option<Month>,
    },
    /// No row in a period that the data covers: no trade.
    NoTrade(Series),
    /// Converted from a currency.
    Converted(Code),
    /// Rows of several kinds, each where nothing stands above it: of the world and of partners, of several levels.
    Kinds,
    /// Shorter periods that tile this one.
    Tiles,
    /// A cumulative less another one.
    Difference,
    /// Exports and imports.
    Flows,
    /// The members of a group.
    Members(Code),
    /// The sum of all partners, for want of a published world.
    Partners,
    /// The sum of all reporters.
    Reporters,
    /// The whole less its other parts.
    Rest,
}

/// What a figure lacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gap {
    /// Whose figure is not there.
    pub what: String,
    /// The months without data.
    pub months: Vec<Month>,
    /// Whether something of it is known: other months, other members, other reporters.
    pub known: bool,
    /// Whether the office keeps it secret.
    pub secret: bool,
    /// A longer span that a missing month was published in.
    pub within: Option<Period>,
}

impl Figure {
    /// A figure that stands in the data.
    pub(super) fn observed(series: Series, period: Period, fact: &Fact, edition: Edition) -> Figure {
        let step = Step::Observed { series, origin: fact.origin, rows: fact.rows, vintage: edition.vintage };
        let value = fact.amounts.value().at_least();
        Figure {
            amounts: fact.amounts,
            published: fact.published,
            rounding: edition.rounded_to / Decimal::TWO,
            converted: None,
            partial: false,
            traded: true,
            revisions: fact.revisions,
            derivation: Derivation { step, period, value, parts: Vec::new() },
        }
    }

    /// The figure in another currency at the mean rate of its period; the publisher's rates do not hold there.
    pub(super) fn converted(self, from: Code, to: Code) -> Option<Figure> {
        let period = self.derivation.period;
        let convert =
            |amount: Decimal| if amount.is_zero() { Some(amount) } else { rates::convert(amount, from, to, period) };
        let amounts = self.amounts.converted(convert)?;
        let value = amounts.value().at_least();
        let derivation = Derivation { step: Step::Converted(from), period, value, parts: vec![(1, self.derivation)] };
        let (rounding, published) = (convert(self.rounding)?, Published::default());
        Some(Figure { amounts, published, rounding, converted: Some(from), derivation, ..self })
    }

    /// No trade in a period that is covered.
    pub(super) fn no_trade(series: Series, period: Period) -> Figure {
        Figure::sum(Step::NoTrade(series), period, Vec::new())
    }

    /// Figures added up, or taken away where the factor is -1.
    pub(super) fn sum(step: Step, period: Period, parts: impl IntoIterator<Item = (i32, Figure)>) -> Figure {
        let parts = parts.into_iter();
        let mut way = Vec::with_capacity(parts.size_hint().0);
        let mut amounts = Amounts::ZERO;
        let mut rounding = Decimal::ZERO;
        let (mut converted, mut partial, mut traded, mut revisions) = (None, false, false, Revisions::Unknown);
        for (factor, part) in parts {
            amounts = amounts.plus(part.amounts, factor);
            rounding = exact_sum(rounding, part.rounding).unwrap_or(Decimal::MAX);
            converted = converted.or(part.converted);
            partial |= part.partial;
            traded |= part.traded;
            revisions = revisions.and(part.revisions);
            follow(&mut way, factor, part.derivation);
        }
        way.shrink_to_fit();
        let derivation = Derivation { step, period, value: amounts.value().at_least(), parts: way };
        let published = Published::default();
        Figure { amounts, published, rounding, converted, partial, traded, revisions, derivation }
    }

    /// One measure of the figure.
    pub fn get(&self, measure: Measure) -> Result<Decimal, Why> {
        self.amounts.get(measure)
    }
}

/// Adds a step to a way; periods without trade that follow on one another are one.
fn follow(way: &mut Vec<(i32, Derivation)>, factor: i32, step: Derivation) {
    let last = way.last_mut().filter(|(own, last)| *own == factor && last.is_followed_by(&step));
    match last.and_then(|(_, last)| Some((Period::new(last.period.first(), step.period.last())?, last))) {
        Some((both, last)) => last.period = both,
        None => way.push((factor, step)),
    }
}

impl Derivation {
    /// Whether the other is of the months just after this and neither has any trade.
    fn is_followed_by(&self, other: &Derivation) -> bool {
        let is_empty = matches!(self.step, Step::NoTrade(_)) && self.step == other.step;
        is_empty && self.period.last().plus(1) == other.period.first()
    }

    /// Calls for this step and for each that led to it.
    pub fn walk(&self, visit: &mut impl FnMut(&Derivation)) {
        visit(self);
        for (_, part) in &self.parts {
            part.walk(visit);
        }
    }
}
