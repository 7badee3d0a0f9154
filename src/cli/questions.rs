//! Questions of files of claims, texts and projects: parsed as if they were typed, answered from data inside the project.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use anyhow::{Context, bail};
use clap::parser::ValueSource;
use clap::{CommandFactory, FromArgMatches, Parser};
use rustc_hash::FxHashMap;
use tradestat::analysis::Unanswerable;
use tradestat::figures::{Answered, Answers, Question, Unanswered};
use tradestat::source::{Files, STANDARD_INPUT, china};

use super::answerable::Answerable;

/// The variable that names data where nothing else does.
const VARIABLE: &str = "TRADESTAT_DATA";

/// What a question in a file may be.
#[derive(Debug, Parser)]
#[command(name = "tradestat", no_binary_name = true, disable_help_flag = true, disable_help_subcommand = true)]
struct Typed {
    #[command(subcommand)]
    question: Answerable,
}

/// Answers the questions of one project, each once.
pub(crate) struct Questions {
    /// The folder of the project, in which the program works, so that answers name their files in the same words
    /// wherever the project lies.
    folder: PathBuf,
    /// The data of questions that name none.
    data: Vec<String>,
    known: Mutex<FxHashMap<Question, Result<Answered, Unanswered>>>,
    /// The options of each command.
    options: OnceLock<Vec<(String, Vec<String>)>>,
}

/// Goes into the folder of a file; what was typed as data still leads to the same files.
fn enter(file: &Path, typed: &mut [String]) -> anyhow::Result<()> {
    for name in typed.iter_mut().filter(|name| !(name.eq_ignore_ascii_case(china::NAME) || *name == STANDARD_INPUT)) {
        *name = std::path::absolute(&name)?.to_string_lossy().into_owned();
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::env::set_current_dir(folder).with_context(|| format!("cannot work in {}", folder.display()))
}

impl Questions {
    /// Questions of a file, in whose folder the program works from now on. The data that was typed goes before that of the
    /// file, and this before that of the variable, so that a project gives the same whatever stands in the environment. A
    /// path in the file begins at its folder and stays inside.
    pub(crate) fn enter(file: &Path, typed: Vec<String>, of_file: &[String]) -> anyhow::Result<Questions> {
        let mut data = typed;
        if data.is_empty() && of_file.is_empty() {
            data.extend(std::env::var(VARIABLE).ok().filter(|name| !name.is_empty()));
        }
        enter(file, &mut data)?;
        let folder = std::env::current_dir().and_then(|folder| folder.canonicalize())?;
        let mut questions = Questions { folder, data, known: Mutex::default(), options: OnceLock::new() };
        if questions.data.is_empty() {
            questions.inside(of_file)?;
            questions.data = of_file.to_vec();
        }
        Ok(questions)
    }

    fn ask(&self, question: &Question) -> anyhow::Result<Answered> {
        let words = Typed::command().try_get_matches_from(question.words()).map_err(|error| sentence(&error))?;
        let named = words.subcommand().map(|(_, words)| {
            let is_typed = |name| {
                words.try_contains_id(name).is_ok() && words.value_source(name) == Some(ValueSource::CommandLine)
            };
            ["data", "format", "output", "skip_bad_rows"].map(is_typed)
        });
        let [data, format, output, list] = named.unwrap_or_default();
        for (is_named, option) in [(format, "--format"), (output, "--output"), (list, "--skip-bad-rows")] {
            if is_named {
                bail!("{option} goes on the command line and not into a question of a file");
            }
        }
        let mut typed = Typed::from_arg_matches(&words).map_err(|error| sentence(&error))?;
        if let Answerable::Diff(_) = typed.question {
            bail!("diff cannot be asked in a file; it compares two data sets on the command line");
        }
        if let Answerable::Check(args) = &typed.question
            && !args.files.is_empty()
        {
            bail!("check takes its data by --data in a question of a file");
        }
        if let Some(args) = typed.question.data() {
            match data {
                true => self.inside(&args.data)?,
                false if !self.data.is_empty() => args.data.clone_from(&self.data),
                false => {}
            }
            if let Some(profile) = args.reading.profile.as_ref().filter(|name| Path::new(name).exists()) {
                self.inside(std::slice::from_ref(profile))?;
            }
        }
        let output = typed.question.output();
        let (unit, decimals) = (output.unit, output.decimals);
        Ok(Answered { table: Arc::new(typed.question.table()?), unit, decimals })
    }

    /// Sees that files lie in the folder, also where a link or a pattern names them.
    fn inside(&self, names: &[String]) -> anyhow::Result<()> {
        for name in names.iter().filter(|name| !name.eq_ignore_ascii_case(china::NAME)) {
            if name == STANDARD_INPUT {
                bail!("standard input cannot be named in a file; `--data -` on the command line does");
            }
            for found in Files::find(std::slice::from_ref(name))?.paths() {
                let real = found.canonicalize().with_context(|| format!("cannot read {}", found.display()))?;
                if !real.starts_with(&self.folder) {
                    bail!(
                        "`{name}` leads out of the folder of the file that names it; --data on the command line names data from elsewhere"
                    );
                }
            }
        }
        Ok(())
    }
}

impl Answers for Questions {
    fn answer(&self, question: &Question) -> Result<Answered, Unanswered> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = known().get(question) {
            return answer.clone();
        }
        let answer = self.ask(question).map_err(|error| match error.downcast_ref::<Unanswerable>() {
            Some(_) => Unanswered::Lacking(format!("{error:#}")),
            None => Unanswered::Wrong(format!("`{question}`: {error:#}")),
        });
        known().insert(question.clone(), answer.clone());
        answer
    }

    fn options(&self, command: Option<&str>) -> Option<Vec<String>> {
        let known = self.options.get_or_init(options);
        let of = known.iter().filter(|(name, _)| command.is_none_or(|command| command == name));
        Some(of.flat_map(|(_, options)| options).cloned().collect())
    }
}

/// The options of each command, by their long names.
fn options() -> Vec<(String, Vec<String>)> {
    let options = |command: &clap::Command| {
        let refused: &[&str] = match command.get_name() {
            "compare" => &["help", "period", "base", "year"],
            "balance" => &["help", "flow"],
            _ => &["help"],
        };
        let mut command = command.clone();
        command.build();
        let named = command.get_arguments().filter_map(clap::Arg::get_long);
        (command.get_name().to_owned(), named.filter(|name| !refused.contains(name)).map(str::to_owned).collect())
    };
    Typed::command().get_subcommands().map(options).collect()
}

/// What is wrong with the words of a question, without what helps on the command line only.
fn sentence(error: &clap::Error) -> anyhow::Error {
    let text = error.render().to_string();
    let lines =
        text.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let words: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    anyhow::anyhow!("{}", words.join("; ").trim_start_matches("error: ").to_owned())
}
