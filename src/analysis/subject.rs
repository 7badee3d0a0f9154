//! What a figure is about, and how it is put together from series.

use rustc_hash::FxHashMap;

use super::figure::{Figure, Gap, Step};
use super::ledger::{ALL_PARTNERS, Ledger};
use super::levels::is_traded;
use crate::cube::{Published, Series};
use crate::model::partner::WORLD;
use crate::model::{Code, Flow, Membership, Month, Period, Product, View};
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

pub(super) type Answer = Result<Figure, Gap>;

/// Which currencies may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Money {
    /// Only the one that was asked for.
    Native,
    /// That one, else another one converted, each series by itself.
    Any,
}

impl Ledger<'_> {
    /// The figure of a subject in a period, or what it lacks. A figure in its own currency comes before converted ones.
    pub fn figure(&self, subject: &Subject, period: Period) -> Answer {
        let native = || self.by_reporter(subject, period, Money::Native);
        let any = || self.by_reporter(subject, period, Money::Any);
        if self.cube.currencies.len() < 2 { native() } else { self.first_of(&native, &any, &native) }
    }

    /// Whether there is a figure.
    pub(super) fn has_figure(&self, subject: &Subject, period: Period) -> bool {
        self.quietly(|| self.figure(subject, period).is_ok())
    }

    fn by_reporter(&self, subject: &Subject, period: Period, money: Money) -> Answer {
        match subject.reporter {
            Reporter::One(code) => self.by_side(code, subject, period, money),
            Reporter::All => {
                let reporters = self.reporters();
                if reporters.is_empty() {
                    let (what, months) = (subject.view.to_string(), period.months().collect());
                    return Err(Gap { what, months, known: false, secret: false, within: None });
                }
                let each: Vec<Answer> =
                    reporters.iter().map(|code| self.by_side(*code, subject, period, money)).collect();
                let without: Vec<Code> =
                    reporters.iter().zip(&each).filter(|(_, found)| found.is_err()).map(|(code, _)| *code).collect();
                let some = without.len() < reporters.len() && self.describes_gaps();
                let named = |gap: Gap| if some { Gap { what: lacking(&gap.what, &without), ..gap } } else { gap };
                single_or_sum(Step::Reporters, period, all(each.into_iter()).map_err(named)?)
            }
        }
    }

    fn by_side(&self, reporter: Code, subject: &Subject, period: Period, money: Money) -> Answer {
        let ask = |partner, period| self.by_view(reporter, subject, partner, period, money);
        match subject.side {
            Side::One(code) => ask(code, period),
            // Rows that were chosen one by one tell of the world whatever they are about.
            Side::World if self.cube.is_chosen => ask(WORLD, period),
            Side::World => {
                let (world, all) = (|| ask(WORLD, period), || ask(ALL_PARTNERS, period));
                let published = self.cube.kinds.contains_key(&WORLD);
                self.first_of(&world, &all, if published { &world } else { &all })
            }
            Side::Group(code) if self.membership == Membership::Published => ask(code, period),
            Side::Group(code) => {
                let members = self.by_members(reporter, code, period, &ask);
                members.or_else(|gap| ask(code, period).map_err(|own| Gap { known: gap.known, ..own }))
            }
        }
    }

    /// The sum over a group's members, each stretch of constant membership by itself where the data allows it; else
    /// over the members of the last month.
    fn by_members(&self, reporter: Code, group: Code, period: Period, ask: &dyn Fn(Code, Period) -> Answer) -> Answer {
        let of = |stretch: Period| {
            let members = self.members_for(reporter, group, stretch.last());
            if members.is_empty() {
                return Err(Gap {
                    what: entity::title(group).to_owned(),
                    months: stretch.months().collect(),
                    known: false,
                    secret: false,
                    within: None,
                });
            }
            let each = members.into_iter().map(|member| ask(member, stretch));
            Ok(Figure::sum(Step::Members(group), stretch, all(each)?))
        };
        let stretches = self.stretches(group, period);
        if stretches.len() > 1
            && let Ok(parts) = all(stretches.into_iter().map(of))
        {
            return Ok(Figure::sum(Step::Tiles, period, parts));
        }
        of(period)
    }

    /// The runs of months in which a group has the same members.
    pub(super) fn stretches(&self, group: Code, period: Period) -> Vec<Period> {
        let mut stretches: Vec<Period> = Vec::new();
        for month in period.months() {
            match stretches.last_mut() {
                Some(run) if self.members(group, run.last()) == self.members(group, month) => {
                    *run = Period::new(run.first(), month).unwrap_or(*run);
                }
                _ => stretches.push(Period::month(month)),
            }
        }
        stretches
    }

    /// The members of a group for a month of data.
    pub fn members(&self, group: Code, month: Month) -> Vec<Code> {
        groups::by_code(group).map(|group| group.members_in(self.membership, month)).unwrap_or_default()
    }

    /// The members as partners of a reporter: it is no partner of itself in a bloc, though it may be in a region.
    fn members_for(&self, reporter: Code, group: Code, month: Month) -> Vec<Code> {
        let mut members = self.members(group, month);
        if groups::by_code(group).is_some_and(|group| group.kind == "bloc") {
            members.retain(|member| *member != reporter);
        }
        members
    }

    /// Total trade published for some months only, or whose directions lack something, is put together by month.
    fn by_view(&self, reporter: Code, subject: &Subject, partner: Code, period: Period, money: Money) -> Answer {
        let ask = |period| self.by_flow(reporter, subject, partner, period, money);
        let is_whole = |figure: &Figure| figure.amounts.value().get().is_ok();
        let is_published = subject.view.published_as().is_some_and(|flow| self.flows.contains(&flow));
        let found = ask(period);
        if !is_published || period.len() < 2 || found.as_ref().is_ok_and(is_whole) {
            return found;
        }
        let months = self.quietly(|| all(period.months().map(|month| ask(Period::month(month)))));
        let months = months.map(|months| Figure::sum(Step::Tiles, period, months)).ok();
        months.filter(|months| found.is_err() || is_whole(months)).map_or(found, Ok)
    }

    fn by_flow(&self, reporter: Code, subject: &Subject, partner: Code, period: Period, money: Money) -> Answer {
        let series = |flow| Series { reporter, flow, partner, product: subject.product, digits: 0, splits: 0 };
        let published = |flow| self.quietly(|| self.by_currency(series(flow), period, money)).ok();
        if let Some(figure) = subject.view.published_as().and_then(published) {
            return Ok(figure);
        }
        let parts = subject.view.flows().map(|(flow, sign)| Ok((sign, self.by_currency(series(flow), period, money)?)));
        single_or_sum(Step::Flows, period, parts.collect::<Result<_, Gap>>()?)
    }

    /// The series in the currency that was asked for, else converted. All partners together may have several.
    fn by_currency(&self, series: Series, period: Period, money: Money) -> Answer {
        let currencies = self.cube.currencies.as_slice();
        let one = |currency: &Code| self.by_level(series, period, *currency);
        match (currencies, series.partner) {
            ([], _) => self.by_level(series, period, Code::fixed("")),
            ([own, others @ ..], ALL_PARTNERS) if others.iter().any(|other| self.has(series, period, *other)) => {
                if money == Money::Native {
                    return Err(self.gap(&series, &[], period, *own));
                }
                let present = currencies.iter().filter(|currency| self.has(series, period, **currency));
                single_or_sum(Step::Partners, period, all(present.map(one))?)
            }
            ([own, others @ ..], _) => {
                let native = one(own);
                if money == Money::Native {
                    return native;
                }
                native.or_else(|gap| self.quietly(|| others.iter().find_map(|other| one(other).ok())).ok_or(gap))
            }
        }
    }

    fn has(&self, series: Series, period: Period, currency: Code) -> bool {
        self.by_level(series, period, currency).is_ok_and(|figure| is_traded(&figure))
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
            reporter && partner && flows.contains(&series.flow)
        };
        let series = self.series_of(subject.product).iter().filter(of_subject);
        series.filter_map(|series| self.cube.facts.get(series)).flat_map(|spans| spans.periods()).collect()
    }

    /// Every series of a product.
    fn series_of(&self, product: Product) -> &[Series] {
        let by_product = self.by_product.get_or_init(|| {
            let mut by_product: FxHashMap<Product, Vec<Series>> = FxHashMap::default();
            self.cube.facts.series().for_each(|series| by_product.entry(series.product).or_default().push(*series));
            by_product
        });
        by_product.get(&product).map_or(&[], Vec::as_slice)
    }

    /// The figure that was published for a group itself.
    pub(super) fn published_figure(&self, subject: &Subject, period: Period) -> Option<Figure> {
        let side = Side::One(subject.side.code());
        self.by_reporter(&Subject { side, ..*subject }, period, Money::Native).ok()
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
        match (reporter, self.reporters().as_slice()) {
            (Reporter::All, [only]) => Reporter::One(*only),
            _ => reporter,
        }
    }
}

/// All of the figures, or the first gap, which then knows whether others are there.
fn all(figures: impl Iterator<Item = Answer>) -> Result<Vec<(i32, Figure)>, Gap> {
    let (mut found, mut gap) = (Vec::new(), None);
    for figure in figures {
        match figure {
            Ok(figure) => found.push((1, figure)),
            Err(other) => gap = gap.or(Some(other)),
        }
    }
    match gap {
        None => Ok(found),
        Some(gap) => Err(Gap { known: gap.known || found.iter().any(|(_, figure)| is_traded(figure)), ..gap }),
    }
}

/// What is lacking, and in whose reports.
fn lacking(what: &str, without: &[Code]) -> String {
    let named: Vec<&str> = without.iter().take(3).map(|code| code.as_str()).collect();
    let more = without.len() - named.len();
    let more = if more > 0 { format!(" and {more} more reporters") } else { String::new() };
    format!("{what} as reported by {}{more}", named.join(", "))
}

fn single_or_sum(step: Step, period: Period, mut parts: Vec<(i32, Figure)>) -> Answer {
    match parts.as_slice() {
        [(1, _)] => Ok(parts.remove(0).1),
        _ => Ok(Figure::sum(step, period, parts)),
    }
}
