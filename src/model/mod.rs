//! The words of the trade: months and periods, flows, partners, products, measures and units. No input or output.

pub mod amount;
pub mod code;
pub mod count;
pub mod flow;
pub mod measure;
pub mod month;
pub mod partner;
pub mod period;
pub mod period_expr;
pub mod product;
pub mod ratio;
pub mod revision;

pub use amount::{TooLong, exact_product, exact_sum};
pub use code::Code;
pub use count::counted;
pub use flow::{Flow, View};
pub use measure::Measure;
pub use month::Month;
pub use partner::{Membership, PartnerKind};
pub use period::Period;
pub use period_expr::PeriodExpr;
pub use product::{Class, Level, Product};
pub use ratio::quotient;
pub use revision::{Revision, Target};
