//! Text in cells: never a formula, never markup, never longer than a cell.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::name::cut;
use crate::render::clean::{guarded, visible};

/// The most that a cell holds, in units of UTF-16.
const MOST: usize = 32_767;

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
