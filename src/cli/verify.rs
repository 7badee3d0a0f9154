//! The command `verify`: stated figures against the data.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use tradestat::figures::claims::{Claims, Verdict, judge, table};
use tradestat::reference::name;

use super::output::OutputArgs;
use super::questions::{Questions, enter};
use super::render::read;

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The file of claims, such as claims.toml; see docs/claims.md
    claims: PathBuf,
    /// A claim whose contradiction is known and does not count, by its id; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    allow: Vec<String>,
    /// Data for questions that name none: files, directories, globs or `china`; goes before that of the file
    #[arg(short, long, value_name = "PATH", num_args = 1.., env = "TRADESTAT_DATA", hide_env_values = true)]
    data: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn verify(mut args: VerifyArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let name = args.claims.to_string_lossy().into_owned();
    let claims = Claims::read(&name, &read(&args.claims)?)?;
    let known = || claims.claims.iter().map(|claim| claim.id.as_str());
    if let Some(unknown) = args.allow.iter().find(|id| !known().any(|known| known == id.as_str())) {
        let meant = name::suggestion(&name::nearest(unknown, known()));
        bail!("--allow {unknown}: {name} has no such claim{meant}");
    }
    if args.output.sets_numbers() {
        bail!("verify writes each figure as it was stated; --unit and --decimals are for other commands");
    }
    args.output.stay()?;
    enter(&args.claims, &mut args.data)?;
    let answers = Questions::new(&args.data, &claims.data)?;
    let findings = judge(&claims, &answers)?;
    let title = format!("Claims of {name}");
    args.output.write(&table(&title, &findings, &args.allow), out)?;
    let is_wrong =
        findings.iter().any(|finding| finding.verdict == Verdict::Contradicted && !args.allow.contains(&finding.claim));
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
