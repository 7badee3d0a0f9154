//! A column of numbers in fixed point.

use std::ops::Range;

use super::super::number::TENS;
use super::super::plan::{Number, written};
use super::super::resolver::Stop;
use crate::cube::grid::{Columns, NOTHING};
use crate::source::parquet::{Column, Content, Doubles, Kind, NONE, Part, Reader, Table, Values, whole};
use crate::source::profile::Profile;

/// Stand for no number, and for one that only the plain reader knows.
const ABSENT: i64 = i64::MIN;
const ODD: i64 = i64::MIN + 1;

/// Numbers in units of one place behind the point.
#[derive(Debug, Default)]
struct Fixed {
    digits: Vec<i64>,
    scale: u32,
}

impl Fixed {
    /// Adds a number, and gives all as many places as it has.
    fn push(&mut self, number: Option<(i64, u32)>) {
        let aligned = |digits: i64, places: u32| {
            let factor = TENS.get(places as usize).copied()?;
            digits.checked_mul(factor).filter(|digits| *digits > ODD)
        };
        let Some((digits, scale)) = number else { return self.digits.push(ODD) };
        if scale > self.scale {
            let more = scale - self.scale;
            let fits = self.digits.iter().all(|own| *own <= ODD || aligned(*own, more).is_some());
            if !fits {
                return self.digits.push(ODD);
            }
            let raise = |own: &mut i64| *own = if *own <= ODD { *own } else { aligned(*own, more).unwrap_or(ODD) };
            self.digits.iter_mut().for_each(raise);
            self.scale = scale;
        }
        self.digits.push(aligned(digits, self.scale - scale).unwrap_or(ODD));
    }
}

/// The number 1.5 * 2^52: added to a small number, it leaves its whole part in the lowest bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// Most units that a number in binary floating point can have and be known to the last digit: where there are fewer than
/// 2^51, no other decimal with as many places stands for the same number, and so it is the shortest one.
const EXACT: f64 = (1_u64 << 51) as f64;

/// Most places that are looked for before the number is written out.
const MOST_PLACES: u32 = 8;

/// How many numbers are looked at without asking in between whether each of them is one of so few places.
const TOGETHER: usize = 32;

fn doubles(numbers: &Doubles, scale: u32) -> Fixed {
    let mut fixed = Fixed { digits: Vec::with_capacity(numbers.len()), scale };
    let (mut numbers, mut some) = (numbers.iter(), [0.0; TOGETHER]);
    while numbers.len() > 0 {
        let count = numbers.len().min(TOGETHER);
        some.iter_mut().zip(numbers.by_ref().take(count)).for_each(|(own, number)| *own = number);
        let numbers = &some[..count];
        let tens = TENS.get(fixed.scale as usize).map_or(f64::INFINITY, |tens| *tens as f64);
        let begin = fixed.digits.len();
        fixed.digits.extend(numbers.iter().map(|number| shifted(*number, tens)));
        let is_exact = |number: &f64| is_exact(*number, tens);
        if !numbers.iter().fold(true, |all, number| all & is_exact(number)) {
            fixed.digits.truncate(begin);
            numbers.iter().for_each(|number| fixed.push(shortest(*number, fixed.scale)));
        }
    }
    fixed
}

/// The units of a number of so few places that they are exact.
#[inline(always)]
fn shifted(number: f64, tens: f64) -> i64 {
    ((number * tens + SHIFT).to_bits() as i64).wrapping_sub(SHIFT.to_bits() as i64)
}

#[inline(always)]
fn is_exact(number: f64, tens: f64) -> bool {
    let raised = number * tens;
    ((raised + SHIFT - SHIFT) / tens == number) & (raised.abs() < EXACT)
}

/// The shortest decimal, which is looked for with some places first.
fn shortest(number: f64, first: u32) -> Option<(i64, u32)> {
    let units = |scale: u32| {
        let tens = *TENS.get(scale as usize)? as f64;
        is_exact(number, tens).then(|| (shifted(number, tens), scale))
    };
    units(first).or_else(|| (first + 1..=MOST_PLACES).find_map(units)).or_else(|| parsed(&number.to_string()))
}

/// A plain number as it is written.
fn parsed(text: &str) -> Option<(i64, u32)> {
    let number = crate::source::number::decimal(text).ok()?;
    Some((number.mantissa().try_into().ok()?, number.scale()))
}

/// A column of numbers in the rows that are being read.
pub(super) struct Digits {
    number: Number,
    kind: Kind,
    column: Option<Column>,
    dictionary: Fixed,
    page: Fixed,
    /// The first row of the page.
    first: usize,
}

impl Digits {
    pub(super) fn new(table: &Table, number: Number) -> Digits {
        let kind = table.kind(number.at);
        Digits { number, kind, column: None, dictionary: Fixed::default(), page: Fixed::default(), first: 0 }
    }

    /// The place of the column in the file.
    pub(super) fn at(&self) -> usize {
        self.number.at
    }

    pub(super) fn begin(&mut self, table: &Table, reader: &Reader, group: usize) -> Result<(), Stop> {
        self.column = Some(table.column(reader, group, self.number.at).map_err(|_| Stop::Plain)?);
        Ok(())
    }

