//! Time: periods read what they print, growth looks its base up by the calendar, and months and cumulatives agree.

use proptest::prelude::*;
use tradestat::model::{Month, Period, PeriodExpr, period_expr};

use super::trade::few;
use crate::common::{Folder, Row, rows, run, table, whole};

fn series(values: &[(usize, i64)]) -> String {
    let row = |(at, value): &(usize, i64)| format!("{}-{:02},exports,{value}\n", 2020 + at / 12, at % 12 + 1);
    format!("period,flow,value\n{}", values.iter().map(row).collect::<String>())
}

fn figure(row: &Row, column: &str) -> Option<i128> {
    whole(row, column)
}

const COLUMNS: &str = "value,base,growth_pct";

proptest! {
    #![proptest_config(few(256))]

    #[test]
    fn a_period_is_its_name(year in 1990..2060_i32, month in 1..=12_u32, len in 1..=48_i32) {
        let first = Month::new(year, month).unwrap();
        let period = Period::new(first, first.plus(len - 1)).unwrap();
        prop_assert_eq!(period_expr::parse_dated(&period.to_string()), Ok(period));
        let shouted = period.to_string().to_uppercase();
        prop_assert_eq!(shouted.parse::<PeriodExpr>().map(|expr| expr.to_string()), Ok(period.to_string()));
        prop_assert_eq!(first.to_string().parse::<PeriodExpr>().map(|expr| expr.to_string()), Ok(first.to_string()));
    }
}

proptest! {
    #![proptest_config(few(16))]

    /// A month that is not there is missing; it is never the month of the row before.
    #[test]
    fn a_gap_stays_a_gap(
        values in prop::collection::vec(1..1_000_000_i64, 36),
        dropped in prop::collection::btree_set(0..36_usize, 1..12),
        shuffle in Just((0..36_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let kept = shuffle.iter().filter(|at| !dropped.contains(at)).map(|at| (*at, values[*at]));
        let folder = Folder::new();
        let path = folder.file("gaps.csv", series(&kept.collect::<Vec<_>>()));
        let rows = rows(&["growth", "-d", &path, "--period", "2021..2022", "-M", "--flow", "exports", "--columns", COLUMNS]);
        let there = |at: usize| (!dropped.contains(&at)).then(|| i128::from(values[at]));
        let mut seen = 0;
        for row in &rows {
            let (year, month) = row["period"].split_once('-').unwrap();
            let at = (year.parse::<usize>().unwrap() - 2020) * 12 + month.parse::<usize>().unwrap() - 1;
            prop_assert_eq!(figure(row, "value"), there(at), "{:?}", row);
            prop_assert_eq!(figure(row, "base"), there(at - 12), "{:?}", row);
            prop_assert_eq!(row["growth_pct"].is_empty(), there(at).is_none() || there(at - 12).is_none());
            prop_assert_eq!(row["status"].is_empty(), !row["growth_pct"].is_empty(), "{:?}", row);
            seen += 1;
        }
        prop_assert_eq!(seen, 24, "a month that is missing is a row that says so");
    }

    /// Months and cumulatives of the same trade give one figure, whichever of them are at hand.
    #[test]
    fn any_mixture_of_spans(
        values in prop::collection::vec(0..1_000_000_i64, 12),
        (cumulative, monthly) in (prop::collection::vec(any::<bool>(), 12), prop::collection::vec(any::<bool>(), 12)),
        (first, last) in (1..=12_usize, 1..=12_usize).prop_map(|(one, two)| (one.min(two), one.max(two))),
    ) {
        let to_date = |month: usize| values[..month].iter().sum::<i64>();
        let mut text = format!("period,flow,value\n{},exports,{}\n", span(1, 12), to_date(12));
        let months = (1..12).filter(|month| cumulative[month - 1]);
        text.extend(months.map(|month| format!("{},exports,{}\n", span(1, month), to_date(month))));
        let months = (2..=12).filter(|month| monthly[month - 1]);
        text.extend(months.map(|month| format!("{},exports,{}\n", span(month, month), values[month - 1])));
        let folder = Folder::new();
        let path = folder.file("spans.csv", text);
        let words = ["growth", "-d", &path, "--period", &span(first, last), "--flow", "exports", "-f", "csv", "-q"];
        let output = run(&words);
        let known = |month: usize| month == 0 || month == 12 || cumulative[month - 1];
        let tiled = (first..=last).all(|month| month > 1 && monthly[month - 1]);
        prop_assert!(output.status.success() || !(known(first - 1) && known(last) || tiled), "{:?}", output);
        if output.status.success() {
            let expected: i64 = values[first - 1..last].iter().sum();
            let rows = table(&String::from_utf8(output.stdout).unwrap());
            prop_assert_eq!(figure(&rows[0], "value"), Some(i128::from(expected)));
        }
    }

    /// Twelve months ending with each month are the sum of these months.
    #[test]
    fn rolling_sums(values in prop::collection::vec(0..1_000_000_i64, 36)) {
        let folder = Folder::new();
        let kept: Vec<_> = values.iter().copied().enumerate().collect();
        let path = folder.file("months.csv", series(&kept));
        let words = ["series", "-d", &path, "--period", "2021..2022", "--rolling", "12", "--flow", "exports"];
        let rows = rows(&words);
        prop_assert_eq!(rows.len(), 24);
        for (at, row) in rows.iter().enumerate() {
            let expected: i64 = values[at + 1..at + 13].iter().sum();
            prop_assert_eq!(figure(row, "value"), Some(i128::from(expected)), "{:?}", row);
        }
    }
}

fn span(first: usize, last: usize) -> String {
    let month = |at: usize| Month::new(2025, at as u32).unwrap();
    Period::new(month(first), month(last)).unwrap().to_string()
}
