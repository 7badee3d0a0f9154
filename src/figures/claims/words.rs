//! The words in which figures are stated, in English and Chinese.

use rust_decimal::Decimal;

use super::unit::PIECES;
use crate::figures::wording::{Language, Unit};
use crate::model::Code;
use crate::reference::rates;

/// A word of a stated figure, or several that mean one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Digits as they were written.
    Number(Decimal),
    /// A part of a whole, in percent.
    Part(Decimal),
    /// A power of ten: billion.
    Size(u32),
    /// A currency.
    Money(Code),
    /// A unit of weight or quantity, by its code.
    Piece(&'static str),
    /// Per cent.
    Percent,
    /// Percentage points.
    Points,
    /// Rose, fell.
    Sign(bool),
    /// How the figure is related to the number.
    Relation(Relation),
    /// Between the ends of a range.
    To,
    /// What says nothing more: years, a year, countries.
    Filler,
}

/// How a stated figure is related to its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// More than.
    Above,
    /// Or more.
    AtLeast,
    /// Less than.
    Below,
    /// Or less.
    AtMost,
    /// Nearly.
    JustBelow,
    /// About.
    About,
}

use Relation::{About, Above, AtLeast, AtMost, Below, JustBelow};
use Word::{Filler, Percent, Points, Sign, Size, To};

const fn related(relation: Relation) -> Word {
    Word::Relation(relation)
}

/// Words that are no currency and no part of a whole.
const WORDS: &[(Word, &[&str])] = &[
    (Size(12), &["trillion", "trn", "tn", "万亿"]),
    (Size(9), &["billion", "bn", "十亿"]),
    (Size(8), &["hundred million", "亿"]),
    (Size(6), &["million", "mn", "mln", "百万"]),
    (Size(4), &["ten thousand", "万"]),
    (Size(3), &["thousand", "千"]),
    (Percent, &["%", "percent", "per cent", "pct"]),
    (Points, &["percentage points", "percentage point", "points", "point", "pp", "个百分点", "百分点"]),
    (
        Sign(true),
        &[
            "+",
            "up",
            "rose",
            "rose by",
            "grew",
            "grew by",
            "growth of",
            "increased by",
            "surplus of",
            "增长",
            "上升",
            "增加",
            "提高",
            "顺差",
        ],
    ),
    (
        Sign(false),
        &[
            "-",
            "minus",
            "down",
            "fell",
            "fell by",
            "decreased by",
            "declined by",
            "dropped by",
            "shrank by",
            "deficit of",
            "下降",
            "减少",
            "降低",
            "逆差",
        ],
    ),
    (
        related(Above),
        &[
            "over",
            "above",
            "more than",
            "greater than",
            "exceeds",
            "exceeding",
            ">",
            "超过",
            "突破",
            "逾",
            "高于",
            "多于",
        ],
    ),
    (related(AtLeast), &["at least", "not less than", "or more", "and more", ">=", "≥", "至少", "不低于", "以上"]),
    (related(Below), &["under", "below", "less than", "fewer than", "<", "不到", "不足", "低于", "少于"]),
    (
        related(AtMost),
        &["at most", "up to", "not more than", "no more than", "or less", "<=", "≤", "至多", "不超过", "以下"],
    ),
    (related(JustBelow), &["nearly", "almost", "close to", "just under", "近", "接近"]),
    (related(About), &["about", "around", "roughly", "approximately", "some", "~", "≈", "约", "大约", "左右"]),
    (To, &["to", "and", "..", "–", "—", "~~", "至", "到"]),
    (
        Filler,
        &[
            "by",
            "per",
            "between",
            "from",
            "the",
            "of",
            "a year",
            "per year",
            "annually",
            "on average",
            "年均",
            "每年",
            "years",
            "year",
            "months",
            "month",
            "quarters",
            "times",
            "countries",
            "country",
            "partners",
            "products",
            "places",
            "place",
            "rows",
            "年",
            "个国家",
            "个",
            "国",
            "第",
            "位",
        ],
    ),
];

/// Parts of a whole in words.
const PARTS: [(&str, i64, i64); 9] = [
    ("half", 1, 2),
    ("a half", 1, 2),
    ("一半", 1, 2),
    ("半数", 1, 2),
    ("a third", 1, 3),
    ("one third", 1, 3),
    ("two thirds", 2, 3),
    ("a quarter", 1, 4),
    ("three quarters", 3, 4),
];

