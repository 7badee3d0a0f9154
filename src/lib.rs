//! Trade statistics from customs files, exact to the last digit.

pub mod analysis;
pub mod cube;
pub mod figures;
pub mod model;
pub mod query;
pub mod reference;
pub mod render;
pub mod source;
#[cfg(feature = "parquet")]
mod stored;
pub mod table;
