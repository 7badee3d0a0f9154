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

const WEIGHED: &str = "period,flow,partner,product,value,unit,weight,quantity,quantity_unit\n\
    2023,exports,FRA,hs:85,100,CNY,1800000,18,unit\n2024,exports,FRA,hs:85,146,CNY,2000000,20,unit\n\
    2023,exports,DEU,hs:85,80,CNY,0,5,unit\n2024,exports,DEU,hs:85,64,CNY,1000,4,unit\n\
    2023,exports,USA,hs:85,50,CNY,500,7,unit\n2024,exports,USA,hs:85,52,CNY,400,7,unit\n";

/// What is said of a claim over these data: the verdict, the words, and the reason; or the error.
fn weighed(claim: &str) -> Result<[String; 3], String> {
    let folder = Folder::new();
    folder.file("a.csv", WEIGHED);
    let options = "data = ['a.csv']\noptions = { flow = 'exports', period = 2024 }\n";
    let file = folder.file("claims.toml", format!("{options}[[claim]]\nid = 'a'\n{claim}\n"));
    let output = run(&["verify", &file, "-f", "csv", "-q"]);
    match output.status.code() {
        Some(0 | 1) => {
            let row = table(&String::from_utf8(output.stdout).unwrap()).remove(0);
            Ok(["verdict", "says", "about"].map(|column| row[column].clone()))
        }
        _ => Err(String::from_utf8(output.stderr).unwrap()),
    }
}

#[test]
fn weights_and_pieces_are_stated_in_their_units() {
    for (measure, stated, verdict, says) in [
        ("weight", "2,000 tonnes", "confirmed", "2,000"),
        ("weight", "2,001 tonnes", "contradicted", "2,000"),
        ("weight", "2.0 million kg", "confirmed", "2.000 million"),
        ("weight", "0.2万吨", "confirmed", "0.200万"),
        ("quantity", "20 units", "confirmed", "20"),
        ("quantity", "21 vehicles", "contradicted", "20"),
        ("unit-value", "7.3 yuan per unit", "confirmed", "7.3"),
    ] {
        let found =
            weighed(&format!("question = 'growth --partner FRA --measure {measure}'\nstated.value = '{stated}'"));
        assert_eq!(found, Ok([verdict, says, ""].map(str::to_owned)), "{measure} {stated}");
    }
    let other = weighed("question = 'growth --partner FRA --measure quantity'\nstated.value = '20 tonnes'").unwrap();
    assert_eq!(other, ["unverifiable", "", "it is stated in tonnes, and the data has units of it"]);
    let money = weighed("question = 'growth --partner FRA'\nstated.value = '2,000 tonnes'").unwrap_err();
    assert!(money.contains("`2,000 tonnes` is no amount of money; the question takes --measure weight"), "{money}");
    let weight = weighed("question = 'growth --partner FRA --measure weight'\nstated.value = '5 yuan'").unwrap_err();
    assert!(weight.contains("`5 yuan` is an amount of money, and the question asks for weight"), "{weight}");
}

#[test]
fn rows_of_which_something_holds_are_counted() {
    let count = |conditions: &str, count: &str| {
        let question = "question = 'growth --by partner'";
        weighed(&format!("{question}\nwhere = {{ {conditions} }}\nstated.count = '{count}'"))
    };
    for (conditions, number, verdict, says) in [
        ("growth = 'over 0 %'", "2 partners", "confirmed", "2"),
        ("growth = 'over 0 %'", "3 partners", "contradicted", "2"),
        ("growth = 'over 0 %', value = 'over 60 yuan'", "1", "confirmed", "1"),
        ("value = 'at least 52 yuan'", "at least 3", "confirmed", "3"),
        ("value = 'over 52 yuan'", "3", "contradicted", "2"),
    ] {
        assert_eq!(count(conditions, number), Ok([verdict, says, ""].map(str::to_owned)), "{conditions}");
    }
    let weights = |count: u8| {
        let question = "question = 'growth --by partner --measure weight'";
        weighed(&format!("{question}\nwhere.growth = 'over 10 %'\nstated.count = {count}")).unwrap()
    };
    let open = "the data allows 1 to 2; there is no such figure in 1 of 3 rows";
    assert_eq!(weights(1), ["unverifiable", "1", open], "Germany grew from nothing");
    assert_eq!(weights(3), ["contradicted", "1", open]);
    let none = weighed("question = 'growth --partner FRA'\nwhere.growth = '5 %'\nstated.value = '146 yuan'");
    assert!(none.unwrap_err().contains("and this claim counts none"));
    assert!(count("order = 'FRA, DEU'", "1").unwrap_err().contains("where: `order` is not said of a single row"));
    assert!(count("grwoth = '5 %'", "1").unwrap_err().contains("(did you mean growth?)"));
}

#[test]
fn data_of_the_file_goes_before_that_of_the_environment() {
    let folder = Folder::new();
    folder.file("a.csv", WEIGHED);
    let question = claim("growth -p 2024 --flow exports --partner FRA", "value = '146 yuan'");
    let file = folder.file("claims.toml", format!("data = ['a.csv']\n{question}"));
    let other = folder.file("other.csv", WEIGHED.replace(",146,", ",147,"));
    let code = |file: &str, words: &[&str]| {
        let mut program = tradestat();
        program.args(["verify", file, "-q"]).args(words).env("TRADESTAT_DATA", &other);
        program.output().unwrap().status.code()
    };
    assert_eq!(code(&file, &[]), Some(0));
    assert_eq!(code(&file, &["--data", &other]), Some(1));
    let without = folder.file("without.toml", question);
    assert_eq!(code(&without, &[]), Some(1), "the variable answers where the file names no data");
}

#[test]
fn ambiguity_is_an_error_and_no_verdict() {
    let folder = Folder::new();
    let file = folder.file("claims.toml", claim("growth -p 2025", "growth = '3 %'"));
    assert!(refusal(&["verify", &file]).contains("the answer has 3 rows (total 2025; exports 2025; imports 2025)"));
}
