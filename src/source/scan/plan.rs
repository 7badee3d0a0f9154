//! Which columns of a file a question needs, and in which order a row is looked at.

use crate::model::Measure;
use crate::query::Query;
use crate::source::profile::{Profile, Reader, Role, cells};

/// Columns that stand beside one another and change seldom; they are compared with the last row's in one go.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The columns of it that are needed, and their numbers among all of these.
    pub(super) columns: Vec<(usize, usize)>,
}

/// The columns that a question needs.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) width: usize,
    pub(super) segments: Vec<Segment>,
    /// How many segments, the first ones, say whether a row is asked for.
    pub(super) gates: usize,
    /// The numbers of the columns that say so.
    pub(super) gate_columns: Vec<usize>,
    /// How many columns all segments have.
    pub(super) columns: usize,
    /// The number of the column that says which list products are of.
    pub(super) list: Option<usize>,
    pub(super) partner: Vec<usize>,
    pub(super) product: Vec<usize>,
    /// Value, weight and quantity.
    pub(super) numbers: [Option<Number>; 3],
    /// Which of them the question needs.
    pub(super) measures: [bool; 3],
    /// Whether a quantity of zero in no unit is one that was not given.
    pub(super) has_units: bool,
    pub(super) adds_up: bool,
}

/// A column of numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) at: usize,
    /// Whether plain digits mean themselves.
    pub(super) is_plain: bool,
    /// By what they are multiplied.
    pub(super) factor: i64,
}

const NUMBERS: [Role; 3] = [Role::Value, Role::Weight, Role::Quantity];

/// Columns of published tables, which are small and are left to the plain reader.
const PUBLISHED: [Role; 4] =
    [Role::PublishedGrowth, Role::PublishedQuantityGrowth, Role::PublishedShare, Role::RoundedTo];

/// Most columns between two that are compared together.
const APART: usize = 4;

impl Plan {
    /// The plan of a file, if it is laid out so that rows can be scanned.
    pub(super) fn new(profile: &Profile, reader: &Reader<'_>, query: &Query) -> Option<Plan> {
        let places = &reader.places;
        let [value] = places.values.as_slice() else { return None };
        let is_simple = value.heading.is_none() && value.growth.is_none() && query.to.is_none();
        let is_mapped = NUMBERS.iter().any(|role| profile.map.contains_key(role));
        if !is_simple || is_mapped || PUBLISHED.iter().any(|role| places.has(*role)) {
            return None;
        }
        if places.at(Role::Classification).len() > 1 {
            return None;
        }
        let reads = |role: Role| match role {
            Role::Weight => !query.unread.contains(&Measure::Weight),
            Role::Quantity | Role::QuantityUnit => !query.unread.contains(&Measure::Quantity),
            _ => true,
        };
        let mut numbers = [None; 3];
        for (number, role) in numbers.iter_mut().zip(NUMBERS).filter(|(_, role)| reads(*role)) {
            let at = if role == Role::Value { vec![value.at] } else { places.at(role).to_vec() };
            match (at.as_slice(), places.given(role)) {
                ([at], None) => *number = Some(Number::new(profile, role, *at)),
                ([], None) => {}
                _ => return None,
            }
        }
        let apart = [Role::Partner, Role::Product].into_iter().chain(NUMBERS);
        let words = Role::ALL.iter().map(|(role, _)| *role).filter(|role| !apart.clone().any(|other| other == *role));
        let of = |roles: &mut dyn Iterator<Item = Role>| -> Vec<usize> {
            roles.filter(|role| reads(*role)).flat_map(|role| places.at(role).to_vec()).collect()
        };
        let choices: Vec<usize> = places.only.iter().chain(&places.except).map(|(at, _)| *at).collect();
        let mut gates = of(&mut [Role::Period, Role::Year, Role::Month, Role::Span, Role::Flow].into_iter());
        gates.extend(&choices);
        let mut columns = of(&mut words.into_iter());
        columns.extend(choices.iter().chain(places.splits.iter().map(|(at, _)| at)));
        columns.sort_unstable();
        columns.dedup();
        let partner = places.at(Role::Partner).to_vec();
        let product = places.at(Role::Product).to_vec();
        let busy = |at: &usize| {
            partner.contains(at) || product.contains(at) || numbers.iter().flatten().any(|number| number.at == *at)
        };
        let (segments, gate_segments) = segments(&columns, &gates, &busy);
        let number_of = |at: &usize| columns.iter().position(|column| column == at);
        Some(Plan {
            width: places.width,
            segments,
            gates: gate_segments,
            gate_columns: gates.iter().filter_map(number_of).collect(),
            columns: columns.len(),
            list: places.at(Role::Classification).first().and_then(number_of),
            partner,
            product,
            numbers,
            measures: NUMBERS.map(reads),
            has_units: places.has(Role::QuantityUnit) && !profile.is_tidy(),
            adds_up: profile.adds_up,
        })
    }
}

impl Number {
    fn new(profile: &Profile, role: Role, at: usize) -> Number {
        let digits = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
        let is_plain = profile.file.decimal == '.'
            && profile.file.thousands.is_none_or(|mark| mark != '.')
            && !profile.file.missing.iter().any(digits);
        Number { at, is_plain, factor: profile.scale.get(&role).copied().unwrap_or(1) }
    }
}

/// Columns in segments, first those that say whether a row is asked for, and how many these are.
fn segments(columns: &[usize], gates: &[usize], busy: &dyn Fn(&usize) -> bool) -> (Vec<Segment>, usize) {
    let mut segments: Vec<Segment> = Vec::new();
    for (number, at) in columns.iter().enumerate() {
        let near =
            |segment: &&mut Segment| at - segment.last <= APART && !(segment.last..*at).any(|between| busy(&between));
        match segments.last_mut().filter(near) {
            Some(segment) => {
                segment.last = *at;
                segment.columns.push((*at, number));
            }
            None => segments.push(Segment { first: *at, last: *at, columns: vec![(*at, number)] }),
        }
    }
    let is_gate = |segment: &Segment| segment.columns.iter().any(|(at, _)| gates.contains(at));
    segments.sort_by_key(|segment| !is_gate(segment));
    let count = segments.iter().filter(|segment| is_gate(segment)).count();
    (segments, count)
}

/// A number as a profile says that numbers are written, in fixed point; an error where only the plain reader knows.
pub(super) fn written(profile: &Profile, text: &[u8]) -> Result<Option<(i64, u32)>, ()> {
    let inner = text.strip_prefix(b"\"").and_then(|text| text.strip_suffix(b"\"")).unwrap_or(text);
    let text = std::str::from_utf8(inner).map_err(|_| ())?.trim();
    if text.contains('"') {
        return Err(());
    }
    let number = cells::figure(text, &profile.file, 1).map_err(|_| ())?;
    number.map(|number| Ok((i64::try_from(number.mantissa()).map_err(|_| ())?, number.scale()))).transpose()
}
