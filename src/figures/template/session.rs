//! What a text has asked so far, and what its questions share.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use minijinja::Error;
use rustc_hash::FxHashSet;

use super::super::question::{Answered, Answers, Question, Setting, SettingValue, Unanswered};
use super::fault::{refused, suggestion};
use crate::figures::wording::Language;
use crate::model::PeriodExpr;

/// How many different questions a text may ask.
const QUESTIONS: usize = 1_000;

/// Of one filled text.
pub(super) struct Session {
    answers: Arc<dyn Answers + Send + Sync>,
    /// Options and the language from outside, which go before those of the text.
    given: Vec<Setting>,
    spoken: Option<Language>,
    shared: Mutex<Shared>,
    asked: Mutex<FxHashSet<Question>>,
    stray: Stray,
}

#[derive(Clone, Default)]
struct Shared {
    defaults: Vec<Setting>,
    language: Language,
}

/// What was missing and yet joined to other words, where no error can be said.
pub(super) type Stray = Arc<OnceLock<String>>;

impl Session {
    /// Of a text that is given options from outside.
    ///
    /// # Errors
    /// An option that no command takes.
    pub(super) fn new(answers: Arc<dyn Answers + Send + Sync>, given: &[Setting]) -> Result<Session, Error> {
        let (language, given): (Vec<Setting>, _) = given.iter().cloned().partition(|setting| setting.name == LANGUAGE);
        let spoken = language.first().map(spoken).transpose()?;
        let (shared, asked, stray) = (Mutex::default(), Mutex::default(), Stray::default());
        let session = Session { answers, given, spoken, shared, asked, stray };
        session.known(&session.given)?;
        Ok(session)
    }

    fn known(&self, settings: &[Setting]) -> Result<(), Error> {
        let Some(known) = self.answers.options(None) else { return Ok(()) };
        match settings.iter().find(|setting| !known.contains(&setting.name)) {
            None => Ok(()),
            Some(Setting { name, .. }) => {
                let meant = suggestion(name, known.iter().map(String::as_str));
                Err(refused(format!(
                    "no command has an option --{name}{meant}, so that no question can have it from here"
                )))
            }
        }
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn language(&self) -> Language {
        self.spoken.unwrap_or_else(|| self.shared().language)
    }

    pub(super) fn speak(&self, language: Language) {
        self.shared().language = language;
    }

    /// Options that questions have from here on, in place of those by the same names.
    ///
    /// # Errors
    /// An option that no command takes.
    pub(super) fn share(&self, settings: Vec<Setting>) -> Result<(), Error> {
        self.known(&settings)?;
        let mut shared = self.shared();
        shared.defaults.retain(|known| settings.iter().all(|setting| setting.name != known.name));
        shared.defaults.extend(settings);
        Ok(())
    }

    pub(super) fn mark(&self) -> Stray {
        Arc::clone(&self.stray)
    }

    pub(super) fn stray(&self) -> Option<String> {
        self.stray.get().cloned()
    }

    /// The question with the options that all share and that its command takes.
    pub(super) fn complete(&self, question: Question) -> Question {
        let command = question.words().first().cloned().unwrap_or_default();
        let dated = question
            .option("period")
            .is_some_and(|period| matches!(period.parse(), Ok(PeriodExpr::Dated(_) | PeriodExpr::ToDate(Some(_)))));
        let options = self.answers.options(Some(&command));
        let takes = |name: &String| options.as_ref().is_none_or(|options| options.contains(name));
        let fits = |setting: &&Setting| takes(&setting.name) && !(dated && setting.name == "year");
        let shared = self.shared().defaults.clone();
        let defaults: Vec<Setting> = self.given.iter().chain(&shared).filter(fits).cloned().collect();
        defaults.iter().fold(question, |question, setting| question.or_options(std::slice::from_ref(setting)))
    }

    /// The answer to a complete question.
    pub(super) fn answer(&self, question: &Question) -> Result<Answered, Unanswered> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.len() >= QUESTIONS && !asked.contains(question) {
            return Err(Unanswered::Wrong(format!(
                "a text asks at most {QUESTIONS} different questions; `{question}` is one too many"
            )));
        }
        asked.insert(question.clone());
        drop(asked);
        self.answers.answer(question)
    }
}

/// The option that is the language of the text and not one of a question.
pub(super) const LANGUAGE: &str = "lang";

fn spoken(setting: &Setting) -> Result<Language, Error> {
    match &setting.value {
        SettingValue::Word(word) => word.parse().map_err(|error| refused(format!("{LANGUAGE}: {error}"))),
        _ => Err(refused(format!("{LANGUAGE}: expected en or zh"))),
    }
}

/// A setting of a text.
pub(super) fn setting(name: &str, value: SettingValue) -> Setting {
    Setting { name: name.replace('_', "-"), value, line: None }
}
