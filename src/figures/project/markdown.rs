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
                Shown::Chart(chart, ..) => {
                    let name = format!("{stem}-{}.svg", pictures.len() + 1);
                    writeln!(out, "![{}](<{name}>)", in_markdown(chart.title()))?;
                    pictures.push(Picture { name, svg: chart.svg().map_err(cause)? });
                }
            }
        }
        Ok(pictures)
    }
}

/// The error as one of the output.
pub(super) fn cause(error: NoChart) -> io::Error {
    io::Error::other(error)
}
