//! Rows of an embedded list.

/// The rows of an embedded CSV without its header. The lists are checked by tests, so that a row is never ragged.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).into_records().filter_map(Result::ok)
}

/// The parts of a cell that holds several, divided by bars.
pub(super) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|part| !part.is_empty())
}

/// An embedded cell that lives as long as the program.
pub(super) fn keep(cell: &str) -> &'static str {
    crate::model::Code::of(cell).as_str()
}

/// The row with this key in its first cell, found by halving: the list is sorted by it and is not read whole.
pub(super) fn find(text: &'static str, key: &str) -> Option<Vec<String>> {
    line(text, key).map(cells)
}

/// The cells of one line. A reader of whole files costs more to set up than a line costs to read.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => {
                cells.last_mut().into_iter().for_each(|cell| cell.push('"'))
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().into_iter().for_each(|cell| cell.push(letter)),
        }
    }
    cells
}

fn line(text: &'static str, key: &str) -> Option<&'static str> {
    let body = text.split_once('\n')?.1;
    let (mut low, mut high) = (0, body.len());
    while low < high {
        let middle = (low + high) / 2;
        let start = body.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let end = body.as_bytes()[start..].iter().position(|byte| *byte == b'\n').map_or(body.len(), |at| start + at);
        let line = &body[start..end];
        match line.split(',').next()?.cmp(key) {
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
            assert_eq!(find(text, key).map(|row| row[1].clone()), Some(name.to_owned()), "{key}");
        }
        for key in ["", "A", "aa", "abc", "d"] {
            assert!(find(text, key).is_none(), "{key}");
        }
        assert!(find("key", "a").is_none());
    }
}
