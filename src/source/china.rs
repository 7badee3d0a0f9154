//! The embedded data set: official figures of China's trade.

use std::io::{BufRead, Cursor};

use super::loader::Loader;
use super::{Each, ReadError, Rejects, Source, profile, rows};
use crate::cube::{Break, Cube};
use crate::model::{Code, period_expr};
use crate::query::Query;

/// The name that `--data` knows it by.
pub const NAME: &str = "china";

/// What it is, for headings.
const TITLE: &str = "China's customs (GACC)";

/// Who published the figures.
const SOURCE: &str = "General Administration of Customs of China, monthly tables and press releases";

/// Where to look when a question in yuan finds nothing.
const HINT: &str = "monthly totals since 2000 are published in dollars: --currency usd";

/// Figures are in yuan unless a currency is asked for.
const MAIN: Code = Code::fixed("CNY");

struct Table {
    name: &'static str,
    text: &'static str,
    /// Whether the table has anything for a question.
    serves: fn(&Query) -> bool,
}

const TABLES: [Table; 4] = [
    Table { name: "china/partners_cny.csv", text: include_str!("../../data/china/partners_cny.csv"), serves: |_| true },
    Table {
        name: "china/products_cny.csv",
        text: include_str!("../../data/china/products_cny.csv"),
        serves: |query| !query.products.is_total(),
    },
    Table { name: "china/press_cny.csv", text: include_str!("../../data/china/press_cny.csv"), serves: |_| true },
    Table {
        name: "china/totals_usd.csv",
        text: include_str!("../../data/china/totals_usd.csv"),
        serves: |query| query.currency.is_some() || query.products.as_given,
    },
];

const BREAKS: &str = include_str!("../../data/china/breaks.csv");

/// The embedded data set.
pub struct China;

impl Source for China {
    fn may_be_mixed(&self) -> bool {
        false
    }

    fn watch(&self, query: &Query, rejects: &mut Rejects, each: &mut Each<'_>) -> Result<Cube, ReadError> {
        let query = &Query { world_is_published: true, ..query.clone() };
        let mut loader = Loader::new(TITLE, query, Some(MAIN), &[]);
        loader.each = Some(each);
        for table in TABLES.iter().filter(|table| (table.serves)(query)) {
            let text: Box<dyn BufRead> = if query.is_of_world() {
                Box::new(Cursor::new(about_the_world(table.text)))
            } else {
                Box::new(table.text.as_bytes())
            };
            let file = loader.begin(table.name);
            let (head, mut rows) = rows::open_text(table.name, file, text, None)?;
            if let Some(tidy) = profile::tidy() {
                profile::read(tidy, &head, &mut rows, &mut loader, rejects)?;
            }
        }
        let mut cube = loader.finish(rejects)?;
        cube.breaks = breaks();
        cube.source = Some(SOURCE.to_owned());
        cube.hint = query.currency.is_none().then(|| HINT.to_owned());
        Ok(cube)
    }
}

/// The header and the rows about the world, each in its line, so that origins stay true.
fn about_the_world(text: &str) -> String {
    let mut kept = String::with_capacity(text.len() / 8);
    for (at, line) in text.lines().enumerate() {
        if at == 0 || line.contains(",WORLD,") {
            kept.push_str(line);
        }
        kept.push('\n');
    }
    kept
}

/// Whether a cube of this name is the embedded set.
pub(super) fn is(name: &str) -> bool {
    name == TITLE
}

fn breaks() -> Vec<Break> {
    let rows = csv::Reader::from_reader(BREAKS.as_bytes()).into_records().filter_map(Result::ok);
    let known = |row: csv::StringRecord| {
        let since = period_expr::parse_dated(row.get(1)?).ok()?.first();
        Some(Break { series: row.get(0)?.to_owned(), since, note: row.get(2)?.to_owned() })
    };
    rows.filter_map(known).collect()
}
