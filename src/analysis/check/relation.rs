//! What must hold between figures, and the few words that say it.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::cube::{Origin, Series};
use crate::model::{Code, Level, Period};
use crate::reference::groups;

/// What must hold between figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// Countries and areas add to the world.
    Partners,
    /// Products add to all products.
    Products,
    /// Products of a fine level add to those of a coarse one.
    Levels(Level, Level),
    /// Exports and imports add to total trade.
    Flows,
    /// Months add to their year.
    Year,
    /// Months add to longer periods.
    Cumulative,
    /// Parts of a split, such as modes of transport, add to its total.
    Splits,
    /// Members add to their group, or to each group where none is named.
    Members(Option<Code>),
}

/// A text that says no relation that is known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a relation; there are `sum(partner) = WORLD`, `sum(product) = TOTAL`, `sum(hs6) = hs2` and other levels, \
     `exports + imports = total`, `sum(month) = year`, `sum(month) = cumulative`, `sum(split) = total`, `group = members`, and a group such as `ASEAN = members`"
)]
pub struct UnknownRelation(String);

impl fmt::Display for Relation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Relation::Partners => f.pad("sum(partner) = WORLD"),
            Relation::Products => f.pad("sum(product) = TOTAL"),
            Relation::Levels(fine, coarse) => write!(f, "sum({fine}) = {coarse}"),
            Relation::Flows => f.pad("exports + imports = total"),
            Relation::Year => f.pad("sum(month) = year"),
            Relation::Cumulative => f.pad("sum(month) = cumulative"),
            Relation::Splits => f.pad("sum(split) = total"),
            Relation::Members(None) => f.pad("group = members"),
            Relation::Members(Some(code)) => write!(f, "{code} = members"),
        }
    }
}

impl FromStr for Relation {
    type Err = UnknownRelation;

    /// Reads both sides in either order, in any case, with or without blanks.
    fn from_str(text: &str) -> Result<Relation, UnknownRelation> {
        let unknown = || UnknownRelation(text.trim().to_owned());
        let (left, right) = text.split_once('=').ok_or_else(unknown)?;
        let plain = |side: &str| side.split_whitespace().collect::<String>().to_lowercase();
        let (left, right) = (plain(left.trim_end_matches('=')), plain(right.trim_start_matches('=')));
        sides(&left, &right).or_else(|| sides(&right, &left)).ok_or_else(unknown)
    }
}

fn sides(left: &str, right: &str) -> Option<Relation> {
    let level = |text: &str| text.parse::<Level>().ok();
    let summed = |text: &str| text.strip_prefix("sum(")?.strip_suffix(')').map(str::to_owned);
    match (left, right) {
        ("sum(partner)" | "sum(partners)", "world") => return Some(Relation::Partners),
        ("sum(product)" | "sum(products)", "total") => return Some(Relation::Products),
        ("exports+imports" | "imports+exports", "total") => return Some(Relation::Flows),
        ("sum(split)" | "sum(splits)", "total") => return Some(Relation::Splits),
        ("sum(month)" | "sum(months)", "year") => return Some(Relation::Year),
        ("sum(month)" | "sum(months)", "cumulative") => return Some(Relation::Cumulative),
        ("group" | "groups", "members" | "sum(members)") => return Some(Relation::Members(None)),
        _ => {}
    }
    if let (Some(fine), Some(coarse)) = (summed(left).and_then(|text| level(&text)), level(right)) {
        return (fine > coarse).then_some(Relation::Levels(fine, coarse));
    }
    let members = matches!(right, "members" | "sum(members)");
    let group = members.then(|| groups::by_name(left)).flatten();
    group.map(|group| Relation::Members(Some(group.code)))
}

/// A whole beside the sum of its parts.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    pub(super) relation: Relation,
    pub(super) series: Series,
    pub(super) period: Period,
    pub(super) whole: Decimal,
    pub(super) parts: Decimal,
    /// By how much rounding alone may have moved the two apart.
    pub(super) rounding: Decimal,
    pub(super) origin: Origin,
    /// What the parts are: `45 partners`.
    pub(super) of: String,
    /// Whether no part is known to be absent.
    pub(super) complete: bool,
}

impl Comparison {
    pub(super) fn difference(&self) -> Decimal {
        self.parts.saturating_sub(self.whole)
    }

    /// Whether the two differ by more than is allowed, or than rounding explains.
    pub(super) fn differs(&self, tolerance: Option<Decimal>) -> bool {
        self.difference().abs() > tolerance.unwrap_or(self.rounding)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn relations_read_what_they_print() {
        let asean = groups::by_name("ASEAN").unwrap().code;
        for relation in [
            Relation::Partners,
            Relation::Products,
            Relation::Levels(Level::Hs6, Level::Hs2),
            Relation::Flows,
            Relation::Year,
            Relation::Cumulative,
            Relation::Splits,
            Relation::Members(None),
            Relation::Members(Some(asean)),
        ] {
            assert_eq!(relation.to_string().parse(), Ok(relation));
        }
        assert_eq!("TOTAL == imports + exports".parse(), Ok(Relation::Flows));
        assert_eq!("World=SUM( partner )".parse(), Ok(Relation::Partners));
        for text in ["", "=", "sum(partner)", "sum(hs2) = hs6", "Atlantis = members", "sum(x) = y"] {
            assert!(text.parse::<Relation>().unwrap_err().to_string().contains("sum(partner) = WORLD"), "{text}");
        }
    }
}
