//! Who a text stands for: a country, an area, the world or a group.

use super::{groups, name, partners};
use crate::model::{Code, PartnerKind};

/// A partner or a group, told by its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// Code for machine formats.
    pub code: Code,
    /// What it stands for.
    pub kind: PartnerKind,
}

/// The partner or group of a text: a code, a UN M49 number, or a name in English or Chinese.
pub fn find(text: &str) -> Option<Entity> {
    let text = text.trim();
    let country = |partner: &partners::Partner| Entity { code: partner.code, kind: partner.kind };
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return partners::by_number(text).map(country);
    }
    exact(text).or_else(|| partners::by_name(text).map(country)).or_else(|| groups::by_name(text).map(group))
}

/// What the program's own answers call partners that are not listed one by one; read back, they are areas.
const REST: [&str; 2] = ["OTHERS", "RESIDUAL"];

/// The partner or group with exactly this code.
pub fn exact(text: &str) -> Option<Entity> {
    if REST.contains(&text) {
        return Some(Entity { code: Code::of(text), kind: PartnerKind::Area });
    }
    let kind = partners::kind(text).or_else(|| groups::name(text).map(|_| PartnerKind::Group))?;
    Some(Entity { code: Code::of(text), kind })
}

fn group(group: &groups::Group) -> Entity {
    Entity { code: group.code, kind: PartnerKind::Group }
}

/// The English name of a code, or the code itself where none is known.
pub fn title(code: Code) -> &'static str {
    let partner = partners::by_code(code).map(|partner| partner.name);
    partner.or_else(|| groups::name(code.as_str())).unwrap_or(code.as_str())
}

/// What may have been meant by a text that is no partner.
pub fn nearest(text: &str) -> String {
    let partners = partners::all().iter().flat_map(partners::Partner::names);
    let groups = groups::all().iter().flat_map(groups::Group::names);
    name::suggestion(&name::nearest(text, partners.chain(groups)))
}
