//! A sheet of text, a line a row.

use std::io;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::book::cause;
use super::words;

/// How many letters wide the column is.
const WIDE: usize = 85;

/// Sets lines below one another, the first as a title.
pub(super) fn fill(sheet: &mut Worksheet, lines: &[&str]) -> io::Result<()> {
    let (title, plain) =
        (Format::new().set_bold().set_font_size(14), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    sheet.set_column_width(0, WIDE as f64).map_err(cause)?;
    for (row, line) in (0..).zip(lines) {
        words::write(sheet, row, 0, line, if row == 0 { &title } else { &plain }).map_err(cause)?;
        if row > 0 {
            sheet.set_row_height(row, words::height([(*line, WIDE)].into_iter())).map_err(cause)?;
        }
    }
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
