//! Stated figures, held against the data: a claim is a sentence, the question that it answers, and what it says in answer.
//!
//! A stated figure was rounded, and so were some of the figures that it came from: both lie in intervals, and a claim is
//! contradicted only where these do not meet. What the data cannot tell is unverifiable, with what is lacking.

mod asking;
mod field;
mod file;
mod interval;
mod judge;
mod nearby;
mod order;
mod rows;
mod said;
mod several;
mod stated;
mod table;
mod unit;
mod words;

pub use field::{FIELDS, Field, Kind, Scope};
pub use file::{BadClaims, Claim, Claimed, Claims, What};
pub use interval::Interval;
pub use judge::{Finding, Judged, Verdict, judge};
pub use rows::Choice;
pub use stated::Stated;
pub use table::{is_contradicted, table};

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::sync::Arc;

    use proptest::prelude::*;
    use rust_decimal::{Decimal, RoundingStrategy::MidpointAwayFromZero};

    use super::*;
    use crate::figures::question::{Answered, Answers, Question, Unanswered};
    use crate::table::{Cell, Column, Kind as Of, Role, Row, Table};

    /// Always the same answer: a value that is known to lie so far to either side.
    struct Known {
        value: Decimal,
        error: Decimal,
    }

    impl Answers for Known {
        fn answer(&self, _: &Question) -> Result<Answered, Unanswered> {
            let column = |name: &str| Column { name: name.into(), heading: name.into(), kind: Of::Plain, shown: true };
            let amounts = [self.value, self.value - self.error, self.value + self.error].map(Cell::Amount);
            let table = Table {
                columns: ["value", "value_low", "value_high"].map(column).to_vec(),
                rows: vec![Row { role: Role::Line, cells: amounts.to_vec() }],
                ..Table::default()
            };
            Ok(Answered { table: Arc::new(table), unit: Default::default(), decimals: None })
        }
    }

    fn verdict(known: &Known, stated: &str) -> Verdict {
        let text = format!("[[claim]]\nid = 'a'\nquestion = 'growth --base 2020'\nstated.value = '{stated}'\n");
        let claims = Claims::read("x.toml", &text).unwrap();
        judge(&claims, known).unwrap()[0].2.verdict
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn what_is_rounded_from_the_figure_is_confirmed_and_what_is_a_unit_off_is_not(
            digits in -9_999_999_999_i64..9_999_999_999,
            scale in 0_u32..6,
            decimals in 0_u32..6,
            error in 0_i64..1_000,
            sign in prop::bool::ANY,
        ) {
            let (value, error) = (Decimal::new(digits, scale), Decimal::new(error, 9));
            let known = Known { value, error };
            let rounded = value.round_dp_with_strategy(decimals, MidpointAwayFromZero);
            let written = |number: Decimal| format!("{number:.*} million", decimals as usize);
            let million = Decimal::from(1_000_000);
            let in_millions = Known { value: known.value * million, error: known.error * million };
            prop_assert_eq!(verdict(&in_millions, &written(rounded)), Verdict::Confirmed);
            let unit = Decimal::new(if sign { 1 } else { -1 }, decimals);
            let off = rounded + unit + unit;
            prop_assume!(off.mantissa().abs() >= 10);
            prop_assert_eq!(verdict(&in_millions, &written(off)), Verdict::Contradicted);
        }
    }
}
