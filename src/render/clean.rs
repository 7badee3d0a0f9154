//! Text from data made harmless: for terminals, and for spreadsheets.

use std::borrow::Cow;

/// Whether a terminal or a reader may be led astray by `letter`: control characters, line and paragraph separators,
/// marks that change the direction of text, and marks without a shape that hide in a word.
pub(super) fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}')
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(letter, '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The text on one line, with everything unsafe in a visible form, such as `\n` or `\u{1b}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        if is_unsafe(letter) {
            shown.extend(letter.escape_default());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

/// The text with an apostrophe before it where a spreadsheet would take it for a formula: after any blanks it starts
/// with `=`, `+`, `-` or `@`, or it starts with a tab or the end of a line.
pub fn guarded(text: &str) -> Cow<'_, str> {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@']);
    if formula || text.starts_with(['\t', '\r', '\n']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_unsafe_becomes_visible() {
        assert_eq!(visible("\u{1b}[31mred\u{7f}"), r"\u{1b}[31mred\u{7f}");
        assert_eq!(visible("a\tb\r\nc"), r"a\tb\r\nc");
        assert_eq!(
            visible("\u{85}\u{2028}\u{202e}\u{2066}\u{200f}\u{feff}"),
            r"\u{85}\u{2028}\u{202e}\u{2066}\u{200f}\u{feff}"
        );
        assert!(matches!(visible("Côte d'Ivoire, 中国"), Cow::Borrowed("Côte d'Ivoire, 中国")));
    }

    #[test]
    fn formulas_are_guarded() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "  =1", "\u{a0}-1"] {
            assert_eq!(guarded(formula), format!("'{formula}"));
        }
        for word in ["", "a=b", "1-2", " x", "hs:85", "'=1"] {
            assert_eq!(guarded(word), word);
        }
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in any::<String>()) {
            prop_assert!(!visible(&text).contains(is_unsafe));
        }
    }
}
