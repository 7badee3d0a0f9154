//! The picture of a chart, from cells.

use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition, ChartEmptyCells,
    ChartFont, ChartFormat, ChartLine, ChartMarker, ChartMarkerType, ChartPoint, ChartSolidFill, ChartType,
};

use super::graph::{Form, Graph, Paint, Series};

/// So many points of a picture have their names beside them.
const NAMES: u32 = 20;

/// The words of the picture are those of cells, so that none is taken for a formula.
pub(super) fn drawing(name: &str, row: usize, graph: &Graph) -> Chart {
    let rows = (row as u32 + 3, row as u32 + 2 + graph.places.len().max(1) as u32);
    let mut chart = Chart::new(match graph.form {
        Form::Line | Form::Ranks | Form::Fields => ChartType::Line,
        Form::Column => ChartType::Column,
        Form::Bar => ChartType::Bar,
        Form::Stacked => ChartType::ColumnStacked,
        Form::Area => ChartType::AreaStacked,
        Form::Steps => ChartType::BarStacked,
        Form::Points => ChartType::Scatter,
    });
    match graph.form {
        Form::Points => points(&mut chart, name, rows, graph),
        _ => series(&mut chart, name, rows, graph),
    }
    chart.title().set_name((name, row as u32, 0)).set_font(ChartFont::new().set_bold().set_size(12));
    match graph.form {
        Form::Points => crossed_axes(&mut chart, name, row as u32 + 2),
        _ => axes(&mut chart, graph.form, (name, row as u32 + 1, 0)),
    }
    if graph.series.len() == 1 || matches!(graph.form, Form::Points | Form::Steps) {
        chart.legend().set_hidden();
    }
    chart.show_empty_cells_as(ChartEmptyCells::Gaps).set_width(760).set_height(400);
    chart
}

fn series(chart: &mut Chart, name: &str, (first, last): (u32, u32), graph: &Graph) {
    let drawn = (1..).zip(&graph.series).filter(|(_, series)| series.paint != Paint::Unseen);
    for (column, drawn) in drawn {
        let series = chart.add_series();
        series.set_name((name, first - 1, column)).set_categories((name, first, 0, last, 0));
        series.set_values((name, first, column, last, column)).set_format(&mut paint(graph.form, drawn));
        if let Paint::Each(colours) = &drawn.paint {
            let point = |colour: &&str| ChartPoint::new().set_format(&mut filled(colour)).clone();
            series.set_points(&colours.iter().map(point).collect::<Vec<_>>());
        }
        match (graph.form, &drawn.paint) {
            (Form::Stacked | Form::Steps, _) => _ = series.set_gap(40),
            (Form::Ranks, Paint::All(colour)) => _ = series.set_marker(&disc(colour)),
            _ => {}
        }
    }
}

/// A series for each of the first points, so that its name stands beside it; the others are one without names.
fn points(chart: &mut Chart, name: &str, (first, last): (u32, u32), graph: &Graph) {
    let colour = match graph.series.first().map(|series| &series.paint) {
        Some(Paint::All(colour)) => colour,
        _ => "#0072b2",
    };
    let unnamed = first + NAMES;
    let mut add = |from: u32, to: u32| {
        let series = chart.add_series();
        series.set_categories((name, from, 1, to, 1)).set_values((name, from, 2, to, 2)).set_marker(&disc(colour));
        if to < unnamed {
            let label =
                ChartDataLabel::new().show_series_name().set_position(ChartDataLabelPosition::Right).to_custom();
            series.set_name((name, from, 0)).set_data_label(&label);
        }
    };
    (first..unnamed.min(last + 1)).for_each(|row| add(row, row));
    if last >= unnamed {
        add(unnamed, last);
    }
}

/// Names stay clear of bars below zero, and the first one stands above.
fn axes(chart: &mut Chart, form: Form, unit: (&str, u32, u16)) {
    let lies = matches!(form, Form::Bar | Form::Steps);
    let places = if lies { chart.y_axis() } else { chart.x_axis() };
    places.set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(false);
    if lies {
        places.set_reverse().set_crossing(ChartAxisCrossing::Max);
    }
    let figures = if lies { chart.x_axis() } else { chart.y_axis() };
    figures.set_name(unit).set_name_font(ChartFont::new().unset_bold().set_size(9));
    figures.set_major_gridlines(true).set_major_gridlines_line(&grid());
    match form {
        Form::Ranks => _ = figures.set_reverse().set_crossing(ChartAxisCrossing::Max).set_min(1).set_major_unit(1),
        Form::Area => _ = figures.set_min(0).set_max(100),
        _ => {}
    }
}

/// Numbers on two sides, the names of which are the heads of the two columns.
fn crossed_axes(chart: &mut Chart, name: &str, head: u32) {
    let across = chart.x_axis().set_name((name, head, 1)).set_name_font(ChartFont::new().unset_bold().set_size(9));
    across.set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(true).set_major_gridlines_line(&grid());
    let up = chart.y_axis().set_name((name, head, 2)).set_name_font(ChartFont::new().unset_bold().set_size(9));
    up.set_label_position(ChartAxisLabelPosition::Low).set_major_gridlines(true).set_major_gridlines_line(&grid());
}

fn grid() -> ChartLine {
    ChartLine::new().set_color("#d1d9e0").clone()
}

fn disc(colour: &str) -> ChartMarker {
    ChartMarker::new().set_type(ChartMarkerType::Circle).set_size(7).set_format(&mut filled(colour)).clone()
}

fn filled(colour: &str) -> ChartFormat {
    ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)).clone()
}

fn paint(form: Form, series: &Series) -> ChartFormat {
    match (&series.paint, form) {
        (Paint::All(colour), Form::Line | Form::Ranks) => {
            ChartFormat::new().set_line(ChartLine::new().set_color(*colour).set_width(2.0)).clone()
        }
        (Paint::All(colour), _) => filled(colour),
        (Paint::Each(_), _) => ChartFormat::new(),
        (Paint::Clear | Paint::Unseen, _) => ChartFormat::new().set_no_fill().set_no_line().clone(),
    }
}
