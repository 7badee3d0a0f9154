//! A data set of files.

use super::loader::Loader;
use super::{Files, ReadError, Rejects, Source, layout};
use crate::cube::Cube;
use crate::query::Query;

/// Files to read as one data set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSet {
    /// The files.
    pub files: Files,
    /// Values for columns that the files lack.
    pub given: Vec<(String, String)>,
}

impl Source for FileSet {
    fn load(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        let mut loader = Loader::new(&self.name(), query, None, &self.given);
        for path in &self.files.paths {
            layout::read(path, &mut loader, rejects)?;
        }
        loader.finish(rejects)
    }
}

impl FileSet {
    fn name(&self) -> String {
        match self.files.paths.as_slice() {
            [one] if one == super::STANDARD_INPUT => "standard input".to_owned(),
            [one] => one.clone(),
            [first, .., last] => format!("{} files from {first} to {last}", self.files.paths.len()),
            [] => "nothing".to_owned(),
        }
    }
}
