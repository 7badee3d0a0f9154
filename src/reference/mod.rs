//! The lists that the program knows: partners, dated groups, products, product groups, exchange rates.
//!
//! They are embedded texts from `data/reference`; each is read the first time that a question needs it.

pub mod concordance;
pub mod entity;
pub mod groups;
pub mod name;
pub mod partners;
pub mod product_groups;
pub mod products;
pub mod rates;
mod sheet;
