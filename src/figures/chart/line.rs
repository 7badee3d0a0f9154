//! Lines over time.

use super::answer::{Answer, Measure};
use super::axis::Zero;
use super::calendar::Calendar;
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Rows, Series};
use super::grid::Grid;
use super::kind::{Kind, Shaped, every, upright};
use super::legend;
use super::letters::{COLUMN, Letters, ROW, Size};
use super::palette::{Ink, SERIES_COUNT};
use super::picture::Picture;
use super::scene::{Anchor, Shape};
use crate::model::Period;

pub(super) const LINE: Kind = Kind {
    name: "line",
    about: "How did it change over time? A line for each flow, partner or product; a gap is a missing figure.",
    suits: |answer, _| answer.has_time(),
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height: upright,
    most: every,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    over_time(answer, columns, "a line")
}

/// The figures of some columns over time, a series for each word of the largest dimension.
pub(super) fn over_time(answer: &Answer<'_>, columns: &[Measure], what: &str) -> Result<Shaped, String> {
    if !answer.has_time() {
        return Err(format!("{what} needs more than one period; -M, -Q or -Y makes a row of each"));
    }
    if answer.entries.iter().any(|entry| entry.period.is_none()) {
        return Err(format!("{what} needs a period in each row"));
    }
    let measures = if columns.is_empty() { answer.main() } else { columns.to_vec() };
    let layout = Layout { along: Along::Periods, series: answer.list(), measures: &measures, rows: data::lines };
    let mut panels = data::panels(answer, layout)?;
    let notes = keep_colours(&mut panels);
    Ok(Shaped { measures, crossed: false, panels, notes, rest: false })
}

/// Leaves out the series that have no colour of their own, and says so.
fn keep_colours(panels: &mut [Panel]) -> Vec<String> {
    let all = panels.iter().flat_map(|panel| &panel.series).map(|series| series.number + 1).max().unwrap_or(0);
    panels.iter_mut().for_each(|panel| panel.series.retain(|series| series.number < SERIES_COUNT));
    let note = format!("the first {SERIES_COUNT} of {all} lines are shown");
    if all > SERIES_COUNT { vec![note] } else { Vec::new() }
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let Some(calendar) = Calendar::of(&panel.places) else { return };
    let about = (room.height / canvas.line(Size::Small) / 3.0) as usize;
    let axis = picture.axis(Zero::WhereNear, about.clamp(1, 6));
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    let left = grid.width(canvas) + canvas.gap();
    let right = labels_width(canvas, panel, room);
    let top = canvas.line(Size::Small) / 2.0;
    let plot = room.inside([left, top, right, calendar.height(canvas)]);
    grid.across(canvas, plot);
    calendar.label(canvas, plot);
    let frame = Frame { picture, calendar: &calendar, grid: &grid, plot };
    for series in &panel.series {
        trace(canvas, Ink::Series(series.number), spots(&frame, panel, series));
    }
    label_ends(canvas, panel, plot, right, Ends::Lines, &|series| {
        spots(&frame, panel, series).last().map(|spot| spot.y)
    });
}

/// What tells where a figure stands.
struct Frame<'f> {
    picture: &'f Picture<'f>,
    calendar: &'f Calendar,
    grid: &'f Grid<'f>,
    plot: Room,
}

/// A figure at its place.
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) is_projected: bool,
    /// Whether nothing is missing between it and the one before.
    pub(super) joins: bool,
    pub(super) hover: String,
}

/// The figures of a series; two join where they are neighbours in the series and in the calendar.
fn spots(frame: &Frame<'_>, panel: &Panel, series: &Series) -> Vec<Spot> {
    let mut before: Option<(usize, Period)> = None;
    let mut spots = Vec::new();
    for (at, (place, point)) in panel.places.iter().zip(&series.points).enumerate() {
        let (Place::Period(period), Some(value)) = (place, point.value) else { continue };
        let follows = |(last, earlier): (usize, Period)| last + 1 == at && period.first() <= earlier.last().plus(1);
        spots.push(Spot {
            x: frame.calendar.x(*period, frame.plot),
            y: frame.grid.y(value, frame.plot),
            is_projected: point.is_projected,
            joins: before.is_some_and(follows),
            hover: frame.picture.hover(&[&series.name, &period.title()], point),
        });
        before = Some((at, *period));
    }
    spots
}

