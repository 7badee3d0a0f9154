//! The command `diff`: two data sets, or two publications in one.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use tradestat::analysis::diff::{Dataset, Snapshot};
use tradestat::analysis::{Ledger, diff};
use tradestat::cube::Cube;
use tradestat::model::Membership;
use tradestat::query::{Query, Vintage};

use super::data::ReadingArgs;
use super::output::OutputArgs;

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The earlier data set: a file, a directory, a glob or `-`
    old: String,
    /// The later data set; without one, two --vintage name publications of the first
    new: Option<String>,
    /// Publications to compare, the earlier first: newest, first, or the newest of a month such as 2025-11
    #[arg(long, value_name = "VINTAGE", value_parser = super::resolve::vintage)]
    vintage: Vec<Vintage>,
    /// Only the N largest differences
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// The rows in this currency, where the data holds several
    #[arg(long, value_name = "CODE", value_parser = super::resolve::currency_code)]
    currency: Option<tradestat::model::Code>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn diff(args: DiffArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (before, now) = match (&args.new, args.vintage.as_slice()) {
        (Some(_), []) => (Vintage::Newest, Vintage::Newest),
        (Some(_), [both]) => (*both, *both),
        (_, [before, now]) => (*before, *now),
        (None, _) => bail!("diff compares two data sets, or two publications of one with --vintage twice"),
        (Some(_), _) => bail!("diff compares two data sets; it takes at most two --vintage"),
    };
    let new = args.new.as_ref().unwrap_or(&args.old);
    if new == "-" && args.old == "-" {
        bail!("standard input can be read once; name a file for the other data set");
    }
    let (old_rows, old_cube) = args.read(&args.old, before)?;
    let (new_rows, new_cube) = args.read(new, now)?;
    let old_ledger = Ledger::new(&old_cube, before, Membership::Current);
    let new_ledger = Ledger::new(&new_cube, now, Membership::Current);
    let old = Dataset { rows: &old_rows, ledger: &old_ledger };
    let new = Dataset { rows: &new_rows, ledger: &new_ledger };
    let (table, differs) = diff::diff(&old, &new, args.top.map(|top| top as usize))?;
    args.output.write(&table, out)?;
    Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl DiffArgs {
    fn read(&self, named: &str, vintage: Vintage) -> anyhow::Result<(Snapshot, Cube)> {
        let query = Query { vintage, currency: self.currency, ..Query::everything() };
        let mut rows = Snapshot::of(vintage);
        let data = [named.to_owned()];
        let cube = self.reading.watch(&data, &query, &mut |row| {
            rows.take(row);
            Ok(())
        })?;
        rows.keep(cube.currency);
        Ok((rows, cube))
    }
}
