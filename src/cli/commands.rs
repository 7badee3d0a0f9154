//! The commands: each is a preset over the same report.

use std::io::Write;

use anyhow::bail;
use clap::Args;
use tradestat::analysis::frame::Base;
use tradestat::analysis::{self, Ask, Basis, Catalogue, Dimension, Known, Ledger, PerSet, Side};
use tradestat::figures::chart;
use tradestat::model::{PeriodExpr, View};
use tradestat::query::Query;
use tradestat::source::profile;
use tradestat::table::Table;

use super::answerable::from_data;
use super::columns::{self, Preset};
use super::data::DataArgs;
use super::output::OutputArgs;
use super::report::ReportArgs;
use super::resolve::{Meant, meant};

type Done = anyhow::Result<()>;

/// What was asked for.
fn asked(args: &ReportArgs, preset: &Preset, shape: impl Fn(&mut Ask) -> Done) -> anyhow::Result<Meant> {
    let mut meant = meant(&args.ask, preset)?;
    shape(&mut meant.ask)?;
    if meant.ask.top.is_some() && meant.ask.split().is_none() {
        bail!("--top: there is no list to cut; --by partner or --by product makes one");
    }
    meant.narrow();
    Ok(meant)
}

pub(crate) fn growth(args: &ReportArgs) -> anyhow::Result<Meant> {
    let columns = &["value", "base", "change", "growth_pct", "contribution_pp", "published_growth_pct"];
    asked(args, &Preset::new("Growth", columns), |_| Ok(()))
}

pub(crate) fn share(args: &ReportArgs) -> anyhow::Result<Meant> {
    let columns = &["value", "base", "growth_pct", "share_pct", "base_share_pct", "share_change_pp"];
    asked(args, &Preset::new("Share", columns), |_| Ok(()))
}

pub(crate) fn balance(args: &ReportArgs) -> anyhow::Result<Meant> {
    if !args.ask.flow.is_empty() {
        bail!("balance shows exports, imports and their difference together; it takes no --flow");
    }
    let columns = &["exports", "imports", "balance", "coverage_pct", "tsc"];
    let shape = |ask: &mut Ask| {
        ask.views = vec![View::Balance];
        base_is_used(args, ask)
    };
    asked(args, &Preset::new("Balance", columns), shape)
}

pub(crate) fn series(args: &ReportArgs) -> anyhow::Result<Meant> {
    let shape = |ask: &mut Ask| {
        ask.all_periods = true;
        base_is_used(args, ask)
    };
    asked(args, &Preset::new("Series", &["value"]), shape)
}

#[derive(Debug, Args)]
pub(crate) struct SeriesArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// One row for each flow, partner or product, with its figures as a line of letters; for tables, Markdown and pages
    #[arg(long, help_heading = "Series")]
    pub(crate) sparkline: bool,
}

pub(crate) fn sparklines(args: &SeriesArgs) -> anyhow::Result<Table> {
    args.report.output.must_be_for_people("--sparkline", "which has the figures themselves, a row for each period")?;
    let mut meant = series(&args.report)?;
    from_data(&args.report, &mut meant, |ledger: &Ledger<'_>, ask: &Ask| {
        let table = analysis::report(ledger, ask)?;
        chart::sparklines(&table).map_err(anyhow::Error::msg)
    })
}

/// A base that no column compares with would be ignored.
pub(crate) fn base_is_used(args: &ReportArgs, ask: &Ask) -> Done {
    if args.ask.base.is_some() && !ask.compares() {
        bail!("--base: no column of this report compares with it; --columns +growth_pct adds one");
    }
    if args.ask.basis == Basis::Published && !ask.compares() {
        bail!("--basis: no column of this report has a base; --columns +growth_pct adds one");
    }
    Ok(())
}

#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    #[command(flatten)]
    pub(crate) report: ReportArgs,
    /// For how many periods in a row each row has had its rank or a better one
    #[arg(long, help_heading = "Ranking")]
    streak: bool,
    /// A ranking for each reporter, partner or product of its own
    #[arg(long, value_name = "DIMENSION", help_heading = "Ranking")]
    per: Option<Dimension>,
    /// Only ranks up to N
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..), help_heading = "Ranking")]
    max_rank: Option<u32>,
    /// In how many of the rankings each row is kept
    #[arg(long, requires = "per", help_heading = "Ranking")]
    count: bool,
}

pub(crate) fn rank(args: &RankArgs) -> anyhow::Result<Meant> {
    let mut columns = vec!["rank", "base_rank", "rank_change", "value", "base", "growth_pct", "share_pct"];
    if args.streak {
        columns.insert(3, "streak");
    }
    if args.count {
        columns = vec!["count"];
    }
    let preset = Preset::new("Rank", columns.leak());
    asked(&args.report, &preset, |ask: &mut Ask| ranking(args, ask))
}

