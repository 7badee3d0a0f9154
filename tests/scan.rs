//! The fast reader gives what the plain one gives: the same cube, or the same error.
//!
//! `PROPTEST_CASES` says how many data sets are tried.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "scan/cubes.rs"]
mod cubes;
#[path = "scan/edges.rs"]
mod edges;
#[path = "scan/hand.rs"]
mod hand;
#[path = "scan/kinds.rs"]
mod kinds;
#[path = "scan/offices.rs"]
mod offices;
#[path = "scan/question.rs"]
mod question;
#[path = "scan/sheet.rs"]
mod sheet;
#[path = "scan/sums.rs"]
mod sums;
#[path = "layouts/whim.rs"]
mod whim;

use proptest::prelude::*;
use proptest::sample::select;
use tradestat::model::Period;
use tradestat::query::Query;
use tradestat::source::profile::{self, Profile};
use tradestat::source::{FileSet, Files, Rejects, Source};

use cubes::{Plain, Told, told};
use hand::{Hand, Letters, Packing, Quoting};
use kinds::Kind;
use sheet::Make;

const KINDS: [&Kind; 14] = [
    &kinds::TIDY,
    &kinds::TIDY,
    &kinds::NARROW,
    &kinds::NARROW,
    &offices::COMTRADE,
    &offices::COMTRADE,
    &offices::FEW_COLUMNS,
    &offices::OWN,
    &offices::TITLED,
    &kinds::COMEXT,
    &kinds::COMEXSTAT,
    &kinds::BACI,
    &kinds::SDMX,
    &kinds::VALUE_ONLY,
];

/// Kinds that the plain reader reads.
const LEFT: [&Kind; 2] = [&kinds::PUBLISHED, &kinds::CENSUS];

/// Rows with nothing odd.
const ORDINARY: Make = Make { seed: 1, rows: 0, odd: 0, leaves_out: false, repeats: false, bad: false, order: 0 };

/// A data set and a question.
#[derive(Debug, Clone)]
struct Case {
    kind: usize,
    make: Make,
    hand: Hand,
    files: usize,
    threads: usize,
    block_bytes: Option<usize>,
    question: u64,
}

impl Case {
    fn kind(&self) -> &'static Kind {
        KINDS.iter().chain(&LEFT).nth(self.kind).unwrap()
    }

    /// Whether the fast reader must read it.
    fn is_ordinary(&self) -> bool {
        let Make { odd, repeats, bad, .. } = self.make;
        odd == 0
            && !repeats
            && !bad
            && self.hand.slips.is_empty()
            && self.hand.line_end != "\r"
            && self.kind().is_scanned
    }

    fn data(&self, folder: &common::Folder) -> FileSet {
        let kind = self.kind();
        let sheet = sheet::sheet(kind, self.make);
        let part = sheet.rows.len().div_ceil(self.files).max(1);
        let parts: Vec<_> = (0..self.files).map(|at| sheet.rows.chunks(part).nth(at).unwrap_or_default()).collect();
        let name = |at: usize| format!("{at}.csv");
        let paths =
            parts.iter().enumerate().map(|(at, rows)| folder.file(&name(at), self.hand.write(kind, &sheet, rows)));
        FileSet {
            files: Files { paths: paths.collect() },
            given: kind.given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            profile: kind.profile.map(|text| profile_of(folder, text)),
            threads: Some(self.threads),
            block_bytes: self.block_bytes,
            ..FileSet::default()
        }
    }
}

fn profile_of(folder: &common::Folder, text: &str) -> Profile {
    profile::find(&folder.file("own.toml", text)).unwrap()
}

fn makes() -> impl Strategy<Value = Make> {
    let rows = prop_oneof![0..8_usize, 8..150_usize];
    let flags = (any::<bool>(), prop::bool::weighted(0.1), prop::bool::weighted(0.1));
    (any::<u64>(), rows, select(&[0, 0, 200, 40]), flags, 0..4_usize).prop_map(
        |(seed, rows, odd, (leaves_out, repeats, bad), order)| Make {
            seed,
            rows,
            odd,
            leaves_out,
            repeats,
            bad,
            order,
        },
    )
}

