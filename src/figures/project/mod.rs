//! A report: texts, tables and charts in their order, from a project file, as Markdown, as a page and as a workbook.

mod book;
mod file;
mod markdown;
mod page;
mod plain;

use std::sync::Arc;

use super::chart::{self, Chart, Wish};
use super::question::{Answers, Question, Setting};
use super::template::{Markup, Parts, Template, TemplateError, fill};
use super::toml_place::{place, unknown};
use crate::render::Style;
use crate::table::Table;

pub use file::{Content, Drawing, Project, Section};
pub use markdown::Picture;

/// Why a report cannot be made: the place in the project file, the section, and the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {section}{message}")]
pub struct ProjectError {
    /// The file and the line.
    pub place: String,
    /// The section with a colon; empty outside of sections.
    pub section: String,
    /// What was found, and what was expected.
    pub message: String,
}

/// A report whose figures are there.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a report.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its heading; a text may have its own headings and none here.
    pub title: Option<String>,
    /// What it shows.
    pub shown: Shown,
}

/// What a part of a report shows.
#[derive(Debug, Clone)]
pub enum Shown {
    /// Markdown, with its figures filled in.
    Text(String),
    /// An answer, and how its numbers are printed.
    Table(Arc<Table>, Style),
    /// A chart of an answer.
    Chart(Box<Chart>),
}

/// Asks every question of a project and fills its texts.
///
/// # Errors
/// The first section that has no answer, with its place.
pub fn report(
    project: &Project,
    answers: &Arc<dyn Answers + Send + Sync>,
    parts: &Arc<Parts>,
) -> Result<Report, ProjectError> {
    known(project, answers.as_ref())?;
    let part = |section: &Section| {
        let shown = match &section.content {
            Content::Text(text) => Shown::Text(filled(project, section, text, answers, parts)?),
            Content::Table(question) => {
                let (table, style) = asked(project, section, question, answers.as_ref())?;
                Shown::Table(table, style)
            }
            Content::Chart(drawing) => {
                let (table, style) = asked(project, section, &drawing.question, answers.as_ref())?;
                Shown::Chart(Box::new(drawn(project, section, drawing, &table, style)?))
            }
        };
        Ok(Part { title: section.title.clone(), shown })
    };
    Ok(Report { title: project.title.clone(), parts: project.sections.iter().map(part).collect::<Result<_, _>>()? })
}

/// The answer to the question of a section, and how it is printed.
fn asked(
    project: &Project,
    section: &Section,
    question: &Question,
    answers: &dyn Answers,
) -> Result<(Arc<Table>, Style), ProjectError> {
    let question = with_defaults(question, project, answers);
    let answered = answers.answer(&question).map_err(|why| project.fault(section, &why.to_string()))?;
    Ok((answered.table, Style { unit: answered.unit, decimals: answered.decimals, ..Style::default() }))
}

fn drawn(
    project: &Project,
    section: &Section,
    drawing: &Drawing,
    table: &Table,
    style: Style,
) -> Result<Chart, ProjectError> {
    let wrong = |word: &str, why| project.fault(section, &format!("kind: found `{word}`, {why}"));
    let kind = drawing.kind.as_ref().map(|word| chart::named(word).map_err(|why| wrong(word, why))).transpose()?;
    let columns = drawing.columns.clone();
    let wish = Wish { kind, columns, unit: style.unit, decimals: style.decimals, ..Wish::default() };
    Chart::of(table, &wish).map_err(|why| project.fault(section, &why.to_string()))
}

/// Sees that every default is an option of some command.
fn known(project: &Project, answers: &dyn Answers) -> Result<(), ProjectError> {
    let Some((line, message)) = unknown(&project.options, answers.options(None)) else { return Ok(()) };
    Err(ProjectError { place: place(&project.name, line), section: String::new(), message })
}

/// The question with the defaults of the project that its command takes.
fn with_defaults(question: &Question, project: &Project, answers: &dyn Answers) -> Question {
    let command = question.words().first().map(String::as_str);
    let takes = |setting: &&Setting| answers.options(command).is_none_or(|options| options.contains(&setting.name));
    let options: Vec<Setting> = project.options.iter().filter(takes).cloned().collect();
    question.clone().or_options(&options)
}

/// The text with its figures. Lines before it keep the numbers of lines those of the file.
fn filled(
    project: &Project,
    section: &Section,
    text: &str,
    answers: &Arc<dyn Answers + Send + Sync>,
    parts: &Arc<Parts>,
) -> Result<String, ProjectError> {
    let before = section.line - 1;
    let text = "\n".repeat(before) + text;
    let (defaults, parts) = (project.options.as_slice(), Arc::clone(parts));
    let template = Template { name: &project.name, text: &text, markup: Markup::Markdown, defaults, parts };
    let filled = fill(&template, Arc::clone(answers)).map_err(|TemplateError { place, message }| ProjectError {
        place,
        section: section.label(),
        message,
    })?;
    Ok(filled.text.get(before..).unwrap_or_default().trim().to_owned())
}
