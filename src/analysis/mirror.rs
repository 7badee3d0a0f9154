//! The same trade as both sides report it.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::ask::{Ask, Dimension};
use super::figure::{Figure, Gap};
use super::frame::Frame;
use super::ledger::Ledger;
use super::line::percent;
use super::report::frames;
use super::subject::{Reporter, Side, Subject};
use super::{Unanswerable, column, heading, lines};
use crate::model::{Code, Measure, Product, View};
use crate::reference::{entity, products};
use crate::table::{Cell, Kind, Role, Row, Table, Why};

/// What an importer's value is divided by, so that it is comparable with the exporter's: cost, insurance and freight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CifFob(pub Option<Decimal>);

/// A trade that two sides report: who sends it, who receives it, and which of them was asked about.
struct Pair {
    view: View,
    exporter: Code,
    importer: Code,
}

/// Compares what reporters and partners say of the trade between them.
pub fn mirror(ledger: &Ledger<'_>, ask: &Ask, factor: CifFob) -> Result<Table, Unanswerable> {
    let (reporters, partners) = (&ask.reporters, countries(ask)?);
    let mut table = Table { columns: columns(ask), ..Table::default() };
    for (reporter, partner) in reporters.iter().flat_map(|one| partners.iter().map(move |other| (*one, *other))) {
        both_report(ledger, reporter, partner)?;
        let (own, other) = (of_pair(ask, reporter, partner), of_pair(ask, partner, reporter));
        let periods = frames(ledger, &own).or_else(|error| frames(ledger, &other).map_err(|_| error))?;
        for frame in &periods {
            for view in &ask.views {
                let pair = match view {
                    View::Exports => Pair { view: *view, exporter: reporter, importer: partner },
                    _ => Pair { view: *view, exporter: partner, importer: reporter },
                };
                for product in traded(ledger, [&own, &other], *frame)? {
                    table.rows.extend(row(ledger, ask, &pair, *frame, product, factor));
                }
            }
        }
    }
    if table.rows.is_empty() {
        return Err(Unanswerable("neither side reports this trade in the period".to_owned()));
    }
    describe(&mut table, ledger, reporters, &partners, factor);
    Ok(table)
}

fn countries(ask: &Ask) -> Result<Vec<Code>, Unanswerable> {
    let of_side = |side: &Side| match side {
        Side::One(code) => Ok(*code),
        other => {
            Err(Unanswerable(format!("{} reports no trade; --partner takes countries, with commas", other.code())))
        }
    };
    ask.sides.iter().map(of_side).collect()
}

fn both_report(ledger: &Ledger<'_>, reporter: Code, partner: Code) -> Result<(), Unanswerable> {
    let known = ledger.cube.reporters();
    if known.contains(&reporter) && known.contains(&partner) {
        return Ok(());
    }
    let names: Vec<&str> = known.iter().map(|code| code.as_str()).filter(|code| !code.is_empty()).collect();
    let holds = match names.len() {
        0 => "reports of an unnamed reporter (--set reporter=CODE names it)".to_owned(),
        1..=12 => format!("reports of {}", names.join(", ")),
        count => format!("reports of {} and {} more", names[..12].join(", "), count - 12),
    };
    Err(Unanswerable(format!(
        "mirror compares what {} and {} both report; the data set holds {holds}; name the files of both with --data",
        entity::title(reporter),
        entity::title(partner)
    )))
}

fn of_pair(ask: &Ask, reporter: Code, partner: Code) -> Ask {
    Ask { reporters: vec![reporter], sides: vec![Side::One(partner)], ..ask.clone() }
}

/// The products that either side tells apart.
fn traded(ledger: &Ledger<'_>, asks: [&Ask; 2], frame: Frame) -> Result<BTreeSet<Product>, Unanswerable> {
    let ask = asks[0];
    if !ask.differs_by(Dimension::Product) {
        let named = ask.products.iter().copied();
        return Ok(if ask.products.is_empty() { BTreeSet::from([Product::TOTAL]) } else { named.collect() });
    }
    let mut found = BTreeSet::new();
    for ask in asks {
        let sets = lines::sets(ask, ledger, frame, View::Exports)?;
        found.extend(sets.iter().flat_map(|set| &set.lines).map(|subject| subject.product));
    }
    Ok(found)
}

type Reported = Result<Figure, Gap>;

