//! The command `report`: a project of texts, tables and charts as one document.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use clap::Args;
use tradestat::figures::Answers;
use tradestat::figures::project::{Picture, Project, Report, report};
use tradestat::render::{Format, is_stream, visible};

use super::file;
use super::progress::messages;
use super::questions::Questions;
use super::render::{parts, read};

#[derive(Debug, Args)]
pub(crate) struct ProjectArgs {
    /// The project file, such as bulletin.toml; see docs/reports.md
    project: PathBuf,
    /// markdown, html or xlsx [default: markdown, or as the ending of --output says]
    #[arg(short, long)]
    format: Option<Format>,
    /// Write to a file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write nothing; exit status 1 when the file on disk differs: that of --output, or the project with the ending of the format
    #[arg(long)]
    check: bool,
    /// Data for questions that name none: files, directories, globs or `china`; goes before that of the project, which goes before TRADESTAT_DATA
    #[arg(short, long, value_name = "PATH", num_args = 1..)]
    data: Vec<String>,
    /// No progress on standard error
    #[arg(short, long)]
    quiet: bool,
}

pub(crate) fn project(args: ProjectArgs, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let (format, ending) = args.kind()?;
    let shown = match (&args.output, args.check) {
        (None, true) => Some(args.project.with_extension(ending)),
        (output, _) => output.clone(),
    };
    if shown.is_none() && format.is_binary() && io::stdout().is_terminal() {
        bail!("a terminal cannot show {format}; --output FILE.{ending} writes it to a file");
    }
    let file = shown.as_ref().map(std::path::absolute).transpose()?;
    let stem = shown.as_ref().and_then(|path| path.file_stem()).unwrap_or_default().to_string_lossy().into_owned();
    let (bytes, pictures) = made(&args, format, &stem)?;
    let has_no_folder = |file: &Path| is_stream(file) || file.exists() && !file.is_file();
    if !pictures.is_empty() && file.as_deref().is_none_or(has_no_folder) {
        bail!(
            "charts of a report in Markdown are files beside it; --output FILE.md says where, and --format html holds them itself"
        );
    }
    let Some((shown, file)) = shown.zip(file) else {
        return Ok(out.write_all(&bytes).map(|()| ExitCode::SUCCESS)?);
    };
    let beside = |picture: Picture| {
        (shown.with_file_name(&picture.name), file.with_file_name(&picture.name), picture.svg.into_bytes())
    };
    let files: Vec<_> = pictures.into_iter().map(beside).chain([(shown.clone(), file.clone(), bytes)]).collect();
    let left = if format == Format::Markdown { left_over(&shown, &file, files.len()) } else { Vec::new() };
    if args.check {
        return checked(&args.project, &files, &left, out);
    }
    let files: Vec<_> = files.into_iter().map(|(_, file, bytes)| (file, bytes)).collect();
    file::write_all(&files)?;
    for name in left.iter().filter(|_| !args.quiet) {
        writeln!(messages(), "note: {name} is a chart of this report no longer")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether files, each by its name as it was typed and as it is found, are what the project gives, with no others left.
fn checked(
    project: &Path,
    files: &[(PathBuf, PathBuf, Vec<u8>)],
    left: &[String],
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let mut code = if left.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    for name in left {
        writeln!(out, "{name} is a chart of {} no longer", visible(&project.to_string_lossy()))?;
    }
    for (shown, file, bytes) in files {
        if !is_same(shown, file, project, bytes, out)? {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// Charts that an earlier report wrote beside itself and this one has not: those with the next numbers.
fn left_over(shown: &Path, file: &Path, next: usize) -> Vec<String> {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let names = (next..).map(|number| format!("{stem}-{number}.svg"));
    let is_chart = |name: &String| {
        let beginning = fs::read(file.with_file_name(name)).unwrap_or_default();
        String::from_utf8_lossy(&beginning).contains("class=\"tradestat-chart\"")
    };
    let found = names.take_while(is_chart);
    found.map(|name| visible(&shown.with_file_name(name).to_string_lossy()).into_owned()).collect()
}

impl ProjectArgs {
    /// The format and the ending of its files.
    fn kind(&self) -> anyhow::Result<(Format, &'static str)> {
        let of_file = self.output.as_deref().and_then(Format::from_path);
        match self.format.or(of_file).unwrap_or(Format::Markdown) {
            Format::Markdown => Ok((Format::Markdown, "md")),
            Format::Html => Ok((Format::Html, "html")),
            Format::Xlsx => Ok((Format::Xlsx, "xlsx")),
            other => bail!("a report is not written as {other}; choose one of markdown, html, xlsx"),
        }
    }
}

/// The report as bytes; nothing is written before all of it is there.
fn made(args: &ProjectArgs, format: Format, stem: &str) -> anyhow::Result<(Vec<u8>, Vec<Picture>)> {
    let name = args.project.to_string_lossy().into_owned();
    let project = Project::read(&name, &read(&args.project)?)?;
    let questions = Questions::enter(&args.project, args.data.clone(), &project.data)?;
    let answers: Arc<dyn Answers + Send + Sync> = Arc::new(questions);
    let report: Report = report(&project, &answers, &parts()?)?;
    let (mut bytes, mut pictures) = (Vec::new(), Vec::new());
    match format {
        Format::Html => report.page(&mut bytes)?,
        Format::Xlsx => report.book(&mut bytes)?,
        _ => pictures = report.markdown(stem, &mut bytes)?,
    }
    Ok((bytes, pictures))
}

/// Whether a file is what the project gives; tells where it differs from the report first.
fn is_same(shown: &Path, file: &Path, project: &Path, bytes: &[u8], out: &mut dyn Write) -> anyhow::Result<bool> {
    let cannot = || format!("cannot read {}; report without --check and with --output writes it", shown.display());
    let found = fs::read(file).with_context(cannot)?;
    if found == bytes {
        return Ok(true);
    }
    let (shown, project) = (shown.to_string_lossy(), project.to_string_lossy());
    writeln!(out, "{} is not what {} gives", visible(&shown), visible(&project))?;
    if let (Ok(found), Ok(expected)) = (str::from_utf8(&found), str::from_utf8(bytes)) {
        let (mut old, mut new) = (found.lines(), expected.lines());
        let differs =
            (1..).map(|number| (number, old.next(), new.next())).find(|(_, old, new)| old != new || old.is_none());
        if let Some((number, old, new)) = differs {
            let line =
                |line: Option<&str>| line.map_or("the end of the file".to_owned(), |line| visible(line).into_owned());
            writeln!(out, "line {number}\n- {}\n+ {}", line(old), line(new))?;
        }
    }
    Ok(false)
}
