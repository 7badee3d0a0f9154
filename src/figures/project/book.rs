//! A report as a workbook: a sheet a table, a sheet a chart with its numbers, a sheet of its texts, a sheet of notes and sources.

use std::io;

use super::{Report, Shown};
use crate::figures::chart::{Chart, Panel, Place};
use crate::render::xlsx::{Book, Graph};

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
                Shown::Chart(chart, table, style) => {
                    let name = name(part.title.as_deref(), &table.title);
                    book.graphs(name, &graphs(chart))?;
                    book.table(name, table, style)?;
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

/// The pictures of a chart for a spreadsheet, which draws them itself.
fn graphs(chart: &Chart) -> Vec<Graph> {
    let graph = |panel: &Panel| {
        let title: Vec<&str> = [chart.title(), &panel.name].into_iter().filter(|words| !words.is_empty()).collect();
        let points = |points: &[crate::figures::chart::Point]| points.iter().map(|point| point.value).collect();
        Graph {
            title: title.join(": "),
            unit: chart.subtitle().to_owned(),
            power: chart.shift(),
            over_time: panel.places.iter().all(|place| matches!(place, Place::Period(_))),
            places: panel.places.iter().map(Place::label).collect(),
            series: panel.series.iter().map(|series| (series.name.clone(), points(&series.points))).collect(),
        }
    };
    chart.panels().iter().map(graph).collect()
}
