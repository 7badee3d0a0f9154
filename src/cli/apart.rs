//! What is read and what is written must be different files.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ArgMatches;
use tradestat::source::{Files, china};

/// The files that were named on the command line.
#[derive(Debug, Default)]
pub(crate) struct Named {
    data: Vec<String>,
    texts: Vec<PathBuf>,
    written: Vec<(&'static str, PathBuf)>,
}

/// What names data, what names other texts that are read, and options that name what is written.
const DATA: [&str; 3] = ["data", "old", "new"];
const TEXTS: [&str; 3] = ["template", "project", "claims"];
const WRITTEN: [(&str, &str); 2] = [("output", "--output"), ("skip_bad_rows", "--skip-bad-rows")];

impl Named {
    /// Those of a command's words.
    pub(crate) fn of(words: &ArgMatches) -> Named {
        let data = |id: &&str| words.try_get_many::<String>(id).ok().flatten().into_iter().flatten().cloned();
        let path = |id: &str| words.try_get_one::<PathBuf>(id).ok().flatten().cloned();
        Named {
            data: DATA.iter().flat_map(data).filter(|name| !name.eq_ignore_ascii_case(china::NAME)).collect(),
            texts: TEXTS.iter().filter_map(|id| path(id)).collect(),
            written: WRITTEN.iter().filter_map(|(id, option)| Some((*option, path(id)?))).collect(),
        }
    }

    /// An error where a file would be written in place of one that is read, or of another one that is written.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let [(one, path), (other, same)] = self.written.as_slice()
            && place(path).is_some_and(|place| Some(place) == self::place(same))
        {
            bail!("{one} and {other} both name {}: one would take the place of the other", path.display());
        }
        let files: Vec<_> =
            self.written.iter().filter_map(|(option, path)| Some((option, path, there(path)?))).collect();
        if files.is_empty() {
            return Ok(());
        }
        // What cannot be found is told when it is to be read.
        let data = Files::find(&self.data).unwrap_or_default();
        for (option, path, file) in files {
            let mut read = data.paths().chain(self.texts.iter().map(PathBuf::as_path));
            if read.any(|read| there(read).as_ref() == Some(&file)) {
                bail!(
                    "{option} {}: this file is read, and what is written would take its place; name another file",
                    path.display()
                );
            }
        }
        Ok(())
    }
}

/// A regular file that is there.
fn there(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().filter(|path| path.is_file())
}

/// Where a regular file is or would be.
fn place(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let new = || (!path.exists()).then(|| Some(folder.canonicalize().ok()?.join(path.file_name()?))).flatten();
    there(path).or_else(new)
}
