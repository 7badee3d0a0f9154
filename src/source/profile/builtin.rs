//! The profiles that the program knows.

use std::io::Read;
use std::sync::OnceLock;

use super::Profile;
use crate::reference::name;
use crate::source::error::ReadError;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../../data/profiles/", $name, ".toml")))),*]
    };
}

/// Every built-in profile by its name; the first that recognises a header reads the file.
const TEXTS: [(&str, &str); 13] = embedded![
    "tidy",
    "comtrade",
    "comtrade-legacy",
    "baci",
    "gacc-query",
    "comext",
    "comext-old",
    "comexstat",
    "comtrade-plain",
    "census-exports",
    "census-imports",
    "sdmx",
    "gacc-table",
];

/// Those that were read so far.
static READ: [OnceLock<Option<Profile>>; TEXTS.len()] = [const { OnceLock::new() }; TEXTS.len()];

fn read(at: usize) -> Option<&'static Profile> {
    READ[at].get_or_init(|| toml::from_str(TEXTS[at].1).ok()).as_ref()
}

/// Largest profile that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// All of them; each is read when it is its turn.
pub fn builtin() -> impl Iterator<Item = &'static Profile> {
    (0..TEXTS.len()).filter_map(read)
}

/// Whether a profile of this name is one of them.
pub(super) fn is_builtin(name: &str) -> bool {
    TEXTS.iter().any(|(known, _)| *known == name)
}

/// The plain layout.
pub(in crate::source) fn tidy() -> Option<&'static Profile> {
    read(0)
}

/// The profile for a header.
pub fn recognised(columns: &[String]) -> Option<&'static Profile> {
    builtin().find(|profile| profile.recognises(columns))
}

/// The profile of a name, or of a file.
pub fn find(named: &str) -> Result<Profile, ReadError> {
    if let Some(profile) = builtin().find(|profile| profile.name.eq_ignore_ascii_case(named)) {
        return Ok(profile.clone());
    }
    if !named.ends_with(".toml") {
        let known = || TEXTS.iter().map(|(name, _)| *name);
        let near = name::suggestion(&name::nearest(named, known()));
        let names = known().collect::<Vec<_>>().join(", ");
        return Err(ReadError::Question(format!(
            "`{named}` is not a profile{near}; there are {names}, or name a file that ends in .toml"
        )));
    }
    let mut text = String::new();
    let read = std::fs::File::open(named).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
    read.map_err(|error| ReadError::io(named, &error))?;
    if text.len() as u64 > LARGEST {
        return Err(ReadError::file(
            named,
            "a profile of more than 1 MB; codes need no entry where they mean themselves",
        ));
    }
    toml::from_str(&text).map_err(|error| {
        let lines: Vec<String> =
            error.to_string().trim().lines().map(|line| line.chars().take(400).collect()).collect();
        ReadError::file(named, lines.join("\n  "))
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_profile_reads_and_has_its_name() {
        for (name, text) in TEXTS {
            let profile: Profile = toml::from_str(text).unwrap();
            assert_eq!(profile.name, name);
            assert!(!profile.recognise.is_empty() && !profile.about.is_empty(), "{name}");
        }
        assert_eq!(builtin().count(), TEXTS.len());
    }

    #[test]
    fn every_example_reads() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/profiles");
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let examples: Vec<Profile> = paths.map(|path| find(path.to_str().unwrap()).unwrap()).collect();
        assert!(examples.len() >= 5);
        assert!(examples.iter().all(|profile| !profile.recognise.is_empty()));
    }
}
