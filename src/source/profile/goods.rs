//! What was traded, by the columns of products and of their list.

use std::borrow::Cow;

use super::reader::{Reader, Wrong, code};
use super::{Role, cells};
use crate::model::{Class, Code, Product};

impl Reader<'_> {
    /// What was traded.
    pub(in crate::source) fn product(&mut self, row: &csv::StringRecord, place: usize) -> Result<Product, Wrong> {
        let Some(text) = self.cell(row, place, Role::Product) else { return Ok(Product::TOTAL) };
        if let Some(class) = self.filled(row, place, Role::Classification).and_then(other_list) {
            let total = text.eq_ignore_ascii_case("TOTAL");
            let listed = |code| Product { class, code };
            return if total { Ok(Product::TOTAL) } else { code(Role::Product.name(), text).map(listed) };
        }
        if let Some(product) = self.products.get(text) {
            return Ok(product);
        }
        let (text, product) = (text.to_owned(), self.new_product(text)?);
        self.products.insert(&text, product);
        Ok(product)
    }

    /// Whether a row names a list of products that is not the profile's.
    pub(in crate::source) fn is_of_other_list(&self, row: &csv::StringRecord) -> bool {
        self.filled(row, 0, Role::Classification).and_then(other_list).is_some()
    }

    /// What a text of the profile's list means.
    pub(in crate::source) fn product_named(&self, text: &str) -> Result<Product, Wrong> {
        self.new_product(cells::mapped(self.profile, Role::Product, text))
    }

    /// The code of the Harmonized System that such a text of digits stands for; none for any other text.
    pub(in crate::source) fn hs_digits<'t>(&'t self, text: &'t str) -> Option<Cow<'t, str>> {
        cells::hs_digits(cells::mapped(self.profile, Role::Product, text), &self.profile.product)
    }

    fn new_product(&self, text: &str) -> Result<Product, Wrong> {
        let unknown = || {
            let digits = text.strip_prefix("hs:").unwrap_or(text);
            let expected = match Code::fits(text) {
                true if is_short_of_a_zero(digits) => {
                    "an HS code of 2, 4, 6 or 8 digits; a zero at its beginning may be lost"
                }
                true => "TOTAL or a code such as hs:8542, 8542 or gacc:MECH_ELEC",
                false => Code::EXPECTED,
            };
            ("product".to_owned(), text.to_owned(), expected.to_owned())
        };
        cells::product(text, &self.profile.product).ok_or_else(unknown)
    }
}

/// Whether a code has an odd number of digits where codes have an even one.
fn is_short_of_a_zero(text: &str) -> bool {
    matches!(text.len(), 1 | 3 | 5 | 7) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A list that is not the Harmonized System: S1 to S4 are SITC, B4 and B5 broad economic categories.
fn other_list(list: &str) -> Option<Class> {
    match list.as_bytes() {
        [b'S', b'0'..=b'9'] => Some(Class::Sitc),
        [b'B', b'0'..=b'9'] => Some(Class::Bec),
        _ => None,
    }
}
