//! A question as one would type it, inside a file of claims, a text or a project.

use std::fmt;
use std::sync::Arc;

use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, de};

use crate::render::Scale;
use crate::table::Table;

/// A question in the words of the command line: `growth --period jan-nov`.
///
/// In a file it is a text, or a table with the command and each option by its name:
/// `{ command = "growth", period = "jan-nov", partner = ["EU", "USA"] }`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    words: Vec<String>,
}

/// An answer, and how the question wants its amounts printed.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The answer.
    pub table: Arc<Table>,
    /// Unit of amounts.
    pub unit: Scale,
    /// Digits behind the point.
    pub decimals: Option<u32>,
}

/// Why a question has no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    /// The data lacks what the question needs.
    #[error("{0}")]
    Lacking(String),
    /// The question is none, or the data cannot be read.
    #[error("{0}")]
    Wrong(String),
}

/// Who answers questions.
pub trait Answers: Sync {
    /// The answer to a question; the same question gets the same answer.
    ///
    /// # Errors
    /// Why there is none.
    fn answer(&self, question: &Question) -> Result<Answered, Unanswered>;

    /// The options that a command takes, or any command where none is named; nothing where that is not known.
    fn options(&self, _command: Option<&str>) -> Option<Vec<String>> {
        None
    }
}

/// A text that is no question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadQuestion {
    /// Nothing was asked.
    #[error("found no words, expected a command and its options, such as `growth --period jan-nov`")]
    Empty,
    /// A quotation mark without its partner.
    #[error("found a quotation mark {0} that is not closed in `{1}`")]
    Open(char, String),
}

impl Question {
    /// A question of a command.
    pub fn new(command: &str) -> Question {
        Question { words: vec![command.to_owned()] }
    }

    /// Words with blanks between them; quotation marks hold words together.
    ///
    /// # Errors
    /// Where there is no word or a quotation mark is not closed.
    pub fn parse(text: &str) -> Result<Question, BadQuestion> {
        let (mut words, mut word, mut open): (Vec<String>, Option<String>, Option<char>) = (Vec::new(), None, None);
        for letter in text.chars() {
            match (open, letter) {
                (Some(mark), letter) if letter == mark => open = None,
                (None, '"' | '\'') => {
                    open = Some(letter);
                    word.get_or_insert_default();
                }
                (None, letter) if letter.is_whitespace() => words.extend(word.take()),
                _ => word.get_or_insert_default().push(letter),
            }
        }
        if let Some(mark) = open {
            return Err(BadQuestion::Open(mark, text.to_owned()));
        }
        words.extend(word);
        if words.first().is_some_and(|first| first == "tradestat") {
            words.remove(0);
        }
        if words.is_empty() { Err(BadQuestion::Empty) } else { Ok(Question { words }) }
    }

    /// The words, the command first.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether an option is named, by its long name.
    pub fn has(&self, option: &str) -> bool {
        self.place(option).is_some()
    }

    /// What an option is set to, by its long name.
    pub fn option(&self, option: &str) -> Option<&str> {
        let place = self.place(option)?;
        let joined = self.words[place].split_once('=').map(|(_, value)| value);
        joined.or_else(|| self.words.get(place + 1).map(String::as_str))
    }

    fn place(&self, option: &str) -> Option<usize> {
        self.words.iter().position(|word| {
            let name = word.strip_prefix("--").map(|word| word.split('=').next().unwrap_or(word));
            name == Some(option) || short(option).is_some_and(|short| word == short)
        })
    }

    /// The question with an option more.
    #[must_use]
    pub fn with(mut self, option: &str, value: &str) -> Question {
        self.words.push(format!("--{option}={value}"));
        self
    }

    /// The question with an option set to another value, whatever it was set to.
    #[must_use]
    pub fn set(self, option: &str, value: &str) -> Question {
        self.without(option).with(option, value)
    }

    /// The question without an option that takes a value.
    #[must_use]
    pub fn without(mut self, option: &str) -> Question {
        while let Some(place) = self.place(option) {
            let has_own = self.words[place].contains('=');
            self.words.drain(place..(place + if has_own { 1 } else { 2 }).min(self.words.len()));
        }
        self
    }

    /// The question with an option, unless it has it.
    #[must_use]
    pub fn or(self, option: &str, value: &str) -> Question {
        if self.has(option) { self } else { self.with(option, value) }
    }

    /// The question with a word that is no option more.
    #[must_use]
    pub fn and(mut self, word: &str) -> Question {
        self.words.push(word.to_owned());
        self
    }

