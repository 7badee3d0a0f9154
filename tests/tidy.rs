//! The rules of the house: layers, sizes, first lines, who may print and who may panic, and sorted data.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Longest file and longest function. The aim is 150 and 40.
const LINES_OF_A_FILE: usize = 400;
const LINES_OF_A_FUNCTION: usize = 60;

/// Each layer and the layers that it may name.
const LAYERS: [(&str, &[&str]); 10] = [
    ("table", &[]),
    ("stored", &[]),
    ("model", &[]),
    ("reference", &["model"]),
    ("cube", &["model", "reference"]),
    ("query", &["model", "reference", "cube"]),
    ("source", &["model", "reference", "cube", "query", "stored"]),
    ("analysis", &["model", "reference", "cube", "query", "table"]),
    ("render", &["table", "stored"]),
    ("figures", &["model", "reference", "table", "render"]),
];

/// A layer that names another one for a stated reason: reasons why a figure is missing are words of the table.
const EXCEPTIONS: [(&str, &str); 1] = [("cube", "table")];

struct Source {
    /// Below `src`, such as `model/month.rs`.
    name: String,
    text: String,
}

impl Source {
    /// The first folder below `src`, or the file itself: `model`, `query`, `cli`, `main`.
    fn layer(&self) -> &str {
        self.name.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// Without tests, which may do what they like.
    fn program(&self) -> &str {
        let tests = self.text.find("\nmod tests {").and_then(|at| self.text[..at].rfind("\n#[cfg("));
        tests.map_or(self.text.as_str(), |end| &self.text[..end])
    }

    /// The lines of the program that are no comments.
    fn code(&self) -> impl Iterator<Item = &str> {
        self.program().lines().filter(|line| !line.trim_start().starts_with("//"))
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(below(&path, ending));
        } else if path.extension().is_some_and(|own| own == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let folder = root().join("src");
    let name = |path: &Path| path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
    let read = |path: PathBuf| Source { name: name(&path), text: fs::read_to_string(&path).unwrap() };
    below(&folder, "rs").into_iter().map(read).collect()
}

/// The names that follow a prefix, such as `crate::`; with braces, each of them.
fn named<'a>(text: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    let first = |path: &'a str| &path[..path.find(|letter| !is_word(letter)).unwrap_or(path.len())];
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        let rest = &text[at + prefix.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(list[..list.find('}').unwrap()].split(',').map(|path| first(path.trim()))),
            None => _ = names.insert(first(rest)),
        }
    }
    names
}

