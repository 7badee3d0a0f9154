//! Bars: side by side over names, upright over time.

use rust_decimal::Decimal;

use super::answer::{Answer, Measure};
use super::axis::Zero;
use super::calendar::Calendar;
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Point, Rows, Series};
use super::grid::Grid;
use super::kind::{Kind, Shaped, upright};
use super::legend;
use super::letters::{Letters, ROW, Size};
use super::palette::{Ink, SERIES_COUNT};
use super::picture::Picture;
use super::scene::{Anchor, Shape};

/// The most bars of one panel over time.
const UPRIGHT: usize = 240;
/// The most rows that a chart grows to on its own.
const ROWS: usize = 40;

/// The least room for bars, and for their names, in lines.
const LEAST: f64 = 2.5;

const NO_FIGURE: &str = "no figure";

pub(super) const BAR: Kind = Kind {
    name: "bar",
    about: "How large is each? Bars from zero: a row for each partner or product, columns over time.",
    suits: |answer, _| !answer.has_time(),
    shape,
    legend: legend::series,
    rows: Rows::Places,
    height,
    most,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let measures = if columns.is_empty() { answer.main() } else { columns.to_vec() };
    let panels = match (answer.has_time(), answer.list()) {
        (true, series) => data::panels(answer, layout(Along::Periods, series, &measures))?,
        (false, Some(list)) => data::panels(answer, layout(Along::Words(list), None, &measures))?,
        (false, None) => {
            let all = if columns.is_empty() { answer.alike() } else { measures };
            let panels = data::panels(answer, layout(Along::Measures, None, &all))?;
            return Ok(Shaped { measures: all, crossed: false, panels, notes: Vec::new(), rest: false });
        }
    };
    let series = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    let bars = panels.iter().map(|panel| panel.places.len() * panel.series.len()).max().unwrap_or(0);
    if series > SERIES_COUNT {
        return Err(format!(
            "{series} bars beside one another cannot be told apart by {SERIES_COUNT} colours; --top {} leaves fewer",
            SERIES_COUNT - 1
        ));
    }
    if answer.has_time() && bars > UPRIGHT {
        return Err(format!("{bars} bars are too many for one picture, which holds {UPRIGHT}"));
    }
    Ok(Shaped { measures, crossed: false, panels, notes: Vec::new(), rest: false })
}

/// The whole has a bar beside its parts where it is not their sum: a growth rate.
fn layout(along: Along, series: Option<usize>, measures: &[Measure]) -> Layout<'_> {
    Layout { along, series, measures, rows: data::lines }
}

fn is_upright(panel: &Panel) -> bool {
    panel.places.iter().all(|place| matches!(place, Place::Period(_)))
}

/// From one row of bars to the next.
fn pitch(panel: &Panel, letters: Letters) -> f64 {
    let bars = panel.series.len().max(1) as f64;
    match letters {
        Letters::Font => (bars * 12.0 + 8.0).max(20.0),
        Letters::Cells => ROW * if bars > 1.0 { bars + 1.0 } else { 1.0 },
    }
}

fn height(panels: &[Panel], letters: Letters) -> f64 {
    let rows = |panel: &Panel| pitch(panel, letters) * panel.places.len().min(ROWS) as f64;
    match panels.iter().all(is_upright) {
        true => upright(panels, letters),
        false => panels.iter().map(rows).fold(0.0, f64::max).max(60.0) + 2.0 * letters.line(Size::Small),
    }
}

fn most(panel: &Panel, letters: Letters, room: Room) -> usize {
    let least = match letters {
        Letters::Font => (panel.series.len() as f64 * 5.0).max(letters.line(Size::Label)),
        Letters::Cells => pitch(panel, letters),
    };
    if is_upright(panel) {
        usize::MAX
    } else {
        ((room.height - 2.0 * letters.line(Size::Small)) / least).floor().max(1.0) as usize
    }
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    match is_upright(panel) {
        true => columns(canvas, picture, panel, room),
        false => rows(canvas, picture, panel, room),
    }
}

