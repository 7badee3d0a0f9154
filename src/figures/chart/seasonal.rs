//! Years over one another, month by month.

use super::answer::{Answer, Measure};
use super::axis::Zero;
use super::calendar::capital;
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Point, Rows, Series};
use super::grid::Grid;
use super::kind::{Kind, Shaped, every, upright};
use super::legend;
use super::letters::Size;
use super::line::{Ends, Spot, label_ends, labels_width, trace};
use super::palette::{Ink, SERIES_COUNT};
use super::picture::Picture;
use super::scene::Anchor;
use crate::model::Period;

pub(super) const SEASONAL: Kind = Kind {
    name: "seasonal",
    about: "How does a year compare with the years before, month by month? A line for each year; a gap is a missing figure.",
    suits: |_, _| false,
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height: upright,
    most: every,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let measures = if columns.is_empty() { answer.main() } else { columns.to_vec() };
    if measures.len() > 1 {
        return Err("a seasonal chart is of one column; --column names it".to_owned());
    }
    let mut panels = years(answer, &measures)?;
    let all = panels.iter().flat_map(|panel| &panel.series).map(|series| series.number + 1).max().unwrap_or(0);
    panels.iter_mut().for_each(|panel| panel.series.retain(|series| series.number < SERIES_COUNT));
    let note = format!("the last {SERIES_COUNT} of {all} years are shown");
    let notes = if all > SERIES_COUNT { vec![note] } else { Vec::new() };
    Ok(Shaped { measures, crossed: false, panels, notes, rest: false })
}

/// The figures of a column, a series a year and a place a month or quarter.
pub(super) fn years(answer: &Answer<'_>, measures: &[Measure]) -> Result<Vec<Panel>, String> {
    let months = season(answer)?;
    let layout = Layout { along: Along::Periods, series: None, measures, rows: data::lines };
    let panels = data::panels(answer, layout)?;
    let years = answer.periods.iter().map(|period| period.first().year());
    let (first, last) = (years.clone().min().unwrap_or_default(), years.max().unwrap_or_default());
    Ok(panels.into_iter().map(|panel| folded(&panel, months, first..=last)).collect())
}

/// How many months each row has: those of a part that every year has in the same months.
fn season(answer: &Answer<'_>) -> Result<u32, String> {
    let is_part = |period: &Period| {
        let months = period.len();
        months < 12 && 12_u32.is_multiple_of(months) && (period.first().number() - 1).is_multiple_of(months)
    };
    let first = answer.periods.first().filter(|_| answer.entries.iter().all(|entry| entry.period.is_some()));
    let months =
        first.filter(|first| answer.periods.iter().all(|period| is_part(period) && period.len() == first.len()));
    let months = months.filter(|_| answer.has_time()).map(|first| first.len());
    months.ok_or_else(|| "a seasonal chart needs a row for each month or quarter; -M or -Q makes them".to_owned())
}

/// A series of a panel as one series a year; the last year has the first colour.
fn folded(panel: &Panel, months: u32, years: std::ops::RangeInclusive<i32>) -> Panel {
    let seasons = 12 / months;
    let number = |at: u32| (at * months).min(11) + 1;
    let places = (0..seasons).map(|at| Place::Name(season_name(number(at), months))).collect();
    let figure = |year: i32, at: u32| {
        let period = Period::within_year(year, number(at), number(at) + months - 1)?;
        let place = panel.places.iter().position(|place| *place == Place::Period(period))?;
        panel.series.first()?.points.get(place).copied()
    };
    let year = |year: i32| Series {
        name: year.to_string(),
        number: usize::try_from(years.end() - year).unwrap_or_default(),
        points: (0..seasons).map(|at| figure(year, at).unwrap_or(Point::MISSING)).collect(),
    };
    let mut series: Vec<Series> = years.clone().map(year).collect();
    series.retain(|series| series.points.iter().any(|point| point.value.is_some()));
    Panel { name: panel.name.clone(), places, series }
}

fn season_name(first: u32, months: u32) -> String {
    let part = (first - 1) / months + 1;
    match months {
        1 => crate::model::Month::new(2000, first).map(|month| capital(month.short_name())).unwrap_or_default(),
        3 => format!("Q{part}"),
        6 => format!("H{part}"),
        _ => part.to_string(),
    }
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let about = (room.height / canvas.line(Size::Small) / 3.0) as usize;
    let axis = picture.axis(Zero::WhereNear, about.clamp(1, 6));
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    let left = grid.width(canvas) + canvas.gap();
    let right = labels_width(canvas, panel, room);
    let plot = room.inside([left, canvas.line(Size::Small) / 2.0, right, canvas.line(Size::Small) + canvas.gap()]);
    grid.across(canvas, plot);
    let step = plot.width / panel.places.len().max(1) as f64;
    let x = |at: usize| plot.x + (at as f64 + 0.5) * step;
    label_seasons(canvas, panel, plot, &x);
    let spots = |series: &Series| {
        let mut before = None;
        let mut spots = Vec::new();
        for (at, point) in series.points.iter().enumerate() {
            let Some(value) = point.value else { continue };
            let joins = before.is_some_and(|before: usize| before + 1 == at);
            let hover = picture.hover(&[&format!("{} {}", panel.places[at].label(), series.name)], point);
            spots.push(Spot { x: x(at), y: grid.y(value, plot), is_projected: point.is_projected, joins, hover });
            before = Some(at);
        }
        spots
    };
    for series in &panel.series {
        trace(canvas, Ink::Series(series.number), spots(series));
    }
    label_ends(canvas, panel, plot, right, Ends::Lines, &|series| spots(series).last().map(|spot| spot.y));
}

/// The months below, as many as there is room for.
fn label_seasons(canvas: &mut Canvas, panel: &Panel, plot: Room, x: &dyn Fn(usize) -> f64) {
    let widest = panel.places.iter().map(|place| canvas.width(&place.label(), Size::Small)).fold(0.0, f64::max);
    let fits = |every: &usize| (x(*every) - x(0)) >= widest + canvas.gap();
    let every = [1, 2, 3, 6].into_iter().find(fits).unwrap_or(12);
    let middle = plot.bottom() + canvas.gap() + canvas.line(Size::Small) / 2.0;
    for (at, place) in panel.places.iter().enumerate().step_by(every) {
        let at = (x(at), middle, Anchor::Middle);
        canvas.words(Ink::Muted, Size::Small, at, &place.label(), f64::INFINITY);
    }
}
