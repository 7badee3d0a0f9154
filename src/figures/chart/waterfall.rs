//! Contributions that lead from the base to the whole.

use rust_decimal::Decimal;

use super::answer::{Answer, Measure};
use super::axis::Zero;
use super::canvas::{Canvas, Room};
use super::data::{self, Along, Layout, Panel, Place, Point, Rows};
use super::grid::Grid;
use super::kind::{Kind, Shaped, every};
use super::legend;
use super::letters::{Letters, ROW, Size};
use super::palette::{Ink, SERIES_COUNT};
use super::picture::Picture;
use super::scene::{Anchor, Shape};
use super::whole;

/// The most parts of one picture.
const PARTS: usize = 40;

pub(super) const WATERFALL: Kind = Kind {
    name: "waterfall",
    about: "What made the whole grow? Each part begins where the one before ended, others too; the last bar is the whole.",
    suits: |_, _| false,
    shape,
    legend: legend::none,
    rows: Rows::Places,
    height,
    most: every,
    draw,
};

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let needs = "a waterfall is of contribution_pp or of change; growth answers with them";
    let measure = columns.first().copied().or_else(|| answer.measure("contribution_pp")).ok_or(needs)?;
    let is_change = match answer.table.columns[measure.0].name.as_str() {
        "contribution_pp" => false,
        "change" => true,
        _ => return Err(needs.to_owned()),
    };
    let list = whole::parts(answer, &[measure], "waterfalls are")?;
    if answer.has_time() {
        return Err("a waterfall needs parts within one period; --period names one".to_owned());
    }
    let panels = |measure: Measure| {
        let layout = Layout { along: Along::Words(list), series: None, measures: &[measure], rows: data::parts };
        data::panels(answer, layout)
    };
    let base = answer.measure("base").ok_or(needs)?;
    let contribution = answer.measure("contribution_pp").ok_or(needs)?;
    let change = answer.measure("change").ok_or(needs)?;
    let bases = panels(base)?;
    for (number, (changes, contributions)) in panels(change)?.iter().zip(&panels(contribution)?).enumerate() {
        leads_to_the_whole(&bases[number], changes, contributions)?;
    }
    let mut panels = panels(measure)?;
    for (panel, base) in panels.iter_mut().zip(&bases) {
        let from = if is_change { sum(base) } else { Decimal::ZERO };
        enclose(panel, from, ends(answer, is_change));
    }
    if let Some(panel) = panels.iter().find(|panel| panel.places.len() > PARTS) {
        return Err(format!("{} parts are too many for one picture; --top leaves fewer", panel.places.len()));
    }
    Ok(Shaped { measures: vec![measure], crossed: false, panels, notes: Vec::new(), rest: true })
}

fn sum(panel: &Panel) -> Decimal {
    panel.figures().fold(Decimal::ZERO, |sum, figure| sum.saturating_add(figure))
}

/// Sees that the parts are all there: the base that contributions are measured by is the sum of their bases.
fn leads_to_the_whole(base: &Panel, changes: &Panel, contributions: &Panel) -> Result<(), String> {
    let of = |panel: &Panel, at: usize| panel.series[0].points[at].value;
    let places = || (0..base.places.len()).filter(|at| of(base, *at).is_none() || of(changes, *at).is_none());
    if let Some(at) = places().next() {
        let name = base.places[at].label();
        return Err(format!("a waterfall needs every part, and the change of `{name}` is missing"));
    }
    let whole = (0..base.places.len()).filter_map(|at| {
        let (change, points) = (of(changes, at)?, of(contributions, at)?);
        let whole = change.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(points)?;
        Some((points.abs(), whole))
    });
    let parts = sum(base);
    match whole.max() {
        Some((_, whole)) if (whole - parts).abs() > whole.abs() * Decimal::new(1, 5) => {
            Err("a waterfall needs every part of the whole, and these are not all of them; --top adds the others"
                .to_owned())
        }
        _ => Ok(()),
    }
}

/// The words of the first and of the last bar.
fn ends(answer: &Answer<'_>, is_change: bool) -> [Option<String>; 2] {
    let period = |column: &str| {
        let place = answer.table.position(column)?;
        match answer.entries.first()?.cells.get(place) {
            Some(crate::table::Cell::Text(period)) => Some(crate::render::visible(period).into_owned()),
            _ => None,
        }
    };
    if is_change {
        [period("base_period").or(Some("base".to_owned())), period("period").or(Some("value".to_owned()))]
    } else {
        [None, Some("all".to_owned())]
    }
}

