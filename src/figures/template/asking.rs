//! Functions that ask: `growth("--period jan-nov --flow exports")`, `share(product="gacc:MECH_ELEC")`, `ask("rank --top 3")`.

use std::sync::Arc;

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, State, Value};

use super::answer::{Answer, Row};
use super::escape::Markup;
use super::fault::refused;
use super::figure::{About, Figure};
use super::options::{Options, settings};
use super::session::{LANGUAGE, Session};
use crate::figures::question::{Answered, Question, Unanswered};
use crate::model::counted;
use crate::render::{self, Format, Style};
use crate::table::Table;

/// The work of a question, also of one that was asked before.
const QUESTION: u64 = 50;

/// A function for one figure: its name, the command that it asks unless another is named, and the column.
struct Asked {
    name: &'static str,
    command: &'static str,
    column: &'static str,
}

const fn asked(name: &'static str, command: &'static str, column: &'static str) -> Asked {
    Asked { name, command, column }
}

const FIGURES: [Asked; 15] = [
    asked("value", "growth", "value"),
    asked("base", "growth", "base"),
    asked("change", "growth", "change"),
    asked("growth", "growth", "growth_pct"),
    asked("published_growth", "growth", "published_growth_pct"),
    asked("contribution", "growth", "contribution_pp"),
    asked("share", "share", "share_pct"),
    asked("base_share", "share", "base_share_pct"),
    asked("share_change", "share", "share_change_pp"),
    asked("rank", "rank", "rank"),
    asked("base_rank", "rank", "base_rank"),
    asked("exports", "balance", "exports"),
    asked("imports", "balance", "imports"),
    asked("balance", "balance", "balance"),
    asked("coverage", "balance", "coverage_pct"),
];

/// The other functions.
const OTHERS: [&str; 4] = ["ask", "figure", "table", "defaults"];

/// Every function that asks.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|asked| asked.name).chain(OTHERS).chain(["range", "dict", "namespace"])
}

pub(super) fn add(environment: &mut Environment<'_>, session: &Arc<Session>, markup: Markup) {
    for asked in &FIGURES {
        let session = Arc::clone(session);
        environment.add_function(asked.name, move |state: &State<'_, '_>, words: Rest<Value>, named: Kwargs| {
            state.consume_fuel(QUESTION)?;
            let question = exact_question(asked.name, Some(asked.command), &words, 1, &named)?;
            figure(&session, question, asked.column)
        });
    }
    let of = Arc::clone(session);
    environment.add_function("figure", move |state: &State<'_, '_>, words: Rest<Value>, named: Kwargs| {
        state.consume_fuel(QUESTION)?;
        let column = words.get(1).and_then(Value::as_str).ok_or_else(|| {
            refused(
                "figure takes a question and a column, such as figure(\"growth --flow exports\", \"contribution_pp\")",
            )
        })?;
        figure(&of, exact_question("figure", None, &words, 2, &named)?, &column.replace('-', "_"))
    });
    let of = Arc::clone(session);
    environment.add_function("ask", move |state: &State<'_, '_>, words: Rest<Value>, named: Kwargs| {
        state.consume_fuel(QUESTION)?;
        let answer = rows(&of, exact_question("ask", None, &words, 1, &named)?)?;
        Ok::<_, Error>(Value::from_object(answer))
    });
    let of = Arc::clone(session);
    environment.add_function("table", move |state: &State<'_, '_>, words: Rest<Value>, named: Kwargs| {
        state.consume_fuel(QUESTION)?;
        let known: Vec<&str> = named.args().collect();
        let options = Options::read("table", &known, &words, 1, &named)?;
        let (heading, notes) = (options.flag("heading")?, options.flag("notes")?);
        let question = question("table", None, &words, 1, &named, &["heading", "notes"])?;
        let answered = of.answer(&of.complete(question)).map_err(unanswered)?;
        state.consume_fuel((answered.table.rows.len() * answered.table.columns.len()) as u64)?;
        set(&answered, markup, heading.unwrap_or(false), notes.unwrap_or(false))
    });
    let of = Arc::clone(session);
    environment.add_function("defaults", move |words: Rest<Value>, named: Kwargs| {
        let known: Vec<&str> = named.args().collect();
        let options = Options::read("defaults", &known, &words, 0, &named)?;
        of.speak(options.language(of.language())?);
        of.share(settings(&named, &[LANGUAGE])?)?;
        Ok::<_, Error>(Value::from(""))
    });
}

/// The question of a function whose figures are written by filters, which say how.
fn exact_question(
    function: &str,
    command: Option<&str>,
    words: &[Value],
    most: usize,
    named: &Kwargs,
) -> Result<Question, Error> {
    let question = question(function, command, words, most, named, &[])?;
    match ["unit", "decimals"].into_iter().find(|option| question.has(option)) {
        None => Ok(question),
        Some(option) => {
            Err(refused(format!("--{option} is for tables; a figure is told by its filter: amount({option}=...)")))
        }
    }
}

