//! Requests to end, such as Ctrl-C: nothing half-written stays behind, and the program ends by the signal that it got.

use std::fs;
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use tradestat::render;

use super::progress;

/// How long a terminal may take to clear a line: one that was stopped takes for ever.
const PATIENCE: Duration = Duration::from_millis(200);

/// Waits for such a request beside the work of the program.
pub(super) fn watch() -> io::Result<()> {
    let ignored = ignored();
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| !ignored.has(*signal)))?;
    let wait = move || signals.forever().next().map_or((), end);
    thread::Builder::new().name("interrupts".to_owned()).spawn(wait).map(drop)
}

/// A shell tells of an end by signal as 128 and its number, and stops a loop that ran the program.
fn end(signal: i32) {
    let _abandoned = render::abandon();
    let (done, erased) = mpsc::channel();
    let erase = move || {
        progress::erase();
        done.send(())
    };
    if thread::Builder::new().spawn(erase).is_ok() {
        let _ = erased.recv_timeout(PATIENCE);
    }
    // It does not come back; if the signal cannot be raised, it ends the program by another one.
    let _ = emulate_default_handler(signal);
}

/// Signals that the program was told to ignore when it was started, as `nohup` does; it goes on ignoring them.
struct Ignored(Option<u64>);

impl Ignored {
    /// Where the system does not tell, `nohup` is provided for.
    fn has(&self, signal: i32) -> bool {
        self.0.map_or(signal == SIGHUP, |mask| mask >> (signal - 1) & 1 == 1)
    }
}

fn ignored() -> Ignored {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    Ignored(mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()))
}
