//! What the values of a column are, and how each is written as the text of a cell.

use std::io::Write;

use chrono::{DateTime, NaiveDate};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type as Physical};
use parquet::schema::types::ColumnDescriptor;

use super::values::Values;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::source) enum Kind {
    /// Text.
    Text,
    /// Bytes that are no text, written in hexadecimal.
    Hexadecimal,
    /// Whole numbers.
    Whole,
    /// Whole numbers of which none is negative.
    Unsigned,
    /// Numbers with so many digits after the point.
    Decimal(u32),
    /// Binary floating point; its decimal is the shortest that stands for the same number.
    Float,
    /// Days since 1970.
    Date,
    /// Parts of a second since 1970, and how many of them a second has.
    Time(i64),
    /// Yes or no.
    Flag,
}

/// Microseconds in a second: the parts that old times of 96 bits are brought to.
pub(super) const MICROS: i64 = 1_000_000;

impl Kind {
    /// The kind of a column.
    pub(super) fn of(column: &ColumnDescriptor) -> Kind {
        let physical = column.physical_type();
        if let Some(kind) = column.logical_type_ref().and_then(|logical| Kind::logical(logical, physical)) {
            return kind;
        }
        match (physical, column.converted_type()) {
            (Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY, ConvertedType::DECIMAL)
            | (Physical::INT32 | Physical::INT64, ConvertedType::DECIMAL) => {
                Kind::Decimal(column.type_scale().try_into().unwrap_or(0))
            }
            (_, ConvertedType::DATE) => Kind::Date,
            (_, ConvertedType::TIMESTAMP_MILLIS) => Kind::Time(1_000),
            (_, ConvertedType::TIMESTAMP_MICROS) | (Physical::INT96, _) => Kind::Time(MICROS),
            (_, ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64) => {
                Kind::Unsigned
            }
            (_, ConvertedType::INTERVAL) => Kind::Hexadecimal,
            (Physical::BOOLEAN, _) => Kind::Flag,
            (Physical::INT32 | Physical::INT64, _) => Kind::Whole,
            (Physical::FLOAT | Physical::DOUBLE, _) => Kind::Float,
            (Physical::BYTE_ARRAY | Physical::FIXED_LEN_BYTE_ARRAY, _) => Kind::Text,
        }
    }

    fn logical(logical: &LogicalType, physical: Physical) -> Option<Kind> {
        match logical {
            LogicalType::Decimal(decimal) => Some(Kind::Decimal(decimal.scale.try_into().ok()?)),
            LogicalType::Date => Some(Kind::Date),
            LogicalType::Timestamp(stamp) => Some(Kind::Time(match stamp.unit {
                TimeUnit::MILLIS => 1_000,
                TimeUnit::MICROS => MICROS,
                TimeUnit::NANOS => 1_000_000_000,
            })),
            LogicalType::Integer(integer) if !integer.is_signed => Some(Kind::Unsigned),
            LogicalType::Uuid | LogicalType::Float16 => Some(Kind::Hexadecimal),
            _ if physical == Physical::INT96 => Some(Kind::Time(MICROS)),
            _ => None,
        }
    }

    /// Writes a value as the text of a cell.
    pub(in crate::source) fn write(self, values: &Values, at: usize, out: &mut Vec<u8>) {
        let written = match (self, values) {
            (Kind::Decimal(scale), Values::Bytes(bytes)) => match whole(bytes.get(at)) {
                Some(digits) => decimal(digits, scale, out),
                None => hexadecimal(bytes.get(at), out),
            },
            (Kind::Hexadecimal, Values::Bytes(bytes)) => hexadecimal(bytes.get(at), out),
            (_, Values::Bytes(bytes)) => out.write_all(bytes.get(at)),
            (_, Values::Single(numbers)) => write!(out, "{}", numbers[at]),
            (_, Values::Double(numbers)) => write!(out, "{}", numbers.get(at)),
            (Kind::Decimal(scale), Values::Whole(numbers)) => decimal(numbers[at].into(), scale, out),
            (Kind::Unsigned, Values::Whole(numbers)) => write!(out, "{}", numbers[at] as u64),
            (Kind::Flag, Values::Whole(numbers)) => write!(out, "{}", numbers[at] != 0),
            (Kind::Date, Values::Whole(numbers)) => match day(numbers[at]) {
                Some(day) => write!(out, "{day}"),
                None => write!(out, "{}", numbers[at]),
            },
            (Kind::Time(parts), Values::Whole(numbers)) => moment(numbers[at], parts, out),
            (_, Values::Whole(numbers)) => write!(out, "{}", numbers[at]),
        };
        // Memory takes what is written.
        let _ = written;
    }
}

/// A whole number of bytes, the first one first, as decimals have them; none where it is too long.
pub(in crate::source) fn whole(bytes: &[u8]) -> Option<i128> {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    let fill = if negative { 0xff } else { 0 };
    let extra = bytes.len().saturating_sub(size_of::<i128>());
    let (above, bytes) = bytes.split_at(extra);
    let number = bytes.iter().fold(if negative { -1 } else { 0 }, |number: i128, byte| number << 8 | i128::from(*byte));
    (above.iter().all(|byte| *byte == fill) && (number < 0) == negative).then_some(number)
}

fn decimal(digits: i128, scale: u32, out: &mut Vec<u8>) -> std::io::Result<()> {
    let scale = scale as usize;
    if scale == 0 {
        return write!(out, "{digits}");
    }
    let sign = if digits < 0 { "-" } else { "" };
    let text = format!("{:0width$}", digits.unsigned_abs(), width = scale + 1);
    let (before, after) = text.split_at(text.len() - scale);
    write!(out, "{sign}{before}.{after}")
}

fn hexadecimal(bytes: &[u8], out: &mut Vec<u8>) -> std::io::Result<()> {
    bytes.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
}

fn day(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_epoch_days(days.try_into().ok()?)
}

/// A moment: its day alone where it is the first of the day.
fn moment(parts: i64, second: i64, out: &mut Vec<u8>) -> std::io::Result<()> {
    let (seconds, rest) = (parts.div_euclid(second), parts.rem_euclid(second));
    let Some(moment) = DateTime::from_timestamp(seconds, (rest * (1_000_000_000 / second)) as u32) else {
        return write!(out, "{parts}");
    };
    let moment = moment.naive_utc();
    if moment.time() == chrono::NaiveTime::MIN { write!(out, "{}", moment.date()) } else { write!(out, "{moment}") }
}
