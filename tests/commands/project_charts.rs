//! Charts in reports: in the page itself, as files beside Markdown, drawn from its cells by a workbook.

use std::collections::HashSet;
use std::fs;
use std::io::Read;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::common::{Folder, answer, refusal, run};

const PROJECT: &str = r#"title = "Coffee"
data = ["trade.csv"]

[[section]]
title = "By month"
chart = "series -M --period 2025-01..2025-04 --flow exports --by product"

[[section]]
title = "Growth"
chart = "growth --period 2025-01 --flow exports --by product"
kind = "bar"
columns = ["growth_pct"]
unit = "one"
decimals = 1
"#;

const DATA: &str = "period,flow,reporter,partner,product,value,unit\n\
    2024-01,exports,CHN,WORLD,own:<B>]]>&,50,CNY\n\
    2024-01,exports,CHN,WORLD,own:C,20,CNY\n\
    2025-01,exports,CHN,WORLD,own:<B>]]>&,60.25,CNY\n\
    2025-01,exports,CHN,WORLD,own:C,10,CNY\n\
    2025-02,exports,CHN,WORLD,own:<B>]]>&,70,CNY\n\
    2025-02,exports,CHN,WORLD,own:C,25,CNY\n\
    2025-04,exports,CHN,WORLD,own:<B>]]>&,90,CNY\n";

fn project(text: &str) -> (Folder, String) {
    let folder = Folder::new();
    folder.file("trade.csv", DATA);
    let path = folder.file("coffee.toml", text);
    (folder, path)
}

fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Each element is closed in its turn.
fn is_well_formed(svg: &str) -> bool {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let name = tag.trim_matches('/').split(' ').next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/')) {
            (true, _) if open.pop() != Some(name) => return false,
            (false, false) => open.push(name),
            _ => {}
        }
    }
    open.is_empty()
}

#[test]
fn a_page_holds_its_charts() {
    let (_folder, path) = project(PROJECT);
    let page = answer(&["report", &path, "-f", "html"]);
    let charts: Vec<&str> =
        page.split("<figure>").skip(1).map(|rest| rest.split("</figure>").next().unwrap()).collect();
    assert_eq!(charts.len(), 2);
    for chart in &charts {
        assert!(chart.trim().starts_with("<svg ") && is_well_formed(chart), "{chart}");
        assert!(!chart.contains("<style") && !chart.contains("<script"), "the page has the rules: {chart}");
    }
    assert!(charts[0].contains("<title>own:&lt;B&gt;]]&gt;&amp;, January 2025: 60.25 yuan</title>"), "{}", charts[0]);
    assert!(
        charts[1].contains("<title>own:&lt;B&gt;]]&gt;&amp;: +20.5 %</title>") && charts[1].contains("-50.0 %</title>"),
        "{}",
        charts[1]
    );
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{ids:?}");
    assert_eq!(page.matches(".tradestat-chart .paper{").count(), 1, "rules for dark paper, once");
    assert_eq!(page.matches("<script").count(), 1, "the one that sorts tables");
}

#[test]
fn charts_of_markdown_are_files_that_check_covers() {
    let (folder, path) = project(PROJECT);
    let file = folder.path().join("a (b).md").to_string_lossy().into_owned();
    assert!(run(&["report", &path, "-o", &file]).status.success());
    assert_eq!(names(&folder), ["a (b)-1.svg", "a (b)-2.svg", "a (b).md", "coffee.toml", "trade.csv"]);
    let text = fs::read_to_string(&file).unwrap();
    let linked: Vec<&str> = text.lines().filter(|line| line.starts_with("![")).collect();
    assert!(linked[0].ends_with("](a%20%28b%29-1.svg)") && linked[1].ends_with("](a%20%28b%29-2.svg)"), "{text}");
    let svg = fs::read_to_string(folder.path().join("a (b)-2.svg")).unwrap();
    assert!(is_well_formed(&svg) && svg.contains("prefers-color-scheme:dark"), "{svg}");
    assert!(run(&["report", &path, "--check", "-o", &file]).status.success());
    folder.file("trade.csv", DATA.replace("own:C,25", "own:C,26"));
    let differs = run(&["report", &path, "--check", "-o", &file]);
    let said = String::from_utf8(differs.stdout).unwrap();
    assert_eq!((differs.status.code(), said.matches(" is not what ").count()), (Some(1), 1), "{said}");
    assert!(said.contains("a (b)-1.svg is not what"), "{said}");
    fs::remove_file(folder.path().join("a (b)-2.svg")).unwrap();
    let gone = run(&["report", &path, "--check", "-o", &file]);
    assert!(String::from_utf8(gone.stderr).unwrap().contains("a (b)-2.svg; report without --check"));
}

