//! Where data comes from: the embedded set, files, directories, globs and standard input.

pub mod china;
mod error;
#[cfg(feature = "parquet")]
pub mod export;
mod files;
mod guard;
mod input;
mod loader;
mod money;
mod number;
mod once;
#[cfg(feature = "parquet")]
mod parquet;
mod passes;
pub mod profile;
mod progress;
mod rejects;
mod repeats;
mod rows;
mod scan;
mod signatures;
mod sorter;
mod text;
pub mod tidy;

use crate::cube::grid::Grid;
use crate::cube::{Cube, Observation};
use crate::model::Period;
use crate::query::Query;
use crate::query::choice::{self, Told};

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

/// What is said of data that is too large to be looked at row by row.
const TOO_MIXED: &str = "totals stand beside parts for some rows only, and there are too many to choose one by one: \
    sums may be too small; ask for one flow, year or reporter at a time";

/// Something that answers a question with a cube.
///
/// The whole question goes in and a small cube comes out, so that a source can push filters and roll-up as deep as it
/// can. Whatever it does, the cube is the one that [`Query::key`] makes of its rows.
pub trait Source {
    /// Reads what the question needs; twice when totals and parts are mixed, which only the last row tells.
    fn load(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        // Where reading goes on without bad rows, each of them is told of once, whatever its year.
        let years = query.years.clone().filter(|_| !rejects.go_on());
        let mut query = Query { years, ..query.clone() };
        let mut cube = self.gather(&query, rejects)?;
        let is_of_several_years = |period: &Period| period.first().year() < period.last().year();
        if query.years.is_some() && cube.periods().iter().any(is_of_several_years) {
            // A way to a figure may lead over other years, whose rows were not looked at.
            query.years = None;
            cube = self.gather(&query, &mut Rejects::refuse())?;
        }
        if query.products.as_given || query.to.is_some() || !self.may_be_mixed() || !choice::is_mixed(&cube) {
            return Ok(cube);
        }
        if !query.traced
            && cube.rows > choice::FEW
            && !rejects.go_on()
            && let Some(digits) = self.finest(&cube, &query, Told::ALL)?
        {
            choice::set_aside(&mut cube, digits);
            return Ok(cube);
        }
        // Bad rows were told of in the first reading.
        match self.gather(&choice::apart(&query), &mut rejects.again()) {
            Ok(apart) => {
                cube.facts = choice::choose(&apart, &query);
                cube.is_chosen = true;
            }
            Err(ReadError::Question(_)) => cube.notes.push(TOO_MIXED.to_owned()),
            Err(error) => return Err(error),
        }
        Ok(cube)
    }

    /// The digits of the finest rows, where all other rows are their sums and say nothing that an answer would tell
    /// otherwise; some years are read at a time.
    fn finest(&self, head: &Cube, query: &Query, told: Told) -> Result<Option<u8>, ReadError> {
        let Some(digits) = choice::finest(head) else { return Ok(None) };
        for years in choice::together(head) {
            let apart = Query { years: Some(years), ..choice::apart(query) };
            let grid = self.grid(&apart, &[], false)?;
            if !grid.is_some_and(|grid| choice::is_told_by_the_finest(&grid, &apart, digits, told)) {
                return Ok(None);
            }
        }
        Ok(Some(digits))
    }

    /// Whether totals may stand in the data without their parts, and parts without their total.
    fn may_be_mixed(&self) -> bool {
        true
    }

    /// Reads what the question needs, once.
    fn gather(&self, query: &Query, rejects: &mut Rejects) -> Result<Cube, ReadError> {
        self.watch(query, rejects, &mut |_| Ok(()))
    }

    /// Reads sums for an answer that lists millions of them, months within some periods added up, if that can be done.
    /// Rows may repeat one another unless an earlier reading of the same files has ruled that out.
    fn grid(&self, _: &Query, _: &[Period], _: bool) -> Result<Option<Grid>, ReadError> {
        Ok(None)
    }

    /// Reads all rows as they are, to be written in another order, if that can be done without looking at them one by one.
    #[cfg(feature = "parquet")]
    fn rows(&self, _: &mut Rejects) -> Result<Option<(Cube, export::Rows)>, ReadError> {
        Ok(None)
    }

    /// The same, and shows each row that can be used as it stands, before anything is added up.
    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError>;
}

/// What is done with each row while it is read.
pub type Each<'e> = dyn FnMut(&Observation) -> Result<(), ReadError> + 'e;
