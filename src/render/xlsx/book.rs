//! The sheets of a workbook, in order, and what is common to them.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use super::graph::{self, Graph};
use super::grid;
use super::name::{NOTES, Names};
use super::notes::Notes;
use super::text;
use crate::render::Style;
use crate::table::Table;

/// A workbook that is made sheet by sheet. Its bytes depend on what it holds alone.
#[derive(Default)]
pub struct Book {
    workbook: Workbook,
    names: Names,
    notes: Notes,
}

impl Book {
    /// Adds a table as a sheet of its own, and what stands below it to the notes.
    ///
    /// # Errors
    /// A sentence where the table is larger than a sheet.
    pub fn table(&mut self, name: &str, table: &Table, style: &Style) -> io::Result<()> {
        let name = self.names.free(name);
        let mut sheet = Worksheet::new();
        sheet.set_name(&name).map_err(cause)?;
        let told = grid::fill(&mut sheet, table, style)?;
        self.notes.add(&name, table, told);
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    /// Adds a sheet of charts with their numbers; remarks, each after a word that says of what kind it is, go to the notes.
    ///
    /// # Errors
    /// Where there are more numbers than a sheet has rows.
    pub fn graphs(&mut self, name: &str, graphs: &[Graph], remarks: &[(&str, &str)]) -> io::Result<()> {
        let name = self.names.free(name);
        let mut sheet = Worksheet::new();
        sheet.set_name(&name).map_err(cause)?;
        graph::fill(&mut sheet, &name, graphs).map_err(cause)?;
        remarks.iter().for_each(|(what, text)| self.notes.say(&name, what, text));
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    /// Adds a sheet of text, the first line of which is its title.
    ///
    /// # Errors
    /// Where it is longer than a sheet.
    pub fn text(&mut self, name: &str, lines: &[&str]) -> io::Result<()> {
        let mut sheet = Worksheet::new();
        sheet.set_name(self.names.free(name)).map_err(cause)?;
        text::fill(&mut sheet, lines)?;
        self.workbook.push_worksheet(sheet);
        Ok(())
    }

    /// The bytes of the workbook.
    ///
    /// # Errors
    /// Where it cannot be put together.
    pub fn finish(mut self) -> io::Result<Vec<u8>> {
        let mut sheet = Worksheet::new();
        sheet.set_name(NOTES).map_err(cause)?;
        self.notes.fill(&mut sheet)?;
        self.workbook.push_worksheet(sheet);
        // A date of making would make the same answer other bytes on another day.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(cause)?;
        self.workbook.set_properties(&DocProperties::new().set_author("tradestat").set_creation_datetime(&made));
        self.workbook.save_to_buffer().map_err(cause)
    }
}

/// The error as one of the output.
pub(super) fn cause(error: XlsxError) -> io::Error {
    io::Error::other(error)
}
