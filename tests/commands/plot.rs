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
    let output = run(&words);
    if output.status.success() {
        let text = fs::read_to_string(path).unwrap();
        assert!(!text.contains("<script") && !text.contains('\u{7}'), "{text}");
        assert_eq!(text.matches("<text").count(), text.matches("</text>").count());
    } else {
        assert_eq!(output.status.code(), Some(2));
    }
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
