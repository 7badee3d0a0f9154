//! What surrounds the pictures of a chart: title, unit, legend, panels side by side, notes and source.

use super::Chart;
use super::axis::{Axis, Zero};
use super::canvas::{Canvas, Room};
use super::data::{Panel, Point};
use super::letters::{Letters, ROW, Size};
use super::palette::Ink;
use super::scene::{Anchor, Scene, Shape};

/// The narrowest and lowest that the picture of a panel can be, in letters of the font.
const SMALLEST: (f64, f64) = (150.0, 60.0);
/// The most lines of a title, of what was asked, and of the source.
const LINES: [usize; 3] = [2, 3, 2];

/// A chart while it is drawn.
pub(super) struct Picture<'c> {
    pub(super) chart: &'c Chart,
    /// The panels with the places that there is room for.
    pub(super) panels: Vec<Panel>,
}

impl Picture<'_> {
    /// An axis of figures that all panels share.
    pub(super) fn axis(&self, zero: Zero, about: usize) -> Axis {
        let points = self.panels.iter().flat_map(|panel| &panel.series).flat_map(|series| &series.points);
        self.axis_over(points.filter_map(|point| point.value), zero, about)
    }

    /// An axis over figures; [`Chart::of`] saw that there is one.
    pub(super) fn axis_over(
        &self,
        figures: impl Iterator<Item = rust_decimal::Decimal>,
        zero: Zero,
        about: usize,
    ) -> Axis {
        Axis::over(figures, zero, about).unwrap_or_else(|_| Axis::unit())
    }

    /// What a point says when one points at it.
    pub(super) fn hover(&self, words: &[&str], point: &Point) -> String {
        let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
        let figure = point.value.map(|value| self.chart.digits.full(value)).unwrap_or_default();
        let projected = if point.is_projected { " (projected)" } else { "" };
        format!("{}: {figure}{projected}", words.join(", "))
    }
}

/// The chart as marks on a sheet of this width; its height follows from what it shows, unless one was asked for.
///
/// # Errors
/// Where the sheet is too small.
pub(super) fn scene(chart: &Chart, letters: Letters, width: f64, height: Option<f64>) -> Result<Scene, String> {
    let mut notes = chart.notes.clone();
    let mut panels = chart.panels.clone();
    for _ in 0..2 {
        let sheet = Sheet::of(chart, letters, width, height, &notes, &panels);
        let rooms = sheet.rooms(panels.len())?;
        let most = |panel: &Panel| (chart.kind.most)(panel, letters, rooms[0]);
        let Some((all, most)) = panels
            .iter()
            .map(|panel| (panel.places.len(), most(panel)))
            .filter(|(all, most)| most < all)
            .max_by_key(|(all, _)| *all)
        else {
            return Ok(sheet.draw(chart, panels, &rooms));
        };
        panels.iter_mut().for_each(|panel| panel.keep(most));
        notes.push(format!("the first {most} of {all} rows are shown"));
    }
    let sheet = Sheet::of(chart, letters, width, height, &notes, &panels);
    let rooms = sheet.rooms(panels.len())?;
    Ok(sheet.draw(chart, panels, &rooms))
}

/// A line of words with its colour, size and what was cut from it.
struct Words {
    ink: Ink,
    size: Size,
    text: String,
}

/// The words around the pictures, in lines, and the room that they leave.
struct Sheet {
    canvas: Canvas,
    margin: f64,
    above: Vec<Words>,
    below: Vec<Words>,
    legend: Vec<(usize, String)>,
    names: bool,
}

impl Sheet {
    fn of(
        chart: &Chart,
        letters: Letters,
        width: f64,
        height: Option<f64>,
        notes: &[String],
        panels: &[Panel],
    ) -> Sheet {
        let margin = if letters == Letters::Font { 16.0 } else { 0.0 };
        let inner = width - 2.0 * margin;
        let lines = |ink, size, text: &str, most| {
            letters.wrap(text, size, inner, most).into_iter().map(move |text| Words { ink, size, text })
        };
        let mut above: Vec<Words> = lines(Ink::Text, Size::Title, &chart.title, LINES[0]).collect();
        for text in std::iter::once(&chart.subtitle).chain(&chart.about) {
            above.extend(lines(Ink::Muted, Size::Label, text, LINES[1]));
        }
        let source = chart.source.iter().map(|source| format!("source: {source}"));
        let notes = notes.iter().map(|note| format!("note: {note}"));
        let below =
            notes.chain(source).flat_map(|text| lines(Ink::Muted, Size::Small, &text, LINES[2]).collect::<Vec<_>>());
        let mut sheet = Sheet {
            canvas: Canvas { scene: Scene { width, ..Scene::default() }, letters },
            margin,
            above,
            below: below.collect(),
            legend: if chart.kind.legend { legend(panels) } else { Vec::new() },
            names: panels.iter().any(|panel| !panel.name.is_empty()),
        };
        let (_, rows) = sheet.grid(panels.len());
        let names = if sheet.names { sheet.canvas.line(Size::Label) } else { 0.0 };
        let own = (chart.kind.height)(panels, letters) + names;
        let gaps = sheet.between() * (rows - 1) as f64;
        sheet.canvas.scene.height = height.unwrap_or(sheet.top() + sheet.bottom() + own * rows as f64 + gaps);
        sheet
    }

    fn inner(&self) -> f64 {
        self.canvas.scene.width - 2.0 * self.margin
    }

    fn between(&self) -> f64 {
        match self.canvas.letters {
            Letters::Font => 20.0,
            Letters::Cells => ROW,
        }
    }