/// Puts the bar of the base before the parts, where there is one, and that of the whole behind them.
fn enclose(panel: &mut Panel, from: Decimal, [first, last]: [Option<String>; 2]) {
    let to = from.saturating_add(sum(panel));
    let is_projected = panel.series[0].points.iter().any(|point| point.is_projected);
    let points = &mut panel.series[0].points;
    if let Some(name) = first {
        panel.places.insert(0, Place::Name(name));
        points.insert(0, Point { value: Some(from), is_projected: false, is_whole: true });
    }
    if let Some(name) = last {
        panel.places.push(Place::Name(name));
        points.push(Point { value: Some(to), is_projected, is_whole: true });
    }
}

/// Where each bar begins and ends.
fn steps(panel: &Panel) -> Vec<(Decimal, Decimal)> {
    let mut now = Decimal::ZERO;
    let step = |point: &Point| {
        let value = point.value.unwrap_or_default();
        let start = if point.is_whole { Decimal::ZERO } else { now };
        now = start.saturating_add(value);
        (start, now)
    };
    panel.series.first().map(|series| series.points.iter().map(step).collect()).unwrap_or_default()
}

/// A bar: its ends and its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The lower end.
    pub low: Decimal,
    /// The upper end.
    pub high: Decimal,
    /// Such as `#0072b2`.
    pub colour: &'static str,
}

/// The bars of a panel.
pub fn spans(panel: &Panel) -> Vec<Span> {
    let points = panel.series.iter().flat_map(|series| &series.points);
    let span = |((start, end), point): ((Decimal, Decimal), &Point)| Span {
        low: start.min(end),
        high: start.max(end),
        colour: ink(point).light(),
    };
    steps(panel).into_iter().zip(points).map(span).collect()
}

fn height(panels: &[Panel], letters: Letters) -> f64 {
    let row = if letters == Letters::Font { 20.0 } else { ROW };
    let rows = panels.iter().map(|panel| panel.places.len()).max().unwrap_or(1);
    (rows as f64 * row).max(60.0) + 2.0 * letters.line(Size::Small)
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let names = panel.places.iter().map(|place| canvas.width(&place.label(), Size::Label)).fold(0.0, f64::max);
    let names = names.min(room.width * 0.35);
    let digits = &picture.chart.digits;
    let label = |point: &Point| {
        let value = point.value.unwrap_or_default();
        if point.is_whole { digits.level(value) } else { digits.label(value) }
    };
    let points = panel.series.iter().flat_map(|series| &series.points);
    let figures = points.clone().map(|point| canvas.width(&label(point), Size::Small)).fold(0.0, f64::max);
    let plot =
        room.inside([names + 2.0 * canvas.gap(), 0.0, figures + 2.0 * canvas.gap(), canvas.line(Size::Small) * 1.5]);
    let all = picture.panels.iter().flat_map(steps).flat_map(|(start, end)| [start, end]);
    let axis = picture.axis_over(all, Zero::Always, ((plot.width / 80.0) as usize).clamp(1, 6));
    let has_base = panel.series.iter().flat_map(|series| &series.points).take(1).any(|point| point.is_whole);
    let levels = digits.of_levels();
    let grid = Grid { axis: &axis, digits: if has_base { &levels } else { digits } };
    grid.down(canvas, plot);
    let pitch = match canvas.letters {
        Letters::Font => plot.height / panel.places.len().max(1) as f64,
        Letters::Cells => ROW,
    };
    let legible = pitch >= canvas.line(Size::Small) * 0.9;
    for (at, (point, (start, end))) in points.zip(steps(panel)).enumerate() {
        let middle = plot.y + (at as f64 + 0.5) * pitch;
        let name = panel.places[at].label();
        if legible {
            let at = (room.x + names, canvas.snapped(middle), Anchor::End);
            canvas.words(Ink::Text, Size::Label, at, &name, names);
            let at = (room.right(), canvas.snapped(middle), Anchor::End);
            canvas.words(Ink::Muted, Size::Small, at, &label(point), f64::INFINITY);
        }
        let thick = if canvas.letters == Letters::Font { pitch * 0.72 } else { ROW };
        let (from, to) = (grid.x(start, plot), grid.x(end, plot));
        let shape = Shape::Box {
            x: from.min(to),
            y: middle - thick / 2.0,
            width: (to - from).abs(),
            height: thick,
            hollow: point.is_projected,
        };
        if at + 1 < panel.places.len() && canvas.letters == Letters::Font {
            canvas.rule(Ink::Muted, (to, middle + thick / 2.0), (to, middle + pitch - thick / 2.0));
        }
        canvas.scene.put_with(ink(point), shape, picture.hover(&[&name], point));
    }
}

fn ink(point: &Point) -> Ink {
    match point.value {
        _ if point.is_whole => Ink::Series(SERIES_COUNT - 1),
        Some(value) if value.is_sign_negative() => Ink::Series(1),
        _ => Ink::Series(0),
    }
}
