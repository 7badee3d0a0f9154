//! Text in a given number of terminal columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Marks that do not begin a line, and those that do not end one.
const CLOSING: &str = "，。、；：！？）》」』】”’％,.;:!?)]}%";
const OPENING: &str = "（《「『【“‘([{";

/// Terminal columns that `text` takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// `text` in lines of at most `limit` columns, the second and later ones indented. Breaks at blanks and between
/// Chinese, Japanese and Korean characters, and within a word only when it is wider than a line.
pub(super) fn wrap(text: &str, limit: Option<usize>, indent: usize) -> Vec<String> {
    let Some(limit) = limit.filter(|limit| width(text) > *limit) else {
        return vec![text.to_string()];
    };
    let mut lines = Vec::new();
    let mut line = String::new();
    for (space, piece) in pieces(text) {
        let joined = if line.is_empty() || !space { format!("{line}{piece}") } else { format!("{line} {piece}") };
        if width(&joined) <= limit {
            line = joined;
            continue;
        }
        let mut rest = piece;
        if !line.trim().is_empty() {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
        }
        while width(&line) + width(rest) > limit {
            let (head, tail) = rest.split_at(prefix(rest, limit.saturating_sub(width(&line))));
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)) + head);
            rest = tail;
        }
        line.push_str(rest);
    }
    if !line.trim().is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` cut to `limit` columns, with an ellipsis when something is left out.
pub(super) fn truncate(text: &str, limit: usize) -> String {
    if width(text) <= limit {
        return text.to_string();
    }
    let head = &text[..prefix(text, limit.saturating_sub(1))];
    format!("{}…", head.trim_end())
}

/// The widest part of `text` that stays on one line.
pub(super) fn widest_piece(text: &str) -> usize {
    pieces(text).into_iter().map(|(_, piece)| width(piece)).max().unwrap_or(0)
}

/// Bytes of a beginning of `text` within `limit` columns, as long as can be, but at least one character. Characters are
/// added up first; a few, such as emoji with a variation mark, take more columns together than alone.
fn prefix(text: &str, limit: usize) -> usize {
    let columns = text.chars().scan(0, |sum, letter| {
        *sum += letter.width().unwrap_or(0);
        Some((*sum, letter.len_utf8()))
    });
    let mut end = columns.take_while(|(sum, _)| *sum <= limit).map(|(_, bytes)| bytes).sum();
    while width(&text[..end]) > limit {
        end -= text[..end].chars().next_back().map_or(end, char::len_utf8);
    }
    end.max(text.chars().next().map_or(0, char::len_utf8))
}

/// The parts of `text` that stay whole, each with whether a blank is before it.
fn pieces(text: &str) -> Vec<(bool, &str)> {
    let mut found = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let mut start = 0;
        let mut last = None;
        for (place, letter) in word.char_indices() {
            if last.is_some_and(|last| parts(last, letter)) {
                found.push((start == 0, &word[start..place]));
                start = place;
            }
            last = Some(letter);
        }
        found.push((start == 0, &word[start..]));
    }
    found
}

/// Whether a line may end between the two.
fn parts(last: char, next: char) -> bool {
    let wide = |letter: char| letter.width() == Some(2);
    (wide(last) || wide(next)) && next.width() != Some(0) && !CLOSING.contains(next) && !OPENING.contains(last)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_at_blanks() {
        assert_eq!(wrap("note: the base was revised", Some(16), 6), ["note: the base", "      was", "      revised"]);
        assert_eq!(wrap("short  one", Some(40), 0), ["short  one"]);
        assert_eq!(wrap("abcdefghij", Some(4), 1), ["abcd", " efg", " hij"]);
    }

    #[test]
    fn breaks_between_chinese_characters_but_not_before_a_comma() {
        assert_eq!(wrap("进口总值，出口总值", Some(8), 0), ["进口总", "值，出口", "总值"]);
        assert_eq!(widest_piece("机电产品 HS85"), 4);
    }

    #[test]
    fn cuts_with_an_ellipsis() {
        assert_eq!(truncate("Electrical machinery", 12), "Electrical…");
        assert_eq!(truncate("机电产品和零件", 8), "机电产…");
        assert_eq!(truncate("中国", 4), "中国");
        assert_eq!(truncate("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(truncate("☺\u{fe0f}☺\u{fe0f}☺\u{fe0f}", 4), "☺\u{fe0f}☺…");
    }

    proptest! {
        #[test]
        fn lines_stay_within_the_limit(text in "\\PC{0,80}", limit in 8usize..60) {
            for line in wrap(&text, Some(limit), 3) {
                prop_assert!(width(&line) <= limit, "{:?}", line);
            }
            prop_assert!(width(&truncate(&text, limit)) <= limit);
        }

        #[test]
        fn no_letter_is_lost(text in "[a-zà-ü中-龥，。 ]{0,80}", limit in 8usize..60) {
            let letters = |text: &str| text.replace(' ', "");
            prop_assert_eq!(letters(&wrap(&text, Some(limit), 3).concat()), letters(&text));
        }
    }
}
