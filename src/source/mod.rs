//! Where data comes from: the embedded set, files, directories, globs and standard input.

pub mod china;
mod error;
mod files;
mod input;
mod loader;
mod money;
mod number;
pub mod profile;
mod rejects;
mod rows;
mod text;

use crate::cube::Cube;
use crate::query::Query;

pub use error::{BadRow, ReadError};
pub use files::FileSet;
pub use input::{Files, STANDARD_INPUT};
pub use rejects::Rejects;
pub use text::Bytes;

/// Something that answers a question with a cube.
///
/// The whole question goes in and a small cube comes out, so that a source can push filters and roll-up as deep as it
/// can. Whatever it does, the cube is the one that [`Query::key`] makes of its rows.
pub trait Source {
    /// Reads what the question needs.
    fn load(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError>;
}
