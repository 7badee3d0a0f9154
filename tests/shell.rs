//! Completions and manual pages: for every shell, and for every command.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::answer;

const COMMANDS: [&str; 20] = [
    "growth",
    "share",
    "rank",
    "balance",
    "series",
    "compare",
    "indicator",
    "explain",
    "info",
    "list",
    "completions",
    "man",
    "check",
    "mirror",
    "plot",
    "render",
    "report",
    "verify",
    "convert",
    "diff",
];

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = answer(&["completions", shell]);
        for command in COMMANDS {
            assert!(script.contains(command), "{shell}: {command}");
        }
        assert!(script.contains("period") && script.contains("skip-bad-rows"), "{shell} knows no options");
    }
}

#[test]
fn every_command_has_a_page() {
    let program = answer(&["man"]);
    assert!(program.starts_with(".ie") && program.contains(".TH tradestat 1"), "{program}");
    for command in COMMANDS {
        assert!(program.contains(&format!("tradestat\\-{command}(1)")), "{command}");
        let page = answer(&["man", command]);
        assert!(page.contains(&format!(".TH tradestat-{command} 1")), "{page}");
        assert!(page.contains(".SH OPTIONS") && page.contains(".SH SYNOPSIS"), "{page}");
    }
}

/// The help of the program names every command, and every command has a help of its own.
#[test]
fn every_command_has_a_help() {
    let help = answer(&["--help"]);
    for command in COMMANDS {
        assert!(help.lines().any(|line| line.trim_start().starts_with(&format!("{command} "))), "{command}");
        assert_eq!(answer(&[command, "--help"]), answer(&["help", command]), "{command}");
    }
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    assert_eq!(listed.count(), COMMANDS.len() + 1, "a command is missing in this test");
}
