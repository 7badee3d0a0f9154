//! Bars whose parts stand on one another.

use rust_decimal::Decimal;

use super::answer::{Answer, Measure};
use super::axis::{Axis, Zero};
use super::calendar::Calendar;
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Rows, Series};
use super::grid::Grid;
use super::kind::{Kind, Shaped, every, upright};
use super::legend;
use super::letters::Size;
use super::line::{Ends, label_ends, labels_width};
use super::palette::{Ink, SERIES_COUNT};
use super::picture::Picture;
use super::scene::Shape;
use super::whole;
use crate::table::Role;

pub(super) const STACKED: Kind = Kind {
    name: "stacked",
    about: "How large is the whole, and of which parts? Columns over time, the parts on one another, others on top.",
    suits: |_, _| false,
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height: upright,
    most: every,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let amounts = answer.measure("value").map(|value| vec![value]);
    let measures = if columns.is_empty() { amounts.unwrap_or_else(|| answer.main()) } else { columns.to_vec() };
    let mut shaped = parts_over_time(answer, measures, "stacked bars are")?;
    let shown = answer.entries.iter().filter(|entry| data::parts(entry.role));
    if shown.flat_map(|entry| shaped.measures.iter().map(|at| entry.figure(*at))).any(|figure| figure.is_none()) {
        shaped.notes.push("where a part is missing, the whole is another than what is drawn".to_owned());
    }
    Ok(shaped)
}

/// Parts of a whole over time, the others as the last.
pub(super) fn parts_over_time(answer: &Answer<'_>, measures: Vec<Measure>, what: &str) -> Result<Shaped, String> {
    let list = whole::parts(answer, &measures, what)?;
    if !answer.has_time() || answer.entries.iter().any(|entry| entry.period.is_none()) {
        return Err(format!("{what} over time; -M, -Q or -Y makes a row of each month, quarter or year"));
    }
    let layout = Layout { along: Along::Periods, series: Some(list), measures: &measures, rows: data::parts };
    let mut panels = data::panels(answer, layout)?;
    let rest = answer.entries.iter().find(|entry| entry.role == Role::Rest).map(|entry| entry.words[list].as_str());
    let parts = panels.iter().flat_map(|panel| &panel.series).map(|series| series.number + 1).max().unwrap_or(0);
    if parts > SERIES_COUNT {
        return Err(format!(
            "{parts} parts cannot be told apart by {SERIES_COUNT} colours; --top takes fewer of each period, --partner or --product names some"
        ));
    }
    panels.iter_mut().for_each(|panel| others_last(panel, rest));
    Ok(Shaped { measures, crossed: false, panels, notes: Vec::new(), rest: true })
}

/// Others stand at the end, in grey, the last of the colours.
fn others_last(panel: &mut Panel, rest: Option<&str>) {
    let Some(others) = panel.series.iter().position(|series| Some(series.name.as_str()) == rest) else { return };
    let mut others = panel.series.remove(others);
    for series in panel.series.iter_mut().filter(|series| series.number > others.number) {
        series.number -= 1;
    }
    others.number = SERIES_COUNT - 1;
    panel.series.push(others);
}

/// An axis as long as the highest stack, above and below zero.
fn axis(picture: &Picture<'_>, room: Room, canvas: &Canvas) -> Axis {
    let about = (room.height / canvas.line(Size::Small) / 3.0) as usize;
    let stacks = |panel: &Panel| -> Vec<(Decimal, Decimal)> {
        let places = (0..panel.places.len()).flat_map(|at| (0..panel.series.len()).map(move |part| (part, at)));
        places.filter_map(|(part, at)| span(panel, part, at)).collect()
    };
    let ends = picture.panels.iter().flat_map(stacks).flat_map(|(start, end)| [start, end]);
    picture.axis_over(ends, Zero::Always, about.clamp(1, 6))
}

/// Where a part begins and ends in its stack, from zero upwards or downwards; none where it is missing.
pub(super) fn span(panel: &Panel, part: usize, at: usize) -> Option<(Decimal, Decimal)> {
    let value = panel.series[part].points[at].value?;
    let before = panel.series[..part].iter().filter_map(|series| series.points[at].value);
    let same_side = before.filter(|other| other.is_sign_negative() == value.is_sign_negative());
    let start = same_side.fold(Decimal::ZERO, |sum, other| sum.saturating_add(other));
    Some((start, start.saturating_add(value)))
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let Some(calendar) = Calendar::of(&panel.places) else { return };
    let axis = axis(picture, room, canvas);
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    let plot = plot(canvas, &grid, panel, &calendar, room);
    for (part, series) in panel.series.iter().enumerate() {
        for (at, (place, point)) in panel.places.iter().zip(&series.points).enumerate() {
            let (Place::Period(period), Some((start, end))) = (place, span(panel, part, at)) else { continue };
            let (from, to) = (grid.y(start, plot), grid.y(end, plot));
            let width = calendar.width(*period, plot) * 0.8;
            let (x, width) = canvas.column(calendar.x(*period, plot) - width / 2.0, width);
            let y = from.min(to);
            let shape = Shape::Box { x, y, width, height: (from - to).abs(), hollow: point.is_projected };
            let hover = picture.hover(&[&series.name, &period.title()], point);
            canvas.scene.put_with(Ink::Series(series.number), shape, hover);
        }
    }
    let right = room.right() - plot.right();
    label_ends(canvas, panel, plot, right, Ends::Fills, &|series| middle(panel, series, &grid, plot));
}

/// The axes, and the room between them.
pub(super) fn plot(canvas: &mut Canvas, grid: &Grid<'_>, panel: &Panel, calendar: &Calendar, room: Room) -> Room {
    let right = labels_width(canvas, panel, room);
    let left = grid.width(canvas) + canvas.gap();
    let plot = room.inside([left, canvas.line(Size::Small) / 2.0, right, calendar.height(canvas)]);
    grid.across(canvas, plot);
    calendar.label(canvas, plot);
    plot
}

/// The middle of the last part of a series.
pub(super) fn middle(panel: &Panel, series: &Series, grid: &Grid<'_>, plot: Room) -> Option<f64> {
    let part = panel.series.iter().position(|other| other.number == series.number)?;
    let (start, end) = (0..panel.places.len()).rev().find_map(|at| span(panel, part, at))?;
    Some((grid.y(start, plot) + grid.y(end, plot)) / 2.0)
}
