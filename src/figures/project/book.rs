//! A report as a workbook: a sheet a table, a sheet a chart with its numbers, a sheet of its texts, a sheet of notes and sources.

use std::io;

use super::{Report, Shown};
use crate::figures::chart::{self, Chart, Panel, Place};
use crate::model::Period;
use crate::render::xlsx::{Book, Form, Graph, Series};

impl Report {
    /// The report as the bytes of a workbook.
    ///
    /// # Errors
    /// Where a table is larger than a sheet, and those of the output.
    pub fn book(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut book = Book::default();
        let mut lines = vec![self.title.as_str()];
        for part in &self.parts {
            match &part.shown {
                Shown::Text(text) => lines.extend(part.title.as_deref().into_iter().chain(text.lines())),
                Shown::Table(table, style) => book.table(name(part.title.as_deref(), &table.title), table, style)?,
                Shown::Chart(chart) => {
                    let remarks: Vec<(&str, &str)> = remarks(chart).collect();
                    book.graphs(name(part.title.as_deref(), chart.title()), &graphs(chart), &remarks)?;
                }
            }
        }
        if lines.len() > 1 {
            book.text("Text", &lines)?;
        }
        out.write_all(&book.finish()?)
    }
}

/// The name of a sheet: that of the section, or the first words of the answer.
fn name<'a>(title: Option<&'a str>, answer: &'a str) -> &'a str {
    title.unwrap_or_else(|| answer.split(',').next().unwrap_or_default())
}

/// What stands below a chart, and of what kind it is.
fn remarks(chart: &Chart) -> impl Iterator<Item = (&str, &str)> {
    let notes = chart.notes().iter().map(|note| ("note", note.as_str()));
    [("unit", chart.subtitle())].into_iter().chain(chart.source().map(|source| ("source", source))).chain(notes)
}

/// The pictures of a chart for a spreadsheet, which draws them itself.
fn graphs(chart: &Chart) -> Vec<Graph> {
    let graph = |panel: &Panel| {
        let title: Vec<&str> = [chart.title(), &panel.name].into_iter().filter(|words| !words.is_empty()).collect();
        let places = places(panel);
        Graph {
            title: title.join(": "),
            unit: chart.subtitle().to_owned(),
            power: chart.shift(),
            form: form(chart, panel),
            series: panel.series.iter().map(|of| series(of, &places)).collect(),
            places: places.into_iter().map(|(label, _)| label).collect(),
        }
    };
    chart.panels().iter().map(graph).collect()
}

fn form(chart: &Chart, panel: &Panel) -> Form {
    let is_over_time = panel.places.iter().all(|place| matches!(place, Place::Period(_)));
    match (chart.kind().name, is_over_time) {
        ("line" | "seasonal" | "slope", _) => Form::Line,
        (_, true) => Form::Column,
        (_, false) => Form::Bar,
    }
}

/// The labels of the places of a panel, each with its number; a time that the answer lacks stands at its place with none.
fn places(panel: &Panel) -> Vec<(String, Option<usize>)> {
    let mut places = Vec::new();
    let mut due: Option<Period> = None;
    for (at, place) in panel.places.iter().enumerate() {
        if let Place::Period(period) = place {
            let after = |period: Period| period.plus(period.len() as i32);
            while let Some(lacking) = due.filter(|due| due.len() == period.len() && due.last() < period.first()) {
                places.push((lacking.to_string(), None));
                due = Some(after(lacking));
            }
            due = Some(after(*period));
        }
        places.push((place.label(), Some(at)));
    }
    places
}

fn series(of: &chart::Series, places: &[(String, Option<usize>)]) -> Series {
    let figure = |at: &Option<usize>| of.points.get((*at)?)?.value;
    Series {
        name: of.name.clone(),
        colour: chart::colour(of.number),
        figures: places.iter().map(|(_, at)| figure(at)).collect(),
    }
}
