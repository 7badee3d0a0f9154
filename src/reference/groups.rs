//! Groups and regions whose members have dates.

use std::collections::HashMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::name::folded;
use super::sheet;
use crate::model::{Code, Membership, Month, period_expr};

/// A group of countries or a region.
#[derive(Debug, Clone)]
pub struct Group {
    /// Code, such as `ASEAN`.
    pub code: Code,
    /// English name.
    pub name: &'static str,
    /// Chinese name.
    pub name_zh: &'static str,
    /// `bloc` or `region`.
    pub kind: &'static str,
    /// Where the list of members comes from.
    pub source: &'static str,
    /// Members with their dates; empty for a group that is known only as published.
    pub members: Vec<Member>,
    aliases: &'static str,
}

/// A country's time in a group.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// The country.
    pub partner: Code,
    /// First month of membership; none when it has always belonged.
    pub since: Option<Month>,
    /// Last month of membership; none while it lasts.
    pub until: Option<Month>,
    /// Where the dates come from.
    pub source: &'static str,
}

const GROUPS: &str = include_str!("../../data/reference/groups.csv");
const MEMBERSHIPS: &str = include_str!("../../data/reference/memberships.csv");

static ALL: LazyLock<Vec<Group>> = LazyLock::new(|| {
    let mut members: FxHashMap<Code, Vec<Member>> = FxHashMap::default();
    for row in sheet::rows(MEMBERSHIPS) {
        let cell = |at: usize| row.get(at).copied().unwrap_or_default();
        let (since, until) = (month(cell(2)), month(cell(3)));
        let member = Member { partner: Code::of(cell(1)), since, until, source: cell(4) };
        members.entry(Code::of(cell(0))).or_default().push(member);
    }
    sheet::rows(GROUPS).map(|row| group(&row, &mut members)).collect()
});

static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let names = |at: usize| ALL[at].names().map(move |name| (folded(name), at));
    (0..ALL.len()).flat_map(names).collect()
});

/// The names of groups by their codes.
static NAMES: LazyLock<FxHashMap<&'static str, &'static str>> =
    LazyLock::new(|| sheet::rows(GROUPS).map(|row| (row[0], row[1])).collect());

fn month(text: &str) -> Option<Month> {
    if text.is_empty() {
        return None;
    }
    let plain = text.split_once('-').and_then(|(year, month)| Month::new(year.parse().ok()?, month.parse().ok()?));
    plain.or_else(|| period_expr::parse_dated(text).ok().map(|period| period.first()))
}

fn group(row: &[&'static str], members: &mut FxHashMap<Code, Vec<Member>>) -> Group {
    let cell = |at: usize| row.get(at).copied().unwrap_or_default();
    let code = Code::of(cell(0));
    Group {
        code,
        name: cell(1),
        name_zh: cell(2),
        kind: cell(3),
        aliases: cell(4),
        source: cell(5),
        members: members.remove(&code).unwrap_or_default(),
    }
}

impl Member {
    /// Whether the country belongs to the group in that month.
    pub fn at(&self, month: Month) -> bool {
        self.since.is_none_or(|since| since <= month) && self.until.is_none_or(|until| month <= until)
    }
}

impl Group {
    /// Every name that stands for this group.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        let own = [self.code.as_str(), self.name, self.name_zh].into_iter().filter(|name| !name.is_empty());
        own.chain(sheet::parts(self.aliases))
    }

    /// The members that a choice of membership means for a month of data.
    pub fn members_in(&self, membership: Membership, month: Month) -> Vec<Code> {
        let belongs = |member: &&Member| match membership {
            Membership::Current => member.until.is_none(),
            Membership::Historical | Membership::Published => member.at(month),
            Membership::AsOf(chosen) => member.at(chosen),
        };
        let mut codes: Vec<Code> = self.members.iter().filter(belongs).map(|member| member.partner).collect();
        codes.sort();
        codes.dedup();
        codes
    }

    /// Every country that has ever been a member.
    pub fn ever(&self) -> impl Iterator<Item = Code> {
        self.members.iter().map(|member| member.partner)
    }
}

/// All of them, by code.
pub fn all() -> &'static [Group] {
    &ALL
}

/// The group with this code.
pub fn by_code(code: Code) -> Option<&'static Group> {
    ALL.binary_search_by_key(&code, |group| group.code).ok().map(|at| &ALL[at])
}

/// The name of the group with this code.
pub fn name(code: &str) -> Option<&'static str> {
    NAMES.get(code).copied()
}

/// The group that a person or a file calls so.
pub fn by_name(name: &str) -> Option<&'static Group> {
    BY_NAME.get(&folded(name)).map(|at| &ALL[*at])
}
