//! Tests that read the official files and samples beside the repository, at `../shared` or where `TRADESTAT_SHARED`
//! points. Where the folder is absent they are reported as ignored; in CI (`CI=true`) its absence is a failure.
//!
//! The usual harness cannot ignore a test while it runs, so this one brings its own.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "shared/china.rs"]
mod china;
mod common;
#[path = "shared/layouts.rs"]
mod layouts;
#[path = "shared/samples.rs"]
mod samples;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, Trial};

/// A test of the files below a folder.
type Test = fn(&Path);

/// Every test of this kind; another file adds its own here.
const TESTS: &[(&str, Test)] = &[
    ("china::totals_are_the_same", china::totals_are_the_same),
    ("china::partners_are_the_same", china::partners_are_the_same),
    ("china::products_are_the_same", china::products_are_the_same),
    ("china::press_figures_are_the_same", china::press_figures_are_the_same),
    ("china::every_break_is_known", china::every_break_is_known),
    ("china::rates_of_the_yuan_are_the_same", china::rates_of_the_yuan_are_the_same),
    ("china::the_folder_answers_like_the_embedded_set", china::the_folder_answers_like_the_embedded_set),
    ("layouts::thailand_world_and_the_sum_of_partners", layouts::thailand_world_and_the_sum_of_partners),
    ("layouts::a_split_is_not_added_to_its_total", layouts::a_split_is_not_added_to_its_total),
    ("layouts::the_answer_of_an_interface_in_json", layouts::the_answer_of_an_interface_in_json),
    ("layouts::soybeans_from_brazil_by_month", layouts::soybeans_from_brazil_by_month),
    ("layouts::leading_zeros_come_back", layouts::leading_zeros_come_back),
    ("layouts::mixed_levels", layouts::mixed_levels),
    ("layouts::every_tariff_line_of_fao", layouts::every_tariff_line_of_fao),
    ("layouts::cumulatives_of_customs_against_months", layouts::cumulatives_of_customs_against_months),
    ("layouts::the_published_growth_of_customs_is_kept", layouts::the_published_growth_of_customs_is_kept),
    ("layouts::a_column_a_flow", layouts::a_column_a_flow),
    ("layouts::every_sample_answers", layouts::every_sample_answers),
    ("samples::every_file_is_read_or_refused", samples::every_file_is_read_or_refused),
    ("samples::revisions_of_the_regime_tables", samples::revisions_of_the_regime_tables),
];

fn folder() -> PathBuf {
    let named = std::env::var_os("TRADESTAT_SHARED").filter(|name| !name.is_empty());
    named.map_or_else(|| common::root().join("../shared"), PathBuf::from)
}

/// Whether this is a run that must not leave anything out.
fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

fn trial(name: &str, test: Test, folder: PathBuf) -> Trial {
    let absent = !folder.is_dir();
    let run = move || {
        if absent {
            return Err(Failed::from(format!("there is no folder {}; TRADESTAT_SHARED names it", folder.display())));
        }
        test(&folder);
        Ok(())
    };
    Trial::test(name, run).with_ignored_flag(absent && !in_ci())
}

fn main() -> ExitCode {
    let trials = TESTS.iter().map(|(name, test)| trial(name, *test, folder())).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
