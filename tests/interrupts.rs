//! Ctrl-C and other requests to end: nothing half-written stays behind, and the program ends by the signal.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs;
use std::io::Write;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use common::{Folder, tradestat};

const SIGNALS: [(&str, i32); 3] = [("HUP", 1), ("INT", 2), ("TERM", 15)];
const ROWS: &str = "period,flow,value\n2025-01,exports,x\n2025-01,imports,1\n";

/// The signals that reach a program at all: whoever runs the tests may have it ignore some, as a background job does.
fn heard() -> impl Iterator<Item = (&'static str, i32)> {
    SIGNALS.into_iter().filter(|(name, number)| {
        let status = Command::new("sh").args(["-c", &format!("kill -{name} $$")]).status().unwrap();
        status.signal() == Some(*number)
    })
}

fn send(name: &str, process: &str) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status();
    assert!(sent.unwrap().success(), "{name} to {process}");
}

/// Waits for a sign of life, as long as it takes on a busy machine.
fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < Duration::from_secs(120), "no {what}");
        thread::sleep(Duration::from_millis(2));
    }
}

fn temporary_files(folder: &Path) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_str().unwrap().starts_with(".tradestat-")).count()
}

/// The program with an output and a list, both of which are there before, and rows from a pipe that stays open.
fn begun(folder: &Folder) -> Child {
    let words = ["series", "-q", "-d", "-", "-o", &folder.file("out.csv", "before"), "--skip-bad-rows"];
    let list = folder.file("list.csv", "before");
    let child = tradestat().args(words).arg(list).stdin(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    child.stdin.as_mut().unwrap().write_all(ROWS.as_bytes()).unwrap();
    wait_for("temporary file", || (temporary_files(folder.path()) > 0).then_some(()));
    child
}

fn is_as_before(folder: &Folder) {
    assert_eq!(temporary_files(folder.path()), 0);
    for name in ["out.csv", "list.csv"] {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), "before", "{name}");
    }
}

#[test]
fn while_it_reads() {
    for (name, number) in heard() {
        let folder = Folder::new();
        let mut child = begun(&folder);
        send(name, &child.id().to_string());
        assert_eq!(child.wait().unwrap().signal(), Some(number), "{name}");
        is_as_before(&folder);
    }
}

/// A run that ended before it was interrupted is tried again with more rows.
#[test]
fn while_it_writes() {
    for (name, number) in heard() {
        let folder = Folder::new();
        let interrupted = (0..6).any(|attempt| {
            let output = folder.file("out.csv", "before");
            let data = folder.file("rows.csv", rows(10_000 << attempt));
            let mut child = tradestat().args(["convert", "-q", "-d", &data, "-o", &output]).spawn().unwrap();
            let ended = wait_for("temporary file", || match child.try_wait().unwrap() {
                Some(status) => Some(Some(status)),
                None => (temporary_files(folder.path()) > 0).then_some(None),
            });
            send_to_one_that_may_have_ended(name, &child);
            let status = ended.unwrap_or_else(|| child.wait().unwrap());
            assert_eq!(temporary_files(folder.path()), 0, "{name}");
            let whole = fs::read_to_string(&output).unwrap() != "before";
            assert!(whole || status.signal() == Some(number), "{name}: {status}");
            !whole
        });
        assert!(interrupted, "{name} always came too late");
    }
}

fn send_to_one_that_may_have_ended(name: &str, child: &Child) {
    let script = format!("kill -{name} {} 2>/dev/null", child.id());
    Command::new("sh").args(["-c", &script]).status().unwrap();
}

fn rows(count: usize) -> String {
    let row = |number: usize| format!("{}-{:02},exports,{number}\n", 1800 + number / 12 % 200, number % 12 + 1);
    let rows = (0..count).map(|number| format!("{:06},{}", number / 2400, row(number)));
    format!("product,period,flow,value\n{}", rows.collect::<String>())
}

/// As a shell tells it: 128 and the number of the signal.
#[test]
fn the_status_in_a_shell() {
    for (name, number) in heard() {
        let folder = Folder::new();
        let process = folder.path().join("process");
        let inner = format!("echo $$ >'{}'; exec \"$0\" growth -d -", process.display());
        let script = format!("sh -c '{}' \"$0\"; echo $?", inner.replace('\'', "'\\''"));
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_tradestat")]).env_remove("TRADESTAT_DATA");
        let mut shell = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let process = wait_for("process", || {
            let process = fs::read_to_string(&process).unwrap_or_default();
            process.ends_with('\n').then(|| process.trim().to_owned())
        });
        send(name, &process);
        let open = shell.stdin.take();
        let output = shell.wait_with_output().unwrap();
        drop(open);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{}\n", 128 + number), "{name}");
    }
}

/// What was started to be ignored, as by `nohup`, is ignored.
#[test]
#[cfg(target_os = "linux")]
fn an_ignored_signal_stays_ignored() {
    let folder = Folder::new();
    let mut shell = Command::new("sh");
    let list = folder.path().join("list.csv");
    let words = ["growth", "-q", "-f", "csv", "--period", "2025-01", "-d", "-", "--skip-bad-rows"];
    shell.args(["-c", "trap '' HUP INT; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_tradestat")]).args(words).arg(&list);
    let mut child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    wait_for("temporary file", || (temporary_files(folder.path()) > 0).then_some(()));
    for name in ["HUP", "INT"] {
        send(name, &child.id().to_string());
    }
    thread::sleep(Duration::from_millis(200));
    child.stdin.take().unwrap().write_all(ROWS.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", output.status);
    assert_eq!(fs::read_to_string(&list).unwrap().lines().count(), 2);
}
