//! A data set that is in memory already.

use std::io::Cursor;

use super::files::read_opened;
use super::passes::DataSet;
use super::profile::Profile;
use super::{Each, ReadError, Rejects, Source, input, rows};
use crate::cube::Cube;
use crate::query::Query;

/// The bytes of one file, in any layout and compression that a file may have.
#[derive(Debug, Clone, Default)]
pub struct Bytes {
    /// What messages call it.
    pub name: String,
    /// What the file holds.
    pub bytes: Vec<u8>,
    /// Values for columns that it lacks.
    pub given: Vec<(String, String)>,
    /// How it is laid out; recognised from the header when not given.
    pub profile: Option<Profile>,
}

impl Source for Bytes {
    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError> {
        let set = DataSet { name: &self.name, given: &self.given };
        set.load(query, rejects, each, &mut |loader, rejects| {
            let file = loader.begin(&self.name);
            let raw = input::unpack(&self.name, Box::new(Cursor::new(self.bytes.clone())))?;
            let opened = rows::open_bytes(&self.name, file, raw, self.profile.as_ref(), None)?;
            read_opened(&self.name, opened, self.profile.as_ref(), loader, rejects)
        })
    }
}
