//! What surrounds the pictures of a chart: title, unit, legend, panels side by side, notes and source.

use super::Chart;
use super::axis::{Axis, Zero};
use super::canvas::{Canvas, Room};
use super::data::{Panel, Point};
use super::legend::Entry;
use super::letters::{COLUMN, Letters, ROW, Size};
use super::palette::Ink;
use super::scene::{Anchor, Scene, Shape};

/// The narrowest and lowest that the picture of a panel can be, in letters of the font.
const SMALLEST: (f64, f64) = (150.0, 60.0);
/// The most lines of a title, of what was asked, and of the source.
const LINES: [usize; 3] = [3, 4, 4];

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
    let paper = Paper { chart, letters, width, height };
    let mut notes = chart.notes.clone();
    let panels = paper.fitting(&mut notes)?;
    let canvas = paper.draw(&panels, &notes)?;
    if !canvas.crowded {
        return Ok(canvas.scene);
    }
    notes.push("points whose names find no room stand without them".to_owned());
    Ok(paper.draw(&panels, &notes)?.scene)
}

/// A chart and the sheet that it is wanted on.
struct Paper<'c> {
    chart: &'c Chart,
    letters: Letters,
    width: f64,
    height: Option<f64>,
}

impl Paper<'_> {
    /// The panels with the rows that there is room for; a note tells what was left out.
    fn fitting(&self, notes: &mut Vec<String>) -> Result<Vec<Panel>, String> {
        let mut panels = self.chart.panels.clone();
        let rows = self.chart.kind.rows;
        for _ in 0..2 {
            let sheet = Sheet::of(self, notes, &panels);
            let rooms = sheet.rooms(panels.len())?;
            let counts =
                panels.iter().map(|panel| (panel.count(rows), (self.chart.kind.most)(panel, self.letters, rooms[0])));
            let Some((all, most)) = counts.filter(|(all, most)| most < all).max_by_key(|(all, _)| *all) else { break };
            if most == 0 {
                return Err(too_small(&sheet.canvas));
            }
            panels.iter_mut().for_each(|panel| panel.keep(rows, most));
            notes.push(format!("the first {most} of {all} rows are shown"));
        }
        Ok(panels)
    }

    fn draw(&self, panels: &[Panel], notes: &[String]) -> Result<Canvas, String> {
        let sheet = Sheet::of(self, notes, panels);
        let rooms = sheet.rooms(panels.len())?;
        let canvas = sheet.draw(self.chart, panels.to_vec(), &rooms);
        if canvas.narrow { Err(too_small(&canvas)) } else { Ok(canvas) }
    }
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
    legend: Vec<Entry>,
    names: bool,
}

impl Sheet {
    fn of(&Paper { chart, letters, width, height }: &Paper<'_>, notes: &[String], panels: &[Panel]) -> Sheet {
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
            canvas: Canvas { scene: Scene { width, ..Scene::default() }, letters, crowded: false, narrow: false },
            margin,
            above,
            below: below.collect(),
            legend: (chart.kind.legend)(chart, panels),
            names: panels.iter().any(|panel| !panel.name.is_empty()),
        };
        let (_, rows) = sheet.grid(panels.len());
        let names = if sheet.names { sheet.canvas.line(Size::Label) } else { 0.0 };
        let own = (chart.kind.height)(panels, letters) + names;
        let own = if letters == Letters::Cells { (own / ROW).ceil() * ROW } else { own };
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
        self.margin + words + self.legend_height() + self.lead()
    }

    /// What is kept free below the pictures.
    fn bottom(&self) -> f64 {
        let words: f64 = self.below.iter().map(|words| self.canvas.line(words.size)).sum();
        let gap = if self.below.is_empty() { 0.0 } else { self.lead() };
        self.margin + words + gap
    }

    /// The lines of the legend, and a little air above them.
    fn legend_height(&self) -> f64 {
        let air = if self.canvas.letters == Letters::Font { 5.0 } else { 0.0 };
        match self.legend_lines() {
            0 => 0.0,
            lines => lines as f64 * self.canvas.line(Size::Label) + air,
        }
    }

    fn legend_lines(&self) -> usize {
        self.legend_places().last().map_or(0, |(_, line)| line + 1)
    }

    /// Where each entry of the legend begins, and in which line.
    fn legend_places(&self) -> Vec<(f64, usize)> {
        let (mut x, mut line) = (0.0, 0);
        let swatch = self.canvas.line(Size::Label);
        let mut places = Vec::new();
        for entry in &self.legend {
            let width = (swatch + self.canvas.width(&entry.name, Size::Label)).min(self.inner());
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
            return Err(too_small(&self.canvas));
        }
        let room = |at: usize| Room {
            x: self.margin + (at % columns) as f64 * (own.0 + gap),
            y: self.top() + (at / columns) as f64 * (own.1 + gap),
            width: own.0,
            height: own.1,
        };
        Ok((0..panels).map(room).collect())
    }

    fn draw(mut self, chart: &Chart, panels: Vec<Panel>, rooms: &[Room]) -> Canvas {
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
        self.canvas
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
        for (Entry { ink, name }, (x, row)) in std::mem::take(&mut self.legend).into_iter().zip(places) {
            let (left, middle) = (self.margin + x, top + (row as f64 + 0.5) * line);
            let side = line * 0.625;
            let (y, height) = (middle - side / 2.0, side);
            match ink {
                Some(ink) => self.canvas.scene.put(ink, Shape::Box { x: left, y, width: side, height, hollow: false }),
                None => self.canvas.scene.put(Ink::Grid, Shape::Hatch { x: left, y, width: side, height }),
            }
            let most = self.inner() - x - line;
            self.canvas.words(Ink::Text, Size::Label, (left + line, middle, Anchor::Start), &name, most);
        }
    }
}

fn too_small(canvas: &Canvas) -> String {
    let Scene { width, height, .. } = canvas.scene;
    match canvas.letters {
        Letters::Font => format!("the chart does not fit into {width:.0} x {height:.0} pixels; --size makes it larger"),
        Letters::Cells => {
            format!("the chart does not fit into {} columns of a terminal; -f svg or -f png draws it", width / COLUMN)
        }
    }
}
