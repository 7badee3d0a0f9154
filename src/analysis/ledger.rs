//! Looks series up: chooses between publications and currencies, and tells no trade from no data.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::figure::{Figure, Step};
use super::subject::{Answer, Reporter};
use super::timeline::{Timeline, Told};
use crate::cube::{At, Coverage, Cube, Edition, Fact, Facts, Published, Series, Span, Spans};
use crate::model::partner::{REST, WORLD};
use crate::model::{Class, Code, Flow, Membership, Month, PartnerKind, Period, Product, View};
use crate::query::Vintage;
use crate::reference::groups;

/// The sum of all partners of a series, made when it is first needed.
pub(super) use crate::model::partner::ALL as ALL_PARTNERS;

/// A list counts as complete when it lacks less than this part of the whole.
pub(super) const COMPLETE: i64 = 100_000;

/// How many figures are remembered before they are made anew.
const REMEMBERED: usize = 100_000;

/// Months in which the data has rows.
pub(super) type Months = Rc<BTreeSet<Month>>;

/// Whether absent rows mean no trade, by period.
type Complete = Rc<RefCell<FxHashMap<Period, bool>>>;

/// Rows of a reporter and direction, of a list of products and with so many digits at least.
type Rows = (Code, Flow, Class, u8);

/// A cube with the choices of a question: which publication, which members of groups.
pub struct Ledger<'a> {
    /// The facts.
    pub cube: &'a Cube,
    vintage: Vintage,
    /// Members of groups.
    pub membership: Membership,
    reporters: Vec<Code>,
    sums: OnceCell<Facts>,
    pub(super) by_product: OnceCell<FxHashMap<Product, Vec<Series>>>,
    complete: RefCell<FxHashMap<(Series, Code), Complete>>,
    /// Whether gaps are described; they are not while it is only asked whether a figure exists.
    describes_gaps: Cell<bool>,
    pub(super) covered_months: RefCell<FxHashMap<(Reporter, View), Months>>,
    timelines: RefCell<FxHashMap<(Series, Code), Rc<Timeline>>>,
    /// How many figures these hold.
    remembered: Cell<usize>,
    /// Directions of the rows.
    pub(super) flows: BTreeSet<Flow>,
    /// Splits in which rows are parts, the fewest first.
    pub(super) splits: Vec<u8>,
    /// How many digits rows have.
    pub(super) levels: RefCell<FxHashMap<Rows, Rc<[u8]>>>,
}

