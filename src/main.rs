//! The program `tradestat`: parse, run, print the error once, exit code.

mod cli;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match cli::Cli::parse().run(&mut out) {
        Ok(code) => code,
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error may be closed; the exit code still tells.
            let _ = writeln!(io::stderr(), "error: {}", cli::clean(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}
