//! How often data is read: once, and again when rows repeat one another.

use super::error::ReadError;
use super::loader::{Loader, Unique};
use super::{Each, Rejects};
use crate::cube::{Cube, Observation};
use crate::query::Query;

/// Gives the rows of a data set to a loader.
pub(super) type Read<'r> = dyn FnMut(&mut Loader<'_>, &mut Rejects) -> Result<(), ReadError> + 'r;

/// A data set that rows are read from.
pub(super) struct DataSet<'d> {
    /// What messages call it.
    pub(super) name: &'d str,
    /// Values for columns that it lacks.
    pub(super) given: &'d [(String, String)],
}

impl DataSet<'_> {
    /// Makes the cube of a question.
    ///
    /// Which rows repeat an earlier one is known after the last row. Where bad rows are refused, they are told of in a
    /// second reading; where reading goes on without bad rows, they are looked for in a reading before the real one.
    pub(super) fn load(
        &self,
        query: &Query,
        rejects: &mut Rejects,
        each: &mut Each<'_>,
        read: &mut Read<'_>,
    ) -> Result<Cube, ReadError> {
        if !rejects.look_for_repeats() {
            return self.pass(query, Unique::Trusted, rejects, each, read)?.finish(rejects);
        }
        let mut unseen = |_: &Observation| Ok(());
        if rejects.go_on() {
            let nothing = Query::nothing();
            let known = self.pass(&nothing, Unique::looking(), &mut Rejects::keep(0), &mut unseen, read)?.repeats()?;
            let known = known.map_or(Unique::Trusted, Unique::Known);
            return self.pass(query, known, rejects, each, read)?.finish(rejects);
        }
        let mut loader = self.pass(query, Unique::looking(), rejects, each, read)?;
        match loader.repeats()? {
            None => loader.finish(rejects),
            Some(found) => {
                *rejects = Rejects::refuse();
                self.pass(query, Unique::Known(found), rejects, &mut unseen, read)?.finish(rejects)
            }
        }
    }

    fn pass<'l>(
        &'l self,
        query: &'l Query,
        unique: Unique,
        rejects: &mut Rejects,
        each: &'l mut Each<'_>,
        read: &mut Read<'_>,
    ) -> Result<Loader<'l>, ReadError> {
        let mut loader = Loader::new(self.name, query, None, self.given);
        loader.unique = unique;
        loader.each = Some(each);
        read(&mut loader, rejects)?;
        Ok(loader)
    }
}
