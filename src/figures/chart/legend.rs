//! What colours mean, in a line above the pictures.

use super::Chart;
use super::data::Panel;
use super::palette::Ink;

/// A colour and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// None where nothing is known, which is hatched.
    pub(super) ink: Option<Ink>,
    pub(super) name: String,
}

/// Nothing, where words stand beside the marks.
pub(super) fn none(_: &Chart, _: &[Panel]) -> Vec<Entry> {
    Vec::new()
}

/// The series by their colours, when there are several.
pub(super) fn series(_: &Chart, panels: &[Panel]) -> Vec<Entry> {
    let mut names: Vec<(usize, &str)> = Vec::new();
    for series in panels.iter().flat_map(|panel| &panel.series) {
        if !names.iter().any(|(number, _)| *number == series.number) {
            names.push((series.number, &series.name));
        }
    }
    names.sort_unstable();
    let entry = |(number, name): (usize, &str)| Entry { ink: Some(Ink::Series(number)), name: name.to_owned() };
    if names.len() > 1 { names.into_iter().map(entry).collect() } else { Vec::new() }
}
