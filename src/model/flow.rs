//! Directions of trade: what data holds, and what is asked.

use std::fmt;
use std::str::FromStr;

/// What a row of data is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// Exports plus imports, published as a figure of its own.
    Total,
    /// Exports.
    Export,
    /// Imports.
    Import,
    /// Exports of goods that were imported before.
    ReExport,
    /// Imports of goods that were exported before.
    ReImport,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// Exports plus imports.
    Total,
    /// Exports.
    Exports,
    /// Imports.
    Imports,
    /// Exports less imports; it has no growth rate and no share.
    Balance,
    /// Re-exports.
    ReExports,
    /// Re-imports.
    ReImports,
}

/// A word that is not a flow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a flow; expected exports, imports, total, balance, re-exports or re-imports")]
pub struct UnknownFlow(pub String);

impl Flow {
    /// Every flow.
    pub const ALL: [Flow; 5] = [Flow::Total, Flow::Export, Flow::Import, Flow::ReExport, Flow::ReImport];

    fn name(self) -> &'static str {
        match self {
            Flow::Total => "total",
            Flow::Export => "exports",
            Flow::Import => "imports",
            Flow::ReExport => "re-exports",
            Flow::ReImport => "re-imports",
        }
    }
}

impl From<Flow> for View {
    fn from(flow: Flow) -> View {
        match flow {
            Flow::Total => View::Total,
            Flow::Export => View::Exports,
            Flow::Import => View::Imports,
            Flow::ReExport => View::ReExports,
            Flow::ReImport => View::ReImports,
        }
    }
}

impl View {
    /// Every view, in the order of a customs release.
    pub const ALL: [View; 6] =
        [View::Total, View::Exports, View::Imports, View::Balance, View::ReExports, View::ReImports];

    /// What a report shows unless told otherwise.
    pub const DEFAULT: [View; 3] = [View::Total, View::Exports, View::Imports];

    /// By how much a flow counts in this view: 1, -1 or 0. One summation serves all views.
    pub fn factor(self, flow: Flow) -> i32 {
        match (self, flow) {
            (View::Total | View::Balance | View::Exports, Flow::Export) => 1,
            (View::Total | View::Imports, Flow::Import) => 1,
            (View::Balance, Flow::Import) => -1,
            (View::ReExports, Flow::ReExport) | (View::ReImports, Flow::ReImport) => 1,
            _ => 0,
        }
    }

    /// The flows that add to this view.
    pub fn flows(self) -> impl Iterator<Item = (Flow, i32)> {
        Flow::ALL.into_iter().map(move |flow| (flow, self.factor(flow))).filter(|(_, factor)| *factor != 0)
    }

    /// The flow that answers this view alone when it is published.
    pub fn published_as(self) -> Option<Flow> {
        (self == View::Total).then_some(Flow::Total)
    }

    /// Whether rates and shares have a meaning.
    pub fn has_rates(self) -> bool {
        self != View::Balance
    }
}

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            View::Total => "total",
            View::Exports => "exports",
            View::Imports => "imports",
            View::Balance => "balance",
            View::ReExports => "re-exports",
            View::ReImports => "re-imports",
        })
    }
}

impl fmt::Display for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Flow {
    type Err = UnknownFlow;

    fn from_str(text: &str) -> Result<Flow, UnknownFlow> {
        if let Some(flow) = Flow::ALL.into_iter().find(|flow| flow.name() == text) {
            return Ok(flow);
        }
        Ok(match text.trim().to_lowercase().replace(['_', ' '], "-").as_str() {
            "exports" | "export" | "x" | "出口" => Flow::Export,
            "imports" | "import" | "m" | "进口" => Flow::Import,
            "total" | "total-trade" | "trade" | "进出口" => Flow::Total,
            "re-exports" | "re-export" | "reexport" | "reexports" | "rx" => Flow::ReExport,
            "re-imports" | "re-import" | "reimport" | "reimports" | "rm" => Flow::ReImport,
            _ => return Err(UnknownFlow(text.to_owned())),
        })
    }
}

impl FromStr for View {
    type Err = UnknownFlow;

    fn from_str(text: &str) -> Result<View, UnknownFlow> {
        if text.trim().eq_ignore_ascii_case("balance") {
            return Ok(View::Balance);
        }
        Ok(match text.parse::<Flow>()? {
            Flow::Total => View::Total,
            Flow::Export => View::Exports,
            Flow::Import => View::Imports,
            Flow::ReExport => View::ReExports,
            Flow::ReImport => View::ReImports,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_view_reads_what_it_prints() {
        for view in View::ALL {
            assert_eq!(view.to_string().parse(), Ok(view));
        }
        for flow in Flow::ALL {
            assert_eq!(flow.to_string().parse(), Ok(flow));
        }
    }

    #[test]
    fn total_and_balance_are_made_of_exports_and_imports() {
        assert_eq!(View::Total.flows().collect::<Vec<_>>(), [(Flow::Export, 1), (Flow::Import, 1)]);
        assert_eq!(View::Balance.flows().collect::<Vec<_>>(), [(Flow::Export, 1), (Flow::Import, -1)]);
    }
}