/// One trade in one period; none when rows are listed and neither side has any.
fn row(
    ledger: &Ledger<'_>,
    ask: &Ask,
    pair: &Pair,
    frame: Frame,
    product: Product,
    CifFob(factor): CifFob,
) -> Option<Row> {
    let side = |reporter, view, partner| {
        let subject = Subject { reporter: Reporter::One(reporter), view, side: Side::One(partner), product };
        ledger.figure(&subject, frame.period)
    };
    let exports = side(pair.exporter, View::Exports, pair.importer);
    let imports = side(pair.importer, View::Imports, pair.exporter);
    if ask.differs_by(Dimension::Product) && is_nothing(&exports) && is_nothing(&imports) {
        return None;
    }
    let measure = ask.measure();
    let get = |figure: &Reported| figure.as_ref().map_err(|_| Why::NoData).and_then(|figure| figure.get(measure));
    let received = get(&imports);
    let fob = received.and_then(|value| match factor.filter(|_| measure == Measure::Value) {
        Some(factor) => value.checked_div(factor).ok_or(Why::Undefined),
        None => Ok(value),
    });
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut cells = vec![
        Cell::Text(frame.period.to_string()),
        Cell::Text(pair.view.to_string()),
        text(pair.exporter.as_str()),
        text(pair.importer.as_str()),
        Cell::Text(product.to_string()),
        Cell::Text(products::name(product).unwrap_or_else(|| product.to_string())),
        Cell::Text(unit(ledger, measure)),
    ];
    cells.extend(figures(get(&exports), received, fob));
    Some(Row { role: Role::Line, cells })
}

type Reading = Result<Decimal, Why>;

/// What both sides say, how far it is apart, and why it cannot be told.
fn figures(sent: Reading, received: Reading, fob: Reading) -> [Cell; 6] {
    let (difference, asymmetry) = asymmetry(sent, fob);
    let status = [sent, fob, asymmetry].into_iter().find_map(Result::err);
    let amount = |value: Reading| value.map_or_else(Cell::Missing, Cell::Amount);
    [
        amount(sent),
        amount(received),
        amount(fob),
        amount(difference),
        asymmetry.map_or_else(Cell::Missing, Cell::Percent),
        status.map_or(Cell::Blank, |why| Cell::Text(why.code().to_owned())),
    ]
}

fn is_nothing(figure: &Reported) -> bool {
    figure.as_ref().map_or(true, |figure| figure.amounts.value().at_least().is_some_and(|value| value.is_zero()))
}

/// The difference of what both sides say, and its part of their mean in percent.
fn asymmetry(sent: Reading, fob: Reading) -> (Reading, Reading) {
    let (sent, fob) = match (sent, fob) {
        (Ok(sent), Ok(fob)) => (sent, fob),
        (Err(why), _) | (_, Err(why)) => return (Err(why), Err(why)),
    };
    let difference = sent.checked_sub(fob).ok_or(Why::Undefined);
    let mean = sent.checked_add(fob).map(|sum| sum / Decimal::TWO).filter(|mean| *mean > Decimal::ZERO);
    let relative = difference.and_then(|difference| percent(difference.abs(), mean.ok_or(Why::Undefined)?));
    (difference, relative)
}

fn unit(ledger: &Ledger<'_>, measure: Measure) -> String {
    match measure {
        Measure::Value => ledger.cube.currency.map(|code| code.to_string()).unwrap_or_default(),
        Measure::Weight => "kg".to_owned(),
        Measure::Quantity | Measure::UnitValue => String::new(),
    }
}

fn columns(ask: &Ask) -> Vec<crate::table::Column> {
    let by_product = ask.differs_by(Dimension::Product) || ask.products.len() > 1;
    let amount = if ask.measure() == Measure::Value { Kind::Amount } else { Kind::Plain };
    vec![
        column("period", "period", Kind::Text, true),
        column("flow", "flow", Kind::Text, false),
        column("exporter", "exporter", Kind::Text, true),
        column("importer", "importer", Kind::Text, true),
        column("product", "product", Kind::Text, by_product),
        column("product_name", "name", Kind::Text, by_product),
        column("unit", "unit", Kind::Text, false),
        column("exports", "exports", amount, true),
        column("imports", "imports", amount, true),
        column("imports_fob", "imports, FOB", amount, true),
        column("difference", "difference", amount, true),
        column("asymmetry_pct", "asymmetry", Kind::Rate, true),
        column("status", "status", Kind::Text, false),
    ]
}

fn describe(table: &mut Table, ledger: &Ledger<'_>, reporters: &[Code], partners: &[Code], factor: CifFob) {
    let names = |codes: &[Code]| codes.iter().map(|code| entity::title(*code)).collect::<Vec<_>>().join(", ");
    table.title = format!("Mirror statistics, {} and {}", names(reporters), names(partners));
    table.about.push(ledger.cube.name.clone());
    table.about.push(match factor.0 {
        Some(factor) => format!("imports (CIF) divided by {factor} to compare them with exports (FOB)"),
        None => "imports as reported (CIF/FOB factor: none)".to_owned(),
    });
    table.about.push("asymmetry: |exports - imports| by the mean of both, in percent".to_owned());
    table.unit = heading::currency(ledger.cube.currency);
    table.source.clone_from(&ledger.cube.source);
    table.notes.clone_from(&ledger.cube.notes);
}
