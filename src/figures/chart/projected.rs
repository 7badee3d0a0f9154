//! Projected and missing figures, long and Chinese names, in every kind of chart: as SVG, and in a terminal of 40 and of 80
//! columns. `UPDATE=1 cargo test --lib projected` draws them anew; look at them before they are committed.

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::fs;
    use std::path::Path;

    use super::super::fits::{Pair, Parts, table};
    use super::super::{ALL, Chart, Kind, Wish};

    /// Fourteen months of four partners and others; one figure is missing, and the last three months are projected.
    fn months(count: i64) -> Vec<Vec<Pair>> {
        let pair = |month: i64, partner: i64| {
            let figure = 300 + 40 * (month * (partner + 2) % 7) + 15 * month - 30 * partner;
            (Some(figure).filter(|_| (month, partner) != (4, 1)), Some(figure - 20 * (month % 3)), month + 3 >= count)
        };
        (0..count).map(|month| (0..5).map(|partner| pair(month, partner)).collect()).collect()
    }

    /// The chart of the first of these answers that the kind can show.
    fn chart(kind: &'static Kind) -> Chart {
        let whole = || {
            months(6)
                .into_iter()
                .skip(5)
                .map(|pairs| pairs.into_iter().map(|(now, before, _)| (now, before, true)).collect())
                .collect::<Vec<_>>()
        };
        let answers = [table(&months(14), Parts::Months), table(&whole(), Parts::Months)];
        let wish = Wish { kind: Some(kind), ..Wish::default() };
        answers.iter().find_map(|answer| Chart::of(answer, &wish).ok()).unwrap_or_else(|| panic!("{kind:?}"))
    }

    #[test]
    fn projected_figures_are_told_from_others_in_every_kind() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/charts/projected");
        for kind in ALL {
            let chart = chart(kind);
            let svg = chart.svg().unwrap();
            assert!(svg.contains("(projected)") && svg.contains("dash") || kind.name == "scatter", "{svg}");
            let narrow =
                [40, 80].map(|columns| chart.terminal(columns, false).unwrap_or_else(|why| format!("{why}\n")));
            let [narrow, wide] = &narrow;
            for (ending, text) in [(".svg", &svg), ("-40.txt", narrow), ("-80.txt", wide)] {
                let path = folder.join(format!("{}{ending}", kind.name));
                if std::env::var_os("UPDATE").is_some() {
                    fs::write(&path, text).unwrap();
                }
                assert_eq!(&fs::read_to_string(&path).unwrap(), text, "{}", path.display());
            }
        }
    }
}
