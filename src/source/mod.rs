//! Where data comes from: the embedded set, files, directories, globs and standard input.

pub mod china;
mod error;
mod files;
mod input;
mod loader;
mod money;
mod number;
mod once;
#[cfg(feature = "parquet")]
pub mod parquet;
mod passes;
pub mod profile;
mod progress;
mod rejects;
mod repeats;
mod rows;
mod signatures;
mod sorter;
mod text;
pub mod tidy;

use crate::cube::{Cube, Observation};
use crate::query::Query;

pub use error::{BadRow, ReadError};
pub use files::FileSet;
pub use input::{Files, STANDARD_INPUT};
pub use loader::identity;
pub use progress::{Counted, Progress, Task, begin_writing, progress};
pub use rejects::Rejects;
pub use repeats::{Found, Repeats};
pub use rows::WITHOUT_PARQUET;
pub use signatures::{Differing, Signatures, fingerprint};
pub use text::Bytes;

/// Something that answers a question with a cube.
///
/// The whole question goes in and a small cube comes out, so that a source can push filters and roll-up as deep as it
/// can. Whatever it does, the cube is the one that [`Query::key`] makes of its rows.
pub trait Source {
    /// Reads what the question needs; twice when the levels of products complement one another, which only the last
    /// row tells.
    fn load(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        let cube = self.watch(query, rejects, &mut |_| Ok(()))?;
        if query.by_heading || !cube.has_mixed_levels() {
            return Ok(cube);
        }
        // Bad rows were told of in the first reading.
        let query = Query { by_heading: true, ..query.clone() };
        let mut cube = self.watch(&query, &mut rejects.again(), &mut |_| Ok(()))?;
        cube.is_by_heading = true;
        Ok(cube)
    }

    /// The same, and shows each row that can be used as it stands, before anything is added up.
    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError>;
}

/// What is done with each row while it is read.
pub type Each<'e> = dyn FnMut(&Observation) -> Result<(), ReadError> + 'e;
