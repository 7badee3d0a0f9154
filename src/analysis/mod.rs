//! From facts to answers: figures are looked up by key, indicators are columns, a report is rows times columns.

pub mod ask;
mod bounds;
mod breaks;
pub mod bulk;
pub mod check;
pub mod diff;
mod explain;
pub mod figure;
pub mod frame;
mod heading;
mod identity;
pub mod indicator;
mod info;
mod ledger;
mod levels;
mod line;
mod lines;
mod listing;
mod mirror;
mod notes;
mod partial;
mod report;
mod set;
pub mod structure;
mod subject;
mod timeline;

pub use ask::{Ask, Basis, Dimension, PerSet};
pub use bounds::is_bounded;
pub use explain::explain;
pub use identity::names as identity_names;
pub use info::info;
pub use ledger::Ledger;
pub use line::{Line, Place};
pub use listing::{Catalogue, Known, list};
pub use mirror::{CifFob, mirror};
pub use report::report;
pub use subject::{Reporter, Side, Subject};

use crate::table::Column;

/// A question that the data cannot answer, in words that say how to go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unanswerable(pub String);

/// A column by its name and heading.
pub(crate) fn column(name: &str, heading: &str, kind: crate::table::Kind, shown: bool) -> Column {
    Column { name: name.to_owned(), heading: heading.to_owned(), kind, shown }
}
