//! Signs of comparison in a text, made exact.
//!
//! The engine orders values of different kinds by their kind, so that a figure would be greater than any number. Here
//! `growth > 0` becomes a call that compares the two as decimals, and so does `rank in [1, 2]`. Nothing else is changed,
//! no line moves.

use super::compare::FUNCTION;

/// The text with `a > b` as `is_true_that(a, ">", b)` inside its expressions.
pub(super) fn exact(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = tag_start(rest) {
        let (before, tag) = rest.split_at(start);
        written.push_str(before);
        let end = match &tag[..2] {
            "{#" => tag.find("#}").map_or(tag.len(), |end| end + 2),
            _ => raw_end(tag).unwrap_or_else(|| tag_end(tag)),
        };
        let (tag, after) = tag.split_at(end);
        if tag.starts_with("{#") || is_raw(tag) {
            written.push_str(tag)
        } else {
            written.push_str(&compared(tag))
        }
        rest = after;
    }
    written + rest
}

fn tag_start(text: &str) -> Option<usize> {
    let mut brackets = text.match_indices('{').map(|(at, _)| at);
    brackets.find(|at| text[at + 1..].starts_with(['{', '%', '#']))
}

/// The name of a block: `if` of `{%- if x %}`.
fn block(tag: &str) -> &str {
    let inner = tag.strip_prefix("{%").unwrap_or_default().trim_start_matches(['-', '+']).trim_start();
    inner.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default()
}

fn is_raw(tag: &str) -> bool {
    block(tag) == "raw"
}

/// The end of a block whose text stays as it is.
fn raw_end(tag: &str) -> Option<usize> {
    if !is_raw(tag) {
        return None;
    }
    let mut from = 2;
    while let Some(start) = tag[from..].find("{%").map(|start| start + from) {
        if block(&tag[start..]) == "endraw" {
            return Some(tag[start..].find("%}").map_or(tag.len(), |end| start + end + 2));
        }
        from = start + 2;
    }
    Some(tag.len())
}

/// The end of an expression or block, which is not inside quotation marks or brackets.
fn tag_end(tag: &str) -> usize {
    let end = if tag.starts_with("{{") { "}}" } else { "%}" };
    let (mut depth, mut at) = (0_u32, 2);
    for piece in pieces(&tag[2..]) {
        if depth == 0 && tag[at..].starts_with(end) {
            return at + 2;
        }
        match piece {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += piece.len();
    }
    tag.len()
}

/// Texts in quotation marks, words, signs of comparison, and single letters of everything else.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let (piece, after) = rest.split_at(piece_length(rest, first));
        rest = after;
        Some(piece)
    })
}

fn piece_length(rest: &str, first: char) -> usize {
    if matches!(first, '"' | '\'') {
        let mut escaped = false;
        let closing = rest.char_indices().skip(1).find(|(_, letter)| {
            let closes = *letter == first && !escaped;
            escaped = *letter == '\\' && !escaped;
            closes
        });
        return closing.map_or(rest.len(), |(at, mark)| at + mark.len_utf8());
    }
    if first.is_alphanumeric() || first == '_' {
        return rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    }
    let two = ["==", "!=", ">=", "<="].iter().any(|sign| rest.starts_with(sign));
    if two { 2 } else { first.len_utf8() }
}

/// An operand of a comparison, and the ones before it with their signs.
#[derive(Default)]
struct Operands {
    before: String,
    compares: bool,
    current: String,
}

impl Operands {
    /// An operand with its sign; the operand may be that of a chain, `a < b < c`.
    fn sign(&mut self, sign: &str) {
        let operand = std::mem::take(&mut self.current);
        self.before.push_str(&format!("{operand}, \"{sign}\","));
        self.compares = true;
    }

