//! Text in cells: never a formula, never markup, never longer than a cell.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::name::cut;
use crate::render::clean::{guarded, visible};
use crate::render::wrap::wrap;

/// The most that a cell holds, in units of UTF-16.
const MOST: usize = 32_767;

/// Height of a line, in points, and the most lines that a row may be high.
const LINE: f64 = 15.0;
const MOST_LINES: usize = 27;

/// How high a row is whose texts are wrapped in columns so many letters wide. Not every program finds it by itself.
pub(super) fn height<'a>(columns: impl Iterator<Item = (&'a str, usize)>) -> f64 {
    // A little less than the column, since letters differ.
    let lines = columns.map(|(text, width)| wrap(text, Some(width * 9 / 10), 0).len()).max();
    LINE * lines.unwrap_or(1).min(MOST_LINES) as f64
}

/// Writes a text as such; whether it had to be cut.
///
/// A text that would be taken for a formula when it is typed anew is marked as text.
pub(super) fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<bool, XlsxError> {
    let shown = visible(text);
    let whole = cut(&shown, MOST);
    let is_cut = whole.len() < shown.len();
    let text = if is_cut { Cow::Owned(format!("{}…", cut(whole, MOST - 1))) } else { Cow::Borrowed(whole) };
    let marked = matches!(guarded(&text), Cow::Owned(_)).then(|| format.clone().set_quote_prefix());
    let format = marked.as_ref().unwrap_or(format);
    if text.starts_with("<r>") {
        // The library takes such a text for runs of letters with their formats, and would write it as it is.
        sheet.write_rich_string_with_format(row, column, &[(&Format::default(), text.as_ref())], format)?;
    } else {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(is_cut)
}
