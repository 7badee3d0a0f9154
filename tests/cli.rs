//! What the program prints, whole: every command, every help and every kind of error.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes what it prints now; read the difference before it is committed.

use std::process::Command;

#[test]
fn sessions() {
    if std::env::var_os("TRADESTAT_DATA").is_some() {
        return again_without_the_variable();
    }
    let cases = trycmd::TestCases::new();
    cases.env("COLUMNS", "100").case("tests/cmd/*/*.trycmd");
}

/// A data set that the environment names would answer in place of the embedded one.
fn again_without_the_variable() {
    let mut again = Command::new(std::env::current_exe().expect("the path of this test"));
    let done = again.args(["--exact", "sessions"]).env_remove("TRADESTAT_DATA").status();
    assert!(done.expect("this test runs again").success());
}
