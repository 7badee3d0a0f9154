//! Stated figures against the data: every verdict, every format, what is wrong in a file of claims.

use std::process::Output;

use proptest::prelude::*;

use crate::common::{Folder, root, run, table};

const DATA: &str = "period,flow,partner,value
2023,exports,FRA,100000000
2023,exports,DEU,80000000
2024,exports,FRA,106200000
2024,exports,DEU,78000000
";

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// What is said of some claims, and the exit status.
fn verified(claims: &str, words: &[&str]) -> (String, Option<i32>) {
    let folder = Folder::new();
    folder.file("trade.csv", DATA);
    let path = folder.file("claims.toml", format!("data = [\"trade.csv\"]\noptions = {{ period = 2024 }}\n{claims}"));
    let output = run(&[&["verify", &path], words].concat());
    let name = folder.path().join("").to_string_lossy().into_owned();
    (said(&output).replace(&name, ""), output.status.code())
}

/// The verdict on one figure of exports to France: 106.2 million, up 6.2 percent.
fn verdict(stated: &str) -> (String, Option<i32>) {
    let claim =
        format!("[[claim]]\nid = 'a'\nquestion = 'share --flow exports --partner FRA'\nstated = {{ {stated} }}\n");
    let (text, code) = verified(&claim, &["-f", "csv", "-q"]);
    (table(&text)[0]["verdict"].clone(), code)
}

#[test]
fn a_figure_is_confirmed_within_its_rounding_and_no_further() {
    for (stated, word) in [
        ("value = '106.2 million'", "confirmed"),
        ("value = '106 million'", "confirmed"),
        ("value = '106.3 million'", "contradicted"),
        ("value = '106,200,000'", "confirmed"),
        ("value = '106,200,001'", "contradicted"),
        ("value = '1.06亿'", "confirmed"),
        ("growth = '+6.2 %'", "confirmed"),
        ("growth = 'fell 6.2 %'", "contradicted"),
        ("growth = '6 %'", "confirmed"),
        ("growth = 'above 6.2 %'", "contradicted"),
        ("growth = 'at least 6.2 %'", "confirmed"),
        ("growth = '6 to 7 percent'", "confirmed"),
        ("share = 'over half'", "confirmed"),
        ("share = 'less than half'", "contradicted"),
        ("share_change = '2.1 points'", "confirmed"),
        ("base = '100 million'", "confirmed"),
        ("base = { figure = '0.1 billion', rounded_to = '100 million' }", "confirmed"),
    ] {
        let code = if word == "confirmed" { 0 } else { 1 };
        assert_eq!(verdict(stated), (word.to_owned(), Some(code)), "{stated}");
    }
}

#[test]
fn the_order_of_partners_and_sums_are_claims_too() {
    let claim = |question: &str, stated: &str| {
        let text = format!("[[claim]]\nid = 'a'\nquestion = '{question}'\nstated = {{ {stated} }}\n");
        verified(&text, &["-q"]).1
    };
    let rank = "rank --flow exports --by partner";
    assert_eq!(claim(rank, "order = 'FRA, Germany'"), Some(0));
    assert_eq!(claim(rank, "order = 'DEU, FRA'"), Some(1));
    assert_eq!(claim(rank, "order = 'FRA, USA'"), Some(0));
    assert_eq!(claim(rank, "order = 'FRA, USSA'"), Some(2));
    let growth = "growth --flow exports --by partner";
    assert_eq!(claim(growth, "sum = '184.2 million'"), Some(0));
    assert_eq!(claim(growth, "sum = '184.3 million'"), Some(1));
}

#[test]
fn data_that_is_missing_verifies_nothing() {
    let claim =
        "[[claim]]\nid = 'a'\nquestion = 'growth --flow exports --partner FRA --period 2023'\nstated.growth = '5 %'\n";
    let (text, code) = verified(claim, &["-f", "csv", "-q"]);
    assert_eq!((table(&text)[0]["verdict"].as_str(), code), ("unverifiable", Some(0)));
    let (text, code) = verified("[[claim]]\nid = 'a'\nneeds = 'trade in services'\nstated.value = '1 billion'\n", &[]);
    assert!(text.contains("it would take trade in services"), "{text}");
    assert_eq!(code, Some(0));
}

#[test]
fn a_question_nearby_that_gives_the_figure_is_named() {
    let claim =
        "[[claim]]\nid = 'a'\nquestion = 'growth --flow exports --partner FRA'\nstated.value = '100.0 million'\n";
    let (text, code) = verified(claim, &[]);
    assert!(text.contains("`growth --flow exports --partner FRA --period 2023` gives the stated figure"), "{text}");
    assert_eq!(code, Some(1));
}

#[test]
fn known_contradictions_are_allowed_by_name() {
    let claim = "[[claim]]\nid = 'sales'\nquestion = 'growth --flow exports --partner FRA'\nstated.growth = '7 %'\n";
    assert_eq!(verified(claim, &["-q"]).1, Some(1));
    assert_eq!(verified(claim, &["-q", "--allow", "sales"]).1, Some(0));
    let (text, code) = verified(claim, &["--allow", "sale"]);
    assert_eq!(
        (text.as_str(), code),
        ("error: --allow sale: claims.toml has no such claim (did you mean sales?)\n", Some(2))
    );
}

