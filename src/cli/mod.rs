//! The command line: what was typed becomes a question; answers go out in the chosen format.

mod answerable;
mod apart;
mod check;
mod columns;
mod commands;
mod convert;
mod data;
mod diff;
mod file;
mod indicator;
#[cfg(unix)]
mod interrupt;
mod later;
mod mirror;
mod needed;
mod output;
mod plot;
mod progress;
mod project;
mod questions;
mod render;
mod report;
mod resolve;
mod verify;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub(crate) use progress::{Answers, erase, messages};

/// Trade statistics from customs files: growth, shares, rankings and balances, exact to the last digit.
///
/// Without --data the answers come from official figures of China's trade that are a part of the program.
#[derive(Debug, Parser)]
#[command(name = "tradestat", version, arg_required_else_help = true, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Whether the command was told to print no notes, which means no progress either.
    #[arg(skip)]
    is_quiet: bool,
    #[arg(skip)]
    named: apart::Named,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(flatten)]
    Answerable(Box<answerable::Answerable>),
    /// A report as a chart: SVG, PNG or in the terminal
    ///
    /// The report and its options follow: tradestat plot series -M --period 2024-01..2025-11 -o exports.svg.
    /// The kind follows from the answer unless --kind names one; `list charts` lists them.
    Plot(plot::PlotArgs),
    /// A text with figures as expressions, filled from the data
    ///
    /// The questions are those of the command line: {{ growth("--period jan-nov --flow exports") | change }} gives
    /// "up 6.2 percent". docs/templates.md lists what texts can say. Paths in a text begin at its folder.
    Render(render::RenderArgs),
    /// A project file of texts, tables and charts as Markdown, one page or a workbook
    ///
    /// docs/reports.md tells what a project file says. Paths in it begin at its folder.
    Report(project::ProjectArgs),
    /// Stated figures against the data: confirmed, contradicted or not verifiable
    ///
    /// Exit status 1 when the data contradicts a stated figure that --allow does not name. docs/claims.md tells what a
    /// file of claims says; paths in it begin at its folder.
    Verify(verify::VerifyArgs),
    /// Anything readable as tidy rows, with nothing lost: CSV, TSV or Parquet
    Convert(convert::ConvertArgs),
    /// A script that completes commands and options in a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// The manual page of the program or of a command
    Man {
        /// The command; without one the page of the program
        command: Option<String>,
    },
}

impl Cli {
    /// What was typed. Help, version and wrong usage are printed, and the program ends.
    pub(crate) fn typed() -> Cli {
        let mut words = Cli::command().get_matches();
        let inner = words.subcommand().map(|(_, words)| words.subcommand().map_or(words, |(_, inner)| inner));
        let quiet = inner.and_then(|words| words.try_get_one("quiet").ok().flatten().copied());
        let named = inner.map(apart::Named::of).unwrap_or_default();
        match Cli::from_arg_matches_mut(&mut words) {
            Ok(cli) => Cli { is_quiet: quiet.unwrap_or(false), named, ..cli },
            Err(error) => error.format(&mut Cli::command()).exit(),
        }
    }

    pub(crate) fn run(self, out: &mut dyn io::Write) -> anyhow::Result<ExitCode> {
        #[cfg(unix)]
        anyhow::Context::context(interrupt::watch(), "cannot watch for interrupts")?;
        if !self.is_quiet {
            progress::show();
        }
        self.named.check()?;
        let mut code = ExitCode::SUCCESS;
        match self.command {
            Command::Answerable(question) => code = question.run(out)?,
            Command::Render(args) => code = render::render(args, out)?,
            Command::Plot(args) => plot::plot(args, out)?,
            Command::Report(args) => code = project::project(args, out)?,
            Command::Verify(args) => code = verify::verify(args, out)?,
            Command::Convert(args) => convert::convert(args, out)?,
            Command::Completions { shell } => {
                let mut script = Vec::new();
                clap_complete::generate(shell, &mut Cli::command(), "tradestat", &mut script);
                out.write_all(&script)?;
            }
            Command::Man { command } => commands::man(Cli::command(), command.as_deref(), out)?,
        }
        out.flush()?;
        Ok(code)
    }
}

/// A message without what a terminal would act on; its lines stay lines.
pub(crate) fn clean(message: &str) -> String {
    message.lines().map(tradestat::render::visible).collect::<Vec<_>>().join("\n")
}

/// Whether whoever reads the output has gone, which is no error.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
