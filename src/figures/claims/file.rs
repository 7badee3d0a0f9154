//! A file of claims: what was stated, and which question gives it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::field::{ALL, Field, Measured};
use super::stated::Stated;
use crate::figures::question::{Question, Setting, SettingValue};
use crate::figures::toml_place::{line, sentence};
use crate::reference::name;

/// A file of claims as it was written.
#[derive(Debug)]
pub struct Claims {
    /// Files that answer its questions; none for the embedded data.
    pub data: Vec<String>,
    /// Options that every question has unless it names them.
    pub options: Vec<Setting>,
    /// The claims in order.
    pub claims: Vec<Claim>,
}

/// What was stated in one place, and the question that gives it.
#[derive(Debug)]
pub struct Claim {
    /// A short name.
    pub id: String,
    /// The file and the line on which it begins.
    pub place: String,
    /// The sentence, if it is quoted.
    pub text: Option<String>,
    pub(super) asked: Asked,
}

/// What gives a claim's figures.
#[derive(Debug)]
pub(super) enum Asked {
    /// Nothing can be asked; the words name what it would take, beside the figures as stated.
    Nothing(String, Vec<(String, String)>),
    /// A question, the row of its answer, and the figures.
    Figures(Question, Option<String>, Vec<Figure>),
}

/// One stated figure.
#[derive(Debug)]
pub(super) struct Figure {
    pub(super) field: &'static Field,
    pub(super) stated: Statement,
}

#[derive(Debug)]
pub(super) enum Statement {
    Number(Stated),
    /// Names in the order of their ranks.
    Order(Vec<String>),
}

/// What is wrong with a file of claims.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {message}")]
pub struct ClaimsError {
    /// The file and the line.
    pub place: String,
    /// What was found, and what was expected.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    data: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, SettingValue>,
    #[serde(default)]
    claim: Vec<Spanned<Written>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    text: Option<String>,
    question: Option<Question>,
    row: Option<String>,
    needs: Option<String>,
    stated: BTreeMap<String, Spanned<Words>>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "a figure in quotation marks such as \"3.6 %\", or { figure = \"6 trillion yuan\", rounded_to = \"1 trillion\" }"
)]
enum Words {
    Whole(i64),
    Plain(String),
    Rounded { figure: String, rounded_to: String },
}

impl Words {
    fn parts(&self) -> (String, Option<&str>) {
        match self {
            Words::Whole(number) => (number.to_string(), None),
            Words::Plain(figure) => (figure.clone(), None),
            Words::Rounded { figure, rounded_to } => (figure.clone(), Some(rounded_to)),
        }
    }
}

impl Claims {
    /// Reads a file of claims; `name` is what errors call it.
    ///
    /// # Errors
    /// The line, what was found and what was expected.
    pub fn read(name: &str, text: &str) -> Result<Claims, ClaimsError> {
        let place = |at: usize| format!("{name}:{}", line(text, at));
        let file: File = toml::from_str(text).map_err(|error| ClaimsError {
            place: place(error.span().map_or(0, |span| span.start)),
            message: sentence(error.message()),
        })?;
        if file.claim.is_empty() {
            let message = "found no [[claim]], expected at least one with `id` and `stated`".to_owned();
            return Err(ClaimsError { place: name.to_owned(), message });
        }
        let mut known = BTreeSet::new();
        let claims = file.claim.into_iter().map(|written| {
            let own = place(written.span().start);
            let written = written.into_inner();
            if !known.insert(written.id.clone()) {
                let message = format!("found the id `{}` again, expected each once", written.id);
                return Err(ClaimsError { place: own, message });
            }
            Claim::read(written, own, &place)
        });
        let claims = claims.collect::<Result<_, _>>()?;
        let setting = |(name, value): (String, SettingValue)| Setting { name: name.replace('_', "-"), value };
        Ok(Claims { data: file.data, options: file.options.into_iter().map(setting).collect(), claims })
    }
}

impl Claim {
    fn read(written: Written, own: String, place: &dyn Fn(usize) -> String) -> Result<Claim, ClaimsError> {
        let Written { id, text, question, row, needs, stated } = written;
        let wrong = |message: &str| ClaimsError { place: own.clone(), message: format!("claim `{id}`: {message}") };
        if stated.is_empty() {
            return Err(wrong("nothing is stated, expected a figure such as stated.growth = \"3.6 %\""));
        }
        let asked = match (question, needs) {
            (Some(question), None) => {
                let figures = stated.iter().map(|(name, words)| {
                    let at = |message| ClaimsError { place: place(words.span().start), message };
                    figure(name, words.get_ref()).map_err(at)
                });
                let mut figures: Vec<Figure> = figures.collect::<Result<_, _>>()?;
                figures.sort_by_key(|figure| ALL.iter().position(|field| field.name == figure.field.name));
                Asked::Figures(question, row, figures)
            }
            (None, Some(needs)) => {
                let stated = stated.iter().map(|(name, words)| (name.clone(), words.get_ref().parts().0)).collect();
                Asked::Nothing(needs, stated)
            }
            (Some(_), Some(_)) => return Err(wrong("found both `question` and `needs`, expected one of them")),
            (None, None) => {
                return Err(wrong(
                    "found no `question`, expected one such as \"growth --period jan-nov\", or `needs` with the data that it would take",
                ));
            }
        };
        Ok(Claim { place: own, text, asked, id })
    }
}

fn figure(name: &str, words: &Words) -> Result<Figure, String> {
    let Some(field) = Field::by_name(&name.replace('-', "_")) else {
        let known: Vec<&str> = ALL.iter().map(|field| field.name).collect();
        let meant = name::suggestion(&name::nearest(name, known.iter().copied()));
        return Err(format!("`{name}` is nothing that can be stated{meant}; expected one of {}", known.join(", ")));
    };
    let (text, rounded_to) = words.parts();
    let stated = match field.measured {
        Measured::Order => {
            let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
            if names.iter().any(String::is_empty) {
                return Err(format!("{name}: found `{text}`, expected names with commas, such as \"ASEAN, EU, USA\""));
            }
            Statement::Order(names)
        }
        _ => Statement::Number(Stated::read(&text, rounded_to).map_err(|error| format!("{name}: {error}"))?),
    };
    if let (Statement::Number(stated), measured) = (&stated, field.measured) {
        let wanted = match (measured, stated.unit) {
            (Measured::Amount, super::Unit::Percent | super::Unit::Points) => {
                Some("an amount such as `41.21 trillion yuan`")
            }
            (Measured::Percent, super::Unit::Currency(_) | super::Unit::Points) => Some("percent such as `3.6 %`"),
            (Measured::Points, super::Unit::Currency(_) | super::Unit::Percent) => Some("points such as `1.5 points`"),
            (
                Measured::Count | Measured::Ratio,
                super::Unit::Currency(_) | super::Unit::Percent | super::Unit::Points,
            ) => Some("a number without a unit"),
            _ => None,
        };
        if let Some(wanted) = wanted {
            return Err(format!("{name}: found `{text}`, expected {wanted}"));
        }
    }
    Ok(Figure { field, stated })
}
