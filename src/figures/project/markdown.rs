//! A report as Markdown, with its charts as files beside it.

use std::io;

use super::{Report, Shown};
use crate::figures::chart::NoChart;
use crate::render::{self, Format, in_markdown};

/// A chart as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of the file, beside that of the report.
    pub name: String,
    /// SVG.
    pub svg: String,
}

impl Report {
    /// The report as Markdown, and its charts as files whose names begin with `stem`.
    ///
    /// # Errors
    /// Those of the output, and a chart that is too small for what it shows.
    pub fn markdown(&self, stem: &str, out: &mut dyn io::Write) -> io::Result<Vec<Picture>> {
        let mut pictures = Vec::new();
        writeln!(out, "# {}", in_markdown(&self.title))?;
        for part in &self.parts {
            if let Some(title) = &part.title {
                writeln!(out, "\n## {}", in_markdown(title))?;
            }
            writeln!(out)?;
            match &part.shown {
                Shown::Text(text) => writeln!(out, "{text}")?,
                Shown::Table(table, style) => render::write(table, Format::Markdown, style, out)?,
                Shown::Chart(chart) => {
                    let name = format!("{stem}-{}.svg", pictures.len() + 1);
                    writeln!(out, "![{}]({})", in_markdown(chart.title()), destination(&name))?;
                    pictures.push(Picture { name, svg: chart.svg().map_err(cause)? });
                }
            }
        }
        Ok(pictures)
    }
}

/// The name of a file as a link leads to it: what could end the link is written by its bytes.
fn destination(name: &str) -> String {
    let written = |letter: char| match letter {
        '-' | '.' | '_' => letter.to_string(),
        letter if letter.is_alphanumeric() => letter.to_string(),
        letter => letter.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect(),
    };
    name.chars().map(written).collect()
}

/// The error as one of the output.
pub(super) fn cause(error: NoChart) -> io::Error {
    io::Error::other(error)
}