    /// Everything up to here; blanks stay outside of the call.
    fn close(&mut self, written: &mut String) {
        let all = std::mem::take(&mut self.before) + &std::mem::take(&mut self.current);
        if std::mem::take(&mut self.compares) {
            let call = all.trim();
            let (start, end) = (all.len() - all.trim_start().len(), all.trim_end().len());
            written.push_str(&format!("{}{FUNCTION}({call}){}", &all[..start], &all[end..]));
        } else {
            written.push_str(&all);
        }
    }
}

/// Words that end an operand.
const ENDING: [&str; 6] = ["if", "elif", "else", "and", "or", "not"];

/// How deep brackets may be; the engine takes no deeper ones.
const DEPTH: usize = 200;

/// A tag with its comparisons as calls.
fn compared(tag: &str) -> String {
    let (start, inner) = tag.split_at(2);
    let end = if start == "{{" { "}}" } else { "%}" };
    let Some(inner) = inner.strip_suffix(end) else { return tag.to_owned() };
    let (head, inner) = inner.split_at(inner.len() - inner.trim_start_matches(['-', '+']).len());
    let (inner, tail) = inner.split_at(inner.trim_end_matches(['-', '+']).len());
    let mut brackets = Brackets { open: Vec::new(), current: Level::default() };
    let (mut last, mut named, mut loops) = ("", start != "{%", block(tag) == "for");
    for piece in pieces(inner) {
        let is_name = !named && piece.starts_with(char::is_alphabetic);
        let level = &mut brackets.current;
        match piece {
            "(" | "[" | "{" if brackets.open.len() == DEPTH => return tag.to_owned(),
            "(" | "[" | "{" => brackets.open(piece),
            ")" | "]" | "}" => brackets.close(piece),
            "==" | "!=" | ">=" | "<=" | ">" | "<" => level.operands.sign(piece),
            "in" if last == "not" && named => level.operands.sign("not in"),
            "in" if !std::mem::take(&mut loops) && last != "." => level.operands.sign("in"),
            "not" if level.has_operand() && last != "is" && last != "." => {}
            _ if is_name || matches!(piece, "," | ":" | "=" | "in") || ends(piece, last) => {
                level.end(piece);
                named = true;
            }
            _ => level.operands.current.push_str(piece),
        }
        if !piece.trim().is_empty() {
            last = piece;
        }
    }
    format!("{start}{head}{}{tail}{end}", brackets.finish())
}

/// What stands between two brackets: what is done, and the operands at the end of it.
#[derive(Default)]
struct Level {
    written: String,
    operands: Operands,
}

impl Level {
    fn end(&mut self, piece: &str) {
        self.operands.close(&mut self.written);
        self.written.push_str(piece);
    }

    fn has_operand(&self) -> bool {
        !self.operands.current.trim().is_empty()
    }
}

/// The brackets that are open, the outermost first.
struct Brackets {
    open: Vec<Level>,
    current: Level,
}

impl Brackets {
    fn open(&mut self, bracket: &str) {
        self.current.operands.current.push_str(bracket);
        self.open.push(std::mem::take(&mut self.current));
    }

    /// What was inside becomes a part of the operand outside.
    fn close(&mut self, bracket: &str) {
        let Some(outer) = self.open.pop() else { return self.current.end(bracket) };
        let mut inner = std::mem::replace(&mut self.current, outer);
        inner.end(bracket);
        self.current.operands.current.push_str(&inner.written);
    }

    /// Everything; brackets that are not closed are an error for the engine to tell.
    fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close("");
        }
        self.current.end("");
        self.current.written
    }
}

