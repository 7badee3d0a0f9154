//! Texts in which figures are expressions: `{{ growth(flow="exports", period="jan-nov") | change }}`.
//!
//! A figure is exact until it is written. A figure that is missing is an error with its place, unless the text says
//! what to write instead. Texts may come from strangers: what they can do, and how long, is bounded.

mod answer;
mod arithmetic;
mod asking;
mod call;
mod chinese;
mod compare;
mod difference;
mod escape;
mod fault;
mod figure;
mod filters;
mod named;
mod operators;
mod options;
mod session;

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, OutputSpan, OutputSpanKind, UndefinedBehavior};

use super::question::{Answers, Setting};
use figure::STRAY;
use session::Session;

pub use difference::{Difference, differences};
pub use escape::{Markup, filled_name};
pub use fault::TemplateError;

/// The work that a text may do; the article of the examples takes less than three thousand.
const FUEL: u64 = 500_000;
/// How deep includes and macros may call one another.
const DEPTH: usize = 60;

/// Gives the text of a part that a template includes, by its name; an error says why it must not be read.
pub type Parts = dyn Fn(&str) -> Result<Option<String>, String> + Send + Sync;

/// A text to fill.
pub struct Template<'a> {
    /// What errors call it: its file.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// How words from data are made harmless; [`Markup::of`] tells it by the name.
    pub markup: Markup,
    /// Options that every question has unless it names them, whatever the text itself says of that.
    pub defaults: &'a [Setting],
    /// Texts that it may include.
    pub parts: Arc<Parts>,
}

/// A filled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The text.
    pub text: String,
    /// Which expression wrote which part of it.
    pub written: Vec<Written>,
}

/// A part of a filled text, and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Bytes of the filled text.
    pub bytes: std::ops::Range<usize>,
    /// The template or the part that it includes, and the line there.
    pub place: String,
    /// The expression.
    pub source: String,
}

/// Parts that cannot be included, for texts of one piece.
pub fn no_parts() -> Arc<Parts> {
    Arc::new(|_| Ok(None))
}

/// Fills a text with figures.
///
/// # Errors
/// The place and the reason: a figure that is missing, a question that has no answer, a word that is not known.
pub fn fill(template: &Template<'_>, answers: Arc<dyn Answers + Send + Sync>) -> Result<Filled, TemplateError> {
    let at_fault = |error: minijinja::Error| fault::located(&error, template.name);
    let session = Arc::new(Session::new(answers, template.defaults).map_err(at_fault)?);
    let environment = environment(template, &session);
    let exact = operators::exact(template.text);
    let compiled = environment.template_from_named_str(template.name, &exact).map_err(at_fault)?;
    let (text, spans) = compiled.render_with_spans(()).map_err(at_fault)?;
    if let Some(message) = session.stray() {
        let is_written = |span: &&OutputSpan| text.get(span.output_range()).is_some_and(|part| part.contains(STRAY));
        let innermost = spans.iter().filter(is_written).min_by_key(|span| span.output_range().len());
        let place = innermost.map_or(template.name.to_owned(), |span| format!("{}:{}", span.name(), span.line()));
        return Err(TemplateError { place, message });
    }
    let part = |name: &str| environment.get_template(name).map(|part| part.source().to_owned()).unwrap_or_default();
    let figures = spans.into_iter().filter(|span| span.kind() == OutputSpanKind::Expression);
    let written = figures.map(|span| Written {
        bytes: span.output_range(),
        place: format!("{}:{}", span.name(), span.line()),
        source: match span.name() == template.name {
            true => exact.get(span.source_range()).unwrap_or_default().to_owned(),
            false => part(span.name()).get(span.source_range()).unwrap_or_default().to_owned(),
        },
    });
    Ok(Filled { text, written: written.collect() })
}

fn environment<'a>(template: &Template<'_>, session: &Arc<Session>) -> Environment<'a> {
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax.unwrap_or_default());
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(DEPTH);
    let parts = Arc::clone(&template.parts);
    environment.set_loader(move |name| match parts(name) {
        Ok(text) => Ok(text.map(|text| operators::exact(&text))),
        Err(reason) => Err(fault::refused(reason)),
    });
    escape::set(&mut environment, template.markup);
    asking::add(&mut environment, session, template.markup);
    // Of two filters called `change` this one stays: the one that writes.
    filters::add(&mut environment, session);
    arithmetic::add(&mut environment);
    compare::add(&mut environment);
    environment
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::figures::{Answered, Question, Unanswered};
    use proptest::prelude::*;

    /// Who knows nothing.
    struct Nobody;

    impl Answers for Nobody {
        fn answer(&self, question: &Question) -> Result<Answered, Unanswered> {
            Err(Unanswered::Lacking(format!("nothing is known of `{question}`")))
        }
    }

    fn filled(text: &str) -> Result<Filled, TemplateError> {
        let template =
            Template { name: "text.md", text, markup: Markup::of("text.md"), defaults: &[], parts: no_parts() };
        fill(&template, Arc::new(Nobody))
    }

    #[test]
    fn the_document_names_everything_that_texts_can_say() {
        let document = include_str!("../../../docs/templates.md");
        let own = ["batch", "dictsort", "range", "dict", "namespace"];
        for name in asking::names().chain(filters::own_names()).filter(|name| !own.contains(name)) {
            assert!(document.contains(&format!("`{name}")), "docs/templates.md does not tell of {name}");
        }
    }

    #[test]
    fn what_is_lacking_is_missing_and_not_nothing() {
        let error = filled("a\n{{ value(flow=\"exports\") }}").unwrap_err();
        assert_eq!(error.place, "text.md:2");
        assert!(error.message.starts_with("value of `growth --flow exports` is missing: nothing is known"), "{error}");
        assert_eq!(filled("{{ value() | default(\"x\") }}").unwrap().text, "x");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_text_panics(pieces in prop::collection::vec(piece(), 0..24)) {
            let text = pieces.concat();
            if let Err(error) = filled(&text) {
                prop_assert!(error.place.starts_with("text.md"), "{error}");
            }
        }

        #[test]
        fn words_without_braces_stay_as_they_are(text in "[^{}]{0,200}") {
            prop_assert_eq!(filled(&text).unwrap().text, text);
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        let words = [
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "-",
            " if ",
            " for x in ",
            " else ",
            "endif",
            "endfor",
            "set x = ",
            "x",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "\\",
            " > ",
            " in ",
            " not ",
            " and ",
            "|",
            "value(",
            "ask(",
            "change",
            "amount",
            "1",
            "0.5",
            "-",
            "~",
            "**",
            "//",
            ":",
            ",",
            ".",
            "\n",
            "raw",
            "endraw",
            "macro m()",
            "endmacro",
            "m()",
            "include 'x'",
            "文",
            "\u{202e}",
            "range(9)",
        ];
        prop_oneof![9 => prop::sample::select(words.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
    }
}
