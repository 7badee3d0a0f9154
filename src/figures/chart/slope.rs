//! Two periods beside one another: who rose and who fell.

use rust_decimal::Decimal;

use super::Chart;
use super::answer::{Answer, Measure};
use super::axis::{Axis, Zero};
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Rows, Series};
use super::kind::{Kind, Shaped, every};
use super::legend;
use super::letters::{Letters, ROW, Size};
use super::palette::Ink;
use super::picture::Picture;
use super::scene::{Anchor, Shape};
use crate::model::PeriodExpr;
use crate::render::visible;
use crate::table::Cell;

/// Columns that are the same figure in the base period and now.
const PAIRS: [[&str; 2]; 3] = [["base_rank", "rank"], ["base_share_pct", "share_pct"], ["base", "value"]];
/// The most lines of one panel.
const LINES: usize = 30;

pub(super) const SLOPE: Kind = Kind {
    name: "slope",
    about: "Who rose and who fell between two periods? Ranks, shares or values, a line for each partner or product.",
    suits,
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height,
    most: every,
    draw,
};

/// Ranks of two periods that are not merely a year and the year before.
fn suits(answer: &Answer<'_>, columns: &[Measure]) -> bool {
    let months = |column: &str| match only(answer, column)?.parse() {
        Ok(PeriodExpr::Dated(period)) => Some(period.first()),
        _ => None,
    };
    let apart = months("period").zip(months("base_period")).map(|(now, before)| now.since(before));
    apart.is_some_and(|months| months > 12) && answer.measure("base_rank").is_some() && shape(answer, columns).is_ok()
}

/// The pair of columns to draw: that of the column that was named, or the first that both periods have.
fn pair(answer: &Answer<'_>, columns: &[Measure]) -> Result<[Measure; 2], String> {
    let both = |[base, now]: &[&str; 2]| Some([answer.measure(base)?, answer.measure(now)?]);
    let named = |pair: &&[&str; 2]| columns.iter().all(|at| pair.contains(&answer.table.columns[at.0].name.as_str()));
    let why = "a slope needs a rank, a share or a value of both periods; rank, share and growth answer with them";
    PAIRS.iter().filter(named).find_map(both).ok_or_else(|| why.to_owned())
}

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let pair = pair(answer, columns)?;
    let list = answer.list().filter(|_| !answer.has_time());
    let list = list.ok_or("a slope needs several partners or products in one period")?;
    let layout = Layout { along: Along::Measures, series: Some(list), measures: &pair, rows: data::lines };
    let mut panels = data::panels(answer, layout)?;
    let all = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    for panel in &mut panels {
        panel.series.truncate(LINES);
        for (place, column) in panel.places.iter_mut().zip(["base_period", "period"]) {
            if let Some(period) = only(answer, column) {
                *place = Place::Name(period);
            }
        }
    }
    let lacks = panels.iter().flat_map(|panel| &panel.series);
    let lacks = lacks.filter(|series| series.points.iter().any(|point| point.value.is_none()));
    let lacks: Vec<&str> = lacks.map(|series| series.name.as_str()).collect();
    let mut notes = Vec::new();
    if !lacks.is_empty() {
        notes.push(format!("no line where a figure is missing: {}", lacks.join(", ")));
    }
    if all > LINES {
        notes.push(format!("the first {LINES} of {all} rows are shown"));
    }
    Ok(Shaped { measures: pair.to_vec(), crossed: false, panels, notes, rest: false })
}

/// The word that all rows have in a column.
fn only(answer: &Answer<'_>, column: &str) -> Option<String> {
    let place = answer.table.position(column)?;
    let word = |cells: &[Cell]| match cells.get(place) {
        Some(Cell::Text(text)) => Some(visible(text).into_owned()),
        _ => None,
    };
    let first = word(answer.entries.first()?.cells)?;
    answer.entries.iter().all(|entry| word(entry.cells).as_ref() == Some(&first)).then_some(first)
}

fn height(panels: &[Panel], letters: Letters) -> f64 {
    let row = if letters == Letters::Font { 24.0 } else { ROW };
    let rows = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    (rows as f64 * row).max(6.0 * row) + 2.0 * letters.line(Size::Label)
}

/// Where figures stand: ranks in their order, the first on top; others on an axis.
enum Ladder {
    Ranks(Vec<Decimal>),
    Axis(Axis),
}

impl Ladder {
    fn of(picture: &Picture<'_>, panel: &Panel) -> Ladder {
        if !picture.chart.digits.counts {
            return Ladder::Axis(picture.axis(Zero::Never, 4));
        }
        let mut ranks: Vec<Decimal> = panel.figures().collect();
        ranks.sort();
        ranks.dedup();
        Ladder::Ranks(ranks)
    }

