//! A table in Parquet gives the answers that it gives in CSV, however it is cut, packed and stored; and a damaged file is told.
//!
//! `PROPTEST_CASES` says how many tables are tried.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "parquet/store.rs"]
mod store;
#[path = "parquet/table.rs"]
mod table;
#[path = "parquet/written.rs"]
mod written;

use std::path::Path;
use std::process::Output;

use common::{Folder, answer, piped, refusal, run};
use proptest::prelude::*;
use store::Kinds;
use table::{Cut, Periods, Table};

const QUESTIONS: [&str; 6] = [
    "growth --period 2025-02",
    "growth --period 2025-jan..mar --by partner,product --measure value,quantity --allow-partial",
    "share --period 2025-01 --flow exports --by product --level hs2",
    "rank --period 2025-01 --base 2024-01 --flow total --by partner --top 3",
    "series -M --by flow,partner,product --level hs2 --measure value,quantity",
    "indicator rca --flow exports --by partner,product --level hs6 --period 2024..2025 --allow-partial",
];

/// What both readers are asked of a damaged file.
const OF_DAMAGED: [&str; 2] = ["series -M --by flow,partner --measure value,quantity", QUESTIONS[4]];

fn words<'w>(question: &'w str, path: &'w str, threads: &'w str) -> Vec<&'w str> {
    question.split(' ').chain(["-f", "csv", "-q", "-d", path, "--threads", threads]).collect()
}

/// What is said, whatever the file is called.
fn said(output: &Output, name: &str) -> (Option<i32>, String, String) {
    let errors = String::from_utf8(output.stderr.clone()).unwrap().replace(name, "table");
    (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), errors)
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(16)
}

