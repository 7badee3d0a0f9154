//! Whether figures may be added: parts of one whole, none of them counted twice.

use super::answer::{Answer, Measure};
use crate::table::{Cell, Kind, Role};

/// Columns that add up, besides amounts.
const ADD_UP: [&str; 2] = ["share_pct", "contribution_pp"];

/// The dimension whose words are parts of one whole.
///
/// # Errors
/// Where there is none, a part would be counted twice, or the figures of a column do not add up.
pub(super) fn parts(answer: &Answer<'_>, measures: &[Measure], what: &str) -> Result<usize, String> {
    let [measure] = *measures else { return Err(format!("{what} of one column; --column names it")) };
    let column = &answer.table.columns[measure.0];
    if column.kind != Kind::Amount && !ADD_UP.contains(&column.name.as_str()) {
        return Err(format!("{what} of figures that add up, and those of `{}` do not", answer.heading(measure)));
    }
    let list = answer.list().ok_or_else(|| format!("{what} of parts; --by partner or --by product makes some"))?;
    let twice = |why: &str| Err(format!("{what} of parts that are counted once, but {why}"));
    match answer.dimensions[list].name.as_str() {
        "flow" if sums(answer, list) => {
            twice("total trade and the balance hold exports and imports; --flow exports,imports leaves them out")
        }
        "group" => twice(
            "a partner can be a member of several groups; --by partner --groups puts groups in place of their members",
        ),
        "product" if !has_others(answer) && !is_one_level(answer) => {
            twice("a product can be a part of another; --level hs2 and the like makes products of one level")
        }
        _ => Ok(list),
    }
}

fn sums(answer: &Answer<'_>, flow: usize) -> bool {
    answer.entries.iter().any(|entry| ["total", "balance"].contains(&entry.words[flow].as_str()))
}

/// Others are what is left of a whole; an answer has them only where its parts do not overlap.
fn has_others(answer: &Answer<'_>) -> bool {
    answer.entries.iter().any(|entry| entry.role == Role::Rest)
}

/// Whether all products are codes of one classification with as many digits.
fn is_one_level(answer: &Answer<'_>) -> bool {
    let Some(at) = answer.table.position("product") else { return false };
    let lines = answer.entries.iter().filter(|entry| entry.role == Role::Line);
    let mut levels = lines.map(|entry| match entry.cells.get(at) {
        Some(Cell::Text(code)) => code
            .split_once(':')
            .filter(|(_, code)| code.chars().all(|digit| digit.is_ascii_digit()))
            .map(|(scheme, code)| (scheme, code.len())),
        _ => None,
    });
    let first = levels.next().flatten();
    first.is_some() && levels.all(|level| level == first)
}
