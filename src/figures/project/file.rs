//! The project file: title, data, defaults of questions, sections.

use serde::Deserialize;
use toml::Spanned;

use super::ProjectError;
use crate::figures::question::{Question, Setting};
use crate::figures::toml_place::{Options, fault, line, settings};

/// A project as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// What errors call it: its file.
    pub name: String,
    /// The title of the report.
    pub title: String,
    /// Files that answer its questions; none for the embedded data.
    pub data: Vec<String>,
    /// Options that every question has unless it names them.
    pub options: Vec<Setting>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// A section of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub title: Option<String>,
    /// The line on which its content begins.
    pub line: usize,
    /// What it shows.
    pub content: Content,
}

/// What a section shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Markdown with expressions for figures.
    Text(String),
    /// The answer to a question.
    Table(Question),
    /// An answer as a picture.
    Chart(Drawing),
}

/// What is drawn, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The question.
    pub question: Question,
    /// The kind of chart; none where the answer decides.
    pub kind: Option<String>,
    /// The columns that are drawn; none where the kind decides.
    pub columns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    #[serde(default)]
    data: Vec<String>,
    #[serde(default)]
    options: Options,
    #[serde(default)]
    section: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Option<String>,
    text: Option<Spanned<String>>,
    table: Option<Spanned<Question>>,
    chart: Option<Spanned<Question>>,
    kind: Option<String>,
    columns: Option<Vec<String>>,
    unit: Option<String>,
    decimals: Option<u32>,
}

impl Project {
    /// Reads a project file; `name` is what errors call it.
    ///
    /// # Errors
    /// The line, what was found and what was expected.
    pub fn read(name: &str, text: &str) -> Result<Project, ProjectError> {
        let file: File = toml::from_str(text).map_err(|error| {
            let (line, message) = fault(text, &error);
            ProjectError { place: format!("{name}:{line}"), section: String::new(), message }
        })?;
        let options = settings(text, file.options);
        let mut project =
            Project { name: name.to_owned(), title: file.title, data: file.data, options, sections: Vec::new() };
        if file.section.is_empty() {
            return Err(project.wrong("found no [[section]], expected at least one with `text`, `table` or `chart`"));
        }
        for written in file.section {
            let section = project.section(text, written)?;
            project.sections.push(section);
        }
        Ok(project)
    }

    fn section(&self, file: &str, written: Spanned<Written>) -> Result<Section, ProjectError> {
        let place = line(file, written.span().start);
        let written = written.into_inner();
        let at = |line, content| Section { title: written.title.clone(), line, content };
        let wrong = |message: &str| Err(self.fault(&at(place, Content::Text(String::new())), message));
        let with_numbers = |question: &Question| {
            let decimals = written.decimals.map(|count| count.to_string());
            let options = [("unit", written.unit.clone()), ("decimals", decimals)];
            let options = options.into_iter().filter_map(|(option, value)| Some((option, value?)));
            options.fold(question.clone(), |question, (option, value)| question.or(option, &value))
        };
        match (&written.text, &written.table, &written.chart) {
            _ if written.chart.is_none() && written.kind.is_some() => wrong("`kind` is for a `chart`"),
            (Some(_), None, None)
                if written.columns.is_some() || written.unit.is_some() || written.decimals.is_some() =>
            {
                wrong("columns, unit and decimals are for a `table` or a `chart`; a text has its own number formats")
            }
            (Some(text), None, None) => {
                Ok(at(first_line(file, text.span().start), Content::Text(text.get_ref().clone())))
            }
            (None, Some(table), None) => {
                let question = with_numbers(table.get_ref());
                let columns = written.columns.as_ref().map(|columns| columns.join(","));
                let question = columns.iter().fold(question, |question, columns| question.or("columns", columns));
                Ok(at(line(file, table.span().start), Content::Table(question)))
            }
            (None, None, Some(chart)) => {
                let columns = written.columns.clone().unwrap_or_default();
                let drawing = Drawing { question: with_numbers(chart.get_ref()), kind: written.kind.clone(), columns };
                Ok(at(line(file, chart.span().start), Content::Chart(drawing)))
            }
            (None, None, None) => wrong("found no `text`, `table` or `chart`, expected one of them"),
            _ => wrong(
                "found several of `text`, `table` and `chart`, expected one of them; another [[section]] takes the other",
            ),
        }
    }

    /// An error of the project as a whole.
    pub(super) fn wrong(&self, message: &str) -> ProjectError {
        ProjectError { place: self.name.clone(), section: String::new(), message: message.to_owned() }
    }

    /// An error of a section.
    pub(super) fn fault(&self, section: &Section, message: &str) -> ProjectError {
        let place = format!("{}:{}", self.name, section.line);
        ProjectError { place, section: section.label(), message: message.to_owned() }
    }
}

impl Section {
    /// `section "Partners": `, for errors.
    pub(super) fn label(&self) -> String {
        self.title.as_ref().map(|title| format!("section \"{title}\": ")).unwrap_or_default()
    }
}

/// The line of the first letter of a text: one further where the text begins below its quotation marks.
fn first_line(file: &str, place: usize) -> usize {
    let begins = file.get(place..).unwrap_or_default();
    let below = ["\"\"\"\n", "'''\n", "\"\"\"\r\n", "'''\r\n"].iter().any(|marks| begins.starts_with(marks));
    line(file, place) + usize::from(below)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn error(text: &str) -> String {
        Project::read("x.toml", text).unwrap_err().to_string()
    }

    #[test]
    fn errors_have_their_line_and_the_key_that_was_meant() {
        assert_eq!(
            error("title = 'a'\n\n[[section]]\ntabel = 'growth'\n"),
            "x.toml:4: `tabel` is no key here (did you mean table?); expected one of title, text, table, chart, kind, columns, unit, decimals"
        );
        assert!(error("title = 'a'\n").contains("found no [[section]]"));
        assert!(error("data = []\n").starts_with("x.toml:1: missing field `title`"));
        assert_eq!(
            error("title = 'a'\n[[section]]\ntitle = 'b'\n"),
            "x.toml:2: section \"b\": found no `text`, `table` or `chart`, expected one of them"
        );
        let both = error("title = 'a'\n[[section]]\ntext = 'b'\ntable = 'growth'\n");
        assert!(both.starts_with("x.toml:2: found several"), "{both}");
        assert!(error("title = 'a'\n[[section]]\ntext = 'b'\nunit = 'one'\n").contains("are for a `table`"));
        assert!(error("title = 'a'\n[[section]]\ntable = \"growth 'x\"\n").starts_with("x.toml:3: "));
    }

    #[test]
    fn a_text_below_its_quotation_marks_begins_a_line_further() {
        let project =
            Project::read("x.toml", "title = 'a'\n[[section]]\ntext = '''\nb'''\n[[section]]\ntext = 'c'\n").unwrap();
        assert_eq!(project.sections.iter().map(|section| section.line).collect::<Vec<_>>(), [4, 6]);
    }
}