#[test]
fn layers() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some((layer, allowed)) = LAYERS.iter().find(|(layer, _)| *layer == source.layer()) else { continue };
        let code: String = source.code().collect::<Vec<_>>().join("\n");
        let mut names = named(&code, "crate::");
        if source.name == format!("{layer}.rs") || source.name == format!("{layer}/mod.rs") {
            names.extend(named(&code, "super::"));
        }
        let known = |name: &&str| LAYERS.iter().any(|(layer, _)| layer == name);
        let excepted = |name: &str| EXCEPTIONS.contains(&(layer, name));
        let foreign = names.into_iter().filter(known).filter(|name| name != layer && !allowed.contains(name));
        wrong.extend(foreign.filter(|name| !excepted(name)).map(|name| format!("{} names {name}", source.name)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_layer_is_there() {
    let found: BTreeSet<String> = sources().iter().map(|source| source.layer().to_owned()).collect();
    let known = LAYERS.iter().map(|(layer, _)| *layer).chain(["cli", "lib", "main"]).map(str::to_owned).collect();
    assert_eq!(found, known, "a new layer needs its place in LAYERS");
}

#[test]
fn only_the_program_knows_the_command_line() {
    for source in sources() {
        let program = matches!(source.layer(), "cli" | "main");
        let code: String = source.code().collect::<Vec<_>>().join("\n");
        assert!(program || !code.contains("clap"), "{} names clap", source.name);
        assert!(!program || named(&code, "crate::").is_empty(), "{} reaches into the library", source.name);
    }
}

/// Output goes to the writer that came from above; what cannot happen is said with `expect`, and why.
#[test]
fn nothing_prints_or_panics() {
    let forbidden =
        ["println!", "eprintln!", "print!(", "eprint!(", ".unwrap()", "panic!", "todo!", "unimplemented!", "dbg!"];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.name != "render/sample.rs") {
        for line in source.code() {
            wrong.extend(
                forbidden.iter().filter(|word| line.contains(*word)).map(|word| format!("{}: {word}", source.name)),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The line that shows progress goes before anything is said.
#[test]
fn messages_go_one_way() {
    for source in sources().iter().filter(|source| source.name != "cli/progress.rs") {
        assert!(!source.code().any(|line| line.contains("stderr()")), "{} writes past the progress", source.name);
    }
}

#[test]
fn files_say_what_they_are_and_stay_small() {
    let tests = below(&root().join("tests"), "rs");
    let all = below(&root().join("src"), "rs").into_iter().chain(tests);
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} has no first line that says what it is", path.display());
        let lines = text.lines().count();
        assert!(lines <= LINES_OF_A_FILE, "{} has {lines} lines", path.display());
    }
}

/// Name and length of each function, told by the indentation of its first and last line.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let is_head = |line: &str| {
        let words = line.trim_start().split([' ', '(', '<']).take(5);
        words
            .take_while(|word| matches!(*word, "pub" | "crate)" | "super)" | "in" | "const" | "async" | "fn"))
            .any(|w| w == "fn")
    };
    let length = |at: usize| {
        let indent = lines[at].len() - lines[at].trim_start().len();
        let end = format!("{}}}", " ".repeat(indent));
        lines[at..]
            .iter()
            .position(|line| *line == end || line.ends_with(" }") && *line == lines[at])
            .map(|end| end + 1)
    };
    let heads = (0..lines.len()).filter(|at| is_head(lines[*at]));
    heads.filter_map(|at| Some((lines[at].trim().to_owned(), length(at)?))).collect()
}

#[test]
fn functions_stay_small() {
    let files = below(&root().join("src"), "rs").into_iter().chain(below(&root().join("tests"), "rs"));
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files {
        for (name, lines) in functions(&fs::read_to_string(&path).unwrap()) {
            count += 1;
            if lines > LINES_OF_A_FUNCTION {
                wrong.push(format!("{}: {name}: {lines} lines", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 500, "only {count} functions were found");
}

/// A file without a subject refuses nothing.
#[test]
fn every_file_has_a_subject() {
    for source in sources() {
        let file = source.name.rsplit('/').next().unwrap();
        let vague = ["util.rs", "utils.rs", "helper.rs", "helpers.rs", "manager.rs", "misc.rs", "common.rs"];
        assert!(!vague.contains(&file), "{}", source.name);
    }
}

#[test]
fn the_changelog_knows_this_version() {
    let path = root().join("CHANGELOG.md");
    let text = fs::read_to_string(&path).expect("CHANGELOG.md");
    let version = env!("CARGO_PKG_VERSION");
    assert!(text.lines().any(|line| line.starts_with("## ") && line.contains(version)), "no section for {version}");
}

#[test]
fn text_files_are_clean() {
    let kinds = ["rs", "md", "toml", "csv"];
    let folders = ["src", "data", "tests"];
    // Files with faults, and files as offices write them: other encodings, line ends and blanks.
    let raw = ["tests/data/errors", "tests/data/layouts"].map(|folder| root().join(folder));
    for path in folders.iter().flat_map(|folder| kinds.iter().flat_map(move |kind| below(&root().join(folder), kind))) {
        if raw.iter().any(|folder| path.starts_with(folder)) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{} ends badly", path.display());
        assert!(!text.contains('\r') && !text.contains('\u{feff}'), "{}", path.display());
        let blank = text.lines().position(|line| line.ends_with([' ', '\t']));
        assert_eq!(blank, None, "{} has blanks at the end of a line", path.display());
    }
}
