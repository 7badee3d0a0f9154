//! The command `verify`: stated figures against the data.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use tradestat::figures::claims::{Claims, is_contradicted, judge, table};
use tradestat::figures::{Setting, SettingValue};
use tradestat::reference::name;

use super::output::OutputArgs;
use super::questions::Questions;
use super::render::read;

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The file of claims, such as claims.toml; see docs/claims.md
    claims: PathBuf,
    /// A claim whose contradiction is known and does not count, by its id; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    allow: Vec<String>,
    /// Data for questions that name none: files, directories, globs or `china`; goes before that of the file, which goes before TRADESTAT_DATA
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    data: Vec<String>,
    /// Which publication answers questions that name none: newest, first, or the newest of a month such as 2025-11
    #[arg(long, value_parser = super::resolve::vintage_word)]
    vintage: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

pub(crate) fn verify(mut args: VerifyArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let name = args.claims.to_string_lossy().into_owned();
    let mut claims = Claims::read(&name, &read(&args.claims)?)?;
    let known = || claims.claims.iter().map(|claim| claim.id.as_str());
    if let Some(unknown) = args.allow.iter().find(|id| !known().any(|known| known == id.as_str())) {
        let meant = name::suggestion(&name::nearest(unknown, known()));
        bail!("--allow {unknown}: {name} has no such claim{meant}");
    }
    if args.output.sets_numbers() {
        bail!("verify writes each figure as it was stated; --unit and --decimals are for other commands");
    }
    if let Some(vintage) = args.vintage.take() {
        claims.options.retain(|option| option.name != "vintage");
        let value = SettingValue::Word(vintage);
        claims.options.push(Setting { name: "vintage".to_owned(), value, line: None });
    }
    args.output.stay()?;
    let answers = Questions::enter(&args.claims, args.data, &claims.data)?;
    let findings = judge(&claims, &answers)?;
    args.output.write(&table(&name, &findings, &args.allow), out)?;
    Ok(if is_contradicted(&findings, &args.allow) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
