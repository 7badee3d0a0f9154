//! SDMX-CSV with labels: headings and cells like `M: Monthly` stand for their codes.

use super::{Head, Rows};
use crate::source::error::ReadError;

/// What parts a code from its label.
const LABEL: &str = ": ";

/// Whether a header carries labels beside its codes.
pub(super) fn is_labelled(head: &Head) -> bool {
    let first = head.columns.first().map_or("", String::as_str);
    let named = ["DATAFLOW", "STRUCTURE"].iter().any(|name| first.eq_ignore_ascii_case(name));
    named && head.columns.iter().any(|column| column.contains(LABEL))
}

/// The columns without their labels.
pub(super) fn head(head: Head) -> Head {
    let code = |column: &String| column.split_once(LABEL).map_or(column.clone(), |(code, _)| code.trim().to_owned());
    Head { columns: head.columns.iter().map(code).collect(), ..head }
}

/// Columns that say what the table is; the last of them is there where labels have columns of their own.
const FRAME: [&str; 4] = ["STRUCTURE", "STRUCTURE_ID", "ACTION", "STRUCTURE_NAME"];

/// Leaves the columns with labels without a name: each stands behind the column with its codes, and its name may be
/// that of a dimension.
pub(super) fn without_labels(mut head: Head) -> Head {
    let is = |column: &String, name: &&str| column.eq_ignore_ascii_case(name);
    let has = |name: &str| head.columns.iter().any(|column| is(column, &name));
    if has(FRAME[0]) && has(FRAME[3]) {
        let named = head.columns.iter_mut().filter(|column| !FRAME.iter().any(|name| is(column, name)));
        named.skip(1).step_by(2).for_each(String::clear);
    }
    head
}

/// Rows without their labels.
pub(super) struct Codes<R>(pub(super) R);

impl<R: Rows> Rows for Codes<R> {
    fn next(&mut self, record: &mut csv::ByteRecord) -> Result<Option<u64>, ReadError> {
        let mut labelled = csv::ByteRecord::new();
        let line = self.0.next(&mut labelled)?;
        record.clear();
        for cell in &labelled {
            let end = memchr::memmem::find(cell, LABEL.as_bytes()).unwrap_or(cell.len());
            record.push_field(&cell[..end]);
        }
        Ok(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> String {
        let columns = header.split(',').map(str::to_owned).collect();
        let head = without_labels(Head { path: String::new(), file: 0, header_line: 1, columns });
        head.columns.join(",")
    }

    #[test]
    fn columns_with_labels_lose_their_names() {
        assert_eq!(
            columns(
                "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,Time frequency,partner,Partner,TIME_PERIOD,Time,OBS_VALUE,Value"
            ),
            "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,freq,,partner,,TIME_PERIOD,,OBS_VALUE,"
        );
        let codes_alone = "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,PARTNER,TIME_PERIOD,OBS_VALUE";
        assert_eq!(columns(codes_alone), codes_alone);
        assert_eq!(columns("STRUCTURE_NAME,period,value"), "STRUCTURE_NAME,period,value");
    }
}
