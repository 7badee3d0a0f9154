//! Products: a classification and a code.

use std::fmt;
use std::str::FromStr;

use super::Code;

/// A list of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// All goods together.
    All,
    /// Harmonized System: sections, chapters, headings, subheadings and national lines.
    Hs,
    /// Standard International Trade Classification.
    Sitc,
    /// Broad Economic Categories.
    Bec,
    /// The list of main commodities of China's customs; its rows overlap.
    Gacc,
    /// Balance of payments: services and other items that are not goods.
    Bop,
    /// A named group of HS codes.
    Group,
    /// A list of the data's own, such as FAO's commodities; its codes have no levels and share nothing.
    Own,
}

/// A product: `TOTAL`, `hs:8542`, `gacc:MECH_ELEC`. Codes are text and keep their leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Product {
    /// The list that the code belongs to.
    pub class: Class,
    /// The code in that list.
    pub code: Code,
}

/// A level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// All goods in one figure.
    Total,
    /// The 21 sections of the Harmonized System.
    Section,
    /// Chapters, two digits.
    Hs2,
    /// Headings, four digits.
    Hs4,
    /// Subheadings, six digits.
    Hs6,
    /// National lines of eight digits and more.
    Hs8,
    /// The Standard International Trade Classification at so many digits, 1 to 5.
    Sitc(u8),
    /// Broad Economic Categories.
    Bec,
}

/// A text that is not a product.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a product; expected TOTAL or a list and a code such as hs:85, hs:8542 or gacc:MECH_ELEC")]
pub struct UnknownProduct(pub String);

/// A word that is not a level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a level; expected total, section, hs2, hs4, hs6, hs8, sitc1 to sitc5 or bec")]
pub struct UnknownLevel(String);

impl Class {
    const NAMED: [(Class, &'static str); 7] = [
        (Class::Hs, "hs"),
        (Class::Sitc, "sitc"),
        (Class::Bec, "bec"),
        (Class::Gacc, "gacc"),
        (Class::Bop, "bop"),
        (Class::Group, "group"),
        (Class::Own, "own"),
    ];

    /// Whether rows of one level of this list add to a whole. Lists of main commodities overlap and do not.
    pub fn adds_up(self) -> bool {
        matches!(self, Class::All | Class::Hs | Class::Sitc | Class::Bec | Class::Own)
    }

    /// The prefix of a product's name: `hs`, `gacc`.
    pub fn name(self) -> &'static str {
        Class::NAMED.iter().find(|(class, _)| *class == self).map_or("total", |(_, name)| name)
    }
}

impl Level {
    /// Every level, coarse to fine.
    pub const ALL: [Level; 12] = [
        Level::Total,
        Level::Section,
        Level::Hs2,
        Level::Hs4,
        Level::Hs6,
        Level::Hs8,
        Level::Sitc(1),
        Level::Sitc(2),
        Level::Sitc(3),
        Level::Sitc(4),
        Level::Sitc(5),
        Level::Bec,
    ];

    /// The list that a level is of.
    pub fn class(self) -> Class {
        match self {
            Level::Sitc(_) => Class::Sitc,
            Level::Bec => Class::Bec,
            _ => Class::Hs,
        }
    }

    /// The digits of a code of this level; a section has a numeral and counts as one.
    pub fn digits(self) -> u8 {
        match self {
            Level::Total => 0,
            Level::Section => 1,
            Level::Hs2 => 2,
            Level::Hs4 => 4,
            Level::Hs6 => 6,
            Level::Hs8 => 8,
            Level::Sitc(digits) => digits,
            Level::Bec => 0,
        }
    }
}

impl Product {
    /// All goods.
    pub const TOTAL: Product = Product { class: Class::All, code: Code::fixed("TOTAL") };

    /// A product of a list.
    pub fn new(class: Class, code: &str) -> Product {
        Product { class, code: Code::of(code) }
    }

