//! The figures of a chart, in a shape that is the same for all kinds.

use indexmap::IndexSet;
use rust_decimal::Decimal;

use super::answer::{Answer, Entry, Measure};
use crate::model::Period;
use crate::table::Role;

/// One of the pictures of a chart: series over the same places.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What tells it from the other panels; empty when there is one.
    pub name: String,
    /// What each point of a series stands for.
    pub places: Vec<Place>,
    /// The series, all as long as there are places.
    pub series: Vec<Series>,
}

impl Panel {
    /// Every figure.
    pub fn figures(&self) -> impl Iterator<Item = Decimal> {
        self.series.iter().flat_map(|series| &series.points).filter_map(|point| point.value)
    }

    /// How many rows there are.
    pub(super) fn count(&self, rows: Rows) -> usize {
        match rows {
            Rows::Places => self.places.len(),
            Rows::Series => self.series.len(),
        }
    }

    /// Leaves out all but the first rows.
    pub(super) fn keep(&mut self, rows: Rows, most: usize) {
        match rows {
            Rows::Series => self.series.truncate(most),
            Rows::Places => {
                self.places.truncate(most);
                self.series.iter_mut().for_each(|series| series.points.truncate(most));
            }
        }
    }

    /// The panel with a place for each time that is lacking between those that it has.
    pub fn with_every_time(&self) -> Panel {
        let mut places: Vec<(Place, Option<usize>)> = Vec::new();
        let mut due: Option<Period> = None;
        for (at, place) in self.places.iter().enumerate() {
            if let Place::Period(period) = place {
                let after = |period: Period| period.plus(period.len() as i32);
                while let Some(lacking) = due.filter(|due| due.len() == period.len() && due.last() < period.first()) {
                    places.push((Place::Period(lacking), None));
                    due = Some(after(lacking));
                }
                due = Some(after(*period));
            }
            places.push((place.clone(), Some(at)));
        }
        let point = |series: &Series, at: &Option<usize>| at.map_or(Point::MISSING, |at| series.points[at]);
        let with_every_time = |series: &Series| Series {
            points: places.iter().map(|(_, at)| point(series, at)).collect(),
            ..series.clone()
        };
        Panel {
            name: self.name.clone(),
            series: self.series.iter().map(with_every_time).collect(),
            places: places.into_iter().map(|(place, _)| place).collect(),
        }
    }
}

/// What stands below one another in a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    Places,
    Series,
}

/// What the points at one place have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A time.
    Period(Period),
    /// A partner, a product, a column.
    Name(String),
}

impl Place {
    /// In words.
    pub fn label(&self) -> String {
        match self {
            Place::Period(period) => period.to_string(),
            Place::Name(name) => name.clone(),
        }
    }
}

/// Figures of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What it is of; empty when the places say all.
    pub name: String,
    /// Its number among all series of the chart, by which it has its colour.
    pub number: usize,
    /// One a place.
    pub points: Vec<Point>,
}

/// One figure, in the unit of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// The figure; none where it is missing.
    pub value: Option<Decimal>,
    /// Whether it is a projection.
    pub is_projected: bool,
    /// Whether it is a whole that others are parts of.
    pub is_whole: bool,
}

impl Point {
    pub(super) const MISSING: Point = Point { value: None, is_projected: false, is_whole: false };
}

/// What the places of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Along {
    Periods,
    /// A dimension.
    Words(usize),
    /// The columns.
    Measures,
}

/// How rows become panels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout<'m> {
    pub(super) along: Along,
    /// The dimension that makes series; the others make panels.
    pub(super) series: Option<usize>,
    pub(super) measures: &'m [Measure],
    /// The rows that are drawn.
    pub(super) rows: fn(Role) -> bool,
}

/// Neither the whole nor what is left of it.
pub(super) fn lines(role: Role) -> bool {
    role == Role::Line
}

/// The parts of the whole, with what is left of it.
pub(super) fn parts(role: Role) -> bool {
    role != Role::Total
}

/// The panels of an answer, in the order of its rows; places in time are in the order of the calendar.
///
/// # Errors
/// Where two rows would stand at the same place.
pub(super) fn panels(answer: &Answer<'_>, layout: Layout<'_>) -> Result<Vec<Panel>, String> {
    let entries = answer.entries.iter().filter(|entry| (layout.rows)(entry.role));
    let pairs = entries.flat_map(|entry| layout.measures.iter().map(move |measure| (entry, *measure)));
    let found: Vec<Found> = pairs.map(|(entry, measure)| find(answer, &layout, entry, measure)).collect();
    let names: IndexSet<&str> = found.iter().map(|found| found.series.as_str()).collect();
    let panels: IndexSet<&str> = found.iter().map(|found| found.panel.as_str()).collect();
    let of = |panel: &&str| {
        let own: Vec<&Found> = found.iter().filter(|found| found.panel == *panel).collect();
        panel_of(panel, &names, &own)
    };
    panels.iter().map(of).collect()
}

/// A figure, and where it belongs.
struct Found {
    panel: String,
    series: String,
    place: Place,
    point: Point,
}

fn find(answer: &Answer<'_>, layout: &Layout<'_>, entry: &Entry<'_>, measure: Measure) -> Found {
    let place = match layout.along {
        Along::Periods => entry.period.map_or(Place::Name(String::new()), Place::Period),
        Along::Words(at) => Place::Name(entry.words[at].clone()),
        Along::Measures => Place::Name(answer.heading(measure)),
    };
    let period = entry.period.filter(|_| layout.along != Along::Periods && answer.has_time());
    let is_free = |at: &usize| Along::Words(*at) != layout.along && layout.series != Some(*at);
    let free = (0..entry.words.len()).filter(is_free).map(|at| entry.words[at].clone());
    let panel: Vec<String> = period.map(|period| period.to_string()).into_iter().chain(free).collect();
    let own = layout.series.map(|at| entry.words[at].clone());
    let several = layout.measures.len() > 1 && layout.along != Along::Measures;
    let series: Vec<String> = own.into_iter().chain(several.then(|| answer.heading(measure))).collect();
    let point =
        Point { value: entry.figure(measure), is_projected: entry.is_projected, is_whole: entry.role == Role::Total };
    Found { panel: panel.join(" · "), series: series.join(" · "), place, point }
}

fn panel_of(name: &str, names: &IndexSet<&str>, found: &[&Found]) -> Result<Panel, String> {
    let mut places: IndexSet<&Place> = found.iter().map(|found| &found.place).collect();
    if places.iter().all(|place| matches!(place, Place::Period(_))) {
        places.sort_unstable();
    }
    let own: IndexSet<&str> = found.iter().map(|found| found.series.as_str()).collect();
    let mut taken: IndexSet<(&str, &Place)> = IndexSet::new();
    let empty = |name: &&str| Series {
        name: (*name).to_owned(),
        number: names.get_index_of(name).unwrap_or_default(),
        points: vec![Point::MISSING; places.len()],
    };
    let mut series: Vec<Series> = own.iter().map(empty).collect();
    for found in found {
        if !taken.insert((&found.series, &found.place)) {
            let label = [&found.series, &found.panel, &found.place.label()].map(String::as_str).join(" ");
            return Err(format!("two rows of the answer are both called `{}`", label.trim()));
        }
        let line = own.get_index_of(found.series.as_str()).unwrap_or_default();
        series[line].points[places.get_index_of(&found.place).unwrap_or_default()] = found.point;
    }
    Ok(Panel { name: name.to_owned(), places: places.into_iter().cloned().collect(), series })
}
