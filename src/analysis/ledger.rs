//! Looks figures up: chooses between totals and parts, publications and levels, in this one place.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::figure::Figure;
use super::timeline::Timeline;
use crate::cube::{Coverage, Cube, Edition, Fact, Series, Span};
use crate::model::partner::WORLD;
use crate::model::{Class, Code, Membership, PartnerKind, Period};
use crate::query::Vintage;

/// The sum of all partners of a series, made when it is first needed.
pub(super) const ALL_PARTNERS: Code = Code::fixed("+");

/// A list of partners counts as complete when it lacks less than this part of the world's total.
const COMPLETE: i64 = 100_000;

type Spans = BTreeMap<Span, Fact>;

/// A cube with the choices of a question: which publication, which members of groups.
pub struct Ledger<'a> {
    /// The facts.
    pub cube: &'a Cube,
    vintage: Vintage,
    /// Members of groups.
    pub membership: Membership,
    sums: OnceCell<FxHashMap<Series, Spans>>,
    timelines: RefCell<FxHashMap<(Series, bool), Rc<Timeline>>>,
}

impl<'a> Ledger<'a> {
    /// A ledger over a cube.
    pub fn new(cube: &'a Cube, vintage: Vintage, membership: Membership) -> Ledger<'a> {
        Ledger { cube, vintage, membership, sums: OnceCell::new(), timelines: RefCell::default() }
    }

    /// Which publication of a figure answers.
    pub fn vintage(&self) -> Vintage {
        self.vintage
    }

    /// What is known of a series, in the currency of the cube or converted to it.
    pub(super) fn timeline(&self, series: Series, converted: bool) -> Rc<Timeline> {
        let key = (series, converted);
        if let Some(known) = self.timelines.borrow().get(&key) {
            return Rc::clone(known);
        }
        let timeline = Rc::new(self.make_timeline(series, converted));
        self.timelines.borrow_mut().insert(key, Rc::clone(&timeline));
        timeline
    }

    fn make_timeline(&self, series: Series, converted: bool) -> Timeline {
        let mut timeline = Timeline::default();
        let spans = self.spans(&series);
        let mut seen = BTreeSet::new();
        for period in spans.into_iter().flat_map(BTreeMap::keys).map(|span| span.period) {
            if !seen.insert(period) {
                continue;
            }
            let fact = spans.and_then(|spans| self.pick(spans, period, converted));
            if let Some((edition, fact)) = fact.filter(|(_, fact)| fact.amounts.value().at_least().is_some()) {
                let mut figure = Figure::observed(series, period, fact, edition.vintage, edition.rounded_to);
                figure.converted = converted;
                timeline.insert(period, figure);
            }
        }
        for period in self.covered(&series).filter(|period| !seen.contains(period)) {
            if self.is_complete(&series, period) {
                timeline.insert(period, Figure::no_trade(series, period));
            }
        }
        timeline
    }

    fn spans(&self, series: &Series) -> Option<&Spans> {
        match series.partner {
            ALL_PARTNERS => self.sums().get(series),
            _ => self.cube.facts.get(series),
        }
    }

    /// The publication of a fact that answers: exact before rounded, then by vintage.
    pub(super) fn pick<'s>(&self, spans: &'s Spans, period: Period, converted: bool) -> Option<(Edition, &'s Fact)> {
        let of_period = |edition| Span { period, edition };
        let lowest = Edition { vintage: None, rounded_to: Decimal::MIN, converted: false };
        let editions = spans.range(of_period(lowest)..).take_while(|(span, _)| span.period == period);
        let usable = editions.filter(|(span, fact)| {
            span.edition.converted == converted
                && self.is_out(span.edition)
                && fact.amounts.value().at_least().is_some()
        });
        let best = usable.min_by_key(|(span, _)| {
            let age = span.edition.vintage.map_or(0, |month| month.since(crate::model::Month::EPOCH));
            (span.edition.rounded_to, if self.vintage == Vintage::First { age } else { -age })
        });
        best.map(|(span, fact)| (span.edition, fact))
    }

    fn is_out(&self, edition: Edition) -> bool {
        match (self.vintage, edition.vintage) {
            (Vintage::AsOf(month), Some(vintage)) => vintage <= month,
            _ => true,
        }
    }

