//! Stated figures and what the data says of them: each is computed again and judged by intervals.

mod answer;
mod field;
mod file;
mod interval;
mod judge;
mod nearby;
mod outcome;
mod stated;

pub use file::{Claim, Claims, ClaimsError};
pub use interval::{End, Interval};
pub use judge::judge;
pub use outcome::{Finding, Verdict, table};
pub use stated::{BadStatement, Stated, Unit};
