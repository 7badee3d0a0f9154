//! The sheet of notes: what the marks of each table mean, its source, how its numbers are held.

use std::io;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet};

use super::book::cause;
use super::grid::Told;
use super::words;
use crate::table::Table;

/// The columns of the sheet, and how many letters wide they are.
const COLUMNS: [(&str, usize); 3] = [("sheet", 33), ("what", 10), ("text", 110)];

/// Rows of the sheet: of which table, what kind of remark, and the remark.
#[derive(Default)]
pub(super) struct Notes(Vec<[String; 3]>);

impl Notes {
    /// Adds what stands below a table, and what is to be known of its cells.
    pub(super) fn add(&mut self, name: &str, table: &Table, told: Told) {
        let mut add = |what: &str, text: String| self.say(name, what, &text);
        if !told.unit.is_empty() {
            add("unit", told.unit);
        }
        for (mark, meaning) in told.legend {
            add(mark, meaning);
        }
        table.source.iter().for_each(|source| add("source", source.clone()));
        table.notes.iter().for_each(|note| add("note", note.clone()));
        if told.digits > 0 {
            let many = told.digits;
            add(
                "digits",
                format!(
                    "{many} of the figures have more digits than a number in a workbook can hold; they are text, with all their digits"
                ),
            );
        }
        if told.cut > 0 {
            add(
                "length",
                format!("{} of the texts are longer than a cell holds (32,767 letters) and end in …", told.cut),
            );
        }
    }

    /// Adds a remark.
    pub(super) fn say(&mut self, name: &str, what: &str, text: &str) {
        self.0.push([name, what, text].map(str::to_owned));
    }

    pub(super) fn fill(&self, sheet: &mut Worksheet) -> io::Result<()> {
        let head = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        for (column, (heading, width)) in (0..).zip(COLUMNS) {
            sheet.set_column_width(column, width as f64).map_err(cause)?;
            sheet.write_string_with_format(0, column, heading, &head).map_err(cause)?;
        }
        for (row, cells) in (1..).zip(&self.0) {
            for (column, text) in (0..).zip(cells) {
                words::write(sheet, row, column, text, &body).map_err(cause)?;
            }
            let columns = cells.iter().zip(COLUMNS).map(|(text, (_, width))| (text.as_str(), width));
            sheet.set_row_height(row, words::height(columns)).map_err(cause)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(cause)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }
}
