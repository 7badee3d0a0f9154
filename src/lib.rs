//! Trade statistics from customs files, exact to the last digit.

pub mod model;
pub mod reference;
pub mod cube;
pub mod query;
pub mod source;
pub mod table;
pub mod analysis;
pub mod render;