/// A line through figures, broken where one is missing, and a dot for each.
pub(super) fn trace(canvas: &mut Canvas, ink: Ink, spots: Vec<Spot>) {
    strokes(canvas, ink, &spots);
    dots(canvas, ink, spots);
}

/// Strokes from each figure to the next one, dashed where they lead to a projection.
fn strokes(canvas: &mut Canvas, ink: Ink, spots: &[Spot]) {
    let mut run: Vec<(f64, f64)> = Vec::new();
    let mut dashed = false;
    let mut strokes: Vec<(Vec<(f64, f64)>, bool)> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        if !spot.joins || spot.is_projected != dashed {
            strokes.push((std::mem::take(&mut run), dashed));
            let before = at.checked_sub(1).filter(|_| spot.joins).map(|before| &spots[before]);
            run.extend(before.map(|before| (before.x, before.y)));
            dashed = spot.is_projected;
        }
        run.push((spot.x, spot.y));
    }
    strokes.push((run, dashed));
    for (points, dashed) in strokes.into_iter().filter(|(points, _)| points.len() > 1) {
        canvas.scene.put(ink, Shape::Line { points, width: 2.0, dashed });
    }
}

/// Dots to point at. They are seen where there are few, where a figure stands alone, and where it is projected.
fn dots(canvas: &mut Canvas, ink: Ink, spots: Vec<Spot>) {
    let few = spots.len() <= 36;
    let joined: Vec<bool> = spots.iter().map(|spot| spot.joins).chain([false]).collect();
    for (spot, joined) in spots.into_iter().zip(joined.windows(2)) {
        let alone = !joined[0] && !joined[1];
        let seen = alone || canvas.letters == Letters::Font && (few || spot.is_projected);
        if !seen && canvas.letters == Letters::Cells {
            continue;
        }
        let (ink, radius) = if seen { (ink, 3.0) } else { (Ink::Clear, 5.0) };
        let dot = Shape::Dot { x: spot.x, y: spot.y, radius, hollow: seen && spot.is_projected };
        canvas.scene.put_with(ink, dot, spot.hover);
    }
}

/// The room for names beside the ends of lines.
pub(super) fn labels_width(canvas: &Canvas, panel: &Panel, room: Room) -> f64 {
    let widest = panel.series.iter().map(|series| canvas.width(&series.name, Size::Label)).fold(0.0, f64::max);
    if widest == 0.0 { canvas.gap() } else { widest.min(room.width * 0.3) + 3.0 * canvas.gap() }
}

/// What names stand beside; in a terminal a fill is shown again, since letters alone tell fills apart there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ends {
    Lines,
    Fills,
}

/// Names beside the ends of lines, moved apart where they would overlap.
pub(super) fn label_ends(
    canvas: &mut Canvas,
    panel: &Panel,
    room: Room,
    width: f64,
    ends: Ends,
    end: &dyn Fn(&Series) -> Option<f64>,
) {
    let line = canvas.line(Size::Label);
    let most = (room.height / line).floor() as usize;
    let named = panel.series.iter().filter(|series| !series.name.is_empty());
    let labels: Vec<(&Series, f64)> = named.filter_map(|series| Some((series, end(series)?))).take(most).collect();
    let wanted: Vec<f64> = labels.iter().map(|(_, y)| *y).collect();
    let middles = canvas.spread(&wanted, line, room);
    let gap = canvas.gap();
    for ((series, y), middle) in labels.iter().zip(middles) {
        let ink = Ink::Series(series.number);
        if canvas.letters == Letters::Cells && ends == Ends::Fills {
            let (x, y) = (room.right() + gap, middle - ROW / 2.0);
            canvas.scene.put(ink, Shape::Box { x, y, width: COLUMN, height: ROW, hollow: false });
        } else {
            let points = vec![(room.right() + gap * 0.5, *y), (room.right() + gap * 2.0, middle)];
            canvas.scene.put(ink, Shape::Line { points, width: 1.5, dashed: false });
        }
        let at = (room.right() + 2.5 * gap, middle, Anchor::Start);
        canvas.words(Ink::Text, Size::Label, at, &series.name, width - 2.5 * gap);
    }
}
