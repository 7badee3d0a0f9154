//! What was typed becomes what is meant: names are looked up and defaults are filled here and nowhere else.

use std::collections::BTreeSet;

use anyhow::{anyhow, bail};
use tradestat::analysis::frame::{Base, Step};
use tradestat::analysis::{Ask, Basis, Dimension, Side, is_bounded};
use tradestat::cube::Cube;
use tradestat::model::{Class, Code, Level, Measure, PartnerKind, PeriodExpr, Product, Target, View};
use tradestat::query::{Partners, Products, Query, Vintage};
use tradestat::reference::{entity, groups, name, product_groups, products, rates};

use super::columns::{Preset, columns, sort};
use super::report::AskArgs;

/// The question to the data and the report to make of the answer.
pub(crate) struct Meant {
    pub(crate) query: Query,
    pub(crate) ask: Ask,
    level: Option<Level>,
    flows_chosen: bool,
}

pub(crate) fn base(text: &str) -> Result<Base, String> {
    match text.trim().to_lowercase().as_str() {
        "previous" => Ok(Base::Previous),
        "year-earlier" => Ok(Base::YearEarlier),
        _ => text.parse::<PeriodExpr>().map(Base::Fixed).map_err(|error| error.to_string()),
    }
}

pub(crate) fn vintage(text: &str) -> Result<Vintage, String> {
    match (text.trim().to_lowercase().as_str(), text.parse::<PeriodExpr>()) {
        ("newest", _) => Ok(Vintage::Newest),
        ("first", _) => Ok(Vintage::First),
        (_, Ok(PeriodExpr::Dated(period))) if period.len() == 1 => Ok(Vintage::AsOf(period.first())),
        _ => Err("expected newest, first or a month such as 2025-11".to_owned()),
    }
}

/// The word for a publication, once it is known to be one.
pub(crate) fn vintage_word(text: &str) -> Result<String, String> {
    vintage(text).map(|_| text.trim().to_owned())
}

pub(crate) fn currency_code(text: &str) -> Result<Code, String> {
    currency(text).map_err(|error| error.to_string())
}

pub(crate) fn basis(text: &str) -> Result<Basis, String> {
    match text.trim().to_lowercase().as_str() {
        "computed" => Ok(Basis::Computed),
        "published" => Ok(Basis::Published),
        _ => Err("expected computed or published".to_owned()),
    }
}

