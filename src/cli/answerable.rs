//! The commands that are answered with a table, whoever asks: a person, a text, a chart.

use std::io::Write;
use std::process::ExitCode;

use clap::Subcommand;
use tradestat::analysis::{self, Ask, Ledger, bulk};
use tradestat::cube::grid::Grid;
use tradestat::query::choice;
use tradestat::table::{LongTable, Table};

use super::data::DataArgs;
use super::later::Later;
use super::output::OutputArgs;
use super::report::ReportArgs;
use super::resolve::Meant;
use super::{check, commands, diff, indicator, mirror};

#[derive(Debug, Subcommand)]
pub(crate) enum Answerable {
    /// Value, base, change, growth and contribution
    Growth(Later<ReportArgs>),
    /// Part of the total, and its change in points
    Share(Later<ReportArgs>),
    /// Order of partners or products, and who moved since the base period
    Rank(Later<commands::RankArgs>),
    /// Exports, imports, balance, coverage and specialisation coefficient
    Balance(Later<ReportArgs>),
    /// One row a month, quarter or year
    Series(Later<commands::SeriesArgs>),
    /// Two periods of any kind side by side
    Compare(Later<commands::CompareArgs>),
    /// An indicator of the structure of trade: revealed comparative advantage
    ///
    /// It is of exports unless --flow names others. --by partner,product compares the partners of a reporter,
    /// --by reporter,product the reporters of the data; --top N shows the N largest of each.
    Indicator(Later<indicator::IndicatorArgs>),
    /// How a figure came about: formula, inputs, files and lines
    Explain(Later<commands::ExplainArgs>),
    /// What a data set holds: flows, periods, gaps, partners, products
    Info(Later<commands::InfoArgs>),
    /// What is wrong or odd in the data: gaps, totals that differ from their parts
    ///
    /// Exit status 1 when what --assert says does not hold; findings alone leave it 0.
    Check(Later<check::CheckArgs>),
    /// The same trade as both sides report it: exports of one against imports of the other
    Mirror(Later<mirror::MirrorArgs>),
    /// Two data sets beside one another: added, changed and deleted figures
    ///
    /// Exit status 1 when they differ.
    Diff(Later<diff::DiffArgs>),
    /// Partners, groups, products, columns and formats that the program knows
    List(Later<commands::ListArgs>),
}

impl Answerable {
    /// Answers, and writes the answer where and as it was asked for.
    pub(crate) fn run(&self, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
        let step = self.begin()?;
        if let Step::Report(args, meant) = &step
            && long(args, meant, out)?
        {
            return Ok(ExitCode::SUCCESS);
        }
        let (table, differs) = step.finish()?;
        self.output().write(&table, out)?;
        Ok(if differs { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    /// The answer.
    pub(crate) fn table(&self) -> anyhow::Result<Table> {
        Ok(self.begin()?.finish()?.0)
    }

    /// The data that answers; a list of what the program knows needs none.
    pub(crate) fn data(&mut self) -> Option<&mut DataArgs> {
        match self {
            Answerable::Growth(args) | Answerable::Share(args) | Answerable::Balance(args) => Some(&mut args.data),
            Answerable::Series(args) => Some(&mut args.report.data),
            Answerable::Rank(args) => Some(&mut args.report.data),
            Answerable::Compare(args) => Some(&mut args.report.data),
            Answerable::Indicator(args) => Some(&mut args.report.data),
            Answerable::Explain(args) => Some(&mut args.report.data),
            Answerable::Mirror(args) => Some(&mut args.report.data),
            Answerable::Info(args) => Some(&mut args.data),
            Answerable::Check(args) => Some(&mut args.data),
            Answerable::Diff(_) | Answerable::List(_) => None,
        }
    }

    /// Whether the answer is a table of lines in letters, which nothing can be drawn or computed from.
    pub(crate) fn is_sparkline(&self) -> bool {
        matches!(self, Answerable::Series(args) if args.sparkline)
    }

    pub(crate) fn output(&self) -> &OutputArgs {
        match self {
            Answerable::Growth(args) | Answerable::Share(args) | Answerable::Balance(args) => &args.output,
            Answerable::Series(args) => &args.report.output,
            Answerable::Rank(args) => &args.report.output,
            Answerable::Compare(args) => &args.report.output,
            Answerable::Indicator(args) => &args.report.output,
            Answerable::Explain(args) => &args.report.output,
            Answerable::Mirror(args) => &args.report.output,
            Answerable::Info(args) => &args.output,
            Answerable::Check(args) => &args.output,
            Answerable::Diff(args) => &args.output,
            Answerable::List(args) => &args.output,
        }
    }

    /// What a report means; the answer of any other command.
    fn begin(&self) -> anyhow::Result<Step<'_>> {
        fn report(args: &ReportArgs, meant: Meant) -> Step<'_> {
            Step::Report(args, Box::new(meant))
        }
        Ok(match self {
            Answerable::Growth(args) => report(args, commands::growth(args)?),
            Answerable::Share(args) => report(args, commands::share(args)?),
            Answerable::Balance(args) => report(args, commands::balance(args)?),
            Answerable::Series(args) if args.sparkline => Step::Answer(commands::sparklines(args)?, false),
            Answerable::Series(args) => report(&args.report, commands::series(&args.report)?),
            Answerable::Rank(args) => report(&args.report, commands::rank(args)?),
            Answerable::Compare(args) => report(&args.report, commands::compare(args)?),
            Answerable::Indicator(args) => report(&args.report, indicator::indicator(args)?),
            Answerable::Explain(args) if args.report.ask.bounds => return Err(no_bounds("explain")),
            Answerable::Mirror(args) if args.report.ask.bounds => return Err(no_bounds("mirror")),
            Answerable::Explain(args) => Step::Answer(commands::explain(args)?, false),
            Answerable::Mirror(args) => Step::Answer(mirror::mirror(args)?, false),
            Answerable::Info(args) => Step::Answer(commands::info(args)?, false),
            Answerable::List(args) => Step::Answer(commands::list(args), false),
            Answerable::Check(args) => {
                let (table, differs) = check::check(args)?;
                Step::Answer(table, differs)
            }
            Answerable::Diff(args) => {
                let (table, differs) = diff::diff(args)?;
                Step::Answer(table, differs)
            }
        })
    }
}

fn no_bounds(command: &str) -> anyhow::Error {
    anyhow::anyhow!("{command} takes no --bounds; growth, share, rank, balance, series and compare do")
}

/// How far an answer is.
enum Step<'a> {
    /// What was asked is known.
    Report(&'a ReportArgs, Box<Meant>),
    /// The answer is there, and whether the exit status tells of a difference.
    Answer(Table, bool),
}

impl Step<'_> {
    fn finish(self) -> anyhow::Result<(Table, bool)> {
        match self {
            Step::Report(args, mut meant) => {
                let report = |ledger: &Ledger<'_>, ask: &Ask| Ok(analysis::report(ledger, ask)?);
                Ok((from_data(args, &mut meant, report)?, false))
            }
            Step::Answer(table, differs) => Ok((table, differs)),
        }
    }
}

