//! Charts of answers, as SVG, as PNG and in a terminal.

mod answer;
mod area;
mod axis;
mod bar;
mod calendar;
mod canvas;
mod classes;
mod data;
mod digits;
#[cfg(test)]
mod fits;
mod grid;
mod heat;
mod image;
mod kind;
mod legend;
mod letters;
mod line;
mod naming;
mod palette;
mod picture;
#[cfg(feature = "png")]
mod png;
#[cfg(test)]
mod projected;
mod scatter;
mod scene;
mod seasonal;
mod slope;
mod sparkline;
mod stacked;
mod svg;
mod terminal;
mod waterfall;
mod whole;

use crate::render::html::Page;
use crate::render::{Scale, visible};
use crate::table::{Role, Table};

use answer::{Answer, Measure};
use digits::Digits;
use letters::Letters;

pub use data::{Panel, Place, Point, Series};
pub use image::{Image, UnknownImage};
pub use kind::{ALL, Kind, named};
pub use palette::colour;
pub use slope::rise_or_fall;
pub use sparkline::sparklines;
pub use svg::dark_rules;
pub use waterfall::{Span, spans};

/// How wide a chart is, in pixels, when nothing was told.
pub const WIDTH: u32 = 840;
/// The smallest and the largest side of a chart, in pixels.
pub const SIDES: std::ops::RangeInclusive<u32> = 200..=8000;
/// The most panels of one chart.
const PANELS: usize = 6;

/// How a chart is wanted. What is not told follows from the answer.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The kind.
    pub kind: Option<&'static Kind>,
    /// The columns to draw, by their names in machine formats.
    pub columns: Vec<String>,
    /// The words above, in place of those of the answer.
    pub title: Option<String>,
    /// Width and height in pixels.
    pub size: Option<(u32, u32)>,
    /// What amounts are counted in.
    pub unit: Scale,
    /// Digits after the point of labels.
    pub decimals: Option<u32>,
}

/// Why an answer cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoChart {
    /// A column that the answer does not have.
    #[error("the answer has no column `{name}` with figures; it has {known}")]
    Column {
        /// What was asked for.
        name: String,
        /// What could be.
        known: String,
    },
    /// A kind that the answer has not the shape for.
    #[error("{kind}: {why}{instead}")]
    Misfit {
        /// The kind.
        kind: &'static str,
        /// What is wrong.
        why: String,
        /// Which kind would show the answer.
        instead: String,
    },
    /// A sheet that is too small or too large.
    #[error("{0}")]
    Size(String),
}

/// A chart: figures in a shape, and the words around them.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    kind: &'static Kind,
    title: String,
    subtitle: String,
    about: Vec<String>,
    source: Option<String>,
    notes: Vec<String>,
    digits: Digits,
    /// How the figures of the first series are printed, where they have an axis of their own.
    across: Option<Digits>,
    panels: Vec<Panel>,
    size: Option<(u32, u32)>,
}

impl Chart {
    /// The chart of an answer.
    ///
    /// # Errors
    /// Where the answer has no figures, or not in a shape that the kind shows.
    pub fn of(table: &Table, wish: &Wish) -> Result<Chart, NoChart> {
        let answer = Answer::of(table);
        let columns = columns(&answer, &wish.columns)?;
        let kind = wish.kind.unwrap_or_else(|| suits(&answer, &columns));
        Chart::shaped(&answer, kind, &columns, wish).map_err(|why| NoChart::Misfit {
            kind: kind.name,
            why,
            instead: instead(&answer, kind, wish),
        })
    }

