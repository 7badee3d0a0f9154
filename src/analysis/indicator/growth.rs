//! Growth over the base period, and whether it gathers speed.

use super::{Indicator, Seen, cell};
use crate::analysis::frame::Frame;
use crate::analysis::line::{Line, less};
use crate::table::{Cell, Kind, Why};

pub(super) const GROWTH: Indicator = Indicator {
    name: "growth_pct",
    heading: "growth %",
    kind: Kind::Rate,
    about: "Growth over the base period: value / base - 1, in percent. None from a base of zero or below.",
    needs_base: true,
    cell: |seen| cell(seen.line.growth(seen.ask.measure()), Cell::Percent),
};

pub(super) const ACCELERATION: Indicator = Indicator {
    name: "acceleration_pp",
    heading: "acceleration pp",
    kind: Kind::Rate,
    about: "Growth less the growth of the period before, g(t) - g(t-1), in percentage points; t-1 is the base period.",
    needs_base: true,
    cell: |seen| cell(acceleration(seen), Cell::Points),
};

fn acceleration(seen: &Seen<'_>) -> Result<rust_decimal::Decimal, Why> {
    let line = seen.line;
    let months = line.frame.period.first().since(line.frame.base.first());
    let frame = Frame { period: line.frame.base, base: line.frame.base.plus(-months) };
    if !line.frame.is_comparable() || line.place != crate::analysis::line::Place::Line {
        return Err(Why::Undefined);
    }
    let earlier = Line::find(seen.ledger, seen.ask, line.subject, frame);
    let measure = seen.ask.measure();
    less(line.growth(measure)?, earlier.growth(measure).map_err(|_| Why::NoBase)?)
}
