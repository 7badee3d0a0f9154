//! Pages and workbooks as their readers see them: in Chromium and in LibreOffice. Where such a program is absent its
//! tests are reported as ignored; `bash .ci/run` installs them where it can.
//!
//! The usual harness cannot ignore a test while it runs, so this one brings its own.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "viewers/browser.rs"]
mod browser;
mod common;
#[path = "viewers/hostile.rs"]
mod hostile;
#[path = "viewers/office.rs"]
mod office;
#[path = "viewers/page.rs"]
mod page;
#[path = "viewers/print.rs"]
mod print;
#[path = "viewers/workbook.rs"]
mod workbook;

use std::collections::BTreeSet;
use std::process::{Command, ExitCode, Stdio};

use libtest_mimic::{Arguments, Trial};

/// A test, its name, and the programs that it takes.
type Test = (&'static str, &'static [&'static str], fn());

/// Every test of this kind.
const TESTS: &[Test] = &[
    ("page::headings_sort_the_lines", PAGE, page::headings_sort_the_lines),
    ("page::charts_tell_their_figures_where_one_points", PAGE, page::charts_tell_their_figures_where_one_points),
    ("page::it_reads_without_its_script", PAGE, page::it_reads_without_its_script),
    ("page::it_is_light_or_dark", PAGE, page::it_is_light_or_dark),
    ("page::nothing_is_fetched_and_nothing_else_runs", PAGE, page::nothing_is_fetched_and_nothing_else_runs),
    ("page::a_narrow_one_does_not_move_sideways", PAGE, page::a_narrow_one_does_not_move_sideways),
    ("print::every_sheet_has_the_headings_and_the_total_stands_once", PAPER, print::every_sheet_has_the_headings),
    ("print::short_tables_and_charts_are_not_torn", PAPER, print::short_tables_and_charts_are_not_torn),
    ("workbook::figures_are_numbers", BOOK, workbook::figures_are_numbers),
    ("workbook::the_bulletin_opens_whole", BOOK, workbook::the_bulletin_opens_whole),
    ("hostile::names_stay_text_in_a_page", PAGE, hostile::names_stay_text_in_a_page),
    ("hostile::names_stay_text_in_a_workbook", BOOK, hostile::names_stay_text_in_a_workbook),
];

const PAGE: &[&str] = &[browser::NAME, "timeout"];
const PAPER: &[&str] = &[browser::NAME, "timeout", "pdftotext", "pdftoppm"];
const BOOK: &[&str] = &[office::NAME, "timeout"];

/// Whether a program starts. A browser and an office program tell their version; others know no such question.
fn is_there(program: &&str) -> bool {
    let mut started = Command::new(program);
    let asked = started.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    asked.is_ok_and(|status| status.success() || ![browser::NAME, office::NAME].contains(program))
}

fn main() -> ExitCode {
    let programs = BTreeSet::from_iter([PAGE, PAPER, BOOK].concat());
    let found: Vec<&str> = programs.into_iter().filter(is_there).collect();
    let trial = |(name, programs, test): &Test| {
        let (test, is_absent) = (*test, programs.iter().any(|program| !found.contains(program)));
        Trial::test(*name, move || {
            test();
            Ok(())
        })
        .with_ignored_flag(is_absent)
    };
    libtest_mimic::run(&Arguments::from_args(), TESTS.iter().map(trial).collect()).exit_code()
}
