//! Two figures of each thing: one across, one up.

use super::answer::{Answer, Measure};
use super::axis::{Axis, Zero};
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Point, Rows};
use super::digits::Digits;
use super::grid::Grid;
use super::kind::{Kind, Shaped, every};
use super::legend;
use super::letters::{Letters, ROW, Size};
use super::naming::{self, Named};
use super::palette::Ink;
use super::picture::Picture;
use super::scene::{Anchor, Shape};

/// Columns that are looked at beside one another: the first across, the second up.
const PAIRS: [[&str; 2]; 5] = [
    ["share_pct", "growth_pct"],
    ["value", "growth_pct"],
    ["base_share_pct", "share_pct"],
    ["base", "value"],
    ["exports", "imports"],
];
/// The most points of one panel.
const POINTS: usize = 1000;

pub(super) const SCATTER: Kind = Kind {
    name: "scatter",
    about: "How do two figures of each partner or product go together? A point for each: one column across, another up.",
    suits,
    shape,
    legend: legend::none,
    height,
    rows: Rows::Places,
    most: every,
    draw,
};

/// Two columns that cannot share an axis.
fn suits(answer: &Answer<'_>, columns: &[Measure]) -> bool {
    let apart = |[one, two]: [Measure; 2]| Digits::of(answer, &[one, two], Default::default(), None).is_err();
    !answer.has_time() && <[Measure; 2]>::try_from(columns).is_ok_and(apart) && shape(answer, columns).is_ok()
}

/// The columns that were named, or the first pair that the answer has.
fn pair(answer: &Answer<'_>, columns: &[Measure]) -> Result<[Measure; 2], String> {
    let both = |[across, up]: &[&str; 2]| Some([answer.measure(across)?, answer.measure(up)?]);
    match *columns {
        [across, up] if across != up => Ok([across, up]),
        [] => PAIRS
            .iter()
            .find_map(both)
            .ok_or_else(|| "the answer has no two columns that belong together; --column names two".to_owned()),
        _ => Err("a scatter plot is of two columns; --column names the one across and the one that goes up".to_owned()),
    }
}

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let pair = pair(answer, columns)?;
    let along = match answer.list() {
        Some(list) => Along::Words(list),
        None if answer.has_time() && answer.entries.iter().all(|entry| entry.period.is_some()) => Along::Periods,
        None => {
            return Err(
                "a scatter plot needs several partners, products or periods; --by partner makes some".to_owned()
            );
        }
    };
    let layout = Layout { along, series: None, measures: &pair, rows: data::lines };
    let mut panels = data::panels(answer, layout)?;
    let mut notes = Vec::new();
    let lacking: Vec<String> = panels.iter_mut().flat_map(without_halves).collect();
    match lacking.as_slice() {
        [] => {}
        few if few.len() <= 10 => notes.push(format!("no point where a figure is missing: {}", few.join(", "))),
        [first, .., last] => {
            notes.push(format!("no point for {} where a figure is missing, from {first} to {last}", lacking.len()));
        }
        [_] => {}
    }
    let all = panels.iter().map(|panel| panel.places.len()).max().unwrap_or(0);
    if all > POINTS {
        panels.iter_mut().for_each(|panel| panel.keep(Rows::Places, POINTS));
        notes.push(format!("the first {POINTS} of {all} points are shown"));
    }
    Ok(Shaped { measures: pair.to_vec(), crossed: true, panels, notes, rest: false })
}

/// Takes out the places that lack one of the two figures, and names them.
fn without_halves(panel: &mut Panel) -> Vec<String> {
    let is_whole = |at: usize| panel.series.iter().all(|series| series.points[at].value.is_some());
    let (kept, lacking): (Vec<usize>, Vec<usize>) = (0..panel.places.len()).partition(|at| is_whole(*at));
    let lacking = lacking.into_iter().map(|at| panel.places[at].label()).collect();
    panel.places = kept.iter().map(|at| panel.places[*at].clone()).collect();
    for series in &mut panel.series {
        series.points = kept.iter().map(|at| series.points[*at]).collect();
    }
    lacking
}

fn height(_: &[Panel], letters: Letters) -> f64 {
    if letters == Letters::Font { 400.0 } else { 22.0 * ROW }
}

/// The two figures of a place.
fn figures(panel: &Panel, at: usize) -> Option<[Point; 2]> {
    Some([*panel.series.first()?.points.get(at)?, *panel.series.get(1)?.points.get(at)?])
}

fn axis(picture: &Picture<'_>, series: usize, about: usize) -> Axis {
    let points = picture.panels.iter().filter_map(|panel| panel.series.get(series)).flat_map(|series| &series.points);
    picture.axis_over(points.filter_map(|point| point.value), Zero::WhereNear, about)
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let (Some(across), [first, second, ..]) = (&picture.chart.across, panel.series.as_slice()) else { return };
    let digits = &picture.chart.digits;
    let line = canvas.line(Size::Small);
    let up = axis(picture, 1, ((room.height / line / 3.0) as usize).clamp(1, 6));
    let up = Grid { axis: &up, digits };
    let left = up.width(canvas) + canvas.gap();
    let right = axis(picture, 0, ((room.width / 90.0) as usize).clamp(1, 8));
    let right = Grid { axis: &right, digits: across };
    let drop = if canvas.letters == Letters::Font { canvas.gap() } else { ROW };
    let plot = room.inside([left, 1.5 * line, right.width(canvas) / 2.0 + canvas.gap(), drop + 2.0 * line]);
    right.down_to(canvas, plot, drop);
    up.across(canvas, plot);
    let title = |heading: &str, digits: &Digits| digits.heading(heading);
    let above = (room.x, canvas.snapped(room.y + line / 2.0), Anchor::Start);
    canvas.words(Ink::Muted, Size::Small, above, &title(&second.name, digits), room.width);
    let below = (plot.right(), canvas.snapped(room.bottom() - line / 2.0), Anchor::End);
    canvas.words(Ink::Muted, Size::Small, below, &title(&first.name, across), plot.width);
    let labels: Vec<String> = panel.places.iter().map(Place::label).collect();
    let mut named = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some([x, y]) = figures(panel, at) else { continue };
        let (Some(of_x), Some(of_y)) = (x.value, y.value) else { continue };
        let spot = (right.x(of_x, plot), up.y(of_y, plot));
        let dot = Shape::Dot { x: spot.0, y: spot.1, radius: 4.0, hollow: x.is_projected || y.is_projected };
        let projected = if x.is_projected || y.is_projected { " (projected)" } else { "" };
        let what = [across.named(&first.name, of_x), digits.named(&second.name, of_y)].join(", ");
        canvas.scene.put_with(Ink::Series(0), dot, format!("{label}: {what}{projected}"));
        named.push(Named { x: spot.0, y: spot.1, name: label });
    }
    canvas.crowded |= !naming::name(canvas, plot, &named);
}
