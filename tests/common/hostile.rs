//! Names that a spreadsheet, a browser, a terminal, a document or a template would act on.

use super::Folder;

/// Each as data holds it, and as people are shown it: on one line, with what cannot be seen in a visible form.
pub const NAMES: &[(&str, &str)] = &[
    ("=1+1", "=1+1"),
    ("@SUM(A1)", "@SUM(A1)"),
    ("+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"),
    ("-2+3", "-2+3"),
    ("<script>attacked()</script>", "<script>attacked()</script>"),
    ("<img src=x onerror=attacked()>", "<img src=x onerror=attacked()>"),
    ("<svg onload=attacked()>", "<svg onload=attacked()>"),
    ("</td></table><h1 id=new>", "</td></table><h1 id=new>"),
    ("\" onclick=attacked() '", "\" onclick=attacked() '"),
    ("]]></title></svg><b>", "]]></title></svg><b>"),
    ("<r><t>bold</t></r>", "<r><t>bold</t></r>"),
    ("{{ 6 * 7 }}{% raw %}{#", "{{ 6 * 7 }}{% raw %}{#"),
    ("a\nb\r\nc\u{1}\u{1b}[31m\u{7f}", r"a\nb\r\nc\u{1}\u{1b}[31m\u{7f}"),
    ("\u{202e}reversed\u{2066}\u{200f}", r"\u{202e}reversed\u{2066}\u{200f}"),
    ("_x0041_", "_x0041_"),
    ("[a]:*?/\\b", "[a]:*?/\\b"),
    ("&lt;&amp;&#39;", "&lt;&amp;&#39;"),
    ("[a](javascript:attacked()) | `b` *c*", "[a](javascript:attacked()) | `b` *c*"),
    ("end\u{2028}\u{85}\u{feff}.", r"end\u{2028}\u{85}\u{feff}."),
];

/// A file of exports to a partner of each name, in the order of the names.
pub fn data(folder: &Folder) -> String {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["period", "flow", "reporter", "partner", "value", "unit"]).unwrap();
    for period in ["2024-01", "2025-01"] {
        for ((name, _), place) in NAMES.iter().zip(0..) {
            let value = (1_000 - place).to_string();
            rows.write_record([period, "exports", "CHN", name, &value, "CNY"]).unwrap();
        }
    }
    folder.file("<i>=1+1.csv", rows.into_inner().unwrap())
}

/// The texts between the tags of HTML or XML, as a reader sees them. What is opened is closed in its turn.
pub fn words(markup: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for part in markup.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or_else(|| panic!("a tag that does not end: {part}"));
        let name = tag.trim_matches('/').split([' ', '\n']).next().unwrap();
        match (tag.starts_with('/'), tag.ends_with('/') || ["!doctype", "meta", "?xml"].contains(&name)) {
            (true, _) => assert_eq!(open.pop(), Some(name), "{part}"),
            (false, false) => open.push(name),
            _ => {}
        }
        words.push(plain(text));
    }
    assert_eq!(open, Vec::<&str>::new());
    words
}

pub fn plain(text: &str) -> String {
    let marks = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&apos;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (mark, letter)| text.replace(mark, letter))
}
