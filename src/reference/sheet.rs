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
