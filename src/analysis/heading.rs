//! The heading of a report: what was compared, in which unit, with which members of groups.

use super::ask::{Ask, Basis, Dimension};
use super::frame::Frame;
use super::ledger::Ledger;
use super::set::Set;
use super::subject::{Reporter, Side};
use crate::model::{Code, Measure, Product, View};
use crate::query::Vintage;
use crate::reference::{entity, groups, products};
use crate::table::{Kind, Table};

/// Writes title, further lines and unit.
pub(super) fn write(table: &mut Table, ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame], sets: &[Set]) {
    table.title = format!("{}, {}", ask.title, periods(ask, frames));
    table.about.push(subject(ledger, ask, sets));
    table.about.extend(choices(ledger, ask, frames));
    let has_amounts = ask.columns.iter().any(|column| column.kind == Kind::Amount);
    if ask.measure() == Measure::Value && has_amounts {
        table.unit = currency(ledger.cube.currency);
    }
}

fn periods(ask: &Ask, frames: &[Frame]) -> String {
    let (Some(first), Some(last)) = (frames.first(), frames.last()) else { return String::new() };
    let whole = match frames.len() {
        1 => first.period.title(),
        _ => format!("{} to {}", first.period.title(), last.period.title()),
    };
    match (ask.compares(), frames.len()) {
        (false, _) => whole,
        (true, 1) => format!("{whole} against {}", first.base.title()),
        (true, _) if first.base == first.period.year_earlier() => format!("{whole}, each against the year before"),
        (true, _) => format!("{whole}, each against {} and on", first.base.title()),
    }
}

/// The data set, and what all rows have in common.
fn subject(ledger: &Ledger<'_>, ask: &Ask, sets: &[Set]) -> String {
    let mut parts = vec![ledger.cube.name.clone()];
    let lines = || sets.iter().flat_map(|set| &set.lines);
    if let Some(first) = lines().next().map(|line| line.subject) {
        let same = |part: &dyn Fn(&super::subject::Subject) -> bool| lines().all(|line| part(&line.subject));
        match first.reporter {
            Reporter::One(code) if same(&|s| s.reporter == first.reporter) && !code.as_str().is_empty() => {
                parts.push(format!("reporter {}", entity::title(code)));
            }
            Reporter::All => parts.push(format!("{} reporters added up", ledger.cube.reporters().len())),
            Reporter::One(_) => {}
        }
        if same(&|s| s.view == first.view) && first.view != View::Balance {
            parts.push(first.view.to_string());
        }
        if !ask.differs_by(Dimension::Partner) && same(&|s| s.side == first.side) {
            parts.push(match first.side {
                Side::World => "all partners".to_owned(),
                side => format!("partner {}", entity::title(side.code())),
            });
        }
        if !ask.differs_by(Dimension::Product)
            && same(&|s| s.product == first.product)
            && first.product != Product::TOTAL
        {
            parts.push(products::name(first.product).unwrap_or_else(|| first.product.to_string()));
        }
    }
    parts.join(" · ")
}

fn choices(ledger: &Ledger<'_>, ask: &Ask, frames: &[Frame]) -> Vec<String> {
    let mut choices: Vec<String> = ask.structure.iter().map(|structure| (structure.letters)(ledger, ask)).collect();
    let named = ask.sides.iter().filter_map(|side| match side {
        Side::Group(code) => Some(*code),
        Side::World | Side::One(_) => None,
    });
    let mut groups = ask.groups.clone();
    groups.extend(named.filter(|code| !ask.groups.contains(code)));
    if !groups.is_empty() {
        let counts = groups.iter().map(|code| members(ledger, *code, frames)).collect::<Vec<_>>().join(", ");
        choices.push(format!("membership of groups: {} ({counts})", ledger.membership));
    }
    match ledger.vintage() {
        Vintage::Newest => {}
        Vintage::First => choices.push("first published figures".to_owned()),
        Vintage::AsOf(month) => choices.push(format!("figures as published by {month}")),
    }
    if ask.basis == Basis::Published && ask.compares() {
        choices.push("base: the level that the published growth rate implies".to_owned());
    }
    choices
}

fn members(ledger: &Ledger<'_>, code: Code, frames: &[Frame]) -> String {
    let only_published = groups::by_code(code).is_none_or(|group| group.members.is_empty());
    let Some(frame) = frames.last().filter(|_| !only_published) else { return format!("{code} as published") };
    let now = ledger.members(code, frame.period.last()).len();
    let before = frames.first().map_or(now, |frame| ledger.members(code, frame.base.last()).len());
    if now == before { format!("{code} {now}") } else { format!("{code} {now}, in the base period {before}") }
}

pub(super) fn currency(code: Option<Code>) -> String {
    match code.map(Code::as_str) {
        None => String::new(),
        Some("CNY") => "yuan".to_owned(),
        Some("USD") => "US dollars".to_owned(),
        Some("EUR") => "euro".to_owned(),
        Some(other) => other.to_owned(),
    }
}