fn stored() -> impl Strategy<Value = (Table, Kinds, Cut)> {
    prop_oneof![Just(Periods::Numbers), Just(Periods::Days)]
        .prop_flat_map(|periods| (table::tables(periods), store::kinds(periods), table::cuts()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_those_from_csv((table, kinds, cut) in stored()) {
        let folder = Folder::new();
        let csv = folder.file("table.csv", table.csv());
        let parquet = folder.path().join("table.parquet");
        store::write(&parquet, &table, &kinds, cut);
        let parquet = parquet.to_str().unwrap();
        for question in QUESTIONS {
            let expected = said(&run(&words(question, &csv, "1")), "table.csv");
            for threads in ["1", "2", "7"] {
                let found = said(&run(&words(question, parquet, threads)), "table.parquet");
                prop_assert_eq!(&found, &expected, "{} with {} threads", question, threads);
            }
        }
    }

    #[test]
    fn what_is_written_is_what_csv_has(table in table::tables(Periods::Numbers)) {
        let folder = Folder::new();
        let source = folder.file("table.csv", table.csv());
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let (csv, parquet) = (path("tidy.csv"), path("tidy.parquet"));
        answer(&["convert", "-q", "-d", &source, "-o", &csv]);
        let csv = std::fs::read_to_string(&csv).unwrap();
        let mut lines = csv.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
        let names = lines.next().unwrap();
        let mut expected: Vec<Vec<String>> = lines.collect();
        // Periods and directions of trade in their order, and the rows of each as they stood.
        expected.sort_by(|row, other| row[..2].cmp(&other[..2]));
        for (row, at) in (0..expected.len()).flat_map(|row| (0..names.len()).map(move |at| (row, at))) {
            if matches!(names[at].as_str(), "value" | "quantity") {
                expected[row][at] = written::plain(&expected[row][at]);
            }
        }
        let mut bytes = Vec::new();
        for threads in ["1", "2", "7"] {
            answer(&["convert", "-q", "-d", &source, "-o", &parquet, "--threads", threads]);
            bytes.push(std::fs::read(&parquet).unwrap());
        }
        prop_assert!(bytes.iter().all(|other| *other == bytes[0]), "the file depends on the number of threads");
        prop_assert_eq!(written::rows(Path::new(&parquet)), (names, expected));
        written::check_statistics(Path::new(&parquet));
        for question in QUESTIONS {
            let expected = said(&run(&words(question, &source, "1")), "table.csv");
            prop_assert_eq!(said(&run(&words(question, &parquet, "2")), "tidy.parquet"), expected, "{}", question);
        }
    }

    #[test]
    fn one_changed_byte_is_told_or_read_alike_by_both_readers(
        (table, kinds, cut) in stored(), place in 0..=u16::MAX, bits in 1..=u8::MAX
    ) {
        let folder = Folder::new();
        let path = folder.path().join("table.parquet");
        store::write(&path, &table, &kinds, cut);
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.len() * usize::from(place) / (usize::from(u16::MAX) + 1);
        bytes[at] ^= bits;
        std::fs::write(&path, &bytes).unwrap();
        let path = path.to_str().unwrap();
        for question in OF_DAMAGED {
            let by_columns = run(&words(question, path, "2"));
            let by_rows = piped(&words(question, "-", "2"), &bytes);
            for output in [&by_columns, &by_rows] {
                let errors = String::from_utf8_lossy(&output.stderr);
                prop_assert!(matches!(output.status.code(), Some(0 | 2)), "{:?}: {errors}", output.status);
                prop_assert!(!errors.contains("panicked"), "{errors}");
            }
            if by_columns.status.success() && by_rows.status.success() {
                let lines = |output: &Output| -> Vec<String> {
                    String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
                };
                let (by_columns, by_rows) = (lines(&by_columns), lines(&by_rows));
                let other = by_columns.iter().zip(&by_rows).find(|(columns, rows)| columns != rows);
                prop_assert_eq!(other, None);
                prop_assert_eq!(by_columns.len(), by_rows.len());
            }
        }
    }
}

/// Numbers of nine places and of nineteen digits, and a row that the plain rules read.
#[test]
fn decimals_are_as_wide_as_they_must_be() {
    let folder = Folder::new();
    let path = folder.path().join("tidy.parquet");
    let write = |rows: &str| {
        let csv = folder.file("data.csv", format!("period,flow,partner,product,value,quantity\n{rows}"));
        answer(&["convert", "-q", "-d", &csv, "-o", path.to_str().unwrap()]);
        let kind = |name: &str| {
            let columns = written::columns(&path);
            let column = columns[name].column_descr();
            (column.physical_type(), column.type_precision(), column.type_scale())
        };
        let (_, rows) = written::rows(&path);
        (kind("value"), kind("quantity"), rows.iter().map(|row| row[4..6].join(" ")).collect::<Vec<_>>())
    };
    use parquet::basic::Type::{FIXED_LEN_BYTE_ARRAY, INT64};
    let (value, quantity, rows) = write("2024-01,X,USA,01,-1.5,7\n2024-01,X,JPN,01,,0.000000001\n");
    assert_eq!((value, quantity), ((INT64, 18, 1), (INT64, 18, 9)));
    assert_eq!(rows, ["-1.5 7", " 0.000000001"]);
    let (value, quantity, rows) =
        write("2024-01,X,USA,01,999999999999999999,1.5\n2024-01,X,JPN,01,-1000000000000000000,\n");
    assert_eq!((value, quantity), ((FIXED_LEN_BYTE_ARRAY, 38, 0), (INT64, 18, 1)));
    assert_eq!(rows, ["999999999999999999 1.5", "-1000000000000000000 "]);
    let (value, _, rows) = write("2024-01,X,USA,01,1234567890123456789012345678,1\n2024-01,X,JPN,01,0.5,\n");
    assert_eq!(value, (FIXED_LEN_BYTE_ARRAY, 38, 1));
    assert_eq!(rows, ["1234567890123456789012345678 1", "0.5 "]);
    let (value, _, rows) =
        write("2024-01,X,USA,01,1234567890123456789012345678,1\n2024-01,X,JPN,01,0.00000000000000000001,\n");
    assert_eq!(value.0, parquet::basic::Type::BYTE_ARRAY);
    assert_eq!(rows, ["1234567890123456789012345678 1", "0.00000000000000000001 "]);
}

#[test]
fn an_answer_has_the_cells_of_csv() {
    let folder = Folder::new();
    let path = folder.path().join("answer.parquet");
    for question in [
        "growth --period jan-nov --year 2025",
        "rank --period 2025 --flow exports --by partner --top 5",
        "series -M --year 2025 --currency usd --columns value,growth_pct",
        "list groups",
    ] {
        let words: Vec<&str> = question.split(' ').chain(["-q"]).collect();
        let csv = answer(&[&words[..], &["-f", "csv"]].concat());
        answer(&[&words[..], &["-o", path.to_str().unwrap()]].concat());
        let mut lines =
            csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes()).into_records().map(|row| {
                let row = row.unwrap();
                row.iter().map(written::plain).collect::<Vec<_>>()
            });
        let expected = (lines.next().unwrap(), lines.collect::<Vec<_>>());
        let (names, rows) = written::rows(&path);
        let rows = rows.iter().map(|row| row.iter().map(|cell| written::plain(cell)).collect()).collect();
        assert_eq!((names, rows), expected, "{question}");
        assert_eq!(run(&[&words[..], &["-f", "parquet"]].concat()).stdout, std::fs::read(&path).unwrap());
    }
}

fn small() -> (Table, Kinds, Cut) {
    use store::Kind::{Date, Decimal, Int32, Text};
    let row = |period: &str, partner: &str, value: &str| {
        [period, "KOR", "X", partner, "010110", value, "5", "2025-12-31"].map(str::to_owned)
    };
    let table =
        Table(vec![row("202401", "USA", "100.00"), row("202501", "USA", "110.00"), row("202501", "JPN", "7.50")]);
    let kinds = [Int32, Text, Text, Text, Text, Decimal, Int32, Date];
    (table, kinds, Cut { group: 2, page: 10, has_dictionary: true, is_packed: false, is_second_version: false })
}

fn small_file(path: &Path) -> Vec<u8> {
    let (table, kinds, cut) = small();
    store::write(path, &table, &kinds, cut);
    std::fs::read(path).unwrap()
}

#[test]
fn a_file_that_ends_early_is_told_by_name() {
    let folder = Folder::new();
    let path = folder.path().join("table.parquet");
    let whole = small_file(&path);
    let name = path.to_str().unwrap();
    assert!(answer(&words("series -M", name, "1")).contains(",100,"));
    for length in (4..whole.len()).step_by(whole.len() / 40) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let errors = refusal(&words("series -M", name, "2"));
        assert!(errors.contains(name) && errors.contains("the Parquet file is damaged"), "{length}: {errors}");
        assert!(!errors.contains("panicked"), "{errors}");
    }
}

