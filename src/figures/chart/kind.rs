//! Kinds of charts: each is a question and a picture. A new one is a file and a line in [`ALL`].

use super::Chart;
use super::answer::{Answer, Measure};
use super::canvas::{Canvas, Room};
use super::data::{Panel, Rows};
use super::legend::Entry;
use super::letters::Letters;
use super::picture::Picture;
use crate::reference::name;

/// A way to draw an answer.
pub struct Kind {
    /// Name on the command line and in projects.
    pub name: &'static str,
    /// The question that it answers, in a sentence.
    pub about: &'static str,
    /// Whether an answer is drawn this way when no kind was named. The columns are those that were named.
    pub(super) suits: fn(&Answer<'_>, &[Measure]) -> bool,
    /// The figures that it draws. The columns are those that were named; none when the kind shall choose.
    pub(super) shape: fn(&Answer<'_>, &[Measure]) -> Result<Shaped, String>,
    /// What its colours mean, where no words beside the marks say so.
    pub(super) legend: fn(&Chart, &[Panel]) -> Vec<Entry>,
    /// How high the picture of a panel likes to be.
    pub(super) height: fn(&[Panel], Letters) -> f64,
    /// What stands below one another, and is left out where there is no room.
    pub(super) rows: Rows,
    /// How many rows can be told apart in a room; none when it is too narrow for anything.
    pub(super) most: fn(&Panel, Letters, Room) -> usize,
    /// Draws a panel.
    pub(super) draw: fn(&mut Canvas, &Picture<'_>, &Panel, Room),
}

/// Figures in the shape that a kind draws.
pub(super) struct Shaped {
    pub(super) measures: Vec<Measure>,
    /// Whether the first column has an axis of its own, across, and the second one goes up.
    pub(super) crossed: bool,
    pub(super) panels: Vec<Panel>,
    /// What is not shown.
    pub(super) notes: Vec<String>,
    /// Whether others, and what is left of a whole, are drawn too.
    pub(super) rest: bool,
}

/// Every kind, in the order in which they are tried when none was named.
pub const ALL: &[&Kind] = &[
    &super::slope::SLOPE,
    &super::line::LINE,
    &super::scatter::SCATTER,
    &super::heat::HEAT_MAP,
    &super::bar::BAR,
    &super::seasonal::SEASONAL,
    &super::stacked::STACKED,
    &super::area::AREA,
    &super::waterfall::WATERFALL,
];

/// The kind with this name.
///
/// # Errors
/// What was expected, and what was nearly meant.
pub fn named(word: &str) -> Result<&'static Kind, String> {
    let wanted = word.trim().to_lowercase().replace(['_', ' ', '-'], "");
    ALL.iter().find(|kind| kind.name.replace('-', "") == wanted).copied().ok_or_else(|| {
        let names: Vec<&str> = ALL.iter().map(|kind| kind.name).collect();
        let hint = name::suggestion(&name::nearest(word, names.iter().copied()));
        format!("expected one of {}{hint}", names.join(", "))
    })
}

impl std::fmt::Debug for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Kind) -> bool {
        self.name == other.name
    }
}

/// As many rows as there are.
pub(super) fn every(_: &Panel, _: Letters, _: Room) -> usize {
    usize::MAX
}

/// The height of a picture with an axis of figures that goes up.
pub(super) fn upright(_: &[Panel], letters: Letters) -> f64 {
    match letters {
        Letters::Font => 300.0,
        Letters::Cells => 16.0 * super::letters::ROW,
    }
}
