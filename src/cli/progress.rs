//! A line on the terminal that tells how far long work is. It goes before anything else is printed.

use std::io::{self, IsTerminal, LineWriter, StderrLock, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tradestat::render;
use tradestat::source::{self, Progress, Task};
use unicode_width::UnicodeWidthStr;

/// Work that takes no longer has no line.
const SHORT: Duration = Duration::from_millis(800);

/// How long the line stays as it is.
const PACE: Duration = Duration::from_millis(200);

/// Width of a terminal that does not tell its own.
const USUAL_WIDTH: usize = 80;

/// Back to the beginning of the line, and what follows there goes.
const CLEAR: &str = "\r\u{1b}[K";

struct Line {
    text: String,
    is_over: bool,
}

static LINE: Mutex<Line> = Mutex::new(Line { text: String::new(), is_over: false });

fn line() -> MutexGuard<'static, Line> {
    LINE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shows the line from now on, where standard error is a terminal that can clear it.
pub(super) fn show() {
    if io::stderr().is_terminal() && !is_dumb(std::env::var("TERM").ok().as_deref()) {
        // Without a thread there is no line, and all else is as it was.
        let _ = thread::Builder::new().name("progress".to_owned()).spawn(draw);
    }
}

/// Takes the line away for good.
pub(crate) fn erase() {
    let mut line = line();
    line.is_over = true;
    if !line.text.is_empty() {
        line.text.clear();
        // The terminal may be gone.
        let _ = io::stderr().write_all(CLEAR.as_bytes());
    }
}

/// Standard error, for all that is said there; line by line, for others write to the same terminal.
pub(crate) fn messages() -> LineWriter<StderrLock<'static>> {
    erase();
    LineWriter::new(io::stderr().lock())
}

/// Standard output, for all that is answered.
pub(crate) struct Answers<W>(pub(crate) W);

impl<W: Write> Write for Answers<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        erase();
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn is_dumb(terminal: Option<&str>) -> bool {
    terminal.map_or(cfg!(unix), |name| name.is_empty() || name == "dumb")
}

fn draw() {
    thread::sleep(SHORT);
    loop {
        let width = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
        let text = source::progress().map(|progress| fitted(&progress, width.unwrap_or(USUAL_WIDTH)));
        let mut line = line();
        if line.is_over {
            return;
        }
        if let Some(text) = text.filter(|text| *text != line.text) {
            if io::stderr().write_all(format!("{CLEAR}{text}").as_bytes()).is_err() {
                return;
            }
            line.text = text;
        }
        drop(line);
        thread::sleep(PACE);
    }
}

/// What the line says, in less than the width of the terminal, since a line that is wrapped cannot be cleared.
fn fitted(progress: &Progress, width: usize) -> String {
    let (ordinal, name) = match &progress.task {
        Task::Reading { name, time } => (ordinal(*time), Some(render::visible(name))),
        Task::Writing => ("", None),
    };
    let short = match (ordinal, &name) {
        (_, None) => "writing".to_owned(),
        ("", Some(_)) => "reading".to_owned(),
        (ordinal, Some(_)) => format!("{ordinal} reading"),
    };
    let of = if ordinal.is_empty() { "" } else { "of " };
    let long = name.map_or(short.clone(), |name| format!("{short} {of}{name}"));
    let state = state(progress);
    let parts = [format!("{long}: {state}"), format!("{short}: {state}"), share(progress).unwrap_or_default()];
    parts.into_iter().find(|text| text.width() < width).unwrap_or_default()
}

fn ordinal(time: usize) -> &'static str {
    match time {
        0 | 1 => "",
        2 => "second",
        3 => "third",
        _ => "another",
    }
}

fn state(progress: &Progress) -> String {
    let Progress { task, done, whole, elapsed } = progress;
    let is_writing = *task == Task::Writing;
    if *whole == Some(*done) && !is_writing {
        return format!("{} done, working on the answer", size(*done));
    }
    let rate = *done as f64 / elapsed.as_secs_f64().max(f64::EPSILON);
    let left = whole.filter(|_| *done > 0).map(|whole| span(((whole - done) as f64 / rate).ceil() as u64));
    let amount = match (share(progress), whole) {
        (Some(share), Some(whole)) if !is_writing => format!("{share} of {}", size(*whole)),
        (Some(share), _) => share,
        (None, _) => size(*done),
    };
    let pace = (*done > 0 && !is_writing).then(|| format!(", {}/s", size(rate as u64)));
    format!("{amount}{}{}", pace.unwrap_or_default(), left.map(|left| format!(", {left} left")).unwrap_or_default())
}

/// The part that was done. All is done only after the last byte.
fn share(progress: &Progress) -> Option<String> {
    let whole = u128::from(progress.whole?);
    Some(format!("{} %", (u128::from(progress.done) * 100).checked_div(whole).unwrap_or(100)))
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

fn span(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(time: usize, done: u64, whole: Option<u64>) -> Progress {
        let task = Task::Reading { name: "trade.csv".to_owned(), time };
        Progress { task, done, whole, elapsed: Duration::from_secs(10) }
    }

    #[test]
    fn the_line_says_what_is_known() {
        let whole = Some(479_440_247);
        let writing = Progress { task: Task::Writing, ..reading(1, 250_000_000, Some(1_000_000_000)) };
        for (progress, text) in [
            (reading(1, 163_009_684, whole), "reading trade.csv: 34 % of 479 MB, 16 MB/s, 20 s left"),
            (reading(2, 479_440_246, whole), "second reading of trade.csv: 99 % of 479 MB, 47 MB/s, 1 s left"),
            (reading(3, 0, whole), "third reading of trade.csv: 0 % of 479 MB"),
            (reading(1, 479_440_247, whole), "reading trade.csv: 479 MB done, working on the answer"),
            (reading(9, 12_345_678_901, None), "another reading of trade.csv: 12.3 GB, 1.2 GB/s"),
            (reading(1, 0, None), "reading trade.csv: 0 bytes"),
            (reading(1, 50_000, Some(45_000_000)), "reading trade.csv: 0 % of 45 MB, 5 kB/s, 2 h 29 min left"),
            (writing, "writing: 25 %, 30 s left"),
        ] {
            assert_eq!(fitted(&progress, 80), text);
        }
    }

    #[test]
    fn the_line_is_narrower_than_the_terminal() {
        let mut progress = reading(1, 163_009_684, Some(479_440_247));
        let full = "reading trade.csv: 34 % of 479 MB, 16 MB/s, 20 s left";
        for (width, text) in [
            (full.len() + 1, full),
            (full.len(), "reading: 34 % of 479 MB, 16 MB/s, 20 s left"),
            (20, "34 %"),
            (5, "34 %"),
            (4, ""),
        ] {
            assert_eq!(fitted(&progress, width), text);
        }
        progress.task = Task::Reading { name: "出口\u{1b}[2J.csv".to_owned(), time: 1 };
        for width in 0..100 {
            let text = fitted(&progress, width);
            assert!(text.width() < width.max(1) && !text.contains('\u{1b}'), "{text:?}");
        }
    }

    #[test]
    fn a_terminal_that_cannot_clear_a_line_gets_none() {
        assert!(is_dumb(Some("dumb")) && is_dumb(Some("")) && is_dumb(None) == cfg!(unix));
        assert!(!is_dumb(Some("xterm-256color")));
    }
}
