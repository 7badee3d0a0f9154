//! How rows arrive does not matter: in any order, in any files, by any way, compressed or not.

use std::io::Write;

use proptest::prelude::*;

use super::trade::{HEADER, few, file, trade};
use crate::common::{Folder, answer, piped, rows, table};

const QUESTION: [&str; 8] = ["growth", "--period", "2025-q1", "--by", "partner", "-f", "csv", "-q"];

fn ask(data: &[&str]) -> String {
    let files: Vec<&str> = data.iter().flat_map(|path| ["-d", *path]).collect();
    answer(&[&QUESTION[..], &files].concat())
}

fn gzip(text: &str) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

proptest! {
    #![proptest_config(few(12))]

    #[test]
    fn rows_in_any_order(trade in trade(), shuffled in Just(trade_lines()).prop_shuffle()) {
        let folder = Folder::new();
        let lines = trade.lines();
        let order: Vec<String> = shuffled.iter().filter_map(|at| lines.get(*at).cloned()).collect();
        prop_assume!(order.len() == lines.len());
        let plain = folder.file("plain.csv", file(HEADER, &lines));
        let other = folder.file("other.csv", file(HEADER, &order));
        prop_assert_eq!(ask(&[&plain]), ask(&[&other]));
    }

    #[test]
    fn rows_in_any_files(trade in trade(), cut in 1..40_usize, swapped in any::<bool>()) {
        let folder = Folder::new();
        let lines = trade.lines();
        let (one, two) = lines.split_at(cut);
        let whole = ask(&[&folder.file("whole.csv", trade.csv())]);
        let apart = Folder::new();
        let (first, second) = (apart.file("a.csv", file(HEADER, one)), apart.file("b.csv", file(HEADER, two)));
        let files = if swapped { [second.as_str(), first.as_str()] } else { [first.as_str(), second.as_str()] };
        prop_assert_eq!(&ask(&files), &whole);
        prop_assert_eq!(&ask(&[apart.path().to_str().unwrap()]), &whole);
        prop_assert_eq!(&ask(&[&format!("{}/?.csv", apart.path().display())]), &whole);
    }

    #[test]
    fn packed_or_piped(trade in trade()) {
        let folder = Folder::new();
        let text = trade.csv();
        let whole = ask(&[&folder.file("plain.csv", &text)]);
        prop_assert_eq!(&ask(&[&folder.file("packed.csv.gz", gzip(&text))]), &whole);
        prop_assert_eq!(&ask(&[&folder.file("no_ending", gzip(&text))]), &whole);
        let zst = zstd::encode_all(text.as_bytes(), 1).unwrap();
        prop_assert_eq!(&ask(&[&folder.file("packed.csv.zst", zst)]), &whole);
        let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        prop_assert_eq!(&ask(&[&folder.file("windows.csv", marked)]), &whole);
        let piped = piped(&[&QUESTION[..], &["-d", "-"]].concat(), &gzip(&text));
        prop_assert_eq!(&String::from_utf8(piped.stdout).unwrap(), &whole);
    }

    /// What the program writes, it reads: values by partner come back as they were.
    #[test]
    fn an_answer_is_data(trade in trade()) {
        let folder = Folder::new();
        let words = ["series", "--period", "2025-q1", "-M", "--by", "partner", "--flow", "exports,imports", "-f", "csv", "-q"];
        let path = folder.file("trade.csv", trade.csv());
        let first = answer(&[&words[..], &["-d", &path, "--set", "reporter=CHN"]].concat());
        let countries = |text: &str| -> Vec<_> {
            table(text).into_iter().filter(|row| row["partner"] != "WORLD" && !row["value"].is_empty()).collect()
        };
        let answer_file = folder.file("answer.csv", &first);
        let again = answer(&[&words[..], &["-d", &answer_file]].concat());
        prop_assert_eq!(countries(&again), countries(&first));
    }

    /// Numbers with decimals, signs and exponents are read to the last digit.
    #[test]
    fn decimals_are_exact(whole in 0..1_000_000_000_000_i64, cents in 0..100_u8, tiny in 1..1000_i64) {
        let folder = Folder::new();
        let text = format!("period,flow,partner,value\n2025-01,exports,VNM,{whole}.{cents:02}\n2025-01,exports,THA,{tiny}e-3\n");
        let path = folder.file("decimals.csv", text);
        let rows = rows(&["growth", "-d", &path, "--period", "2025-01", "--flow", "exports"]);
        let thousandths = i128::from(whole) * 1000 + i128::from(cents) * 10 + i128::from(tiny);
        prop_assert_eq!(crate::common::scaled(&rows[0]["value"], 3), thousandths);
    }
}

/// Places of more lines than any trade has.
fn trade_lines() -> Vec<usize> {
    (0..200).collect()
}
