//! What is made of answers: stated figures that are judged, texts that are filled, charts, reports.

pub mod chart;
pub mod claims;
pub mod project;
mod question;
pub mod template;
mod toml_place;
pub mod wording;

pub use question::{Answered, Answers, BadQuestion, Question, Setting, SettingValue, Unanswered};
