//! A data set of files.

use super::error::{ReadError, excerpt};
use super::loader::Loader;
use super::passes::DataSet;
use super::profile::{self, Profile};
use super::progress;
use super::rows::{self, Head, Opened};
use super::scan;
use super::{Each, Files, Rejects, Source};
use crate::cube::Cube;
use crate::cube::grid::Grid;
use crate::model::{Code, Period};
use crate::query::Query;
use crate::reference::name;

/// Files to read as one data set.
#[derive(Debug, Clone, Default)]
pub struct FileSet {
    /// The files.
    pub files: Files,
    /// Values for columns that the files lack.
    pub given: Vec<(String, String)>,
    /// How the files are laid out; recognised from their headers when not given.
    pub profile: Option<Profile>,
    /// Encoding of the files; found out when not given.
    pub encoding: Option<String>,
    /// How many threads read at the same time; as many as there are cores when not given.
    pub threads: Option<usize>,
    /// How many bytes are looked at together; what suits the cache of a core when not given.
    #[doc(hidden)]
    pub block_bytes: Option<usize>,
}

impl Source for FileSet {
    fn gather(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        match self.scan(query, rejects)? {
            Some(cube) => Ok(cube),
            None => self.watch(query, rejects, &mut |_| Ok(())),
        }
    }

    fn grid(&self, query: &Query, periods: &[Period], may_repeat: bool) -> Result<Option<Grid>, ReadError> {
        let name = self.name();
        let codes = Code::stored();
        let Some((loader, grid)) = scan::grid(self, &name, query, periods, may_repeat)? else {
            Code::forget(codes);
            return Ok(None);
        };
        Ok(Some(Grid { head: loader.finish(&mut Rejects::refuse())?, ..grid }))
    }

    #[cfg(feature = "parquet")]
    fn rows(&self, rejects: &mut Rejects) -> Result<Option<(Cube, super::export::Rows)>, ReadError> {
        if rejects.go_on() {
            return Ok(None);
        }
        let (name, query, codes) = (self.name(), Query::nothing(), Code::stored());
        let Some((loader, rows)) = scan::rows(self, &name, &query)? else {
            Code::forget(codes);
            return Ok(None);
        };
        Ok(Some((loader.finish(rejects)?, super::export::Rows::scanned(rows))))
    }

    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError> {
        let name = self.name();
        DataSet { name: &name, given: &self.given }.load(query, rejects, each, &mut |loader, rejects| {
            let paths = &self.files.paths;
            progress::begin_reading(&name, paths);
            for (at, path) in paths.iter().enumerate() {
                loader.has_more_files = at + 1 < paths.len();
                self.read(path, loader, rejects)?;
            }
            progress::end_reading();
            Ok(())
        })
    }
}

impl FileSet {
    /// Reads what a question needs by the fast reader; none where only the plain one can read the files.
    #[doc(hidden)]
    pub fn scan(&self, query: &Query, rejects: &mut Rejects) -> Result<Option<Cube>, ReadError> {
        if rejects.go_on() && rejects.look_for_repeats() {
            return Ok(None);
        }
        let name = self.name();
        let codes = Code::stored();
        let loader = scan::load(self, &name, query, rejects.look_for_repeats())?;
        if loader.is_none() {
            Code::forget(codes);
        }
        loader.map(|loader| loader.finish(rejects)).transpose()
    }

    /// How many threads read.
    pub(super) fn threads(&self) -> usize {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.unwrap_or_else(cores).clamp(1, MOST_THREADS)
    }

    fn name(&self) -> String {
        match self.files.paths.as_slice() {
            [one] if one == super::STANDARD_INPUT => "standard input".to_owned(),
            [one] => one.clone(),
            [first, .., last] => format!("{} files from {first} to {last}", self.files.paths.len()),
            [] => "nothing".to_owned(),
        }
    }

    fn read(&self, path: &str, loader: &mut Loader<'_>, rejects: &mut Rejects) -> Result<(), ReadError> {
        let file = loader.begin(path);
        let opened = rows::open(path, file, self.profile.as_ref(), self.encoding.as_deref())?;
        read_opened(path, opened, self.profile.as_ref(), loader, rejects)
    }
}

/// Reads rows by the profile that was given, or by the one that recognises their header.
pub(super) fn read_opened(
    path: &str,
    Opened { head, mut rows, note, .. }: Opened,
    profile: Option<&Profile>,
    loader: &mut Loader<'_>,
    rejects: &mut Rejects,
) -> Result<(), ReadError> {
    if let Some(note) = note {
        loader.note(format!("{path}: {note}"));
    }
    profile::read(profile_of(profile, &head)?, &head, rows.as_mut(), loader, rejects)
}

/// The profile that was given, or the one that recognises a header.
pub(super) fn profile_of<'p>(profile: Option<&'p Profile>, head: &Head) -> Result<&'p Profile, ReadError> {
    profile.or_else(|| profile::recognised(&head.columns)).ok_or_else(|| unknown_header(head))
}

/// Most threads that read.
const MOST_THREADS: usize = 256;

/// Longest heading that may be a word with a slip.
const LONGEST_HEADING: usize = 100;

/// The error for a header that no profile recognises: names what is lacking and what may be meant.
fn unknown_header(head: &Head) -> ReadError {
    let found = excerpt(&head.columns.join(","));
    let has = |name: &str| head.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
    let lacking: Vec<&str> = ["period", "flow", "value"].into_iter().filter(|name| !has(name)).collect();
    let near = lacking.iter().find_map(|name| {
        let short = head.columns.iter().map(String::as_str).filter(|column| column.len() <= LONGEST_HEADING);
        let near = name::nearest(name, short);
        near.first().map(|column| format!(" (is `{column}` meant for {name}?)"))
    });
    let why = format!(
        "header: found `{found}`, expected at least period, flow and value{}, or a layout that `tradestat list profiles` names; --profile FILE describes another one",
        near.unwrap_or_default(),
    );
    ReadError::line(&head.path, head.header_line, why)
}
