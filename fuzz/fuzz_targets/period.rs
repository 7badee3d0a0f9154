//! Any text is a period or an error, and a period reads what it prints.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tradestat::model::{PeriodExpr, period_expr};

fuzz_target!(|text: &str| {
    if let Ok(expr) = text.parse::<PeriodExpr>() {
        assert_eq!(expr.to_string().parse(), Ok(expr));
    }
    if let Ok(period) = period_expr::parse_dated(text) {
        assert_eq!(period_expr::parse_dated(&period.to_string()), Ok(period));
    }
});