/// The question that was typed in the brackets of a function.
fn question(
    function: &str,
    command: Option<&str>,
    words: &[Value],
    most: usize,
    named: &Kwargs,
    own: &[&str],
) -> Result<Question, Error> {
    if words.len() > most {
        return Err(refused(format!("{function} takes one question; options have names, such as period=\"jan-nov\"")));
    }
    let typed = match words.first() {
        None => "",
        Some(word) => word.as_str().ok_or_else(|| {
            refused(format!("{function}: found {}, expected a question such as \"--period jan-nov\"", word.kind()))
        })?,
    };
    let text = match command {
        Some(command) if typed.trim().is_empty() || typed.trim().starts_with('-') => format!("{command} {typed}"),
        _ => typed.to_owned(),
    };
    let question = Question::parse(&text).map_err(|error| refused(format!("{function}: {error}")))?;
    let settings = settings(named, own)?;
    match settings.iter().find(|setting| question.has(&setting.name)) {
        Some(twice) => Err(refused(format!("{function}: --{} is given twice", twice.name))),
        None => Ok(question.or_options(&settings)),
    }
}

fn unanswered(reason: Unanswered) -> Error {
    refused(reason.to_string())
}

fn rows(session: &Session, question: Question) -> Result<Answer, Error> {
    let question = session.complete(question);
    let answered = session.answer(&question).map_err(unanswered)?;
    Ok(answer(session, &question, answered.table))
}

fn answer(session: &Session, question: &Question, table: Arc<Table>) -> Answer {
    Answer::new(question, table, session.language(), session.mark())
}

/// The figure of a column in the only row of an answer.
fn figure(session: &Session, question: Question, column: &str) -> Result<Value, Error> {
    let question = session.complete(question);
    let found = session.answer(&question).and_then(|first| match first.table.position(column) {
        None if !question.has("columns") => session.answer(&question.clone().with("columns", &format!("+{column}"))),
        _ => Ok(first),
    });
    let answered = match found {
        Ok(answered) => answered,
        Err(Unanswered::Lacking(reason)) => return Ok(Value::from_object(lacking(session, &question, column, reason))),
        Err(wrong) => return Err(unanswered(wrong)),
    };
    let answer = Arc::new(answer(session, &question, answered.table));
    let at = match *answer.candidates() {
        [one] => one,
        [] => return Ok(Value::from_object(lacking(session, &question, column, "the answer has no rows".to_owned()))),
        _ => return Err(refused(ambiguous(&answer))),
    };
    let row = Row { answer: Arc::clone(&answer), at };
    row.figure(column).map(Value::from_object).ok_or_else(|| {
        refused(format!(
            "`{question}` has no figures in the column `{column}`; words are those of a row: ask(...)[0].{column}"
        ))
    })
}

fn lacking(session: &Session, question: &Question, column: &str, reason: String) -> Figure {
    let origin = format!("{column} of `{question}`");
    let about = About { origin, row: None, language: session.language(), stray: session.mark() };
    Figure { number: Err(reason), about: Arc::new(about) }
}

/// How to narrow a question that gives several rows.
fn ambiguous(answer: &Answer) -> String {
    const SHOWN: usize = 4;
    let rows = answer.candidates();
    let differing = ["flow", "partner", "product", "reporter", "period"].into_iter().find_map(|column| {
        let mut words: Vec<&str> = rows.iter().filter_map(|at| answer.word(*at, column)).collect();
        words.dedup();
        (words.len() > 1).then(|| {
            let more = if words.len() > SHOWN { ", .." } else { "" };
            let shown = words[..words.len().min(SHOWN)].join(", ");
            format!("; they differ in {column} ({shown}{more}): --{column} names one")
        })
    });
    format!(
        "`{}` gives {} where one figure is expected{}, and ask(...) takes them all",
        answer.question,
        counted(rows.len() as u64, "row"),
        differing.unwrap_or_default()
    )
}

/// A table as the text writes tables.
fn set(answered: &Answered, markup: Markup, heading: bool, notes: bool) -> Result<Value, Error> {
    let mut table = (*answered.table).clone();
    if !heading {
        table.title.clear();
        table.about.clear();
    }
    if !notes {
        table.notes.clear();
        table.source = None;
    }
    let style = Style { unit: answered.unit, decimals: answered.decimals, ..Style::default() };
    let format = match markup {
        Markup::Markdown => Format::Markdown,
        Markup::Plain => Format::Table,
        Markup::Html => return Err(refused("table is not written in HTML yet; loop over the rows of ask(...)")),
    };
    let mut out = Vec::new();
    render::write(&table, format, &style, &mut out).map_err(|error| refused(error.to_string()))?;
    let text = String::from_utf8(out).map_err(|error| refused(error.to_string()))?;
    Ok(Value::from_safe_string(text.trim_end().to_owned()))
}
