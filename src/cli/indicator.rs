//! The command `indicator`: one indicator of the structure of trade for each row.

use clap::Args;
use tradestat::analysis::ask::Sort;
use tradestat::analysis::structure::{self, Structure};
use tradestat::analysis::{Ask, Dimension};
use tradestat::model::{Level, View};
use tradestat::reference::name;

use super::columns::Preset;
use super::commands::base_is_used;
use super::report::ReportArgs;
use super::resolve::{Meant, meant};

#[derive(Debug, Args)]
pub(crate) struct IndicatorArgs {
    /// rca (revealed comparative advantage)
    #[arg(value_parser = by_name)]
    name: &'static Structure,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

fn by_name(text: &str) -> Result<&'static Structure, String> {
    let known: Vec<&str> = structure::ALL.iter().map(|structure| structure.name).collect();
    let near = || name::suggestion(&name::nearest(text, known.iter().copied()));
    let unknown = || format!("`{text}` is not an indicator{}; expected {}", near(), known.join(", "));
    structure::by_name(text).ok_or_else(unknown)
}

pub(crate) fn indicator(args: &IndicatorArgs) -> anyhow::Result<Meant> {
    let (structure, report) = (args.name, &args.report);
    let preset = Preset { title: structure.title, columns: &["indicator", "result"], structure: Some(structure) };
    let mut meant = meant(&report.ask, &preset)?;
    shape(report, &mut meant.ask);
    (structure.refuse)(&meant.ask)?;
    base_is_used(report, &meant.ask)?;
    meant.narrow();
    if !structure::compares_partners(&meant.ask) {
        meant.query.reporters = None;
    }
    Ok(meant)
}

/// Exports by product, of each reporter unless partners are named; in the order of codes, the first few by the result.
fn shape(report: &ReportArgs, ask: &mut Ask) {
    if report.ask.flow.is_empty() {
        ask.views = vec![View::Exports];
    }
    if ask.products.is_empty() && report.ask.level != Some(Level::Total) && !ask.differs_by(Dimension::Product) {
        ask.by.push(Dimension::Product);
    }
    if ask.reporters.is_empty() && !structure::compares_partners(ask) && !ask.differs_by(Dimension::Reporter) {
        ask.by.insert(0, Dimension::Reporter);
    }
    let column = match ask.split().filter(|split| ask.differs_by(*split)) {
        Some(_) if ask.top.is_some() => Some("result"),
        Some(Dimension::Product) => Some("product"),
        Some(Dimension::Partner | Dimension::Group) => Some("partner"),
        Some(Dimension::Reporter) => Some("reporter"),
        _ => None,
    };
    let by_default = column.map(|column| Sort { column: column.to_owned(), ascending: false });
    ask.sort = ask.sort.take().or(by_default);
}
