//! Charts that a spreadsheet draws from the cells beside them.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Chart, ChartEmptyCells, ChartType, Format, FormatBorder, Worksheet, XlsxError};

use super::words;
use crate::render::number::fixed;

/// Rows that a picture takes.
const HIGH: usize = 22;
/// Digits after the point of the numbers that are drawn.
const PLACES: u32 = 6;

/// One picture: series over the same places.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The words above it.
    pub title: String,
    /// What is drawn, with its unit.
    pub unit: String,
    /// The power of ten that the figures are divided by for this unit.
    pub power: u32,
    /// Whether the places are times, which make a line; names make bars.
    pub over_time: bool,
    /// What each point of a series stands for.
    pub places: Vec<String>,
    /// The series: a name, empty where there is one, and a figure a place; none is a gap.
    pub series: Vec<(String, Vec<Option<Decimal>>)>,
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
    for (column, (name, points)) in (1..).zip(&graph.series) {
        words::write(sheet, row as u32 + 2, column, if name.is_empty() { &graph.unit } else { name }, &head)?;
        for (at, point) in (row as u32 + 3..).zip(points) {
            if let Some(value) = point.and_then(|value| fixed(value, graph.power, PLACES).parse::<f64>().ok()) {
                sheet.write_number_with_format(at, column, value, &number)?;
            }
        }
    }
    Ok(())
}

/// The words of the picture are those of cells, so that none is taken for a formula.
fn chart(name: &str, row: usize, graph: &Graph) -> Chart {
    let kind = if graph.over_time { ChartType::Line } else { ChartType::Bar };
    let (first, last) = (row as u32 + 3, row as u32 + 2 + graph.places.len().max(1) as u32);
    let mut chart = Chart::new(kind);
    for column in 1..=graph.series.len() as u16 {
        let series = chart.add_series();
        series.set_name((name, first - 1, column)).set_categories((name, first, 0, last, 0));
        series.set_values((name, first, column, last, column));
    }
    chart.title().set_name((name, row as u32, 0));
    chart.y_axis().set_name((name, row as u32 + 1, 0));
    if !graph.over_time {
        // The first place stands above, and zero is on the axis.
        chart.x_axis().set_reverse();
    }
    if graph.series.len() == 1 {
        chart.legend().set_hidden();
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps).set_width(760).set_height(400);
    chart
}
