//! A fact of trade in plain words, and any facts that a layout can express.

use std::collections::BTreeSet;
use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use tradestat::cube::Observation;

/// What one row of the program's own layout says.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Fact {
    pub(crate) period: String,
    pub(crate) flow: String,
    pub(crate) reporter: String,
    pub(crate) partner: String,
    pub(crate) product: String,
    pub(crate) revision: String,
    pub(crate) splits: String,
    pub(crate) currency: String,
    pub(crate) value: Option<Decimal>,
    pub(crate) weight: Option<Decimal>,
    pub(crate) quantity: Option<Decimal>,
    pub(crate) quantity_unit: String,
    pub(crate) growth: Option<Decimal>,
    pub(crate) rounded_to: Option<Decimal>,
    pub(crate) secret: bool,
}

impl From<&Observation> for Fact {
    fn from(row: &Observation) -> Fact {
        let word = |word: Option<String>| word.unwrap_or_default();
        Fact {
            period: row.period.to_string(),
            flow: row.flow.to_string(),
            reporter: row.reporter.to_string(),
            partner: row.partner.to_string(),
            product: row.product.to_string(),
            revision: word(row.revision.map(|revision| revision.to_string())),
            splits: row.split_codes.as_str().split('#').next().unwrap_or_default().to_owned(),
            currency: row.currency.to_string(),
            value: row.value,
            weight: row.weight,
            quantity: row.quantity,
            quantity_unit: word(row.quantity_unit.map(|unit| unit.to_string())),
            growth: row.published.growth,
            rounded_to: row.rounded_to,
            secret: row.confidential,
        }
    }
}

impl fmt::Debug for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [&self.revision, &self.splits, &self.currency, &self.quantity_unit].map(String::as_str).join(" ");
        let numbers = [self.value, self.weight, self.quantity, self.growth, self.rounded_to];
        let numbers =
            numbers.map(|number| number.map_or_else(|| "-".to_owned(), |number| number.to_string())).join(" ");
        let secret = if self.secret { " secret" } else { "" };
        let Fact { period, flow, reporter, partner, product, .. } = self;
        write!(f, "{period} {flow} {reporter}>{partner} {product} {texts} {numbers}{secret}")
    }
}

impl Fact {
    /// Facts of files with units, in which zero in no unit is no quantity.
    pub(crate) fn zeros_have_units(mut facts: Vec<Fact>) -> Vec<Fact> {
        let no_unit = facts.iter_mut().filter(|fact| fact.quantity_unit.is_empty());
        no_unit.for_each(|fact| fact.quantity = fact.quantity.filter(|quantity| !quantity.is_zero()));
        facts
    }

    /// What tells a fact from every other one.
    pub(crate) fn key(&self) -> [String; 8] {
        let rounded_to = self.rounded_to.map_or_else(String::new, |unit| unit.normalize().to_string());
        let texts = [&self.period, &self.flow, &self.reporter, &self.partner, &self.product, &self.splits];
        let [period, flow, reporter, partner, product, splits] = texts.map(Clone::clone);
        [period, flow, reporter, partner, product, splits, self.currency.clone(), rounded_to]
    }

    /// The year and the month; no month for a year.
    pub(crate) fn year_and_month(&self) -> (&str, Option<&str>) {
        self.period.split_once('-').map_or((&self.period, None), |(year, month)| (year, Some(month)))
    }

    /// The product's code without its list.
    pub(crate) fn code(&self) -> &str {
        self.product.split_once(':').map_or(&self.product, |(_, code)| code)
    }

    /// The code of the part in a split, by its place; empty for the total.
    pub(crate) fn split(&self, at: usize) -> &str {
        self.splits.split('|').nth(at).unwrap_or_default()
    }
}

/// What a layout can express.
#[derive(Clone)]
pub(crate) struct Reach {
    pub(crate) periods: &'static [&'static str],
    pub(crate) flows: &'static [&'static str],
    pub(crate) reporters: &'static [&'static str],
    pub(crate) partners: &'static [&'static str],
    pub(crate) products: &'static [&'static str],
    pub(crate) revisions: &'static [&'static str],
    pub(crate) splits: &'static [&'static str],
    pub(crate) currencies: &'static [&'static str],
    /// Units of quantities; none when the layout has no quantities.
    pub(crate) units: &'static [&'static str],
    pub(crate) has_weight: bool,
    /// Most decimals of a value.
    pub(crate) decimals: u32,
    /// Whether figures may be absent, or kept secret.
    pub(crate) has_blanks: bool,
    pub(crate) has_secrets: bool,
    pub(crate) has_growth: bool,
    /// Whether rows with the same key stand beside one another and add up.
    pub(crate) adds_up: bool,
}

