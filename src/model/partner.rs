//! Kinds of trading partners, and the choice of a group's members.

use std::fmt;
use std::str::FromStr;

use super::{Code, Month, PeriodExpr};

/// All partners together, as published or as the sum of all.
pub const WORLD: Code = Code::fixed("WORLD");
/// The partners that a question does not single out, added up while loading.
pub const REST: Code = Code::fixed("*");

/// The sum of all partners of a series.
pub const ALL: Code = Code::fixed("+");

/// Whether a text is a code of the program's own, which no data may use.
pub fn is_kept(text: &str) -> bool {
    [REST, ALL].iter().any(|code| code.as_str() == text)
}

/// What a partner's code stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartnerKind {
    /// All partners together.
    World,
    /// A country or territory, also a dissolved one.
    Country,
    /// An area that is no country but a part of the world total: bunkers, unknown, other Asia.
    Area,
    /// A group or region: it holds countries that may also stand beside it.
    Group,
}

/// Which members a group has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Membership {
    /// Those of today, for every period.
    #[default]
    Current,
    /// Those of each period.
    Historical,
    /// Those of one month, for every period.
    AsOf(Month),
    /// Whatever the publisher counted: only the published figure of the group answers.
    Published,
}

/// A word that is no choice of membership.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a membership; expected current, historical, published or a month such as 2018-12")]
pub struct UnknownMembership(String);

impl fmt::Display for Membership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Membership::Current => f.write_str("current"),
            Membership::Historical => f.write_str("historical"),
            Membership::AsOf(month) => write!(f, "{month}"),
            Membership::Published => f.write_str("published"),
        }
    }
}

impl FromStr for Membership {
    type Err = UnknownMembership;

    fn from_str(text: &str) -> Result<Membership, UnknownMembership> {
        match text.trim().to_lowercase().as_str() {
            "current" => Ok(Membership::Current),
            "historical" => Ok(Membership::Historical),
            "published" => Ok(Membership::Published),
            month => match month.parse::<PeriodExpr>() {
                Ok(PeriodExpr::Dated(period)) if period.len() == 1 => Ok(Membership::AsOf(period.first())),
                _ => Err(UnknownMembership(text.to_owned())),
            },
        }
    }
}
