//! Bounds hold whatever the true values were before they were rounded.

use proptest::prelude::*;

use super::trade::few;
use crate::common::{Folder, millionths, rows, whole};

/// A relation in millionths of a percent, to the unit below.
fn percent(part: i128, of: i128) -> i128 {
    part * 100_000_000 / of
}

proptest! {
    #![proptest_config(few(12))]

    #[test]
    fn figures_of_the_true_values_lie_within_them(
        printed in prop::array::uniform4(50_i128..5_000),
        off in prop::array::uniform4(-500_i128..=500),
    ) {
        let folder = Folder::new();
        let values = printed.map(|value| value * 1_000);
        let [base, now, base_part, now_part] = values;
        let text = format!(
            "period,flow,partner,value,rounded_to\n2023,exports,WORLD,{base},1000\n2024,exports,WORLD,{now},1000\n\
             2023,exports,FRA,{base_part},1000\n2024,exports,FRA,{now_part},1000\n"
        );
        let file = folder.file("a.csv", text);
        let words = ["share", "--period", "2024", "--partner", "FRA", "--bounds", "-d", file.as_str()];
        let rows = rows(&words);
        let row = &rows[0];
        let [base, now, base_part, now_part]: [i128; 4] = std::array::from_fn(|at| values[at] + off[at]);
        let true_figures = [
            ("growth", "_pct", percent(now_part - base_part, base_part)),
            ("share", "_pct", percent(now_part, now)),
            ("base_share", "_pct", percent(base_part, base)),
            ("share_change", "_pp", percent(now_part, now) - percent(base_part, base)),
        ];
        for (name, unit, figure) in true_figures {
            let end = |end: &str| millionths(row, &format!("{name}_{end}{unit}")).unwrap();
            prop_assert!(end("low") <= figure + 2 && figure <= end("high") + 2, "{name}: {figure} in {row:?}");
        }
        let value = |name: &str| whole(row, name).unwrap();
        prop_assert!(value("value_low") <= now_part && now_part <= value("value_high"));
        prop_assert_eq!(value("value_high") - value("value_low"), 1_000);
    }

    #[test]
    fn exact_figures_have_no_room(base in 1_i64..1_000_000, now in 0_i64..1_000_000) {
        let folder = Folder::new();
        let file = folder.file("a.csv", format!("period,flow,value\n2023,exports,{base}\n2024,exports,{now}\n"));
        for row in rows(&["growth", "--period", "2024", "--bounds", "-d", file.as_str()]) {
            for name in ["growth", "contribution"] {
                let unit = if name == "growth" { "_pct" } else { "_pp" };
                let of = |end: &str| row[&format!("{name}{end}{unit}")].clone();
                prop_assert_eq!([of("_low"), of("_high")], [of(""), of("")]);
            }
        }
    }
}
