//! The command `render`: a text with its figures filled in, and whether a file still has them.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use tradestat::figures::template::{Filled, Markup, Parts, Template, differences, fill, filled_name};
use tradestat::figures::{Setting, SettingValue};
use tradestat::render::visible;

use super::file;
use super::questions::Questions;

/// Bytes of a template or of a part that it includes.
const MOST: u64 = 4 << 20;
/// Lines that differ which are shown.
const SHOWN: usize = 10;

#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// The text with expressions for figures, such as article.md.j2; see docs/templates.md
    template: PathBuf,
    /// Write to a file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; exit status 1 when the file on disk differs: that of --output, or the template without .j2, .jinja or .tmpl
    #[arg(long)]
    check: bool,
    /// An option that every question has unless it names it, such as year=2025; goes before what the text says
    #[arg(long, value_name = "OPTION=VALUE", value_parser = setting)]
    with: Vec<Setting>,
    /// Data for questions that name none: files, directories, globs or `china` [default: that of TRADESTAT_DATA]
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    data: Vec<String>,
    /// No progress on standard error
    #[arg(short, long)]
    quiet: bool,
}

fn setting(text: &str) -> Result<Setting, String> {
    let (name, value) = text.split_once('=').ok_or("expected OPTION=VALUE, such as year=2025")?;
    let name = name.trim().trim_start_matches('-').to_owned();
    let value = match value.trim() {
        flag @ ("true" | "false") => SettingValue::Flag(flag == "true"),
        word => SettingValue::Word(word.to_owned()),
    };
    Ok(Setting { name, value, line: None })
}

pub(crate) fn render(args: RenderArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let name = args.template.to_string_lossy().into_owned();
    let output = args.output.as_ref().map(std::path::absolute).transpose()?;
    let text = read(&args.template)?;
    let answers = Arc::new(Questions::enter(&args.template, args.data, &[])?);
    let parts = parts()?;
    let template = Template { name: &name, text: &text, markup: Markup::of(&name), defaults: &args.with, parts };
    let filled = fill(&template, answers)?;
    match (args.check, output) {
        (true, output) => {
            let shown = args.output.or_else(|| filled_name(&name).map(PathBuf::from));
            let file =
                output.or_else(|| filled_name(&name).and_then(|name| Path::new(name).file_name().map(PathBuf::from)));
            let (Some(shown), Some(file)) = (shown, file) else {
                bail!("{name} does not end in .j2, .jinja or .tmpl; --output names the file to check");
            };
            compare(&shown, &file, &name, &filled, out)
        }
        (false, Some(output)) => {
            file::write(&output, |file| file.write_all(filled.text.as_bytes()))?;
            Ok(ExitCode::SUCCESS)
        }
        (false, None) => {
            out.write_all(filled.text.as_bytes())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Tells which lines of a file differ from the filled text.
fn compare(
    shown: &Path,
    file: &Path,
    template: &str,
    filled: &Filled,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let cannot = || format!("cannot read {}; render without --check and with --output writes it", shown.display());
    let found = std::fs::read(file).with_context(cannot)?;
    let found = String::from_utf8_lossy(&found);
    let differences = differences(&found, filled);
    if differences.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let lines = tradestat::model::counted(differences.len() as u64, "line");
    writeln!(out, "{} is not what {template} gives: {lines}", visible(&shown.to_string_lossy()))?;
    for difference in differences.iter().take(SHOWN) {
        writeln!(out, "\n{difference}")?;
    }
    if differences.len() > SHOWN {
        writeln!(out, "\nand {} more", differences.len() - SHOWN)?;
    }
    Ok(ExitCode::FAILURE)
}

/// Gives parts that lie in the folder of the text, in which the program works.
pub(crate) fn parts() -> anyhow::Result<Arc<Parts>> {
    let folder = std::env::current_dir()?.canonicalize()?;
    Ok(Arc::new(move |part| included(&folder, part)))
}

/// A part that a template includes, by a path inside its folder.
fn included(folder: &Path, name: &str) -> Result<Option<String>, String> {
    let Ok(path) = folder.join(name).canonicalize() else { return Ok(None) };
    if Path::new(name).is_absolute() || !path.starts_with(folder) {
        return Err(format!("`{name}` leads out of the folder of the text, which includes only what is in it"));
    }
    if !path.is_file() {
        return Err(format!("`{name}` is not a file"));
    }
    read(&path).map(Some).map_err(|error| format!("{name}: {:#}", error.root_cause()))
}

/// A text of a file.
pub(crate) fn read(path: &Path) -> anyhow::Result<String> {
    let cannot = || format!("cannot read {}", path.display());
    let mut bytes = Vec::new();
    if path.metadata().with_context(cannot)?.is_dir() {
        bail!("{} is a directory, expected a text", path.display());
    }
    File::open(path).and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes)).with_context(cannot)?;
    if bytes.len() as u64 > MOST {
        bail!("{} has more than 4 MB, which is more than a text may have", path.display());
    }
    String::from_utf8(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
        .with_context(cannot)
}
