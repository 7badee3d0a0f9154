//! Functions that ask: `growth("--period jan-nov --flow exports")`, `share(product="gacc:MECH_ELEC")`, `ask("rank --top 3")`.

use std::sync::Arc;

use minijinja::value::{Kwargs, Rest};
use minijinja::{Environment, Error, State, Value};

use super::answer::{Answer, Row};
use super::call::{Asked, Call};
use super::chinese;
use super::escape::Markup;
use super::fault::refused;
use super::figure::{About, Figure};
use super::options::{Options, settings};
use super::session::{LANGUAGE, Session};
use crate::figures::question::{Question, Unanswered};
use crate::figures::wording::Language;
use crate::model::counted;
use crate::render::{self, Format, Scale, Style};
use crate::table::Table;

/// The work of a question, also of one that was asked before.
const QUESTION: u64 = 50;

/// Functions for one figure: name, command and column.
const FIGURES: [Call; 15] = [
    Call::of("value", "growth", "value"),
    Call::of("base", "growth", "base"),
    Call::of("change", "growth", "change"),
    Call::of("growth", "growth", "growth_pct"),
    Call::of("published_growth", "growth", "published_growth_pct"),
    Call::of("contribution", "growth", "contribution_pp"),
    Call::of("share", "share", "share_pct"),
    Call::of("base_share", "share", "base_share_pct"),
    Call::of("share_change", "share", "share_change_pp"),
    Call::of("rank", "rank", "rank"),
    Call::of("base_rank", "rank", "base_rank"),
    Call::of("exports", "balance", "exports"),
    Call::of("imports", "balance", "imports"),
    Call::of("balance", "balance", "balance"),
    Call::of("coverage", "balance", "coverage_pct"),
];

const FIGURE: Call = Call { words: &["question", "column"], ..Call::named("figure") };
const ASK: Call = Call::named("ask");
const TABLE: Call = Call { own: &["heading", "notes"], styled: true, ..Call::named("table") };

/// Every function that asks.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    let figures = FIGURES.iter().map(|call| call.name);
    figures.chain([FIGURE.name, ASK.name, TABLE.name, "defaults", "range", "dict", "namespace"])
}

pub(super) fn add(environment: &mut Environment<'_>, session: &Arc<Session>, markup: Markup) {
    let mut add = |call: &'static Call, answer: fn(&Session, &Asked<'_>, Markup) -> Result<Value, Error>| {
        let session = Arc::clone(session);
        let called = move |state: &State<'_, '_>, words: Rest<Value>, named: Kwargs| {
            state.consume_fuel(QUESTION)?;
            answer(&session, &Asked { call, state, words: &words, named: &named }, markup)
        };
        environment.add_function(call.name, called.clone());
        environment.add_filter(call.name, called);
    };
    for call in &FIGURES {
        add(call, |session, asked, _| figure(session, asked.question()?, asked.call.column));
    }
    add(&FIGURE, |session, asked, _| figure(session, asked.question()?, &asked.word(1)?.replace('-', "_")));
    add(&ASK, |session, asked, _| Ok(Value::from_object(rows(session, asked.question()?)?)));
    add(&TABLE, table);
    let of = Arc::clone(session);
    environment.add_function("defaults", move |words: Rest<Value>, named: Kwargs| {
        let known: Vec<&str> = named.args().collect();
        let options = Options::read("defaults", &known, &words, 0, &named)?;
        of.speak(options.language(of.language())?);
        of.share(settings(&named, &[LANGUAGE])?)?;
        Ok::<_, Error>(Value::from(""))
    });
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
fn table(session: &Session, asked: &Asked<'_>, markup: Markup) -> Result<Value, Error> {
    let answered = session.answer(&session.complete(asked.question()?)).map_err(unanswered)?;
    let mut table = (*answered.table).clone();
    asked.state.consume_fuel((table.rows.len() * table.columns.len()) as u64)?;
    if !asked.flag("heading")? {
        table.title.clear();
        table.about.clear();
    }
    if !asked.flag("notes")? {
        table.notes.clear();
        table.source = None;
    }
    let mut style = Style { unit: answered.unit, decimals: answered.decimals, ..Style::default() };
    if session.language() == Language::Chinese {
        style.chinese = true;
        style.unit = if style.unit == Scale::Auto { chinese::scale(&table) } else { style.unit };
        chinese::put(&mut table);
    }
    let text = match markup {
        Markup::Markdown => printed(&table, Format::Markdown, &style)?,
        Markup::Plain => printed(&table, Format::Table, &style)?,
        Markup::Html => render::html::section(&table, &style, render::html::Heading::Line),
    };
    Ok(Value::from_safe_string(text.trim_end().to_owned()))
}

fn printed(table: &Table, format: Format, style: &Style) -> Result<String, Error> {
    let mut out = Vec::new();
    render::write(table, format, style, &mut out).map_err(|error| refused(error.to_string()))?;
    String::from_utf8(out).map_err(|error| refused(error.to_string()))
}