/// Places in a ranking.
const PLACES: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

/// Currencies by other words than their codes and names.
const MONEY: [(&str, &[&str]); 4] = [
    ("CNY", &["rmb", "renminbi", "人民币", "元人民币", "¥"]),
    ("USD", &["dollar", "us dollars", "u.s. dollars", "us dollar", "us$", "$"]),
    ("EUR", &["euro", "€"]),
    ("GBP", &["pounds sterling", "£"]),
];

/// The words of a text; the part that is none of them where there is one.
pub(super) fn words(text: &str) -> Result<Vec<Word>, String> {
    let plain: String = text.chars().flat_map(|letter| plain(letter).to_lowercase()).collect();
    let (mut rest, mut words) = (plain.trim_start(), Vec::new());
    while !rest.is_empty() {
        let between = matches!(words.last(), Some(Word::Number(_) | Percent | Size(_))) && rest.starts_with('-');
        let (word, length) = match number(rest)? {
            Some(found) => found,
            None if between => (To, 1),
            None => known(rest).ok_or_else(|| rest.to_owned())?,
        };
        words.push(word);
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

/// One spelling of signs.
fn plain(letter: char) -> char {
    match letter {
        '−' | '－' | '‐' | '‑' => '-',
        '％' => '%',
        '＋' => '+',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// A number at the beginning, with the digits as written, and its length. A comma stands before every third digit only.
fn number(text: &str) -> Result<Option<(Word, usize)>, String> {
    let length = text.find(|letter: char| !(letter.is_ascii_digit() || ".,".contains(letter))).unwrap_or(text.len());
    let length = text[..length].trim_end_matches(['.', ',']).len();
    let digits = &text[..length];
    if !digits.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Ok(None);
    }
    let (digits, length) = match digits.split_once("..") {
        Some((first, _)) => (first, first.len()),
        None => (digits, length),
    };
    let wrong = || digits.to_owned();
    let mut groups = digits.split('.').next().unwrap_or_default().split(',');
    let first = groups.next().unwrap_or_default().len();
    let is_grouped = digits.contains(',');
    if is_grouped && (first > 3 || !groups.all(|group| group.len() == 3)) {
        return Err(wrong());
    }
    let number = digits.replace(',', "").parse().map_err(|_| wrong())?;
    let ordinal = ["st", "nd", "rd", "th"].iter().find(|end| ends_a_word(&text[length..], end));
    Ok(Some((Word::Number(number), length + ordinal.map_or(0, |end| end.len()))))
}

fn ends_a_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|letter: char| letter.is_ascii_alphabetic()))
}

/// The longest known word at the beginning, and its length.
fn known(text: &str) -> Option<(Word, usize)> {
    let listed = WORDS.iter().flat_map(|(word, spellings)| spellings.iter().map(|spelling| (*word, *spelling)));
    let parts = PARTS
        .iter()
        .map(|(spelling, part, whole)| (Word::Part(Decimal::from(part * 100) / Decimal::from(*whole)), *spelling));
    let places = PLACES.iter().zip(1_i64..).map(|(spelling, place)| (Word::Number(Decimal::from(place)), *spelling));
    let other =
        MONEY.iter().flat_map(|(code, spellings)| spellings.iter().map(|word| (Word::Money(Code::of(code)), *word)));
    let pieces =
        PIECES.iter().flat_map(|(code, spellings)| spellings.iter().map(|spelling| (Word::Piece(code), *spelling)));
    let named = listed
        .chain(parts)
        .chain(places)
        .chain(other)
        .chain(pieces)
        .map(|(word, spelling)| (word, spelling.to_owned()));
    let currencies = rates::currencies().into_iter().flat_map(|code| {
        let unit = Unit::new(code.as_str());
        let names = [Language::English, Language::Chinese].map(|language| unit.name(language).to_lowercase());
        names.into_iter().chain([code.as_str().to_lowercase()]).map(move |name| (Word::Money(code), name))
    });
    let begins = |(_, spelling): &(Word, String)| match spelling
        .bytes()
        .all(|byte| byte.is_ascii_alphabetic() || byte == b' ')
    {
        true => ends_a_word(text, spelling),
        false => text.starts_with(spelling.as_str()),
    };
    named
        .chain(currencies)
        .filter(begins)
        .map(|(word, spelling)| (word, spelling.len()))
        .max_by_key(|(_, length)| *length)
}
