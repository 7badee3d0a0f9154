//! The program `tradestat`: parse, run, print the error once, exit code.

mod cli;

use std::io::{self, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut out = io::BufWriter::new(cli::Answers(io::stdout().lock()));
    let done = cli::Cli::typed().run(&mut out);
    cli::erase();
    match done {
        Ok(code) => code,
        Err(error) if cli::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Standard error may be closed; the exit code still tells.
            let _ = writeln!(cli::messages(), "error: {}", cli::clean(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}
