//! What went wrong in a text: the place, what was found, and how to go on.

use minijinja::{Error, ErrorKind};

use super::{arithmetic, asking, compare, filters};
use crate::reference::name;

/// Why a text cannot be filled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct TemplateError {
    /// The file and the line.
    pub place: String,
    /// What is wrong, and how to go on.
    pub message: String,
}

/// An error with a sentence of our own.
pub(super) fn refused(sentence: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, sentence.into())
}

/// What a word may have been meant for.
pub(super) fn suggestion<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> String {
    name::suggestion(&name::nearest(word, known))
}

/// The error at the innermost place that is known.
pub(super) fn located(error: &Error, file: &str) -> TemplateError {
    let mut place = (error.name().unwrap_or(file).to_owned(), error.line());
    let (mut innermost, mut next) = (error, std::error::Error::source(error));
    while let Some(cause) = next {
        if let Some(inner) = cause.downcast_ref::<Error>() {
            innermost = inner;
            if let (Some(file), line @ Some(_)) = (inner.name(), inner.line()) {
                place = (file.to_owned(), line);
            }
        }
        next = cause.source();
    }
    let (file, line) = place;
    let place = line.map_or(file.clone(), |line| format!("{file}:{line}"));
    TemplateError { place, message: sentence(innermost) }
}

fn sentence(error: &Error) -> String {
    let detail = error.detail().unwrap_or_default();
    let word = detail.split(' ').nth(1).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownFilter => unknown("filter", word, filters::names()),
        ErrorKind::UnknownFunction => {
            unknown("function", detail.split(' ').next().unwrap_or_default(), asking::names())
        }
        ErrorKind::UnknownTest => unknown("test", word, compare::names()),
        ErrorKind::TemplateNotFound => format!("there is no part {}", quoted(detail)),
        ErrorKind::OutOfFuel => "the text asks for too much work; a loop in it is too long".to_owned(),
        ErrorKind::InvalidOperation
            if detail.contains("operator on unsupported types") && detail.contains("plain object") =>
        {
            format!("figures are not calculated with by signs, which would not be exact; {}", arithmetic::ADVICE)
        }
        ErrorKind::InvalidOperation if detail.is_empty() => {
            format!("this cannot be calculated by a sign; {}", arithmetic::ADVICE)
        }
        ErrorKind::UndefinedError if !detail.is_empty() => detail.replace("is undefined", "is not defined"),
        ErrorKind::InvalidOperation if detail.contains("plain object") => {
            let detail = detail.replace("value (plain object)", "a figure").replace("plain object", "a figure");
            format!("{detail}; docs/templates.md lists the filters that write figures and calculate with them")
        }
        ErrorKind::InvalidOperation if !detail.is_empty() => detail.to_owned(),
        kind if detail.is_empty() => kind.to_string(),
        kind => format!("{kind}: {detail}"),
    }
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let word = word.trim_matches(['`', '\'', '"']);
    format!("`{word}` is not a {what} of texts{}; docs/templates.md lists them", suggestion(word, known))
}

/// What stands in quotation marks.
fn quoted(detail: &str) -> String {
    let name = detail.split(['\'', '"']).nth(1).unwrap_or(detail);
    format!("`{name}` in the folder of the text")
}
