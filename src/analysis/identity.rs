//! The columns that say what a row is about.

use std::collections::BTreeSet;

use super::ask::{Ask, Dimension};
use super::ledger::Ledger;
use super::line::{Line, Place};
use super::set::Set;
use super::subject::{Reporter, Side};
use crate::model::{Class, Code, Measure, Product, View};
use crate::reference::{entity, products};
use crate::table::{Cell, Column, Kind};

/// A column of words.
pub(super) struct Word {
    pub column: Column,
    pub cell: fn(&Line, &Ask, &Ledger<'_>) -> Cell,
}

struct Spec {
    name: &'static str,
    heading: &'static str,
    text: fn(&Line, &Ask) -> String,
    /// Whether people read it when it differs from row to row.
    read: bool,
}

const SPECS: [Spec; 8] = [
    Spec { name: "period", heading: "period", text: |line, _| line.frame.period.to_string(), read: true },
    Spec { name: "base_period", heading: "base", text: |line, _| line.frame.base.to_string(), read: false },
    Spec { name: "reporter", heading: "reporter", text: reporter, read: true },
    Spec { name: "flow", heading: "flow", text: |line, _| line.subject.view.to_string(), read: true },
    Spec { name: "partner", heading: "code", text: partner, read: false },
    Spec { name: "partner_name", heading: "partner", text: partner_name, read: true },
    Spec { name: "product", heading: "product", text: product, read: true },
    Spec { name: "product_name", heading: "name", text: product_name, read: true },
];

/// The columns of a report. People are shown those that differ from row to row; programs get them all.
pub(super) fn columns(ask: &Ask, sets: &[Set]) -> Vec<Word> {
    let lines: Vec<&Line> = sets.iter().flat_map(|set| &set.lines).collect();
    let differs = |spec: &Spec| lines.iter().map(|line| (spec.text)(line, ask)).collect::<BTreeSet<_>>().len() > 1;
    let varied: Vec<bool> = SPECS.iter().map(differs).collect();
    let alone = !SPECS.iter().zip(&varied).any(|(spec, varied)| spec.read && *varied);
    let lone = match ask.split() {
        Some(Dimension::Partner | Dimension::Group) => "partner_name",
        Some(Dimension::Product) => "product_name",
        _ if ask.views == [View::Balance] => "period",
        _ => "flow",
    };
    let hs = lines.iter().all(|line| matches!(line.subject.product.class, Class::Hs | Class::All));
    let counted = ask.per.is_some_and(|per| per.count);
    let kept = |spec: &Spec| (spec.name != "base_period" || ask.compares()) && !(counted && spec.name == "reporter");
    let words = SPECS.iter().zip(varied).filter(|(spec, _)| kept(spec)).map(|(spec, varied)| {
        let own = alone && spec.name == lone;
        let code = spec.name != "product" || hs;
        // A list of one product still has a total below it, which must be told from it.
        let listed = spec.name == "product_name" && ask.by.contains(&Dimension::Product);
        let shown = spec.read && code && (varied || own || listed);
        Word { column: super::column(spec.name, spec.heading, Kind::Text, shown), cell: cell(spec.name) }
    });
    let unit = Word { column: super::column("unit", "unit", Kind::Text, ask.measure() != Measure::Value), cell: unit };
    let second = ask.measures.iter().skip(1).any(|measure| matches!(measure, Measure::Quantity | Measure::UnitValue));
    let quantity = second.then(|| Word {
        column: super::column("quantity_unit", "quantity unit", Kind::Text, true),
        cell: |line, _, _| quantity_unit(line).map_or(Cell::Blank, |unit| Cell::Text(unit.to_string())),
    });
    words.chain([unit]).chain(quantity).collect()
}

fn cell(name: &str) -> fn(&Line, &Ask, &Ledger<'_>) -> Cell {
    match name {
        "period" => |line, ask, _| Cell::Text((SPECS[0].text)(line, ask)),
        "base_period" => |line, ask, _| Cell::Text((SPECS[1].text)(line, ask)),
        "reporter" => |line, ask, _| Cell::Text((SPECS[2].text)(line, ask)),
        "flow" => |line, ask, _| Cell::Text((SPECS[3].text)(line, ask)),
        "partner" => |line, ask, _| Cell::Text((SPECS[4].text)(line, ask)),
        "partner_name" => |line, ask, _| Cell::Text((SPECS[5].text)(line, ask)),
        "product" => |line, ask, _| Cell::Text((SPECS[6].text)(line, ask)),
        _ => |line, ask, _| Cell::Text((SPECS[7].text)(line, ask)),
    }
}

/// The text of a column of words, for sorting.
pub(super) fn word(column: &str, line: &Line, ask: &Ask) -> String {
    SPECS.iter().find(|spec| spec.name == column).map(|spec| (spec.text)(line, ask)).unwrap_or_default()
}

/// Names of the columns of words.
pub fn names() -> impl Iterator<Item = &'static str> {
    SPECS.iter().map(|spec| spec.name)
}