impl<'a> Ledger<'a> {
    /// A ledger over a cube.
    pub fn new(cube: &'a Cube, vintage: Vintage, membership: Membership) -> Ledger<'a> {
        let reporters = cube.reporters().into_iter().collect();
        let mut splits: Vec<u8> = cube.splits.iter().copied().collect();
        splits.sort_by_key(|splits| (splits.count_ones(), *splits));
        Ledger {
            cube,
            vintage,
            membership,
            reporters,
            sums: OnceCell::new(),
            by_product: OnceCell::new(),
            complete: RefCell::default(),
            describes_gaps: Cell::new(true),
            covered_months: RefCell::default(),
            timelines: RefCell::default(),
            remembered: Cell::new(0),
            flows: cube.coverage.keys().map(|key| key.flow).collect(),
            splits,
            levels: RefCell::default(),
        }
    }

    /// Which publication of a figure answers.
    pub fn vintage(&self) -> Vintage {
        self.vintage
    }

    /// Looks figures up without describing what the missing ones lack, which takes longer than the figures.
    pub(super) fn quietly<T>(&self, look: impl FnOnce() -> T) -> T {
        let described = self.describes_gaps.replace(false);
        let found = look();
        self.describes_gaps.set(described);
        found
    }

    /// The first of two answers. Where there is neither, one of them says what is lacking.
    pub(super) fn first_of(
        &self,
        one: &dyn Fn() -> Answer,
        other: &dyn Fn() -> Answer,
        gap: &dyn Fn() -> Answer,
    ) -> Answer {
        let found = self.quietly(|| one().or_else(|_| other()));
        if found.is_err() && self.describes_gaps() { gap() } else { found }
    }

    /// Whether what a missing figure lacks is told.
    pub(super) fn describes_gaps(&self) -> bool {
        self.describes_gaps.get()
    }

    /// Everyone who reports for itself: a group that reports would be added to its members.
    pub(super) fn reporters(&self) -> Vec<Code> {
        let single: Vec<Code> =
            self.reporters.iter().copied().filter(|code| groups::name(code.as_str()).is_none()).collect();
        if single.is_empty() { self.reporters.clone() } else { single }
    }

    /// What is known of a series in a currency.
    pub(super) fn timeline(&self, series: Series, currency: Code) -> Rc<Timeline> {
        let key = (series, currency);
        if let Some(known) = self.timelines.borrow().get(&key) {
            return Rc::clone(known);
        }
        let timeline = Rc::new(self.make_timeline(series, currency));
        let mut known = self.timelines.borrow_mut();
        self.remembered.set(self.remembered.get() + timeline.len() + 1);
        if self.remembered.get() > REMEMBERED {
            known.clear();
            self.remembered.set(timeline.len());
        }
        known.insert(key, Rc::clone(&timeline));
        timeline
    }

    fn make_timeline(&self, series: Series, currency: Code) -> Timeline {
        let (sources, facts) = (self.sources(&series), self.facts(&series));
        let places: Vec<Vec<(&Span, At)>> = sources.iter().map(|(_, spans)| spans.places()).collect();
        let mut periods: Vec<Period> = places.iter().flatten().map(|(span, _)| span.period).collect();
        periods.sort_unstable();
        periods.dedup();
        let told: Vec<(Period, Told)> = match places.as_slice() {
            [own] if !self.cube.is_chosen => {
                let editions = own.chunk_by(|(one, _), (other, _)| one.period == other.period);
                editions.filter_map(|editions| self.observed(facts, editions, currency)).collect()
            }
            _ => {
                let stands = |period: &Period| self.stands(&sources, *period, currency);
                periods.iter().filter_map(|period| Some((*period, Told::Made(Box::new(stands(period)?))))).collect()
            }
        };
        let has_secrets = places.iter().flatten().any(|(_, at)| facts.value(*at).is_secret());
        let own = Timeline::new(series, told, has_secrets);
        let common = own.common_length();
        let covered: OnceCell<BTreeSet<Period>> = OnceCell::new();
        let covered = || covered.get_or_init(|| self.covered(&series, currency).collect());
        let world: OnceCell<BTreeSet<Period>> = OnceCell::new();
        let world_stands = |period: &Period| world.get_or_init(|| self.periods_of_world(&series)).contains(period);
        let is_told = |period: &Period| {
            common == Some(period.len()) || !own.speaks_of(facts, *period, covered()) || world_stands(period)
        };
        let absent = self.covered(&series, currency).filter(|period| periods.binary_search(period).is_err());
        let complete = self.complete(&series, currency);
        let is_complete = |period: &Period| self.is_complete(&series, *period, currency, &complete);
        let without: Vec<Period> = absent.filter(|period| is_told(period) && is_complete(period)).collect();
        own.with(without.into_iter().map(|period| (period, Told::Nothing)))
    }

    /// Where the figure of a period stands, of its publications.
    fn observed(&self, facts: &Facts, editions: &[(&Span, At)], currency: Code) -> Option<(Period, Told)> {
        let usable = editions.iter().filter(|(Span { edition, .. }, at)| {
            edition.currency == currency && self.vintage.is_out(*edition) && facts.is_given(*at)
        });
        let (span, at) = usable.min_by_key(|(span, _)| self.vintage.order(span.edition))?;
        Some((span.period, Told::Fact(*at)))
    }

    /// The series that a figure is read from: several where rows of different kinds were chosen.
    fn sources(&self, series: &Series) -> Vec<(Series, Spans<'_>)> {
        let with_spans = |series: Series| Some((series, self.spans(&series)?));
        if !self.cube.is_chosen {
            return with_spans(*series).into_iter().collect();
        }
        let others = (series.partner == WORLD).then_some(REST);
        let digits: BTreeSet<u8> = self.cube.coverage.keys().map(|key| key.digits).collect();
        let kinds = digits.iter().flat_map(|digits| self.cube.splits.iter().map(move |splits| (*digits, *splits)));
        let of = |partner: Code| {
            let kinds = kinds.clone();
            kinds.filter_map(move |(digits, splits)| with_spans(Series { partner, digits, splits, ..*series }))
        };
        [series.partner].into_iter().chain(others).flat_map(of).collect()
    }

    /// The figure of a period: the publication that answers, or all rows that were chosen or added up of all partners.
    fn stands(&self, sources: &[(Series, Spans<'_>)], period: Period, currency: Code) -> Option<Figure> {
        let is_sum = self.cube.is_chosen || sources.iter().any(|(series, _)| series.partner == ALL_PARTNERS);
        if !is_sum {
            let (series, spans) = sources.first()?;
            let (edition, fact) = self.pick(*spans, period, currency)?;
            return Some(Figure::observed(*series, period, &fact, edition));
        }
        let of = |(series, spans): &(Series, Spans<'_>)| {
            let own =
                spans.editions(period).filter(|(span, _)| span.edition.currency == currency && !span.edition.is_rate());
            own.map(|(span, fact)| Figure::observed(*series, period, &fact, span.edition)).collect::<Vec<_>>()
        };
        let mut figures: Vec<(i32, Figure)> = sources.iter().flat_map(of).map(|figure| (1, figure)).collect();
        match figures.as_slice() {
            [(_, one)] => one.amounts.is_given().then(|| figures.remove(0).1),
            several if several.iter().any(|(_, figure)| figure.amounts.is_given()) => {
                Some(Figure::sum(Step::Kinds, period, figures))
            }
            _ => None,
        }
    }

    fn spans(&self, series: &Series) -> Option<Spans<'_>> {
        self.facts(series).get(series)
    }

    /// The facts that a series is among.
    pub(super) fn facts(&self, series: &Series) -> &Facts {
        match series.partner {
            ALL_PARTNERS if !self.cube.is_chosen => self.sums(),
            _ => &self.cube.facts,
        }
    }

    /// The publication of a fact that answers: exact before rounded, then by vintage.
    pub(super) fn pick(&self, spans: Spans<'_>, period: Period, currency: Code) -> Option<(Edition, Fact)> {
        self.best(spans.editions(period), currency)
    }

    fn best<'f>(&self, editions: impl Iterator<Item = (&'f Span, Fact)>, currency: Code) -> Option<(Edition, Fact)> {
        let usable = editions.filter(|(span, fact)| {
            let edition = span.edition;
            edition.currency == currency && self.vintage.is_out(edition) && fact.amounts.is_given()
        });
        let best = usable.min_by_key(|(span, _)| self.vintage.order(span.edition));
        best.map(|(span, fact)| (span.edition, fact))
    }