/// Bars that go to the right, with names to their left and figures at their ends.
fn rows(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let names = panel.places.iter().map(|place| canvas.width(&place.label(), Size::Label)).fold(0.0, f64::max);
    let text = |point: &Point| point.value.map(|value| (value, picture.chart.digits.label(value)));
    let width = |canvas: &Canvas, is: &dyn Fn(Decimal) -> bool| {
        let points = picture.panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
        let widths =
            points.filter_map(text).filter(|(value, _)| is(*value)).map(|(_, text)| canvas.width(&text, Size::Small));
        widths.fold(0.0, f64::max) + canvas.gap()
    };
    let below = width(canvas, &|value| value < Decimal::ZERO);
    let above = width(canvas, &|value| value >= Decimal::ZERO);
    let below = if below > canvas.gap() { below } else { 0.0 };
    let least = LEAST * canvas.line(Size::Label);
    let lacks = panel.series.iter().flat_map(|series| &series.points).any(|point| point.value.is_none());
    let words = if lacks { 2.0 * (canvas.width(NO_FIGURE, Size::Small) + canvas.gap()) - above - below } else { 0.0 };
    let left_over = room.width - below - above - canvas.gap() - least.max(words);
    canvas.narrow |= left_over < names.min(least);
    let names = names.min(room.width * 0.4).min(left_over.max(0.0));
    let left = names + canvas.gap() + below;
    let foot = canvas.line(Size::Small) * 1.5;
    let plot = room.inside([left, 0.0, above, foot]);
    let axis = picture.axis(Zero::Always, ((plot.width / 80.0) as usize).clamp(3, 6));
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    grid.down(canvas, plot);
    let pitch = match canvas.letters {
        Letters::Font => plot.height / panel.places.len().max(1) as f64,
        Letters::Cells => pitch(panel, canvas.letters),
    };
    for (at, place) in panel.places.iter().enumerate() {
        let middle = plot.y + (at as f64 + 0.5) * pitch;
        let at_name = (room.x + names, canvas.snapped(middle), Anchor::End);
        canvas.words(Ink::Text, Size::Label, at_name, &place.label(), names);
        let (of, right) = (panel.series.len(), room.right());
        for (number, series) in panel.series.iter().enumerate() {
            row(canvas, picture, &grid, plot, Bar { place, series, at, number, of, middle, pitch, right });
        }
    }
}

/// One bar of a row.
struct Bar<'p> {
    place: &'p Place,
    series: &'p Series,
    at: usize,
    number: usize,
    of: usize,
    middle: f64,
    pitch: f64,
    /// How far words may reach.
    right: f64,
}

impl Bar<'_> {
    /// Top and thickness of the bar within its row.
    fn lane(&self, letters: Letters) -> (f64, f64) {
        match letters {
            Letters::Cells => (self.middle - self.pitch / 2.0 + self.number as f64 * ROW, ROW),
            Letters::Font => {
                let all = (self.pitch * 0.72).min(28.0 * self.of as f64);
                let thick = all / self.of as f64;
                (self.middle - all / 2.0 + self.number as f64 * thick, thick)
            }
        }
    }
}

fn row(canvas: &mut Canvas, picture: &Picture<'_>, grid: &Grid<'_>, plot: Room, bar: Bar<'_>) {
    let point = &bar.series.points[bar.at];
    let (top, thick) = bar.lane(canvas.letters);
    let zero = plot.x + grid.axis.zero() * plot.width;
    let Some(value) = point.value else {
        if thick >= canvas.line(Size::Small) * 0.7 {
            let ends = zero + canvas.gap() + canvas.width(NO_FIGURE, Size::Small);
            let (x, anchor) = beside(canvas, zero, ends > bar.right);
            let at = (x, canvas.snapped(top + thick / 2.0), anchor);
            canvas.words_on_paper(Ink::Muted, Size::Small, at, NO_FIGURE);
        }
        return;
    };
    let end = grid.x(value, plot);
    let ink = Ink::Series(bar.series.number);
    let shape =
        Shape::Box { x: zero.min(end), y: top, width: (end - zero).abs(), height: thick, hollow: point.is_projected };
    canvas.scene.put_with(ink, shape, picture.hover(&[&bar.series.name, &bar.place.label()], point));
    let (x, anchor) = beside(canvas, end, value < Decimal::ZERO);
    if thick >= canvas.line(Size::Small) * 0.7 {
        let at = (x, canvas.snapped(top + thick / 2.0), anchor);
        canvas.words_on_paper(Ink::Muted, Size::Small, at, &picture.chart.digits.label(value));
    }
}

/// Where words stand to the left or to the right of a mark.
fn beside(canvas: &Canvas, x: f64, left: bool) -> (f64, Anchor) {
    if left { (x - canvas.gap(), Anchor::End) } else { (x + canvas.gap(), Anchor::Start) }
}

/// Bars that go up, at their places in the calendar.
fn columns(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let Some(calendar) = Calendar::of(&panel.places) else { return };
    let about = (room.height / canvas.line(Size::Small) / 3.0) as usize;
    let axis = picture.axis(Zero::Always, about.clamp(1, 6));
    let grid = Grid { axis: &axis, digits: &picture.chart.digits };
    let left = grid.width(canvas) + canvas.gap();
    let plot = room.inside([left, canvas.line(Size::Small) / 2.0, canvas.gap(), calendar.height(canvas)]);
    grid.across(canvas, plot);
    calendar.label(canvas, plot);
    let zero = plot.bottom() - axis.zero() * plot.height;
    for series in panel.series.iter().enumerate() {
        for (place, point) in panel.places.iter().zip(&series.1.points) {
            let (Place::Period(period), Some(value)) = (place, point.value) else { continue };
            let all = calendar.width(*period, plot) * 0.8;
            let (left, thick) = canvas.column(calendar.x(*period, plot) - all / 2.0, all / panel.series.len() as f64);
            let x = left + thick * series.0 as f64;
            let end = grid.y(value, plot);
            let shape = Shape::Box {
                x,
                y: zero.min(end),
                width: thick,
                height: (end - zero).abs(),
                hollow: point.is_projected,
            };
            canvas.scene.put_with(
                Ink::Series(series.1.number),
                shape,
                picture.hover(&[&series.1.name, &period.title()], point),
            );
        }
    }
}
