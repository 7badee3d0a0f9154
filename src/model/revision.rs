//! Editions of the classifications of products, and what one can be brought to.

use std::fmt;
use std::str::FromStr;

/// An edition of the Harmonized System, by the year that it came into force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u16);

/// What products are brought to by the tables of the United Nations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// An edition of the Harmonized System.
    Hs(Revision),
    /// Standard International Trade Classification, revision 4.
    Sitc4,
    /// Broad Economic Categories, revision 4.
    Bec4,
}

/// A word that is no edition to convert to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an edition to convert to; expected hs2007, hs2012, hs2017, hs2022, sitc4 or bec4")]
pub struct UnknownTarget(String);

/// Editions by their numbers in UN Comtrade, H0 to H6.
const EDITIONS: [u16; 7] = [1988, 1996, 2002, 2007, 2012, 2017, 2022];

impl Revision {
    /// The edition that came into force in a year, if one did.
    pub fn of_year(year: u16) -> Option<Revision> {
        let year = if year == 1992 { 1988 } else { year };
        EDITIONS.contains(&year).then_some(Revision(year))
    }

    /// The edition that a file calls so: `H5`, `HS2017`, `HS 2017`, `hs17`. None for `HS`, which names no edition.
    pub fn named(text: &str) -> Option<Revision> {
        let text = text.trim().to_ascii_lowercase();
        let rest = text.strip_prefix('h')?;
        if let Some(number) = rest.parse::<usize>().ok().filter(|_| rest.len() == 1) {
            return EDITIONS.get(number).map(|year| Revision(*year));
        }
        let year: u16 = rest.strip_prefix('s')?.trim().parse().ok()?;
        match year {
            0..=50 => Revision::of_year(2000 + year),
            51..=99 => Revision::of_year(1900 + year),
            year => Revision::of_year(year),
        }
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hs{}", self.0)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Target::Hs(revision) => write!(f, "{revision}"),
            Target::Sitc4 => f.write_str("sitc4"),
            Target::Bec4 => f.write_str("bec4"),
        }
    }
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(text: &str) -> Result<Target, UnknownTarget> {
        let found = match text.trim().to_lowercase().as_str() {
            "sitc4" | "sitc" => Some(Target::Sitc4),
            "bec4" | "bec" => Some(Target::Bec4),
            other => Revision::named(other).filter(|revision| revision.0 >= 2007).map(Target::Hs),
        };
        found.ok_or_else(|| UnknownTarget(text.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn editions_have_many_names() {
        for (text, year) in [
            ("H0", 1988),
            ("H4", 2012),
            ("h6", 2022),
            ("HS2017", 2017),
            ("HS 2002", 2002),
            ("hs96", 1996),
            ("HS92", 1988),
        ] {
            assert_eq!(Revision::named(text).unwrap().year(), year, "{text}");
        }
        for text in ["HS", "H7", "S4", "", "HS2018", "hé"] {
            assert!(Revision::named(text).is_none(), "{text}");
        }
        assert_eq!("hs2017".parse::<Target>().unwrap().to_string(), "hs2017");
        assert!("hs1996".parse::<Target>().is_err());
    }
}
