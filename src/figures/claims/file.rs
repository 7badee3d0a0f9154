//! A file of claims: data, options of every question, and each claim with what it states.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::field::{FIELDS, Field, Kind, Scope};
use super::rows::Choice;
use super::stated::Stated;

use crate::figures::question::{Question, Setting};
use crate::figures::toml_place::{Options, fault, line, settings};
use crate::reference::name;

/// Claims as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// What errors call them: their file.
    pub name: String,
    /// Files that answer their questions; none for the embedded data.
    pub data: Vec<String>,
    /// Options that every question has unless it names them.
    pub options: Vec<Setting>,
    /// The claims in order.
    pub claims: Vec<Claim>,
}

/// A sentence, and the figures that it states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// What reports and `--allow` call it.
    pub id: String,
    /// The line on which it begins.
    pub line: usize,
    /// The sentence.
    pub text: Option<String>,
    /// The question that it answers.
    pub question: Option<Question>,
    /// The row of the answer that is meant.
    pub row: Choice,
    /// What must hold of a row that is counted.
    pub conditions: Vec<(&'static Field, Stated)>,
    /// What would have to be known to judge it, where no data can tell.
    pub needs: Option<String>,
    /// The figures, in the order of [`FIELDS`].
    pub figures: Vec<Claimed>,
}

/// One stated figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// What it is.
    pub field: &'static Field,
    /// The line on which it stands.
    pub line: usize,
    /// What is stated.
    pub what: What,
}

/// What is stated of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A figure.
    Figure(Stated),
    /// Names in their order.
    Order(Vec<String>),
}

/// What is wrong with a file of claims or a question in it, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct BadClaims {
    /// File and line.
    pub place: String,
    /// A sentence.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    data: Vec<String>,
    #[serde(default)]
    options: Options,
    #[serde(default)]
    claim: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    text: Option<String>,
    question: Option<Question>,
    #[serde(default)]
    row: Choice,
    #[serde(default, rename = "where")]
    conditions: BTreeMap<String, Spanned<Words>>,
    needs: Option<String>,
    stated: BTreeMap<String, Spanned<Words>>,
}

/// A stated figure in its own words.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a figure in quotation marks such as \"3.6 %\", or { figure = \"6 trillion yuan\", rounded_to = \"1 trillion\" }"
)]
enum Words {
    Whole(i64),
    Plain(String),
    Several(Vec<String>),
    Rounded { figure: String, rounded_to: String },
}

/// A file while it is read.
struct Reader<'a> {
    name: &'a str,
    text: &'a str,
}

impl Claims {
    /// Reads a file of claims; `name` is what errors call it.
    ///
    /// # Errors
    /// The line, what was found and what was expected.
    pub fn read(name: &str, text: &str) -> Result<Claims, BadClaims> {
        let reader = Reader { name, text };
        let file: File = toml::from_str(text).map_err(|error| {
            let (line, message) = fault(text, &error);
            BadClaims { place: format!("{name}:{line}"), message }
        })?;
        if file.claim.is_empty() {
            let message = "found no [[claim]], expected at least one with `id` and `stated`".to_owned();
            return Err(BadClaims { place: name.to_owned(), message });
        }
        let mut claims: Vec<Claim> = Vec::new();
        for written in file.claim {
            let place = written.span().start;
            let claim = reader.claim(place, written.into_inner())?;
            if claims.iter().any(|known| known.id == claim.id) {
                return Err(reader.wrong(place, format!("found the id `{}` again, expected each once", claim.id)));
            }
            claims.push(claim);
        }
        let options = settings(text, file.options);
        Ok(Claims { name: name.to_owned(), data: file.data, options, claims })
    }
}

