//! Which kinds of rows cover which periods.

use super::Observation;
use crate::model::{Class, Code, Flow, PartnerKind};

/// What kind of rows cover a period: an absent row in a covered period is no trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coverage {
    /// Who reports.
    pub reporter: Code,
    /// Direction of trade.
    pub flow: Flow,
    /// List of products.
    pub class: Class,
    /// Digits of the rows.
    pub digits: u8,
    /// Whether the rows are about the world, countries and areas, or groups.
    pub kind: PartnerKind,
    /// Currency of the values.
    pub currency: Code,
}

impl Coverage {
    pub(super) fn of(row: &Observation) -> Coverage {
        Coverage {
            reporter: row.reporter,
            flow: row.flow,
            class: row.product.class,
            digits: row.digits,
            kind: if row.kind == PartnerKind::Area { PartnerKind::Country } else { row.kind },
            currency: row.currency,
        }
    }
}
