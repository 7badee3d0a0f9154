//! Shares of a whole over time, as bands.

use rust_decimal::Decimal;

use super::answer::{Answer, Measure};
use super::axis::Zero;
use super::calendar::Calendar;
use super::canvas::{Canvas, Room};
use super::data::{Panel, Place, Point, Rows};
use super::grid::Grid;
use super::kind::{Kind, Shaped, every, upright};
use super::legend;
use super::line::{Ends, label_ends};
use super::palette::Ink;
use super::picture::Picture;
use super::scene::Shape;
use super::stacked::{middle, parts_over_time, plot, span};
use crate::model::Period;

pub(super) const AREA: Kind = Kind {
    name: "area",
    about: "How did the shares of a whole change over time? A band for each part, from 0 to 100 %; a gap where one is missing.",
    suits: |_, _| false,
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height: upright,
    most: every,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let share = answer.measure("share_pct").ok_or("an area is of shares; share answers with them")?;
    if columns.iter().any(|column| *column != share) {
        return Err("an area is of share_pct".to_owned());
    }
    let mut shaped = parts_over_time(answer, vec![share], "areas are")?;
    if shaped.panels.iter().flat_map(|panel| panel.figures()).any(|share| share < Decimal::ZERO) {
        return Err("areas are of parts above zero".to_owned());
    }
    let mut gaps = false;
    for panel in &mut shaped.panels {
        gaps |= clear_incomplete(panel);
    }
    if shaped.panels.iter().all(|panel| panel.figures().next().is_none()) {
        return Err("the shares do not add up to 100 % in any period; --top adds the others".to_owned());
    }
    if gaps {
        shaped.notes.push("where the shares do not add up to 100 %, there is a gap".to_owned());
    }
    Ok(shaped)
}

/// Takes out the places whose parts are not the whole, and says whether there are any.
fn clear_incomplete(panel: &mut Panel) -> bool {
    let near = |sum: Decimal| (sum - Decimal::ONE_HUNDRED).abs() < Decimal::new(1, 3);
    let whole = |at: usize| panel.series.iter().filter_map(|series| series.points[at].value).sum::<Decimal>();
    let incomplete: Vec<usize> = (0..panel.places.len()).filter(|at| !near(whole(*at))).collect();
    for series in &mut panel.series {
        incomplete.iter().for_each(|at| series.points[*at] = Point::MISSING);
    }
    !incomplete.is_empty()
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let Some(calendar) = Calendar::of(&panel.places) else { return };
    let axis = picture.axis_over([Decimal::ZERO, Decimal::ONE_HUNDRED].into_iter(), Zero::Always, 5);
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    let plot = plot(canvas, &grid, panel, &calendar, room);
    for (part, series) in panel.series.iter().enumerate() {
        let edges = edges(panel, part, &calendar, &grid, plot);
        let ink = Ink::Series(series.number);
        bands(&edges).into_iter().for_each(|shape| canvas.scene.put(ink, shape));
        for edge in edges.iter().flatten().filter(|edge| edge.point.value.is_some()) {
            let hover = picture.hover(&[&series.name, &edge.period.title()], &edge.point);
            let alone = panel.places.len() < 2;
            let (y, height) = (edge.high, edge.low - edge.high);
            let shape = Shape::Box { x: edge.x - 3.0, y, width: 6.0, height, hollow: false };
            canvas.scene.put_with(if alone { ink } else { Ink::Clear }, shape, hover);
        }
    }
    let right = room.right() - plot.right();
    label_ends(canvas, panel, plot, right, Ends::Fills, &|series| middle(panel, series, &grid, plot));
}

/// The lower and the upper border of a band at a place.
struct Edge {
    x: f64,
    low: f64,
    high: f64,
    period: Period,
    point: Point,
}

/// A part at every place; it has no height where others hold it, and nothing is there where the whole is not known.
fn edges(panel: &Panel, part: usize, calendar: &Calendar, grid: &Grid<'_>, plot: Room) -> Vec<Option<Edge>> {
    let edge = |at: usize| {
        let Place::Period(period) = panel.places[at] else { return None };
        let below = || panel.series[..part].iter().filter_map(|series| series.points[at].value).sum::<Decimal>();
        let is_known = panel.series.iter().any(|series| series.points[at].value.is_some());
        let (start, end) = span(panel, part, at).or_else(|| is_known.then(|| (below(), below())))?;
        let (low, high) = (grid.y(start, plot), grid.y(end, plot));
        Some(Edge { x: calendar.x(period, plot), low, high, period, point: panel.series[part].points[at] })
    };
    (0..panel.places.len()).map(edge).collect()
}

/// The bands of a part: each goes on as long as nothing is missing and projections stay projections.
fn bands(edges: &[Option<Edge>]) -> Vec<Shape> {
    let mut bands: Vec<(Vec<&Edge>, bool)> = Vec::new();
    for pair in edges.windows(2) {
        let [Some(from), Some(to)] = pair else { continue };
        let has_height = from.point.value.is_some() || to.point.value.is_some();
        if !has_height || to.period.first() > from.period.last().plus(1) {
            continue;
        }
        match bands.last_mut() {
            Some((band, hollow))
                if *hollow == to.point.is_projected && band.last().is_some_and(|last| last.x == from.x) =>
            {
                band.push(to);
            }
            _ => bands.push((vec![from, to], to.point.is_projected)),
        }
    }
    let shape = |(band, hollow): (Vec<&Edge>, bool)| {
        let above = band.iter().map(|edge| (edge.x, edge.high));
        let points = above.chain(band.iter().rev().map(|edge| (edge.x, edge.low))).collect();
        Shape::Area { points, hollow }
    };
    bands.into_iter().map(shape).collect()
}
