//! Revealed comparative advantage: what a product is among the exports of one, by what it is among those of all.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::{Structure, Totals};
use crate::analysis::Unanswerable;
use crate::analysis::ask::{Ask, Dimension};
use crate::analysis::indicator::Indicator;
use crate::analysis::ledger::Ledger;
use crate::analysis::line::Line;
use crate::analysis::partial;
use crate::analysis::subject::{Reporter, Side, Subject};
use crate::model::{Measure, Month, Period, Product, View, quotient};
use crate::table::{Cell, Kind, Why};

pub(super) const RCA: Structure = Structure {
    name: "rca",
    title: "Revealed comparative advantage",
    about: "Revealed comparative advantage (Balassa): (x_ik / X_i) / (x_wk / X_w), the share of product k in the trade of i by \
            its share in the trade of all, i included. Above 1: i trades more of it than all do.",
    result: Indicator {
        name: "result",
        heading: "RCA",
        kind: Kind::Rate,
        about: "Revealed comparative advantage of the line.",
        needs_base: false,
        cell: |seen| seen.line.result.map_or(Cell::Blank, |result| result.map_or_else(Cell::Missing, Cell::Ratio)),
    },
    refuse,
    lacks,
    letters,
    fill,
};

/// Whether the partners of a reporter are compared with one another; otherwise reporters are.
pub fn compares_partners(ask: &Ask) -> bool {
    let by = |dimension| ask.differs_by(dimension);
    let named = ask.sides.iter().any(|side| *side != Side::World);
    by(Dimension::Partner) || by(Dimension::Group) || named && !by(Dimension::Reporter)
}

fn refuse(ask: &Ask) -> Result<(), Unanswerable> {
    let refused = |text: &str| Err(Unanswerable(text.to_owned()));
    if ask.views.contains(&View::Balance) {
        return refused("rca --flow balance: products have no share in a balance; expected exports, imports or total");
    }
    if ask.measure() == Measure::UnitValue {
        return refused("rca --measure unit-value: unit values do not add up; expected value, weight or quantity");
    }
    if !ask.differs_by(Dimension::Product) && ask.products.is_empty() {
        return refused("rca compares products, and --level total has none; --level hs2 or --product hs:85 names some");
    }
    Ok(())
}

fn lacks(ledger: &Ledger<'_>, ask: &Ask) -> Result<(), Unanswerable> {
    let held: BTreeSet<View> = ledger.cube.coverage.keys().map(|key| View::from(key.flow)).collect();
    let is_held = |view: &View| held.contains(view) || view.flows().any(|(flow, _)| held.contains(&View::from(flow)));
    if let Some(other) = held.first().filter(|_| !ask.views.iter().any(is_held)) {
        let views: Vec<String> = ask.views.iter().map(View::to_string).collect();
        return Err(Unanswerable(format!(
            "the data set holds no {}; --flow {other} asks for what it holds",
            views.join(", ")
        )));
    }
    let reporters = ledger.reporters();
    if compares_partners(ask) || reporters.len() > 1 {
        return Ok(());
    }
    let only = reporters.first().map(|code| code.as_str()).filter(|code| !code.is_empty());
    Err(Unanswerable(format!(
        "rca compares several reporters, and the data set holds {}; --by partner,product compares the partners \
         of one reporter, --data with the files of several compares reporters",
        only.map_or("an unnamed one only".to_owned(), |code| format!("{code} only")),
    )))
}

fn letters(ledger: &Ledger<'_>, ask: &Ask) -> String {
    let (one, all) = match compares_partners(ask) {
        true => ("a partner", "all partners".to_owned()),
        false => ("a reporter", format!("the {} reporters of the data", ledger.reporters().len())),
    };
    format!("(x_ik / X_i) / (x_wk / X_w); i: {one}, w: {all}, k: a product")
}

fn fill(totals: &mut Totals<'_>, line: &mut Line) {
    let whole = [line.frame.period];
    let periods = match &line.now {
        Ok(figure) if figure.partial => Period::runs(&partial::months(figure)),
        _ => whole.to_vec(),
    };
    let result = line.value(totals.ask.measure()).and_then(|own| match related(totals, line.subject, &periods) {
        Ok(related) => relation(own, related, line),
        Err(why) if totals.ask.allow_partial => common(totals, line, &periods).unwrap_or(Err(why)),
        Err(why) => Err(why),
    });
    line.result = Some(result);
}

/// The other three figures of the formula.
struct Related {
    all_products: Decimal,
    everyone: Decimal,
    everything: Decimal,
    is_partial: bool,
}

fn related(totals: &mut Totals<'_>, own: Subject, periods: &[Period]) -> Result<Related, Why> {
    let everyone = match compares_partners(totals.ask) {
        true => Subject { side: Side::World, ..own },
        false => Subject { reporter: Reporter::All, ..own },
    };
    let all_products = totals.of(Subject { product: Product::TOTAL, ..own }, periods)?;
    let everything = totals.of(Subject { product: Product::TOTAL, ..everyone }, periods)?;
    let everyone = totals.of(everyone, periods)?;
    let is_partial = all_products.is_partial || everyone.is_partial || everything.is_partial;
    Ok(Related { all_products: all_products.sum, everyone: everyone.sum, everything: everything.sum, is_partial })
}

fn relation(own: Decimal, related: Related, line: &mut Line) -> Result<Decimal, Why> {
    let Related { all_products, everyone, everything, is_partial } = related;
    if let Ok(figure) = &mut line.now {
        figure.partial |= is_partial;
    }
    if everything.is_zero() {
        return Err(Why::Undefined);
    }
    quotient([own, everything], [all_products, everyone]).ok_or(Why::Undefined)
}

/// The result over the months for which all four figures are there; none when there is no such month.
fn common(totals: &mut Totals<'_>, line: &mut Line, periods: &[Period]) -> Option<Result<Decimal, Why>> {
    let mut is_there = |month: &Month| related(totals, line.subject, &[Period::month(*month)]).is_ok();
    let months: Vec<Month> = periods.iter().flat_map(|period| period.months()).filter(&mut is_there).collect();
    let runs = Period::runs(&months);
    let figure = partial::over(totals.ledger, &line.subject, &runs, line.frame.period)?;
    line.now = Ok(figure);
    let own = line.value(totals.ask.measure());
    Some(own.and_then(|own| relation(own, related(totals, line.subject, &runs)?, line)))
}
