//! Formats by name and by the extension of a file.

use std::path::Path;
use std::str::FromStr;

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
}

/// A word that names no format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownFormat {
    /// A format that is planned.
    #[error("{0} is not written yet; choose one of {names}", names = names())]
    Planned(String),
    /// Any other word.
    #[error("`{0}` is not a format; choose one of {names}", names = names())]
    Unknown(String),
}

const PLANNED: &[&str] = &["parquet"];

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
    ];

    /// The name to ask for it by.
    pub fn name(self) -> &'static str {
        self.writer().names[0]
    }

    /// The format that a file has by its extension: `.txt`, `.csv`, `.tsv`, `.json`, `.jsonl`, `.ndjson`, `.md`,
    /// `.html`, `.xlsx`, `.xml`.
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
        matches!(self, Format::Xlsx)
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
            None if PLANNED.contains(&asked.as_str()) => Err(UnknownFormat::Planned(asked)),
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
        assert_eq!(error("Parquet"), format!("parquet is not written yet; {choices}"));
        assert_eq!(error("pdf"), format!("`pdf` is not a format; {choices}"));
        assert_eq!(Format::from_path(Path::new("report.pdf")), None);
        assert_eq!(Format::from_path(Path::new("csv")), None);
    }
}
