//! Inputs that are made and always the same.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;
use std::ops::Range;

use rust_decimal::Decimal;
use tradestat::cube::grid::GridSums;
use tradestat::query::{Partners, Query};
use tradestat::reference::partners;
use tradestat::source::{FileSet, Files};
use tradestat::table::{Cell, Column, Kind, Role, Row, Table};

/// A narrow file that goes when it is dropped.
pub(crate) struct File {
    kept: tempfile::NamedTempFile,
    pub(crate) bytes: usize,
}

impl File {
    /// Months of 2024 and 2025 by flow, partner and subheading, in order.
    pub(crate) fn of(rows: usize) -> io::Result<File> {
        let mut text = "period,reporter,flow,partner,product,value,quantity,weight\n".to_owned();
        let countries: Vec<&str> =
            partners::all().iter().map(|partner| partner.code.as_str()).skip(20).take(100).collect();
        let each = rows.div_ceil(24 * 2 * countries.len());
        let places = (0..24).flat_map(|month| ["export", "import"].map(|flow| (month, flow)));
        for (month, flow) in places {
            for (at, partner) in countries.iter().enumerate() {
                for product in 0..each {
                    let (year, month) = (2024 + month / 12, month % 12 + 1);
                    let value = (at * 7919 + product * 104_729) % 10_000_000;
                    let product = 840_710 + product;
                    writeln!(text, "{year}-{month:02},CHN,{flow},{partner},{product},{value}.25,{at},{product}.5").ok();
                }
            }
        }
        let kept = tempfile::Builder::new().suffix(".csv").tempfile()?;
        std::fs::write(kept.path(), &text)?;
        Ok(File { kept, bytes: text.len() })
    }

    /// The file as a data set that one thread reads.
    pub(crate) fn data(&self) -> FileSet {
        let path = self.kept.path().to_string_lossy().into_owned();
        FileSet { files: Files { paths: vec![path] }, threads: Some(1), ..FileSet::default() }
    }
}

/// A question about a year that the file does not have.
pub(crate) fn of_no_year() -> Query {
    Query { years: Some(BTreeSet::from([1999])), ..by_partner() }
}

pub(crate) fn by_partner() -> Query {
    Query { partners: Partners { every: true, ..Partners::default() }, ..Query::default() }
}

/// Sums of a range of keys, two hundred partners a product.
pub(crate) fn grid(keys: Range<usize>) -> GridSums {
    let mut sums = GridSums::default();
    for key in keys {
        let place = [(key / 50_000) as u32, (key / 200 % 250) as u32, (key % 200) as u32];
        let figures = [Some((key as i64 * 25, 2)), Some((key as i64, 0)), None];
        sums.add(place, &figures, 0).unwrap();
    }
    sums
}

/// A long answer: words that repeat themselves, an amount, a rate and now and then a blank.
pub(crate) fn table(lines: usize) -> Table {
    let column = |(name, kind): (&str, Kind)| Column { name: name.into(), heading: name.into(), kind, shown: true };
    let columns =
        [("period", Kind::Text), ("partner", Kind::Text), ("value", Kind::Amount), ("growth_pct", Kind::Rate)];
    let row = |at: usize| Row {
        role: Role::Line,
        cells: vec![
            Cell::Text(format!("20{:02}-{:02}", at / 12_000 + 10, at / 1_000 % 12 + 1)),
            Cell::Text(format!("P{:03}", at % 1_000)),
            Cell::Amount(Decimal::new(at as i64 * 7_919, 2)),
            if at.is_multiple_of(17) { Cell::Blank } else { Cell::Percent(Decimal::new(at as i64 * 31, 6)) },
        ],
    };
    Table { columns: columns.map(column).into(), rows: (0..lines).map(row).collect(), ..Table::default() }
}
