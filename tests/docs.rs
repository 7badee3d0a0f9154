//! Every console session of the README, the documents and the examples is run, and its output compared to the letter.
//!
//! `TRYCMD=overwrite cargo test --test docs` writes the sessions anew.

#[test]
fn sessions_print_what_the_documents_say() {
    trycmd::TestCases::new()
        .env("TRADESTAT_DATA", "china")
        .env("NO_COLOR", "1")
        .case("README.md")
        .case("docs/*.md")
        .case("examples/*.md")
        .case("examples/*/*.md");
}
