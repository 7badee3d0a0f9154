//! Which rows answer where totals and parts stand side by side for some partners, products or months only.
//!
//! One rule for every key: its own row answers; where there is none, its parts are added up, along products or along
//! partners, whichever way gives more. Each way counts everything once, so that the fuller one lacks less.

mod aside;
mod branches;
mod mixed;
mod moment;
mod spans;
mod stand;

use std::collections::{BTreeMap, BTreeSet};

use super::{Partners, Products, Query, Vintage, holds};
use crate::cube::{Cube, Edition, Fact, Facts, Series, Span};
use crate::model::partner::{ALL, REST, WORLD};
use crate::model::{Code, Flow, PartnerKind, Period, Product};

use branches::parent;
use moment::{IsPart, Moment};
use stand::Found;

pub use aside::{Told, finest, is_told_by_the_finest, set_aside, set_aside_in_head, together};
pub use mixed::{FEW, is_mixed};

/// Parts that miss their whole by less than this part of it are all of them.
const COMPLETE: i64 = 100_000;

/// The question that keeps apart everything that a choice looks at.
pub fn apart(query: &Query) -> Query {
    Query {
        partners: Partners { every: true, ..Partners::default() },
        products: Products { as_given: true, ..Products::default() },
        world_is_published: false,
        ..query.clone()
    }
}

/// What a question asks for, of the products that occur: each with the coarser products that it is a part of.
struct Targets {
    above: BTreeMap<Product, BTreeSet<Product>>,
}

impl Targets {
    fn of(query: &Query, products: impl Iterator<Item = Product>) -> Targets {
        let mut above: BTreeMap<Product, BTreeSet<Product>> = BTreeMap::new();
        for product in products {
            for wanted in query.products(product) {
                let coarser = std::iter::successors(parent(product), |product| parent(*product));
                above.entry(wanted).or_default().extend(coarser.filter(|coarser| !belongs(wanted, *coarser)));
            }
        }
        for wanted in &query.products.named {
            let coarser = std::iter::successors(parent(*wanted), |product| parent(*product));
            above.entry(*wanted).or_default().extend(coarser);
        }
        Targets { above }
    }
}

/// Whether all of a product belongs to a wanted one.
fn belongs(wanted: Product, product: Product) -> bool {
    wanted == product || wanted == Product::TOTAL || holds(wanted, product)
}

/// The facts that answer a question, from a cube in which every row stands apart. All facts of a series and period
/// belong to its figure and are added up.
pub fn choose(apart: &Cube, query: &Query) -> Facts {
    let targets = Targets::of(query, apart.products.iter().copied());
    let mut moments = Moments::new();
    for (series, spans) in apart.facts.iter() {
        for (span, fact) in spans.iter() {
            let flows = moments.entry((series.reporter, span.edition.currency, span.period)).or_default();
            flows.entry(series.flow).or_default().take(series, span.edition, fact, query.vintage);
        }
    }
    complete(&mut moments, query.vintage, &|code| is_part(apart, code));
    let coarser: BTreeSet<Product> = targets.above.values().flatten().copied().collect();
    let mut facts = Facts::default();
    for ((reporter, _, period), mut flows) in moments {
        flows.values_mut().for_each(|moment| moment.prepare(&coarser));
        for flow in flows.keys() {
            let place = Place { reporter, flow: *flow, period };
            Answers { apart, query, targets: &targets, flows: &flows, place }.tell(&mut facts);
        }
    }
    facts
}

/// By reporter, currency and period.
type Moments = BTreeMap<(Code, Code, Period), BTreeMap<Flow, Moment>>;

/// Completes what is known of each period from those within it and around it.
fn complete(moments: &mut Moments, vintage: Vintage, is_part: IsPart<'_>) {
    let mut alike: BTreeMap<(Code, Code, Flow), BTreeMap<Period, &mut Moment>> = BTreeMap::new();
    for ((reporter, currency, period), flows) in moments {
        for (flow, moment) in flows {
            alike.entry((*reporter, *currency, *flow)).or_default().insert(*period, moment);
        }
    }
    alike.values_mut().for_each(|periods| spans::complete(periods, vintage, is_part));
}