/// A ranking is of partners unless something else was named.
fn ranking(args: &RankArgs, ask: &mut Ask) -> Done {
    ask.ranked = true;
    if let [single @ (Side::One(_) | Side::Group(_))] = *ask.sides.as_slice()
        && (ask.by.is_empty() || matches!(single, Side::One(_)) && ask.by == [Dimension::Partner])
    {
        ask.only = vec![single];
        ask.sides.clear();
        if let Side::Group(group) = single {
            ask.groups.push(group);
        }
    }
    let named = ask.sides.len() > 1 || !ask.products.is_empty() || ask.reporters.len() > 1;
    let lists = [Dimension::Partner, Dimension::Product, Dimension::Reporter, Dimension::Group];
    if !named && !ask.by.iter().any(|dimension| lists.contains(dimension)) {
        ask.by.push(Dimension::Partner);
    }
    let Some(per) = args.per.or(args.max_rank.and(ask.by.first().copied())) else { return Ok(()) };
    if !matches!(per, Dimension::Reporter | Dimension::Partner | Dimension::Product) {
        bail!("--per {per}: expected reporter, partner or product");
    }
    if args.per.is_some() {
        ask.by.retain(|dimension| *dimension != per);
        if !ask.by.iter().any(|dimension| lists.contains(dimension)) {
            ask.by.push(if per == Dimension::Partner { Dimension::Product } else { Dimension::Partner });
        }
        ask.by.insert(0, per);
    }
    ask.per = Some(PerSet { per, max_rank: args.max_rank, count: args.count });
    Ok(())
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// The earlier period, such as 2018
    earlier: PeriodExpr,
    /// The later period, such as 2025-jan..nov
    later: PeriodExpr,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

pub(crate) fn compare(args: &CompareArgs) -> anyhow::Result<Meant> {
    if args.report.ask.period.is_some() || args.report.ask.base.is_some() {
        bail!(
            "compare takes its two periods without --period and --base: tradestat compare {} {}",
            args.earlier,
            args.later
        );
    }
    let columns = &[
        "value",
        "base",
        "change",
        "growth_pct",
        "share_pct",
        "base_share_pct",
        "share_change_pp",
        "rank",
        "base_rank",
        "rank_change",
    ];
    let shape = |ask: &mut Ask| {
        ask.period = Some(args.later);
        ask.base = Base::Fixed(args.earlier);
        let lines = ask.sides.len().max(ask.products.len()).max(ask.reporters.len());
        if lines < 2 && ask.by.is_empty() && !ask.columns_chosen {
            ask.columns.retain(|column| !column.name.contains("rank"));
        }
        Ok(())
    };
    asked(&args.report, &Preset::new("Comparison", columns), shape)
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// The column to explain
    #[arg(default_value = "growth_pct")]
    column: String,
    #[command(flatten)]
    pub(crate) report: ReportArgs,
}

pub(crate) fn explain(args: &ExplainArgs) -> anyhow::Result<Table> {
    let preset = Preset::new("Explanation", &["value", "growth_pct"]);
    let column = columns::column(&args.column)?;
    let ranks = ["rank", "base_rank", "rank_change", "streak", "count"];
    if ranks.contains(&column.name) {
        bail!("{} follows from the order of all rows; explain value shows where each value comes from", column.name);
    }
    let balance = ["exports", "imports", "balance", "coverage_pct", "tsc"].contains(&column.name);
    let shape = |ask: &mut Ask| {
        ask.columns = vec![column];
        if balance {
            ask.views = vec![View::Balance];
        }
        Ok(())
    };
    let explain = |ledger: &Ledger<'_>, ask: &Ask| Ok(analysis::explain(ledger, ask, column)?);
    let mut meant = asked(&args.report, &preset, shape)?;
    meant.query.traced = true;
    from_data(&args.report, &mut meant, explain)
}

#[derive(Debug, Args)]
pub(crate) struct InfoArgs {
    #[command(flatten)]
    pub(crate) data: DataArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

pub(crate) fn info(args: &InfoArgs) -> anyhow::Result<Table> {
    let cube = args.data.reading.watch(&args.data.data, &Query::nothing(), &mut |_| Ok(()))?;
    Ok(analysis::info(&cube))
}

#[derive(Debug, Args)]
pub(crate) struct ListArgs {
    /// partners, groups, members, products, product-groups, indicators, charts, formats, profiles or currencies
    what: Catalogue,
    /// Only rows that hold this word
    word: Option<String>,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

pub(crate) fn list(args: &ListArgs) -> Table {
    let profiles: Vec<(&str, &str)> =
        profile::builtin().map(|known| (known.name.as_str(), known.about.as_str())).collect();
    let charts: Vec<(&str, &str)> = chart::ALL.iter().map(|kind| (kind.name, kind.about)).collect();
    let known = Known { charts: &charts, formats: &FORMATS, profiles: &profiles };
    analysis::list(args.what, args.word.as_deref(), &known)
}

/// Formats of answers and what each is for.
const FORMATS: [(&str, &str); 9] = [
    ("table", "for people: fits the terminal, with heading, unit and notes"),
    ("csv", "comma separated values: every column by its name, plain numbers"),
    ("tsv", "the same, separated by tabs"),
    ("json", "an array of objects by column name; a missing figure is null"),
    ("jsonl", "one such object a line"),
    ("markdown", "for documents, with heading and notes"),
    ("html", "one page for a browser: sortable, printable, light and dark"),
    ("xlsx", "a workbook: numbers as numbers, with a sheet of notes and source"),
    ("junit", "XML of tests and their results, a row a test, for systems that run checks"),
];

pub(crate) fn man(program: clap::Command, command: Option<&str>, out: &mut dyn Write) -> Done {
    let page = match command {
        None => program,
        Some(name) => match program.get_subcommands().find(|known| known.get_name() == name) {
            Some(known) => known.clone().name(format!("tradestat-{name}")),
            None => {
                let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                bail!("`{name}` is not a command; expected one of {}", known.join(", "))
            }
        },
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    out.write_all(&roff)?;
    Ok(())
}
