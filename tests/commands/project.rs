//! Reports from project files.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::common::{Folder, answer, refusal, root, run};

const PROJECT: &str = r#"title = "Coffee & <b>more</b>"
data = ["trade.csv"]

[options]
year = 2025

[[section]]
title = "In words"
text = """
Exports of {{ value("--flow exports --period jan") | amount }} <script>alert(1)</script> and [a link](javascript:alert(1)).

| a | b |
| - | - |
| 1 | 2 |
"""

[[section]]
title = "Partners: [all]"
table = "growth --period jan --flow exports --by partner"
columns = ["value", "growth_pct"]
unit = "one"
decimals = 1
"#;

const DATA: &str = "period,flow,reporter,partner,value,unit\n\
    2024-01,exports,CHN,USA,50,CNY\n2024-01,exports,CHN,JPN,20,CNY\n\
    2025-01,exports,CHN,USA,60,CNY\n2025-01,exports,CHN,JPN,30,CNY\n";

fn project(text: &str) -> (Folder, String) {
    let folder = Folder::new();
    folder.file("trade.csv", DATA);
    let path = folder.file("coffee.toml", text);
    (folder, path)
}

#[test]
fn a_report_in_each_format() {
    let (folder, path) = project(PROJECT);
    let markdown = answer(&["report", &path]);
    assert!(
        markdown.starts_with("# Coffee &amp; &lt;b&gt;more&lt;/b&gt;\n\n## In words\n\nExports of 90 yuan"),
        "{markdown}"
    );
    assert!(markdown.contains("| United States | 60.0 | 20.0 |\n"), "{markdown}");
    let page = answer(&["report", &path, "-f", "html"]);
    assert_eq!(page.matches("<script").count(), 1, "the one that sorts");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("javascript:"), "{page}");
    assert!(page.contains("<li><a href=\"#section-2\">Partners: [all]</a></li>"), "{page}");
    assert!(page.contains("data-value=\"60\">60.0</td>") && page.contains("<td>1</td>"), "{page}");
    let file = folder.path().join("coffee.xlsx");
    assert!(run(&["report", &path, "-o", file.to_str().unwrap()]).status.success());
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(book.sheet_names(), ["Partners all", "Text", "Notes"]);
    let sheet = book.worksheet_range("Partners all").unwrap();
    assert!(sheet.used_cells().any(|(_, _, cell)| *cell == Data::Float(60.0)));
}

#[test]
fn check_tells_the_first_line_that_differs() {
    let (folder, path) = project(PROJECT);
    let file = folder.path().join("coffee.md");
    assert!(run(&["report", &path, "-o", file.to_str().unwrap()]).status.success());
    assert!(run(&["report", &path, "--check"]).status.success());
    folder.file("trade.csv", DATA.replace("USA,60", "USA,61"));
    let output = run(&["report", &path, "--check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("line 5\n- Exports of 90 yuan") && said.contains("\n+ Exports of 91 yuan"), "{said}");
    fs::remove_file(file).unwrap();
    assert!(refusal(&["report", &path, "--check"]).contains("report without --check and with --output writes it"));
}

#[test]
fn a_section_that_fails_is_named_and_nothing_is_written() {
    let (folder, path) =
        project(&format!("{PROJECT}\n[[section]]\ntitle = \"Last\"\ntable = \"growth --partner Atlantis\"\n"));
    let file = folder.file("out.md", "old");
    let error = refusal(&["report", &path, "-o", &file]);
    assert!(error.contains("coffee.toml:26: section \"Last\": ") && error.contains("Atlantis"), "{error}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "no other file");
    let wrong = |from: &str, to: &str| {
        let (_folder, path) = project(&PROJECT.replace(from, to));
        refusal(&["report", &path])
    };
    assert!(wrong("jan\") | amount", "jan\") | amuont").contains("coffee.toml:10: section \"In words\": "));
    assert!(
        wrong("year = 2025", "yaer = 2025")
            .contains("coffee.toml:5: options: no command has an option `yaer` (did you mean year?)")
    );
    assert!(wrong("decimals", "decimal").contains("coffee.toml:22: `decimal` is no key here (did you mean decimals?)"));
    assert!(wrong("trade.csv", "/etc/passwd").contains("leads out of the folder"));
    assert!(refusal(&["report", &path, "-f", "csv"]).contains("choose one of markdown, html, xlsx"));
}

#[test]
fn the_examples_are_what_the_data_gives() {
    for (project, format) in [
        ("monthly-bulletin/bulletin.toml", "html"),
        ("monthly-bulletin/bulletin.toml", "xlsx"),
        ("article/report.toml", "html"),
    ] {
        let project = root().join("examples").join(project);
        let words = ["report", project.to_str().unwrap(), "-f", format];
        let (one, other) = (run(&words), run(&words));
        assert!(one.status.success(), "{}", String::from_utf8_lossy(&one.stderr));
        assert!(one.stdout == other.stdout && one.stdout.len() > 8_000, "the same bytes");
    }
    let bulletin = root().join("examples/monthly-bulletin/bulletin.toml");
    assert!(run(&["report", bulletin.to_str().unwrap(), "--check"]).status.success());
}
