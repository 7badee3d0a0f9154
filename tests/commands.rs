//! The commands that look at whole data sets: check, diff, indicator, mirror and convert; and those that make or judge texts.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

#[path = "commands/check.rs"]
mod check;
#[path = "commands/claims.rs"]
mod claims;
#[path = "commands/convert.rs"]
mod convert;
#[path = "commands/diff.rs"]
mod diff;
#[path = "commands/indicator.rs"]
mod indicator;
#[path = "commands/mirror.rs"]
mod mirror;
#[path = "commands/plot.rs"]
mod plot;
#[path = "commands/plot_pairs.rs"]
mod plot_pairs;
#[path = "commands/project.rs"]
mod project;
#[path = "commands/project_charts.rs"]
mod project_charts;
#[path = "commands/project_kinds.rs"]
mod project_kinds;
#[path = "commands/render.rs"]
mod render;
#[path = "commands/sparkline.rs"]
mod sparkline;
#[path = "commands/verify.rs"]
mod verify;
