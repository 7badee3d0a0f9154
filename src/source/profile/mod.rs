//! Profiles: what a delimited layout looks like, written down as TOML. The layouts that the program knows are profiles too.

mod builtin;
pub(super) mod cells;
mod goods;
mod places;
mod read;
mod reader;
mod recent;
mod sides;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(super) use builtin::tidy;
pub use builtin::{builtin, find, recognised};
pub(super) use read::{begin, read, text};
pub(super) use reader::{Hears, Reader};

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The months that a row is about, with their year.
    Period,
    /// The year, where it has a column of its own.
    Year,
    /// The month or months, where they have a column of their own.
    Month,
    /// Whether the period is the month (`month`) or the year up to and with it (`to_date`).
    Span,
    /// Direction of trade.
    Flow,
    /// Who reports.
    Reporter,
    /// The other side.
    Partner,
    /// What was traded.
    Product,
    /// The edition of the classification of products, such as H5.
    Classification,
    /// Currency and scale of the value.
    Unit,
    /// Currency of the value.
    Currency,
    /// By which power of ten the value is multiplied: 3 for thousands.
    PowerOfTen,
    /// Value.
    Value,
    /// Net weight in kilograms.
    Weight,
    /// Quantity.
    Quantity,
    /// Unit of the quantity.
    QuantityUnit,
    /// The publisher's growth rate of the value.
    #[serde(rename = "published_growth_pct")]
    PublishedGrowth,
    /// The publisher's growth rate of the quantity.
    #[serde(rename = "published_quantity_growth_pct")]
    PublishedQuantityGrowth,
    /// The publisher's share.
    #[serde(rename = "published_share_pct")]
    PublishedShare,
    /// What the value was rounded to in print.
    RoundedTo,
    /// Why a figure is not there, such as `confidential`.
    Status,
    /// Month of publication.
    Vintage,
    /// The parts of splits in one column, a bar after each.
    Splits,
    /// What an absent row means, for the whole data set: `missing` or nothing.
    Absent,
}

impl Role {
    /// Every role and its name in profiles and in `--set`.
    pub const ALL: [(Role, &'static str); 24] = [
        (Role::Period, "period"),
        (Role::Year, "year"),
        (Role::Month, "month"),
        (Role::Span, "span"),
        (Role::Flow, "flow"),
        (Role::Reporter, "reporter"),
        (Role::Partner, "partner"),
        (Role::Product, "product"),
        (Role::Classification, "classification"),
        (Role::Unit, "unit"),
        (Role::Currency, "currency"),
        (Role::PowerOfTen, "power_of_ten"),
        (Role::Value, "value"),
        (Role::Weight, "weight"),
        (Role::Quantity, "quantity"),
        (Role::QuantityUnit, "quantity_unit"),
        (Role::PublishedGrowth, "published_growth_pct"),
        (Role::PublishedQuantityGrowth, "published_quantity_growth_pct"),
        (Role::PublishedShare, "published_share_pct"),
        (Role::RoundedTo, "rounded_to"),
        (Role::Status, "status"),
        (Role::Vintage, "vintage"),
        (Role::Splits, "splits"),
        (Role::Absent, "absent"),
    ];

    /// The name in profiles, in `--set` and in messages.
    pub fn name(self) -> &'static str {
        Role::ALL[self as usize].1
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Role> {
        Role::ALL.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }
}

/// A layout of delimited files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name for `--profile`.
    pub name: String,
    /// What it is, for people.
    pub about: String,
    /// Columns that a header must have for files to be read so without being told.
    #[serde(default)]
    pub recognise: Vec<String>,
    /// How the file is written.
    #[serde(default)]
    pub file: FileRules,
    /// Columns by role: a name, several names or a position, the first being 1.
    pub columns: BTreeMap<Role, Names>,
    /// What holds for every row.
    #[serde(default)]
    pub constants: BTreeMap<Role, String>,
    /// By what the numbers of a column are multiplied.
    #[serde(default)]
    pub scale: BTreeMap<Role, i64>,
    /// What the codes of a column mean; `*` stands for every other code.
    #[serde(default)]
    pub map: BTreeMap<Role, BTreeMap<String, String>>,
    /// Columns that split a figure, each with the codes of its total.
    #[serde(default)]
    pub splits: BTreeMap<String, Vec<String>>,
    /// Codes that rows must have to be read, by column; the other rows are set aside. `0*` is every code that
    /// begins with a zero.
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Codes of rows that are set aside, by column.
    #[serde(default)]
    pub except: BTreeMap<String, Vec<String>>,
    /// How product codes are written.
    #[serde(default)]
    pub product: ProductRules,
    /// Columns of which each holds a value, in place of one column `value`.
    #[serde(default)]
    pub wide: Option<Wide>,
    /// Columns that are known and not needed.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// The month number that stands for a whole year.
    #[serde(default)]
    pub annual_month: Option<u32>,
    /// What an absent row means in a covered period.
    #[serde(default)]
    pub absent: Absent,
    /// Whether rows with the same key are added up and not refused.
    #[serde(default)]
    pub adds_up: bool,
    /// Whether numbers of countries are the office's own and not those of the United Nations.
    #[serde(default)]
    pub own_numbers: bool,
}