/// A layout of one product and one currency with nothing but values.
pub(crate) const VALUES: Reach = Reach {
    periods: &["2023", "2023-11", "2024", "2024-01", "2024-02", "2024-10"],
    flows: &["exports", "imports"],
    reporters: &[""],
    partners: super::who::PARTNERS,
    products: &["TOTAL"],
    revisions: &[""],
    splits: &[""],
    currencies: &["USD"],
    units: &[],
    has_weight: false,
    decimals: 0,
    has_blanks: false,
    has_secrets: false,
    has_growth: false,
    adds_up: false,
};

/// Whole numbers from nothing to billions of billions.
fn digits() -> impl Strategy<Value = i128> {
    prop_oneof![1 => Just(0), 3 => 1..1000_i128, 4 => 1..1_000_000_000_000_i128, 1 => 1..1_000_000_000_000_000_000_i128]
}

/// Amounts of at most so many decimals.
pub(crate) fn amount(decimals: u32) -> impl Strategy<Value = Decimal> {
    let sign = prop_oneof![9 => Just(1), 1 => Just(-1)];
    (digits(), 0..=decimals, sign).prop_map(|(digits, scale, sign)| Decimal::from_i128_with_scale(sign * digits, scale))
}

impl Reach {
    fn words(&self) -> impl Strategy<Value = Fact> + use<> {
        let what = (select(self.products), select(self.revisions), select(self.splits), select(self.currencies));
        let who = (select(self.periods), select(self.flows), select(self.reporters), select(self.partners));
        (who, what).prop_map(|((period, flow, reporter, partner), (product, revision, splits, currency))| Fact {
            period: period.to_owned(),
            flow: flow.to_owned(),
            reporter: reporter.to_owned(),
            partner: partner.to_owned(),
            product: product.to_owned(),
            revision: revision.to_owned(),
            splits: splits.to_owned(),
            currency: currency.to_owned(),
            ..Fact::default()
        })
    }

    fn fact(&self) -> impl Strategy<Value = Fact> + use<> {
        let measured = |has: bool, decimals: u32| {
            amount(decimals)
                .prop_filter("weights have no sign", |amount| !amount.is_sign_negative())
                .prop_map(move |amount| Some(amount).filter(|_| has && amount.scale() <= decimals))
        };
        let units = if self.units.is_empty() { &[""] } else { self.units };
        let quantity = (measured(!self.units.is_empty(), 1), select(units));
        let blank = prop::bool::weighted(if self.has_blanks { 0.2 } else { 0.0 });
        let secret = prop::bool::weighted(if self.has_secrets { 0.3 } else { 0.0 });
        let growth = prop::bool::weighted(if self.has_growth { 0.6 } else { 0.0 });
        let figures = (amount(self.decimals), measured(self.has_weight, 3), quantity, -999..9999_i64);
        (self.words(), figures, blank, secret, growth).prop_map(|(fact, figures, blank, secret, has_growth)| {
            let (value, weight, (quantity, unit), growth) = figures;
            Fact {
                value: Some(value).filter(|_| !blank),
                weight,
                quantity,
                quantity_unit: quantity.map_or_else(String::new, |_| unit.to_owned()),
                growth: Some(Decimal::new(growth, 1)).filter(|_| has_growth && !blank),
                secret: secret && blank,
                ..fact
            }
        })
    }

    /// Any facts of this reach, each key once unless rows add up.
    pub(crate) fn facts(&self) -> BoxedStrategy<Vec<Fact>> {
        let adds_up = self.adds_up;
        let facts = prop::collection::vec(self.fact(), 1..20);
        facts
            .prop_map(move |mut facts| {
                let mut seen = BTreeSet::new();
                facts.retain(|fact| seen.insert(fact.key()) || adds_up);
                facts
            })
            .boxed()
    }

    /// The same for a layout whose files hold one flow.
    pub(crate) fn one_flow(&self) -> BoxedStrategy<Vec<Fact>> {
        let of = |flow: &'static [&'static str]| Reach { flows: flow, ..self.clone() }.facts();
        prop_oneof![of(&["exports"]), of(&["imports"])].boxed()
    }
}

/// Facts as a grid holds them: for every line and every column a fact, if only an empty one.
pub(crate) fn grid(facts: &[Fact], column: fn(&mut Fact) -> &mut String) -> Vec<Fact> {
    let line = |fact: &Fact| {
        let mut bare = Fact { value: None, growth: None, secret: false, ..fact.clone() };
        column(&mut bare).clear();
        bare
    };
    let columns: BTreeSet<String> = facts.iter().map(|fact| column(&mut fact.clone()).clone()).collect();
    let lines: BTreeSet<Fact> = facts.iter().map(line).collect();
    let mut whole = facts.to_vec();
    for bare in lines {
        for heading in &columns {
            let mut fact = bare.clone();
            heading.clone_into(column(&mut fact));
            if !facts.iter().any(|known| known.key() == fact.key()) {
                whole.push(fact);
            }
        }
    }
    whole
}