impl Reader<'_> {
    fn wrong(&self, place: usize, message: String) -> BadClaims {
        BadClaims { place: format!("{}:{}", self.name, line(self.text, place)), message }
    }

    fn claim(&self, place: usize, written: Written) -> Result<Claim, BadClaims> {
        let Written { id, text, question, row, conditions, needs, stated } = written;
        let lacks = |message: &str| Err(self.wrong(place, format!("claim `{id}`: {message}")));
        if id.trim().is_empty() {
            return lacks("found an empty `id`, expected a short name");
        }
        if stated.is_empty() {
            return lacks("nothing is stated, expected a figure such as stated.growth = \"3.6 %\"");
        }
        if question.is_none() && needs.is_none() {
            return lacks(
                "found no `question`, expected one such as \"growth --period jan-nov\", or `needs` with the data that it would take",
            );
        }
        let figures = stated.iter().map(|(name, words)| {
            let place = words.span().start;
            let (field, what) = read(name, words.get_ref()).map_err(|message| self.wrong(place, message))?;
            Ok(Claimed { field, line: line(self.text, place), what })
        });
        let mut figures = figures.collect::<Result<Vec<Claimed>, BadClaims>>()?;
        figures.sort_by_key(|claimed| FIELDS.iter().position(|field| field == claimed.field));
        let is_count = |claimed: &Claimed| claimed.field.scope == Scope::Number;
        if !conditions.is_empty()
            && (!figures.iter().any(is_count) || question.as_ref().is_some_and(|own| own.has("count")))
        {
            return lacks("`where` says which rows a `count` is of, and this claim counts none");
        }
        let conditions =
            conditions.iter().map(|(name, words)| self.condition(name, words)).collect::<Result<_, _>>()?;
        let line = line(self.text, place);
        Ok(Claim { id, line, text, question, row, conditions, needs, figures })
    }

    /// What a row must say to be counted.
    fn condition(&self, name: &str, words: &Spanned<Words>) -> Result<(&'static Field, Stated), BadClaims> {
        let wrong = |message: String| self.wrong(words.span().start, format!("where: {message}"));
        match read(name, words.get_ref()).map_err(wrong)? {
            (field, What::Figure(stated)) if field.scope == Scope::One => Ok((field, stated)),
            _ => Err(wrong(format!("`{name}` is not said of a single row"))),
        }
    }
}

fn read(name: &str, words: &Words) -> Result<(&'static Field, What), String> {
    let Some(field) = FIELDS.iter().find(|field| field.name == name.replace('-', "_")) else {
        let known: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
        let meant = name::suggestion(&name::nearest(name, known.iter().copied()));
        return Err(format!("`{name}` is nothing that can be stated{meant}; expected one of {}", known.join(", ")));
    };
    let what = match (words, field.kind) {
        (Words::Several(names), Kind::Order) => order(names.clone()),
        (Words::Plain(text), Kind::Order) => {
            order(text.split([',', '，', '、']).map(|name| name.trim().to_owned()).collect())
        }
        (Words::Plain(text), kind) => Stated::read(text, None, kind).map(What::Figure),
        (Words::Whole(number), kind) => Stated::read(&number.to_string(), None, kind).map(What::Figure),
        (Words::Rounded { figure, rounded_to }, kind) => Stated::read(figure, Some(rounded_to), kind).map(What::Figure),
        (Words::Several(_), kind) => Err(format!("found a list, expected {}", kind.example())),
    };
    what.map(|what| (field, what)).map_err(|message| format!("{name}: {message}"))
}

fn order(names: Vec<String>) -> Result<What, String> {
    match names.len() < 2 || names.iter().any(String::is_empty) {
        true => Err(format!("found `{}`, expected {}", names.join(", "), Kind::Order.example())),
        false => Ok(What::Order(names)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn figures_stand_in_the_order_in_which_they_are_judged() {
        let text =
            "[[claim]]\nid = 'a'\nquestion = 'growth -p 2024'\n[claim.stated]\nrank = 3\nvalue = '2 billion yuan'\n";
        let claims = Claims::read("x.toml", text).unwrap();
        let lines: Vec<_> = claims.claims[0].figures.iter().map(|claimed| (claimed.field.name, claimed.line)).collect();
        assert_eq!((claims.claims[0].line, lines), (1, vec![("value", 6), ("rank", 5)]));
    }

    #[test]
    fn errors_have_their_line() {
        let error = |stated: &str| {
            let text = format!("[[claim]]\nid = 'a'\nquestion = 'growth'\n{stated}\n");
            Claims::read("x.toml", &text).unwrap_err().to_string()
        };
        assert!(
            error("stated.growth = 3.6").starts_with("x.toml:4: found `3.6`, expected a figure in quotation marks"),
            "{}",
            error("stated.growth = 3.6")
        );
        assert!(error("stated = {}").starts_with("x.toml:1: claim `a`: nothing is stated"));
        assert!(error("stated.order = 'EU'").starts_with("x.toml:4: order: found `EU`, expected names"));
        assert!(error("stated.growth = ['1 %', '2 %']").starts_with("x.toml:4: growth: found a list"));
        assert!(
            error("stated.rank = 1\n[[claim]]\nid = 'a'\nneeds = 'x'\nstated.rank = 1")
                .starts_with("x.toml:5: found the id `a` again")
        );
    }
}
