//! Texts with figures: the examples of docs/templates.md, what a revision makes false, and texts of strangers.

use std::fs;
use std::path::Path;
use std::process::Output;
use std::time::{Duration, Instant};

use crate::common::{Folder, answer, root, run};

const DATA: &str = "period,flow,partner,value
2023,exports,FRA,100
2023,exports,DEU,80
2024,exports,FRA,106.2
2024,exports,DEU,78
";

const TEXT: &str = "{% do defaults(period=2024, data=\"trade.csv\") %}
Sales to France {{ growth(partner=\"FRA\") | rose }}.
Sales to Germany {{ growth(partner=\"DEU\") | rose }}.
They came to {{ value(partner=\"DEU\") | number }} dollars.
";

const FILLED: &str = "Sales to France rose 6.2 percent.
Sales to Germany fell 2.5 percent.
They came to 78 dollars.
";

/// A folder with data, a text and what it gives, and the path of the text.
fn project() -> (Folder, String) {
    let folder = Folder::new();
    folder.file("trade.csv", DATA);
    folder.file("text.md", FILLED);
    let text = folder.file("text.md.j2", TEXT);
    (folder, text)
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// What a text of one file gives, or the error without its folder.
fn filled(text: &str) -> String {
    let folder = Folder::new();
    let path = folder.file("text.md.j2", text);
    let output = run(&["render", &path, "--with", "period=jan-nov", "--with", "year=2025"]);
    let name = folder.path().join("").to_string_lossy().into_owned();
    said(&output).replace(&name, "")
}

/// The blocks of a document in one of two languages, each with where it starts and ends.
fn blocks(document: &str, language: &str) -> Vec<(usize, String)> {
    let fence = format!("```{language}\n");
    let starts = document.match_indices(&fence).map(|(at, _)| at + fence.len());
    starts.map(|at| (at, document[at..].split("```\n").next().unwrap().to_owned())).collect()
}

/// Renders the texts of a document and compares what is said below each. `TRYCMD=overwrite` writes what they give now.
fn examples(document: &str) {
    let path = root().join(document);
    let mut document = fs::read_to_string(&path).unwrap();
    let (texts, given) = (blocks(&document, "jinja"), blocks(&document, "text"));
    assert!(texts.len() == given.len() && texts.len() > 3, "each example has what it gives below it");
    for ((_, text), (at, given)) in texts.iter().zip(&given).rev() {
        let now = filled(text);
        if std::env::var("TRYCMD").is_ok_and(|mode| mode == "overwrite") {
            document.replace_range(*at..at + given.len(), &now);
            fs::write(&path, &document).unwrap();
        } else {
            assert_eq!(now, *given, "{text}");
        }
    }
}

#[test]
fn the_document_says_what_its_examples_give() {
    examples("docs/templates.md");
}

#[test]
fn every_filter_in_both_languages() {
    examples("tests/data/templates/filters.md");
}

#[test]
fn every_error_says_how_to_go_on() {
    examples("tests/data/templates/errors.md");
}

#[test]
fn a_text_that_is_right_has_status_0() {
    let (_folder, text) = project();
    assert_eq!(answer(&["render", &text]), FILLED);
    assert_eq!(answer(&["render", &text, "--check"]), "");
}

#[test]
fn a_revision_names_the_sentences_that_it_makes_false() {
    let (folder, text) = project();
    folder.file("trade.csv", DATA.replace("DEU,78", "DEU,82"));
    let output = run(&["render", &text, "--check"]);
    let found =
        String::from_utf8(output.stdout).unwrap().replace(&folder.path().join("").to_string_lossy().into_owned(), "");
    let expected = "text.md is not what text.md.j2 gives: 2 lines

line 2
  found     Sales to Germany fell 2.5 percent.
  expected  Sales to Germany rose 2.5 percent.
  text.md.j2:3: {{ growth(partner=\"DEU\") | rose }} gives `rose 2.5 percent`

line 3
  found     They came to 78 dollars.
  expected  They came to 82 dollars.
  text.md.j2:4: {{ value(partner=\"DEU\") | number }} gives `82`
";
    assert_eq!((found.as_str(), output.status.code()), (expected, Some(1)));
    assert_eq!(fs::read_to_string(folder.path().join("text.md")).unwrap(), FILLED, "nothing is written");
}

/// The article over a copy of the data, in which a figure is then changed.
#[test]
fn a_change_in_the_data_names_one_sentence_of_the_article() {
    let folder = Folder::new();
    let rows = answer(&["convert", "-f", "csv", "-q"]);
    let copy = folder.file("copy.csv", &rows);
    let text = root().join("examples/article/article.md.j2");
    let toys = "230295241111";
    assert_eq!(rows.matches(toys).count(), 1);
    folder.file("copy.csv", rows.replace(toys, "220295241111"));
    let changed = run(&["render", text.to_str().unwrap(), "--check", "--data", &copy, "--with", "currency=cny"]);
    let found = said(&changed);
    assert!(found.contains(" gives: 1 line\n\nline ") && changed.status.code() == Some(1), "{found}");
    assert!(found.contains("  found     - Toys: 230 billion yuan, down 11.4 percent\n"), "{found}");
    assert!(found.contains("  expected  - Toys: 220 billion yuan, down 15.2 percent\n"), "{found}");
}

#[test]
fn a_line_more_does_not_shift_the_others() {
    let (folder, text) = project();
    folder.file("text.md", FILLED.replace("Sales to Germany", "And this is new.\nSales to Germany"));
    let found = said(&run(&["render", &text, "--check"]));
    assert!(found.contains("gives: 1 line\n\nline 2\n  found     And this is new.\n  expected  no line\n"), "{found}");
    folder.file("text.md", FILLED.trim_end());
    let found = said(&run(&["render", &text, "--check"]));
    assert!(found.contains("line 4\n  found     no line\n  expected  \n"), "{found}");
    folder.file("text.md", FILLED.replace('\n', "\r\n"));
    let found = said(&run(&["render", &text, "--check"]));
    assert!(found.contains("3 lines") && found.contains("percent.\\r\n"), "{found}");
}

#[test]
fn what_cannot_be_checked_is_no_difference() {
    let (folder, text) = project();
    fs::remove_file(folder.path().join("text.md")).unwrap();
    let output = run(&["render", &text, "--check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("text.md; render without --check and with --output writes it"), "{}", said(&output));
    let bare = folder.file("bare.md", "text");
    let output = run(&["render", &bare, "--check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("does not end in .j2, .jinja or .tmpl; --output names the file"),
        "{}",
        said(&output)
    );
}

#[test]
fn a_text_is_written_whole_or_not_at_all() {
    let (folder, text) = project();
    let out = folder.path().join("out.md").to_str().unwrap().to_owned();
    assert_eq!(answer(&["render", &text, "-o", &out]), "");
    assert_eq!(fs::read_to_string(&out).unwrap(), FILLED);
    assert_eq!(answer(&["render", &text, "--check", "-o", &out]), "");
    folder.file("text.md.j2", format!("{TEXT}{{{{ value(period=2035) }}}}"));
    let output = run(&["render", &text, "-o", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("text.md.j2:5: value of `growth --period 2035"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&out).unwrap(), FILLED);
}

#[test]
fn the_same_bytes_from_wherever_it_is_called() {
    let (folder, _) = project();
    let from = |place: &Path, name: &str| {
        let output = crate::common::tradestat().args(["render", name]).current_dir(place).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(from(folder.path(), "text.md.j2"), FILLED);
    assert_eq!(from(&folder.path().join(".."), folder.path().join("text.md.j2").to_str().unwrap()), FILLED);
}

#[test]
fn parts_and_data_lie_inside_the_folder() {
    let (folder, text) = project();
    fs::create_dir(folder.path().join("parts")).unwrap();
    folder.file("parts/one.md", "One {{ value(partner=\"FRA\") | number(decimals=1) }} and {{ \"more\" if growth(partner=\"FRA\") > 0 else \"less\" }}.\n");
    let with = |inner: &str| {
        folder.file("text.md.j2", format!("{}{inner}", TEXT.lines().next().unwrap()));
        said(&run(&["render", &text]))
    };
    assert_eq!(with("{% include \"parts/one.md\" %}"), "One 106.2 and more.\n");
    let outside = Folder::new();
    let secret = outside.file("secret.md", "secret");
    for name in [secret.as_str(), "../secret.md", "/etc/passwd", "parts/../../x"] {
        let found = with(&format!("{{% include \"{name}\" %}}"));
        assert!(found.starts_with("error: ") && !found.contains("secret\n") && !found.contains("root:"), "{found}");
    }
    assert!(with("{% include \"parts\" %}").contains("`parts` is not a file"));
    assert!(with("{% include \"parts/two.md\" %}").contains("there is no part `parts/two.md`"));
    let found = with(&format!("{{{{ value(data=\"{secret}\") }}}}"));
    assert!(found.contains("leads out of the folder"), "{found}");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&secret, folder.path().join("link.md")).unwrap();
        assert!(with("{% include \"link.md\" %}").contains("leads out of the folder"));
    }
}

#[test]
fn an_error_in_a_part_is_told_at_its_place() {
    let (folder, text) = project();
    folder.file("part.md", "\n\n{{ value(partner=\"FRA\") | percent }}");
    folder.file("text.md.j2", format!("{TEXT}{{% include \"part.md\" %}}"));
    let found = said(&run(&["render", &text]));
    assert!(found.starts_with("error: part.md:3: percent does not write"), "{found}");
}

/// What is joined to other words cannot be refused there, and is told where it was to be written all the same.
#[test]
fn a_missing_figure_has_its_line_wherever_it_is_written() {
    for (inner, line) in [
        ("{{ value(period=2022) }}", 2),
        ("\n{{ \"a\" ~ value(period=2022) }}", 3),
        ("{% set joined = \"a\" ~ value(period=2022) %}\n\n{{ joined | upper }}", 4),
        ("{% for n in [1, 2] %}\n{{ [n, value(period=2022)] | join(\" \") }}\n{% endfor %}", 3),
    ] {
        let (folder, text) = project();
        folder.file("text.md.j2", format!("{{% do defaults(data=\"trade.csv\", partner=\"FRA\") %}}\n{inner}\n"));
        let found = said(&run(&["render", &text]));
        assert!(found.contains(&format!("text.md.j2:{line}: value of `growth --period 2022")), "{inner}: {found}");
    }
}

#[test]
fn texts_of_strangers_end() {
    let deep = format!("{{{{ {}1{} }}}}", "(".repeat(5_000), ")".repeat(5_000));
    let texts = [
        "{% for x in range(99999) %}{% for y in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ \"x\" * 100000000 }}",
        "{% set n = namespace(x=\"ab\") %}{% for i in range(90) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include \"text.md.j2\" %}",
        "{% for i in range(99999) %}{{ ask(\"list currencies A\" ~ i) | length }}{% endfor %}",
        "{{ value(flow=\"exports\") | amount(decimals=21) }}",
        deep.as_str(),
        "{{ [value(flow=\"exports\")] * 100000000 }}",
    ];
    for text in texts {
        let start = Instant::now();
        let found = filled(text);
        assert!(found.starts_with("error: text.md.j2"), "{text}: {}", &found[..found.len().min(300)]);
        assert!(found.len() < 2_000 && start.elapsed() < Duration::from_secs(60), "{text}");
    }
}

#[test]
fn tables_are_written_as_the_text_is() {
    let (folder, _) = project();
    let text = "{{ table(\"growth --by partner --period 2024 --columns value,growth_pct\", data=\"trade.csv\") }}\n";
    let given = |name: &str| answer(&["render", &folder.file(name, text)]);
    let (markdown, html, plain) = (given("a.md.j2"), given("a.html.j2"), given("a.txt.j2"));
    assert!(markdown.starts_with("| partner | value | growth % |\n"), "{markdown}");
    assert!(html.starts_with("<section class=\"answer short\">\n<div") && html.ends_with("</section>\n"), "{html}");
    assert!(html.contains("<td class=\"number\" data-value=\"106.2\">106.2</td>"), "{html}");
    assert!(plain.starts_with("partner") && plain.contains("\nFrance") && !plain.contains('|'), "{plain}");
}

#[test]
fn words_of_data_are_no_markup() {
    let folder = Folder::new();
    folder.file(
        "trade.csv",
        "period,flow,partner,partner_name,product,value,unit\n2024,exports,FRA,x,own:<b>*_|{{ 1 }},106,CNY\n2024,exports,FRA,x,own:\u{202e}\u{1b}[31m,5,CNY\n",
    );
    let text = "{% for row in ask(\"growth --by product --period 2024 --data trade.csv\") %}{{ row.product }} {{ row.product | name }};{% endfor %}";
    let said = |name: &str| {
        let path = folder.file(name, text);
        said(&run(&["render", &path]))
    };
    let (markdown, html, plain) = (said("a.md.j2"), said("a.html.j2"), said("a.txt.j2"));
    assert!(markdown.contains("&lt;") && markdown.contains("\\*") && !markdown.contains("<b>"), "{markdown}");
    assert!(html.contains("&lt;") && !html.contains("<b>"), "{html}");
    for text in [markdown, html, plain] {
        assert!(!text.contains(['\u{202e}', '\u{1b}']) && text.to_lowercase().contains("{{ 1 }}"), "{text}");
    }
}
