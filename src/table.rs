//! The answer before it is text: typed columns, exact cells, and why a cell is empty.

use rust_decimal::Decimal;

/// Why a figure does not exist. A missing figure is never zero and never infinite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// The period or the series is not covered by the data.
    NoData,
    /// The figure is there, the one to compare it with is not.
    NoBase,
    /// The base is zero: a growth rate has no meaning.
    ZeroBase,
    /// The base is below zero or the sign changed: a growth rate has no meaning.
    NegativeBase,
    /// Only a part of the period is covered.
    Partial,
    /// The office keeps the figure secret.
    Confidential,
    /// Classification or coverage changed between the periods that are compared.
    Break,
    /// Zero over zero, a rank without a value and the like.
    Undefined,
}

impl Why {
    /// The word in the `status` column of machine formats.
    pub fn code(self) -> &'static str {
        match self {
            Why::NoData => "no_data",
            Why::NoBase => "no_base",
            Why::ZeroBase => "zero_base",
            Why::NegativeBase => "negative_base",
            Why::Partial => "partial",
            Why::Confidential => "confidential",
            Why::Break => "break",
            Why::Undefined => "undefined",
        }
    }

    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Why::NoData => "no data",
            Why::NoBase => "no data for the base",
            Why::ZeroBase => "base of zero",
            Why::NegativeBase => "base below zero",
            Why::Partial => "a part is not known",
            Why::Confidential => "confidential",
            Why::Break => "break in the series",
            Why::Undefined => "not defined",
        }
    }

    /// The mark in a table for people.
    pub fn mark(self) -> &'static str {
        match self {
            Why::NoData | Why::NoBase => "..",
            Why::Confidential => "c",
            Why::ZeroBase | Why::NegativeBase | Why::Partial | Why::Break | Why::Undefined => "-",
        }
    }
}

/// One figure or one word.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A word, a code or a name.
    Text(String),
    /// A whole number without a unit: a rank, a number of months.
    Count(i64),
    /// A sum in the unit of its column: currency, kilograms, pieces.
    Amount(Decimal),
    /// A relation in percent: growth, a share.
    Percent(Decimal),
    /// A difference of two percentages, in percentage points.
    Points(Decimal),
    /// A pure number: an index, a coefficient.
    Ratio(Decimal),
    /// A figure printed by its publisher, kept with the digits that it was printed with, in percent.
    Published(Decimal),
    /// No figure, and why.
    Missing(Why),
    /// Nothing to say here, and nothing wrong: no publisher printed a growth rate, a total has no rank.
    Blank,
}

/// What a column holds; it decides alignment and how numbers are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, set to the left.
    Text,
    /// Whole numbers.
    Count,
    /// Amounts that share one unit, which people read in thousands, millions or billions.
    Amount,
    /// Amounts whose unit differs by row (quantities, unit values): printed as they are.
    Plain,
    /// Percent, points or pure numbers.
    Rate,
}

/// A column: its name for programs and its heading for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name in machine formats, part of the contract.
    pub name: String,
    /// Heading in tables for people.
    pub heading: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether tables for people show it; machine formats show every column.
    pub shown: bool,
}

/// What a row is, for emphasis in tables for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of many.
    Line,
    /// The whole that the lines are parts of.
    Total,
    /// What is left of the whole: others, a residual.
    Rest,
}

/// A row of cells, as many as there are columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is.
    pub role: Role,
    /// One cell a column.
    pub cells: Vec<Cell>,
}

/// A finished answer. Every format prints this and nothing else.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// First line of the heading: what was asked.
    pub title: String,
    /// Further lines of the heading: data set, periods, membership. The unit is added when printing.
    pub about: Vec<String>,
    /// Unit of the columns of [`Kind::Amount`], such as `yuan` or `US dollars`; empty when there is none.
    pub unit: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Who published the figures.
    pub source: Option<String>,
    /// What a reader must know: differences from published figures, what was set aside.
    pub notes: Vec<String>,
}

impl Table {
    /// What stands below the table, each with the word that says what it is.
    pub fn remarks(&self) -> impl Iterator<Item = String> {
        let source = self.source.iter().map(|source| format!("source: {source}"));
        source.chain(self.notes.iter().map(|note| format!("note: {note}")))
    }

    /// Position of a column by its name for programs.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }
}

/// Words in neighbouring columns, as they stand in many rows of a very long answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The first of the columns.
    pub column: usize,
    /// A word a column; none where there is nothing.
    pub words: Vec<Option<String>>,
}

/// A cell of an answer of very many rows, or cells beside one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// The cells of some columns: one of the answer's phrases, by its number.
    Words(u32),
    /// An amount: its digits, and how many of them stand behind the point.
    Number {
        /// The digits.
        digits: i128,
        /// How many stand behind the point.
        scale: u32,
    },
    /// A relation, with all the digits that it is printed with.
    Rate {
        /// The digits.
        digits: i128,
        /// How many stand behind the point.
        scale: u32,
    },
    /// Nothing, as a missing figure.
    Nothing,
}

/// An answer of very many rows, which are made part by part while they are printed.
pub trait LongTable: Sync {
    /// The columns.
    fn columns(&self) -> &[Column];
    /// The words of the answer.
    fn phrases(&self) -> &[Phrase];
    /// How many parts there are, in the order of the rows.
    fn parts(&self) -> usize;
    /// Gives the rows of a part, each with the pieces of all columns in their order.
    fn part(&self, part: usize, row: &mut dyn FnMut(&[Piece]));
}
