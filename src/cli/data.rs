//! Which data answers.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use tradestat::cube::Cube;
use tradestat::cube::grid::Grid;
use tradestat::model::Period;
use tradestat::query::Query;
use tradestat::query::choice::Told;
use tradestat::source::china::{self, China};
use tradestat::source::profile;
use tradestat::source::{Each, FileSet, Files, Rejects, Source};

use super::file;

#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct DataArgs {
    /// Files, directories, globs, `-` for standard input, `china` for the embedded set; also .gz and .zst
    #[arg(short, long, value_name = "PATH", num_args = 1.., env = "TRADESTAT_DATA", hide_env_values = true, default_value = china::NAME)]
    pub(crate) data: Vec<String>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// How data is read, whatever it is named by.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct ReadingArgs {
    /// How the files are laid out: a profile's name or file [default: recognised from the header]
    #[arg(long, value_name = "NAME or FILE")]
    pub(crate) profile: Option<String>,
    /// Encoding of the files, such as gb18030 or latin-1 [default: found out]
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// A value for a column that the files lack, such as flow=imports or reporter=CHN
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, String)>,
    /// Go on without rows that cannot be read, and write a list of them with file, line and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) skip_bad_rows: Option<PathBuf>,
    /// How many threads read at the same time [default: as many as there are cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("expected COLUMN=VALUE, such as flow=imports")?;
    Ok((column.trim().to_lowercase(), value.trim().to_owned()))
}

impl DataArgs {
    /// Reads what a question needs.
    pub(crate) fn load(&self, query: &Query) -> anyhow::Result<Cube> {
        self.reading.read(&mut |rejects| Ok(self.reading.source(&self.data)?.load(query, rejects)?))
    }
}

impl DataArgs {
    /// Reads sums for a long list, if that can be done.
    pub(crate) fn grid(&self, query: &Query, periods: &[Period]) -> anyhow::Result<Option<Grid>> {
        match self.reading.skip_bad_rows {
            None => Ok(self.reading.source(&self.data)?.grid(query, periods, true)?),
            Some(_) => Ok(None),
        }
    }

    /// The digits of the finest rows, where the others are their sums.
    pub(crate) fn finest(&self, head: &Cube, query: &Query, told: Told) -> anyhow::Result<Option<u8>> {
        Ok(self.reading.source(&self.data)?.finest(head, query, told)?)
    }
}

#[cfg(feature = "parquet")]
impl DataArgs {
    /// All rows as they are, if they can be had without being looked at one by one.
    pub(crate) fn rows(&self) -> anyhow::Result<Option<(Cube, tradestat::source::export::Rows)>> {
        match self.reading.skip_bad_rows {
            None => self.reading.read(&mut |rejects| Ok(self.reading.source(&self.data)?.rows(rejects)?)),
            Some(_) => Ok(None),
        }
    }
}

impl ReadingArgs {
    /// How many threads work at the same time.
    pub(crate) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(cores, usize::from)
    }

    /// Reads what a question needs, and shows each row as it stands.
    pub(crate) fn watch(&self, data: &[String], query: &Query, each: &mut Each<'_>) -> anyhow::Result<Cube> {
        self.read(&mut |rejects| Ok(self.source(data)?.watch(query, rejects, each)?))
    }

    /// Reads data with bad rows refused, or written to the list that was asked for.
    pub(crate) fn read<T>(&self, read: &mut dyn FnMut(&mut Rejects) -> anyhow::Result<T>) -> anyhow::Result<T> {
        if let Some(column) = self.given_twice() {
            bail!("--set {column} is given twice");
        }
        let Some(path) = &self.skip_bad_rows else { return read(&mut Rejects::refuse()) };
        let cannot = || file::cannot_write(path);
        let list = file::create(path)?;
        let entries = list.file().try_clone().with_context(cannot)?;
        let mut rejects = Rejects::write_to(Box::new(entries)).with_context(cannot)?;
        let found = read(&mut rejects)?;
        rejects.finish().and_then(|()| list.finish()).with_context(cannot)?;
        Ok(found)
    }

    fn given_twice(&self) -> Option<&str> {
        let names: Vec<&str> = self.set.iter().map(|(name, _)| name.as_str()).collect();
        names.iter().enumerate().find(|(at, name)| names[..*at].contains(name)).map(|(_, name)| *name)
    }

    /// The data by itself, for commands that look at its rows.
    pub(crate) fn source(&self, data: &[String]) -> anyhow::Result<Box<dyn Source>> {
        match data {
            [one] if one.eq_ignore_ascii_case(china::NAME) => {
                let option = match (self.set.is_empty(), &self.profile, &self.encoding) {
                    (false, _, _) => "--set",
                    (_, Some(_), _) => "--profile",
                    (_, _, Some(_)) => "--encoding",
                    (true, None, None) => return Ok(Box::new(China)),
                };
                bail!("{option} goes with --data FILE; the embedded data set needs none")
            }
            several if several.iter().any(|name| name.eq_ignore_ascii_case(china::NAME)) => {
                bail!("the embedded data set `china` cannot be joined with files; ask them one after the other")
            }
            paths => Ok(Box::new(FileSet {
                files: Files::find(paths)?,
                given: self.set.clone(),
                profile: self.profile.as_deref().map(profile::find).transpose()?,
                encoding: self.encoding.clone(),
                threads: self.threads.map(usize::from),
                block_bytes: None,
            })),
        }
    }
}
