//! Weight of a line in a terminal.

use super::wrap::wrap;
use crate::table::Role;

/// How a line stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Bold,
    Dim,
}

impl Tone {
    /// Totals stand out, what is left of a whole stands back.
    pub(super) fn of(role: Role) -> Tone {
        match role {
            Role::Line => Tone::Plain,
            Role::Total => Tone::Bold,
            Role::Rest => Tone::Dim,
        }
    }

    fn code(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Bold => Some("\u{1b}[1m"),
            Tone::Dim => Some("\u{1b}[2m"),
        }
    }
}

/// A line of text and its tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    tone: Tone,
    text: String,
}

impl Line {
    /// A line, without the blanks at its end.
    pub(super) fn new(tone: Tone, text: &str) -> Line {
        Line { tone, text: text.trim_end().to_string() }
    }

    /// An empty line.
    pub(super) fn empty() -> Line {
        Line::new(Tone::Plain, "")
    }

    /// A paragraph, wrapped to `limit` columns.
    pub(super) fn paragraph(tone: Tone, text: &str, limit: Option<usize>, indent: usize) -> Vec<Line> {
        wrap(text, limit, indent).iter().map(|text| Line::new(tone, text)).collect()
    }

    /// The line with or without its tone.
    pub(super) fn painted(&self, colour: bool) -> String {
        match self.tone.code() {
            Some(code) if colour && !self.text.is_empty() => {
                format!("{code}{}\u{1b}[0m", self.text)
            }
            _ => self.text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_only_there_when_asked_for() {
        let line = Line::new(Tone::of(Role::Total), "World  ");
        assert_eq!(line.painted(false), "World");
        assert_eq!(line.painted(true), "\u{1b}[1mWorld\u{1b}[0m");
        assert_eq!(Line::empty().painted(true), "");
        assert_eq!(Line::new(Tone::Plain, "France").painted(true), "France");
    }
}