/// Whether a word ends an operand: not as the name of an attribute, and not as a part of `is not`.
fn ends(piece: &str, last: &str) -> bool {
    ENDING.contains(&piece) && last != "." && !(piece == "not" && last == "is")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use minijinja::Environment;
    use proptest::prelude::*;

    #[test]
    fn comparisons_become_calls_and_nothing_else_changes() {
        for (text, written) in [
            ("{% if a > 0 %}", "{% if is_true_that(a , \">\", 0) %}"),
            ("{%- elif a.b >= f(1) -%}", "{%- elif is_true_that(a.b , \">=\", f(1)) -%}"),
            (
                "{{ a|x(b<c) if not d==e else 1 }}",
                "{{ a|x(is_true_that(b, \"<\",c)) if not is_true_that(d, \"==\",e) else 1 }}",
            ),
            (
                "{{ 0 < a <= [1, b != 2] and c }}",
                "{{ is_true_that(0 , \"<\", a , \"<=\", [1, is_true_that(b , \"!=\", 2)]) and c }}",
            ),
            ("{% set x = a > b %}", "{% set x = is_true_that(a , \">\", b) %}"),
            ("{{ a > b in c }}", "{{ is_true_that(a , \">\", b , \"in\", c) }}"),
            ("{{ a not in b and c.in }}", "{{ is_true_that(a  , \"not in\", b) and c.in }}"),
            ("{% for x in y if x in z %}", "{% for x in y if is_true_that(x , \"in\", z) %}"),
            ("{% for x, y in (a in b) | items %}", "{% for x, y in (is_true_that(a , \"in\", b)) | items %}"),
            ("{% for x in a if x > 1 %}", "{% for x in a if is_true_that(x , \">\", 1) %}"),
            ("{{ a is not none and a.not > 1 }}", "{{ a is not none and is_true_that(a.not , \">\", 1) }}"),
        ] {
            assert_eq!(exact(text), written);
        }
        for same in [
            "a > b {# c > d #} < {{ '{{ e > f' }} {{ \"\\\" > \" }}",
            "{% raw %}{{ a > b }}{% endraw %}",
            "{%- raw -%}{% if a > b %}",
            "{{ {'a': {'b': 1}} }} > {{ f(x=1) }}",
            "{{ unclosed",
            "{{",
            "{% '",
            "{{ a > 文",
        ] {
            assert_eq!(exact(same), same);
        }
    }

    #[test]
    fn brackets_without_end_are_left_to_the_engine() {
        let deep = format!("{{{{ {}", "(a > ".repeat(100_000));
        assert_eq!(exact(&deep), deep);
        let wide = "{{ a > b }}".repeat(100_000);
        assert_eq!(exact(&wide).matches(FUNCTION).count(), 100_000);
    }

    fn expression() -> impl Strategy<Value = String> {
        let plain = prop_oneof![
            (0..4_i32).prop_map(|number: i32| number.to_string()),
            Just("'>'".to_owned()),
            Just("x.y".to_owned()),
            Just("[1, 2]".to_owned()),
        ];
        plain.prop_recursive(4, 24, 3, |inner| {
            let sign =
                prop::sample::select(vec!["==", "!=", ">", "<", ">=", "<=", " and ", " or ", " in ", " not in ", "~"]);
            prop_oneof![
                (inner.clone(), sign, inner.clone()).prop_map(|(one, sign, other)| format!("{one}{sign}{other}")),
                inner.clone().prop_map(|inner| format!("({inner})")),
                inner.clone().prop_map(|inner| format!("not {inner}")),
                inner.clone().prop_map(|inner| format!("[{inner}, {inner}] | length")),
                inner.clone().prop_map(|inner| format!("{{'k': {inner}}}['k']")),
                (inner.clone(), inner.clone(), inner).prop_map(|(a, b, c)| format!("({a} if {b} else {c})")),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn where_there_are_no_figures_nothing_means_anything_else(expression in expression()) {
            let mut environment = Environment::new();
            super::super::compare::add(&mut environment);
            let context = || minijinja::context! { x => minijinja::context! { y => 2 } };
            let said = |text: &str| environment.render_str(text, context()).map_err(|error| error.kind());
            let text = format!("{{{{ {expression} }}}}");
            prop_assume!(said(&text).is_ok());
            prop_assert_eq!(said(&exact(&text)), said(&text), "{}", exact(&text));
        }
    }
}
