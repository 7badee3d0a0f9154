//! Progress on a terminal: only there, only for long work, and gone before anything else is printed.
//! The terminal is that of the program `script`; where there is none these tests do nothing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr)]

mod common;

use std::fs::{self, File};
use std::io::{Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use common::{Folder, run, tradestat};

const ROWS: &str = "period,flow,value\n2025-01,exports,1\n2025-01,imports,1\n";
const QUESTION: [&str; 6] = ["growth", "--period", "2025-01", "-f", "csv", "-d"];
const SHOWN: &str = "reading ";

/// Longer than it takes until progress is shown.
const LONG: Duration = Duration::from_millis(1_500);

/// The program on a terminal, with data that comes from a pipe.
struct Terminal {
    folder: Folder,
    script: Child,
    printed: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
    data: File,
}

impl Terminal {
    /// Starts the program and gives it the first rows; none where there is no terminal to be had.
    fn start(more: &[&str], environment: &[(&str, &str)]) -> Option<Terminal> {
        let trial = Command::new("script").args(["-qefc", "test -t 2", "/dev/null"]).output();
        if !trial.is_ok_and(|output| output.status.success()) {
            eprintln!("not tested: the program `script` is not there or has no terminal");
            return None;
        }
        let folder = Folder::new();
        let (pipe, process) = (folder.path().join("data.pipe"), folder.path().join("process"));
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let question = [&QUESTION[..], &[pipe.to_str().unwrap()], more].concat().join("' '");
        let program = env!("CARGO_BIN_EXE_tradestat");
        let command = format!("stty cols 200; echo $$ >'{}'; exec '{program}' '{question}'", process.to_str().unwrap());
        let mut script = Command::new("script");
        script.args(["-qefc", &command, "/dev/null"]).env("TERM", "xterm").env("SHELL", "/bin/sh");
        script.env_remove("TRADESTAT_DATA").env_remove("NO_COLOR").envs(environment.iter().copied());
        let mut script = script.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let printed = Arc::new(Mutex::new(Vec::new()));
        let (mut output, seen) = (script.stdout.take().unwrap(), Arc::clone(&printed));
        let reader = thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = output.read(&mut buffer) {
                seen.lock().unwrap().extend(&buffer[..count]);
            }
        });
        let mut data = File::options().write(true).open(&pipe).unwrap();
        data.write_all(ROWS.as_bytes()).unwrap();
        Some(Terminal { folder, script, printed, reader, data })
    }

    fn printed(&self) -> String {
        String::from_utf8_lossy(&self.printed.lock().unwrap()).into_owned()
    }

    fn wait_for_progress(&self) {
        let start = Instant::now();
        while !self.printed().contains(SHOWN) {
            assert!(start.elapsed() < Duration::from_secs(120), "no progress: {:?}", self.printed());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// What was printed when the program has ended, once the data has.
    fn end(self) -> (ExitStatus, String) {
        let Terminal { mut script, printed, reader, data, folder } = self;
        drop(data);
        let status = script.wait().unwrap();
        reader.join().unwrap();
        drop(folder);
        let printed = String::from_utf8(printed.lock().unwrap().clone()).unwrap();
        (status, printed)
    }
}

/// The lines that stand on a terminal when all of this was printed.
fn screen(printed: &str) -> String {
    let (mut lines, mut column) = (vec![Vec::new()], 0);
    let mut rest = printed.chars();
    while let Some(letter) = rest.next() {
        let line = lines.last_mut().unwrap();
        match letter {
            '\r' => column = 0,
            '\n' => lines.push(Vec::new()),
            '\u{1b}' => {
                assert_eq!(rest.by_ref().take(2).collect::<String>(), "[K", "{printed:?}");
                line.truncate(column);
            }
            letter => {
                line.splice(column..line.len().min(column + 1), [letter]);
                column += 1;
            }
        }
    }
    lines.into_iter().map(String::from_iter).collect::<Vec<_>>().join("\n")
}

/// The same on no terminal.
fn plain() -> String {
    let folder = Folder::new();
    let output = run(&[&QUESTION[..], &[&folder.file("data.csv", ROWS)]].concat());
    let text = [output.stdout, output.stderr].concat();
    String::from_utf8(text).unwrap()
}

#[test]
fn it_is_shown_and_leaves_no_trace() {
    for environment in [&[][..], &[("NO_COLOR", "1")]] {
        let Some(terminal) = Terminal::start(&[], environment) else { return };
        terminal.wait_for_progress();
        let (status, printed) = terminal.end();
        assert_eq!(screen(&printed), plain(), "{printed:?}");
        assert!(status.success());
    }
}

#[test]
fn it_is_not_shown_to_those_who_want_quiet_or_cannot_clear_a_line() {
    for (more, environment) in [(&["-q"][..], &[][..]), (&["--quiet"], &[]), (&[], &[("TERM", "dumb")])] {
        let Some(terminal) = Terminal::start(more, environment) else { return };
        thread::sleep(LONG);
        let (status, printed) = terminal.end();
        assert!(status.success() && printed.starts_with("period,"), "{more:?} {environment:?}: {printed:?}");
        assert!(!printed.contains(SHOWN) && !printed.contains('\u{1b}'), "{more:?} {environment:?}: {printed:?}");
    }
}

#[test]
fn an_interrupt_takes_it_away() {
    let Some(terminal) = Terminal::start(&[], &[]) else { return };
    terminal.wait_for_progress();
    let process = fs::read_to_string(terminal.folder.path().join("process")).unwrap();
    assert!(Command::new("sh").args(["-c", &format!("kill -TERM {process}")]).status().unwrap().success());
    // The data goes on until the program has ended.
    let start = Instant::now();
    while !terminal.reader.is_finished() {
        assert!(start.elapsed() < Duration::from_secs(120), "{:?}", terminal.printed());
        thread::sleep(Duration::from_millis(5));
    }
    let (status, printed) = terminal.end();
    assert_eq!(status.code(), Some(143), "{printed:?}");
    assert_eq!(screen(&printed), "", "{printed:?}");
}

#[test]
fn a_pipe_gets_nothing() {
    let mut program = tradestat();
    program.args([&QUESTION[..], &["-"]].concat()).env("TERM", "xterm");
    let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut data = child.stdin.take().unwrap();
    data.write_all(ROWS.as_bytes()).unwrap();
    thread::sleep(LONG);
    drop(data);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), plain());
}
