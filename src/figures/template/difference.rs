//! Where a text on disk differs from what its template gives, and which expressions wrote those words.

use std::fmt;
use std::ops::Range;

use super::{Filled, Written};
use crate::render::visible;

/// Letters shown before and after what differs.
const AROUND: usize = 60;

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its number, from 1.
    pub line: usize,
    /// What the file has there; none where it has no such line.
    pub found: Option<String>,
    /// What it should have; none where it should have no such line.
    pub expected: Option<String>,
    /// The expressions that gave it, and what each wrote.
    pub written: Vec<(Written, String)>,
}

/// The lines of a file that differ from a filled text. Lines before and after that agree are no part of it, so that a
/// line more or less does not shift all others.
pub fn differences(found: &str, filled: &Filled) -> Vec<Difference> {
    let (old, new) = (lines(found), lines(&filled.text));
    let same = |pair: &(&Range<usize>, &Range<usize>)| found[pair.0.clone()] == filled.text[pair.1.clone()];
    let before = old.iter().zip(&new).take_while(same).count();
    let (old_rest, new_rest) = (&old[before..], &new[before..]);
    let after = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - after], &new_rest[..new_rest.len() - after]);
    let pairs = (0..old_rest.len().max(new_rest.len())).map(|at| (at, old_rest.get(at), new_rest.get(at)));
    pairs
        .filter(|(_, old, new)| old.zip(*new).is_none_or(|pair| !same(&pair)))
        .map(|(at, old, new)| difference(before + at + 1, old.map(|old| &found[old.clone()]), new, filled))
        .collect()
}

/// The bytes of each line, without its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        })
        .collect()
}

fn difference(line: usize, found: Option<&str>, expected: Option<&Range<usize>>, filled: &Filled) -> Difference {
    let text = expected.map(|range| &filled.text[range.clone()]);
    let (old, new) = changed(found.unwrap_or_default(), text.unwrap_or_default());
    let start = expected.map_or(0, |range| range.start);
    let changed = start + new.start..start + new.end;
    let touches = |bytes: &Range<usize>| bytes.start <= changed.end && changed.start <= bytes.end;
    let inside = |bytes: &Range<usize>| expected.is_some_and(|line| bytes.start < line.end && line.start < bytes.end);
    let written = filled.written.iter().filter(|written| inside(&written.bytes) && touches(&written.bytes));
    Difference {
        line,
        found: found.map(|text| excerpt(text, &old)),
        expected: text.map(|text| excerpt(text, &new)),
        written: written.map(|part| (part.clone(), shown(&filled.text[part.bytes.clone()]))).collect(),
    }
}

/// The bytes in which two lines differ.
fn changed(old: &str, new: &str) -> (Range<usize>, Range<usize>) {
    let pairs = old.chars().zip(new.chars());
    let start: usize = pairs.take_while(|(old, new)| old == new).map(|(letter, _)| letter.len_utf8()).sum();
    let pairs = old[start..].chars().rev().zip(new[start..].chars().rev());
    let end: usize = pairs.take_while(|(old, new)| old == new).map(|(letter, _)| letter.len_utf8()).sum();
    (start..old.len() - end, start..new.len() - end)
}

/// The part of a line around what differs.
fn excerpt(line: &str, changed: &Range<usize>) -> String {
    let before = line[..changed.start].char_indices().rev().nth(AROUND).map(|(at, _)| at);
    let after = line[changed.end..].char_indices().nth(AROUND).map(|(at, _)| changed.end + at);
    let text = visible(&line[before.unwrap_or(0)..after.unwrap_or(line.len())]).into_owned();
    let mark = |cut: Option<usize>| if cut.is_some() { "..." } else { "" };
    format!("{}{text}{}", mark(before), mark(after))
}

fn shown(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    excerpt(line, &(0..0))
}

impl fmt::Display for Difference {
    /// Two lines with what was found and expected, and one for each expression.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "no line".to_owned());
        write!(f, "line {}\n  found     {}\n  expected  {}", self.line, text(&self.found), text(&self.expected))?;
        self.written.iter().try_for_each(|(Written { place, source, .. }, words)| {
            write!(f, "\n  {place}: {{{{ {} }}}} gives `{words}`", shown(source))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn filled(text: &str) -> Filled {
        Filled { text: text.to_owned(), written: Vec::new() }
    }

    #[test]
    fn a_long_line_is_shown_around_what_differs() {
        let line = |word: &str| format!("{}{word}{}", "前".repeat(100), "后".repeat(100));
        let found = differences(&line("6.1"), &filled(&line("6.2")));
        let shown = found[0].to_string();
        assert_eq!(found.len(), 1);
        assert!(shown.contains("前6.1后") && shown.contains("前6.2后") && shown.matches("...").count() == 4, "{shown}");
    }

    #[test]
    fn only_expressions_that_wrote_what_differs_are_named() {
        let part =
            |bytes: Range<usize>, place: &str| Written { bytes, place: place.to_owned(), source: "x".to_owned() };
        let written = vec![part(0..3, "t:1"), part(8..11, "t:2"), part(12..15, "t:3")];
        let filled = Filled { text: "6.2 and 7.5\n8.1".to_owned(), written };
        let places = |found: &str| -> Vec<String> {
            let all = differences(found, &filled);
            all.iter().flat_map(|one| one.written.iter().map(|(part, _)| part.place.clone())).collect()
        };
        assert_eq!(places("6.1 and 7.5\n8.1"), ["t:1"]);
        assert_eq!(places("6.2 and 7.4\n8.1"), ["t:2"]);
        assert_eq!(places("6.2 or 7.5\n8.0"), ["t:3"]);
    }

    proptest! {
        #[test]
        fn there_is_a_difference_where_texts_differ(found in "[ab文\r\n]{0,12}", expected in "[ab文\r\n]{0,12}") {
            let all = differences(&found, &filled(&expected));
            prop_assert_eq!(all.is_empty(), found == expected, "{:?}", all);
            prop_assert!(all.iter().all(|one| one.found != one.expected || one.found.is_none()));
        }
    }
}
