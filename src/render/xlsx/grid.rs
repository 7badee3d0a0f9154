//! A table on a sheet: heading, headings of columns, typed cells.

use std::io;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, IgnoreError, Worksheet, XlsxError};

use super::book::cause;
use super::digits::{held, pattern, plain};
use super::words;
use crate::render::machine::{Value, value};
use crate::render::number::{exact, fixed, fraction_digits, grouped};
use crate::render::people::Look;
use crate::render::sheet::{Sheet, cell};
use crate::render::wrap::{widest_piece, width, wrap};
use crate::render::{Scale, Style};
use crate::table::{Cell, Column, Kind, Role, Table};

/// Rows and columns of a sheet.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// Widest column, in letters.
const WIDEST: usize = 60;
/// Height of a line, in points.
const LINE: f64 = 15.0;
const GREY: Color = Color::RGB(0x59_63_6E);

/// What a reader must know of the cells of a sheet.
#[derive(Default)]
pub(super) struct Told {
    /// In what amounts are held and shown.
    pub(super) unit: String,
    /// What each mark means.
    pub(super) legend: Vec<(&'static str, String)>,
    /// Figures that are text because of their many digits.
    pub(super) digits: usize,
    /// Texts that were cut.
    pub(super) cut: usize,
}

/// A table that is on its way to a sheet.
struct Grid<'a> {
    table: &'a Table,
    sheet: Sheet<'a>,
    look: Look,
    told: Told,
}

/// Sets `table` on a sheet that is empty.
pub(super) fn fill(to: &mut Worksheet, table: &Table, style: &Style) -> io::Result<Told> {
    let sheet = Sheet::of(table, style);
    let look = Look::of(table, style);
    let mut grid = Grid { table, look, told: Told::default(), sheet };
    let headings = grid.headings();
    grid.fits(headings.len())?;
    grid.set(to, &headings).map_err(cause)?;
    grid.told.legend = std::mem::take(&mut grid.sheet.legend);
    Ok(grid.told)
}

