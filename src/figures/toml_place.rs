//! What is wrong in a TOML file that a person wrote, and on which line.

use std::collections::BTreeMap;

use toml::Spanned;

use super::question::{Setting, SettingValue};
use crate::reference::name;

/// The line of a place in a text.
pub(super) fn line(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or(text).matches('\n').count() + 1
}

/// Options by their names, as they stand in a file.
pub(super) type Options = BTreeMap<Spanned<String>, SettingValue>;

/// The options with their lines.
pub(super) fn settings(text: &str, options: Options) -> Vec<Setting> {
    let setting = |(name, value): (Spanned<String>, SettingValue)| Setting {
        line: Some(line(text, name.span().start)),
        name: name.into_inner().replace('_', "-"),
        value,
    };
    options.into_iter().map(setting).collect()
}

/// What is wrong with an option that no command takes, and its line.
pub(super) fn unknown(options: &[Setting], known: Option<Vec<String>>) -> Option<(Option<usize>, String)> {
    let known = known?;
    let Setting { name, line, .. } = options.iter().find(|option| !known.contains(&option.name))?;
    let meant = name::suggestion(&name::nearest(name, known.iter().map(String::as_str)));
    Some((*line, format!("options: no command has an option `{name}`{meant}")))
}

/// The file, and the line where there is one.
pub(super) fn place(name: &str, line: Option<usize>) -> String {
    line.map_or(name.to_owned(), |line| format!("{name}:{line}"))
}

/// What is wrong with a text, and its line: with the key that was nearly meant, or what was found where words tell only
/// what was expected.
pub(super) fn fault(text: &str, error: &toml::de::Error) -> (usize, String) {
    let span = error.span().unwrap_or(0..0);
    let message = match error.message() {
        expected if expected.starts_with("expected ") => {
            let found = text.get(span.clone()).unwrap_or_default().lines().next().unwrap_or_default();
            format!("found `{found}`, {expected}")
        }
        other => sentence(other),
    };
    (line(text, span.start), message)
}

fn sentence(message: &str) -> String {
    let Some(rest) = message.strip_prefix("unknown field `") else { return message.to_owned() };
    let mut words = rest.split('`').step_by(2);
    let found = words.next().unwrap_or_default();
    let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
    let meant = name::suggestion(&name::nearest(found, known.iter().copied()));
    format!("`{found}` is no key here{meant}; expected one of {}", known.join(", "))
}
