//! Who trades, by the columns of reporters and of partners.

use super::reader::{Hears, Reader, Wrong, code};
use super::{Role, cells};
use crate::model::partner::{WORLD, is_kept};
use crate::model::{Code, PartnerKind};
use crate::reference::entity;

/// What stands before a number of a country that is the office's own, so that no one takes it for another number.
const OWN_NUMBER: &str = "own:";

impl Reader<'_> {
    /// The other side, the world where there is no such column.
    pub(in crate::source) fn partner(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        hears: &mut impl Hears,
    ) -> Result<(Code, PartnerKind), Wrong> {
        self.party(row, place, Role::Partner, WORLD, hears)
    }

    /// The partner that a text of such a column stands for.
    pub(in crate::source) fn partner_named(
        &self,
        text: &str,
        hears: &mut impl Hears,
    ) -> Result<(Code, PartnerKind), Wrong> {
        self.new_party(cells::mapped(self.profile, Role::Partner, text), Role::Partner, hears)
    }

    pub(super) fn party(
        &mut self,
        row: &csv::StringRecord,
        place: usize,
        role: Role,
        otherwise: Code,
        hears: &mut impl Hears,
    ) -> Result<(Code, PartnerKind), Wrong> {
        let Some(text) = self.cell(row, place, role) else { return Ok((otherwise, PartnerKind::World)) };
        if let Some(known) = self.who.get(text) {
            return Ok(known);
        }
        if text.is_empty() && role == Role::Reporter {
            return Ok((otherwise, PartnerKind::World));
        }
        let (text, found) = (text.to_owned(), self.new_party(text, role, hears)?);
        self.who.insert(&text, found);
        Ok(found)
    }

    fn new_party(&self, text: &str, role: Role, hears: &mut impl Hears) -> Result<(Code, PartnerKind), Wrong> {
        if text.is_empty() || is_kept(text) {
            let name = role.name();
            return Err((name.to_owned(), text.to_owned(), format!("a {name}: a code such as VNM, a name, or WORLD")));
        }
        let own = self.profile.own_numbers && text.bytes().all(|byte| byte.is_ascii_digit());
        let named: std::borrow::Cow<'_, str> = if own { format!("{OWN_NUMBER}{text}").into() } else { text.into() };
        Ok(match entity::exact(&named).or_else(|| entity::find(&named)) {
            Some(entity) => (entity.code, entity.kind),
            None => {
                let code = code(role.name(), &named)?;
                hears.unknown(code);
                (code, PartnerKind::Country)
            }
        })
    }
}
