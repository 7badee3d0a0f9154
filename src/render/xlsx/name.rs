//! Names of sheets: at most 31 letters, without those that a spreadsheet forbids, each once.

use std::collections::BTreeSet;

use crate::render::clean::visible;

/// The sheet of notes and sources.
pub(super) const NOTES: &str = "Notes";
const MOST: usize = 31;

/// The names that are taken, in small letters: a spreadsheet does not tell `Exports` from `EXPORTS`.
pub(super) struct Names(BTreeSet<String>);

impl Default for Names {
    /// `History` is a name that spreadsheets keep for themselves.
    fn default() -> Names {
        Names([NOTES, "History"].map(str::to_lowercase).into())
    }
}

impl Names {
    /// The name as a sheet can have it, with a number where it is taken.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let wanted = allowed(wanted);
        let numbered = (2..).map(|number| {
            let end = format!(" {number}");
            cut(&wanted, MOST - end.len()).trim_end().to_owned() + &end
        });
        let mut names = std::iter::once(cut(&wanted, MOST).trim_end_matches([' ', '\'']).to_owned()).chain(numbered);
        // The numbers do not end.
        names.find(|name| self.0.insert(name.to_lowercase())).unwrap_or_default()
    }
}

fn allowed(wanted: &str) -> String {
    let letter = |letter: char| if "[]:*?/\\".contains(letter) { ' ' } else { letter };
    let plain: String = visible(wanted).chars().map(letter).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name = words.join(" ").trim_matches('\'').trim().to_owned();
    if name.is_empty() { "Table".to_owned() } else { name }
}

/// A beginning of at most so many units of UTF-16, in which spreadsheets count.
pub(super) fn cut(text: &str, most: usize) -> &str {
    let mut length = 0;
    let end = text.char_indices().find(|(_, letter)| {
        length += letter.len_utf16();
        length > most
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_cut_cleaned_and_told_apart() {
        let mut names = Names::default();
        assert_eq!(names.free("Exports: by [partner]/product?"), "Exports by partner product");
        assert_eq!(names.free("EXPORTS by partner product"), "EXPORTS by partner product 2");
        assert_eq!(names.free("'quoted'"), "quoted");
        assert_eq!(names.free("notes"), "notes 2");
        assert_eq!(names.free(""), "Table");
        assert_eq!(names.free("*"), "Table 2");
        let long = "Mechanical and electrical products";
        assert_eq!(names.free(long), "Mechanical and electrical produ");
        assert_eq!(names.free(long), "Mechanical and electrical pro 2");
        assert_eq!(names.free(&"😀".repeat(20)).chars().count(), 15);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn every_name_is_one_that_a_sheet_can_have(words in prop::collection::vec(any::<String>(), 1..6)) {
            let mut names = Names::default();
            let mut book = rust_xlsxwriter::Workbook::new();
            for word in &words {
                prop_assert!(book.add_worksheet().set_name(names.free(word)).is_ok(), "{word:?}");
            }
            prop_assert!(book.save_to_buffer().is_ok());
        }
    }
}