/// Reads the data that a question needs and answers from it. Where there is no answer, all of the data says why.
pub(crate) fn from_data(
    args: &ReportArgs,
    meant: &mut Meant,
    answer: impl Fn(&Ledger<'_>, &Ask) -> anyhow::Result<Table>,
) -> anyhow::Result<Table> {
    let from = |meant: &Meant| {
        let cube = args.data.load(&meant.query)?;
        let ask = meant.settled(&cube)?;
        answer(&Ledger::new(&cube, meant.query.vintage, args.ask.membership()), &ask)
    };
    from(meant).or_else(|error| if meant.widen() { from(meant) } else { Err(error) })
}

/// Answers with a list of partners by products where each figure is a plain sum; whether it could.
fn long(args: &ReportArgs, meant: &Meant, out: &mut dyn Write) -> anyhow::Result<bool> {
    let plain = meant.query.currency.is_none() && meant.query.to.is_none();
    let periods = bulk::periods(&meant.ask).filter(|_| plain && args.output.is_endless());
    let Some(periods) = periods else { return Ok(false) };
    let Some(mut grid) = args.data.grid(&meant.query, &periods)? else { return Ok(false) };
    let is_told = from_grid(args, meant, &mut grid, out)?;
    if is_told {
        // The program ends: its memory goes back at once, and not sum by sum.
        std::mem::forget(grid);
    }
    Ok(is_told)
}

fn from_grid(args: &ReportArgs, meant: &Meant, grid: &mut Grid, out: &mut dyn Write) -> anyhow::Result<bool> {
    let Ok(ask) = meant.settled(&grid.head) else { return Ok(false) };
    let threads = args.data.reading.threads();
    if let Some(answer) = bulk::bulk(&ask, grid, None, threads) {
        return write_long(args, &answer, threads, out);
    }
    let told = bulk::told(&ask).filter(|_| bulk::has_choice(grid));
    let finest = told.map(|told| args.data.finest(&grid.head, &meant.query, told)).transpose()?.flatten();
    let Some(finest) = finest else { return Ok(false) };
    choice::set_aside_in_head(&mut grid.head, finest);
    match bulk::bulk(&ask, grid, Some(finest), threads) {
        Some(answer) => write_long(args, &answer, threads, out),
        None => Ok(false),
    }
}

fn write_long(args: &ReportArgs, answer: &bulk::Bulk<'_>, threads: usize, out: &mut dyn Write) -> anyhow::Result<bool> {
    if answer.parts() == 0 {
        return Ok(false);
    }
    args.output.write_long(answer, answer.notes(), threads, out)?;
    Ok(true)
}
