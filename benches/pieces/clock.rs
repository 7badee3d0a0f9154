//! Runs a piece again and again and prints its median time.

use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// Runs of a piece that are measured, after one that is not.
const RUNS: usize = 15;

/// Where results are printed.
pub(crate) struct Clock<W: Write> {
    pub(crate) out: W,
}

impl<W: Write> Clock<W> {
    pub(crate) fn new(out: W) -> Clock<W> {
        Clock { out }
    }

    /// Measures a piece that needs nothing made anew. `amount` is how many bytes or keys it works on.
    pub(crate) fn measure<T>(&mut self, name: &str, amount: usize, piece: impl Fn() -> T) -> io::Result<()> {
        self.measure_with(name, amount, || (), |()| piece())
    }

    /// Measures a piece that uses up what is made for it; making it is not measured.
    pub(crate) fn measure_with<I, T>(
        &mut self,
        name: &str,
        amount: usize,
        make: impl Fn() -> I,
        piece: impl Fn(I) -> T,
    ) -> io::Result<()> {
        let run = |_| {
            let input = make();
            let start = Instant::now();
            let output = black_box(piece(black_box(input)));
            let time = start.elapsed();
            drop(output);
            time
        };
        let mut times: Vec<Duration> = (0..=RUNS).map(run).skip(1).collect();
        times.sort();
        let median = times[RUNS / 2];
        let each = median.as_secs_f64() * 1e9 / amount as f64;
        let (least, most) = (times[0], times[RUNS - 1]);
        writeln!(self.out, "{name:<40} {median:>10.2?}  {each:>7.2} ns each  ({least:.2?} to {most:.2?})")
    }
}
