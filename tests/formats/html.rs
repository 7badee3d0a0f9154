//! Pages.

use super::common::ask;
use super::file;

fn page(question: &str) -> String {
    let (_folder, path) = file(question, "answer.html");
    std::fs::read_to_string(path).unwrap()
}

/// The names of elements that are opened, each closed in its turn.
fn elements(page: &str) -> Vec<String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let script = page.find("<script>").unwrap();
    let text = format!("{}</main></body></html>", &page[..page[..script].rfind("</main>").unwrap()]);
    for tag in text.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_ref(), Some(&name), "</{name}>");
        } else if !["!doctype", "meta"].contains(&name.as_str()) {
            open.push(name.clone());
            found.push(name);
        }
    }
    assert_eq!(open, Vec::<String>::new());
    found
}

#[test]
fn a_page_has_a_table_with_exact_values() {
    let question = "rank --period jan-nov --year 2025 --by partner --flow exports --groups asean,eu --top 5";
    let page = page(question);
    let elements = elements(&page);
    let count = |name: &str| elements.iter().filter(|element| *element == name).count();
    assert_eq!((count("table"), count("caption"), count("thead"), count("tbody"), count("tfoot")), (1, 1, 1, 1, 1));
    for row in ask(question) {
        if row["partner"] != "OTHERS" {
            assert!(page.contains(&format!("data-value=\"{}\"", row["value"])), "{row:?}");
        }
    }
    assert!(page.contains("<th scope=\"row\">ASEAN</th>") && page.contains("<th scope=\"col\">partner</th>"));
    assert!(page.contains("<li>Source: General Administration of Customs of China"), "{page}");
}

#[test]
fn a_missing_figure_says_why_and_has_no_value() {
    let page = page("rank --period jan-nov --year 2025 --base 2018 --by partner --flow total --top 5");
    assert!(page.contains("<td class=\"number none\" title=\"no data for the base\">..</td>"), "{page}");
    assert!(page.contains("<li>.. no data for the base; - not defined</li>"), "{page}");
}

#[test]
fn a_page_fetches_nothing_and_lets_nothing_else_run() {
    let page = page("growth --period jan-nov --year 2025");
    assert!(page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("https://"));
    assert!(page.contains("prefers-color-scheme: dark") && page.contains("@media print"));
}

#[test]
fn every_command_writes_one() {
    for question in ["info", "list groups", "list formats", "explain --period 2025-11", "series -M --period 2025"] {
        elements(&page(question));
    }
}
