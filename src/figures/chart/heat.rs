//! A coloured field for each pair of two things: where there is much, and where little.

use super::Chart;
use super::answer::{Answer, Measure};
use super::calendar::Calendar;
use super::canvas::{Canvas, Room};
use super::classes::Classes;
use super::data::{self, Along, Layout, Panel, Place, Rows, Series};
use super::kind::{Kind, Shaped};
use super::legend::Entry;
use super::letters::{COLUMN, Letters, ROW, Size};
use super::palette::Ink;
use super::picture::Picture;
use super::scene::{Anchor, Shape};
use super::seasonal;

/// The most rows that a chart grows to on its own.
const ROWS: usize = 60;
/// The narrowest field, and the narrowest with a name below it, in pixels and in columns of a terminal.
const NARROWEST: (f64, f64) = (3.0, COLUMN);
const NARROWEST_NAME: (f64, f64) = (40.0, 5.0 * COLUMN);

pub(super) const HEAT_MAP: Kind = Kind {
    name: "heat-map",
    about: "Where is much, where little? A coloured field for each partner and product, partner and month, or year and month.",
    suits: |answer, _| !answer.has_time() && lists(answer) > 1,
    shape,
    legend,
    height,
    rows: Rows::Series,
    most,
    draw,
};

/// How many things besides the flow rows differ by.
fn lists(answer: &Answer<'_>) -> usize {
    answer.dimensions.iter().filter(|dimension| dimension.name != "flow").count()
}

fn shape(answer: &Answer<'_>, columns: &[Measure]) -> Result<Shaped, String> {
    let measures = if columns.is_empty() { answer.main() } else { columns.to_vec() };
    if measures.len() > 1 {
        return Err("a heat map is of one column; --column names it".to_owned());
    }
    if answer.has_time() && answer.entries.iter().any(|entry| entry.period.is_none()) {
        return Err("a heat map over time needs a period in each row".to_owned());
    }
    let needs = "a heat map needs two things that rows differ by: --by partner,product, -M with --by, or -M for years and months";
    let over = |along, series| data::panels(answer, Layout { along, series, measures: &measures, rows: data::lines });
    let panels = match (answer.has_time(), answer.list()) {
        (true, Some(list)) if answer.is_list() => over(Along::Periods, Some(list))?,
        (true, list) => match seasonal::years(answer, &measures) {
            Ok(panels) => panels,
            Err(_) if list.is_some() => over(Along::Periods, list)?,
            Err(_) => return Err(needs.to_owned()),
        },
        (false, list) => over(Along::Words(answer.second().ok_or(needs)?), list)?,
    };
    let mut panels: Vec<Panel> = panels.iter().map(Panel::with_every_time).collect();
    let all = panels.iter().map(|panel| panel.series.len()).max().unwrap_or(0);
    let mut notes = Vec::new();
    if all > ROWS {
        panels.iter_mut().for_each(|panel| panel.series.truncate(ROWS));
        notes.push(format!("the first {ROWS} of {all} rows are shown"));
    }
    if panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points).any(|point| point.is_projected) {
        notes.push("fields with a dashed frame, in a terminal with a p, are projected".to_owned());
    }
    Ok(Shaped { measures, crossed: false, panels, notes, rest: false })
}

fn classes(chart: &Chart) -> Classes {
    Classes::of(chart.panels.iter().flat_map(Panel::figures))
}

fn legend(chart: &Chart, panels: &[Panel]) -> Vec<Entry> {
    let entry = |(step, name)| Entry { ink: Some(Ink::Heat(step)), name };
    let mut entries: Vec<Entry> = classes(chart).named(&chart.digits).into_iter().map(entry).collect();
    let mut points = panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
    if points.any(|point| point.value.is_none()) {
        entries.push(Entry { ink: None, name: NO_FIGURE.to_owned() });
    }
    entries
}

const NO_FIGURE: &str = "no figure";

fn either((font, cells): (f64, f64), letters: Letters) -> f64 {
    if letters == Letters::Font { font } else { cells }
}

/// From one row to the next.
fn pitch(letters: Letters) -> f64 {
    either((22.0, ROW), letters)
}

/// Lines of words below the fields.
fn foot_lines(panel: &Panel) -> usize {
    let is_short = |place: &Place| place.label().chars().count() <= 4;
    match () {
        () if Heads::calendar(panel).is_some() => 2,
        () if panel.places.iter().all(is_short) => 1,
        () => 3,
    }
}

