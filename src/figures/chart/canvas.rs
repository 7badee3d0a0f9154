//! A scene while it is drawn: words at their places, lines of text, the room that is left.

use super::letters::{COLUMN, Letters, ROW, Size};
use super::palette::Ink;
use super::scene::{Anchor, Scene, Shape};

/// A part of the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Room {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Room {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    /// The room without its margins: left, top, right and bottom.
    pub(super) fn inside(self, [left, top, right, bottom]: [f64; 4]) -> Room {
        Room {
            x: self.x + left,
            y: self.y + top,
            width: (self.width - left - right).max(1.0),
            height: (self.height - top - bottom).max(1.0),
        }
    }
}

/// Where marks are put.
pub(super) struct Canvas {
    pub(super) scene: Scene,
    pub(super) letters: Letters,
    /// Whether a name was left out for lack of room.
    pub(super) crowded: bool,
    /// Whether there is no room for names at all.
    pub(super) narrow: bool,
}

impl Canvas {
    /// Words at a place; those that are wider than `most` are cut, and say all when one points at them.
    pub(super) fn words(&mut self, ink: Ink, size: Size, at: (f64, f64, Anchor), text: &str, most: f64) -> f64 {
        let (x, y, anchor) = at;
        let shown = self.letters.fit(text, size, most);
        if shown.is_empty() {
            return 0.0;
        }
        let width = self.letters.width(&shown, size);
        let hover = (shown != text).then(|| text.to_owned());
        let shape = Shape::Text { x, y, anchor, size: self.letters.size(size), width, text: shown };
        match hover {
            Some(hover) => self.scene.put_with(ink, shape, hover),
            None => self.scene.put(ink, shape),
        }
        width
    }

    /// Words that no line runs through; in a terminal words cover lines anyway.
    pub(super) fn words_on_paper(&mut self, ink: Ink, size: Size, at: (f64, f64, Anchor), text: &str) {
        let (width, height) = (self.width(text, size), self.letters.size(size));
        let x = match at.2 {
            Anchor::Start => at.0,
            Anchor::Middle => at.0 - width / 2.0,
            Anchor::End => at.0 - width,
        };
        if self.letters == Letters::Font {
            let paper = Shape::Box { x: x - 1.0, y: at.1 - height / 2.0, width: width + 2.0, height, hollow: false };
            self.scene.put(Ink::Paper, paper);
        }
        self.words(ink, size, at, text, f64::INFINITY);
    }

    /// A thin straight line.
    pub(super) fn rule(&mut self, ink: Ink, from: (f64, f64), to: (f64, f64)) {
        self.scene.put(ink, Shape::Line { points: vec![from, to], width: 1.0, dashed: false });
    }

    /// From one line of text to the next.
    pub(super) fn line(&self, size: Size) -> f64 {
        self.letters.line(size)
    }

    pub(super) fn width(&self, text: &str, size: Size) -> f64 {
        self.letters.width(text, size)
    }

    /// A small distance: between a mark and its words.
    pub(super) fn gap(&self) -> f64 {
        self.letters.gap()
    }

    /// Left side and width of a bar that goes up: in a terminal whole columns.
    pub(super) fn column(&self, x: f64, width: f64) -> (f64, f64) {
        match self.letters {
            Letters::Cells if width >= COLUMN => ((x / COLUMN).round() * COLUMN, (width / COLUMN).floor() * COLUMN),
            _ => (x, width),
        }
    }

    /// A middle that a row of text, or of a bar, can have: in a terminal that of a row.
    pub(super) fn snapped(&self, y: f64) -> f64 {
        match self.letters {
            Letters::Font => y,
            Letters::Cells => (y / ROW).floor() * ROW + ROW / 2.0,
        }
    }

    /// Where a text begins whose middle stands at `x`: in a terminal at a column.
    pub(super) fn centred(&self, x: f64, width: f64) -> f64 {
        match self.letters {
            Letters::Font => x - width / 2.0,
            Letters::Cells => ((x - width / 2.0) / COLUMN).round() * COLUMN,
        }
    }

    /// Middles of rows of text of this height that do not overlap, each as near as can be to where it is wanted.
    pub(super) fn spread(&self, wanted: &[f64], height: f64, room: Room) -> Vec<f64> {
        let mut order: Vec<usize> = (0..wanted.len()).collect();
        order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
        let mut middles = vec![0.0; wanted.len()];
        let mut next = room.y + height / 2.0;
        for at in &order {
            middles[*at] = self.snapped(wanted[*at].max(next));
            next = middles[*at] + height;
        }
        let mut last = room.bottom() - height / 2.0;
        for at in order.iter().rev() {
            middles[*at] = self.snapped(middles[*at].min(last));
            last = middles[*at] - height;
        }
        middles
    }
}
