//! Figures that do not count the same thing: other members of a group, a series that was defined anew.

use super::figure::{Figure, Gap, Step};
use super::frame::Frame;
use super::ledger::Ledger;
use super::subject::{Side, Subject};
use crate::cube::{Break, Revisions};
use crate::model::{Class, Code, Membership, Period};
use crate::reference::groups;

/// Whether a figure and its base count different things.
pub(super) fn is_break(
    ledger: &Ledger<'_>,
    subject: &Subject,
    frame: Frame,
    now: &Result<Figure, Gap>,
    before: &Result<Figure, Gap>,
) -> bool {
    let (Ok(now), Ok(before)) = (now, before) else { return false };
    let members = match subject.side {
        Side::Group(group) => members_differ(ledger, group, frame, now, before),
        Side::World | Side::One(_) => false,
    };
    let editions = subject.product.class == Class::Hs && editions_differ(now, before);
    members || editions || known(ledger, subject, frame, now).any(|known| known.series != "partner:WORLD")
}

/// Whether the products were classified by different editions of the Harmonized System.
pub(super) fn editions_differ(now: &Figure, before: &Figure) -> bool {
    now.revisions.and(before.revisions) == Revisions::Several
}

/// Whether the group had other members in the base period than in the period.
fn members_differ(ledger: &Ledger<'_>, group: Code, frame: Frame, now: &Figure, before: &Figure) -> bool {
    let of = |figure: &Figure, period: Period| match is_of_members(figure) {
        true => ledger.members(group, period.last()),
        false => as_published(group, period),
    };
    of(now, frame.period) != of(before, frame.base)
}

/// The members that a publisher counts: those of the last month of the period.
fn as_published(group: Code, period: Period) -> Vec<Code> {
    groups::by_code(group).map(|group| group.members_in(Membership::Historical, period.last())).unwrap_or_default()
}

/// Whether a group's figure was put together from its members.
pub(super) fn is_of_members(figure: &Figure) -> bool {
    let mut found = false;
    figure.derivation.walk(&mut |step| found |= matches!(step.step, Step::Members(_)));
    found
}

/// The breaks that the source of the data tells of between the base and the period.
pub(super) fn known<'l>(
    ledger: &'l Ledger<'_>,
    subject: &Subject,
    frame: Frame,
    now: &Figure,
) -> impl Iterator<Item = &'l Break> {
    let product = subject.product;
    let name = match product.class {
        Class::All if is_of_members(now) => String::new(),
        Class::All => format!("partner:{}", subject.side.code()),
        _ => format!("product:{product}"),
    };
    let within = move |known: &&Break| frame.base.first() < known.since && known.since <= frame.period.last();
    ledger.cube.breaks.iter().filter(move |known| known.series == name).filter(within)
}
