//! Which lines a report has: named ones, those that occur in the data, groups in place of their members.

use std::collections::{BTreeMap, BTreeSet};

use super::Unanswerable;
use super::ask::{Ask, Dimension};
use super::frame::Frame;
use super::ledger::Ledger;
use super::set::Adds;
use super::subject::{Reporter, Side, Subject};
use crate::cube::Series;
use crate::model::{Class, Code, PartnerKind, Product, View};
use crate::query::holds;

/// What the lines of a set have in common, and the lines.
pub(super) struct Parts {
    pub whole: Option<Subject>,
    pub adds: Adds,
    pub lines: Vec<Subject>,
}

type Row = (Reporter, Side, Product);

/// The sets of a period and direction, each with its lines.
pub(super) fn sets(ask: &Ask, ledger: &Ledger<'_>, frame: Frame, view: View) -> Result<Vec<Parts>, Unanswerable> {
    let rows = rows(ask, ledger, frame)?;
    let split = ask.split();
    let mut sets: BTreeMap<Row, Vec<Row>> = BTreeMap::new();
    let mut order: Vec<Row> = Vec::new();
    for row in rows {
        let whole = whole_of(ask, row, split);
        if !sets.contains_key(&whole) {
            order.push(whole);
        }
        sets.entry(whole).or_default().push(row);
    }
    let subject = |view, (reporter, side, product): Row| Subject { reporter, view, side, product };
    Ok(order
        .into_iter()
        .map(|whole| {
            let lines = sets.remove(&whole).unwrap_or_default();
            let view_of_whole =
                if split.is_none() && matches!(view, View::Exports | View::Imports) { View::Total } else { view };
            Parts {
                whole: Some(subject(view_of_whole, whole)),
                adds: split.map_or(Adds::Never, |split| adds(ask, ledger, frame, split, &lines)),
                lines: lines.into_iter().map(|row| subject(view, row)).collect(),
            }
        })
        .collect())
}

/// The whole that a row is a part of: its partner, product or reporter widened.
fn whole_of(ask: &Ask, row: Row, split: Option<Dimension>) -> Row {
    let (reporter, side, product) = row;
    match split {
        Some(Dimension::Partner | Dimension::Group) => (reporter, whole_side(ask), product),
        Some(Dimension::Product) => (reporter, side, whole_product(ask)),
        Some(Dimension::Reporter) => (Reporter::All, side, product),
        _ => row,
    }
}

/// A group whose members are listed is their whole; otherwise it is the world.
fn whole_side(ask: &Ask) -> Side {
    listed_group(ask).filter(|_| ask.differs_by(Dimension::Partner)).map_or(Side::World, Side::Group)
}

/// The only group that was named, unless it is to be one line in place of its members.
fn listed_group(ask: &Ask) -> Option<Code> {
    match ask.sides.as_slice() {
        [Side::Group(code)] if !ask.groups.contains(code) => Some(*code),
        _ => None,
    }
}

fn whole_product(ask: &Ask) -> Product {
    match ask.products.as_slice() {
        [one] if ask.differs_by(Dimension::Product) => *one,
        _ => Product::TOTAL,
    }
}

fn adds(ask: &Ask, ledger: &Ledger<'_>, frame: Frame, split: Dimension, lines: &[Row]) -> Adds {
    if ask.structure.is_some() {
        return Adds::Never;
    }
    let share_nothing = match split {
        Dimension::Product => nothing_twice(lines),
        Dimension::Partner | Dimension::Group => {
            disjoint(ledger, frame, lines.iter().map(|(_, side, _)| side.code())).is_ok()
        }
        _ => true,
    };
    let every = match split {
        Dimension::Product => ask.products.len() <= 1,
        Dimension::Partner => ask.sides.is_empty() || listed_group(ask).is_some(),
        Dimension::Group => ask.sides.is_empty() && ask.groups.is_empty(),
        _ => ask.reporters.is_empty(),
    };
    match (share_nothing, every && ask.differs_by(split)) {
        (false, _) => Adds::Never,
        (true, true) => Adds::ToWhole,
        (true, false) => Adds::Together,
    }
}

/// Whether no product lies in another. Those of one level do not; it is the others that are compared.
fn nothing_twice(lines: &[Row]) -> bool {
    let products: BTreeSet<Product> = lines.iter().map(|(_, _, product)| *product).collect();
    let levels: BTreeSet<(Class, u8)> = products.iter().map(|product| (product.class, product.digits())).collect();
    let apart = |own: &Product| products.iter().all(|other| other == own || !own.within(*other));
    products.iter().all(|own| own.class.adds_up()) && (levels.len() <= 1 || products.iter().all(apart))
}

fn rows(ask: &Ask, ledger: &Ledger<'_>, frame: Frame) -> Result<Vec<Row>, Unanswerable> {
    let reporters = reporters(ask, ledger);
    let by_side = ask.differs_by(Dimension::Partner);
    let by_product = ask.differs_by(Dimension::Product);
    let sides = match (by_side, ask.differs_by(Dimension::Group), ask.sides.is_empty()) {
        (true, _, _) => Vec::new(),
        (false, true, _) => groups_asked(ask)?.into_iter().map(Side::Group).collect(),
        (false, false, false) => ask.sides.clone(),
        (false, false, true) => vec![Side::World],
    };
    let products = match (by_product, ask.products.is_empty()) {
        (true, _) => Vec::new(),
        (false, false) => ask.products.clone(),
        (false, true) => vec![Product::TOTAL],
    };
    if !by_side && !by_product {
        return Ok(product_of(&reporters, &sides, &products));
    }
    let places = Places::new(ask, ledger, frame)?;
    let mut found = BTreeSet::new();
    for series in ledger.cube.facts.series() {
        let reporter = if reporters == [Reporter::All] { Reporter::All } else { Reporter::One(series.reporter) };
        let own_side = if by_side { places.side(series).into_iter().collect() } else { sides.clone() };
        let own_product = if by_product { places.product(series).into_iter().collect() } else { products.clone() };
        if reporters.contains(&reporter) {
            found.extend(product_of(&[reporter], &own_side, &own_product));
        }
    }
    Ok(found.into_iter().collect())
}

