//! Charts of answers: pictures as files, letters in a terminal, and what is refused.

use std::fs;

use crate::common::{Folder, answer, refusal, run};

const DATA: &str = "period,flow,partner,value
2025-01,exports,FRA,100
2025-02,exports,FRA,140
2025-04,exports,FRA,90
2025-01,exports,DEU,60
2025-02,exports,DEU,-20
2025-04,exports,DEU,75
";

fn picture(folder: &Folder, name: &str, words: &[&str]) -> Vec<u8> {
    let data = folder.file("trade.csv", DATA);
    let path = folder.path().join(name).to_string_lossy().into_owned();
    let words = [&["plot"], words, &["--data", &data, "--output", &path]].concat();
    assert!(run(&words).status.success(), "{words:?}");
    fs::read(path).unwrap()
}

#[test]
fn the_same_answer_is_the_same_picture() {
    let words = ["series", "-M", "--by", "partner", "--flow", "exports"];
    let folder = Folder::new();
    let one = picture(&folder, "one.svg", &words);
    assert!(one == picture(&folder, "other.svg", &[&words[..], &["--threads", "1"]].concat()));
    let text = String::from_utf8(one).unwrap();
    assert!(text.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && text.ends_with("</svg>\n"), "{text}");
    for word in ["France", "Germany", "<title>"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn every_element_is_closed_and_every_name_harmless() {
    let folder = Folder::new();
    let data = folder
        .file("odd.csv", "period,flow,partner,value\n2025,exports,\"<script>&\"\"]]>\u{7}\",5\n2025,exports,FRA,9\n");
    let path = folder.path().join("odd.svg").to_string_lossy().into_owned();
    let words = ["plot", "rank", "--by", "partner", "--flow", "exports", "--data", &data, "--output", &path];
    assert!(run(&words).status.success());
    let text = fs::read_to_string(path).unwrap().to_lowercase();
    assert!(text.contains("&lt;script&gt;"), "the name is not drawn: {text}");
    assert!(!text.contains("<script") && !text.contains('\u{7}'), "{text}");
    assert_eq!(text.matches("<text").count(), text.matches("</text>").count());
}

#[test]
fn a_png_has_the_size_that_was_asked_for() {
    let bytes =
        picture(&Folder::new(), "bars.png", &["--size", "640x360", "rank", "--by", "partner", "--flow", "exports"]);
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let (width, height) = (number(16), number(20));
    assert_eq!((width % 640, height % 360, width / 640), (0, 0, height / 360));
    assert!(bytes.len() > 1000);
}

#[test]
fn bars_in_a_terminal_begin_at_zero() {
    let folder = Folder::new();
    let data = folder.file("trade.csv", "period,flow,partner,value\n2025,exports,FRA,100\n2025,exports,DEU,50\n");
    let text = answer(&["plot", "rank", "--by", "partner", "--flow", "exports", "--data", &data]);
    let bar = |name: &str| {
        let line = text.lines().find(|line| line.contains(name)).unwrap();
        line.matches('█').count()
    };
    assert!(bar("France").abs_diff(2 * bar("Germany")) <= 1 && bar("Germany") > 5, "{text}");
}

#[test]
fn what_cannot_be_drawn_says_how_to_go_on() {
    let wrong = refusal(&["plot", "--kind", "lin", "growth", "--period", "jan-nov"]);
    assert!(wrong.contains("did you mean line?"), "{wrong}");
    let table = refusal(&["growth", "--period", "jan-nov", "-f", "png"]);
    assert!(table.contains("plot"), "{table}");
    let column = refusal(&["plot", "--column", "grwoth_pct", "growth", "--period", "jan-nov"]);
    assert!(column.contains("growth_pct"), "{column}");
}

/// Two years of months in which nothing is known for one month.
fn two_years(folder: &Folder) -> String {
    let months = (0..24).filter(|month| *month != 5);
    let row = |month: u32| {
        let time = format!("{}-{:02}", 2024 + month / 12, month % 12 + 1);
        ["FRA,100", "DEU,60", "ITA,-20"].map(|figure| format!("{time},exports,{figure}{month}\n")).concat()
    };
    folder.file("months.csv", format!("period,flow,partner,value\n{}", months.map(row).collect::<String>()))
}

fn every_element_is_closed(svg: &str) {
    let mut open = Vec::new();
    for tag in svg.split('<').skip(1) {
        let (tag, words) = tag.split_once('>').unwrap_or_else(|| panic!("{tag} has no end"));
        assert!(!words.contains('>') && tag.matches('"').count() % 2 == 0, "{tag}>{words}");
        match tag.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name)),
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap()),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

/// The picture of a kind, as SVG. It is drawn twice, to the same bytes, and every element of it is closed.
fn drawn(kind: &str, words: &[&str], data: &str) -> String {
    let words = [&["plot", "--kind", kind], words, &["--data", data]].concat();
    let text = answer(&[&words[..], &["-f", "svg"]].concat());
    assert_eq!(text, answer(&[&words[..], &["-f", "svg", "--threads", "1"]].concat()));
    every_element_is_closed(&text);
    assert!(!answer(&words).is_empty());
    text
}

#[test]
fn years_stand_over_one_another() {
    let folder = Folder::new();
    let data = two_years(&folder);
    let text = drawn("seasonal", &["series", "-M", "--flow", "exports"], &data);
    for word in [">2024<", ">2025<", ">Jan<", ">Dec<", "May 2024: "] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains("Jun 2024"), "{text}");
    let years = refusal(&["plot", "--kind", "seasonal", "series", "-Y", "--flow", "exports", "--data", &data]);
    assert!(years.contains("-M or -Q"), "{years}");
}

