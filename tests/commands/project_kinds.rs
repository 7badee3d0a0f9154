//! Every kind of chart in a workbook, drawn by the spreadsheet itself from cells.

use std::fs;
use std::io::Read;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::common::{Folder, run};

const DATA: &str = "period,flow,partner,value,unit
2024-01,exports,FRA,100,CNY\n2024-01,exports,DEU,60,CNY\n2024-01,exports,ITA,40,CNY
2025-01,exports,FRA,70,CNY\n2025-01,exports,DEU,90,CNY\n2025-01,exports,ITA,50,CNY
";

/// Kind, question, and what the drawing of the workbook says.
const KINDS: [(&str, &str, &str); 8] = [
    ("stacked", "series -M --by partner --flow exports", "<c:barDir val=\"col\"/><c:grouping val=\"stacked\"/>"),
    (
        "area",
        "share -M --period 2024-01..2025-01 --by partner --flow exports",
        "<c:areaChart><c:grouping val=\"stacked\"/>",
    ),
    (
        "waterfall",
        "growth --period 2025-01 --by partner --flow exports",
        "<c:barDir val=\"bar\"/><c:grouping val=\"stacked\"/>",
    ),
    ("slope", "rank --period 2025-01 --by partner --flow exports", "<c:orientation val=\"maxMin\"/>"),
    ("seasonal", "series -M --flow exports", "<c:lineChart><c:grouping val=\"standard\"/>"),
    ("scatter", "rank --period 2025-01 --by partner --flow exports", "<c:scatterChart>"),
    (
        "bar",
        "rank --period 2025-01 --by partner --flow exports",
        "<c:barDir val=\"bar\"/><c:grouping val=\"clustered\"/>",
    ),
    ("heat-map", "series -M --period 2024-01..2025-01 --by partner --flow exports", ""),
];

fn part(path: &str, name: &str) -> Option<String> {
    let mut parts = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    parts.by_name(name).ok()?.read_to_string(&mut text).unwrap();
    Some(text)
}

#[test]
fn a_workbook_has_a_chart_of_its_own_for_each_kind() {
    let folder = Folder::new();
    folder.file("trade.csv", DATA);
    let section = |(kind, question, _): &(&str, &str, &str)| {
        format!("[[section]]\ntitle = \"{kind}\"\nchart = \"{question}\"\nkind = \"{kind}\"\n")
    };
    let sections: String = KINDS.iter().map(section).collect();
    let project = folder.file("all.toml", format!("title = \"All\"\ndata = [\"trade.csv\"]\n{sections}"));
    let path = folder.path().join("all.xlsx").to_string_lossy().into_owned();
    let made = run(&["report", &project, "-o", &path]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for (number, (kind, _, says)) in (1..).zip(&KINDS).filter(|(_, (_, _, says))| !says.is_empty()) {
        let drawing = part(&path, &format!("xl/charts/chart{number}.xml")).unwrap();
        assert!(drawing.contains(says), "{kind}: {drawing}");
    }
    assert_eq!(part(&path, "xl/charts/chart8.xml"), None, "a heat map is its cells");
    let sheet = part(&path, "xl/worksheets/sheet8.xml").unwrap();
    assert!(sheet.contains("<cfRule type=\"colorScale\""), "{sheet}");

    let mut book: Xlsx<_> = open_workbook(&path).unwrap();
    let mut column = |sheet: &str, column: u32| -> Vec<f64> {
        let range = book.worksheet_range(sheet).unwrap();
        let number = |row| match range.get_value((row, column)) {
            Some(Data::Float(number)) => Some(*number),
            _ => None,
        };
        (3..8).filter_map(number).collect()
    };
    let steps = [2, 3, 4].map(|at| column("waterfall", at));
    let ends: Vec<f64> = (0..4).map(|row| steps.iter().map(|part| part[row]).sum()).collect();
    assert_eq!(column("waterfall", 1), [15.0, -15.0, 5.0, 5.0]);
    assert_eq!(ends, [15.0, 15.0, 5.0, 5.0], "the upper end of each bar: {steps:?}");
    assert_eq!(column("scatter", 1).len(), 3);
    let names: Vec<&str> = KINDS.iter().map(|(kind, _, _)| *kind).collect();
    assert_eq!(book.sheet_names()[..8], names);
    assert!(names.iter().all(|name| book.worksheet_formula(name).unwrap().cells().next().is_none()), "no formula");
}
