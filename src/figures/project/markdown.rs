//! A report as Markdown.

use std::io;

use super::{Report, Shown};
use crate::render::{self, Format, in_markdown};

impl Report {
    /// The report as Markdown.
    ///
    /// # Errors
    /// Those of the output.
    pub fn markdown(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "# {}", in_markdown(&self.title))?;
        for part in &self.parts {
            if let Some(title) = &part.title {
                writeln!(out, "\n## {}", in_markdown(title))?;
            }
            writeln!(out)?;
            match &part.shown {
                Shown::Text(text) => writeln!(out, "{text}")?,
                Shown::Table(table, style) => render::write(table, Format::Markdown, style, out)?,
            }
        }
        Ok(())
    }
}