    /// The same for a text of data; none where it is too long or one too many.
    pub fn from_data(class: Class, code: &str) -> Option<Product> {
        Code::from_data(code).map(|code| Product { class, code })
    }

    /// The digits of detail: 1 for a section or a list of the data's own, otherwise the length of the code up to 8; 0 for lists without levels.
    pub fn digits(self) -> u8 {
        match self.class {
            Class::All | Class::Gacc | Class::Bop | Class::Group => 0,
            Class::Own => 1,
            Class::Hs if self.is_section() => 1,
            _ => self.code.as_str().len().min(8) as u8,
        }
    }

    /// Whether this is a section of the Harmonized System, written as a Roman numeral.
    pub fn is_section(self) -> bool {
        self.class == Class::Hs && self.code.as_str().starts_with(['I', 'V', 'X'])
    }

    /// Whether the code lies in the other one: `hs:8542` in `hs:85`. Sections are told by their chapters elsewhere.
    pub fn within(self, other: Product) -> bool {
        other.class == Class::All && self.class.adds_up()
            || self == other
            || self.class != Class::Own
                && self.class == other.class
                && self.code.as_str().starts_with(other.code.as_str())
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class {
            Class::All => f.pad(self.code.as_str()),
            class => f.pad(&format!("{}:{}", class.name(), self.code)),
        }
    }
}

impl FromStr for Product {
    type Err = UnknownProduct;

    /// Reads `TOTAL`, a list and a code, or bare digits as an HS code.
    fn from_str(text: &str) -> Result<Product, UnknownProduct> {
        let text = text.trim();
        let unknown = || UnknownProduct(text.to_owned());
        if text.eq_ignore_ascii_case("total") {
            return Ok(Product::TOTAL);
        }
        let Some((list, code)) = text.split_once(':') else {
            return hs_code(text).ok_or_else(unknown);
        };
        let class = Class::NAMED.iter().find(|(_, name)| name.eq_ignore_ascii_case(list.trim())).ok_or_else(unknown)?;
        let code = code.trim().to_ascii_uppercase();
        match class.0 {
            Class::Hs => hs_code(&code).ok_or_else(unknown),
            class if !code.is_empty() => Product::from_data(class, &code).ok_or_else(unknown),
            _ => Err(unknown()),
        }
    }
}

/// Whether a text is a code of the Harmonized System that consists of digits.
pub fn is_hs_digits(text: &str) -> bool {
    // With an odd number of digits up to seven a code has lost the zero at its beginning.
    let length = (2..=12).contains(&text.len()) && (text.len().is_multiple_of(2) || text.len() > 7);
    length && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn hs_code(text: &str) -> Option<Product> {
    let digits = is_hs_digits(text);
    let section = !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| b"IVX".contains(&byte));
    if digits || section { Product::from_data(Class::Hs, text) } else { None }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Level::Sitc(digits) = self {
            return write!(f, "sitc{digits}");
        }
        f.pad(match self {
            Level::Total => "total",
            Level::Section => "section",
            Level::Hs2 => "hs2",
            Level::Hs4 => "hs4",
            Level::Hs6 => "hs6",
            Level::Hs8 => "hs8",
            Level::Sitc(_) => "sitc",
            Level::Bec => "bec",
        })
    }
}

impl FromStr for Level {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Level, UnknownLevel> {
        let wanted = text.trim().to_lowercase();
        let found = Level::ALL.into_iter().find(|level| level.to_string() == wanted);
        found.ok_or_else(|| UnknownLevel(text.to_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_with_leading_zeros() {
        for text in ["TOTAL", "hs:01", "hs:0101", "gacc:MECH_ELEC", "hs:XVI", "bop:SERVICES"] {
            assert_eq!(text.parse::<Product>().unwrap().to_string(), text);
        }
        assert_eq!("8542".parse::<Product>().unwrap().to_string(), "hs:8542");
        assert!("hs:".parse::<Product>().is_err());
        assert!("wine".parse::<Product>().is_err());
    }
}