    fn shaped(answer: &Answer<'_>, kind: &'static Kind, columns: &[Measure], wish: &Wish) -> Result<Chart, String> {
        let mut shaped = (kind.shape)(answer, columns)?;
        let digits = |measures: &[Measure]| Digits::of(answer, measures, wish.unit, wish.decimals);
        let (across, digits) = match shaped.measures.split_first() {
            Some((first, rest)) if shaped.crossed => (Some(digits(&[*first])?), digits(rest)?),
            _ => (None, digits(&shaped.measures)?),
        };
        let is_empty = |panel: &Panel| panel.figures().next().is_none();
        let empty: Vec<&str> =
            shaped.panels.iter().filter(|panel| is_empty(panel)).map(|panel| panel.name.as_str()).collect();
        if !empty.is_empty() {
            shaped.notes.push(format!("no figures for {}", empty.join(", ")));
        }
        if !shaped.rest && answer.entries.iter().any(|entry| entry.role == Role::Rest) {
            shaped.notes.push("others, and what is left of the whole, are not drawn".to_owned());
        }
        shaped.panels.retain(|panel| !is_empty(panel));
        if shaped.panels.is_empty() {
            return Err("the answer has no figures".to_owned());
        }
        if shaped.panels.len() > PANELS {
            let (many, first) = (shaped.panels.len(), &shaped.panels[0].name);
            return Err(format!(
                "{many} pictures, of {first} and others, do not fit into one chart; --flow, --partner, --product or --period leaves fewer"
            ));
        }
        axis::Axis::over(shaped.panels.iter().flat_map(Panel::figures), axis::Zero::Always, 5)?;
        let table = answer.table;
        let text = |text: &String| visible(text).into_owned();
        Ok(Chart {
            kind,
            title: text(wish.title.as_ref().unwrap_or(&table.title)),
            subtitle: subtitle(answer, &shaped.measures, across.as_ref(), &digits),
            about: table.about.iter().map(text).collect(),
            source: table.source.as_ref().map(text),
            notes: shaped.notes,
            digits,
            across,
            panels: shaped.panels,
            size: wish.size,
        })
    }

    /// Its kind.
    pub fn kind(&self) -> &'static Kind {
        self.kind
    }

    /// The words above.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What is drawn, with its unit: `value, billion yuan`.
    pub fn subtitle(&self) -> &str {
        &self.subtitle
    }

    /// The power of ten that the figures of the panels are divided by for the unit of the subtitle.
    pub fn shift(&self) -> u32 {
        self.digits.shift
    }

    /// The same for the first series of each panel, and its heading with its unit, where it has an axis of its own.
    pub fn across(&self) -> Option<(u32, String)> {
        let first = self.panels.first()?.series.first()?;
        self.across.as_ref().map(|digits| (digits.shift, digits.heading(&first.name)))
    }

    /// Whether the figures are ranks or other numbers of things.
    pub fn counts(&self) -> bool {
        self.digits.counts
    }

    /// A heading with the unit of the figures below it.
    pub fn heading(&self, heading: &str) -> String {
        self.digits.heading(heading)
    }

    /// The figures, in the unit of their column.
    pub fn panels(&self) -> &[Panel] {
        &self.panels
    }

    /// Where the figures come from.
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// What the chart does not show.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The chart as an SVG file of its own.
    ///
    /// # Errors
    /// Where it is too small for what it shows.
    pub fn svg(&self) -> Result<String, NoChart> {
        Ok(svg::write(&self.scene()?, true))
    }

    /// The chart as an element of a page, which brings [`dark_rules`] itself.
    ///
    /// # Errors
    /// Where it is too small for what it shows.
    pub fn svg_inline(&self) -> Result<String, NoChart> {
        Ok(svg::write(&self.scene()?, false))
    }

    /// The chart as a page that is complete in one file; each figure shows when one points at its mark.
    ///
    /// # Errors
    /// Where it is too small for what it shows.
    pub fn page(&self) -> Result<String, NoChart> {
        let body = format!("<figure>\n{}</figure>\n", self.svg_inline()?);
        Ok(Page { title: &self.title, rules: &(dark_rules() + "\n"), body: &body }.to_string())
    }

    /// The chart as a PNG file of the size in pixels.
    ///
    /// # Errors
    /// Where it is too small for what it shows.
    #[cfg(feature = "png")]
    pub fn png(&self) -> Result<Vec<u8>, NoChart> {
        png::write(&self.scene()?).map_err(NoChart::Size)
    }

    /// How many letters of its words a PNG shows as empty frames, since the font of the program lacks them.
    pub fn frames(&self) -> usize {
        let names = self.panels.iter().flat_map(|panel| {
            let series = panel.series.iter().map(|series| series.name.clone());
            series.chain(panel.places.iter().map(Place::label)).chain([panel.name.clone()])
        });
        let names: Vec<String> = names.chain(self.about.iter().cloned()).chain([self.title.clone()]).collect();
        letters::lacking(names.iter().map(String::as_str))
    }

    /// Says that this program draws no PNG.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "png"))]
    pub fn png(&self) -> Result<Vec<u8>, NoChart> {
        Err(NoChart::Size("this program was built without PNG (feature `png`); SVG it can write".to_owned()))
    }

    /// The chart in letters, so many columns wide.
    ///
    /// # Errors
    /// Where it is too narrow for what it shows.
    pub fn terminal(&self, columns: u16, colour: bool) -> Result<String, NoChart> {
        let width = f64::from(columns.clamp(40, 200)) * letters::COLUMN;
        let scene = picture::scene(self, Letters::Cells, width, None).map_err(NoChart::Size)?;
        Ok(terminal::write(&scene, colour))
    }

    fn scene(&self) -> Result<scene::Scene, NoChart> {
        let (width, height) = self.size.map_or((WIDTH, None), |(width, height)| (width, Some(height)));
        let sides = [Some(width), height];
        if let Some(side) = sides.into_iter().flatten().find(|side| !SIDES.contains(side)) {
            return Err(NoChart::Size(format!(
                "found a side of {side} pixels, expected {} to {}",
                SIDES.start(),
                SIDES.end()
            )));
        }
        picture::scene(self, Letters::Font, f64::from(width), height.map(f64::from)).map_err(NoChart::Size)
    }

    /// What the chart shows, for those who cannot see it.
    fn words(&self) -> String {
        let about = std::iter::once(&self.subtitle).chain(&self.about).chain(&self.source);
        let words: Vec<&str> = about.filter(|text| !text.is_empty()).map(String::as_str).collect();
        format!("A {} chart. {}", self.kind.name.replace('-', " "), words.join(". "))
    }
}

