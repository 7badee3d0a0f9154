//! Files, directories, globs and standard input, plain or compressed.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::error::ReadError;
use super::once;

/// The name of standard input on the command line and in messages.
pub const STANDARD_INPUT: &str = "-";

/// Ends of names of files that a directory is searched for.
const ENDINGS: [&str; 12] = [
    ".csv", ".csv.gz", ".csv.zst", ".tsv", ".tsv.gz", ".tsv.zst", ".json", ".json.gz", ".xlsx", ".xls", ".ods",
    ".parquet",
];

/// Most files of a data set: rows carry the number of their file.
const MOST_FILES: usize = 65_535;

/// What was named as data, each path a file or standard input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Files {
    /// Paths in the order of reading, each once.
    pub paths: Vec<String>,
}

impl Files {
    /// The files, in the order in which they are read.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.paths.iter().map(Path::new)
    }

    /// The files that were meant: those of a directory or a glob in the order of their names.
    pub fn find(named: &[String]) -> Result<Files, ReadError> {
        let mut paths = Vec::new();
        for name in named {
            paths.extend(expand(name)?);
            if paths.len() > MOST_FILES {
                return Err(ReadError::file(name, "more than 65,535 files, which is more than one data set has"));
            }
        }
        let mut seen = BTreeSet::new();
        paths.retain(|path| seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.into())));
        paths.sort();
        Ok(Files { paths })
    }
}

fn expand(name: &str) -> Result<Vec<String>, ReadError> {
    let path = Path::new(name);
    if name == STANDARD_INPUT || path.is_file() {
        return Ok(vec![name.to_owned()]);
    }
    if path.is_dir() {
        return directory(name);
    }
    if name.contains(['*', '?', '[']) && !path.exists() {
        return glob(name);
    }
    Ok(vec![name.to_owned()])
}

fn directory(name: &str) -> Result<Vec<String>, ReadError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(name).map_err(|error| ReadError::io(name, &error))? {
        let path = entry.map_err(|error| ReadError::io(name, &error))?.path();
        let shown = path.to_string_lossy().into_owned();
        let wanted = ENDINGS.iter().any(|ending| shown.to_lowercase().ends_with(ending));
        if wanted && path.is_file() {
            paths.push(shown);
        }
    }
    if paths.is_empty() {
        return Err(ReadError::file(
            name,
            format!("a directory without data; expected files that end in {}", ENDINGS.join(", ")),
        ));
    }
    paths.sort();
    Ok(paths)
}

fn glob(name: &str) -> Result<Vec<String>, ReadError> {
    let wrong = |error: glob::PatternError| ReadError::file(name, format!("not a pattern: {error}"));
    let paths: Vec<PathBuf> = match name.contains("**") {
        true => below(name, &glob::Pattern::new(name).map_err(wrong)?),
        false => {
            glob::glob(name).map_err(wrong)?.flatten().filter(|path| path.is_file()).take(MOST_FILES + 1).collect()
        }
    };
    if paths.is_empty() {
        return Err(ReadError::file(name, "no file has such a name"));
    }
    Ok(paths.iter().map(|path| path.to_string_lossy().into_owned()).collect())
}

/// The files of a pattern that goes through folders. Links to folders are not followed: they may lead in circles.
fn below(name: &str, pattern: &glob::Pattern) -> Vec<PathBuf> {
    let rules = glob::MatchOptions { require_literal_separator: true, ..glob::MatchOptions::new() };
    let top = &name[..name.find(['*', '?', '[']).map_or(0, |at| name[..at].rfind('/').map_or(0, |slash| slash + 1))];
    let mut folders = vec![PathBuf::from(if top.is_empty() { "." } else { top })];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let path = path.strip_prefix(".").ok().filter(|_| top.is_empty()).map_or(path.clone(), Path::to_path_buf);
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if pattern.matches_path_with(&path, rules) && path.is_file() {
                found.push(path);
            }
            if found.len() > MOST_FILES {
                return found;
            }
        }
    }
    found
}

/// Opens a file or standard input and takes off its compression, which is told by its first bytes.
pub(super) fn open(path: &str) -> Result<Box<dyn BufRead>, ReadError> {
    let raw = once::open(path).map_err(|error| ReadError::io(path, &error))?;
    unpack(path, raw)
}

/// Whether a file begins as compressed ones do.
pub(super) fn is_compressed(start: &[u8]) -> bool {
    start.starts_with(&[0x1f, 0x8b]) || start.starts_with(&[0x28, 0xb5, 0x2f, 0xfd])
}

/// Takes off compression, which is told by the first bytes.
pub(super) fn unpack(path: &str, raw: Box<dyn Read>) -> Result<Box<dyn BufRead>, ReadError> {
    let wrong = |error: io::Error| ReadError::io(path, &error);
    let mut raw = BufReader::with_capacity(1 << 16, raw);
    let unpacked: Box<dyn Read> = match raw.fill_buf().map_err(wrong)? {
        [0x1f, 0x8b, ..] => Box::new(flate2::bufread::MultiGzDecoder::new(raw)),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Box::new(zstd::Decoder::with_buffer(raw).map_err(wrong)?),
        _ => return Ok(Box::new(raw)),
    };
    Ok(Box::new(BufReader::with_capacity(1 << 16, unpacked)))
}

/// A fault in the middle of a file.
pub(super) fn unreadable(path: &str, error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::FileTooLarge | io::ErrorKind::ResourceBusy => ReadError::file(path, error.to_string()),
        io::ErrorKind::UnexpectedEof => ReadError::file(path, "the compressed file ends too early; it was cut off"),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
            ReadError::file(path, format!("the compressed file is damaged: {error}"))
        }
        _ => ReadError::io(path, error),
    }
}