#[test]
fn parts_stand_on_one_another_only_where_none_is_counted_twice() {
    let folder = Folder::new();
    let data = two_years(&folder);
    let stacked = drawn("stacked", &["series", "-M", "--flow", "exports", "--by", "partner"], &data);
    assert!(stacked.contains("<title>Italy, May 2025: "), "{stacked}");
    let twice = refusal(&["plot", "--kind", "stacked", "series", "-M", "--period", "2025-01..2025-06"]);
    assert!(twice.contains("--flow exports,imports"), "{twice}");
    let products = refusal(&["plot", "--kind", "stacked", "series", "-M", "--by", "product", "--flow", "exports"]);
    assert!(products.contains("a product can be a part of another"), "{products}");
}

#[test]
fn areas_are_of_one_whole() {
    let folder = Folder::new();
    let months = "2025-01,exports,FRA,30\n2025-01,exports,DEU,70\n2025-02,exports,FRA,50\n2025-02,exports,DEU,50\n";
    let data = folder.file("parts.csv", format!("period,flow,partner,value\n{months}"));
    let area = drawn("area", &["share", "-M", "--flow", "exports", "--by", "partner"], &data);
    assert!(area.contains(">100<") && area.contains("January 2025: 70 %"), "{area}");
    let words = ["plot", "--kind", "area", "share", "-M", "--period", "2025-01..2025-06", "--by", "partner"];
    let some = refusal(&[&words[..], &["--flow", "exports", "--partner", "USA,JPN"]].concat());
    assert!(some.contains("--top adds the others"), "{some}");
}

#[test]
fn a_waterfall_leads_from_the_base_to_the_whole() {
    let folder = Folder::new();
    let rows = "2024,exports,FRA,100\n2024,exports,DEU,60\n2024,exports,ITA,40\n2025,exports,FRA,130\n2025,exports,DEU,50\n2025,exports,ITA,41\n";
    let data = folder.file("years.csv", format!("period,flow,partner,value\n{rows}"));
    let growth = ["growth", "--period", "2025", "--flow", "exports", "--by", "partner"];
    let points = drawn("waterfall", &growth, &data);
    for word in ["<title>France: +15.0 ", "<title>Germany: -5.0 ", ">all<", ">10.5<"] {
        assert!(points.contains(word), "{word}: {points}");
    }
    let top = drawn(
        "waterfall",
        &["--column", "change", "growth", "--top", "1", "--flow", "exports", "--by", "partner"],
        &data,
    );
    for word in [">2024<", ">200<", ">Others<", ">2025<", ">221<"] {
        assert!(top.contains(word), "{word}: {top}");
    }
    let some = [&["plot", "--kind", "waterfall"], &growth[..], &["--partner", "FRA,DEU", "--data", &data]].concat();
    assert!(refusal(&some).contains("--top adds the others"), "{}", refusal(&some));
}

#[test]
fn ranks_years_apart_are_a_slope() {
    let folder = Folder::new();
    let rows = "2018,exports,FRA,10\n2018,exports,DEU,60\n2025,exports,FRA,130\n2025,exports,DEU,50\n";
    let data = folder.file("years.csv", format!("period,flow,partner,value\n{rows}"));
    let words = ["rank", "--period", "2025", "--base", "2018", "--flow", "exports", "--by", "partner"];
    let slope = drawn("slope", &words, &data);
    for word in [">France 2<", ">1 France<", ">Germany 1<", ">2 Germany<", ">2018<"] {
        assert!(slope.contains(word), "{word}: {slope}");
    }
    let alone = [&["plot"], &words[..], &["-f", "svg", "--data", &data]].concat();
    assert_eq!(answer(&alone), slope);
}

#[test]
fn a_page_holds_the_chart_and_fetches_nothing() {
    let words = ["plot", "--title", "<script>&", "growth", "--period", "jan-nov", "--year", "2025"];
    let page = answer(&[&words[..], &["-f", "html"]].concat());
    assert!(page.starts_with("<!doctype html>") && page.contains("<title>&lt;script&gt;&amp;</title>"), "{page}");
    assert_eq!(page.matches("<svg ").count(), 1);
    assert_eq!(page.matches("<script").count(), 1, "that of every page");
    assert!(page.contains("growth") && page.contains(".tradestat-chart .paper{"), "dark paper: {page}");
    assert!(!page.contains(" src=") && !page.contains("<link"), "{page}");
    let folder = Folder::new();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    assert!(run(&[&words[..], &["-o", &file("chart.html")]].concat()).status.success());
    assert_eq!(fs::read_to_string(file("chart.html")).unwrap(), page);
    let csv = refusal(&[&words[..], &["-o", &file("chart.csv")]].concat());
    assert!(csv.contains("a chart is no csv; expected svg, png, html, or table"), "{csv}");
}
