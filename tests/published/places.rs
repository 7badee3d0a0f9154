//! `explain` leads to the rows: at each place that it names stands the value that it shows.

use crate::common::{Folder, Row, root, rows, whole};

/// The cells of the row at a place such as `china/partners_cny.csv:8269`; paths without a folder are of the test itself.
fn row_at(place: &str) -> Option<Vec<(String, String)>> {
    let (file, line) = place.split(' ').next()?.rsplit_once(':')?;
    let path = if file.starts_with("china/") { root().join("data").join(file) } else { file.into() };
    let text = std::fs::read_to_string(path).ok()?;
    let cells = text.lines().nth(line.parse::<usize>().ok()? - 1)?.split(',');
    Some(text.lines().next()?.split(',').map(str::to_owned).zip(cells.map(str::to_owned)).collect())
}

/// Each row that names a place is found there.
fn check(answer: &[Row], least: usize) {
    let mut found = 0;
    for row in answer.iter().filter(|row| !row["place"].is_empty()) {
        let cells = row_at(&row["place"]).unwrap_or_else(|| panic!("{row:?} leads nowhere"));
        let cell = |name: &str| cells.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.clone());
        assert_eq!(cell("period").as_deref(), Some(row["period"].as_str()), "{row:?}: {cells:?}");
        assert_eq!(cell("value"), whole(row, "value").map(|value| value.to_string()), "{row:?}: {cells:?}");
        found += 1;
    }
    assert!(found >= least, "only {found} places: {answer:#?}");
}

#[test]
fn places_in_the_embedded_data() {
    let questions = [
        (2, "explain growth_pct --period 2025-jan..nov --flow total"),
        (3, "explain value --period 2025-q3 --flow exports"),
        (2, "explain balance --period 2025-11"),
        (27, "explain value --period 2025-11 --partner EU --flow imports"),
        (1, "explain value --period 2025-02 --currency USD --flow imports"),
        (1, "explain value --period 2025-jan..nov --product MECH_ELEC --flow exports"),
    ];
    for (least, question) in questions {
        check(&crate::common::ask(question), least);
    }
}

#[test]
fn places_in_a_file() {
    let folder = Folder::new();
    let text = "period,flow,partner,value\n2024-01,exports,VNM,5\n2024-02,exports,VNM,6\n2024-03,exports,VNM,7\n\
                2024-01,exports,THA,8\n2024-02,exports,THA,9\n2024-03,exports,THA,10\n";
    let path = folder.file("rows.csv", text);
    let words = ["explain", "value", "-d", &path, "--period", "2024-q1", "--partner", "THA", "--flow", "exports"];
    check(&rows(&words), 3);
}