/// A chart that the project has no longer would stay beside the report, with figures that nothing checks.
#[test]
fn charts_that_are_left_over_are_told() {
    let (folder, path) = project(PROJECT);
    let file = folder.path().join("coffee.md").to_string_lossy().into_owned();
    assert!(run(&["report", &path, "-o", &file]).status.success());
    folder.file("coffee-3.svg", "<svg/>");
    let shorter = PROJECT.split("\n[[section]]\ntitle = \"Growth\"").next().unwrap();
    folder.file("coffee.toml", shorter);
    let written = run(&["report", &path, "-o", &file]);
    let said = String::from_utf8(written.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(written.status.success() && said.ends_with("coffee-2.svg is a chart of this report no longer\n"), "{said}");
    let checked = run(&["report", &path, "--check"]);
    let said = String::from_utf8(checked.stdout).unwrap();
    assert!(checked.status.code() == Some(1) && said.contains("coffee-2.svg is a chart of "), "{said}");
    fs::remove_file(folder.path().join("coffee-2.svg")).unwrap();
    assert!(run(&["report", &path, "--check"]).status.success());
}

#[test]
fn charts_and_text_are_written_together_or_not_at_all() {
    let (folder, path) = project(PROJECT);
    let file = folder.file("coffee.md", "old");
    fs::create_dir(folder.path().join("coffee-2.svg")).unwrap();
    assert!(refusal(&["report", &path, "-o", &file]).contains("coffee-2.svg"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(names(&folder), ["coffee-2.svg", "coffee.md", "coffee.toml", "trade.csv"]);
    let nowhere = refusal(&["report", &path]);
    assert!(nowhere.contains("--output FILE.md says where"), "{nowhere}");
    assert_eq!(refusal(&["report", &path, "-o", "/dev/stdout"]), nowhere);
}

#[test]
fn a_workbook_draws_its_charts_from_its_cells() {
    let (folder, path) = project(PROJECT);
    let file = folder.path().join("coffee.xlsx");
    assert!(run(&["report", &path, "-o", file.to_str().unwrap()]).status.success());
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(book.sheet_names(), ["By month", "Growth", "Notes"]);
    let month = book.worksheet_range("By month").unwrap();
    let figures: Vec<Option<&Data>> = (3..7).map(|row| month.get_value((row, 1))).collect();
    assert_eq!(figures[0], Some(&Data::Float(60.25)));
    assert_eq!(figures[2], Some(&Data::Empty), "March is a gap and no zero");
    assert!(book.worksheet_formula("By month").unwrap().cells().next().is_none(), "no formula");
    let notes = book.worksheet_range("Notes").unwrap();
    assert!(notes.rows().any(|row| row[0] == "By month" && row[1] == "unit" && row[2] == "value, yuan"), "{notes:?}");
    let mut parts = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        parts.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let (lines, bars) = (part("xl/charts/chart1.xml"), part("xl/charts/chart2.xml"));
    for reference in ["'By month'!$B$4:$B$7", "'By month'!$C$4:$C$7", "'By month'!$A$4:$A$7", "'By month'!$A$1"] {
        assert!(lines.contains(&format!("<c:f>{reference}</c:f>")), "{reference}: {lines}");
    }
    assert!(lines.contains("<c:lineChart>") && lines.contains("<c:dispBlanksAs val=\"gap\"/>"), "{lines}");
    assert!(bars.contains("<c:barDir val=\"bar\"/>") && bars.contains("<c:f>Growth!$B$4:$B$5</c:f>"), "{bars}");
}

#[test]
fn what_cannot_be_drawn_names_its_section() {
    let wrong = |from: &str, to: &str| {
        let (_folder, path) = project(&PROJECT.replace(from, to));
        refusal(&["report", &path, "-f", "html"])
    };
    let kind = wrong("\"bar\"", "\"bra\"");
    assert!(kind.contains("coffee.toml:10: section \"Growth\": kind: found `bra`, expected one of "), "{kind}");
    assert!(kind.contains("(did you mean bar?)"), "{kind}");
    let column = wrong("growth_pct", "rank");
    assert!(column.contains("section \"Growth\": the answer has no column `rank` with figures"), "{column}");
    let shape = wrong("\"bar\"", "\"line\"");
    assert!(shape.contains("section \"Growth\": line: ") && shape.contains("bar would show this answer"), "{shape}");
    let both = wrong("kind = \"bar\"", "kind = \"bar\"\ntable = \"growth\"");
    assert!(both.contains("found several of `text`, `table` and `chart`"), "{both}");
}
