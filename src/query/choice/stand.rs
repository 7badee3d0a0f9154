//! What stands for a key: the figures that are added up to it.

use rust_decimal::Decimal;

use super::{COMPLETE, Part};
use crate::cube::{Amounts, Fact, Published, Revisions, Tally};
use crate::model::partner::WORLD;

/// Figures that are added up to one, of each kind of row a sum.
#[derive(Clone, Default)]
pub(super) struct Found {
    pub(super) parts: Vec<Part>,
}

impl Found {
    pub(super) fn one(part: Part) -> Found {
        Found { parts: vec![part] }
    }

    /// Something that belongs to a figure and is not told apart in the data.
    pub(super) fn lacking(like: &Part) -> Found {
        let fact = Fact {
            amounts: Amounts::of_rows(1, [Tally::default(); 4], false, None),
            published: Published::default(),
            origin: like.fact.origin,
            rows: 1,
            revisions: Revisions::Unknown,
        };
        Found::one(Part { fact, ..*like })
    }

    /// Both together.
    pub(super) fn plus(mut self, other: Found) -> Found {
        for part in other.parts {
            match self.parts.iter_mut().find(|own| own.is_like(&part)) {
                Some(own) => own.fact.add(&part.fact),
                None => self.parts.push(part),
            }
        }
        self
    }

    /// Whether nothing is known to be lacking, and how much there is: the larger, the fuller.
    pub(super) fn fullness(&self) -> (bool, Decimal) {
        let is_whole = self.parts.iter().all(|part| part.fact.amounts.value().get().is_ok());
        (is_whole, self.value().abs())
    }

    pub(super) fn value(&self) -> Decimal {
        let values = self.parts.iter().filter_map(|part| part.fact.amounts.value().at_least());
        values.fold(Decimal::ZERO, Decimal::saturating_add)
    }

    /// The fuller of two ways to the same figure; the first where both are as full. A way that lacks something and still
    /// gives more shows that the other one lacks something too.
    pub(super) fn fuller(self, other: Found) -> Found {
        let ((is_whole, own), (is_other_whole, most)) = (self.fullness(), other.fullness());
        let gives_more = |more: Decimal, less: Decimal| more.saturating_sub(less) > less / Decimal::from(COMPLETE);
        let is_other = match (is_whole, is_other_whole) {
            (true, false) => gives_more(most, own),
            (false, true) => !gives_more(own, most),
            _ => most > own,
        };
        if is_other { other } else { self }
    }
}

impl Part {
    fn is_like(&self, other: &Part) -> bool {
        let kind = |part: &Part| (part.partner == WORLD, part.digits, part.splits, part.edition);
        kind(self) == kind(other)
    }
}

/// The order in which rows of one key answer: with a figure, totals of splits before their parts, then by publication.
pub(super) type Rank = (bool, u32, u8, (Decimal, i32));

pub(super) fn rank(splits: u8, order: (Decimal, i32), fact: &Fact) -> Rank {
    (!fact.amounts.is_given(), splits.count_ones(), splits, order)
}
