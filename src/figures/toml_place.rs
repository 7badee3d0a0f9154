//! What is wrong in a TOML file that a person wrote, and on which line.

use crate::reference::name;

/// The line of a place in a text.
pub(super) fn line(text: &str, place: usize) -> usize {
    text.get(..place).unwrap_or(text).matches('\n').count() + 1
}

/// What is wrong, with the key that was nearly meant.
pub(super) fn sentence(message: &str) -> String {
    let Some(rest) = message.strip_prefix("unknown field `") else { return message.to_owned() };
    let mut words = rest.split('`').step_by(2);
    let found = words.next().unwrap_or_default();
    let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
    let meant = name::suggestion(&name::nearest(found, known.iter().copied()));
    format!("`{found}` is no key here{meant}; expected one of {}", known.join(", "))
}
