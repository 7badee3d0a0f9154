//! Which sentences become false when a figure of the data changes, and where verdicts go.

use std::fs;
use std::path::Path;

use crate::common::{Folder, Row, refusal, root, run, table, tradestat};

fn verdicts(claims: &Path, words: &[&str]) -> Vec<Row> {
    let output = run(&[&["verify", claims.to_str().unwrap(), "-f", "csv", "-q"], words].concat());
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&output.stderr));
    table(&String::from_utf8(output.stdout).unwrap())
}

fn contradicted(rows: &[Row]) -> Vec<String> {
    let rows = rows.iter().filter(|row| row["verdict"] == "contradicted");
    rows.map(|row| format!("{} {}", row["claim"], row["field"])).collect()
}

/// The data of the program on trade with the world, with one figure of one row changed.
fn changed_data(folder: &Folder, file: &str, row: &str, from: &str, to: &str) -> Vec<String> {
    let names = ["partners_cny.csv", "press_cny.csv", "products_cny.csv"];
    let copy = |name: &str| {
        let mut text = fs::read_to_string(root().join("data/china").join(name)).unwrap();
        if name == file {
            let line = text.lines().find(|line| line.starts_with(row)).unwrap().to_owned();
            assert!(line.contains(from), "{line}");
            text = text.replace(&line, &line.replace(from, to));
        }
        let kept = text.lines().filter(|line| line.starts_with("period,") || line.contains(",WORLD,"));
        folder.file(name, kept.collect::<Vec<_>>().join("\n") + "\n")
    };
    names.iter().map(|name| copy(name)).collect()
}

/// A revision of machinery exports makes exactly the sentences on machinery false.
#[test]
fn a_changed_figure_is_found_in_the_sentences_that_state_it() {
    let claims = root().join("examples/article/claims.toml");
    let with = |from: &str, to: &str| {
        let folder = Folder::new();
        let row = "2025-jan..nov,exports,CHN,WORLD,gacc:MECH_ELEC,";
        let data = changed_data(&folder, "products_cny.csv", row, from, to);
        let paths: Vec<&str> = data.iter().map(String::as_str).collect();
        contradicted(&verdicts(&claims, &[&["-d"], paths.as_slice()].concat()))
    };
    let (before, after) = (with(",CNY,", ",CNY,"), with(",CNY,14", ",CNY,13"));
    let new: Vec<&String> = after.iter().filter(|claim| !before.contains(claim)).collect();
    assert_eq!(new, ["machinery value", "machinery share"]);
    assert!(before.iter().all(|claim| after.contains(claim)));
}

#[test]
fn a_nearby_question_gives_what_is_stated() {
    let rows = verdicts(&root().join("examples/article/claims.toml"), &[]);
    let farm: Vec<&Row> = rows.iter().filter(|row| row["claim"] == "agriculture").collect();
    assert!(farm.len() == 2 && farm.iter().all(|row| row["nearby"].contains("--period 2025-q3")), "{farm:?}");
    let dollars = rows.iter().find(|row| row["claim"] == "in-dollars").unwrap();
    assert_eq!((dollars["computed"].as_str(), dollars["nearby"].as_str()), ("5753618000000", ""));
}

fn claim(question: &str, stated: &str) -> String {
    format!("[[claim]]\nid = 'a'\nquestion = '{question}'\nstated.{stated}\n")
}

/// What is stated of another currency, publication or direction is found there.
#[test]
fn changes_are_found_in_their_order() {
    let folder = Folder::new();
    for (question, stated, expected) in [
        ("growth -p 2025-jan..nov --flow total", "value = '41.21 trillion dollars'", "--currency CNY"),
        ("growth -p 2025-jan..nov --flow exports", "growth = '5.4 %'", "--currency USD"),
        ("growth -p 2025-jan..nov --flow imports", "value = '24.46 trillion yuan'", "--flow exports"),
        (
            "share -p 2024-jan..nov --flow exports --product gacc:MECH_ELEC",
            "value = '13.697 trillion yuan'",
            "--vintage first",
        ),
        ("growth -p 2025-jan..nov --flow total", "growth = '9.9 %'", ""),
    ] {
        let file = folder.file("claims.toml", claim(question, stated));
        let rows = verdicts(Path::new(&file), &[]);
        assert_eq!(rows[0]["verdict"], "contradicted", "{stated}");
        let nearby = &rows[0]["nearby"];
        assert!(nearby.contains(expected) && nearby.is_empty() == expected.is_empty(), "{stated}: {nearby}");
    }
}

/// Another currency in which the trade was not published gives rates within so wide bounds that many would fit.
#[test]
fn conversions_are_no_evidence() {
    let folder = Folder::new();
    folder.file("a.csv", "period,flow,unit,value\n2023,exports,USD,1000\n2024,exports,USD,1110\n");
    let text = format!("data = ['a.csv']\n{}", claim("growth -p 2024 --flow exports", "growth = '12 %'"));
    let rows = verdicts(Path::new(&folder.file("claims.toml", &text)), &[]);
    assert_eq!((rows[0]["verdict"].as_str(), rows[0]["nearby"].as_str()), ("contradicted", ""));
}

#[test]
fn a_publication_for_all_questions() {
    let folder = Folder::new();
    let text =
        claim("share -p 2024-jan..nov --flow exports --product gacc:MECH_ELEC", "value = '13.697 trillion yuan'");
    let file = folder.file("claims.toml", &text);
    assert_eq!(verdicts(Path::new(&file), &["--vintage", "first"])[0]["verdict"], "confirmed");
}

/// Whatever stands in a file of claims, the report of tests is well-formed; it is written whole where the file begins.
#[test]
fn a_report_of_tests_is_xml() {
    let folder = Folder::new();
    let hostile = "id = \"<&\\\"'\\u0001\\u202e\\uFFFF]]>\"";
    let text = claim("growth -p 2025 --flow total", "growth = 'over 90 %'").replace("id = 'a'", hostile);
    let file = folder.file("claims.toml", &text);
    let out = folder.path().join("verdicts.xml");
    let status = tradestat().args(["verify", &file, "-o", out.to_str().unwrap(), "-q"]).status().unwrap();
    assert_eq!(status.code(), Some(1));
    let xml = fs::read_to_string(out).unwrap();
    let is_legal =
        |letter: char| !letter.is_control() && letter != '\u{ffff}' && letter != '\u{202e}' || letter == '\n';
    assert!(xml.starts_with("<?xml") && xml.chars().all(is_legal), "{xml}");
    let inside = xml.split('"').skip(1).step_by(2);
    assert!(
        inside.clone().all(|text| !text.contains(['<', '>']) && !text.replace("&amp;", "").contains("& ")),
        "{xml}"
    );
    assert_eq!((xml.matches("<testcase").count(), xml.matches("</testcase>").count()), (1, 1));
}

#[test]
fn ambiguity_is_an_error_and_no_verdict() {
    let folder = Folder::new();
    let file = folder.file("claims.toml", claim("growth -p 2025", "growth = '3 %'"));
    assert!(refusal(&["verify", &file]).contains("the answer has 3 rows (total 2025; exports 2025; imports 2025)"));
}
