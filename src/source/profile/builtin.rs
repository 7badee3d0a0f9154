//! The profiles that the program knows.

use std::io::Read;
use std::sync::LazyLock;

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

static ALL: LazyLock<Vec<Profile>> =
    LazyLock::new(|| TEXTS.iter().filter_map(|(_, text)| toml::from_str(text).ok()).collect());

static TIDY: LazyLock<Option<Profile>> = LazyLock::new(|| toml::from_str(TEXTS[0].1).ok());

/// Largest profile that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// All of them.
pub fn builtin() -> &'static [Profile] {
    &ALL
}

/// The plain layout, without reading the others.
pub(in crate::source) fn tidy() -> Option<&'static Profile> {
    TIDY.as_ref()
}

/// The profile for a header.
pub fn recognised(columns: &[String]) -> Option<&'static Profile> {
    let fits = |profile: &&Profile| profile.recognises(columns);
    tidy().filter(fits).or_else(|| ALL.iter().find(fits))
}

/// The profile of a name, or of a file.
pub fn find(named: &str) -> Result<Profile, ReadError> {
    if let Some(profile) = ALL.iter().find(|profile| profile.name.eq_ignore_ascii_case(named)) {
        return Ok(profile.clone());
    }
    if !named.ends_with(".toml") {
        let known = || ALL.iter().map(|profile| profile.name.as_str());
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
        assert_eq!(ALL.len(), TEXTS.len());
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
