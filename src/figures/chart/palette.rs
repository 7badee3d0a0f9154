//! Colours that the colour-blind can tell apart, on light and on dark paper.

/// What a mark is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// The sheet itself.
    Paper,
    /// Words that are read first.
    Text,
    /// Words that explain.
    Muted,
    /// Lines that guide the eye.
    Grid,
    /// One of several things, by its number.
    Series(usize),
    /// A step from few to many, or from below zero to above it.
    Heat(usize),
    /// A word on a light step.
    OnLight,
    /// A word on a dark step.
    OnDark,
    /// Nothing to see, only to point at.
    Clear,
}

/// The colours of M. Okabe and K. Ito, Color Universal Design (2008), without black and yellow, which are lost on dark
/// or light paper.
const SERIES: [&str; SERIES_COUNT] =
    ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d46", "#7f7f7f"];

/// The colour of a series by its number, on light paper.
pub fn colour(series: usize) -> &'static str {
    Ink::Series(series).light()
}

/// How many things have a colour of their own.
pub(super) const SERIES_COUNT: usize = 8;

/// Below zero orange, above it blue; the middle is nothing.
const HEAT: [&str; 11] = [
    "#8f4400", "#b85c0b", "#d9883f", "#eeb683", "#f7dfc8", "#f4f4f4", "#d6e6f2", "#a4cbe5", "#62a5d1", "#2a7ab5",
    "#0a4f86",
];

/// The number of the step that is nothing.
pub(super) const HEAT_MIDDLE: usize = 5;

impl Ink {
    /// The colour on light paper.
    pub(super) fn light(self) -> &'static str {
        match self {
            Ink::Paper => "#ffffff",
            Ink::Text | Ink::OnLight => "#1b1f24",
            Ink::Muted => "#59636e",
            Ink::Grid => "#dde1e6",
            Ink::Series(number) => SERIES[number % SERIES_COUNT],
            Ink::Heat(step) => HEAT[step.min(HEAT.len() - 1)],
            Ink::OnDark => "#ffffff",
            Ink::Clear => "none",
        }
    }

    /// The colour on dark paper, where it is another one, and the class that tells which marks have it.
    pub(super) fn dark(self) -> Option<(&'static str, &'static str)> {
        match self {
            Ink::Paper => Some(("paper", "#14181d")),
            Ink::Text => Some(("text", "#e8eaed")),
            Ink::Muted => Some(("muted", "#a0a8b2")),
            Ink::Grid => Some(("grid", "#363d46")),
            Ink::Series(0) => Some(("first", "#3d9be0")),
            _ => None,
        }
    }

    /// Every ink that is another one on dark paper.
    pub(super) const TWOFOLD: [Ink; 5] = [Ink::Paper, Ink::Text, Ink::Muted, Ink::Grid, Ink::Series(0)];

    /// What is read on a step.
    pub(super) fn on(step: usize) -> Ink {
        if (2..=8).contains(&step) { Ink::OnLight } else { Ink::OnDark }
    }
}