impl Profile {
    /// Whether it is the program's own layout, in which each figure stands for itself.
    pub(super) fn is_tidy(&self) -> bool {
        self.name == "tidy"
    }

    /// Whether a header has every column that tells this layout.
    pub fn recognises(&self, columns: &[String]) -> bool {
        let has = |name: &String| columns.iter().any(|column| places::same(column, name));
        !self.recognise.is_empty() && self.recognise.iter().all(has)
    }
}

/// How a file is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileRules {
    /// Encoding by its usual name; found out when not given.
    pub encoding: Option<String>,
    /// Delimiter; found out from the header when not given.
    pub delimiter: Option<char>,
    /// Sheet of a workbook; the first with a known table when not given.
    pub sheet: Option<String>,
    /// Lines above the header.
    pub skip_lines: usize,
    /// Whether there is a header.
    pub header: bool,
    /// Decimal mark.
    pub decimal: char,
    /// Separator of thousands.
    pub thousands: Option<char>,
    /// Texts that stand for no figure.
    pub missing: Vec<String>,
}

impl Default for FileRules {
    fn default() -> FileRules {
        let missing = Vec::new();
        FileRules {
            encoding: None,
            delimiter: None,
            sheet: None,
            skip_lines: 0,
            header: true,
            decimal: '.',
            thousands: None,
            missing,
        }
    }
}

/// Names or the position of a column.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Names {
    /// The position, the first column being 1.
    Position(usize),
    /// The name.
    One(String),
    /// Names in the order of preference; in each row the first that is filled.
    Several(Vec<String>),
}

impl Names {
    fn as_slice(&self) -> &[String] {
        match self {
            Names::Position(_) => &[],
            Names::One(name) => std::slice::from_ref(name),
            Names::Several(names) => names,
        }
    }
}

/// How product codes are written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProductRules {
    /// The list, such as `hs`; without one codes carry it themselves or are HS.
    pub list: Option<String>,
    /// Digits that codes have when no leading zero was lost.
    pub digits: Option<usize>,
    /// Codes of all products together.
    pub total: Vec<String>,
}

/// A table with values in several columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wide {
    /// What the headings of these columns say.
    pub role: Role,
    /// What each heading means; without it the heading says it itself.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// The column beside each that holds the publisher's growth rate.
    #[serde(default)]
    pub growth: BTreeMap<String, String>,
}

/// What an absent row means in a period that has rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// No trade, as in microdata.
    #[default]
    Zero,
    /// No figure, as in a published table.
    Missing,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_stand_in_their_order() {
        for (at, (role, name)) in Role::ALL.iter().enumerate() {
            assert_eq!((*role as usize, role.name(), Role::named(name)), (at, *name, Some(*role)));
        }
    }
}
