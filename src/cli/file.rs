//! Files that answers and lists are written to.

use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tradestat::render::Whole;

use super::progress;

/// Begins a file, which takes its place once it is finished.
pub(super) fn create(path: &Path) -> anyhow::Result<Whole> {
    match Whole::create(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            anyhow::bail!("cannot write {}: no permission to write there", path.display())
        }
        created => {
            let file = created.with_context(|| cannot_write(path))?;
            if file.file().is_terminal() {
                progress::erase();
            }
            Ok(file)
        }
    }
}

/// Writes a file whole or not at all.
pub(super) fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let whole = create(path)?;
    whole.fill(write).and_then(|()| whole.finish()).with_context(|| cannot_write(path))
}

/// Writes several files, none of which takes its place before all are there.
pub(super) fn write_all(files: &[(PathBuf, Vec<u8>)]) -> anyhow::Result<()> {
    let begun = |(path, bytes): &(PathBuf, Vec<u8>)| {
        let whole = create(path)?;
        whole.fill(|file| file.write_all(bytes)).with_context(|| cannot_write(path))?;
        Ok((whole, path.clone()))
    };
    let begun = files.iter().map(begun).collect::<anyhow::Result<Vec<_>>>()?;
    begun.into_iter().try_for_each(|(whole, path)| whole.finish().with_context(|| cannot_write(&path)))
}

pub(super) fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
