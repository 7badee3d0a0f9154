//! Named groups of products, each a list of HS prefixes.

use std::sync::LazyLock;

use super::name::folded;
use super::sheet;
use crate::model::Code;

/// A named group of HS codes.
#[derive(Debug, Clone)]
pub struct ProductGroup {
    /// Code, such as `AGRI_WTO`.
    pub code: Code,
    /// English name.
    pub name: &'static str,
    /// HS prefixes that belong to the group.
    pub include: Vec<&'static str>,
    /// HS prefixes that do not, although a shorter one does.
    pub exclude: Vec<&'static str>,
    /// Whose definition it is.
    pub source: &'static str,
    aliases: &'static str,
}

const TEXT: &str = include_str!("../../data/reference/product_groups.csv");

static ALL: LazyLock<Vec<ProductGroup>> = LazyLock::new(|| sheet::rows(TEXT).map(|row| group(&row)).collect());

fn group(row: &[&'static str]) -> ProductGroup {
    let cell = |at: usize| row.get(at).copied().unwrap_or_default();
    ProductGroup {
        code: Code::of(cell(0)),
        name: cell(1),
        aliases: cell(2),
        include: cell(3).split_whitespace().collect(),
        exclude: cell(4).split_whitespace().collect(),
        source: cell(5),
    }
}

impl ProductGroup {
    /// Whether a code belongs to the group. A code that is too short to tell does not.
    pub fn holds(&self, code: &str) -> bool {
        let begins = |prefix: &&str| code.starts_with(*prefix);
        code.len() >= self.digits() && self.include.iter().any(begins) && !self.exclude.iter().any(begins)
    }

    /// How many digits a code needs for it to be told whether it belongs to the group.
    pub fn digits(&self) -> usize {
        self.include.iter().chain(&self.exclude).map(|prefix| prefix.len()).max().unwrap_or(2)
    }

    /// Every name that stands for this group.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        [self.code.as_str(), self.name].into_iter().chain(sheet::parts(self.aliases))
    }
}

/// All of them, by code.
pub fn all() -> &'static [ProductGroup] {
    &ALL
}

/// The group with this code.
pub fn by_code(code: Code) -> Option<&'static ProductGroup> {
    ALL.iter().find(|group| group.code == code)
}

/// The group that is called so.
pub fn by_name(name: &str) -> Option<&'static ProductGroup> {
    let wanted = folded(name);
    ALL.iter().find(|group| group.names().any(|name| folded(name) == wanted))
}
