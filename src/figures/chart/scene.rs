//! A chart as few kinds of marks on a sheet, which every writer can draw.

use super::palette::Ink;

/// Which point of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A form. Lengths are in pixels, from the left and from the top.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// A filled rectangle; hollow ones are only outlined.
    Box { x: f64, y: f64, width: f64, height: f64, hollow: bool },
    /// A stroke through points.
    Line { points: Vec<(f64, f64)>, width: f64, dashed: bool },
    /// A filled polygon.
    Area { points: Vec<(f64, f64)>, hollow: bool },
    /// A hatched rectangle: nothing is known here.
    Hatch { x: f64, y: f64, width: f64, height: f64 },
    /// A disc; hollow ones are only outlined.
    Dot { x: f64, y: f64, radius: f64, hollow: bool },
    /// A line of text, whose middle stands at `y`. It takes `width`, whatever font it is drawn in.
    Text { x: f64, y: f64, anchor: Anchor, size: f64, width: f64, text: String },
}

/// A form with its colour, and what it says when one points at it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    pub(super) shape: Shape,
    pub(super) ink: Ink,
    pub(super) hover: Option<String>,
}

/// All marks, the lowest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) title: String,
    /// What the chart shows, in words, for those who cannot see it.
    pub(super) words: String,
    pub(super) marks: Vec<Mark>,
}

/// The strokes of a hatched rectangle, from its left lower to its right upper side.
pub(super) fn hatching(x: f64, y: f64, width: f64, height: f64) -> Vec<[(f64, f64); 2]> {
    const DISTANCE: f64 = 7.0;
    let count = ((width + height) / DISTANCE).ceil() as usize;
    let stroke = |at: usize| {
        let length = (at as f64 - 0.5) * DISTANCE;
        let (right, up) = (length.min(width), length.min(height));
        [(x + length - up, y + up), (x + right, y + length - right)]
    };
    (1..=count).map(stroke).filter(|[from, to]| from.0 <= to.0).collect()
}

impl Scene {
    pub(super) fn put(&mut self, ink: Ink, shape: Shape) {
        self.marks.push(Mark { shape, ink, hover: None });
    }

    pub(super) fn put_with(&mut self, ink: Ink, shape: Shape, hover: String) {
        self.marks.push(Mark { shape, ink, hover: Some(hover) });
    }
}
