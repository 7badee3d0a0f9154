//! Rows of a kind of table, as texts of cells.

use std::collections::HashSet;

use super::kinds::{Cells, Kind};
use super::whim::Whim;

/// Numbers that are odd and may be read, and texts that are none.
const ODD: [&str; 14] = [
    "0",
    "-0",
    "0.00",
    "1e3",
    "+5",
    ".5",
    "5.",
    "-7.25",
    " 7",
    "0.00000001",
    "99999999.9",
    "12345678901234567",
    "\u{a0}8",
    "2E-2",
];
const LONG: [&str; 4] =
    ["999999999999999999", "1234567890123456789", "123456789012345678901234567890", "0.0000000000000000000000001"];
const BAD: [&str; 6] = ["NaN", "1,000", "-", "x", "1.2.3", "N/A"];

const REMARKS: [&str; 8] =
    ["", "plain", "a, b; c|d\te", "two\nlines", "so \"called\"", "and\r\nreturned", "naïve Ωμ", "\"\""];

/// How rows are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Make {
    pub(crate) seed: u64,
    pub(crate) rows: usize,
    /// Of so many cells one is odd; none where it is zero.
    pub(crate) odd: usize,
    /// Whether columns that need not be there may be left out.
    pub(crate) leaves_out: bool,
    /// Whether rows may repeat one another, and whether numbers may be none.
    pub(crate) repeats: bool,
    pub(crate) bad: bool,
    /// Column that rows are in the order of.
    pub(crate) order: usize,
}

/// Columns and rows.
pub(crate) struct Sheet {
    pub(crate) header: Vec<&'static str>,
    pub(crate) rows: Vec<Vec<String>>,
}

pub(crate) fn sheet(kind: &Kind, make: Make) -> Sheet {
    let mut whim = Whim::of(make.seed);
    let stays = |whim: &mut Whim, name: &str| !make.leaves_out || kind.needed.contains(&name) || whim.below(3) > 0;
    let columns: Vec<_> = kind.columns.iter().filter(|(name, _)| stays(&mut whim, name)).collect();
    let comma = kind.profile.is_some_and(|profile| profile.contains("decimal = \",\""));
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    for number in 0..make.rows {
        let mut whim = Whim::of(make.seed ^ (number as u64 + 1) << 20);
        let row: Vec<String> = columns.iter().map(|(_, cells)| cell(*cells, make, comma, &mut whim)).collect();
        let key: Vec<&String> = columns
            .iter()
            .zip(&row)
            .filter(|((_, cells), _)| matches!(cells, Cells::Key(..)))
            .map(|(_, text)| text)
            .collect();
        if kind.adds_up || make.repeats || seen.insert(format!("{key:?}")) {
            rows.push(row);
        }
    }
    if make.order > 0 {
        let by = make.order % columns.len();
        rows.sort_by(|a, b| a[by].cmp(&b[by]));
    }
    let mut places: Vec<usize> = (0..columns.len()).collect();
    if kind.has_header && whim.coin() {
        whim.shuffle(&mut places);
    }
    let moved = rows.iter().map(|row| places.iter().map(|place| row[*place].clone()).collect());
    Sheet { header: places.iter().map(|place| columns[*place].0).collect(), rows: moved.collect() }
}

fn cell(cells: Cells, make: Make, comma: bool, whim: &mut Whim) -> String {
    let is_odd = make.odd > 0 && whim.below(make.odd) == 0;
    match cells {
        Cells::Key(_, odd) | Cells::Word(_, odd) if is_odd && !odd.is_empty() => whim.pick(odd).to_owned(),
        Cells::Key(usual, _) | Cells::Word(usual, _) => whim.pick(usual).to_owned(),
        Cells::Remark => whim.pick(&REMARKS).to_owned(),
        Cells::Number(_) if is_odd && make.bad => whim.pick(&BAD).to_owned(),
        Cells::Number(_) if is_odd && whim.below(12) == 0 => whim.pick(&LONG).to_owned(),
        Cells::Number(_) if is_odd && !comma => whim.pick(&ODD).to_owned(),
        Cells::Number(decimals) => number(decimals, comma, whim),
    }
}

/// A usual number; with decimal commas it has points between thousands, sometimes.
fn number(decimals: u32, comma: bool, whim: &mut Whim) -> String {
    let length = whim.below(9) as u32;
    if length == 0 {
        return if comma && whim.coin() { "-".to_owned() } else { String::new() };
    }
    let whole = whim.below(10_usize.pow(length)).to_string();
    let grouped = comma && whim.coin();
    let start = whole.len() % 3;
    let parts: Vec<&str> =
        [&whole[..start]].into_iter().chain((start..whole.len()).step_by(3).map(|at| &whole[at..at + 3])).collect();
    let whole = if grouped { parts.join(".").trim_start_matches('.').to_owned() } else { whole };
    let places = if comma { whim.below(3) } else { whim.below(decimals as usize + 1) };
    if places == 0 {
        return whole;
    }
    let fraction = whim.below(10_usize.pow(places as u32));
    format!("{whole}{}{fraction:0places$}", if comma { ',' } else { '.' })
}
