//! Rows of an embedded list.

use memchr::{memchr, memrchr};

use crate::model::Code;

/// The rows of an embedded CSV without its header, a line each. The lists are checked by tests, so that a row is never ragged.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().skip(1).map(cells)
}

/// The parts of a cell that holds several, divided by bars.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}

/// The row with this key in its first cell, found by halving: the list is sorted by it and is not read whole.
pub(super) fn find(text: &'static str, key: &str) -> Option<Vec<&'static str>> {
    line(text, key).map(cells)
}

/// The cells of one line. A reader of whole files costs more to set up than a line costs to read.
fn cells(line: &'static str) -> Vec<&'static str> {
    let mut cells = Vec::with_capacity(8);
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return cells,
        }
    }
}

/// What stands before the quotation mark that ends a cell, each pair of them as one, and what stands after it.
fn unquoted(text: &'static str) -> (&'static str, &'static str) {
    let mut at = 0;
    loop {
        let end = text[at..].find('"').map_or(text.len(), |found| at + found);
        if !text[end..].starts_with("\"\"") {
            let after = text.get(end + 1..).unwrap_or_default();
            let cell = &text[..end];
            return if at == 0 { (cell, after) } else { (Code::of(&cell.replace("\"\"", "\"")).as_str(), after) };
        }
        at = end + 2;
    }
}

fn line(text: &'static str, key: &str) -> Option<&'static str> {
    let body = text.split_once('\n')?.1;
    let (mut low, mut high) = (0, body.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = memrchr(b'\n', &body.as_bytes()[..middle]).map_or(0, |at| at + 1);
        let end = memchr(b'\n', &body.as_bytes()[start..]).map_or(body.len(), |at| start + at);
        let line = &body[start..end];
        let own = memchr(b',', line.as_bytes()).map_or(line, |at| &line[..at]);
        match own.cmp(key) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = (end + 1).min(body.len()),
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_key_and_no_other() {
        let text = "key,name\na,1\nab,2\nb,\"3,4\"\nc,\"5\"\"6\"\n";
        for (key, name) in [("a", "1"), ("ab", "2"), ("b", "3,4"), ("c", "5\"6")] {
            assert_eq!(find(text, key).map(|row| row[1]), Some(name), "{key}");
        }
        for key in ["", "A", "aa", "abc", "d"] {
            assert!(find(text, key).is_none(), "{key}");
        }
        assert!(find("key", "a").is_none());
    }
}
