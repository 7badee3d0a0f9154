//! An axis of time: every period stands where the calendar has it.

use super::canvas::{Canvas, Room};
use super::data::Place;
use super::letters::Size;
use super::palette::Ink;
use super::scene::Anchor;
use crate::model::{Month, Period};

/// Months from the first to the last of some periods.
pub(super) struct Calendar {
    first: Month,
    months: f64,
    periods: Vec<Period>,
}

/// How periods are written below an axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// `Jan`, and the year below.
    Month,
    /// `Q1`, and the year below.
    Quarter,
    /// `2025`, where one year follows another.
    Year,
    /// As they are.
    Plain,
}

impl Calendar {
    /// The months of places in time; none where a place has no time.
    pub(super) fn of(places: &[Place]) -> Option<Calendar> {
        let period = |place: &Place| match place {
            Place::Period(period) => Some(*period),
            Place::Name(_) => None,
        };
        let periods = places.iter().map(period).collect::<Option<Vec<Period>>>()?;
        let first = periods.iter().map(|period| period.first()).min()?;
        let last = periods.iter().map(|period| period.last()).max()?;
        Some(Calendar { first, months: f64::from(last.since(first) + 1), periods })
    }

    /// The middle of a period.
    pub(super) fn x(&self, period: Period, room: Room) -> f64 {
        let before = f64::from(period.first().since(self.first)) + f64::from(period.len()) / 2.0;
        room.x + before / self.months * room.width
    }

    /// How wide a period is.
    pub(super) fn width(&self, period: Period, room: Room) -> f64 {
        f64::from(period.len()) / self.months * room.width
    }

    /// How high the words below the axis are.
    pub(super) fn height(&self, canvas: &Canvas) -> f64 {
        let lines = if matches!(self.style(), Style::Month | Style::Quarter) { 2.0 } else { 1.0 };
        lines * canvas.line(Size::Small) + canvas.gap()
    }

    fn style(&self) -> Style {
        let all = |is: &dyn Fn(&Period) -> bool| self.periods.iter().all(is);
        let starts = self.periods[0].first().number();
        match () {
            () if all(&|period| period.len() == 1) => Style::Month,
            () if all(&|period| period.len() == 3 && period.first().number() % 3 == 1) => Style::Quarter,
            () if all(&|period| period.len() <= 12 && period.first().number() == starts) => Style::Year,
            () => Style::Plain,
        }
    }

    /// Words below the axis: as many as fit, at even distances in the calendar.
    pub(super) fn label(&self, canvas: &mut Canvas, room: Room) {
        let line = canvas.line(Size::Small);
        let middle = room.bottom() + canvas.gap() + line / 2.0;
        let style = self.style();
        let every = self.every(canvas, room, style);
        let kept: Vec<Period> = self.periods.iter().copied().filter(|period| is_kept(*period, style, every)).collect();
        let mut year = None;
        let mut free = [f64::NEG_INFINITY; 2];
        for period in kept {
            let (text, below) = words(period, style);
            let x = self.x(period, room);
            put(canvas, &mut free[0], x, middle, &text);
            if let Some(below) = below.filter(|below| year.as_ref() != Some(below)) {
                put(canvas, &mut free[1], x, middle + line, &below);
                year = Some(below);
            }
        }
    }

    /// At every how many months, quarters or years a word fits.
    fn every(&self, canvas: &Canvas, room: Room, style: Style) -> i32 {
        let widest =
            self.periods.iter().map(|period| canvas.width(&words(*period, style).0, Size::Small)).fold(0.0, f64::max);
        let (steps, months): (&[i32], f64) = match style {
            Style::Month => (&[1, 2, 3, 6], 1.0),
            Style::Quarter => (&[1, 2], 3.0),
            Style::Year => (&[1, 2, 5, 10, 20, 50, 100], 12.0),
            Style::Plain => return 1,
        };
        let fits = |step: &&i32| f64::from(**step) * months / self.months * room.width >= widest + canvas.gap();
        steps.iter().find(fits).or(steps.last()).copied().unwrap_or(1)
    }
}

/// Puts a word unless it would touch the one before or the edge of the sheet.
fn put(canvas: &mut Canvas, free: &mut f64, x: f64, y: f64, text: &str) {
    let width = canvas.width(text, Size::Small);
    let left = canvas.centred(x, width);
    if left >= *free && left >= 0.0 && left + width <= canvas.scene.width {
        canvas.words(Ink::Muted, Size::Small, (x, y, Anchor::Middle), text, f64::INFINITY);
        *free = left + width + canvas.gap();
    }
}

fn is_kept(period: Period, style: Style, every: i32) -> bool {
    let number = period.first().number() as i32 - 1;
    match style {
        Style::Month => number % every == 0,
        Style::Quarter => number / 3 % every == 0,
        Style::Year => period.first().year() % every == 0,
        Style::Plain => true,
    }
}

fn words(period: Period, style: Style) -> (String, Option<String>) {
    let year = period.first().year().to_string();
    match style {
        Style::Month => (capital(period.first().short_name()), Some(year)),
        Style::Quarter => (format!("Q{}", period.first().number().div_ceil(3)), Some(year)),
        Style::Year => (year, None),
        Style::Plain => (period.to_string(), None),
    }
}

pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
