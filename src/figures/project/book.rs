//! A report as a workbook: a sheet a table, a sheet a chart with its numbers, a sheet of its texts, a sheet of notes and sources.

use std::io;

use rust_decimal::Decimal;

use super::{Report, Shown, plain};
use crate::figures::chart::{self, Chart, Panel, Place};
use crate::render::xlsx::{Book, Form, Graph, Paint, Series};

impl Report {
    /// The report as the bytes of a workbook.
    ///
    /// # Errors
    /// Where a table is larger than a sheet, and those of the output.
    pub fn book(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut book = Book::default();
        let mut lines = vec![self.title.clone()];
        for part in &self.parts {
            match &part.shown {
                Shown::Text(text) => lines.extend(part.title.iter().cloned().chain(plain::lines(text))),
                Shown::Table(table, style) => book.table(name(part.title.as_deref(), &table.title), table, style)?,
                Shown::Chart(chart) => {
                    let remarks: Vec<(&str, &str)> = remarks(chart).collect();
                    book.graphs(name(part.title.as_deref(), chart.title()), &graphs(chart), &remarks)?;
                }
            }
        }
        if lines.len() > 1 {
            book.text("Text", &lines.iter().map(String::as_str).collect::<Vec<_>>())?;
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
        let panel = panel.with_every_time();
        let form = form(chart, &panel);
        let (places, series) = match form {
            Form::Steps => (labels(&panel), steps(chart, &panel)),
            Form::Points => (labels(&panel), points(chart, &panel)),
            Form::Fields => fields(chart, &panel),
            _ => (labels(&panel), panel.series.iter().map(|of| series(chart, of, colour(chart, of))).collect()),
        };
        let format = if chart.counts() { "0" } else { "#,##0.00" };
        Graph { title: title.join(": "), unit: chart.subtitle().to_owned(), form, format, places, series }
    };
    chart.panels().iter().map(graph).collect()
}

fn colour(chart: &Chart, of: &chart::Series) -> &'static str {
    if chart.kind().name == "slope" { chart::rise_or_fall(chart, of) } else { chart::colour(of.number) }
}

fn labels(panel: &Panel) -> Vec<String> {
    panel.places.iter().map(Place::label).collect()
}

fn form(chart: &Chart, panel: &Panel) -> Form {
    let is_over_time = panel.places.iter().all(|place| matches!(place, Place::Period(_)));
    match chart.kind().name {
        "slope" if chart.counts() => Form::Ranks,
        "line" | "seasonal" | "slope" => Form::Line,
        "stacked" => Form::Stacked,
        "area" => Form::Area,
        "waterfall" => Form::Steps,
        "scatter" => Form::Points,
        "heat-map" => Form::Fields,
        _ if is_over_time => Form::Column,
        _ => Form::Bar,
    }
}

fn series(chart: &Chart, of: &chart::Series, colour: &'static str) -> Series {
    let figures = of.points.iter().map(|point| point.value).collect();
    Series { name: of.name.clone(), power: chart.shift(), paint: Paint::All(colour), figures }
}

/// Bars that begin where the one before ended: the figures as they are, and what lifts and shows them. A bar that
/// crosses zero is one above it and one below.
fn steps(chart: &Chart, panel: &Panel) -> Vec<Series> {
    let Some(figures) = panel.series.first() else { return Vec::new() };
    let spans = chart::spans(panel);
    let column = |name: &str, paint, of: &dyn Fn(&chart::Span) -> Decimal| Series {
        name: name.to_owned(),
        power: chart.shift(),
        paint,
        figures: spans.iter().map(|span| Some(of(span))).collect(),
    };
    let colours = || Paint::Each(spans.iter().map(|span| span.colour).collect());
    let zero = Decimal::ZERO;
    vec![
        Series { paint: Paint::Unseen, ..series(chart, figures, "") },
        column("from", Paint::Clear, &|span| if span.low > zero { span.low } else { span.high.min(zero) }),
        column("above zero", colours(), &|span| span.high.max(zero) - span.low.max(zero)),
        column("below zero", colours(), &|span| span.low.min(zero) - span.high.min(zero)),
    ]
}

/// Two columns, each in its own unit.
fn points(chart: &Chart, panel: &Panel) -> Vec<Series> {
    let mut columns: Vec<Series> = panel.series.iter().map(|of| series(chart, of, chart::colour(0))).collect();
    for (column, across) in columns.iter_mut().zip([chart.across(), None]) {
        (column.power, column.name) = across.unwrap_or((chart.shift(), chart.heading(&column.name)));
    }
    columns
}

/// Rows and columns as they are drawn.
fn fields(chart: &Chart, panel: &Panel) -> (Vec<String>, Vec<Series>) {
    let column = |(at, place): (usize, &Place)| Series {
        name: place.label(),
        power: chart.shift(),
        paint: Paint::Unseen,
        figures: panel.series.iter().map(|row| row.points[at].value).collect(),
    };
    let rows = panel.series.iter().map(|row| row.name.clone()).collect();
    (rows, panel.places.iter().enumerate().map(column).collect())
}
