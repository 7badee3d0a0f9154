//! What stands in the brackets of a function or filter.

use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, Value};

use super::fault::{refused, suggestion};
use super::session::setting;
use crate::figures::question::{Setting, SettingValue};
use crate::figures::wording::Language;

/// Options by name, and the words before them.
pub(super) struct Options<'a> {
    /// Who takes them, for errors.
    of: &'a str,
    words: &'a [Value],
    named: &'a Kwargs,
}

impl<'a> Options<'a> {
    /// Options of a function or filter that knows these names and takes so many words before them.
    ///
    /// # Errors
    /// An option that it does not know, or too many words.
    pub(super) fn read(
        of: &'a str,
        known: &[&str],
        words: &'a [Value],
        most: usize,
        named: &'a Kwargs,
    ) -> Result<Options<'a>, Error> {
        if let Some(name) = named.args().find(|name| !known.contains(name)) {
            let meant = suggestion(name, known.iter().copied());
            let known = if known.is_empty() { "no options".to_owned() } else { known.join(", ") };
            return Err(refused(format!("`{name}` is not an option of {of}{meant}; it takes {known}")));
        }
        if words.len() > most && most == 0 {
            return Err(refused(format!("options of {of} have names, such as decimals=1")));
        }
        if words.len() > most {
            return Err(refused(format!(
                "{of} takes at most {most} words without a name before them and got {}; options have names, such as decimals=1",
                words.len()
            )));
        }
        Ok(Options { of, words, named })
    }

    fn value(&self, name: &str) -> Option<Value> {
        self.named.get::<Option<Value>>(name).ok().flatten()
    }

    /// One of some options that is given and that does not go with a figure of this kind.
    pub(super) fn only(&self, fitting: &[&str], of: &[&str], kind: &str) -> Result<(), Error> {
        match of.iter().find(|name| self.named.has(name) && !fitting.contains(name)) {
            None => Ok(()),
            Some(name) => Err(refused(format!("{name} of {} does not go with {kind}", self.of))),
        }
    }

    fn wrong(&self, name: &str, found: &Value, expected: &str) -> Error {
        refused(format!("{name} of {}: found `{found}`, expected {expected}", self.of))
    }

    /// A word: by its name, or by its place among those without one.
    pub(super) fn word(&self, name: &str, place: usize) -> Result<Option<String>, Error> {
        let Some(found) = self.words.get(place).cloned().or_else(|| self.value(name)) else { return Ok(None) };
        found.as_str().map(|word| Some(word.to_owned())).ok_or_else(|| self.wrong(name, &found, "a text"))
    }

    /// Digits behind the point.
    pub(super) fn decimals(&self) -> Result<Option<u32>, Error> {
        let Some(found) = self.value("decimals") else { return Ok(None) };
        let count = found.as_i64().filter(|_| found.is_integer()).and_then(|count| u32::try_from(count).ok());
        count
            .filter(|count| *count <= 20)
            .map(Some)
            .ok_or_else(|| self.wrong("decimals", &found, "a number from 0 to 20"))
    }

    /// Whether something is wanted; none where it is not said.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Error> {
        let Some(found) = self.value(name) else { return Ok(None) };
        bool::try_from(found.clone()).map(Some).map_err(|_| self.wrong(name, &found, "true or false"))
    }

    /// The language: that of the option, or of the figure.
    pub(super) fn language(&self, otherwise: Language) -> Result<Language, Error> {
        let named = self.word("lang", usize::MAX)?;
        named
            .map_or(Ok(otherwise), |word| word.parse())
            .map_err(|error| refused(format!("lang of {}: {error}", self.of)))
    }
}

/// The options that are those of a question, as its command knows them.
pub(super) fn settings(named: &Kwargs, own: &[&str]) -> Result<Vec<Setting>, Error> {
    let names = named.args().filter(|name| !own.contains(name));
    let pairs = names.map(|name| Ok((name, named.get::<Value>(name)?)));
    pairs
        .map(|pair: Result<(&str, Value), Error>| {
            pair.and_then(|(name, value)| Ok(setting(name, as_setting(name, &value)?)))
        })
        .collect()
}

fn as_setting(name: &str, value: &Value) -> Result<SettingValue, Error> {
    let wrong = || {
        refused(format!("{name}: found {}, expected a text, a number, true, false or a list of texts", value.kind()))
    };
    match value.kind() {
        ValueKind::Bool => Ok(SettingValue::Flag(value.is_true())),
        ValueKind::Number => Ok(value
            .as_i64()
            .filter(|_| value.is_integer())
            .map_or_else(|| SettingValue::Word(value.to_string()), SettingValue::Number)),
        ValueKind::String => Ok(SettingValue::Word(value.to_string())),
        ValueKind::Seq => {
            let words = value.try_iter()?.map(|word| word.as_str().map(str::to_owned).ok_or_else(wrong));
            Ok(SettingValue::Words(words.collect::<Result<_, _>>()?))
        }
        _ => Err(wrong()),
    }
}