fn product_of(reporters: &[Reporter], sides: &[Side], products: &[Product]) -> Vec<Row> {
    let rows = reporters.iter().flat_map(|reporter| sides.iter().map(move |side| (*reporter, *side)));
    rows.flat_map(|(reporter, side)| products.iter().map(move |product| (reporter, side, *product))).collect()
}

fn reporters(ask: &Ask, ledger: &Ledger<'_>) -> Vec<Reporter> {
    let all: Vec<Code> = ledger.reporters();
    match (&ask.reporters[..], all.as_slice()) {
        ([], [only]) => vec![Reporter::One(*only)],
        ([], _) if ask.differs_by(Dimension::Reporter) => all.into_iter().map(Reporter::One).collect(),
        ([], _) => vec![Reporter::All],
        (named, _) => named.iter().map(|code| Reporter::One(*code)).collect(),
    }
}

/// The regions that a report by group shows when none is named; they do not overlap.
const REGIONS: [&str; 6] = ["AFRICA", "ASIA", "EUROPE", "LATAM", "NAMERICA", "OCEANIA"];

fn groups_asked(ask: &Ask) -> Result<Vec<Code>, Unanswerable> {
    let named = ask.sides.iter().filter_map(|side| match side {
        Side::Group(code) => Some(*code),
        _ => None,
    });
    let named: Vec<Code> = ask.groups.iter().copied().chain(named).collect();
    Ok(if named.is_empty() { REGIONS.iter().map(|code| Code::of(code)).collect() } else { named })
}

/// Groups and countries that share no member in the period, or the first country that two of them have.
fn disjoint(ledger: &Ledger<'_>, frame: Frame, codes: impl Iterator<Item = Code>) -> Result<(), (Code, Code, Code)> {
    let mut owners: BTreeMap<Code, Code> = BTreeMap::new();
    for code in codes {
        for member in ledger.members(code, frame.period.last()).into_iter().chain([code]) {
            if let Some(other) = owners.insert(member, code).filter(|other| *other != code) {
                return Err((other, code, member));
            }
        }
    }
    Ok(())
}

/// A group takes the place of its members among named partners only where all of them are named.
fn takes_place(ask: &Ask, group: Code, members: &[Code], named: &BTreeSet<Code>) -> Result<(), Unanswerable> {
    let unnamed = members.iter().find(|member| !named.contains(member));
    if ask.sides.contains(&Side::Group(group)) || !members.is_empty() && unnamed.is_none() {
        return Ok(());
    }
    let partners = ask.sides.iter().map(|side| side.code().to_string()).collect::<Vec<_>>().join(",");
    let why = match unnamed.filter(|_| members.iter().any(|member| named.contains(member))) {
        Some(member) => format!("takes in {member}, which is not among"),
        None => "has no members among".to_owned(),
    };
    Err(Unanswerable(format!(
        "--groups: {group} {why} the partners of --partner {partners}; name {group} there too, or leave it out of --groups"
    )))
}

/// Where the partners and products of the data belong in a report that lists them.
struct Places<'a> {
    ask: &'a Ask,
    ledger: &'a Ledger<'a>,
    groups: BTreeMap<Code, Code>,
    members: Option<BTreeSet<Code>>,
}

impl<'a> Places<'a> {
    fn new(ask: &'a Ask, ledger: &'a Ledger<'a>, frame: Frame) -> Result<Places<'a>, Unanswerable> {
        disjoint(ledger, frame, ask.groups.iter().copied()).map_err(|(one, other, member)| {
            Unanswerable(format!("{one} and {other} overlap ({member} is in both) and would be counted twice; --by group shows them side by side"))
        })?;
        let members_of = |group: Code| ledger.members(group, frame.period.last());
        let of = |group: Code| members_of(group).into_iter().map(move |member| (member, group));
        let groups = ask.groups.iter().copied().flat_map(of).collect();
        let named = ask.sides.iter().flat_map(|side| match side {
            Side::Group(code) => members_of(*code),
            Side::One(code) => vec![*code],
            Side::World => Vec::new(),
        });
        let members = (!ask.sides.is_empty()).then(|| named.collect());
        if let Some(named) = &members {
            ask.groups.iter().try_for_each(|group| takes_place(ask, *group, &members_of(*group), named))?;
        }
        Ok(Places { ask, ledger, groups, members })
    }

    fn side(&self, series: &Series) -> Option<Side> {
        let code = series.partner;
        if self.ask.groups.contains(&code) {
            return Some(Side::Group(code));
        }
        let kind = self.ledger.cube.kinds.get(&code)?;
        if !matches!(kind, PartnerKind::Country | PartnerKind::Area) {
            return None;
        }
        if self.members.as_ref().is_some_and(|members| !members.contains(&code)) {
            return None;
        }
        Some(self.groups.get(&code).map_or(Side::One(code), |group| Side::Group(*group)))
    }

    fn product(&self, series: &Series) -> Option<Product> {
        let (class, level) = self.ask.level?;
        let product = series.product;
        let fits =
            product.class == class && (!class.adds_up() || class == Class::Bec || product.digits() == level.digits());
        let asked = self.ask.products.is_empty() || self.ask.products.iter().any(|wanted| holds(*wanted, product));
        (fits && asked).then_some(product)
    }
}