fn hands() -> impl Strategy<Value = Hand> {
    let quoting = select(&[Quoting::Needed, Quoting::Needed, Quoting::Some, Quoting::All]);
    let marks = (select(&["\n", "\n", "\r\n", "\r"]), quoting, any::<bool>(), any::<bool>(), any::<bool>());
    let packing = select(&[Packing::None, Packing::None, Packing::Gzip, Packing::Zstandard]);
    let letters = select(&[Letters::Utf8, Letters::Utf8, Letters::Utf8Marked, Letters::Utf16]);
    let slip = prop_oneof![2 => Just(0..0_usize), 1 => Just(0..3_usize)];
    let slips =
        slip.prop_flat_map(|count| prop::collection::vec((any::<u16>(), 0..99_usize), count.start..count.end.max(1)));
    let trailing = (prop::bool::weighted(0.2), prop::bool::weighted(0.1));
    (any::<u64>(), marks, packing, letters, trailing, slips, 0..4_usize).prop_map(
        |(seed, (line_end, quoting, padded, blank_lines, ends), packing, letters, trailing, slips, delimiter)| Hand {
            seed,
            line_end,
            quoting,
            padded,
            trailing,
            blank_lines,
            ends,
            packing,
            letters,
            delimiter,
            slips,
        },
    )
}

fn cases() -> impl Strategy<Value = Case> {
    let block = prop_oneof![Just(None), (64..4096_usize).prop_map(Some), (1..99_usize).prop_map(Some)];
    let kind = 0..KINDS.len() + LEFT.len();
    (kind, makes(), hands(), prop_oneof![3 => Just(1_usize), 1 => 2..4_usize], 1..8_usize, block, any::<u64>())
        .prop_map(|(kind, make, hand, files, threads, block_bytes, question)| Case {
            kind,
            make,
            hand,
            files,
            threads,
            block_bytes,
            question,
        })
}

fn few(cases: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 2000, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(few(200))]

    #[test]
    fn a_grid_gives_the_sums_of_the_cube(case in cases()) {
        let folder = common::Folder::new();
        let set = case.data(&folder);
        let query = Query { to: None, currency: None, ..question::any(case.question) };
        let periods: Vec<Period> = [2023, 2024].into_iter().filter_map(Period::year).collect();
        let cube = Plain(&set).gather(&query, &mut Rejects::refuse());
        if let (Ok(Some(grid)), Ok(cube)) = (set.grid(&query, &periods, true), cube) {
            prop_assert_eq!(sums::of_grid(&grid), sums::of_cube(&Told::of(cube), &periods), "{:?}", &query);
        }
    }

    #[test]
    fn the_fast_reader_gives_what_the_plain_one_gives(case in cases()) {
        let folder = common::Folder::new();
        let set = case.data(&folder);
        let query = question::any(case.question);
        let shown = || {
            let texts = set.files.paths.iter().map(|path| std::fs::read(path).unwrap());
            texts.map(|text| format!("{:?}", String::from_utf8_lossy(&text))).collect::<Vec<_>>().join("\n")
        };
        let expected = told(&Plain(&set), &query);
        let found = told(&set, &query);
        prop_assert_eq!(&found, &expected, "{}\n{:?}", shown(), &query);
        let is_given = case.kind().columns.len() == 1 && (query.years.is_some() || query.flows.is_some());
        if case.is_ordinary() && expected.is_ok() && query.to.is_none() && !is_given {
            let scanned = set.scan(&query, &mut Rejects::refuse()).unwrap();
            prop_assert!(scanned.is_some(), "the plain reader read this: {}\n{:?}", shown(), &query);
            let _ = scanned.map(Told::of);
        }
    }
}
