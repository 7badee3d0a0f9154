//! Charts of two things at once: heat maps and scatter plots.

use crate::common::{Folder, answer, refusal};

const GRID: &str = "period,flow,partner,product,value
2024,exports,FRA,own:A,100
2024,exports,FRA,own:B,50
2024,exports,DEU,own:A,40
2024,exports,ITA,own:A,10
2025,exports,FRA,own:A,130
2025,exports,FRA,own:B,40
2025,exports,DEU,own:A,40
2025,exports,ITA,own:B,9
";

fn svg(data: &str, words: &[&str]) -> String {
    let text = answer(&[&["plot"], words, &["--data", data, "-f", "svg"]].concat());
    assert_eq!(text, answer(&[&["plot"], words, &["--data", data, "-f", "svg", "--threads", "1"]].concat()));
    text
}

#[test]
fn partners_by_products_are_a_heat_map_with_its_gaps_hatched() {
    let folder = Folder::new();
    let data = folder.file("grid.csv", GRID);
    let words = ["series", "--period", "2025", "--by", "partner,product", "--flow", "exports"];
    let map = svg(&data, &words);
    assert!(map.contains("A heat map chart."), "drawn so on its own: {map}");
    for word in ["<title>France, own:A: 130<", "<title>Germany, own:B: no figure</title>", ">0 to 50<", ">no figure<"] {
        assert!(map.contains(word), "{word}: {map}");
    }
    let colour = |hover: &str| {
        let before = &map[..map.find(hover).unwrap()];
        before.rsplit("fill=\"#").next().unwrap()[..6].to_owned()
    };
    assert_ne!(colour("<title>France, own:A"), colour("<title>Italy, own:B"));
    let shown = answer(&[&["plot"], &words[..], &["--data", &data]].concat());
    let row = |name: &str| shown.lines().find(|line| line.trim_start().starts_with(name)).unwrap().to_owned();
    assert!(row("France").contains('█') && !row("France").contains('╱'), "{shown}");
    assert!(row("Germany").contains('╱'), "{shown}");
}

#[test]
fn months_of_years_are_a_heat_map_of_calendars() {
    let folder = Folder::new();
    let month = |at: u32| format!("{}-{:02},exports,{}\n", 2023 + at / 12, at % 12 + 1, 100 - 7 * i64::from(at % 30));
    let rows: String = (0..30).filter(|at| *at != 4).map(month).collect();
    let data = folder.file("months.csv", format!("period,flow,value\n{rows}"));
    let map = svg(&data, &["--kind", "heatmap", "series", "-M", "--flow", "exports"]);
    for word in [
        ">2023<",
        ">2025<",
        ">Jan<",
        ">Dec<",
        "<title>2023, Jan: 100<",
        "<title>2023, May: no figure<",
        ">-150 to -100<",
    ] {
        assert!(map.contains(word), "{word}: {map}");
    }
}

#[test]
fn a_heat_map_needs_two_things() {
    let one = refusal(&["plot", "--kind", "heat-map", "rank", "--by", "partner", "--flow", "exports"]);
    assert!(one.contains("--by partner,product") && one.contains("--kind bar would show this answer"), "{one}");
    let two = refusal(&["plot", "--kind", "heat-map", "--column", "value,base", "growth", "-M", "--by", "partner"]);
    assert!(two.contains("of one column"), "{two}");
}

#[test]
fn a_point_has_two_figures_and_what_lacks_one_is_named() {
    let folder = Folder::new();
    let data = folder.file("grid.csv", GRID);
    let words = ["rank", "--period", "2025", "--by", "partner", "--flow", "exports", "--product", "own:A"];
    let plot = svg(&data, &[&["--kind", "scatter"], &words[..]].concat());
    for word in
        ["growth % against share %", "<title>France: share 76.47 %, ", ", growth +30 %</title>", ">Germany</text>"]
    {
        assert!(plot.contains(word), "{word}: {plot}");
    }
    let named = svg(&data, &[&["--column", "value,growth_pct"], &words[..]].concat());
    assert!(named.contains("A scatter chart.") && named.contains("value 130,"), "two units, so two axes: {named}");
    let one = refusal(&[&["plot", "--kind", "scatter", "--column", "value"], &words[..], &["--data", &data]].concat());
    assert!(one.contains("of two columns"), "{one}");
}

#[test]
fn names_of_points_do_not_cover_one_another() {
    let words = ["plot", "--kind", "scatter", "rank", "--period", "jan-nov", "--year", "2025", "--flow", "exports"];
    let shown = answer(&[&words[..], &["--by", "partner", "--groups", "asean,eu", "--top", "40"]].concat());
    for name in ["┈ASEAN┈", "● European Union", "● United States", "growth %", "share %"] {
        assert!(shown.contains(name), "{name}: {shown}");
    }
    assert!(shown.contains("points whose names find no room stand without them"), "{shown}");
    assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
}
