//! A file that is written whole or not at all.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::TempPath;

/// Writes a file so that a reader finds the old content or the new one, never a part: see [`Whole`].
///
/// # Errors
/// Those of `write` and of the file system; then the target is as it was before.
pub fn write_whole(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let whole = Whole::create(path)?;
    whole.fill(write)?;
    whole.finish()
}

/// A file that takes its place when it is finished, and leaves no trace when it is not.
///
/// What is written goes to a temporary file beside the target. A file that exists keeps its permissions, a link its
/// place. What is no regular file (a device, a pipe, `/dev/stdout`) is written straight to.
#[derive(Debug)]
pub struct Whole {
    file: File,
    place: Option<Place>,
}

#[derive(Debug)]
struct Place {
    temporary: PathBuf,
    target: PathBuf,
    permissions: Option<Permissions>,
}

impl Whole {
    /// Begins a file.
    ///
    /// # Errors
    /// Those of the file system, also where the target is there and must not be written.
    pub fn create(path: &Path) -> io::Result<Whole> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => {
                Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory, not a file"))
            }
            Ok(found) if !found.is_file() || is_stream(path) => {
                Ok(Whole { file: OpenOptions::new().append(true).open(path)?, place: None })
            }
            Ok(found) => {
                let target = fs::canonicalize(path)?;
                OpenOptions::new().write(true).open(&target)?;
                Whole::beside(target, Some(found.permissions()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Whole::beside(destination(path)?, None),
            Err(error) => Err(error),
        }
    }

    fn beside(target: PathBuf, permissions: Option<Permissions>) -> io::Result<Whole> {
        let folder = folder(&target);
        if !folder.is_dir() {
            let message = format!("there is no folder {}", folder.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
        let mut unfinished = unfinished();
        let (file, path) = temporary(folder)?.into_parts();
        let temporary = path.to_path_buf();
        unfinished.insert(temporary.clone(), path);
        Ok(Whole { file, place: Some(Place { temporary, target, permissions }) })
    }

    /// What is written to.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Writes a part of the content.
    ///
    /// # Errors
    /// Those of `write` and of the file system.
    pub fn fill(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let mut buffer = BufWriter::new(&self.file);
        write(&mut buffer)?;
        buffer.flush()
    }

    /// Puts the file in its place.
    ///
    /// # Errors
    /// Those of the file system; then the target is as it was before.
    pub fn finish(self) -> io::Result<()> {
        let Some(place) = &self.place else { return Ok(()) };
        if let Some(permissions) = &place.permissions {
            self.file.set_permissions(permissions.clone())?;
        }
        self.file.sync_all()?;
        let mut unfinished = unfinished();
        let finished = unfinished.remove(&place.temporary).map(|temporary| temporary.persist(&place.target));
        finished.transpose().map(drop).map_err(|error| error.error)
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        if let Some(place) = &self.place {
            unfinished().remove(&place.temporary);
        }
    }
}

type Unfinished = BTreeMap<PathBuf, TempPath>;

/// Temporary files, which go when they are removed from here. Each is made, put in its place and removed under the lock.
static UNFINISHED: Mutex<Unfinished> = Mutex::new(Unfinished::new());

fn unfinished() -> MutexGuard<'static, Unfinished> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes every file that is not finished. For a program that ends early.
pub fn abandon() -> Abandoned {
    let mut unfinished = unfinished();
    unfinished.clear();
    Abandoned { _held: unfinished }
}

/// While it is there, no file is begun or finished.
#[derive(Debug)]
#[must_use = "without it the next file may be begun"]
pub struct Abandoned {
    _held: MutexGuard<'static, Unfinished>,
}

/// A name for an open file, even where it leads to a regular one that the shell has opened.
pub fn is_stream(path: &Path) -> bool {
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
