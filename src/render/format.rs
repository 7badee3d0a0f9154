//! Formats by name and by the extension of a file.

use std::path::Path;
use std::str::FromStr;

#[cfg(feature = "parquet")]
use super::parquet;
use super::{Writer, delimited, html, json, junit, markdown, text, xlsx};

/// A way to print a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Aligned columns for a terminal.
    Table,
    /// Comma separated values.
    Csv,
    /// Tab separated values.
    Tsv,
    /// An array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// A pipe table for documents.
    Markdown,
    /// A page for a browser.
    Html,
    /// A workbook.
    Xlsx,
    /// Tests and their results in XML, for systems that run checks.
    Junit,
    /// Columns for other programs.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownFormat {
    /// A format that this program was built without.
    #[error("this program was built without {0}; choose one of {names}", names = names())]
    LeftOut(String),
    /// Any other word.
    #[error("`{0}` is not a format; choose one of {names}", names = names())]
    Unknown(String),
}

/// Formats that the program may be built without.
const OPTIONAL: &[&str] = &["parquet"];

impl Format {
    /// Every format.
    pub const ALL: &[Format] = &[
        Format::Table,
        Format::Csv,
        Format::Tsv,
        Format::Json,
        Format::Jsonl,
        Format::Markdown,
        Format::Html,
        Format::Xlsx,
        Format::Junit,
        #[cfg(feature = "parquet")]
        Format::Parquet,
    ];

    /// The name to ask for it by.
    pub fn name(self) -> &'static str {
        self.writer().names[0]
    }

    /// The format that a file has by its extension: `.txt`, `.csv`, `.tsv`, `.json`, `.jsonl`, `.ndjson`, `.md`,
    /// `.html`, `.xlsx`, `.xml`, `.parquet`.
    pub fn from_path(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_lowercase();
        let writes = |format: &Format| format.writer().extensions.contains(&extension.as_str());
        Format::ALL.iter().copied().find(writes)
    }

    /// Whether it is for people and shows notes and source itself.
    pub fn has_notes(self) -> bool {
        matches!(self, Format::Table | Format::Markdown | Format::Html | Format::Xlsx)
    }

    /// Whether it is bytes that no terminal can show.
    pub fn is_binary(self) -> bool {
        match self {
            Format::Xlsx => true,
            #[cfg(feature = "parquet")]
            Format::Parquet => true,
            _ => false,
        }
    }

    pub(super) fn writer(self) -> &'static Writer {
        match self {
            Format::Table => &text::WRITER,
            Format::Csv => &delimited::CSV,
            Format::Tsv => &delimited::TSV,
            Format::Json => &json::ARRAY,
            Format::Jsonl => &json::LINES,
            Format::Markdown => &markdown::WRITER,
            Format::Html => &html::WRITER,
            Format::Xlsx => &xlsx::WRITER,
            Format::Junit => &junit::WRITER,
            #[cfg(feature = "parquet")]
            Format::Parquet => &parquet::WRITER,
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Format, UnknownFormat> {
        let asked = word.trim().to_lowercase();
        let named = |format: &Format| format.writer().names.contains(&asked.as_str());
        match Format::ALL.iter().copied().find(named) {
            Some(format) => Ok(format),
            None if OPTIONAL.contains(&asked.as_str()) => Err(UnknownFormat::LeftOut(asked)),
            None => Err(UnknownFormat::Unknown(word.to_string())),
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

fn names() -> String {
    Format::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_wrong_format_names_the_choices() {
        let error = |word: &str| word.parse::<Format>().unwrap_err().to_string();
        let choices = "choose one of table, csv, tsv, json, jsonl, markdown, html, xlsx, junit";
        #[cfg(feature = "parquet")]
        let choices = format!("{choices}, parquet");
        #[cfg(not(feature = "parquet"))]
        assert_eq!(error("Parquet"), format!("this program was built without parquet; {choices}"));
        assert_eq!(error("pdf"), format!("`pdf` is not a format; {choices}"));
        assert_eq!(Format::from_path(Path::new("report.pdf")), None);
        assert_eq!(Format::from_path(Path::new("csv")), None);
    }
}
