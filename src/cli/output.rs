//! Where an answer goes, and in which format.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::bail;
use clap::Args;
use tradestat::figures::chart::Image;
use tradestat::render::{self, Format, Scale, Style, UnknownFormat};
use tradestat::table::{LongTable, Table};

use super::file;
use super::progress::messages;

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// table, csv, tsv, json, jsonl, markdown, html, xlsx, parquet or junit; plot: svg, png, html or table [default: table, or as the ending of --output says]
    #[arg(short, long)]
    format: Option<Written>,
    /// Write to a file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Unit of amounts in tables: auto, one, thousand, million, 100m, billion or trillion
    #[arg(long, default_value = "auto")]
    pub(crate) unit: Scale,
    /// Decimals in tables
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=20))]
    pub(crate) decimals: Option<u32>,
    /// No notes and no progress on standard error
    #[arg(short, long)]
    quiet: bool,
    /// No colour; also with the variable NO_COLOR
    #[arg(long)]
    no_color: bool,
}

/// What a chart is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drawn {
    Image(Image),
    /// A page that is complete in one file.
    Page,
    /// Letters for a terminal.
    Letters,
}

/// A format of tables or of pictures.
#[derive(Debug, Clone, Copy)]
enum Written {
    Table(Format),
    Image(Image),
}

impl FromStr for Written {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Written, UnknownFormat> {
        match word.parse() {
            Ok(image) => Ok(Written::Image(image)),
            Err(_) => word.parse().map(Written::Table),
        }
    }
}

impl OutputArgs {
    /// The same file, wherever the program works from now on.
    pub(crate) fn stay(&mut self) -> io::Result<()> {
        self.output = self.output.as_ref().map(std::path::absolute).transpose()?;
        Ok(())
    }

    /// Whether it was told how numbers are printed.
    pub(crate) fn sets_numbers(&self) -> bool {
        self.unit != Scale::default() || self.decimals.is_some()
    }

    /// What a chart is written as.
    ///
    /// # Errors
    /// Where a format was named that holds no charts.
    pub(crate) fn drawn(&self) -> anyhow::Result<Drawn> {
        let of_file = |path: &std::path::Path| {
            Image::from_path(path).map(Written::Image).or_else(|| Format::from_path(path).map(Written::Table))
        };
        match self.format.or_else(|| self.output.as_deref().and_then(of_file)) {
            Some(Written::Image(image)) => Ok(Drawn::Image(image)),
            Some(Written::Table(Format::Html)) => Ok(Drawn::Page),
            None | Some(Written::Table(Format::Table)) => Ok(Drawn::Letters),
            Some(Written::Table(format)) => {
                bail!("a chart is no {format}; expected svg, png, html, or table for the terminal")
            }
        }
    }

    /// Whether the answer goes to a terminal.
    pub(crate) fn is_shown(&self) -> bool {
        self.output.is_none() && io::stdout().is_terminal()
    }

    /// Writes bytes that are made already, and notes about them.
    pub(crate) fn write_bytes(&self, bytes: &[u8], table: &Table, out: &mut dyn Write) -> anyhow::Result<()> {
        match &self.output {
            None => out.write_all(bytes)?,
            Some(path) => file::write(path, |file| file.write_all(bytes))?,
        }
        if !self.quiet {
            self.notes(table);
        }
        Ok(())
    }

    /// How wide the terminal is, if the answer goes there, and whether it may have colour.
    pub(crate) fn terminal(&self) -> (Option<u16>, bool) {
        let style = self.style(self.is_shown());
        (style.width, style.colour)
    }

    /// Writes an answer.
    pub(crate) fn write(&self, table: &Table, out: &mut dyn Write) -> anyhow::Result<()> {
        let format = self.format()?;
        match &self.output {
            None if format.is_binary() && io::stdout().is_terminal() => {
                bail!("a terminal cannot show {format}; --output FILE.{format} writes it to a file")
            }
            None => render::write(table, format, &self.style(io::stdout().is_terminal()), out)?,
            Some(path) => {
                let style = self.style(false);
                file::write(path, |file| render::write(table, format, &style, file))?;
            }
        }
        if !self.quiet && !format.has_notes() {
            self.notes(table);
        }
        Ok(())
    }

    /// Whether the answer is written in a format for programs, row by row.
    pub(crate) fn is_endless(&self) -> bool {
        self.format().is_ok_and(render::is_endless)
    }

    /// Writes a long answer.
    pub(crate) fn write_long(
        &self,
        table: &dyn LongTable,
        notes: &[String],
        threads: usize,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let format = self.format()?;
        match &self.output {
            None => render::write_long(table, format, io::stdout().is_terminal(), threads, out)?,
            Some(path) => {
                file::write(path, |file| render::write_long(table, format, false, threads, file))?;
            }
        }
        if !self.quiet {
            self.notes(&Table { notes: notes.to_vec(), ..Table::default() });
        }
        Ok(())
    }

    /// Sees that the answer is written for people.
    ///
    /// # Errors
    /// Where it is a format for programs.
    pub(crate) fn must_be_for_people(&self, option: &str, instead: &str) -> anyhow::Result<()> {
        match self.format()? {
            Format::Table | Format::Markdown | Format::Html => Ok(()),
            format => bail!("{option} is for table, markdown and html; without it there is {format}, {instead}"),
        }
    }

    fn format(&self) -> anyhow::Result<Format> {
        let ending = self.output.as_ref().and_then(|path| path.extension()).and_then(|ending| ending.to_str());
        match (self.format, &self.output, ending) {
            (Some(Written::Table(format)), _, _) => Ok(format),
            (Some(Written::Image(image)), _, _) => {
                bail!("only a chart is written as {image}; `tradestat plot` before the report draws one")
            }
            (None, Some(path), Some(ending)) => match Format::from_path(path) {
                Some(format) => Ok(format),
                None if Image::from_path(path).is_some() => {
                    bail!("only a chart is written as {ending}; `tradestat plot` before the report draws one")
                }
                None if ending == "parquet" => Ok(ending.parse()?),
                None => Ok(Format::Table),
            },
            (None, _, _) => Ok(Format::Table),
        }
    }

    fn style(&self, terminal: bool) -> Style {
        let wanted = !self.no_color && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        let width = terminal.then(terminal_size::terminal_size).flatten().map(|(width, _)| width.0);
        Style { width, colour: terminal && wanted, unit: self.unit, decimals: self.decimals, terminal, chinese: false }
    }

    fn notes(&self, table: &Table) {
        let mut errors = messages();
        for remark in table.remarks() {
            // Standard error may be closed; the answer is out already.
            let _ = writeln!(errors, "{}", render::visible(&remark));
        }
    }
}
