//! Which data answers.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use tempfile::NamedTempFile;
use tradestat::cube::Cube;
use tradestat::query::Query;
use tradestat::source::china::{self, China};
use tradestat::source::{FileSet, Files, Rejects, Source};

#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct DataArgs {
    /// Files, directories, globs, `-` for standard input, `china` for the embedded set; also .gz and .zst
    #[arg(short, long, value_name = "PATH", num_args = 1.., env = "TRADESTAT_DATA", default_value = china::NAME)]
    pub(crate) data: Vec<String>,
    /// A value for a column that the files lack, such as flow=imports or reporter=CHN
    #[arg(long, value_name = "COLUMN=VALUE", value_parser = setting)]
    pub(crate) set: Vec<(String, String)>,
    /// Go on without rows that cannot be read, and write a list of them with file, line and reason
    #[arg(long, value_name = "FILE")]
    pub(crate) skip_bad_rows: Option<PathBuf>,
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (column, value) = text.split_once('=').ok_or("expected COLUMN=VALUE, such as flow=imports")?;
    Ok((column.trim().to_lowercase(), value.trim().to_owned()))
}

impl DataArgs {
    /// Reads what a question needs.
    pub(crate) fn load(&self, query: &Query) -> anyhow::Result<Cube> {
        let source = self.source()?;
        let Some(path) = &self.skip_bad_rows else { return Ok(source.load(query, &mut Rejects::refuse())?) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
        let cannot = || format!("cannot write {}", path.display());
        let list = NamedTempFile::new_in(folder).with_context(cannot)?;
        let mut rejects = Rejects::write_to(Box::new(list.reopen().with_context(cannot)?)).with_context(cannot)?;
        let cube = source.load(query, &mut rejects)?;
        rejects.finish().with_context(cannot)?;
        list.persist(path).map_err(|error| error.error).with_context(cannot)?;
        Ok(cube)
    }

    fn source(&self) -> anyhow::Result<Box<dyn Source>> {
        match self.data.as_slice() {
            [one] if one.eq_ignore_ascii_case(china::NAME) => {
                if let Some((column, _)) = self.set.first() {
                    bail!("--set {column}: the embedded data set lacks no column; --set goes with --data FILE");
                }
                Ok(Box::new(China))
            }
            several if several.iter().any(|name| name.eq_ignore_ascii_case(china::NAME)) => {
                bail!("the embedded data set `china` cannot be joined with files; ask them one after the other")
            }
            paths => Ok(Box::new(FileSet { files: Files::find(paths)?, given: self.set.clone() })),
        }
    }
}