    /// Between words and pictures.
    fn lead(&self) -> f64 {
        match self.canvas.letters {
            Letters::Font => 10.0,
            Letters::Cells => ROW,
        }
    }

    /// Columns and rows of panels.
    fn grid(&self, panels: usize) -> (usize, usize) {
        let narrowest = if self.canvas.letters == Letters::Font { 250.0 } else { 480.0 };
        let fit = ((self.inner() / narrowest).floor() as usize).clamp(1, 3);
        let columns = panels.clamp(1, fit);
        let rows = panels.div_ceil(columns).max(1);
        (panels.div_ceil(rows).max(1), rows)
    }

    /// Where the pictures begin.
    fn top(&self) -> f64 {
        let words: f64 = self.above.iter().map(|words| self.canvas.line(words.size)).sum();
        self.margin + words + self.legend_lines() as f64 * self.canvas.line(Size::Label) + self.lead()
    }

    /// What is kept free below the pictures.
    fn bottom(&self) -> f64 {
        let words: f64 = self.below.iter().map(|words| self.canvas.line(words.size)).sum();
        let gap = if self.below.is_empty() { 0.0 } else { self.lead() };
        self.margin + words + gap
    }

    fn legend_lines(&self) -> usize {
        self.legend_places().last().map_or(0, |(_, line)| line + 1)
    }

    /// Where each entry of the legend begins, and in which line.
    fn legend_places(&self) -> Vec<(f64, usize)> {
        let (mut x, mut line) = (0.0, 0);
        let swatch = self.canvas.line(Size::Label);
        let mut places = Vec::new();
        for (_, name) in &self.legend {
            let width = (swatch + self.canvas.width(name, Size::Label)).min(self.inner());
            if x > 0.0 && x + width > self.inner() {
                (x, line) = (0.0, line + 1);
            }
            places.push((x, line));
            x += width + swatch;
        }
        places
    }

    /// The rooms of the panels, all of one size.
    fn rooms(&self, panels: usize) -> Result<Vec<Room>, String> {
        let (columns, rows) = self.grid(panels);
        let gap = self.between();
        let height = self.canvas.scene.height - self.top() - self.bottom();
        let own = (
            (self.inner() - gap * (columns - 1) as f64) / columns as f64,
            (height - gap * (rows - 1) as f64) / rows as f64,
        );
        if own.0 < SMALLEST.0 || own.1 < SMALLEST.1 {
            return Err(format!(
                "the chart does not fit into {} x {} pixels",
                self.canvas.scene.width, self.canvas.scene.height
            ));
        }
        let room = |at: usize| Room {
            x: self.margin + (at % columns) as f64 * (own.0 + gap),
            y: self.top() + (at / columns) as f64 * (own.1 + gap),
            width: own.0,
            height: own.1,
        };
        Ok((0..panels).map(room).collect())
    }

    fn draw(mut self, chart: &Chart, panels: Vec<Panel>, rooms: &[Room]) -> Scene {
        self.canvas.scene.title.clone_from(&chart.title);
        self.canvas.scene.words = chart.words();
        let (width, height) = (self.canvas.scene.width, self.canvas.scene.height);
        self.canvas.scene.put(Ink::Paper, Shape::Box { x: 0.0, y: 0.0, width, height, hollow: false });
        self.draw_legend();
        self.draw_words();
        let picture = Picture { chart, panels };
        for (panel, room) in picture.panels.iter().zip(rooms) {
            let name = if self.names { self.canvas.line(Size::Label) } else { 0.0 };
            let middle = room.y + name / 2.0;
            self.canvas.words(Ink::Text, Size::Label, (room.x, middle, Anchor::Start), &panel.name, room.width);
            (chart.kind.draw)(&mut self.canvas, &picture, panel, room.inside([0.0, name, 0.0, 0.0]));
        }
        self.canvas.scene
    }

    fn draw_words(&mut self) {
        let (left, inner) = (self.margin, self.inner());
        let mut y = self.margin;
        for words in std::mem::take(&mut self.above) {
            let line = self.canvas.line(words.size);
            self.canvas.words(words.ink, words.size, (left, y + line / 2.0, Anchor::Start), &words.text, inner);
            y += line;
        }
        y = self.canvas.scene.height - self.margin;
        for words in std::mem::take(&mut self.below).into_iter().rev() {
            let line = self.canvas.line(words.size);
            self.canvas.words(words.ink, words.size, (left, y - line / 2.0, Anchor::Start), &words.text, inner);
            y -= line;
        }
    }

    fn draw_legend(&mut self) {
        let places = self.legend_places();
        let line = self.canvas.line(Size::Label);
        let top = self.top() - self.lead() - self.legend_lines() as f64 * line;
        for ((number, name), (x, row)) in std::mem::take(&mut self.legend).into_iter().zip(places) {
            let (left, middle) = (self.margin + x, top + (row as f64 + 0.5) * line);
            let side = line * 0.625;
            let swatch = Shape::Box { x: left, y: middle - side / 2.0, width: side, height: side, hollow: false };
            self.canvas.scene.put(Ink::Series(number), swatch);
            let most = self.inner() - x - line;
            self.canvas.words(Ink::Text, Size::Label, (left + line, middle, Anchor::Start), &name, most);
        }
    }
}

/// Number and name of each series, when there are several.
fn legend(panels: &[Panel]) -> Vec<(usize, String)> {
    let mut names: Vec<(usize, String)> = Vec::new();
    for series in panels.iter().flat_map(|panel| &panel.series) {
        if !names.iter().any(|(number, _)| *number == series.number) {
            names.push((series.number, series.name.clone()));
        }
    }
    names.sort();
    if names.len() > 1 { names } else { Vec::new() }
}
