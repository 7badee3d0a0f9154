//! Which members of a group a figure counts, and where the data did not list them.

use std::collections::{BTreeMap, BTreeSet};

use super::{compared, few};
use crate::analysis::ask::Ask;
use crate::analysis::breaks;
use crate::analysis::figure::{Figure, Step};
use crate::analysis::ledger::Ledger;
use crate::analysis::line::Line;
use crate::analysis::subject::Side;
use crate::model::{Code, Membership, Period};
use crate::reference::groups;

/// Groups whose members the data does not list, and members that joined or left within a period.
pub(super) fn memberships(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut unlisted: BTreeMap<Code, BTreeSet<Period>> = BTreeMap::new();
    let mut changed = BTreeSet::new();
    for line in lines {
        let Side::Group(code) = line.subject.side else { continue };
        for (figure, period) in compared(ask, line) {
            let Ok(figure) = figure else { continue };
            if ledger.membership != Membership::Published && !breaks::is_of_members(figure) {
                unlisted.entry(code).or_default().insert(period);
            }
            changed.extend(changed_within(ledger, code, period, figure));
        }
    }
    let told = unlisted.into_iter().map(|(code, periods)| {
        let known = groups::by_code(code).is_some_and(|group| !group.members.is_empty());
        let why = if known { "the data does not list every member" } else { "its members are not known" };
        format!("{code}, {}: {why}; the figure that was published for the group is used", few(&periods))
    });
    told.chain(changed).collect()
}

/// Members that joined or left within a period, where the data cannot be split there.
fn changed_within(ledger: &Ledger<'_>, code: Code, period: Period, figure: &Figure) -> Option<String> {
    if ledger.stretches(code, period).len() < 2 || !matches!(figure.derivation.step, Step::Members(_)) {
        return None;
    }
    Some(format!(
        "{code}, {period}: the members changed within the period and the data cannot be split there; the members of {} are counted for all of it",
        period.last()
    ))
}

/// Groups whose figure and base do not count the same members.
pub(super) fn changed(ledger: &Ledger<'_>, ask: &Ask, lines: &[&Line]) -> Vec<String> {
    let mut notes = BTreeSet::new();
    for line in lines.iter().filter(|line| ask.compares() && line.is_break) {
        if let (Side::Group(code), Ok(_)) = (line.subject.side, &line.now) {
            notes.insert(format!(
                "{code} did not have the same members in {} and {}: the two are not like with like",
                line.frame.base, line.frame.period
            ));
        }
        if let (Ok(now), Ok(before)) = (&line.now, &line.before) {
            if breaks::editions_differ(now, before) {
                notes.insert("products of several editions of the Harmonized System are compared; --to hs2017 (or another) brings subheadings to one".to_owned());
            }
            let known = breaks::known(ledger, &line.subject, line.frame, now);
            notes.extend(known.map(|known| format!("break in {} since {}: {}", known.series, known.since, known.note)));
        }
    }
    for line in lines.iter().filter(|line| ask.compares() && !line.is_break) {
        if let Ok(now) = &line.now {
            let known = breaks::known(ledger, &line.subject, line.frame, now);
            notes.extend(known.map(|known| format!("break in {} since {}: {}", known.series, known.since, known.note)));
        }
    }
    notes.into_iter().collect()
}
