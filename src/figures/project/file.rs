//! The project file: title, data, defaults of questions, sections.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::ProjectError;
use crate::figures::question::{Question, Setting, SettingValue};
use crate::figures::toml_place::{line, sentence};

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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    #[serde(default)]
    data: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, SettingValue>,
    #[serde(default)]
    section: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: Option<String>,
    text: Option<Spanned<String>>,
    table: Option<Spanned<Question>>,
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
            let line = line(text, error.span().map_or(0, |span| span.start));
            ProjectError { place: format!("{name}:{line}"), section: String::new(), message: sentence(error.message()) }
        })?;
        let setting = |(name, value): (String, SettingValue)| Setting { name: name.replace('_', "-"), value };
        let options = file.options.into_iter().map(setting).collect();
        let mut project =
            Project { name: name.to_owned(), title: file.title, data: file.data, options, sections: Vec::new() };
        if file.section.is_empty() {
            return Err(project.wrong("found no [[section]], expected at least one with `text` or `table`"));
        }
        for written in file.section {
            let section = project.section(text, written)?;
            project.sections.push(section);
        }
        Ok(project)
    }

    fn section(&self, file: &str, written: Spanned<Written>) -> Result<Section, ProjectError> {
        let place = line(file, written.span().start);
        let Written { title, text, table, columns, unit, decimals } = written.into_inner();
        let section = |line, content| Section { title: title.clone(), line, content };
        let only_tables = columns.is_some() || unit.is_some() || decimals.is_some();
        match (text, table) {
            (Some(text), None) if !only_tables => {
                Ok(section(first_line(file, text.span().start), Content::Text(text.into_inner())))
            }
            (None, Some(table)) => {
                let line = line(file, table.span().start);
                let mut question = table.into_inner();
                let columns = columns.map(|columns| columns.join(","));
                let options =
                    [("columns", columns), ("unit", unit), ("decimals", decimals.map(|count| count.to_string()))];
                for (option, value) in options.into_iter().filter_map(|(option, value)| Some((option, value?))) {
                    question = question.or(option, &value);
                }
                Ok(section(line, Content::Table(question)))
            }
            (Some(_), None) => Err(self.fault(
                &section(place, Content::Text(String::new())),
                "columns, unit and decimals are for a `table`; a text has its own number formats",
            )),
            (Some(_), Some(_)) => Err(self.fault(
                &section(place, Content::Text(String::new())),
                "found both `text` and `table`, expected one of them; another [[section]] takes the other",
            )),
            (None, None) => Err(self.fault(
                &section(place, Content::Text(String::new())),
                "found neither `text` nor `table`, expected one of them",
            )),
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
            "x.toml:4: `tabel` is no key here (did you mean table?); expected one of title, text, table, columns, unit, decimals"
        );
        assert!(error("title = 'a'\n").contains("found no [[section]]"));
        assert!(error("data = []\n").starts_with("x.toml:1: missing field `title`"));
        assert_eq!(
            error("title = 'a'\n[[section]]\ntitle = 'b'\n"),
            "x.toml:2: section \"b\": found neither `text` nor `table`, expected one of them"
        );
        let both = error("title = 'a'\n[[section]]\ntext = 'b'\ntable = 'growth'\n");
        assert!(both.starts_with("x.toml:2: found both"), "{both}");
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
