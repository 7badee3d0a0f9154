//! The question, decided: which rows it needs, and what each of them is added to.

pub mod choice;

use std::borrow::Cow;
use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::cube::{Edition, Observation, Series};
use crate::model::partner::{REST, WORLD};
use crate::model::{Class, Code, Flow, Level, Measure, Month, PartnerKind, Period, Product, Target};
use crate::reference::{product_groups, products};

/// Which partners a question tells apart; the others are added up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Partners {
    /// All of them.
    pub every: bool,
    /// These: countries, members of groups, and groups that may be published.
    pub named: BTreeSet<Code>,
}

/// Which products a question tells apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Products {
    /// Each row's own product, whatever its list and level, and no sum of products.
    pub as_given: bool,
    /// Every row of lists that have no levels, such as a list of main commodities.
    pub lists: bool,
    /// All of a list at a level of detail.
    pub level: Option<(Class, Level)>,
    /// These.
    pub named: Vec<Product>,
}

impl Products {
    /// Whether only all goods together are asked for.
    pub fn is_total(&self) -> bool {
        *self == Products::default()
    }
}

/// Which publication of a figure answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Vintage {
    /// The newest.
    #[default]
    Newest,
    /// The first.
    First,
    /// The newest that was out in that month.
    AsOf(Month),
}

impl Vintage {
    /// Whether a publication was out by then.
    pub fn is_out(self, edition: Edition) -> bool {
        match (self, edition.vintage) {
            (Vintage::AsOf(month), Some(vintage)) => vintage <= month,
            _ => true,
        }
    }

    /// Orders publications, the one that answers first: exact before rounded, then by age.
    pub fn order(self, edition: Edition) -> (Decimal, i32) {
        let age = edition.vintage.map_or(0, |month| month.since(Month::EPOCH));
        (edition.rounded_to, if self == Vintage::First { age } else { -age })
    }
}

/// Which rows a question needs, and at which detail.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Whether the world is published for every row of partners, so that their sum is not needed when none is named.
    pub world_is_published: bool,
    /// Reporters; none means all.
    pub reporters: Option<BTreeSet<Code>>,
    /// Partners.
    pub partners: Partners,
    /// Products.
    pub products: Products,
    /// Currency to answer in; none means the currency of the data.
    pub currency: Option<Code>,
    /// Whether rows of every currency are kept, each by itself and none converted.
    pub every_currency: bool,
    /// Publication.
    pub vintage: Vintage,
    /// Edition that products are brought to.
    pub to: Option<Target>,
    /// Calendar years that rows must be about; none means all.
    pub years: Option<BTreeSet<i32>>,
    /// Directions of trade that rows must be of; none means all.
    pub flows: Option<BTreeSet<Flow>>,
    /// Measures beside the value that are not needed.
    pub unread: BTreeSet<Measure>,
    /// Whether it is told which rows a figure rests on.
    pub traced: bool,
}

impl Query {
    /// The question that keeps every row apart, for looking at the data itself.
    pub fn everything() -> Query {
        Query {
            partners: Partners { every: true, ..Partners::default() },
            products: Products { as_given: true, ..Products::default() },
            ..Query::default()
        }
    }

    /// The question that keeps no row, for what is told of the data as a whole or done with each row.
    pub fn nothing() -> Query {
        Query { reporters: Some(BTreeSet::new()), every_currency: true, ..Query::everything() }
    }

    /// Whether rows of a period and direction are asked for. Of the others nothing more is looked at.
    pub fn wants(&self, period: Period, flow: Flow) -> bool {
        let years = period.first().year()..=period.last().year();
        let in_time = self.years.as_ref().is_none_or(|asked| asked.range(years).next().is_some());
        in_time && self.flows.as_ref().is_none_or(|asked| asked.contains(&flow))
    }

    /// The series that a row is added to; none when the question does not ask for the row.
    ///
    /// This is the only definition of filter and roll-up: every source gives the cube that this makes of its rows.
    pub fn key(&self, row: &Observation) -> Vec<Series> {
        let asked = self.wants(row.period, row.flow) && self.asks(row.reporter);
        let Some(partner) = self.partner(row.partner, row.kind).filter(|_| asked) else { return Vec::new() };
        let digits = row.digits;
        let series =
            |product| Series { reporter: row.reporter, flow: row.flow, partner, product, digits, splits: row.splits };
        let mut products = self.products(row.product);
        if row.is_unconverted {
            products.retain(|product| *product == Product::TOTAL);
        }
        products.into_iter().map(series).collect()
    }

