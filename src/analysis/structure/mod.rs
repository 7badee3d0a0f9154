//! Indicators of the structure of trade, which the command `indicator` answers. A new one is a file and a line in [`ALL`].

mod rca;
mod totals;

use std::fmt;

use super::Unanswerable;
use super::ask::Ask;
use super::indicator::{self, Indicator};
use super::ledger::Ledger;
use super::line::Line;
use crate::table::{Cell, Kind};

pub use rca::compares_partners;
pub(super) use totals::Totals;

/// An indicator that relates a line to other figures than its base and its whole.
pub struct Structure {
    /// Name on the command line and in the column `indicator`.
    pub name: &'static str,
    /// First line of the heading.
    pub title: &'static str,
    /// What it means, in a sentence with its formula.
    pub about: &'static str,
    /// The column `result`.
    pub result: Indicator,
    /// Refuses a question that has no such indicator.
    pub refuse: fn(&Ask) -> Result<(), Unanswerable>,
    /// Refuses data that has none.
    pub(super) lacks: fn(&Ledger<'_>, &Ask) -> Result<(), Unanswerable>,
    /// What stands for the letters of the formula.
    pub(super) letters: fn(&Ledger<'_>, &Ask) -> String,
    /// Fills the result of a line.
    pub(super) fill: fn(&mut Totals<'_>, &mut Line),
}

/// Every indicator of structure.
pub const ALL: &[&Structure] = &[&rca::RCA];

const NAME: Indicator = Indicator {
    name: "indicator",
    heading: "indicator",
    kind: Kind::Text,
    about: "Name of the indicator that the result is of.",
    needs_base: false,
    cell: |seen| seen.ask.structure.map_or(Cell::Blank, |structure| Cell::Text(structure.name.to_owned())),
};

impl fmt::Debug for Structure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Structure {
    /// The columns that only this command has.
    pub fn columns(&'static self) -> [&'static Indicator; 2] {
        [&NAME, &self.result]
    }
}

/// The indicator of structure with this name.
pub fn by_name(name: &str) -> Option<&'static Structure> {
    let wanted = name.trim().to_lowercase().replace('_', "-");
    ALL.iter().find(|structure| structure.name == wanted).copied()
}

/// The column of figures with this name: of all reports, or of an indicator of structure.
pub fn column(structure: Option<&'static Structure>, name: &str) -> Option<&'static Indicator> {
    let wanted = name.trim().to_lowercase().replace('-', "_");
    let own = structure.into_iter().flat_map(Structure::columns).find(|column| column.name == wanted);
    own.or_else(|| indicator::by_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_explained() {
        for (at, structure) in ALL.iter().enumerate() {
            assert!(ALL[..at].iter().all(|other| other.name != structure.name), "{}", structure.name);
            assert!(structure.about.ends_with('.') && !structure.title.is_empty(), "{}", structure.name);
            assert!(by_name(structure.name).is_some() && indicator::by_name(structure.name).is_none());
            for column in structure.columns() {
                assert!(indicator::by_name(column.name).is_none(), "{} is a column of all reports", column.name);
            }
        }
    }
}