/// The columns that were named.
fn columns(answer: &Answer<'_>, names: &[String]) -> Result<Vec<Measure>, NoChart> {
    let column = |name: &String| {
        let known = || {
            let measures = answer.measures();
            let names = measures.iter().map(|measure| answer.table.columns[measure.0].name.as_str());
            names.collect::<Vec<_>>().join(", ")
        };
        answer
            .measure(&name.trim().replace('-', "_"))
            .ok_or_else(|| NoChart::Column { name: name.clone(), known: known() })
    };
    names.iter().map(column).collect()
}

/// The first kind that an answer is made for.
fn suits(answer: &Answer<'_>, columns: &[Measure]) -> &'static Kind {
    ALL.iter().find(|kind| (kind.suits)(answer, columns)).copied().unwrap_or(&bar::BAR)
}

/// The kind to take in place of one that does not fit.
fn instead(answer: &Answer<'_>, kind: &Kind, wish: &Wish) -> String {
    let columns = columns(answer, &wish.columns).unwrap_or_default();
    let fits = |other: &&'static Kind| other.name != kind.name && Chart::shaped(answer, other, &columns, wish).is_ok();
    let suiting = ALL.iter().filter(|kind| (kind.suits)(answer, &columns)).chain(ALL).copied().find(fits);
    suiting.map(|kind| format!("; --kind {} would show this answer", kind.name)).unwrap_or_default()
}

/// What is drawn, and in which unit.
fn subtitle(answer: &Answer<'_>, measures: &[Measure], across: Option<&Digits>, digits: &Digits) -> String {
    let headings: Vec<String> = measures.iter().map(|measure| answer.heading(*measure)).collect();
    match (across, headings.as_slice()) {
        (Some(across), [first, second]) => format!("{} against {}", digits.heading(second), across.heading(first)),
        _ => digits.heading(&headings.join(", ")),
    }
}
