//! Facts by period, flow, reporter, partner and product, as they were read and nothing chosen yet.

mod amounts;
mod facts;
mod observation;

pub use amounts::{Amounts, Sum};
pub use facts::{Break, Coverage, Cube, Edition, Fact, Revisions, Series, Span};
pub use observation::{Observation, Origin, Published};
