//! A run of whole months.

use std::fmt;

use super::Month;

/// A run of whole months, never empty: a month, a quarter, a year and January to November are all periods.
///
/// Prints its shortest name, which [`super::PeriodExpr`] also reads back:
/// `2025`, `2025-q3`, `2025-h1`, `2025-11`, `2025-jan..nov`, `2021..2025`, `2024-12..2025-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Month,
    len: u32,
}

impl Period {
    /// The months from the first to the last, both included; none when the last comes before the first.
    pub fn new(first: Month, last: Month) -> Option<Period> {
        let len = last.since(first) + 1;
        (len > 0).then_some(Period { first, len: len as u32 })
    }

    /// One month.
    pub fn month(month: Month) -> Period {
        Period { first: month, len: 1 }
    }

    /// A calendar year.
    pub fn year(year: i32) -> Option<Period> {
        Month::new(year, 1).map(|first| Period { first, len: 12 })
    }

    /// Some months of a year, by their numbers, both included.
    pub fn within_year(year: i32, first: u32, last: u32) -> Option<Period> {
        Period::new(Month::new(year, first)?, Month::new(year, last)?)
    }

    /// The first month.
    pub fn first(self) -> Month {
        self.first
    }

    /// The last month.
    pub fn last(self) -> Month {
        self.first.plus(self.len as i32 - 1)
    }

    /// The number of months.
    #[expect(clippy::len_without_is_empty, reason = "a period is never empty")]
    pub fn len(self) -> u32 {
        self.len
    }

    /// The period that many months later, of the same length.
    #[must_use]
    pub fn plus(self, months: i32) -> Period {
        Period { first: self.first.plus(months), ..self }
    }

    /// The same months a year earlier: like is compared with like by construction.
    #[must_use]
    pub fn year_earlier(self) -> Period {
        self.plus(-12)
    }

    /// The period of the same length that ends just before this one.
    #[must_use]
    pub fn previous(self) -> Period {
        self.plus(-(self.len as i32))
    }

    /// The months one by one.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (0..self.len as i32).map(move |at| self.first.plus(at))
    }

    /// Whether every month of the other is one of this.
    pub fn contains(self, other: Period) -> bool {
        self.first <= other.first && other.last() <= self.last()
    }

    /// Whole calendar parts of `len` months (1, 3, 6 or 12) that lie within the period.
    pub fn parts(self, len: u32) -> Vec<Period> {
        let aligned = |month: &Month| (month.number() - 1).is_multiple_of(len);
        let parts = self.months().filter(aligned).map(|first| Period { first, len });
        parts.filter(|part| self.contains(*part)).collect()
    }

    /// The parts that are as long as a period within it, that period among them; none where these do not fill it.
    pub fn tiles(self, like: Period) -> Option<impl Iterator<Item = Period>> {
        let (len, before) = (like.len as i32, like.first.since(self.first));
        let fits = self.len.is_multiple_of(like.len) && before % len == 0;
        fits.then(|| (0..self.len as i32 / len).map(move |at| like.plus(at * len - before)))
    }

    /// The months that both have.
    pub fn common(self, other: Period) -> Option<Period> {
        Period::new(self.first.max(other.first), self.last().min(other.last()))
    }

    /// Whether some of the periods, which are in order, have months in common.
    pub fn overlap<'p>(sorted: impl IntoIterator<Item = &'p Period>) -> bool {
        let mut end: Option<Month> = None;
        sorted.into_iter().any(|period| end.replace(period.last()).is_some_and(|end| period.first <= end))
    }

    /// Months as the runs that they form, in a few words: `2025-04, 2025-aug..oct`.
    pub fn list(months: &[Month]) -> String {
        let runs = Period::runs(months);
        let shown: Vec<String> = runs.iter().take(6).map(Period::to_string).collect();
        let more = runs.len().saturating_sub(6);
        if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
    }

    /// The runs that months form.
    pub fn runs(months: &[Month]) -> Vec<Period> {
        let mut sorted = months.to_vec();
        sorted.sort();
        sorted.dedup();
        let mut runs: Vec<Period> = Vec::new();
        for month in sorted {
            match runs.last_mut() {
                Some(run) if run.last().plus(1) == month => run.len += 1,
                _ => runs.push(Period::month(month)),
            }
        }
        runs
    }

    /// The period as a person writes it: `January to November 2025`.
    pub fn title(self) -> String {
        let (first, last) = (self.first, self.last());
        let whole_years = first.number() == 1 && last.number() == 12;
        match self.len {
            1 => format!("{} {}", first.name(), first.year()),
            12 if whole_years => first.year().to_string(),
            _ if whole_years => format!("{} to {}", first.year(), last.year()),
            _ if first.year() == last.year() => format!("{} to {} {}", first.name(), last.name(), last.year()),
            _ => format!("{} {} to {} {}", first.name(), first.year(), last.name(), last.year()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (self.first, self.last());
        let (year, start) = (first.year(), first.number() - 1);
        match self.len {
            1 => write!(f, "{first}"),
            3 if start.is_multiple_of(3) => write!(f, "{year:04}-q{}", start / 3 + 1),
            6 if start.is_multiple_of(6) => write!(f, "{year:04}-h{}", start / 6 + 1),
            12 if start == 0 => write!(f, "{year:04}"),
            len if start == 0 && len.is_multiple_of(12) => write!(f, "{year:04}..{:04}", last.year()),
            _ if year == last.year() => write!(f, "{year:04}-{}..{}", first.short_name(), last.short_name()),
            _ => write!(f, "{first}..{last}"),
        }
    }
}