    /// A row without what the question does not need, which is read only to tell rates from figures.
    pub(crate) fn needed<'r>(&self, row: &'r Observation) -> Cow<'r, Observation> {
        let unread = |measure| self.unread.contains(&measure);
        let weight = row.weight.filter(|_| !unread(Measure::Weight));
        let quantity = row.quantity.filter(|_| !unread(Measure::Quantity));
        if (weight, quantity) == (row.weight, row.quantity) {
            return Cow::Borrowed(row);
        }
        let quantity_unit = row.quantity_unit.filter(|_| quantity.is_some());
        Cow::Owned(Observation { weight, quantity, quantity_unit, ..row.clone() })
    }

    /// Whether a reporter is asked for.
    pub(crate) fn asks(&self, reporter: Code) -> bool {
        self.reporters.as_ref().is_none_or(|reporters| reporters.contains(&reporter))
    }

    /// Whether only rows about the world are asked for.
    pub fn is_of_world(&self) -> bool {
        self.world_is_published && self.partners == Partners::default()
    }

    /// The partner that rows about a partner are added to, if they are.
    pub(crate) fn partner(&self, partner: Code, kind: PartnerKind) -> Option<Code> {
        let single = self.partners.every || self.partners.named.contains(&partner);
        match kind {
            PartnerKind::World => Some(WORLD),
            _ if single => Some(partner),
            PartnerKind::Group => None,
            _ if self.is_of_world() => None,
            PartnerKind::Country | PartnerKind::Area => Some(REST),
        }
    }

    /// The products that rows of a product are added to.
    pub(crate) fn products(&self, product: Product) -> Vec<Product> {
        let mut own = Vec::with_capacity(2);
        let mut add = |product: Product| {
            if !own.contains(&product) {
                own.push(product);
            }
        };
        if product.class.adds_up() && !self.products.as_given {
            add(Product::TOTAL);
        }
        let listed = self.products.lists && matches!(product.class, Class::Gacc | Class::Bop | Class::Own);
        if self.products.as_given || listed {
            add(product);
        }
        let level = self.products.level.filter(|(class, _)| *class == product.class);
        level.and_then(|(_, level)| at_level(product, level)).into_iter().for_each(&mut add);
        self.products.named.iter().filter(|wanted| holds(**wanted, product)).copied().for_each(add);
        own
    }
}

/// The product of a level that a row belongs to; none when the row is not detailed enough.
fn at_level(product: Product, level: Level) -> Option<Product> {
    if product.class == Class::Hs {
        let code = product.code.as_str();
        return match level {
            Level::Total | Level::Sitc(_) | Level::Bec => None,
            Level::Section if product.is_section() => Some(product),
            Level::Section => products::section_of(code).map(|section| Product::new(Class::Hs, section.numeral)),
            _ if product.is_section() => None,
            Level::Hs8 => (code.len() >= 8).then_some(product),
            _ => code.get(..level.digits() as usize).map(|code| Product::new(Class::Hs, code)),
        };
    }
    match level {
        Level::Sitc(digits) => {
            product.code.as_str().get(..usize::from(digits)).map(|code| Product::new(product.class, code))
        }
        _ => Some(product),
    }
}

/// Whether the rows of a product belong to a wanted one.
pub fn holds(wanted: Product, product: Product) -> bool {
    let code = product.code.as_str();
    match wanted.class {
        Class::Group if product.class == Class::Hs && !product.is_section() => {
            product_groups::by_code(wanted.code).is_some_and(|group| group.holds(code))
        }
        Class::Hs if wanted.is_section() && product.class == Class::Hs && !product.is_section() => {
            products::section_of(code).is_some_and(|section| section.numeral == wanted.code.as_str())
        }
        Class::Gacc | Class::Bop | Class::All => product == wanted,
        _ => product.within(wanted),
    }
}
