//! The command `diff`: two data sets, or two publications in one.

use anyhow::bail;
use clap::Args;
use indexmap::IndexSet;
use tradestat::analysis::diff::{Dataset, Key, Snapshot};
use tradestat::analysis::{Ledger, diff};
use tradestat::cube::Cube;
use tradestat::model::{Code, Membership};
use tradestat::query::{Query, Vintage};
use tradestat::source::{ReadError, Rejects, Signatures, Source, fingerprint};
use tradestat::table::Table;

use super::data::ReadingArgs;
use super::output::OutputArgs;

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The earlier data set: a file, a directory, a glob or `-`
    old: String,
    /// The later data set; without one, two --vintage name publications of the first
    new: Option<String>,
    /// Publications to compare, the earlier first: newest, first, or the newest of a month such as 2025-11
    #[arg(long, value_name = "VINTAGE", value_parser = super::resolve::vintage)]
    vintage: Vec<Vintage>,
    /// Only the N largest differences
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    top: Option<u32>,
    /// The rows in this currency, where the data holds several
    #[arg(long, value_name = "CODE", value_parser = super::resolve::currency_code)]
    currency: Option<Code>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// The answer, and whether something was found that the exit status tells.
pub(crate) fn diff(args: &DiffArgs) -> anyhow::Result<(Table, bool)> {
    let (before, now) = match (&args.new, args.vintage.as_slice()) {
        (Some(_), []) => (Vintage::Newest, Vintage::Newest),
        (Some(_), [both]) => (*both, *both),
        (_, [before, now]) => (*before, *now),
        (None, _) => bail!("diff compares two data sets, or two publications of one with --vintage twice"),
        (Some(_), _) => bail!("diff compares two data sets; it takes at most two --vintage"),
    };
    let new = args.new.as_ref().unwrap_or(&args.old);
    if new == "-" && args.old == "-" {
        bail!("standard input can be read once; name a file for the other data set");
    }
    let sides = [(args.old.as_str(), before), (new.as_str(), now)];
    let [(old_rows, old_cube), (new_rows, new_cube)] = args.reading.read(&mut |rejects| args.read(sides, rejects))?;
    let old_ledger = Ledger::new(&old_cube, before, Membership::Current);
    let new_ledger = Ledger::new(&new_cube, now, Membership::Current);
    let old = Dataset { rows: &old_rows, ledger: &old_ledger };
    let new = Dataset { rows: &new_rows, ledger: &new_ledger };
    Ok(diff::diff(&old, &new, args.top.map(|top| top as usize))?)
}

/// How many figures may differ; each is kept with its places.
const MOST: usize = 250_000;

type Side = (Snapshot, Cube);

impl DiffArgs {
    /// Reads both data sets: which keys differ, then the rows of these keys, then the totals.
    fn read(&self, sides: [(&str, Vintage); 2], rejects: &mut Rejects) -> anyhow::Result<[Side; 2]> {
        let sources = [self.source(sides[0].0)?, self.source(sides[1].0)?];
        let mut signatures = [Signatures::default(), Signatures::default()];
        let mut currencies = [None, None];
        let mut classes = IndexSet::<Code>::new();
        for (at, source) in sources.iter().enumerate() {
            let cube = source.watch(&self.rows(), rejects, &mut |row| {
                let Some(key) = Key::of(row, sides[at].1) else { return Ok(()) };
                let class = classes.insert_full(row.currency).0 as u16;
                let signed = signatures[at].push(&key, class, &diff::edition(row), &diff::says(row));
                signed.map_err(ReadError::temporary)
            })?;
            currencies[at] = cube.currency;
        }
        let [old, new] = signatures;
        let differing = old.compare(new, sides[0].1 == sides[1].1).map_err(ReadError::temporary)?;
        if differing.fingerprints.len() > MOST {
            let count = differing.fingerprints.len();
            bail!("{count} figures differ, more than the {MOST} that can be listed; compare a part of the data sets");
        }
        let side = |at: usize| {
            let (vintage, currency) = (sides[at].1, currencies[at].unwrap_or(Code::fixed("")));
            let class = classes.get_index_of(&currency).map(|class| class as u16);
            let keys = class.and_then(|class| differing.keys[at].get(&class)).copied();
            let mut rows = Snapshot::of(vintage, keys.unwrap_or_default());
            if !differing.fingerprints.is_empty() {
                sources[at].watch(&self.rows(), &mut rejects.again(), &mut |row| {
                    let key = Key::of(row, vintage).filter(|key| key.currency == currency);
                    let differs = key.filter(|key| differing.fingerprints.contains(&fingerprint(key)));
                    differs.into_iter().for_each(|key| rows.take(key, row));
                    Ok(())
                })?;
            }
            let totals = Query { vintage, currency: self.currency, ..Query::default() };
            anyhow::Ok((rows, sources[at].load(&totals, &mut rejects.again())?))
        };
        Ok([side(0)?, side(1)?])
    }

    fn source(&self, named: &str) -> anyhow::Result<Box<dyn Source>> {
        self.reading.source(&[named.to_owned()])
    }

    fn rows(&self) -> Query {
        Query { currency: self.currency, every_currency: false, ..Query::nothing() }
    }
}
