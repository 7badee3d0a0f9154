//! The command `mirror`: the same trade as both sides report it.

use std::collections::BTreeSet;

use anyhow::bail;
use clap::Args;
use rust_decimal::Decimal;
use tradestat::analysis::{self, CifFob, Dimension, Ledger};
use tradestat::model::View;
use tradestat::table::Table;

use super::columns::Preset;
use super::report::ReportArgs;
use super::resolve::{Meant, meant};

#[derive(Debug, Args)]
pub(crate) struct MirrorArgs {
    /// What the importer's value is divided by before it is compared: none, 1.06, 1.08, 1.12 or another number
    #[arg(long, value_name = "FACTOR", default_value = "none", value_parser = factor, help_heading = "Question")]
    cif_fob: CifFob,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

fn factor(text: &str) -> Result<CifFob, String> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(CifFob(None));
    }
    let number = text.trim().parse::<Decimal>().ok().filter(|factor| (Decimal::ONE..=Decimal::TWO).contains(factor));
    number.map(|factor| CifFob(Some(factor))).ok_or("expected none or a factor from 1 to 2, such as 1.08".to_owned())
}

pub(crate) fn mirror(args: &MirrorArgs) -> anyhow::Result<Table> {
    let report = &args.report;
    if report.ask.reporter.is_empty() || report.ask.partner.is_empty() {
        bail!("mirror needs both sides: --reporter CHN --partner USA");
    }
    let by = [Dimension::Product, Dimension::Period, Dimension::Flow, Dimension::Partner, Dimension::Reporter];
    if let Some(other) = report.ask.by.iter().find(|dimension| !by.contains(dimension)) {
        bail!("mirror --by {other}: expected product, period, partner or flow");
    }
    if let Some(other) = report.ask.flow.iter().find(|view| !matches!(view, View::Exports | View::Imports)) {
        bail!("mirror --flow {other}: expected exports or imports, as the reporter sees them");
    }
    let mut meant = meant(&report.ask, &Preset::new("Mirror", &["value"]))?;
    widen(&mut meant);
    let cube = report.data.load(&meant.query)?;
    meant.ask = meant.settled(&cube)?;
    let ledger = Ledger::new(&cube, meant.query.vintage, report.ask.membership());
    Ok(analysis::mirror(&ledger, &meant.ask, args.cif_fob)?)
}

/// Each side is the partner of the other, so both are asked for on both sides.
fn widen(meant: &mut Meant) {
    meant.ask.by.retain(|dimension| *dimension == Dimension::Product);
    if meant.ask.views == View::DEFAULT {
        meant.ask.views = vec![View::Exports, View::Imports];
    }
    meant.narrow();
    meant.widen();
    let sides = meant.ask.sides.iter().map(|side| side.code());
    let both: BTreeSet<_> = meant.ask.reporters.iter().copied().chain(sides).collect();
    meant.query.partners.named.extend(&both);
    meant.query.reporters = Some(both);
}