#[test]
fn figures_are_written_as_they_were_stated() {
    let claim = "[[claim]]\nid = 'a'\nquestion = 'growth --flow exports --partner FRA'\nstated.growth = '7 %'\n";
    for words in [["--unit", "million"], ["--decimals", "3"]] {
        let (text, code) = verified(claim, &words);
        assert_eq!(code, Some(2));
        assert!(text.contains("verify writes each figure as it was stated"), "{text}");
    }
}

#[test]
fn checks_of_systems_get_their_xml() {
    let claims = "[[claim]]\nid = '<a>'\nquestion = 'growth --flow exports --partner FRA'\nstated = { growth = '7 %', value = '106.2 million' }\n";
    let (text, code) = verified(claims, &["-f", "junit", "-q"]);
    let wanted = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<testsuites>
  <testsuite name=\"Claims of claims.toml\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"0\">
    <testcase classname=\"&lt;a&gt;\" name=\"value 106.2 million\"/>
    <testcase classname=\"&lt;a&gt;\" name=\"growth 7 %\">
      <failure message=\"stated 7 %, the data says 6.2 %\">stated 7 %, the data says 6.2 %</failure>
    </testcase>
  </testsuite>
</testsuites>
";
    assert_eq!((text.as_str(), code), (wanted, Some(1)));
    let (text, _) = verified(claims, &["-f", "junit", "-q", "--allow", "<a>"]);
    assert!(text.contains("failures=\"0\" errors=\"0\" skipped=\"1\""), "{text}");
}

#[test]
fn what_is_wrong_in_a_file_has_its_place() {
    for (claims, error) in [
        ("", "claims.toml: found no [[claim]], expected at least one with `id` and `stated`"),
        (
            "[[claim]]\nid = 'a'\nquestoin = 'x'\nstated.value = '1'\n",
            "claims.toml:5: `questoin` is no key here (did you mean question?); expected one of id, text, question, row, where, needs, stated",
        ),
        (
            "[[claim]]\nid = 'a'\nquestion = 'growth'\nstated.grwoth = '1 %'\n",
            "claims.toml:6: `grwoth` is nothing that can be stated (did you mean growth?)",
        ),
        (
            "[[claim]]\nid = 'a'\nquestion = 'growth'\nstated.growth = 'much'\n",
            "claims.toml:6: growth: found `much`, expected a rate such as",
        ),
        (
            "[[claim]]\nid = 'a'\nquestion = 'growth'\nstated.growth = '5 yuan'\n",
            "claims.toml:6: growth: found `5 yuan`, expected a rate such as",
        ),
        ("[[claim]]\nid = 'a'\nstated.growth = '5 %'\n", "claim `a`: found no `question`"),
        ("[[claim]]\nid = 'a'\nquestion = 'growth --partner FRAA'\nstated.growth = '5 %'\n", "claim `a`: "),
        (
            "[[claim]]\nid = 'a'\nquestion = 'growth --flow exports --by partner'\nstated.growth = '5 %'\n",
            "the answer has 2 rows (exports 2024 FRA; exports 2024 DEU); `row`, or a narrower question, says which is meant",
        ),
    ] {
        let (text, code) = verified(claims, &[]);
        assert!(text.starts_with("error: claims.toml") && text.contains(error), "{text}");
        assert_eq!(code, Some(2), "{text}");
    }
}

#[test]
fn the_claims_of_the_article() {
    let path = root().join("examples/article/claims.toml").to_string_lossy().into_owned();
    let output = run(&["verify", &path, "-f", "csv", "-q"]);
    assert_eq!(output.status.code(), Some(1));
    let rows = table(&String::from_utf8(output.stdout).unwrap());
    let of = |word: &str| -> Vec<String> {
        let rows = rows.iter().filter(|row| row["verdict"] == word);
        rows.map(|row| format!("{} {}", row["claim"], row["field"])).collect()
    };
    assert_eq!(of("contradicted"), ["in-dollars value", "agriculture value", "agriculture growth",]);
    assert_eq!(of("confirmed").len(), 14);
    assert_eq!(of("unverifiable").len(), 15);
    let agriculture = rows.iter().filter(|row| row["claim"] == "agriculture");
    assert!(agriculture.clone().all(|row| row["nearby"].contains("--period 2025-q3")), "{rows:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// A figure that is rounded to any number of digits is confirmed; two units of its last digit further it is not.
    #[test]
    fn what_was_rounded_is_confirmed(value in 10_000_000_i64..10_000_000_000_000, places in 0_u32..5) {
        let (unit, half) = (10_i64.pow(places + 2), 10_i64.pow(places + 2) / 2);
        let rounded = (value + half) / unit * unit;
        let folder = Folder::new();
        folder.file("a.csv", format!("period,flow,partner,value\n2024,exports,FRA,{value}\n"));
        let claims = |stated: i64| format!("data = ['a.csv']\n[[claim]]\nid = 'a'\nquestion = 'growth --period 2024 --flow exports --partner FRA'\nstated.value = {{ figure = '{stated}', rounded_to = '{unit}' }}\n");
        let code = |stated: i64| {
            let path = folder.file("claims.toml", claims(stated));
            run(&["verify", &path, "-q"]).status.code()
        };
        prop_assert_eq!(code(rounded), Some(0));
        prop_assert_eq!(code(rounded + 2 * unit), Some(1));
    }
}
