//! Countries, areas and the world: codes and names in English and Chinese, old and new.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::name::folded;
use super::sheet;
use crate::model::{Code, PartnerKind};

/// A country, area or the world.
#[derive(Debug, Clone)]
pub struct Partner {
    /// ISO 3166 alpha-3, or the code of an area.
    pub code: Code,
    /// What the code stands for.
    pub kind: PartnerKind,
    /// Short English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// UN M49 and Comtrade numbers.
    pub m49: &'static str,
    /// Code of China's customs.
    pub gacc: &'static str,
    iso2: &'static str,
    aliases: &'static str,
}

const TEXT: &str = include_str!("../../data/reference/partners.csv");

static ALL: LazyLock<Vec<Partner>> = LazyLock::new(|| sheet::rows(TEXT).map(|row| partner(&row)).collect());

static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (at, partner) in ALL.iter().enumerate() {
        for name in partner.names() {
            names.entry(folded(name)).or_insert(at);
        }
    }
    names
});

static BY_NUMBER: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    let numbers = |at: usize| sheet::parts(ALL[at].m49).map(move |number| (number, at));
    (0..ALL.len()).flat_map(numbers).collect()
});

fn partner(row: &[&'static str]) -> Partner {
    let cell = |at: usize| row.get(at).copied().unwrap_or_default();
    Partner {
        code: Code::of(cell(0)),
        m49: cell(1),
        gacc: cell(2),
        iso2: cell(3),
        kind: kind_of(cell(4)),
        name: cell(5),
        name_zh: cell(6),
        aliases: cell(7),
    }
}

fn kind_of(word: &str) -> PartnerKind {
    match word {
        "world" => PartnerKind::World,
        "other" => PartnerKind::Area,
        _ => PartnerKind::Country,
    }
}

impl Partner {
    /// Every name and letter code that stands for this partner.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let own = [self.code.as_str(), self.name, self.name_zh].into_iter().filter(|name| !name.is_empty());
        own.chain(sheet::parts(self.iso2)).chain(sheet::parts(self.aliases))
    }
}

/// All of them, by code.
pub fn all() -> &'static [Partner] {
    &ALL
}

/// Partners that were found by their codes.
static FOUND: Mutex<FxHashMap<Code, &'static Partner>> = Mutex::new(FxHashMap::with_hasher(FxBuildHasher));

/// The partner with this code.
pub fn by_code(code: Code) -> Option<&'static Partner> {
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = found.get(&code) {
        return Some(known);
    }
    let partner: &'static Partner = Box::leak(Box::new(partner(&sheet::find(TEXT, code.as_str())?)));
    found.insert(code, partner);
    Some(partner)
}

/// What the code of a partner stands for.
pub fn kind(code: &str) -> Option<PartnerKind> {
    sheet::find(TEXT, code).and_then(|row| row.get(4).map(|kind| kind_of(kind)))
}

/// The partner that a person or a file calls so: a letter code, a name or an alias.
pub fn by_name(name: &str) -> Option<&'static Partner> {
    BY_NAME.get(&folded(name)).map(|at| &ALL[*at])
}

/// The partner with this UN M49 or Comtrade number, with or without leading zeros.
pub fn by_number(number: &str) -> Option<&'static Partner> {
    let trimmed = number.trim_start_matches('0');
    BY_NUMBER.get(if trimmed.is_empty() { "0" } else { trimmed }).map(|at| &ALL[*at])
}
