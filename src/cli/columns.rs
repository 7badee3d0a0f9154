//! Which columns a report has, and by which of them its rows are ordered.

use anyhow::anyhow;
use tradestat::analysis::ask::Sort;
use tradestat::analysis::identity_names;
use tradestat::analysis::indicator::{self, Indicator};
use tradestat::analysis::structure::{self, Structure};
use tradestat::model::Measure;
use tradestat::reference::name;

/// A report that a command stands for.
pub(crate) struct Preset {
    /// First line of the heading.
    pub(crate) title: &'static str,
    /// Columns unless others are chosen.
    pub(crate) columns: &'static [&'static str],
    /// The indicator of structure that the report is about, which has columns of its own.
    pub(crate) structure: Option<&'static Structure>,
}

impl Preset {
    pub(crate) fn new(title: &'static str, columns: &'static [&'static str]) -> Preset {
        Preset { title, columns, structure: None }
    }

    fn find(&self, name: &str) -> Option<&'static Indicator> {
        structure::column(self.structure, name)
    }
}

/// The order of rows, by a column that the command knows.
pub(crate) fn sort(text: &str, preset: &Preset) -> anyhow::Result<Sort> {
    let Ok(sort) = text.parse::<Sort>();
    let known = preset.find(&sort.column).is_some() || identity_names().any(|name| name == sort.column);
    if known { Ok(sort) } else { Err(unknown_column(&sort.column, preset.structure)) }
}

fn unknown_column(text: &str, of: Option<&'static Structure>) -> anyhow::Error {
    if let Some(structure) = structure::by_name(text) {
        let name = structure.name;
        return anyhow!("`{name}` is no column but an indicator with rows of its own: tradestat indicator {name}");
    }
    let own = of.into_iter().flat_map(Structure::columns);
    let known = indicator::ALL.iter().copied().chain(own).map(|indicator| indicator.name);
    let near = name::suggestion(&name::nearest(text, known.chain(identity_names())));
    anyhow!("`{text}` is not a column{near}; `tradestat list indicators` names them")
}

/// A column by its name.
pub(crate) fn column(text: &str) -> anyhow::Result<&'static Indicator> {
    indicator::by_name(text).ok_or_else(|| unknown_column(text, None))
}

/// The columns of the command, or the chosen ones; a plus adds to those of the command.
pub(crate) fn columns(
    chosen: &[String],
    preset: &Preset,
    measures: &[Measure],
) -> anyhow::Result<(Vec<&'static Indicator>, bool)> {
    let adds = chosen.first().is_some_and(|first| first.starts_with('+'));
    let mut columns = Vec::new();
    if chosen.is_empty() || adds {
        columns.extend(of_preset(preset, measures).iter().filter_map(|name| preset.find(name)));
    }
    for text in chosen.iter().map(|text| text.trim_start_matches('+').trim()) {
        match preset.find(text) {
            Some(column) if !columns.iter().any(|known: &&Indicator| known.name == column.name) => columns.push(column),
            Some(_) => {}
            None if identity_names().any(|name| name == text) => {}
            None => return Err(unknown_column(text, preset.structure)),
        }
    }
    Ok((columns, !chosen.is_empty() && !adds))
}

/// The preset's columns with every measure in the place of the value, and its growth beside the growth.
fn of_preset(preset: &Preset, measures: &[Measure]) -> Vec<String> {
    let mut names = Vec::new();
    for name in preset.columns {
        match *name {
            "value" => names.extend(measures.iter().map(|measure| measure.column().to_owned())),
            "growth_pct" => {
                names.push("growth_pct".to_owned());
                let further = measures.iter().skip(1).filter(|measure| **measure != Measure::Value);
                names.extend(further.map(|measure| format!("{}_growth_pct", measure.column())));
            }
            other => names.push(other.to_owned()),
        }
    }
    names
}
