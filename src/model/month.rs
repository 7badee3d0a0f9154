//! A calendar month.

use std::fmt;

/// A calendar month, counted so that the difference of two is a number of months.
///
/// Prints and reads `2025-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(i32);

/// English names of the months; three letters are enough to tell them apart.
pub const NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Month {
    /// The month that vintages are counted from when they are ordered.
    pub(crate) const EPOCH: Month = Month(0);

    /// Years that trade statistics can be about.
    pub const YEARS: std::ops::RangeInclusive<i32> = 1700..=2200;

    /// The month of a year (1 to 12), if both exist.
    pub fn new(year: i32, month: u32) -> Option<Month> {
        let exists = Self::YEARS.contains(&year) && (1..=12).contains(&month);
        exists.then(|| Month(year * 12 + month as i32 - 1))
    }

    /// The calendar year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month within its year, 1 to 12.
    pub fn number(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The month that many months later.
    #[must_use]
    pub fn plus(self, months: i32) -> Month {
        Month(self.0 + months)
    }

    /// How many months this one comes after the other.
    pub fn since(self, other: Month) -> i32 {
        self.0 - other.0
    }

    /// Three small letters: `nov`.
    pub fn short_name(self) -> &'static str {
        &NAMES[(self.number() - 1) as usize][..3]
    }

    /// The English name: `November`.
    pub fn name(self) -> String {
        let name = NAMES[(self.number() - 1) as usize];
        name[..1].to_uppercase() + &name[1..]
    }

    /// The number of a month name: `nov`, `November` and `sept` are 11, 11 and 9.
    pub fn number_of(name: &str) -> Option<u32> {
        let name = name.trim_end_matches('.');
        if name.len() < 3 || !name.is_ascii() {
            return None;
        }
        let name = name.to_ascii_lowercase();
        NAMES.iter().position(|full| full.starts_with(&name)).map(|at| at as u32 + 1)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}
