//! What a figure is about, and how it is put together from series.

use std::collections::BTreeSet;

use super::figure::{Figure, Gap, Step};
use super::ledger::{ALL_PARTNERS, Ledger};
use crate::cube::{Published, Series};
use crate::model::partner::WORLD;
use crate::model::{Class, Code, Flow, Membership, Month, Period, Product, View};
use crate::reference::{entity, groups};

/// The other side of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// All partners.
    World,
    /// A country or area.
    One(Code),
    /// A group, by its members or as published.
    Group(Code),
}

/// Whose trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reporter {
    /// One reporter.
    One(Code),
    /// Every reporter of the data, added up.
    All,
}

/// What a figure is about, but for its period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// Whose trade.
    pub reporter: Reporter,
    /// Direction.
    pub view: View,
    /// The other side.
    pub side: Side,
    /// What was traded.
    pub product: Product,
}

impl Side {
    /// The code for machine formats.
    pub fn code(self) -> Code {
        match self {
            Side::World => WORLD,
            Side::One(code) | Side::Group(code) => code,
        }
    }
}

type Answer = Result<Figure, Gap>;

impl Ledger<'_> {
    /// The figure of a subject in a period, or what it lacks. Native figures before converted ones, never mixed.
    pub fn figure(&self, subject: &Subject, period: Period) -> Answer {
        let native = self.by_reporter(subject, period, false);
        native.or_else(|gap| self.by_reporter(subject, period, true).map_err(|_| gap))
    }

    fn by_reporter(&self, subject: &Subject, period: Period, converted: bool) -> Answer {
        match subject.reporter {
            Reporter::One(code) => self.by_side(code, subject, period, converted),
            Reporter::All => {
                let reporters = self.cube.reporters();
                let parts = reporters.into_iter().map(|code| Ok((1, self.by_side(code, subject, period, converted)?)));
                single_or_sum(Step::Reporters, period, parts.collect::<Result<_, Gap>>()?)
            }
        }
    }

    fn by_side(&self, reporter: Code, subject: &Subject, period: Period, converted: bool) -> Answer {
        let ask = |partner| self.by_view(reporter, subject, partner, period, converted);
        match subject.side {
            Side::One(code) => ask(code),
            Side::World => ask(WORLD).or_else(|gap| ask(ALL_PARTNERS).map_err(|_| gap)),
            Side::Group(code) if self.membership == Membership::Published => ask(code),
            Side::Group(code) => {
                self.by_members(reporter, code, period, &ask).or_else(|gap| ask(code).map_err(|_| gap))
            }
        }
    }

    /// The sum over a group's members, each stretch of constant membership by itself where the data allows it.
    fn by_members(&self, reporter: Code, group: Code, period: Period, ask: &dyn Fn(Code) -> Answer) -> Answer {
        let mut members = self.members(group, period.last());
        members.retain(|member| *member != reporter);
        if members.is_empty() {
            return Err(Gap { what: entity::title(group).to_owned(), months: period.months().collect() });
        }
        let parts = members.into_iter().map(|member| Ok((1, ask(member)?))).collect::<Result<Vec<_>, Gap>>()?;
        Ok(Figure::sum(Step::Members(group), period, parts))
    }

    /// The members of a group for a month of data.
    pub fn members(&self, group: Code, month: Month) -> Vec<Code> {
        groups::by_code(group).map(|group| group.members_in(self.membership, month)).unwrap_or_default()
    }

    fn by_view(&self, reporter: Code, subject: &Subject, partner: Code, period: Period, converted: bool) -> Answer {
        let series = |flow| Series { reporter, flow, partner, product: subject.product, digits: 0, splits: 0 };
        let published =
            subject.view.published_as().and_then(|flow| self.by_level(series(flow), period, converted).ok());
        if let Some(figure) = published {
            return Ok(figure);
        }
        let parts =
            subject.view.flows().map(|(flow, sign)| Ok((sign, self.by_level(series(flow), period, converted)?)));
        single_or_sum(Step::Flows, period, parts.collect::<Result<_, Gap>>()?)
    }

    /// Rows of exactly the level that was asked for, else the fullest of the others.
    fn by_level(&self, series: Series, period: Period, converted: bool) -> Answer {
        let own = series.product.digits();
        let levels = self.levels(&series);
        let traded = |figure: &Figure| !matches!(figure.derivation.step, Step::NoTrade(_));
        // Totals of splits come before parts: fewer bits first.
        let mut splits: Vec<u8> = self.cube.splits.iter().copied().collect();
        splits.sort_by_key(|splits| (splits.count_ones(), *splits));
        let at = |digits: u8| {
            let by_split = splits.iter().filter_map(|splits| {
                let series = Series { digits, splits: *splits, ..series };
                self.timeline(series, converted).resolve(period)
            });
            let found: Vec<Figure> = by_split.collect();
            found.iter().find(|figure| traded(figure)).or(found.first()).cloned()
        };
        let found: Vec<(u8, Figure)> = levels.iter().filter_map(|digits| Some((*digits, at(*digits)?))).collect();
        let exact = found.iter().find(|(digits, figure)| *digits == own && traded(figure));
        let fullest = || {
            let value = |figure: &Figure| figure.amounts.value().at_least().unwrap_or_default().abs();
            found.iter().max_by_key(|(digits, figure)| (traded(figure), value(figure), *digits))
        };
        match exact.or_else(fullest) {
            Some((_, figure)) => Ok(figure.clone()),
            None => Err(self.gap(&series, &levels, period, converted)),
        }
    }

    fn levels(&self, series: &Series) -> BTreeSet<u8> {
        let own = series.product.digits();
        let same = |class: Class| match series.product.class {
            Class::All => class.adds_up(),
            Class::Group => class == Class::Hs,
            wanted => class == wanted,
        };
        let rows = self.cube.coverage.keys().filter(|key| key.reporter == series.reporter && key.flow == series.flow);
        let digits = rows.filter(|key| same(key.class)).map(|key| key.digits);
        digits.chain([own]).collect()
    }

    fn gap(&self, series: &Series, levels: &BTreeSet<u8>, period: Period, converted: bool) -> Gap {
        let missing = |digits: &u8| self.timeline(Series { digits: *digits, ..*series }, converted).missing(period);
        let months = levels.iter().map(missing).min_by_key(Vec::len).unwrap_or_default();
        Gap { what: name(series), months }
    }

    /// Every period that stands in the data for a subject.
    pub(super) fn spans_of(&self, subject: &Subject) -> Vec<Period> {
        let partners = match subject.side {
            Side::World => vec![WORLD, ALL_PARTNERS],
            Side::One(code) => vec![code],
            Side::Group(code) => self
                .cube
                .kinds
                .keys()
                .copied()
                .filter(|known| *known == code)
                .chain(groups::by_code(code).into_iter().flat_map(|group| group.ever()))
                .collect(),
        };
        let flows: Vec<Flow> =
            subject.view.published_as().into_iter().chain(subject.view.flows().map(|(flow, _)| flow)).collect();
        let of_subject = |series: &&Series| {
            let reporter = subject.reporter == Reporter::All || subject.reporter == Reporter::One(series.reporter);
            let partner = partners.contains(&series.partner) || subject.side == Side::World;
            reporter && partner && flows.contains(&series.flow) && series.product == subject.product
        };
        let facts = self.cube.facts.iter().filter(|(series, _)| of_subject(series));
        facts.flat_map(|(_, spans)| spans.keys().map(|span| span.period)).collect()
    }

    /// The publisher's own rates for a subject in exactly this period.
    pub fn published_rates(&self, subject: &Subject, period: Period) -> Option<Published> {
        let Reporter::One(reporter) = self.only(subject.reporter) else { return None };
        let flow = match subject.view {
            View::Total => Flow::Total,
            View::Balance => return None,
            view => view.flows().next()?.0,
        };
        let (partner, product) = (subject.side.code(), subject.product);
        self.published(&Series { reporter, flow, partner, product, digits: product.digits(), splits: 0 }, period)
    }

    fn only(&self, reporter: Reporter) -> Reporter {
        let reporters = self.cube.reporters();
        match (reporter, reporters.first()) {
            (Reporter::All, Some(only)) if reporters.len() == 1 => Reporter::One(*only),
            _ => reporter,
        }
    }
}

fn single_or_sum(step: Step, period: Period, mut parts: Vec<(i32, Figure)>) -> Answer {
    match parts.as_slice() {
        [(1, _)] => Ok(parts.remove(0).1),
        _ => Ok(Figure::sum(step, period, parts)),
    }
}

/// A series in words.
pub(super) fn name(series: &Series) -> String {
    let partner = match series.partner {
        ALL_PARTNERS => "all partners",
        partner => entity::title(partner),
    };
    let product = if series.product == Product::TOTAL { String::new() } else { format!(", {}", series.product) };
    format!("{} with {partner}{product}", series.flow)
}