    /// The question with each of the options that it does not have.
    #[must_use]
    pub fn or_options(self, options: &[Setting]) -> Question {
        options.iter().filter(|setting| !self.has(&setting.name)).fold(self.clone(), |question, setting| {
            setting.words().into_iter().fold(question, |question, word| question.and(&word))
        })
    }
}

fn short(option: &str) -> Option<&'static str> {
    match option {
        "period" => Some("-p"),
        "data" => Some("-d"),
        _ => None,
    }
}

impl fmt::Display for Question {
    /// The question as it would be typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |word: &String| match word
            .chars()
            .any(|letter| letter.is_whitespace() || "'\"$&|;<>*?`\\()".contains(letter))
        {
            true => format!("'{}'", word.replace('\'', "'\\''")),
            false => word.clone(),
        };
        let spaced =
            self.words.iter().map(|word| match word.strip_prefix("--").and_then(|word| word.split_once('=')) {
                Some((name, value)) => format!("--{name} {}", quoted(&value.to_owned())),
                None => quoted(word),
            });
        f.write_str(&spaced.collect::<Vec<_>>().join(" "))
    }
}

/// An option of a question by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The long name, without hyphens before it.
    pub name: String,
    /// What it is set to.
    pub value: SettingValue,
    /// The line of its file, where it stands in one.
    pub line: Option<usize>,
}

/// What an option is set to in a file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged, expecting = "expected a text, a number, true or false, or a list of texts")]
pub enum SettingValue {
    /// Given or not.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A word.
    Word(String),
    /// Words, which the command line takes with commas.
    Words(Vec<String>),
}

impl Setting {
    fn words(&self) -> Vec<String> {
        let name = self.name.replace('_', "-");
        match &self.value {
            SettingValue::Flag(true) => vec![format!("--{name}")],
            SettingValue::Flag(false) => Vec::new(),
            SettingValue::Number(number) => vec![format!("--{name}={number}")],
            SettingValue::Word(word) => vec![format!("--{name}={word}")],
            SettingValue::Words(words) => vec![format!("--{name}={}", words.join(","))],
        }
    }
}

impl<'de> Deserialize<'de> for Question {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Question, D::Error> {
        deserializer.deserialize_any(QuestionVisitor)
    }
}

struct QuestionVisitor;

impl<'de> Visitor<'de> for QuestionVisitor {
    type Value = Question;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a question such as \"growth --period jan-nov\", or a table with `command` and options")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Question, E> {
        Question::parse(text).map_err(E::custom)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Question, M::Error> {
        let (mut words, mut settings) = (Vec::new(), Vec::new());
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "command" => {
                    words.extend(Question::parse(&map.next_value::<String>()?).map_err(M::Error::custom)?.words)
                }
                _ => settings.push(Setting { name, value: map.next_value()?, line: None }),
            }
        }
        if words.is_empty() {
            return Err(M::Error::custom("found no `command`, expected one such as command = \"growth\""));
        }
        Ok(Question { words }.or_options(&settings))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn words(text: &str) -> Vec<String> {
        Question::parse(text).unwrap().words
    }

    #[test]
    fn words_are_held_together_by_quotation_marks() {
        assert_eq!(words("tradestat growth  --partner 'Viet Nam'"), ["growth", "--partner", "Viet Nam"]);
        assert_eq!(words("list products \"it's\"''"), ["list", "products", "it's"]);
        assert_eq!(Question::parse(" "), Err(BadQuestion::Empty));
        assert!(matches!(Question::parse("growth 'x"), Err(BadQuestion::Open('\'', _))));
    }

    #[test]
    fn an_option_that_is_named_stays() {
        let question = Question::parse("growth -p jan-nov --year=2024").unwrap();
        assert!(question.has("period") && question.has("year") && !question.has("base"));
        assert_eq!(["period", "year", "base"].map(|name| question.option(name)), [Some("jan-nov"), Some("2024"), None]);
        assert_eq!(question.clone().or("year", "2025"), question);
        assert_eq!(question.or("base", "2018").to_string(), "growth -p jan-nov --year 2024 --base 2018");
    }

    #[test]
    fn a_table_is_a_question_too() {
        #[derive(Deserialize)]
        struct File {
            question: Question,
        }
        let read = |text: &str| toml::from_str::<File>(text).map(|file| file.question.to_string());
        let text =
            "question = { command = 'rank', period = 'jan-nov', year = 2025, partner = ['EU', 'US A'], streak = true }";
        assert_eq!(read(text).unwrap(), "rank --partner 'EU,US A' --period jan-nov --streak --year 2025");
        assert_eq!(read("question = 'growth -M'").unwrap(), "growth -M");
        assert!(read("question = { period = 'jan' }").unwrap_err().to_string().contains("found no `command`"));
    }
}