    /// Makes sure that a row's page is there, and gives the first row behind it.
    pub(super) fn load(&mut self, profile: &Profile, row: usize) -> Result<usize, Stop> {
        let Some(mut column) = self.column.take() else { return Err(Stop::Plain) };
        if column.seek(row).map_err(|_| Stop::Plain)? {
            if column.takes_dictionary() {
                let values = column.dictionary().cloned();
                self.dictionary = values.map(|values| self.fixed(profile, &values)).unwrap_or_default();
            }
            let Some(page) = column.page() else { return Err(Stop::Plain) };
            let plain = match &page.content {
                Content::Plain(values) => Some(self.fixed(profile, values)),
                Content::Coded(_) => None,
            };
            self.page = match plain {
                Some(plain) if page.is_full() => plain,
                plain => {
                    let from = plain.as_ref().unwrap_or(&self.dictionary);
                    let of = |place: u32| if place == NONE { ABSENT } else { from.digits[place as usize] };
                    let mut digits = Vec::with_capacity(page.rows);
                    page.parts(&mut |part| match part {
                        Part::Same(place, times) => digits.extend(std::iter::repeat_n(of(place), times)),
                        Part::Each(places) => digits.extend(places.iter().map(|place| of(*place))),
                    });
                    Fixed { digits, scale: from.scale }
                }
            };
        }
        let (first, end) = column.rows();
        self.first = first;
        self.column = Some(column);
        Ok(end)
    }

    fn fixed(&self, profile: &Profile, values: &Values) -> Fixed {
        let mut fixed = Fixed::default();
        match (values, self.kind) {
            (Values::Double(numbers), _) if self.number.is_plain => return doubles(numbers, self.page.scale.min(4)),
            (Values::Whole(numbers), Kind::Whole | Kind::Decimal(_)) if self.number.is_plain => {
                fixed.scale = if let Kind::Decimal(scale) = self.kind { scale } else { 0 };
                fixed.digits = numbers.iter().map(|number| *number.max(&ODD)).collect();
            }
            (Values::Bytes(numbers), Kind::Decimal(scale)) if self.number.is_plain => {
                for at in 0..values.len() {
                    let digits = whole(numbers.get(at)).and_then(|digits| i64::try_from(digits).ok());
                    fixed.push(digits.map(|digits| (digits, scale)));
                }
            }
            _ => {
                let mut text = Vec::new();
                for at in 0..values.len() {
                    text.clear();
                    self.kind.write(values, at, &mut text);
                    match written(profile, &text) {
                        Ok(None) => fixed.digits.push(ABSENT),
                        number => fixed.push(number.ok().flatten()),
                    }
                }
            }
        }
        fixed
    }

    /// The number of a row; an error where only the plain reader knows it.
    #[inline(always)]
    pub(super) fn get(&self, row: usize) -> Result<Option<(i64, u32)>, ()> {
        match self.page.digits[row - self.first] {
            ABSENT => Ok(None),
            ODD => Err(()),
            digits => Ok(Some((digits, self.page.scale))),
        }
    }

    /// Puts the numbers of rows into the place of a measure; whether all are known.
    #[inline(always)]
    pub(super) fn take(&self, rows: &Range<usize>, measure: usize, figures: &mut Columns) -> bool {
        let own = &self.page.digits[rows.start - self.first..rows.end - self.first];
        let (digits, scales) = (&mut figures.digits[measure], &mut figures.scales[measure]);
        (*digits, *scales) = (Default::default(), [NOTHING; _]);
        let mut is_known = true;
        for ((digits, scale), own) in digits.iter_mut().zip(scales).zip(own) {
            let is_there = *own != ABSENT;
            is_known &= *own != ODD;
            (*digits, *scale) = if is_there { (*own, self.page.scale as u8) } else { (0, NOTHING) };
        }
        is_known
    }

    /// The text of a row's number.
    pub(super) fn text(&self, row: usize) -> String {
        let Some(column) = &self.column else { return String::new() };
        let Some(page) = column.page() else { return String::new() };
        let place = page.places()[row - column.rows().0];
        let values = match &page.content {
            Content::Plain(values) => Some(values),
            Content::Coded(_) => column.dictionary().map(AsRef::as_ref),
        };
        let mut text = Vec::new();
        if let Some(values) = values.filter(|_| place != NONE) {
            self.kind.write(values, place as usize, &mut text);
        }
        String::from_utf8_lossy(&text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_number_is_the_shortest_decimal_that_stands_for_it(
            digits in -(1_i64 << 60)..1 << 60, shift in 0..60_u32, places in 0..8_i32, start in 0..5_u32
        ) {
            let number = (digits >> shift) as f64 / 10_f64.powi(places);
            let fixed = doubles(&[0.5, number].into_iter().collect(), start);
            prop_assert!(fixed.digits[0] == 5 * TENS[fixed.scale as usize - 1] || fixed.digits[1] == ODD);
            if fixed.digits[1] != ODD {
                let found = rust_decimal::Decimal::new(fixed.digits[1], fixed.scale);
                prop_assert_eq!(found.normalize().to_string(), number.to_string());
            }
        }
    }
}
