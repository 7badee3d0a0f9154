//! Files that answers and lists are written to.

use std::io::{self, IsTerminal, Write};
use std::path::Path;

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

pub(super) fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}