    /// The publisher's own rates for a period, those of the preferred publication first.
    pub(super) fn published(&self, series: &Series, period: Period) -> Option<Published> {
        let spans = self.spans(series)?;
        let own = *self.cube.currencies.first()?;
        let preferred = self.pick(spans, period, own).map(|(_, fact)| fact.published);
        let others = spans
            .editions(period)
            .filter(|(span, _)| span.edition.currency == own && self.vintage.is_out(span.edition));
        let rates = preferred.into_iter().chain(others.map(|(_, fact)| fact.published));
        rates.into_iter().find(|published| published.growth.is_some() || published.share.is_some())
    }

    /// Periods in which rows of this kind stand in the data, so that an absent row may mean no trade.
    fn covered(&self, series: &Series, currency: Code) -> impl Iterator<Item = Period> {
        let kind = self.kind(series.partner);
        let total = series.product.class == Class::All && series.digits == 0;
        let listed = matches!(series.product.class, Class::Gacc | Class::Bop) || kind == PartnerKind::Group;
        let the_whole = total && kind == PartnerKind::World;
        // Total trade that is not published is that of the two directions.
        let of_both = series.flow == Flow::Total && self.flows.iter().any(|flow| *flow != Flow::Total);
        let says_something = !self.cube.absent_is_missing && !listed && !the_whole && !of_both;
        let rows = if says_something { self.coverage(series, kind, currency) } else { Vec::new() };
        rows.into_iter().flatten().copied()
    }

    fn kind(&self, partner: Code) -> PartnerKind {
        match partner {
            WORLD => PartnerKind::World,
            _ if groups::name(partner.as_str()).is_some() => PartnerKind::Group,
            _ => PartnerKind::Country,
        }
    }

    /// The periods of the rows that would tell of a series: those of its level, or of any as fine where rows were chosen.
    fn coverage(&self, series: &Series, kind: PartnerKind, currency: Code) -> Vec<&BTreeSet<Period>> {
        let (reporter, flow, digits) = (series.reporter, series.flow, series.digits);
        if self.cube.is_chosen {
            let fits = |class: Class| match series.product.class {
                Class::All => class.adds_up(),
                Class::Group => class == Class::Hs,
                own => class == own,
            };
            let tells = |key: &Coverage| {
                (key.reporter, key.flow, key.currency) == (reporter, flow, currency)
                    && fits(key.class)
                    && key.digits >= series.product.digits()
                    && (key.kind == kind || kind == PartnerKind::World && key.kind == PartnerKind::Country)
            };
            return self.cube.coverage.iter().filter(|(key, _)| tells(key)).map(|(_, periods)| periods).collect();
        }
        let find = |class: Class| self.cube.coverage.get(&Coverage { reporter, flow, class, digits, kind, currency });
        let found = match series.product.class {
            Class::All if digits > 0 => [Class::Hs, Class::Sitc, Class::Bec, Class::Own].into_iter().find_map(find),
            Class::Group => find(Class::Hs),
            class => find(class),
        };
        found.into_iter().collect()
    }

