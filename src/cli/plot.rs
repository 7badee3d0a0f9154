//! A report as a chart.

use std::io::Write;

use anyhow::bail;
use clap::{Args, Subcommand};
use tradestat::figures::chart::{self, Chart, Image, Kind, Wish};

use super::answerable::Answerable;
use super::output::Drawn;

#[derive(Debug, Args)]
#[command(subcommand_value_name = "REPORT", subcommand_help_heading = "Reports")]
pub(crate) struct PlotArgs {
    /// line, bar or another of `list charts` [default: what suits the answer]
    #[arg(long, value_parser = chart::named, help_heading = "Chart")]
    kind: Option<&'static Kind>,
    /// The columns to draw, by name, with commas [default: the one that the report is about]
    #[arg(long, value_delimiter = ',', help_heading = "Chart")]
    column: Vec<String>,
    /// Width and height in pixels, such as 840x420 [default: 840 wide, and as high as it takes]
    #[arg(long, value_name = "WxH", value_parser = size, help_heading = "Chart")]
    size: Option<(u32, u32)>,
    /// The words above the chart [default: those of the report]
    #[arg(long, value_name = "TEXT", help_heading = "Chart")]
    title: Option<String>,
    #[command(subcommand)]
    report: Box<Report>,
}

#[derive(Debug, Subcommand)]
enum Report {
    #[command(flatten)]
    Of(Answerable),
}

pub(crate) fn plot(args: PlotArgs, out: &mut dyn Write) -> anyhow::Result<()> {
    let Report::Of(report) = *args.report;
    if report.is_sparkline() {
        bail!("--sparkline is a chart already, in a table; without it the series is drawn");
    }
    let output = report.output();
    let drawn = output.drawn()?;
    let mut table = report.table()?;
    let wish = Wish {
        kind: args.kind,
        columns: args.column,
        title: args.title,
        size: args.size,
        unit: output.unit,
        decimals: output.decimals,
    };
    let chart = Chart::of(&table, &wish)?;
    let bytes = match drawn {
        Drawn::Image(Image::Svg) => chart.svg()?.into_bytes(),
        Drawn::Image(Image::Png) if output.is_shown() => {
            bail!("a terminal cannot show png; --output FILE.png writes it to a file")
        }
        Drawn::Page => chart.page()?.into_bytes(),
        Drawn::Image(Image::Png) => {
            if let count @ 1.. = chart.frames() {
                let told = format!(
                    "{count} letters are empty frames, since the font of the program lacks them; SVG shows them"
                );
                table.notes.push(told);
            }
            chart.png()?
        }
        Drawn::Letters => {
            let (width, colour) = output.terminal();
            chart.terminal(width.unwrap_or(80), colour)?.into_bytes()
        }
    };
    output.write_bytes(&bytes, &table, out)
}

fn size(text: &str) -> Result<(u32, u32), String> {
    let side = |text: &str| text.trim().parse::<u32>().ok().filter(|side| chart::SIDES.contains(side));
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| Some((side(width)?, side(height)?)));
    let (least, most) = (chart::SIDES.start(), chart::SIDES.end());
    sides.ok_or_else(|| format!("expected width and height such as 840x420, each from {least} to {most}"))
}
