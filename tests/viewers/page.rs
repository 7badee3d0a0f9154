//! A page on a screen.

use super::browser::{asked, dom};
use super::common::{Folder, answer, root};

/// Exports by partner; two lack a base, and two differ in a digit that is not shown.
const DATA: &str = "period,flow,reporter,partner,value,unit\n\
    2025-01,exports,CHN,USA,900,CNY\n2025-01,exports,CHN,JPN,500.4,CNY\n2025-01,exports,CHN,DEU,500.3,CNY\n\
    2025-01,exports,CHN,FRA,300,CNY\n2025-01,exports,CHN,CIV,200,CNY\n2025-01,exports,CHN,VNM,150,CNY\n\
    2025-01,exports,CHN,BRA,100,CNY\n2025-01,exports,CHN,RUS,50,CNY\n2024-01,exports,CHN,USA,1000,CNY\n\
    2024-01,exports,CHN,JPN,400,CNY\n2024-01,exports,CHN,DEU,500.3,CNY\n2024-01,exports,CHN,FRA,100,CNY\n\
    2024-01,exports,CHN,BRA,100,CNY\n2024-01,exports,CHN,RUS,25,CNY\n";

fn partners() -> String {
    let folder = Folder::new();
    let data = folder.file("trade.csv", DATA);
    let question = ["growth", "-p", "2025-01", "--by", "partner", "--top", "6", "--columns", "value,growth_pct"];
    answer(&[&question[..], &["--unit", "one", "--decimals", "0", "--data", &data, "-f", "html"]].concat())
}

fn bulletin() -> String {
    let project = root().join("examples/monthly-bulletin/bulletin.toml");
    answer(&["report", project.to_str().unwrap(), "-f", "html"])
}

/// Chooses each heading so often that it comes back to where it was.
const CHOOSES: &str = r#"
const table = document.querySelector("table");
const lines = () => [...table.rows].slice(1).map(row => row.cells[0].textContent.slice(0, 2)).join(" ");
const sorts = () => [...table.tHead.rows[0].cells].map(head => (head.getAttribute("aria-sort") ?? "-").slice(0, 1)).join("");
tell(lines());
for (const head of table.tHead.rows[0].cells) {
  const button = head.querySelector("button");
  button.focus();
  tell(head.textContent + (document.activeElement === button ? ", with the keyboard too" : ""));
  for (let times = 0; times < 3; times++) { button.click(); tell(sorts() + " " + lines()); }
}
table.tHead.querySelectorAll("button")[0].click();
table.tHead.querySelectorAll("button")[1].click();
tell(sorts() + " " + lines());
"#;

pub(super) fn headings_sort_the_lines() {
    let given = "Un Ja Ge Fr Cô Vi Ot Wo";
    let expected = [
        given,
        "partner, with the keyboard too",
        "a-- Cô Fr Ge Ja Un Vi Ot Wo",
        "d-- Vi Un Ja Ge Fr Cô Ot Wo",
        &format!("--- {given}"),
        "value, with the keyboard too",
        "-d- Un Ja Ge Fr Cô Vi Ot Wo",
        "-a- Vi Cô Fr Ge Ja Un Ot Wo",
        &format!("--- {given}"),
        "growth %, with the keyboard too",
        "--d Fr Ja Ge Un Cô Vi Ot Wo",
        "--a Un Ge Ja Fr Cô Vi Ot Wo",
        &format!("--- {given}"),
        "-d- Un Ja Ge Fr Cô Vi Ot Wo",
    ];
    assert_eq!(asked(&partners(), CHOOSES, &[]), expected);
}

/// Points at the middle of every mark of every chart.
const POINTS: &str = r#"
for (const title of document.querySelectorAll("svg.tradestat-chart :not(svg) > title")) {
  const mark = title.parentNode;
  mark.scrollIntoView({ block: "center" });
  const { x, y, width, height } = mark.getBoundingClientRect();
  const found = document.elementFromPoint(x + width / 2, y + height / 2)?.closest("svg :not(svg):has(> title)");
  tell((found === mark ? "shows " : found ? "hides " : "lacks ") + title.textContent);
}
"#;

pub(super) fn charts_tell_their_figures_where_one_points() {
    let told = asked(&bulletin(), POINTS, &["--window-size=1200,900"]);
    assert!(told.iter().all(|line| line.starts_with("shows ")), "{told:#?}");
    for line in ["exports, November 2025: 2,345.6 billion yuan", "ASEAN: +14.6 %", "United States: -18.3 %"] {
        assert!(told.contains(&format!("shows {line}")), "{line}: {told:#?}");
    }
}

pub(super) fn it_reads_without_its_script() {
    let page = bulletin();
    let own = page.split("script-src ").nth(1).unwrap().split(';').next().unwrap();
    let (with, without) = (dom(&page, &[]), dom(&page.replace(own, "'none'"), &[]));
    assert!(with.matches("<button").count() > 30 && without.matches("<button").count() == 0);
    let texts =
        |page: &str| page.replace("<button type=\"button\">", "").replace("</button>", "").replace(own, "'none'");
    assert_eq!(texts(&with), texts(&without), "the script adds the headings that can be chosen and nothing else");
    assert!(without.contains(">3,898.7</td>"), "{without}");
}

const COLOURS: &str = r#"
const colour = (words, property) => getComputedStyle(document.querySelector(words))[property];
tell(`${colour("body", "backgroundColor")} ${colour("td", "color")} ${colour("svg .paper", "fill")}`);
"#;

pub(super) fn it_is_light_or_dark() {
    let page = bulletin();
    let colours = |words: &[&str]| asked(&page, COLOURS, words);
    assert_eq!(colours(&[]), ["rgb(255, 255, 255) rgb(27, 31, 36) rgb(255, 255, 255)"]);
    let dark = colours(&["--blink-settings=preferredColorScheme=0"]);
    assert_eq!(dark, ["rgb(20, 24, 29) rgb(227, 232, 238) rgb(20, 24, 29)"]);
}

pub(super) fn nothing_is_fetched_and_nothing_else_runs() {
    let page = bulletin();
    let fetched = "tell(performance.getEntriesByType(\"resource\").map(entry => entry.name).join());";
    assert_eq!(asked(&page, fetched, &[]), Vec::<String>::new());
    let strange = "<p id=\"strange\">as given</p><script>strange.textContent = \"changed\"</script>\
        <img src=\"x\" onerror=\"strange.textContent = 'changed'\"></main>";
    let strange = dom(&page.replace("</main>", strange), &[]);
    assert!(strange.contains("<p id=\"strange\">as given</p>") && strange.contains("<button"), "{strange}");
}

/// What is wider than the screen: the page itself, or a table outside a part that can be moved.
const WIDTHS: &str = r#"
tell(document.documentElement.scrollWidth <= innerWidth ? "fits" : "too wide");
const wide = [...document.querySelectorAll("table, svg")].filter(part => part.getBoundingClientRect().right > innerWidth);
tell(wide.length > 0 && wide.every(part => part.closest(".scroll, figure")) ? "moves inside" : "cut");
"#;

pub(super) fn a_narrow_one_does_not_move_sideways() {
    assert_eq!(asked(&bulletin(), WIDTHS, &["--window-size=500,900"]), ["fits", "moves inside"]);
}
