//! Charts that a spreadsheet draws from the cells beside them, and fields that it colours.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatType, Format, FormatBorder, Worksheet,
    XlsxError,
};

use super::drawing::drawing;
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
    /// How it is drawn.
    pub form: Form,
    /// How a spreadsheet prints its figures, such as `#,##0.00`.
    pub format: &'static str,
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
    /// The height of a line, the first rank on top.
    Ranks,
    /// A bar that goes up, as over time.
    Column,
    /// A bar that goes to the right, as beside names.
    Bar,
    /// Columns whose parts stand on one another.
    Stacked,
    /// Bands on one another.
    Area,
    /// Bars that begin where the one before ended.
    Steps,
    /// Points: the first series is how far to the right they are, the second how high.
    Points,
    /// The colour of the cell itself.
    Fields,
}

/// A series of a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Empty where there is one only.
    pub name: String,
    /// The power of ten that the figures are divided by.
    pub power: u32,
    /// With what it is drawn.
    pub paint: Paint,
    /// One a place; none is a gap.
    pub figures: Vec<Option<Decimal>>,
}

/// The colour of a series, such as `#0072b2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paint {
    /// One colour.
    All(&'static str),
    /// A colour for each place.
    Each(Vec<&'static str>),
    /// None: it only lifts what stands on it.
    Clear,
    /// It is not drawn, only written down.
    Unseen,
}

/// Sets pictures below one another, each beside its numbers in the unit that it names.
pub(super) fn fill(sheet: &mut Worksheet, name: &str, graphs: &[Graph]) -> Result<(), XlsxError> {
    let mut row = 0;
    for graph in graphs {
        numbers(sheet, row, graph)?;
        if graph.form == Form::Fields {
            colours(sheet, row, graph)?;
            row += graph.places.len() + 4;
        } else {
            sheet.insert_chart(row as u32, graph.series.len() as u16 + 2, &drawing(name, row, graph))?;
            row += HIGH.max(graph.places.len() + 4);
        }
    }
    let columns = graphs.iter().map(|graph| graph.series.len()).max().unwrap_or(0);
    for column in 0..columns {
        let heads =
            graphs.iter().filter_map(|graph| graph.series.get(column)).map(|series| series.name.chars().count());
        sheet.set_column_width(column as u16 + 1, heads.max().unwrap_or(0).clamp(8, 24) as f64 + 2.0)?;
    }
    sheet.set_column_width(0, 24)?.set_landscape().set_print_fit_to_pages(1, 0);
    Ok(())
}

fn numbers(sheet: &mut Worksheet, row: usize, graph: &Graph) -> Result<(), XlsxError> {
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    let (head, number) =
        (bold.clone().set_border_bottom(FormatBorder::Thin), Format::new().set_num_format(graph.format));
    words::write(sheet, row as u32, 0, &graph.title, &bold)?;
    words::write(sheet, row as u32 + 1, 0, &graph.unit, &plain)?;
    for (at, place) in (row as u32 + 3..).zip(&graph.places) {
        words::write(sheet, at, 0, place, &plain)?;
    }
    for (column, series) in (1..).zip(&graph.series) {
        let name = if series.name.is_empty() { &graph.unit } else { &series.name };
        words::write(sheet, row as u32 + 2, column, name, &head)?;
        for (at, figure) in (row as u32 + 3..).zip(&series.figures) {
            if let Some(held) = figure.and_then(|figure| in_unit(figure, series.power)) {
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

/// Light cells for little, blue ones for much; below zero orange ones.
fn colours(sheet: &mut Worksheet, row: usize, graph: &Graph) -> Result<(), XlsxError> {
    let [below, pale_below, none, pale, above] = ["#d9883f", "#f7dfc8", "#f4f4f4", "#d6e6f2", "#62a5d1"];
    let power = graph.series.first().map_or(0, |series| series.power);
    let figures = || graph.series.iter().flat_map(|series| &series.figures).flatten();
    let (Some(low), Some(high)) = (figures().min(), figures().max()) else { return Ok(()) };
    let (first, last) = (row as u32 + 3, row as u32 + 2 + graph.places.len() as u32);
    let across = graph.series.len() as u16;
    if *low < Decimal::ZERO && *high > Decimal::ZERO {
        let reach = in_unit(low.abs().max(*high), power).unwrap_or_default();
        let scale = ConditionalFormat3ColorScale::new()
            .set_minimum(ConditionalFormatType::Number, -reach)
            .set_midpoint(ConditionalFormatType::Number, 0)
            .set_maximum(ConditionalFormatType::Number, reach)
            .set_minimum_color(below)
            .set_midpoint_color(none)
            .set_maximum_color(above);
        sheet.add_conditional_format(first, 1, last, across, &scale)?;
    } else {
        let (least, most) = if *low < Decimal::ZERO { (below, pale_below) } else { (pale, above) };
        let scale = ConditionalFormat2ColorScale::new().set_minimum_color(least).set_maximum_color(most);
        sheet.add_conditional_format(first, 1, last, across, &scale)?;
    }
    Ok(())
}