    /// Whether an absent row means no trade: the partners add up to the published world, and the products of the level
    /// to the published total, wherever there is one.
    fn is_complete(&self, series: &Series, period: Period, currency: Code, known: &Complete) -> bool {
        if let Some(complete) = known.borrow().get(&period) {
            return *complete;
        }
        let complete = self.adds_up(series, period, currency);
        known.borrow_mut().insert(period, complete);
        complete
    }

    /// What is known of series that are alike: those of all partners, or of the world.
    fn complete(&self, series: &Series, currency: Code) -> Complete {
        let single = !matches!(series.partner, WORLD | ALL_PARTNERS);
        let like = Series { partner: if single { ALL_PARTNERS } else { WORLD }, ..*series };
        Rc::clone(self.complete.borrow_mut().entry((like, currency)).or_default())
    }

    /// The periods in which the world is published, so that it shows whether the list of partners is complete.
    fn periods_of_world(&self, series: &Series) -> BTreeSet<Period> {
        let sources = self.sources(&Series { partner: WORLD, ..*series });
        sources.iter().filter(|(own, _)| own.partner == WORLD).flat_map(|(_, spans)| spans.periods()).collect()
    }

    fn adds_up(&self, series: &Series, period: Period, currency: Code) -> bool {
        let value = |series: Series| self.stands(&self.sources(&series), period, currency)?.amounts.value().at_least();
        let fits = |whole: Series, parts: Series| match value(whole) {
            None => true,
            Some(whole) => {
                whole.saturating_sub(value(parts).unwrap_or_default()).abs() <= whole.abs() / Decimal::from(COMPLETE)
            }
        };
        let single = !matches!(series.partner, WORLD | ALL_PARTNERS);
        let partners =
            !single || fits(Series { partner: WORLD, ..*series }, Series { partner: ALL_PARTNERS, ..*series });
        let total = Series { product: Product::TOTAL, digits: 0, ..*series };
        let products =
            series.digits == 0 || self.cube.is_chosen || fits(total, Series { digits: series.digits, ..total });
        partners && products
    }

    fn sums(&self) -> &Facts {
        self.sums.get_or_init(|| {
            let mut sums = Facts::default();
            for (series, spans) in self.cube.facts.iter().filter(|(series, _)| self.is_part(series.partner)) {
                let whole = Series { partner: ALL_PARTNERS, ..*series };
                let (facts, mut number) = (spans.sorted(), None);
                for editions in facts.chunk_by(|(one, _), (other, _)| one.period == other.period) {
                    self.preferred(editions, series.partner == REST, &mut |span, fact| {
                        let number = *number.get_or_insert_with(|| sums.number(whole));
                        let span = sums.numbered(span);
                        sums.add_at((number, span), &fact);
                    });
                }
            }
            sums
        })
    }

    /// What a partner adds to the sum of all: in one of its currencies, for they are publications of the same trade. The
    /// partners that were added up while loading have each their own.
    fn preferred(&self, editions: &[(&Span, Fact)], rest: bool, take: &mut dyn FnMut(Span, Fact)) {
        let Some((Span { period, .. }, _)) = editions.first() else { return };
        let mut add = |edition: Edition, fact: Fact| {
            let span = Span { period: *period, edition: Edition { vintage: None, ..edition } };
            take(span, Fact { published: Published::default(), ..fact });
        };
        for currency in &self.cube.currencies {
            let Some((edition, fact)) = self.best(editions.iter().copied(), *currency) else { continue };
            add(edition, fact);
            if !rest {
                return;
            }
        }
        // A figure that is empty or kept secret is lacking in the sum; a row that only has a rate is no figure.
        let figures = editions.iter().filter(|(span, _)| !span.edition.is_rate());
        let mut lacking = figures.filter(|(span, fact)| !fact.amounts.is_given() && self.vintage.is_out(span.edition));
        if let Some((span, fact)) = lacking.next() {
            let currency = self.cube.currencies.first().copied().unwrap_or(span.edition.currency);
            add(Edition { currency, ..span.edition }, *fact);
        }
    }

    fn is_part(&self, partner: Code) -> bool {
        let kind = self.cube.kinds.get(&partner);
        !matches!(kind, Some(PartnerKind::World | PartnerKind::Group)) && partner != WORLD
    }
}
