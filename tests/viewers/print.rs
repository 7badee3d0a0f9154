//! A page on paper.

use super::browser::{Paper, printed};
use super::common::{answer, root};

/// Partners of two flows: more lines than a dozen sheets take.
fn partners(words: &[&str]) -> Paper {
    let question = "growth -p jan-nov --year 2025 --by partner --flow exports --columns value,growth_pct -f html";
    printed(&answer(&question.split(' ').collect::<Vec<_>>()), words)
}

pub(super) fn every_sheet_has_the_headings() {
    let paper = partners(&[]);
    let of = |words: &str| paper.sheets.iter().filter(|sheet| sheet.contains(words)).count();
    assert!(paper.sheets.len() > 4, "{} sheets", paper.sheets.len());
    assert_eq!(of("growth %"), paper.sheets.len(), "{:#?}", paper.sheets);
    let totals = paper.sheets.concat().lines().filter(|line| line.trim_start().starts_with("World ")).count();
    assert_eq!((totals, of("United States")), (1, 1));
    assert!(paper.sheets.last().unwrap().contains("Source: General Administration of Customs"));
}

pub(super) fn short_tables_and_charts_are_not_torn() {
    let project = root().join("examples/monthly-bulletin/bulletin.toml");
    let page = answer(&["report", project.to_str().unwrap(), "-f", "html"]);
    let paper = printed(&page, &["--blink-settings=preferredColorScheme=0"]);
    let holding = |words: &str| -> Vec<usize> {
        let sheets = paper.sheets.iter().enumerate().filter(|(_, sheet)| sheet.contains(words));
        sheets.map(|(number, _)| number).collect()
    };
    for (first, last) in [("Partners\n", "Brazil"), ("Main commodities exported\n", "Mobile phones")] {
        let (first, last) = (holding(first), holding(last));
        assert!(first.iter().any(|sheet| last.contains(sheet)), "{first:?} {last:?}: {:#?}", paper.sheets);
    }
    assert!(!paper.sheets.concat().contains(['▲', '▼']));
    for picture in &paper.pictures {
        let corner = picture.grey[picture.width * 3 + 3];
        assert_eq!(corner, 255, "white paper, whatever the screen is");
    }
}
