//! How wide words are, in the font that is part of the program or in the columns of a terminal.

use std::sync::LazyLock;

use ttf_parser::Face;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Liberation Sans, whose letters are as wide as those of Arial and Helvetica. Licence: `data/fonts/OFL.txt`.
const FONT: &[u8] = include_bytes!("../../../data/fonts/LiberationSans-Regular.ttf");

static FACE: LazyLock<Option<Face<'static>>> = LazyLock::new(|| Face::parse(FONT, 0).ok());

/// The font that is part of the program.
pub(super) fn face() -> Option<&'static Face<'static>> {
    FACE.as_ref()
}

/// Units of a terminal: pixels of a column and of a row.
pub(super) const COLUMN: f64 = 8.0;
pub(super) const ROW: f64 = 16.0;

/// What words are set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// The font, in any size.
    Font,
    /// Columns and rows of a terminal, in one size.
    Cells,
}

/// The size of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Title,
    Label,
    Small,
}

impl Letters {
    /// Pixels of the font.
    pub(super) fn size(self, size: Size) -> f64 {
        match (self, size) {
            (Letters::Cells, _) => ROW,
            (Letters::Font, Size::Title) => 18.0,
            (Letters::Font, Size::Label) => 12.0,
            (Letters::Font, Size::Small) => 11.0,
        }
    }

    /// From one line to the next.
    pub(super) fn line(self, size: Size) -> f64 {
        match self {
            Letters::Cells => ROW,
            Letters::Font => (self.size(size) * 1.35).round(),
        }
    }

    /// A small distance: between a mark and its words.
    pub(super) fn gap(self) -> f64 {
        match self {
            Letters::Font => 6.0,
            Letters::Cells => COLUMN,
        }
    }

    /// How wide a text is.
    pub(super) fn width(self, text: &str, size: Size) -> f64 {
        match self {
            Letters::Cells => text.width() as f64 * COLUMN,
            Letters::Font => {
                let hundredths: f64 = text.chars().map(advance).sum::<f64>() * self.size(size) * 100.0;
                hundredths.round() / 100.0
            }
        }
    }

    /// The text, cut with an ellipsis where it is wider than that.
    pub(super) fn fit(self, text: &str, size: Size, width: f64) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while kept.pop().is_some() {
            let cut = format!("{}…", kept.trim_end());
            if self.width(&cut, size) <= width {
                return cut;
            }
        }
        String::new()
    }

    /// The text in lines, the last one cut where there are more than `most`.
    pub(super) fn wrap(self, text: &str, size: Size, width: f64, most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if lines_up(self, line, word, size, width) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        if lines.len() > most {
            let rest = lines.split_off(most.saturating_sub(1)).join(" ");
            lines.push(rest);
        }
        lines.iter().map(|line| self.fit(line, size, width)).collect()
    }
}

fn lines_up(letters: Letters, line: &str, word: &str, size: Size, width: f64) -> bool {
    letters.width(line, size) + letters.width(" ", size) + letters.width(word, size) <= width
}

/// How many different letters of some texts the font lacks.
pub(super) fn lacking<'t>(texts: impl Iterator<Item = &'t str>) -> usize {
    let is_lacking = |letter: &char| {
        letter.width().unwrap_or(0) > 0 && face().is_some_and(|face| face.glyph_index(*letter).is_none())
    };
    texts.flat_map(str::chars).filter(is_lacking).collect::<std::collections::BTreeSet<char>>().len()
}

/// The width of a letter as a part of the font's size. Letters that the font lacks are as wide as in a terminal.
fn advance(letter: char) -> f64 {
    let known = face().and_then(|face| Some((face, face.glyph_index(letter)?)));
    let own = known
        .and_then(|(face, glyph)| Some(f64::from(face.glyph_hor_advance(glyph)?) / f64::from(face.units_per_em())));
    own.unwrap_or_else(|| letter.width().unwrap_or(0) as f64 / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_font_is_there() {
        assert!(face().is_some());
        assert_eq!(Letters::Font.width("10", Size::Label), 13.35);
        assert_eq!(Letters::Font.width("中国", Size::Label), 24.0);
        assert_eq!(Letters::Cells.width("中国 ab", Size::Label), 7.0 * COLUMN);
    }

    #[test]
    fn what_does_not_fit_is_cut_and_says_so() {
        let fit = |text: &str, columns: f64| Letters::Cells.fit(text, Size::Label, columns * COLUMN);
        assert_eq!(fit("Hong Kong", 9.0), "Hong Kong");
        assert_eq!(fit("Hong Kong", 8.0), "Hong Ko…");
        assert_eq!(fit("Hong Kong", 6.0), "Hong…");
        assert_eq!(fit("Hong Kong", 0.0), "");
    }

    #[test]
    fn lines_are_wrapped_at_blanks_and_the_last_is_cut() {
        let wrap = |most: usize| Letters::Cells.wrap("one two three four five", Size::Label, 9.0 * COLUMN, most);
        assert_eq!(wrap(5), ["one two", "three", "four five"]);
        assert_eq!(wrap(2), ["one two", "three fo…"]);
    }
}
