//! What can be wrong with data, with its place.

use std::fmt;

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The file as it was named.
    pub file: String,
    /// The line, the first being 1.
    pub line: u64,
    /// The column, or `row` when it is about the whole row.
    pub column: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

/// Longest piece of a file that a message repeats.
const LONGEST: usize = 60;

/// What is expected of a row whose key stands in another one already.
pub(super) const ONE_ROW: &str = "one row for each key";

impl BadRow {
    /// What was found, shortened, with everything invisible made visible.
    pub fn excerpt(&self) -> String {
        excerpt(&self.found)
    }

    /// Forgets what no message shows: a field may be long.
    pub(super) fn shorten(&mut self) {
        if let Some((end, _)) = self.found.char_indices().nth(LONGEST + 1) {
            self.found.truncate(end);
            self.found.shrink_to_fit();
        }
    }

    /// Whether the row repeats the key of another one.
    pub fn is_repeat(&self) -> bool {
        self.expected.starts_with(ONE_ROW)
    }

    /// What is wrong, without the place.
    pub fn reason(&self) -> String {
        format!("{}: found `{}`, expected {}", self.column, excerpt(&self.found), self.expected)
    }
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason())
    }
}

/// The beginning of a text from data, with everything invisible made visible.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST).flat_map(visible).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    shown
}

fn visible(letter: char) -> Box<dyn Iterator<Item = char>> {
    match letter {
        letter if letter.is_control() => Box::new(letter.escape_default()),
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            Box::new(letter.escape_unicode())
        }
        letter => Box::new(std::iter::once(letter)),
    }
}

/// Why data could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The file system said no.
    #[error("{path}: {why}")]
    Io {
        /// The path as it was typed.
        path: String,
        /// In plain words.
        why: String,
    },
    /// The file as a whole cannot be used.
    #[error("{path}: {why}")]
    File {
        /// The path as it was typed.
        path: String,
        /// What was found, what was expected and how to go on.
        why: String,
    },
    /// Some rows cannot be used.
    #[error("{}", listing(.first, *.count))]
    Rows {
        /// The first ones.
        first: Vec<BadRow>,
        /// How many there are among the rows that were read.
        count: u64,
    },
    /// The question does not fit the data.
    #[error("{0}")]
    Question(String),
}

fn listing(first: &[BadRow], count: u64) -> String {
    let mut lines: Vec<String> = first.iter().map(BadRow::to_string).collect();
    if count > first.len() as u64 {
        lines.push(format!("… and {} more", count - first.len() as u64));
    }
    if first.len() >= 10 {
        lines.push("reading stopped at the tenth bad row".to_owned());
    }
    let rows = if count == 1 { "this row" } else { "these rows" };
    lines.push(format!("--skip-bad-rows FILE goes on without {rows} and writes the list to FILE"));
    lines.join("\n")
}

impl ReadError {
    /// What the operating system said, in plain words.
    pub(super) fn io(path: &str, error: &std::io::Error) -> ReadError {
        use std::io::ErrorKind;
        let why = match error.kind() {
            ErrorKind::NotFound => "no such file or directory".to_owned(),
            ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
            ErrorKind::IsADirectory => "it is a directory".to_owned(),
            _ => error.to_string(),
        };
        ReadError::Io { path: excerpt_path(path), why }
    }

    /// A line that makes the whole file unusable, such as its header.
    pub(super) fn line(path: &str, line: u64, why: impl Into<String>) -> ReadError {
        ReadError::file(&format!("{path}:{line}"), why)
    }

    /// A temporary file that cannot be written or read back.
    pub fn temporary(error: std::io::Error) -> ReadError {
        ReadError::io("temporary file", &error)
    }

    /// A file that cannot be used as a whole.
    pub(super) fn file(path: &str, why: impl Into<String>) -> ReadError {
        ReadError::File { path: excerpt_path(path), why: why.into() }
    }
}

fn excerpt_path(path: &str) -> String {
    path.chars().flat_map(visible).collect()
}
