//! Options that every report shares.

use clap::Args;
use tradestat::analysis::{Basis, Dimension};
use tradestat::model::{Level, Measure, Membership, PeriodExpr, Target, View};

use super::data::DataArgs;
use super::output::OutputArgs;

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) ask: AskArgs,
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Question")]
pub(crate) struct AskArgs {
    /// jan-nov, q1-q3, h1, 2025, 2025-11, 2025-q3, 2025-jan..nov, 2021..2025, ytd, latest or last-12
    #[arg(short, long, value_name = "EXPR")]
    pub(crate) period: Option<PeriodExpr>,
    /// Year of a period without one [default: the newest that the data covers for it]
    #[arg(long, value_parser = clap::value_parser!(i32).range(1700..=2200))]
    pub(crate) year: Option<i32>,
    /// What to compare with: a period, or `previous` [default: the same months a year earlier]
    #[arg(long, value_name = "EXPR", value_parser = super::resolve::base)]
    pub(crate) base: Option<tradestat::analysis::frame::Base>,
    /// exports, imports, total, balance, re-exports, re-imports; several with commas [default: total,exports,imports, or the only one that the data holds]
    #[arg(long, value_delimiter = ',')]
    pub(crate) flow: Vec<View>,
    /// Reporters: codes or names, with commas
    #[arg(long, value_delimiter = ',')]
    pub(crate) reporter: Vec<String>,
    /// Partners: codes, names or groups, with commas
    #[arg(long, value_delimiter = ',')]
    pub(crate) partner: Vec<String>,
    /// Products: hs:85, gacc:MECH_ELEC, names or groups, with commas
    #[arg(long, value_delimiter = ',')]
    pub(crate) product: Vec<String>,
    /// One row for each flow, reporter, partner, product, group or period; several with commas
    #[arg(long, value_delimiter = ',', value_name = "DIMENSION")]
    pub(crate) by: Vec<Dimension>,
    /// Detail of products: total, section, hs2, hs4, hs6, hs8, sitc1 to sitc5 or bec
    #[arg(long)]
    pub(crate) level: Option<Level>,
    /// Edition to bring products to by the UN tables: hs2007, hs2012, hs2017, hs2022, sitc4 or bec4
    #[arg(long, value_name = "EDITION")]
    pub(crate) to: Option<Target>,
    /// Groups that take the place of their members among the partners, such as asean,eu
    #[arg(long, value_delimiter = ',')]
    pub(crate) groups: Vec<String>,
    /// Members of groups: current, historical, published or those of a month [default: current]
    #[arg(long)]
    pub(crate) membership: Option<Membership>,
    /// value, weight, quantity or unit-value; several with commas, each a column
    #[arg(long, value_delimiter = ',', default_value = "value")]
    pub(crate) measure: Vec<Measure>,
    /// One row a month
    #[arg(short = 'M', long, conflicts_with_all = ["quarterly", "yearly"])]
    pub(crate) monthly: bool,
    /// One row a quarter
    #[arg(short = 'Q', long, conflicts_with = "yearly")]
    pub(crate) quarterly: bool,
    /// One row a year
    #[arg(short = 'Y', long)]
    pub(crate) yearly: bool,
    /// Totals of so many months up to the end of each row
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(1..=120))]
    pub(crate) rolling: Option<u32>,
    /// The published series in this currency where there is one, else converted by the month's rate
    #[arg(long, value_name = "CODE")]
    pub(crate) currency: Option<String>,
    /// Which publication of a figure: newest, first, or the newest of a month such as 2025-11
    #[arg(long, default_value = "newest", value_parser = super::resolve::vintage)]
    pub(crate) vintage: tradestat::query::Vintage,
    /// computed: against the level in the data; published: against the base that the published rate implies
    #[arg(long, default_value = "computed", value_parser = super::resolve::basis)]
    pub(crate) basis: Basis,
    /// Only the first N rows of each period and flow, the rest as one row OTHERS
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) top: Option<u32>,
    /// Order of the rows by a column, the largest first; COLUMN:asc for the smallest
    #[arg(long, value_name = "COLUMN")]
    pub(crate) sort: Option<String>,
    /// Columns with commas, + before the first adds to those of the command; see `list indicators`
    #[arg(long, value_delimiter = ',', allow_hyphen_values = true)]
    pub(crate) columns: Vec<String>,
    /// Beside each figure the smallest and the largest that rounding in print and the rates of a conversion allow
    #[arg(long)]
    pub(crate) bounds: bool,
    /// Answer for the months that both periods have when some are missing, and mark it partial
    #[arg(long)]
    pub(crate) allow_partial: bool,
}

impl AskArgs {
    pub(crate) fn membership(&self) -> Membership {
        self.membership.unwrap_or_default()
    }
}
