//! A function that takes a question: what stands in its brackets becomes the question.

use minijinja::value::Kwargs;
use minijinja::{Error, State, Value};

use super::fault::refused;
use super::options::{Options, settings};
use crate::figures::question::Question;

/// A function that takes a question.
pub(super) struct Call {
    /// Its name.
    pub(super) name: &'static str,
    /// The command that it asks unless the question names one.
    pub(super) command: Option<&'static str>,
    /// The column that it gives; nothing where it gives several, or where it is told.
    pub(super) column: &'static str,
    /// What may stand before the options: the question, a column.
    pub(super) words: &'static [&'static str],
    /// Options of its own, which are none of the question.
    pub(super) own: &'static [&'static str],
    /// Whether the question may say how amounts are printed.
    pub(super) styled: bool,
}

impl Call {
    /// A function whose question names its command.
    pub(super) const fn named(name: &'static str) -> Call {
        Call { name, command: None, column: "", words: &["question"], own: &[], styled: false }
    }

    /// A function that has a command and a column.
    pub(super) const fn of(name: &'static str, command: &'static str, column: &'static str) -> Call {
        Call { command: Some(command), column, ..Call::named(name) }
    }
}

/// A function as it was called.
pub(super) struct Asked<'a> {
    pub(super) call: &'static Call,
    pub(super) state: &'a State<'a, 'a>,
    pub(super) words: &'a [Value],
    pub(super) named: &'a Kwargs,
}

impl Asked<'_> {
    /// A word before the options.
    pub(super) fn word(&self, place: usize) -> Result<&str, Error> {
        let Call { name, words, .. } = self.call;
        let expected = || {
            let example = if place == 0 { "--period jan-nov --flow exports" } else { "contribution_pp" };
            format!("expected a {} such as \"{example}\"", words[place])
        };
        match self.words.get(place) {
            Some(word) => {
                word.as_str().ok_or_else(|| refused(format!("{name}: found {}, {}", word.kind(), expected())))
            }
            None => Err(refused(format!("{name} takes a {}: {}", words.join(" and a "), expected()))),
        }
    }

    /// Whether something is wanted.
    pub(super) fn flag(&self, name: &str) -> Result<bool, Error> {
        let known: Vec<&str> = self.named.args().collect();
        Ok(Options::read(self.call.name, &known, &[], 0, self.named)?.flag(name)?.unwrap_or(false))
    }

    /// The question: as it is typed, with or without its command, and with options by their names.
    pub(super) fn question(&self) -> Result<Question, Error> {
        let Call { name, command, words, own, styled, .. } = self.call;
        if self.words.len() > words.len() {
            let takes = words.join(" and a ");
            return Err(refused(format!("{name} takes a {takes}; options have names, such as period=\"jan-nov\"")));
        }
        let typed = if self.words.is_empty() { "" } else { self.word(0)? };
        let text = match command {
            Some(command) if typed.trim().is_empty() || typed.trim().starts_with('-') => format!("{command} {typed}"),
            _ => typed.to_owned(),
        };
        let question = Question::parse(&text).map_err(|error| refused(format!("{name}: {error}")))?;
        let settings = settings(self.named, own)?;
        if let Some(twice) = settings.iter().find(|setting| question.has(&setting.name)) {
            return Err(refused(format!("{name}: --{} is given twice", twice.name)));
        }
        let question = question.or_options(&settings);
        match ["unit", "decimals"].into_iter().find(|option| !styled && question.has(option)) {
            None => Ok(question),
            Some(option) => {
                Err(refused(format!("--{option} is for tables; a figure is told by its filter: amount({option}=...)")))
            }
        }
    }
}