    fn y(&self, figure: Decimal, room: Room) -> f64 {
        match self {
            Ladder::Axis(axis) => room.bottom() - axis.part(figure) * room.height,
            Ladder::Ranks(ranks) => {
                let before = ranks.iter().position(|rank| *rank == figure).unwrap_or(0);
                room.y + (before as f64 + 0.5) / ranks.len().max(1) as f64 * room.height
            }
        }
    }
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let width = |series: &Series, at: usize| {
        label(canvas, picture, series, at, f64::INFINITY).map_or(0.0, |words| canvas.width(&words, Size::Label))
    };
    let widths = panel.series.iter().flat_map(|series| [width(series, 0), width(series, 1)]);
    let head = panel.places.iter().map(|place| canvas.width(&place.label(), Size::Label));
    let widest = widths.chain(head).fold(0.0, f64::max);
    let side = (widest + lead(canvas) + canvas.gap()).min(room.width * 0.38);
    let line = canvas.line(Size::Label);
    let plot = room.inside([side, line * 1.5, side, line / 2.0]);
    let ladder = Ladder::of(picture, panel);
    let ends = [plot.x, plot.right()];
    for (at, anchor) in [Anchor::End, Anchor::Start].into_iter().enumerate() {
        let x = ends[at];
        canvas.rule(Ink::Grid, (x, plot.y), (x, plot.bottom()));
        canvas.words(Ink::Muted, Size::Label, (x, room.y + line / 2.0, anchor), &panel.places[at].label(), side);
    }
    for series in panel.series.iter().rev() {
        stroke(canvas, picture, panel, series, &|at, figure| (ends[at], ladder.y(figure, plot)));
    }
    for (at, left) in [true, false].into_iter().enumerate() {
        let labels: Vec<(String, f64)> = panel
            .series
            .iter()
            .filter_map(|series| {
                let words = label(canvas, picture, series, at, side - lead(canvas))?;
                Some((words, ladder.y(series.points[at].value?, plot)))
            })
            .collect();
        beside(canvas, &labels, left, (plot, side));
    }
}

/// The name of a series with its figure at one end; a name that is too long is cut, a figure is not.
fn label(canvas: &Canvas, picture: &Picture<'_>, series: &Series, at: usize, most: f64) -> Option<String> {
    let figure = picture.chart.digits.label(series.points[at].value?);
    let name = canvas.letters.fit(&series.name, Size::Label, most - canvas.width(&format!(" {figure}"), Size::Label));
    Some(if at == 0 { format!("{name} {figure}") } else { format!("{figure} {name}") }.trim().to_owned())
}

fn stroke(
    canvas: &mut Canvas,
    picture: &Picture<'_>,
    panel: &Panel,
    series: &Series,
    place: &dyn Fn(usize, Decimal) -> (f64, f64),
) {
    let spot = |at: usize| series.points[at].value.map(|value| place(at, value));
    let ink = direction(picture.chart.digits.counts, series);
    if let (Some(from), Some(to)) = (spot(0), spot(1)) {
        let dashed = series.points.iter().any(|point| point.is_projected);
        canvas.scene.put(ink, Shape::Line { points: vec![from, to], width: 2.0, dashed });
    }
    for (at, point) in series.points.iter().enumerate() {
        let Some((x, y)) = spot(at) else { continue };
        let dot = Shape::Dot { x, y, radius: 3.5, hollow: point.is_projected };
        canvas.scene.put_with(ink, dot, picture.hover(&[&series.name, &panel.places[at].label()], point));
    }
}

/// The colour of a line between two figures.
pub fn rise_or_fall(chart: &Chart, series: &Series) -> &'static str {
    direction(chart.counts(), series).light()
}

/// Blue for those that rise, orange for those that fall, grey for the others.
fn direction(ranks: bool, series: &Series) -> Ink {
    match (series.points[0].value, series.points[1].value) {
        (Some(before), Some(now)) if before == now => Ink::Series(7),
        (Some(before), Some(now)) => Ink::Series(usize::from((now > before) == ranks)),
        _ => Ink::Series(7),
    }
}

/// The distance of names that lines lead to from their points.
fn lead(canvas: &Canvas) -> f64 {
    if canvas.letters == Letters::Font { 4.0 * canvas.gap() } else { 1.5 * canvas.gap() }
}

/// Names and figures beside one of the two periods.
fn beside(canvas: &mut Canvas, labels: &[(String, f64)], left: bool, (plot, side): (Room, f64)) {
    let line = canvas.line(Size::Label);
    let most = (plot.height / line).floor() as usize;
    let kept = &labels[..labels.len().min(most)];
    let middles = canvas.spread(&kept.iter().map(|(_, y)| *y).collect::<Vec<_>>(), line, plot);
    let leads =
        canvas.letters == Letters::Font && kept.iter().zip(&middles).any(|((_, y), middle)| (y - middle).abs() > 2.0);
    let gap = if leads { lead(canvas) } else { 1.5 * canvas.gap() };
    let (end, side_of) = if left { (plot.x, -1.0) } else { (plot.right(), 1.0) };
    for ((words, y), middle) in kept.iter().zip(middles) {
        let (x, anchor) = (end + side_of * gap, if left { Anchor::End } else { Anchor::Start });
        if leads {
            let points = vec![(end + side_of * canvas.gap(), *y), (x - side_of * canvas.gap() / 2.0, middle)];
            canvas.scene.put(Ink::Muted, Shape::Line { points, width: 0.75, dashed: false });
        }
        canvas.words(Ink::Text, Size::Label, (x, middle, anchor), words, side - gap);
    }
}