fn reporter(line: &Line, ask: &Ask) -> String {
    match (rest(line, ask, &[Dimension::Reporter]), line.subject.reporter) {
        (Some(code), _) => code.to_owned(),
        (None, Reporter::One(code)) => code.to_string(),
        (None, Reporter::All) => "ALL".to_owned(),
    }
}

/// What is left of a whole takes the place of the codes that the lines differ by.
fn rest(line: &Line, ask: &Ask, dimensions: &[Dimension]) -> Option<&'static str> {
    let split = ask.split().filter(|split| dimensions.contains(split));
    let code = match line.place {
        Place::Others => "OTHERS",
        Place::Residual => "RESIDUAL",
        Place::Line | Place::Whole => return None,
    };
    split.map(|_| code)
}

fn rest_name(code: &str) -> String {
    if code == "OTHERS" { "Others" } else { "Not listed (residual)" }.to_owned()
}

const SIDES: [Dimension; 2] = [Dimension::Partner, Dimension::Group];

fn partner(line: &Line, ask: &Ask) -> String {
    rest(line, ask, &SIDES).map_or_else(|| line.subject.side.code().to_string(), str::to_owned)
}

fn partner_name(line: &Line, ask: &Ask) -> String {
    match (rest(line, ask, &SIDES), line.subject.side) {
        (Some(code), _) => rest_name(code),
        (None, Side::World) => "World".to_owned(),
        (None, Side::One(code) | Side::Group(code)) => entity::title(code).to_owned(),
    }
}

fn product(line: &Line, ask: &Ask) -> String {
    rest(line, ask, &[Dimension::Product]).map_or_else(|| line.subject.product.to_string(), str::to_owned)
}

fn product_name(line: &Line, ask: &Ask) -> String {
    match rest(line, ask, &[Dimension::Product]) {
        Some(code) => rest_name(code),
        None if line.subject.product == Product::TOTAL => "All products".to_owned(),
        None => products::name(line.subject.product).unwrap_or_else(|| line.subject.product.to_string()),
    }
}

fn quantity_unit(line: &Line) -> Option<Code> {
    line.now.as_ref().ok().and_then(|figure| figure.amounts.quantity_unit())
}

/// The unit of the first measure.
fn unit(line: &Line, ask: &Ask, ledger: &Ledger<'_>) -> Cell {
    let currency = ledger.cube.currency.map(|code| code.to_string()).unwrap_or_default();
    let quantity = || quantity_unit(line).map(|unit| unit.to_string());
    Cell::Text(match ask.measure() {
        Measure::Value => currency,
        Measure::Weight => "kg".to_owned(),
        Measure::Quantity => quantity().unwrap_or_default(),
        Measure::UnitValue => quantity().map(|unit| format!("{currency}/{unit}")).unwrap_or_default(),
    })
}
