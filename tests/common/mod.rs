//! The program under test, run as a user runs it, and its CSV answers by column name.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic)]

pub mod hostile;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// One row of an answer, by column.
pub type Row = BTreeMap<String, String>;

/// The program with nothing from the environment that could change an answer.
pub fn tradestat() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_tradestat"));
    for name in ["TRADESTAT_DATA", "NO_COLOR", "COLUMNS"] {
        program.env_remove(name);
    }
    program.stdin(Stdio::null());
    program
}

pub fn run(words: &[&str]) -> Output {
    tradestat().args(words).output().unwrap()
}

/// Standard output of a run that must succeed.
pub fn answer(words: &[&str]) -> String {
    let output = run(words);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{words:?} failed: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Standard error of a run that must fail with exit status 2 and print no data.
pub fn refusal(words: &[&str]) -> String {
    let output = run(words);
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{words:?}");
    String::from_utf8(output.stderr).unwrap()
}

/// The rows of a run in CSV.
pub fn rows(words: &[&str]) -> Vec<Row> {
    table(&answer(&[words, &["-f", "csv", "-q"]].concat()))
}

/// The words of one line, which hold no blanks inside.
pub fn ask(line: &str) -> Vec<Row> {
    rows(&line.split_whitespace().collect::<Vec<_>>())
}

/// The rows of a CSV text by the names in its header.
pub fn table(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let row =
        |record: csv::StringRecord| header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The rows of a table of the repository.
pub fn data(path: &str) -> Vec<Row> {
    table(&std::fs::read_to_string(root().join("data").join(path)).unwrap())
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What the program answers to a text on its standard input.
pub fn piped(words: &[&str], input: &[u8]) -> Output {
    let mut program = tradestat();
    program.args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = program.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let bytes = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output
}

/// A whole number of a cell; none where the cell is empty.
pub fn whole(row: &Row, column: &str) -> Option<i128> {
    let text = row.get(column).unwrap_or_else(|| panic!("no column {column}"));
    (!text.is_empty()).then(|| text.parse().unwrap_or_else(|_| panic!("{column}: {text}")))
}

/// A decimal of a cell in units of its sixth decimal, which rates are printed with; none where the cell is empty.
pub fn millionths(row: &Row, column: &str) -> Option<i128> {
    let text = row.get(column).unwrap_or_else(|| panic!("no column {column}"));
    (!text.is_empty()).then(|| scaled(text, 6))
}

/// A plain decimal as a whole number of units of its last allowed place.
pub fn scaled(text: &str, places: u32) -> i128 {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    assert!(fraction.len() <= places as usize, "{text} has more than {places} decimals");
    let padded = format!("{whole}{fraction:0<width$}", width = places as usize);
    sign * padded.parse::<i128>().unwrap()
}

/// The ratio of two whole numbers in percent with six decimals, rounded half away from zero.
pub fn percent(part: i128, whole: i128) -> i128 {
    let (top, bottom) = if whole < 0 { (-part, -whole) } else { (part, whole) };
    let scaled = top * 100_000_000;
    let half = if scaled < 0 { -bottom } else { bottom };
    (2 * scaled + half) / (2 * bottom)
}

/// A folder for the files of one test, gone when the test ends.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes a file and gives its path as a word for the command line.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}