/// A file that is nothing but its end.
fn footer(bytes: &[u8]) -> Vec<u8> {
    [b"PAR1", bytes, &(bytes.len() as u32).to_le_bytes(), b"PAR1"].concat()
}

#[test]
fn what_a_footer_claims_takes_no_memory() {
    let folder = Folder::new();
    // Two thousand million columns, row groups, and columns in each other.
    let columns = [&[0x15, 2, 0x19, 0x1c, 0x48, 1, b't', 0x15, 0xfe, 0xff, 0xff, 0xff, 0x0f][..], &[0; 40]].concat();
    let groups = [0x15, 2, 0x39, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0];
    let level = [0x35, 2, 0x18, 1, b'c', 0x15, 2, 0];
    let nested = [&[0x15, 2, 0x19, 0xfc, 0xc0, 0x9a, 0x0c][..], &level.repeat(200_000)].concat();
    for (name, bytes) in [("columns", &columns[..]), ("groups", &groups), ("nested", &nested)] {
        let path = folder.file(&format!("{name}.parquet"), footer(bytes));
        let errors = limited(&path);
        assert!(errors.contains(&path) && errors.contains("the Parquet file is damaged"), "{name}: {errors}");
    }
}

/// What is said of a file in half a gigabyte of memory.
fn limited(path: &str) -> String {
    let program = env!("CARGO_BIN_EXE_tradestat");
    let script = "ulimit -v 524288; exec \"$0\" info -d \"$1\" --threads 1";
    let output = std::process::Command::new("sh").args(["-c", script, program, path]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}