fn kind(apart: &Cube, partner: Code) -> PartnerKind {
    apart.kinds.get(&partner).copied().unwrap_or(PartnerKind::Country)
}

fn is_part(apart: &Cube, partner: Code) -> bool {
    matches!(kind(apart, partner), PartnerKind::Country | PartnerKind::Area)
}

#[derive(Clone, Copy)]
struct Place {
    reporter: Code,
    flow: Flow,
    period: Period,
}

/// The answers of one direction of trade in one period.
struct Answers<'a> {
    apart: &'a Cube,
    query: &'a Query,
    targets: &'a Targets,
    flows: &'a BTreeMap<Flow, Moment>,
    place: Place,
}

impl Answers<'_> {
    fn tell(&self, facts: &mut Facts) {
        let Some(moment) = self.flows.get(&self.place.flow) else { return };
        for (product, above) in &self.targets.above {
            for (partner, kind) in moment.partners_with(*product).into_iter().map(|code| (code, self.kind(code))) {
                let own = self.query.partner(partner, kind).filter(|asked| *asked == partner && partner != WORLD);
                let Some(partner) = own else { continue };
                let found = moment.of_partner(partner, *product, above);
                self.put(partner, *product, self.unless_fuller(partner, (*product, above), found), facts);
            }
            let world = moment.of_world(*product, above, &|code| self.is_part(code));
            self.put(WORLD, *product, self.unless_fuller(WORLD, (*product, above), world), facts);
            let all = moment.of_all(*product, above, &|code| self.is_part(code));
            self.put(ALL, *product, all, facts);
        }
        for (series, edition, fact) in &moment.rates {
            let is_asked = self.query.partner(series.partner, self.kind(series.partner)) == Some(series.partner);
            if is_asked && self.targets.above.contains_key(&series.product) {
                facts.add(*series, Span { period: self.place.period, edition: *edition }, fact);
            }
        }
    }

    fn kind(&self, partner: Code) -> PartnerKind {
        kind(self.apart, partner)
    }

    fn is_part(&self, partner: Code) -> bool {
        is_part(self.apart, partner)
    }

    /// A published total of both directions answers as it stands; one that is added up answers only where the directions
    /// do not give more, or are not in the data.
    fn unless_fuller(
        &self,
        partner: Code,
        (product, above): (Product, &BTreeSet<Product>),
        found: Option<Found>,
    ) -> Option<Found> {
        let Some(total) = self.flows.get(&Flow::Total).filter(|_| self.place.flow == Flow::Total) else { return found };
        if total.has_row(partner, product) {
            return found;
        }
        let of = |flow: &Flow| {
            let moment = self.flows.get(flow)?;
            match partner {
                WORLD => moment.of_world(product, above, &|code| self.is_part(code)),
                partner => moment.of_partner(partner, product, above),
            }
        };
        let directions = [Flow::Export, Flow::Import].iter().filter_map(of).fold(Found::default(), Found::plus);
        let (is_whole, most) = directions.fullness();
        found.filter(|found| directions.parts.is_empty() || is_whole && found.fullness() >= (true, most))
    }

    fn put(&self, partner: Code, product: Product, found: Option<Found>, facts: &mut Facts) {
        let Place { reporter, flow, period } = self.place;
        for part in found.into_iter().flat_map(|found| found.parts) {
            let of_others = partner == WORLD && part.partner != WORLD;
            let own = Series {
                reporter,
                flow,
                partner: if of_others { REST } else { partner },
                product,
                digits: part.digits,
                splits: part.splits,
            };
            facts.add(own, Span { period, edition: part.edition }, &part.fact);
        }
    }
}

/// A row's figure and the kind of row that it is.
#[derive(Clone, Copy)]
struct Part {
    partner: Code,
    digits: u8,
    splits: u8,
    edition: Edition,
    fact: Fact,
}
