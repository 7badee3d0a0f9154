//! A chart as PNG, drawn with the font that is part of the program.

use tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, StrokeDash, Transform,
};
use ttf_parser::{GlyphId, OutlineBuilder};

use super::letters::face;
use super::palette::Ink;
use super::scene::{Anchor, Mark, Scene, Shape, hatching};
use super::svg::DROP;

/// The scene in pixels.
///
/// # Errors
/// Where there is not enough memory for it.
pub(super) fn write(scene: &Scene) -> Result<Vec<u8>, String> {
    let too_large = || "the chart is too large for a PNG".to_owned();
    let mut pixels = Pixmap::new(scene.width.round() as u32, scene.height.round() as u32).ok_or_else(too_large)?;
    pixels.fill(colour(Ink::Paper, 1.0));
    for mark in &scene.marks {
        draw(&mut pixels, mark);
    }
    pixels.encode_png().map_err(|error| error.to_string())
}

fn draw(pixels: &mut Pixmap, mark: &Mark) {
    if mark.ink == Ink::Clear {
        return;
    }
    match &mark.shape {
        Shape::Line { points, width, dashed } => {
            let dash = if *dashed { StrokeDash::new(vec![6.0, 4.0], 0.0) } else { None };
            if let Some(path) = polygon(points, false) {
                stroke(pixels, &path, mark.ink, *width as f32, dash);
            }
        }
        Shape::Hatch { x, y, width, height } => {
            for path in hatching(*x, *y, *width, *height).iter().filter_map(|ends| polygon(ends, false)) {
                stroke(pixels, &path, mark.ink, 1.0, None);
            }
        }
        Shape::Text { x, y, anchor, size, width, text } => {
            let left = match anchor {
                Anchor::Start => *x,
                Anchor::Middle => x - width / 2.0,
                Anchor::End => x - width,
            };
            if let Some(path) = letters(text, left as f32, (y + DROP * size) as f32, *size as f32) {
                fill(pixels, &path, mark.ink, 1.0);
            }
        }
        Shape::Dot { x, y, radius, hollow } => {
            let Some(path) = PathBuilder::from_circle(*x as f32, *y as f32, *radius as f32) else { return };
            fill(pixels, &path, if *hollow { Ink::Paper } else { mark.ink }, 1.0);
            if *hollow {
                stroke(pixels, &path, mark.ink, 1.5, None);
            }
        }
        Shape::Box { x, y, width, height, hollow } => {
            let rect = Rect::from_xywh(*x as f32, *y as f32, *width as f32, *height as f32);
            filled(pixels, rect.map(PathBuilder::from_rect), mark.ink, *hollow);
        }
        Shape::Area { points, hollow } => filled(pixels, polygon(points, true), mark.ink, *hollow),
    }
}

fn filled(pixels: &mut Pixmap, path: Option<Path>, ink: Ink, hollow: bool) {
    let Some(path) = path else { return };
    fill(pixels, &path, ink, if hollow { 0.2 } else { 1.0 });
    if hollow {
        stroke(pixels, &path, ink, 1.0, StrokeDash::new(vec![4.0, 3.0], 0.0));
    }
}

fn fill(pixels: &mut Pixmap, path: &Path, ink: Ink, opacity: f32) {
    pixels.fill_path(path, &paint(ink, opacity), FillRule::Winding, Transform::identity(), None);
}

fn stroke(pixels: &mut Pixmap, path: &Path, ink: Ink, width: f32, dash: Option<StrokeDash>) {
    let stroke = Stroke { width, dash, line_join: LineJoin::Round, line_cap: LineCap::Butt, ..Stroke::default() };
    pixels.stroke_path(path, &paint(ink, 1.0), &stroke, Transform::identity(), None);
}

fn paint(ink: Ink, opacity: f32) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(colour(ink, opacity));
    paint
}

fn colour(ink: Ink, opacity: f32) -> Color {
    let digits = u32::from_str_radix(ink.light().trim_start_matches('#'), 16).unwrap_or_default();
    let [_, red, green, blue] = digits.to_be_bytes();
    let mut colour = Color::from_rgba8(red, green, blue, 255);
    colour.set_alpha(opacity);
    colour
}

fn polygon(points: &[(f64, f64)], closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        match at {
            0 => path.move_to(*x as f32, *y as f32),
            _ => path.line_to(*x as f32, *y as f32),
        }
    }
    if closed {
        path.close();
    }
    path.finish()
}

/// The outlines of a line of text. Letters that the font lacks are frames of their width.
fn letters(text: &str, left: f32, baseline: f32, size: f32) -> Option<Path> {
    let face = face()?;
    let scale = size / f32::from(face.units_per_em());
    let mut outline = Outline { path: PathBuilder::new(), left, baseline, scale };
    for letter in text.chars() {
        match face.glyph_index(letter) {
            Some(glyph) => {
                face.outline_glyph(glyph, &mut outline);
                outline.left += advance(face.glyph_hor_advance(GlyphId(glyph.0))) * scale;
            }
            None => {
                let columns = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0) as f32;
                outline.frame(columns * size / 2.0, size);
            }
        }
    }
    outline.path.finish()
}

fn advance(units: Option<u16>) -> f32 {
    f32::from(units.unwrap_or_default())
}

/// Outlines of letters, moved to their place.
struct Outline {
    path: PathBuilder,
    left: f32,
    baseline: f32,
    scale: f32,
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.left + x * self.scale, self.baseline - y * self.scale)
    }

    /// The frame of a letter that is not known.
    fn frame(&mut self, width: f32, size: f32) {
        let (left, right) = (self.left + size * 0.08, self.left + width - size * 0.08);
        let (top, bottom) = (self.baseline - size * 0.75, self.baseline);
        if right > left {
            for (inset, clockwise) in [(0.0, true), (size * 0.07, false)] {
                let corners = [
                    (left + inset, top + inset),
                    (right - inset, top + inset),
                    (right - inset, bottom - inset),
                    (left + inset, bottom - inset),
                ];
                let order: Vec<usize> = if clockwise { vec![0, 1, 2, 3] } else { vec![3, 2, 1, 0] };
                self.path.move_to(corners[order[0]].0, corners[order[0]].1);
                order[1..].iter().for_each(|corner| self.path.line_to(corners[*corner].0, corners[*corner].1));
                self.path.close();
            }
        }
        self.left += width;
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
