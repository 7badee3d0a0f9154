//! A file that is written whole or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file so that a reader finds the old content or the new one, never a part: `write` fills a temporary file
/// beside it, which then takes its place. A file that exists keeps its permissions, a link its place. What is no
/// regular file (a device, a pipe, `/dev/stdout`) is written straight to.
///
/// # Errors
/// Those of `write` and of the file system; then the target is as it was before.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory, not a file")),
        Ok(found) if !found.is_file() || is_stream(path) => straight(path, write),
        Ok(found) => replace(&fs::canonicalize(path)?, Some(&found), write),
        Err(error) if error.kind() == io::ErrorKind::NotFound => replace(&destination(path)?, None, write),
        Err(error) => Err(error),
    }
}

/// A name for an open file, even where it leads to a regular one that the shell has opened.
fn is_stream(path: &Path) -> bool {
    let standard = ["/dev/stdin", "/dev/stdout", "/dev/stderr"].iter().any(|name| path == Path::new(name));
    standard || path.starts_with("/dev/fd") || path.starts_with("/proc")
}

/// Where a new file goes: a link to a file that is not there yet leads to its place.
fn destination(path: &Path) -> io::Result<PathBuf> {
    match fs::read_link(path) {
        Ok(next) => destination(&folder(path).join(next)),
        Err(_) => Ok(path.to_path_buf()),
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn straight(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    fill(&OpenOptions::new().append(true).open(path)?, write)
}

fn replace(
    target: &Path,
    old: Option<&Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = folder(target);
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    if old.is_some() {
        OpenOptions::new().write(true).open(target)?;
    }
    let temporary = temporary(folder)?;
    fill(temporary.as_file(), write)?;
    if let Some(old) = old {
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(target).map_err(|error| error.error)?;
    Ok(())
}

fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".tradestat-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn fill(file: &File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut buffer = BufWriter::new(file);
    write(&mut buffer)?;
    buffer.flush()
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn put(path: &Path, text: &str) -> io::Result<()> {
        write_whole(path, |out| out.write_all(text.as_bytes()))
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.csv");
        put(&path, "old").unwrap();
        let failed = write_whole(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("stop"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "stop");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["out.csv"]);
    }

    #[test]
    fn a_file_keeps_its_permissions_and_a_new_one_has_the_usual() {
        let folder = tempfile::tempdir().unwrap();
        let (path, usual) = (folder.path().join("out.csv"), folder.path().join("usual"));
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        put(&path, "old").unwrap();
        File::create(&usual).unwrap();
        assert_eq!(mode(&path), mode(&usual));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        put(&path, "new").unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap()), (0o640, "new".to_string()));
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (link, target) = (folder.path().join("link"), folder.path().join("target"));
        symlink("target", &link).unwrap();
        for text in ["new", "newer"] {
            put(&link, text).unwrap();
            assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
            assert_eq!(fs::read_to_string(&target).unwrap(), text);
        }
    }

    #[test]
    fn what_cannot_be_replaced_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = |path: &Path| put(path, "text").unwrap_err();
        assert_eq!(error(folder.path()).kind(), io::ErrorKind::IsADirectory);
        assert!(error(&folder.path().join("no/out.csv")).to_string().starts_with("there is no folder /"));
        #[cfg(target_os = "linux")]
        assert_eq!(error(Path::new("/dev/full")).kind(), io::ErrorKind::StorageFull);
        assert!(put(Path::new("/dev/null"), "text").is_ok());
        assert!(is_stream(Path::new("/dev/fd/1")) && is_stream(Path::new("/dev/stdout")));
        assert!(!is_stream(Path::new("/dev/shm/out.csv")));
    }
}