fn foot(panel: &Panel, letters: Letters) -> f64 {
    foot_lines(panel) as f64 * letters.line(Size::Small) + either((letters.gap(), 0.0), letters)
}

fn height(panels: &[Panel], letters: Letters) -> f64 {
    let own = |panel: &Panel| panel.series.len() as f64 * pitch(letters) + foot(panel, letters);
    panels.iter().map(own).fold(either((80.0, 3.0 * ROW), letters), f64::max)
}

fn names_width(panel: &Panel, letters: Letters, room: Room) -> f64 {
    let widest = panel.series.iter().map(|series| letters.width(&series.name, Size::Label)).fold(0.0, f64::max);
    widest.min(room.width * 0.35).max(letters.gap()) + letters.gap()
}

fn most(panel: &Panel, letters: Letters, room: Room) -> usize {
    let column = (room.width - names_width(panel, letters, room)) / panel.places.len().max(1) as f64;
    let is_time = Heads::calendar(panel).is_some();
    let narrowest = if is_time || letters == Letters::Font { NARROWEST } else { NARROWEST_NAME };
    if column < either(narrowest, letters) {
        return 0;
    }
    ((room.height - foot(panel, letters)) / either((letters.line(Size::Label), ROW), letters) + 0.01).floor() as usize
}

/// Words below the fields.
enum Heads {
    Calendar(Calendar),
    Names,
}

impl Heads {
    fn of(panel: &Panel) -> Heads {
        Heads::calendar(panel).map_or(Heads::Names, Heads::Calendar)
    }

    /// Times of one length.
    fn calendar(panel: &Panel) -> Option<Calendar> {
        let length = |place: &Place| match place {
            Place::Period(period) => Some(period.len()),
            Place::Name(_) => None,
        };
        let first = panel.places.first().and_then(length)?;
        let even = panel.places.iter().all(|place| length(place) == Some(first));
        Calendar::of(&panel.places).filter(|_| even)
    }
}

/// The fields of a panel.
struct Fields<'p> {
    panel: &'p Panel,
    heads: Heads,
    plot: Room,
    pitch: f64,
    /// Whether figures stand in them.
    figures: bool,
}

impl Fields<'_> {
    /// Left and right side of a column.
    fn column(&self, at: usize, letters: Letters) -> (f64, f64) {
        let even = self.plot.width / self.panel.places.len().max(1) as f64;
        let (left, right) = match (&self.heads, &self.panel.places[at]) {
            (Heads::Calendar(calendar), Place::Period(period)) => {
                let (middle, half) = (calendar.x(*period, self.plot), calendar.width(*period, self.plot) / 2.0);
                (middle - half, middle + half)
            }
            _ => (self.plot.x + at as f64 * even, self.plot.x + (at + 1) as f64 * even),
        };
        match letters {
            Letters::Cells => ((left / COLUMN).round() * COLUMN, (right / COLUMN).round() * COLUMN),
            Letters::Font if right - left > 6.0 => (left + 0.5, right - 0.5),
            Letters::Font => (left, right),
        }
    }

    fn room(&self, row: usize, at: usize, letters: Letters) -> Room {
        let (left, right) = self.column(at, letters);
        let inset = either((0.5, 0.0), letters);
        let y = self.plot.y + row as f64 * self.pitch + inset;
        Room { x: left, y, width: right - left, height: self.pitch - 2.0 * inset }
    }
}

fn draw(canvas: &mut Canvas, picture: &Picture<'_>, panel: &Panel, room: Room) {
    let letters = canvas.letters;
    let names = names_width(panel, letters, room);
    let plot = room.inside([names, 0.0, 0.0, foot(panel, letters)]);
    let pitch = if letters == Letters::Font { plot.height / panel.series.len().max(1) as f64 } else { ROW };
    let mut fields = Fields { panel, heads: Heads::of(panel), plot, pitch, figures: false };
    let (left, right) = fields.column(0, letters);
    let widest = panel.figures().map(|figure| canvas.width(&picture.chart.digits.label(figure), Size::Small));
    let widest = widest.fold(0.0, f64::max) + canvas.gap();
    fields.figures = letters == Letters::Font && widest <= right - left && pitch >= canvas.line(Size::Small);
    let classes = classes(picture.chart);
    for (row, series) in panel.series.iter().enumerate() {
        let middle = canvas.snapped(plot.y + (row as f64 + 0.5) * pitch);
        let at = (plot.x - canvas.gap(), middle, Anchor::End);
        canvas.words(Ink::Text, Size::Label, at, &series.name, names - canvas.gap());
        for at in 0..panel.places.len() {
            let own = fields.room(row, at, letters);
            field(canvas, picture, &classes, (&fields, own), (series, at));
        }
    }
    label_columns(canvas, &fields);
}