    /// Every publication's own growth rate for a period, the preferred publication first.
    pub(super) fn published(&self, series: &Series, period: Period) -> Option<crate::cube::Published> {
        let spans = self.spans(series)?;
        let editions = || spans.iter().filter(|(span, _)| span.period == period && self.is_out(span.edition));
        let preferred = self.pick(spans, period, false).map(|(_, fact)| fact.published);
        let others = editions().filter(|(span, _)| !span.edition.converted).map(|(_, fact)| fact.published);
        preferred.into_iter().chain(others).find(|published| published.growth.is_some() || published.share.is_some())
    }

    /// Periods in which rows of this kind stand in the data, so that an absent row may mean no trade.
    fn covered(&self, series: &Series) -> impl Iterator<Item = Period> {
        let additive = series.product.class != Class::Gacc && series.product.class != Class::Bop;
        let kind = match series.partner {
            WORLD => PartnerKind::World,
            ALL_PARTNERS => PartnerKind::Country,
            partner => match self.cube.kinds.get(&partner) {
                Some(PartnerKind::Group) => PartnerKind::Group,
                _ => PartnerKind::Country,
            },
        };
        let zero = additive && kind != PartnerKind::Group && !self.cube.absent_is_missing;
        let rows = self.coverage(series, kind).filter(|_| zero);
        let total = series.product.class == Class::All && series.digits == 0;
        rows.filter(|_| !(total && kind == PartnerKind::World)).into_iter().flatten().copied()
    }

    fn coverage(&self, series: &Series, kind: PartnerKind) -> Option<&BTreeSet<Period>> {
        let classes = match series.product.class {
            Class::All if series.digits > 0 => vec![Class::Hs, Class::Sitc, Class::Bec],
            Class::Group => vec![Class::Hs],
            class => vec![class],
        };
        classes.into_iter().find_map(|class| {
            let (reporter, flow) = (series.reporter, series.flow);
            self.cube.coverage.get(&Coverage { reporter, flow, class, digits: series.digits, kind })
        })
    }

    /// Whether an absent row means no trade: there is no published world, or the partners add up to it.
    fn is_complete(&self, series: &Series, period: Period) -> bool {
        if matches!(series.partner, WORLD | ALL_PARTNERS) {
            return true;
        }
        let value = |partner: Code| {
            let series = Series { partner, ..*series };
            let spans = self.spans(&series)?;
            let fact = self.pick(spans, period, false).or_else(|| self.pick(spans, period, true));
            fact?.1.amounts.value().at_least()
        };
        let Some(world) = value(WORLD) else { return true };
        let parts = value(ALL_PARTNERS).unwrap_or_default();
        (world - parts).abs() <= world.abs() / Decimal::from(COMPLETE)
    }

    fn sums(&self) -> &FxHashMap<Series, Spans> {
        self.sums.get_or_init(|| {
            let mut sums: FxHashMap<Series, Spans> = FxHashMap::default();
            let mut keys: Vec<&Series> = self.cube.facts.keys().filter(|series| self.is_part(series.partner)).collect();
            keys.sort();
            for series in keys {
                let spans = &self.cube.facts[series];
                let periods: BTreeSet<Period> = spans.keys().map(|span| span.period).collect();
                let whole = sums.entry(Series { partner: ALL_PARTNERS, ..*series }).or_default();
                for (period, converted) in periods.iter().flat_map(|period| [(*period, false), (*period, true)]) {
                    if let Some((edition, fact)) = self.pick(spans, period, converted) {
                        add(whole, Span { period, edition: Edition { vintage: None, ..edition } }, fact);
                    }
                }
            }
            sums
        })
    }

    fn is_part(&self, partner: Code) -> bool {
        let kind = self.cube.kinds.get(&partner);
        !matches!(kind, Some(PartnerKind::World | PartnerKind::Group)) && partner != WORLD
    }
}

fn add(whole: &mut Spans, span: Span, fact: &Fact) {
    let sum = whole.entry(span).or_insert_with(|| Fact {
        amounts: crate::cube::Amounts::ZERO,
        published: crate::cube::Published::default(),
        origin: fact.origin,
        rows: 0,
    });
    sum.amounts = sum.amounts.plus(fact.amounts, 1);
    sum.origin = sum.origin.min(fact.origin);
    sum.rows += fact.rows;
}