/// The meaning of the options that every report shares.
pub(crate) fn meant(args: &AskArgs, preset: &Preset) -> anyhow::Result<Meant> {
    let sides = args.partner.iter().map(|text| side(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let products = args.product.iter().map(|text| product(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let reporters = args.reporter.iter().map(|text| country(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let groups = args.groups.iter().map(|text| group(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let mut measures = unique(&args.measure);
    if measures.is_empty() {
        measures.push(Measure::Value);
    }
    let (columns, columns_chosen) = columns(&args.columns, preset, &measures)?;
    if args.bounds && !columns.iter().any(|column| is_bounded(column)) {
        bail!("--bounds: no column of this report has bounds; value, growth_pct, share_pct and others do");
    }
    let by = dimensions(args);
    let ask = Ask {
        title: preset.title.to_owned(),
        period: args.period,
        all_periods: false,
        year: args.year,
        base: args.base.unwrap_or(Base::YearEarlier),
        step: step(args, &by),
        rolling: args.rolling,
        views: views(args, &by),
        reporters,
        sides: unique(&sides),
        products: unique(&products),
        by,
        level: None,
        only: Vec::new(),
        groups: unique(&groups),
        measures,
        basis: args.basis,
        allow_partial: args.allow_partial,
        top: args.top.map(|top| top as usize),
        sort: args.sort.as_deref().map(|text| sort(text, preset)).transpose()?,
        per: None,
        structure: preset.structure,
        columns,
        columns_chosen,
        bounds: args.bounds,
        ranked: false,
    };
    let has_group = ask.sides.iter().any(|side| matches!(side, Side::Group(_))) || !ask.groups.is_empty();
    if args.membership.is_some() && !has_group && !ask.by.contains(&Dimension::Group) {
        bail!("--membership: no group was asked for; --partner, --groups or --by group names one");
    }
    let currency = args.currency.as_deref().map(currency).transpose()?;
    let mut meant = Meant {
        query: Query { currency, vintage: args.vintage, to: to(args)?, ..Query::default() },
        ask,
        level: args.level,
        flows_chosen: !args.flow.is_empty(),
    };
    meant.narrow();
    Ok(meant)
}

impl Meant {
    /// Asks the data for no more than the report needs.
    pub(crate) fn narrow(&mut self) {
        let ask = &self.ask;
        let all_groups = || groups::all().iter().map(|group| group.code);
        let mut named: BTreeSet<Code> = BTreeSet::new();
        for side in ask.sides.iter().chain(&ask.only) {
            named.extend(codes(*side));
        }
        for code in &ask.groups {
            named.extend(codes(Side::Group(*code)));
        }
        if ask.differs_by(Dimension::Group) && ask.groups.is_empty() {
            named.extend(all_groups().flat_map(|code| codes(Side::Group(code))));
        }
        self.query.partners = Partners { every: ask.differs_by(Dimension::Partner), named };
        let by_product = ask.differs_by(Dimension::Product);
        let level = self.level.unwrap_or(match self.query.to {
            Some(Target::Sitc4) => Level::Sitc(2),
            Some(Target::Bec4) => Level::Bec,
            _ => Level::Hs2,
        });
        let level = (level.class(), level);
        self.query.products = Products {
            as_given: false,
            lists: by_product,
            level: by_product.then_some(level),
            named: ask.products.clone(),
        };
        self.query.reporters = (!ask.reporters.is_empty()).then(|| ask.reporters.iter().copied().collect());
        super::needed::narrow(&mut self.query, ask, self.flows_chosen);
    }

    /// Asks for all of the data; whether that is more than before.
    pub(crate) fn widen(&mut self) -> bool {
        super::needed::widen(&mut self.query)
    }

    /// Of data with one direction of trade only that one is shown, unless others were asked for.
    fn settle_flows(&self, cube: &Cube, ask: &mut Ask) {
        let asked = |code: &Code| ask.reporters.is_empty() || ask.reporters.contains(code);
        let rows = cube.coverage.keys().filter(|key| asked(&key.reporter));
        let flows: BTreeSet<View> = rows.map(|key| View::from(key.flow)).collect();
        if !self.flows_chosen && ask.views.len() > 1 && flows.len() == 1 {
            ask.views = flows.into_iter().collect();
        }
    }

    /// Decides what only the data can tell: its direction of trade, and which list of products a report by product is
    /// about.
    pub(crate) fn settled(&self, cube: &Cube) -> anyhow::Result<Ask> {
        let mut ask = self.ask.clone();
        self.settle_flows(cube, &mut ask);
        if !ask.differs_by(Dimension::Product) {
            return Ok(ask);
        }
        let classes = cube.classes();
        let named = ask.products.first().map(|product| product.class);
        let of_named = named
            .map(|class| if class == Class::Group { Class::Hs } else { class })
            .filter(|class| *class != Class::All);
        let class = match (self.level, of_named) {
            (Some(level), _) => level.class(),
            (None, Some(class)) => class,
            (None, None) => [Class::Hs, Class::Gacc, Class::Bop, Class::Own]
                .into_iter()
                .find(|class| classes.contains(class))
                .unwrap_or(Class::Hs),
        };
        let brought = self.query.to.filter(|_| !cube.facts.series().any(|series| series.product.class == class));
        if let Some(target) = brought.filter(|_| classes.contains(&Class::Hs)) {
            bail!(
                "no row could be brought to {target}: it needs codes of six digits in a known edition; --set classification=hs2017 (or another) names the edition where the data does not"
            );
        }
        if !classes.contains(&class) {
            let lists: Vec<&str> =
                classes.iter().filter(|class| **class != Class::All).map(|class| class.name()).collect();
            let has = if lists.is_empty() {
                "only the total of all products".to_owned()
            } else {
                format!("the list {}", lists.join(", "))
            };
            bail!("the data set has no products of the list {}; it has {has}", class.name());
        }
        let finest = cube.coverage.keys().filter(|key| key.class == class).map(|key| key.digits).max().unwrap_or(2);
        let coarse = match class {
            Class::Sitc => Level::Sitc(2),
            Class::Bec => Level::Bec,
            _ if finest < 2 => Level::Section,
            _ => Level::Hs2,
        };
        let level = self.level.unwrap_or(coarse);
        ask.level = Some((class, level));
        Ok(ask)
    }
}

/// What the rows differ by: a level asks for products, groups for partners.
fn dimensions(args: &AskArgs) -> Vec<Dimension> {
    let mut by = unique(&args.by);
    if args.level.is_some_and(|level| level != Level::Total) && !by.contains(&Dimension::Product) {
        by.push(Dimension::Product);
    }
    if args.level == Some(Level::Total) {
        by.retain(|dimension| *dimension != Dimension::Product);
    }
    if !args.groups.is_empty() && !by.contains(&Dimension::Partner) && !by.contains(&Dimension::Group) {
        by.insert(0, Dimension::Partner);
    }
    by
}

/// The list that products are brought to: as asked, or the one that the level is of.
fn to(args: &AskArgs) -> anyhow::Result<Option<Target>> {
    let of_level = args.level.and_then(|level| match level.class() {
        Class::Sitc => Some(Target::Sitc4),
        Class::Bec => Some(Target::Bec4),
        _ => None,
    });
    match (args.to, of_level) {
        (Some(to), Some(level)) if to != level => bail!("--to {to} and --level {} are of different lists", level),
        (to, of_level) => Ok(to.or(of_level)),
    }
}

fn codes(side: Side) -> Vec<Code> {
    match side {
        Side::World => Vec::new(),
        Side::One(code) => vec![code],
        Side::Group(code) => {
            let members = groups::by_code(code).into_iter().flat_map(|group| group.ever());
            members.chain([code]).collect()
        }
    }
}

/// Total, exports and imports unless others were named; one row for each flow is a list of flows, of which a total is none.
fn views(args: &AskArgs, by: &[Dimension]) -> Vec<View> {
    match args.flow.as_slice() {
        [] if by.contains(&Dimension::Flow) => vec![View::Exports, View::Imports],
        [] => View::DEFAULT.to_vec(),
        named => unique(named),
    }
}

fn step(args: &AskArgs, by: &[Dimension]) -> Option<Step> {
    match (args.monthly, args.quarterly, args.yearly) {
        (true, _, _) => Some(Step::Month),
        (_, true, _) => Some(Step::Quarter),
        (_, _, true) => Some(Step::Year),
        _ => by.contains(&Dimension::Period).then_some(Step::Month),
    }
}

fn unique<T: Copy + PartialEq>(items: &[T]) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if !kept.contains(item) {
            kept.push(*item);
        }
    }
    kept
}

fn side(text: &str) -> anyhow::Result<Side> {
    let found =
        entity::find(text).ok_or_else(|| anyhow!("`{text}` is not a partner or group{}", entity::nearest(text)))?;
    Ok(match found.kind {
        PartnerKind::World => Side::World,
        PartnerKind::Group => Side::Group(found.code),
        PartnerKind::Country | PartnerKind::Area => Side::One(found.code),
    })
}

fn country(text: &str) -> anyhow::Result<Code> {
    match side(text) {
        Ok(Side::One(code)) => Ok(code),
        Ok(Side::Group(code)) => bail!("{code} is a group; --reporter takes countries, several with commas"),
        Ok(Side::World) => bail!("the world is no reporter; leave out --reporter to add up all reporters of the data"),
        Err(_) => bail!("`{text}` is not a reporter{}", entity::nearest(text)),
    }
}

fn group(text: &str) -> anyhow::Result<Code> {
    if let Some(group) = groups::by_name(text) {
        return Ok(group.code);
    }
    let known = groups::all().iter().flat_map(groups::Group::names);
    bail!(
        "`{text}` is not a group{}; `tradestat list groups` names them",
        name::suggestion(&name::nearest(text, known))
    )
}

fn product(text: &str) -> anyhow::Result<Product> {
    let named = products::commodity_by_name(text)
        .or_else(|| product_groups::by_name(text).map(|group| Product { class: Class::Group, code: group.code }));
    match (text.parse::<Product>(), named) {
        (Ok(product), _) if is_known(product) => Ok(product),
        (_, Some(product)) => Ok(product),
        _ => Err(unknown_product(text)),
    }
}

fn is_known(product: Product) -> bool {
    match product.class {
        Class::Gacc | Class::Group => products::name(product).is_some(),
        Class::Hs if product.is_section() => products::name(product).is_some(),
        Class::Hs => products::hs_name(product.code.as_str().get(..2).unwrap_or_default()).is_some(),
        _ => true,
    }
}

fn unknown_product(text: &str) -> anyhow::Error {
    let code = text.split_once(':').map_or(text, |(_, code)| code);
    let gacc = products::commodities().iter().flat_map(|item| [item.code.as_str(), item.name]);
    let groups = product_groups::all().iter().flat_map(product_groups::ProductGroup::names);
    let near = name::suggestion(&name::nearest(code, gacc.chain(groups)));
    anyhow!(
        "`{text}` is not a product{near}; `tradestat list products WORD` searches, codes are like hs:85 or gacc:MECH_ELEC"
    )
}

fn currency(text: &str) -> anyhow::Result<Code> {
    let names = [("yuan", "CNY"), ("rmb", "CNY"), ("dollar", "USD"), ("dollars", "USD"), ("euro", "EUR")];
    let lower = text.trim().to_lowercase();
    let code =
        names.iter().find(|(name, _)| *name == lower).map_or(lower.to_uppercase(), |(_, code)| (*code).to_owned());
    let code = Code::of(&code);
    if rates::known(code) {
        return Ok(code);
    }
    let known: Vec<String> = rates::currencies().iter().map(|code| code.to_string()).collect();
    bail!("no exchange rate for `{text}`; there are rates for {}", known.join(", "))
}