fn field(
    canvas: &mut Canvas,
    picture: &Picture<'_>,
    classes: &Classes,
    (fields, room): (&Fields<'_>, Room),
    (series, at): (&Series, usize),
) {
    let point = &series.points[at];
    let place = match &fields.panel.places[at] {
        Place::Period(period) => period.title(),
        Place::Name(name) => name.clone(),
    };
    let Room { x, y, width, height } = room;
    let whole = || Shape::Box { x, y, width, height, hollow: false };
    let Some(value) = point.value else {
        canvas.scene.put(Ink::Grid, Shape::Hatch { x, y, width, height });
        return canvas.scene.put_with(Ink::Clear, whole(), format!("{}, {place}: {NO_FIGURE}", series.name));
    };
    let step = classes.step(value);
    let hover = picture.hover(&[&series.name, &place], point);
    if fields.figures {
        canvas.scene.put(Ink::Heat(step), whole());
        let label = picture.chart.digits.label(value);
        let middle = (x + width / 2.0, y + height / 2.0, Anchor::Middle);
        canvas.words(Ink::on(step), Size::Small, middle, &label, width);
        canvas.scene.put_with(Ink::Clear, whole(), hover);
    } else {
        canvas.scene.put_with(Ink::Heat(step), whole(), hover);
    }
    if point.is_projected {
        frame(canvas, room, step);
    }
}

/// What tells that a figure is projected.
fn frame(canvas: &mut Canvas, room: Room, step: usize) {
    if canvas.letters == Letters::Cells {
        let middle = (room.x + room.width / 2.0, room.y + ROW / 2.0, Anchor::Middle);
        canvas.words(Ink::on(step), Size::Small, middle, "p", room.width);
        return;
    }
    let inner = room.inside([1.5; 4]);
    let points = vec![
        (inner.x, inner.y),
        (inner.right(), inner.y),
        (inner.right(), inner.bottom()),
        (inner.x, inner.bottom()),
        (inner.x, inner.y),
    ];
    canvas.scene.put(Ink::on(step), Shape::Line { points, width: 1.0, dashed: true });
}

/// Times or names below the columns; of names as many as there is room for.
fn label_columns(canvas: &mut Canvas, fields: &Fields<'_>) {
    let letters = canvas.letters;
    if let Heads::Calendar(calendar) = &fields.heads {
        let nearer = if letters == Letters::Cells { canvas.gap() } else { 0.0 };
        return calendar.label(canvas, fields.plot.inside([0.0, 0.0, 0.0, nearer]));
    }
    let column = fields.plot.width / fields.panel.places.len().max(1) as f64;
    let widest = fields.panel.places.iter().map(|place| canvas.width(&place.label(), Size::Small)).fold(0.0, f64::max);
    let needed = widest.min(either(NARROWEST_NAME, letters)) + canvas.gap() / 2.0;
    let every = (needed / column).ceil().max(1.0) as usize;
    let line = canvas.line(Size::Small);
    let top = fields.plot.bottom() + either((canvas.gap(), 0.0), letters);
    for (at, place) in fields.panel.places.iter().enumerate().step_by(every) {
        let (left, right) = fields.column(at, letters);
        let reach = column * every as f64 - canvas.gap() / 2.0;
        let middle = (left + right) / 2.0;
        let edge = (2.0 * (canvas.scene.width - middle)).max(right - left);
        let most = reach.min(edge);
        for (line_number, words) in
            letters.wrap(&place.label(), Size::Small, most, foot_lines(fields.panel)).iter().enumerate()
        {
            let y = top + (line_number as f64 + 0.5) * line;
            canvas.words(Ink::Muted, Size::Small, (middle, y, Anchor::Middle), words, most);
        }
    }
}
