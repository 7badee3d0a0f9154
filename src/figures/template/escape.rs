//! How what is written is made harmless in Markdown, HTML and plain text.

use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value, escape_formatter};

use super::fault::refused;
use super::figure::Figure;
use super::filters;
use crate::render;

/// What a text is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Markup {
    /// Nothing but words.
    #[default]
    Plain,
    /// Markdown.
    Markdown,
    /// HTML and XML.
    Html,
}

/// Endings of templates, which say nothing about what the text is written in.
pub(super) const ENDINGS: [&str; 4] = [".j2", ".jinja2", ".jinja", ".tmpl"];

impl Markup {
    /// Told by the name of a file: `article.md.j2` is Markdown.
    pub fn of(name: &str) -> Markup {
        let name = name.to_lowercase();
        let name = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
        match name.rsplit_once('.').map(|(_, ending)| ending) {
            Some("md" | "markdown") => Markup::Markdown,
            Some("html" | "htm" | "xhtml" | "xml" | "svg") => Markup::Html,
            _ => Markup::Plain,
        }
    }
}

/// The name of a template without the ending that says that it is one; none where it has no such ending.
pub fn filled_name(name: &str) -> Option<&str> {
    ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|name| !name.is_empty())
}

pub(super) fn set(environment: &mut Environment<'_>, markup: Markup) {
    environment.set_auto_escape_callback(move |_| match markup {
        Markup::Plain => AutoEscape::None,
        Markup::Markdown => AutoEscape::Custom("markdown".into()),
        Markup::Html => AutoEscape::Html,
    });
    environment.set_formatter(write);
}

/// Writes a value of an expression.
fn write(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    let said = match Figure::of(value) {
        Some(figure) => Value::from(filters::plain(figure)?),
        None => value.clone(),
    };
    match said.kind() {
        ValueKind::String if !matches!(state.auto_escape(), AutoEscape::Custom(_)) || said.is_safe() => {
            let text = said.as_str().unwrap_or_default();
            match said.is_safe() {
                true => out.write_str(text).map_err(Error::from),
                false => escape_formatter(out, state, &said),
            }
        }
        ValueKind::String => Ok(out.write_str(&render::in_markdown(said.as_str().unwrap_or_default()))?),
        ValueKind::Number | ValueKind::Bool => Ok(out.write_str(&said.to_string())?),
        ValueKind::None => Ok(()),
        kind => Err(refused(format!(
            "found {kind}, expected a figure or a word: rows are written one by one in a loop, or by table()"
        ))),
    }
}
