//! A chart in the letters of a terminal: blocks for bars, dots of Braille for lines.

use unicode_width::UnicodeWidthChar;

use super::letters::{COLUMN, ROW};
use super::palette::{Ink, SERIES_COUNT};
use super::scene::{Anchor, Scene, Shape};

/// Parts of a column from the left, and of a row from below, in eighths.
const LEFT: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];
const BELOW: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// What tells series apart without colour.
const FILLS: [char; SERIES_COUNT] = ['█', '▒', '▓', '░', '╳', '╱', '╲', '·'];
/// What tells steps apart without colour: below zero signs, above it blocks.
const STEPS: [char; 11] = ['╳', '≡', '=', '~', '-', '0', '·', '░', '▒', '▓', '█'];
/// Where nothing is known.
const HATCH: char = '╱';
/// Colours of a terminal for the series.
const COLOURS: [u8; SERIES_COUNT] = [33, 208, 36, 176, 214, 81, 137, 245];
/// The bits of a letter of Braille: four rows of two.
const BRAILLE: [[u32; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    letter: char,
    dots: u32,
    ink: Option<Ink>,
    /// Whether words stand here, which nothing covers; the second half of a wide letter is not printed.
    word: bool,
    skipped: bool,
}

const EMPTY: Cell = Cell { letter: ' ', dots: 0, ink: None, word: false, skipped: false };

struct Screen {
    columns: usize,
    colour: bool,
    rows: Vec<Vec<Cell>>,
}

/// The scene in lines without blanks at their ends.
pub(super) fn write(scene: &Scene, colour: bool) -> String {
    let columns = (scene.width / COLUMN).round() as usize;
    let rows = (scene.height / ROW).ceil() as usize;
    let mut screen = Screen { columns, colour, rows: vec![vec![EMPTY; columns]; rows] };
    for mark in &scene.marks {
        screen.draw(&mark.shape, mark.ink);
    }
    screen.rows.iter().map(|row| line(row, colour)).collect()
}

/// The column and the row where a text begins.
pub(super) fn place((x, y): (f64, f64), anchor: Anchor, width: f64) -> (usize, usize) {
    let left = match anchor {
        Anchor::Start => (x / COLUMN).ceil(),
        Anchor::Middle => ((x - width / 2.0) / COLUMN).round(),
        Anchor::End => ((x - width) / COLUMN).round(),
    };
    (left.max(0.0) as usize, (y / ROW).floor().max(0.0) as usize)
}

fn line(row: &[Cell], colour: bool) -> String {
    let last = row.iter().rposition(|cell| cell.shown() != ' ').map_or(0, |at| at + 1);
    let mut text = String::new();
    let mut now = None;
    for cell in row[..last].iter().filter(|cell| !cell.skipped) {
        let wanted = if colour { cell.ink.and_then(code) } else { None };
        if wanted != now {
            text.push_str(&wanted.map_or("\u{1b}[0m".to_owned(), |code| format!("\u{1b}[38;5;{code}m")));
            now = wanted;
        }
        text.push(cell.shown());
    }
    if now.is_some() {
        text.push_str("\u{1b}[0m");
    }
    text.push('\n');
    text
}

fn code(ink: Ink) -> Option<u8> {
    match ink {
        Ink::Series(number) => Some(COLOURS[number % SERIES_COUNT]),
        Ink::Muted | Ink::Grid => Some(245),
        Ink::Heat(step) => Some([130, 166, 172, 179, 180, 250, 153, 117, 75, 32, 25][step.min(10)]),
        _ => None,
    }
}

impl Cell {
    fn shown(&self) -> char {
        match self.dots {
            0 => self.letter,
            dots => char::from_u32(0x2800 + dots).unwrap_or('·'),
        }
    }
}

impl Screen {
    fn draw(&mut self, shape: &Shape, ink: Ink) {
        match shape {
            _ if matches!(ink, Ink::Paper | Ink::Clear) => {}
            Shape::Box { x, y, width, height, hollow } => self.fill((*x, *y, *width, *height), ink, *hollow),
            Shape::Line { points, .. } if matches!(ink, Ink::Grid | Ink::Muted) => self.rule(points, ink),
            Shape::Line { points, dashed, .. } => {
                points.windows(2).for_each(|ends| self.stroke(ends[0], ends[1], ink, *dashed));
            }
            Shape::Area { points, hollow } => self.area(points, ink, *hollow),
            Shape::Hatch { x, y, width, height } => self.cover((*x, *y, *width, *height), HATCH, ink),
            Shape::Dot { x, y, hollow, .. } => {
                let letter = if *hollow { '○' } else { '●' };
                self.put((*x / COLUMN) as usize, (*y / ROW) as usize, letter, ink);
            }
            Shape::Text { x, y, anchor, width, text, .. } => {
                let (column, row) = place((*x, *y), *anchor, *width);
                self.words(column, row, text, ink);
            }
        }
    }

    fn put(&mut self, column: usize, row: usize, letter: char, ink: Ink) {
        if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)).filter(|cell| !cell.word) {
            *cell = Cell { letter, ink: Some(ink), ..EMPTY };
        }
    }

    fn words(&mut self, column: usize, row: usize, text: &str, ink: Ink) {
        let Some(row) = self.rows.get_mut(row) else { return };
        let mut at = column;
        for letter in text.chars() {
            let wide = letter.width().unwrap_or(0);
            if wide == 0 || at + wide > self.columns {
                continue;
            }
            row[at] = Cell { letter, ink: Some(ink), word: true, ..EMPTY };
            (1..wide).for_each(|half| row[at + half] = Cell { skipped: true, word: true, ..EMPTY });
            at += wide;
        }
    }

    /// A line that guides the eye: across or down, and never over anything.
    fn rule(&mut self, points: &[(f64, f64)], ink: Ink) {
        let [(x0, y0), (x1, y1)] = *points else { return };
        if ink == Ink::Grid && y0 != y1 {
            return;
        }
        let (left, right) = ((x0 / COLUMN) as usize, (x1 / COLUMN).ceil() as usize);
        let (top, bottom) = ((y0 / ROW) as usize, (y1 / ROW).ceil() as usize);
        let (letter, columns, rows) = match y0 == y1 {
            true => (if ink == Ink::Grid { '┈' } else { '─' }, left..right, top..top + 1),
            false => ('│', left..left + 1, top..bottom),
        };
        for row in rows {
            for column in columns.clone() {
                let free = self.rows.get(row).and_then(|cells| cells.get(column)).is_some_and(|cell| *cell == EMPTY);
                if free {
                    self.put(column, row, letter, ink);
                }
            }
        }
    }

    fn stroke(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, dashed: bool) {
        let steps = ((to.0 - from.0).abs().max((to.1 - from.1).abs()) / 2.0).ceil().max(1.0) as usize;
        for step in (0..=steps).filter(|step| !dashed || step % 8 < 4) {
            let part = step as f64 / steps as f64;
            let (x, y) = (from.0 + (to.0 - from.0) * part, from.1 + (to.1 - from.1) * part);
            let (column, row) = ((x / COLUMN) as usize, (y / ROW) as usize);
            let dot = BRAILLE[(y % ROW / 4.0).clamp(0.0, 3.0) as usize][(x % COLUMN / 4.0).clamp(0.0, 1.0) as usize];
            if let Some(cell) = self.rows.get_mut(row).and_then(|row| row.get_mut(column)).filter(|cell| !cell.word) {
                *cell = Cell { dots: cell.dots | dot, ink: Some(ink), ..EMPTY };
            }
        }
    }

    /// A bar: full in the middle, in eighths at the end that is not zero.
    fn fill(&mut self, (x, y, width, height): (f64, f64, f64, f64), ink: Ink, hollow: bool) {
        let full = match ink {
            Ink::Series(number) => FILLS[number % SERIES_COUNT],
            Ink::Heat(step) if !self.colour => STEPS[step.min(10)],
            _ => '█',
        };
        let covered = |from: f64, size: f64, at: usize, unit: f64| {
            let (start, end) = (at as f64 * unit, (at + 1) as f64 * unit);
            ((from + size).min(end) - from.max(start)).max(0.0) / unit
        };
        for row in (y / ROW) as usize..((y + height) / ROW).ceil() as usize {
            for column in (x / COLUMN) as usize..((x + width) / COLUMN).ceil() as usize {
                let (across, up) = (covered(x, width, column, COLUMN), covered(y, height, row, ROW));
                let letter = match (across, up) {
                    _ if hollow && !is_dashed(column, row) => continue,
                    (across, up) if across >= 0.99 && up >= 0.99 => full,
                    (across, up) if full == '█' && up >= 0.99 && x < column as f64 * COLUMN + 0.5 => {
                        LEFT[(across * 8.0).round() as usize]
                    }
                    (across, up) if full == '█' && across >= 0.5 && y + height > (row + 1) as f64 * ROW - 0.5 => {
                        BELOW[(up * 8.0).round() as usize]
                    }
                    (across, up) if across * up >= 0.5 => full,
                    _ => continue,
                };
                if letter != ' ' {
                    self.put(column, row, letter, ink);
                }
            }
        }
    }

    /// The cells of a rectangle, all alike.
    fn cover(&mut self, (x, y, width, height): (f64, f64, f64, f64), letter: char, ink: Ink) {
        for row in (y / ROW).round() as usize..((y + height) / ROW).round() as usize {
            for column in (x / COLUMN).round() as usize..((x + width) / COLUMN).round() as usize {
                self.put(column, row, letter, ink);
            }
        }
    }

    /// A polygon: the cells whose middle it holds.
    fn area(&mut self, points: &[(f64, f64)], ink: Ink, hollow: bool) {
        let Ink::Series(number) = ink else { return };
        for row in 0..self.rows.len() {
            for column in 0..self.columns {
                let is_seen = !hollow || is_dashed(column, row);
                if is_seen && holds(points, ((column as f64 + 0.5) * COLUMN, (row as f64 + 0.5) * ROW)) {
                    self.put(column, row, FILLS[number % SERIES_COUNT], ink);
                }
            }
        }
    }
}

/// The cells of a projected part: every other one.
fn is_dashed(column: usize, row: usize) -> bool {
    (column + row).is_multiple_of(2)
}

/// Whether a point lies within a polygon: a ray from it crosses the edges an odd number of times.
fn holds(points: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let edges = points.iter().zip(points.iter().cycle().skip(1));
    let crosses = |((x0, y0), (x1, y1)): &(&(f64, f64), &(f64, f64))| {
        (*y0 > y) != (*y1 > y) && x < x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    };
    edges.filter(crosses).count() % 2 == 1
}
