//! Charts that a spreadsheet draws from the cells beside them.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartAxisLabelPosition, ChartEmptyCells, ChartFont, ChartFormat, ChartLine,
    ChartSolidFill, ChartType, Format, FormatBorder, Worksheet, XlsxError,
};

use super::words;
use crate::render::number::{fixed, fraction_digits};

/// Rows that a picture takes.
const HIGH: usize = 22;

/// One picture: series over the same places.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The words above it.
    pub title: String,
    /// What is drawn, with its unit.
    pub unit: String,
    /// The power of ten that the figures are divided by for this unit.
    pub power: u32,
    /// How it is drawn.
    pub form: Form,
    /// What each point of a series stands for.
    pub places: Vec<String>,
    /// The series.
    pub series: Vec<Series>,
}

/// What stands for a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The height of a line.
    Line,
    /// A bar that goes up, as over time.
    Column,
    /// A bar that goes to the right, as beside names.
    Bar,
}

/// A series of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Empty where there is one only.
    pub name: String,
    /// Such as `#0072b2`.
    pub colour: &'static str,
    /// One a place; none is a gap.
    pub figures: Vec<Option<Decimal>>,
}

/// Sets pictures below one another, each beside its numbers in the unit that it names.
pub(super) fn fill(sheet: &mut Worksheet, name: &str, graphs: &[Graph]) -> Result<(), XlsxError> {
    let mut row = 0;
    for graph in graphs {
        numbers(sheet, row, graph)?;
        sheet.insert_chart(row as u32, graph.series.len() as u16 + 2, &chart(name, row, graph))?;
        row += HIGH.max(graph.places.len() + 4);
    }
    sheet.set_column_width(0, 24)?.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn numbers(sheet: &mut Worksheet, row: usize, graph: &Graph) -> Result<(), XlsxError> {
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    let (head, number) = (bold.clone().set_border_bottom(FormatBorder::Thin), Format::new().set_num_format("#,##0.00"));
    words::write(sheet, row as u32, 0, &graph.title, &bold)?;
    words::write(sheet, row as u32 + 1, 0, &graph.unit, &plain)?;
    for (at, place) in (row as u32 + 3..).zip(&graph.places) {
        words::write(sheet, at, 0, place, &plain)?;
    }
    for (column, series) in (1..).zip(&graph.series) {
        let name = if series.name.is_empty() { &graph.unit } else { &series.name };
        words::write(sheet, row as u32 + 2, column, name, &head)?;
        for (at, figure) in (row as u32 + 3..).zip(&series.figures) {
            if let Some(held) = figure.and_then(|figure| in_unit(figure, graph.power)) {
                sheet.write_number_with_format(at, column, held, &number)?;
            }
        }
    }
    Ok(())
}

/// A figure in the unit of its picture, as near as a number in a workbook comes.
fn in_unit(figure: Decimal, power: u32) -> Option<f64> {
    fixed(figure, power, fraction_digits(figure) + power).parse().ok()
}

/// The words of the picture are those of cells, so that none is taken for a formula.
fn chart(name: &str, row: usize, graph: &Graph) -> Chart {
    let (first, last) = (row as u32 + 3, row as u32 + 2 + graph.places.len().max(1) as u32);
    let mut chart = Chart::new(match graph.form {
        Form::Line => ChartType::Line,
        Form::Column => ChartType::Column,
        Form::Bar => ChartType::Bar,
    });
    for (column, drawn) in (1..).zip(&graph.series) {
        let series = chart.add_series();
        series.set_name((name, first - 1, column)).set_categories((name, first, 0, last, 0));
        series.set_values((name, first, column, last, column)).set_format(&mut paint(graph.form, drawn.colour));
    }
    chart.title().set_name((name, row as u32, 0)).set_font(ChartFont::new().set_bold().set_size(12));
    axes(&mut chart, graph.form, (name, row as u32 + 1, 0));
    if graph.series.len() == 1 {
        chart.legend().set_hidden();
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps).set_width(760).set_height(400);
    chart
}

/// Names stay clear of bars below zero, and the first one stands above.
fn axes(chart: &mut Chart, form: Form, unit: (&str, u32, u16)) {
    let places = if form == Form::Bar { chart.y_axis() } else { chart.x_axis() };
    places.set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(false);
    if form == Form::Bar {
        places.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
    let figures = if form == Form::Bar { chart.x_axis() } else { chart.y_axis() };
    figures.set_name(unit).set_name_font(ChartFont::new().unset_bold().set_size(9));
    figures.set_major_gridlines(true).set_major_gridlines_line(ChartLine::new().set_color("#d1d9e0"));
}

fn paint(form: Form, colour: &str) -> ChartFormat {
    let mut format = ChartFormat::new();
    match form {
        Form::Line => format.set_line(ChartLine::new().set_color(colour).set_width(2.0)),
        Form::Column | Form::Bar => format.set_solid_fill(ChartSolidFill::new().set_color(colour)),
    };
    format
}