impl Grid<'_> {
    fn fits(&self, above: usize) -> io::Result<()> {
        let (rows, columns) = (self.sheet.rows.len() + above + 1, self.sheet.heads.len());
        let many = |number: usize| grouped(&number.to_string());
        let found = match (rows > MOST_ROWS, columns > MOST_COLUMNS) {
            (true, _) => format!("{} rows, this answer has {} with its heading", many(MOST_ROWS), many(rows)),
            (_, true) => format!("{} columns, this answer has {}", many(MOST_COLUMNS), many(columns)),
            _ => return Ok(()),
        };
        Err(io::Error::other(format!("a sheet of a workbook holds {found}; ask for less, or for --format csv")))
    }

    /// The lines above the table.
    fn headings(&mut self) -> Vec<String> {
        self.told.unit = self.unit();
        let lines = [&self.table.title].into_iter().chain(&self.table.about).chain([&self.told.unit]);
        lines.filter(|line| !line.trim().is_empty()).cloned().collect()
    }

    /// In what amounts are held and shown. A spreadsheet shows a number in thousands, millions, billions and so on, but
    /// not in hundreds of millions: these are held as they are shown.
    fn unit(&self) -> String {
        match (self.look.scale, self.table.unit.as_str()) {
            _ if self.sheet.unit.is_empty() => String::new(),
            (Scale::Auto | Scale::One | Scale::HundredMillion, _) => self.sheet.unit.clone(),
            (scale, unit) => format!("{unit}, shown in {}s", scale.label("")).trim_start_matches(", ").to_owned(),
        }
    }

    fn set(&mut self, to: &mut Worksheet, headings: &[String]) -> Result<(), XlsxError> {
        let top = Format::new().set_bold().set_font_size(14);
        let about = Format::new().set_font_color(GREY);
        for (row, line) in (0..).zip(headings) {
            words::write(to, row, 0, line, if row == 0 { &top } else { &about })?;
        }
        let first = headings.len() as u32;
        if self.sheet.is_empty() {
            to.write_string(first, 0, "no rows")?;
            return Ok(());
        }
        self.heads(to, first)?;
        for at in 0..self.table.rows.len() {
            self.row(to, first + 1 + at as u32, at)?;
        }
        self.frame(to, first)
    }

    fn heads(&self, to: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
        let plain = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Bottom);
        let plain = plain.set_border_bottom(FormatBorder::Thin).set_background_color(Color::RGB(0xEE_F1_F4));
        let mut height = 1;
        for (place, head) in self.sheet.heads.iter().enumerate() {
            let side = if head.right { FormatAlign::Right } else { FormatAlign::Left };
            words::write(to, row, place as u16, &head.text, &plain.clone().set_align(side))?;
            let cells = self.sheet.rows.iter().map(|(_, cells)| width(&cells[place])).max().unwrap_or(0);
            // The button of the filter takes the room of some letters.
            let needed = cells.max(widest_piece(&head.text) + 2).min(WIDEST) + 2;
            to.set_column_width(place as u16, needed as f64)?;
            height = height.max(wrap(&head.text, Some(needed - 2), 0).len());
        }
        to.set_row_height(row, LINE * height as f64).map(drop)
    }

    fn row(&mut self, to: &mut Worksheet, row: u32, at: usize) -> Result<(), XlsxError> {
        let table = self.table;
        let given = &table.rows[at];
        for shown in 0..self.sheet.places.len() {
            let place = self.sheet.places[shown];
            let format = of_role(given.role);
            self.cell(to, (row, shown as u16), cell(&given.cells, place), &table.columns[place], format)?;
        }
        Ok(())
    }

    fn cell(
        &mut self,
        to: &mut Worksheet,
        (row, at): (u32, u16),
        cell: &Cell,
        column: &Column,
        format: Format,
    ) -> Result<(), XlsxError> {
        let right = column.kind != Kind::Text;
        let format = if right { format.set_align(FormatAlign::Right) } else { format };
        let Some(figure) = self.look.figure(cell, column) else {
            return match cell {
                Cell::Text(text) => {
                    self.told.cut += usize::from(words::write(to, row, at, text, &format)?);
                    Ok(())
                }
                Cell::Missing(why) => {
                    to.write_string_with_format(row, at, why.mark(), &format.set_font_color(GREY)).map(drop)
                }
                _ => to.write_blank(row, at, &format).map(drop),
            };
        };
        let held_as_shown = self.look.scale == Scale::HundredMillion && figure.power > 0;
        let digits = match (cell, value(cell)) {
            (Cell::Amount(amount), _) if held_as_shown => {
                fixed(*amount, figure.power, fraction_digits(*amount) + figure.power)
            }
            (Cell::Amount(amount), _) => exact(*amount),
            (_, Value::Number(digits)) => digits,
            _ => String::new(),
        };
        let format = format.set_num_format(pattern(&figure, if held_as_shown { 0 } else { figure.power }));
        match held(&digits) {
            Some(number) => to.write_number_with_format(row, at, number, &format).map(drop),
            None => {
                self.told.digits += 1;
                to.write_string_with_format(row, at, plain(&digits), &format).map(drop)
            }
        }
    }

    /// What stays in sight, what can be filtered, and how it is printed. Totals at the end are not filtered away.
    fn frame(&self, to: &mut Worksheet, first: u32) -> Result<(), XlsxError> {
        let rows = self.sheet.rows.len() as u32;
        let columns = self.sheet.heads.len() as u16;
        let totals = self.sheet.rows.iter().rev().take_while(|(role, _)| *role == Role::Total).count() as u32;
        let last = if totals < rows { first + rows - totals } else { first + rows };
        to.autofilter(first, 0, last, columns - 1)?;
        let names = self.sheet.heads.first().is_some_and(|head| !head.right);
        to.set_freeze_panes(first + 1, u16::from(names))?;
        to.set_repeat_rows(first, first)?;
        to.set_landscape().set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
        if self.told.digits > 0 {
            to.ignore_error_range(first + 1, 0, first + rows, columns - 1, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }
}

/// Totals stand out, what is left of a whole stands back.
fn of_role(role: Role) -> Format {
    match role {
        Role::Line => Format::new(),
        Role::Total => Format::new().set_bold().set_border_top(FormatBorder::Thin),
        Role::Rest => Format::new().set_italic().set_font_color(GREY),
    }
}
