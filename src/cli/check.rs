//! The command `check`: what is wrong or odd in data.

use anyhow::bail;
use clap::Args;
use rust_decimal::Decimal;
use tradestat::analysis::check::{self, BadRow, Checks, Reading, Relation};
use tradestat::query::Query;
use tradestat::source::{self, Rejects};
use tradestat::table::Table;

use super::data::DataArgs;
use super::output::OutputArgs;

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// What to check, in place of --data
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<String>,
    /// What must hold, such as `sum(partner) = WORLD`; exit status 1 when it does not
    #[arg(long, value_name = "RELATION", help_heading = "Check")]
    assert: Vec<Relation>,
    /// By how much a whole and its parts may differ, in units of the value [default: what rounding explains]
    #[arg(long, value_name = "AMOUNT", value_parser = tolerance, help_heading = "Check")]
    tolerance: Option<Decimal>,
    /// How many findings of a kind are listed; the others are counted
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..), help_heading = "Check")]
    limit: u32,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

fn tolerance(text: &str) -> Result<Decimal, String> {
    let number = text.trim().parse::<Decimal>().ok().filter(|number| *number >= Decimal::ZERO);
    number.ok_or("expected a plain number of 0 or more".to_owned())
}

/// The answer, and whether something was found that the exit status tells.
pub(crate) fn check(args: &CheckArgs) -> anyhow::Result<(Table, bool)> {
    if args.data.reading.skip_bad_rows.is_some() {
        bail!("check lists bad rows itself and reads to the end; it takes no --skip-bad-rows");
    }
    let data = if args.files.is_empty() { &args.data.data } else { &args.files };
    let query = Query { every_currency: true, ..Query::everything() };
    let limit = args.limit as usize;
    let mut rejects = Rejects::keep(limit);
    let mut reading = Reading::default();
    let rows = &mut reading.rows;
    let source = args.data.reading.source(data)?;
    let cube = source.watch(&query, &mut rejects, &mut |row| {
        rows.take(row);
        Ok(())
    })?;
    reading.bad = rejects.kept().iter().map(bad_row).collect();
    reading.bad_count = rejects.count();
    reading.repeats = rejects.repeats();
    let checks = Checks { assertions: args.assert.clone(), tolerance: args.tolerance, limit };
    Ok(check::check(&cube, &reading, &checks))
}

fn bad_row(row: &source::BadRow) -> BadRow {
    BadRow {
        place: format!("{}:{}", row.file, row.line),
        column: row.column.clone(),
        found: row.excerpt(),
        expected: row.expected.clone(),
        repeats: row.is_repeat(),
    }
}
