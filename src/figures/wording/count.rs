//! Whole numbers in words: places in a ranking, and small counts.

use super::Language;
use crate::render::grouped;

const CARDINALS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const ORDINALS: [&str; 10] = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
const NUMERALS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// A place: `third`, `10th`, `第三`, `第十二`. Words up to nine, as newspapers have it, and digits beyond.
pub fn ordinal(number: i64, words: bool, language: Language) -> String {
    match language {
        Language::Chinese if words => format!("第{}", numeral(number)),
        Language::Chinese => format!("第{number}"),
        Language::English if words && (1..10).contains(&number) => ORDINALS[number as usize].to_owned(),
        Language::English => format!("{}{}", grouped(&number.to_string()), suffix(number)),
    }
}

fn suffix(number: i64) -> &'static str {
    let last = number.unsigned_abs() % 100;
    match (last, last % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// A count: `three`, `16`, `三`, `16`. Words up to nine, and digits beyond.
pub fn cardinal(number: i64, language: Language) -> String {
    match (usize::try_from(number), language) {
        (Ok(small @ 0..10), Language::English) => CARDINALS[small].to_owned(),
        (Ok(2), Language::Chinese) => "两".to_owned(),
        (Ok(small @ 0..10), Language::Chinese) => NUMERALS[small].to_owned(),
        (_, Language::English) => grouped(&number.to_string()),
        (_, Language::Chinese) => number.to_string(),
    }
}

/// A number in Chinese numerals, up to ninety-nine: `十二`, `三十`; in digits beyond.
pub fn numeral(number: i64) -> String {
    let Ok(small @ 0..100) = usize::try_from(number) else { return number.to_string() };
    let (tens, ones) = (small / 10, small % 10);
    match (tens, ones) {
        (0, ones) => NUMERALS[ones].to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", NUMERALS[ones]),
        (tens, 0) => format!("{}十", NUMERALS[tens]),
        (tens, ones) => format!("{}十{}", NUMERALS[tens], NUMERALS[ones]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places() {
        let places =
            |number: i64| [Language::English, Language::Chinese].map(|language| ordinal(number, true, language));
        assert_eq!(places(1), ["first", "第一"]);
        assert_eq!(places(3), ["third", "第三"]);
        assert_eq!(places(9), ["ninth", "第九"]);
        assert_eq!(places(10), ["10th", "第十"]);
        assert_eq!(places(11), ["11th", "第十一"]);
        assert_eq!(places(22), ["22nd", "第二十二"]);
        assert_eq!(places(40), ["40th", "第四十"]);
        assert_eq!(places(113), ["113th", "第113"]);
        assert_eq!(places(1001), ["1,001st", "第1001"]);
        assert_eq!(ordinal(3, false, Language::English), "3rd");
        assert_eq!(ordinal(3, false, Language::Chinese), "第3");
    }

    #[test]
    fn counts() {
        let counts = |number: i64| [Language::English, Language::Chinese].map(|language| cardinal(number, language));
        assert_eq!(counts(2), ["two", "两"]);
        assert_eq!(counts(0), ["zero", "零"]);
        assert_eq!(counts(16), ["16", "16"]);
        assert_eq!(counts(-3), ["-3", "-3"]);
        assert_eq!(counts(1570), ["1,570", "1570"]);
    }

    /// What Chinese numerals below a hundred stand for.
    fn read(text: &str) -> i64 {
        let digit = |letter: char| NUMERALS.iter().position(|numeral| numeral.starts_with(letter)).unwrap() as i64;
        let (tens, ones) = text.split_once('十').map_or((None, text), |(tens, ones)| (Some(tens), ones));
        let tens = tens.map_or(0, |tens| tens.chars().next().map_or(1, digit));
        tens * 10 + ones.chars().next().map_or(0, digit)
    }

    proptest! {
        #[test]
        fn numerals_read_back(number in 0i64..100) {
            prop_assert_eq!(read(&numeral(number)), number);
        }

        #[test]
        fn digits_read_back(number in any::<i64>()) {
            let said = ordinal(number, false, Language::English);
            let digits: String = said.chars().filter(|letter| letter.is_ascii_digit() || *letter == '-').collect();
            prop_assert_eq!(digits.parse::<i64>().unwrap(), number);
        }
    }
}
