//! What stands around the content of a page: style, script, and the rule that nothing else may run or be fetched.

use std::fmt;

use crate::render::clean::visible;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("sort.js");
/// The SHA-256 of the script. A browser runs no other, whatever a page says.
const SCRIPT_HASH: &str = "9O1ehu2xkoQp48zlS7zbZlIEDR6r/xuTjEBQOJ0CN5U=";

/// A page. It fetches nothing.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The title, as plain text.
    pub title: &'a str,
    /// Rules for its looks beside those of every page.
    pub rules: &'a str,
    /// What it shows, as HTML.
    pub body: &'a str,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, rules, body) = (escaped(self.title), self.rules, self.body);
        let allowed = format!(
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{SCRIPT_HASH}'; base-uri 'none'; form-action 'none'"
        );
        write!(
            f,
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{allowed}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="tradestat">
<title>{title}</title>
<style>
{STYLE}{rules}</style>
</head>
<body>
<main>
{body}</main>
<script>{SCRIPT}</script>
</body>
</html>
"#
        )
    }
}

/// The text with nothing that HTML would act on, in content and in attributes, and nothing that leads a reader astray.
pub fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '&' => plain.push_str("&amp;"),
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '"' => plain.push_str("&quot;"),
            '\'' => plain.push_str("&#39;"),
            _ => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let letters = |chunk: &[u8]| {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            let letter = |place: usize| char::from(LETTERS[(bits >> (18 - 6 * place)) as usize & 63]);
            (0..4).map(|place| if place <= chunk.len() { letter(place) } else { '=' }).collect::<String>()
        };
        bytes.chunks(3).map(letters).collect()
    }

    #[test]
    fn the_script_is_the_one_that_may_run() {
        assert_eq!(base64(b"light w"), "bGlnaHQgdw==");
        assert_eq!(base64(&Sha256::digest(SCRIPT)), SCRIPT_HASH);
        assert!(!SCRIPT.contains("</") && !STYLE.contains("</"), "they end where they should");
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(escaped("<b a=\"1\" b='2'>&"), "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;");
        assert_eq!(escaped("a\u{202e}\0"), "a\\u{202e}\\u{0}");
        let page = Page { title: "</title><script>x", rules: "", body: "" }.to_string();
        assert_eq!(page.matches("<script>").count(), 1, "{page}");
    }
}
