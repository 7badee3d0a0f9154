//! Parquet: tables that are stored column by column.
//!
//! A column of a row group is a dictionary, if it has one, and pages. They are taken apart here; what the rarer encodings
//! and the packing of pages are, the crate `parquet` knows.

mod chunk;
mod column;
mod footer;
mod hybrid;
mod kind;
mod page;
mod table;
mod unpack;
mod values;

pub(super) use column::Column;
pub(super) use hybrid::Part;
pub(super) use kind::{Kind, whole};
pub(super) use page::{Cells, Content, NONE};
pub(super) use table::{Reader, Table, damaged};
pub(super) use values::{Doubles, Values};
