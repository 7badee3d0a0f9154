//! What there is: rows and what became of them, layouts, coverage, gaps, levels side by side, codes that no list knows.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Seen, Severity, count, name};
use super::{BadRow, Reading};
use crate::cube::{Coverage, Cube, Origin, Series};
use crate::model::partner::WORLD;
use crate::model::{Class, Month, PartnerKind, Period, Product};
use crate::reference::{groups, partners, products};

/// Rows by what became of them.
pub(super) fn rows(cube: &Cube, reading: &Reading) -> Vec<Finding> {
    let told = |severity, number, message: String| Finding::new("rows", severity, message).found(count(number));
    let unread = reading.bad_count - reading.repeats;
    let aside: u64 = cube.aside.values().sum();
    let kept = cube.rows - aside - reading.repeats - cube.filtered;
    let mut found = vec![
        told(Severity::Info, cube.rows + unread, "rows read".to_owned()),
        told(Severity::Info, kept, "rows kept".to_owned()),
    ];
    found.extend(cube.aside.iter().map(|(why, number)| told(Severity::Info, *number, format!("set aside: {why}"))));
    let without = |severity, number, message: &str| (number > 0).then(|| told(severity, number, message.to_owned()));
    found.extend(without(Severity::Info, cube.filtered, "in another currency"));
    found.extend(without(Severity::Error, unread, "rows that cannot be read"));
    found.extend(without(Severity::Error, reading.repeats, "rows that repeat the key of another one"));
    found
}

/// Rows that cannot be used.
pub(super) fn bad(reading: &Reading) -> Vec<Finding> {
    let finding = |bad: &BadRow| {
        let (kind, message) = match bad.repeats {
            true => ("duplicate", "left out: its key stands in another row".to_owned()),
            false => ("bad row", format!("left out for its column {}", bad.column)),
        };
        Finding { place: bad.place.clone(), ..Finding::new(kind, Severity::Error, message) }
            .found(Seen::Word(bad.found.clone()))
            .expected(Seen::Word(bad.expected.clone()))
    };
    let mut found: Vec<Finding> = reading.bad.iter().map(finding).collect();
    let hidden = reading.bad_count.saturating_sub(reading.bad.len() as u64);
    if hidden > 0 {
        let more = format!("and {hidden} more; --limit lists more");
        let rest = Finding::new("bad row", Severity::Error, more).found(count(hidden));
        found.push(Finding { stands_for: hidden, ..rest });
    }
    found
}

/// Which profile reads which column for what, and which columns are not read: once for all files of a layout.
pub(super) fn layouts(cube: &Cube) -> Vec<Finding> {
    let mut files: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for layout in &cube.layouts {
        files
            .entry((&layout.profile, &layout.columns, &layout.unread))
            .or_default()
            .extend(layout.files.iter().map(String::as_str));
    }
    let mut found = Vec::new();
    for ((profile, columns, unread), files) in files {
        let place = match files.as_slice() {
            [one] => (*one).to_owned(),
            several => format!("{} and {} more", several[0], several.len() - 1),
        };
        let told =
            |kind, message: String| Finding { place: place.clone(), ..Finding::new(kind, Severity::Info, message) };
        found.push(told("profile", format!("read by the profile {profile}")));
        for (column, role) in columns {
            found.push(told("column", format!("read as {role}")).found(Seen::Word(column.clone())));
        }
        found.extend(
            unread.iter().map(|column| told("column", "not read".to_owned()).found(Seen::Word(column.clone()))),
        );
    }
    found
}

/// What each kind of row covers.
pub(super) fn coverage(cube: &Cube) -> Vec<Finding> {
    let covered = |(key, periods): (&Coverage, &BTreeSet<Period>)| {
        let months: Vec<Month> = periods.iter().flat_map(|period| period.months()).collect();
        let single = periods.iter().filter(|period| period.len() == 1).count();
        let longer = periods.len() - single;
        let message = format!("months: {single}, longer periods: {longer}; {}", Period::list(&months));
        Finding::new("coverage", Severity::Info, message)
            .about(title(key), whole(&months).map_or_else(String::new, |whole| whole.to_string()))
            .found(count(periods.len() as u64))
    };
    cube.coverage.iter().map(covered).collect()
}

fn whole(months: &[Month]) -> Option<Period> {
    let (first, last) = (months.iter().min()?, months.iter().max()?);
    Period::new(*first, *last)
}

fn title(key: &Coverage) -> String {
    let partners = match key.kind {
        PartnerKind::World => "WORLD",
        PartnerKind::Group => "groups",
        PartnerKind::Country | PartnerKind::Area => "partners",
    };
    let list = match key.class {
        Class::All => "TOTAL".to_owned(),
        Class::Hs if key.digits == 1 => "sections".to_owned(),
        Class::Hs => format!("hs{}", key.digits),
        class => class.name().to_owned(),
    };
    format!("{} {} {partners} {list}", key.reporter, key.flow).trim().to_owned()
}

/// Months that are missing between the first and the last one: of each kind of row, and of single series where an
/// absent row says nothing.
pub(super) fn gaps(cube: &Cube) -> Vec<Finding> {
    let gap = |series: String, months: &[Month]| {
        let missing = missing(months);
        (!missing.is_empty()).then(|| {
            let message = format!("months without a row in between: {}", missing.len());
            let list = Period::list(&missing);
            Finding::new("gap", Severity::Warning, message).about(series, list).size(missing.len().into())
        })
    };
    let months = |periods: &mut dyn Iterator<Item = Period>| -> Vec<Month> {
        periods.flat_map(|period| period.months()).collect()
    };
    let kinds = cube.coverage.iter();
    let mut found: Vec<Finding> =
        kinds.filter_map(|(key, periods)| gap(title(key), &months(&mut periods.iter().copied()))).collect();
    let told = |series: &Series| {
        let whole = series.partner == WORLD && series.product == Product::TOTAL;
        series.product.digits() == series.digits && (cube.absent_is_missing || whole)
    };
    for (series, spans) in cube.facts.iter().filter(|(series, _)| told(series)) {
        found.extend(gap(name(series), &months(&mut spans.keys().map(|span| span.period))));
    }
    let mut seen = BTreeSet::new();
    found.retain(|gap| seen.insert((gap.series.clone(), gap.period.clone())));
    found
}

/// The months between the first and the last one that are not there.
fn missing(months: &[Month]) -> Vec<Month> {
    let known: BTreeSet<Month> = months.iter().copied().collect();
    let all = whole(months).into_iter().flat_map(Period::months);
    all.filter(|month| !known.contains(month)).collect()
}

/// Totals that stand beside their parts, so that adding up all rows would count trade twice.
pub(super) fn mixed(cube: &Cube) -> Vec<Finding> {
    let mut found = Vec::new();
    let told = |series: String, message: String| Finding::new("mixed", Severity::Info, message).about(series, "");
    let mut seen: BTreeMap<(String, String), BTreeSet<(Class, u8)>> = BTreeMap::new();
    let mut kinds: BTreeMap<(String, String), BTreeSet<PartnerKind>> = BTreeMap::new();
    for key in cube.coverage.keys() {
        let place = (key.reporter.to_string(), key.flow.to_string());
        if key.class.adds_up() {
            seen.entry(place.clone()).or_default().insert((key.class, key.digits));
        }
        kinds.entry(place).or_default().insert(key.kind);
    }
    let place = |(reporter, flow): &(String, String)| format!("{reporter} {flow}").trim().to_owned();
    for (key, levels) in seen.iter().filter(|(_, levels)| levels.len() > 1) {
        let word = |(class, digits): &(Class, u8)| match class {
            Class::All => "TOTAL".to_owned(),
            class => format!("{}{digits}", class.name()),
        };
        let levels: Vec<String> = levels.iter().map(word).collect();
        found.push(told(place(key), format!("levels of products side by side: {}", levels.join(", "))));
    }
    for (key, kinds) in kinds.iter().filter(|(_, kinds)| kinds.len() > 1) {
        let group = if kinds.contains(&PartnerKind::Group) { "groups beside countries" } else { "" };
        let world = if kinds.contains(&PartnerKind::World) { "the world beside partners" } else { "" };
        let both: Vec<&str> = [world, group].into_iter().filter(|word| !word.is_empty()).collect();
        found.push(told(place(key), both.join(", ")));
    }
    found = together(found);
    if cube.splits.len() > 1 {
        found.push(told(String::new(), "totals of a split beside its parts".to_owned()));
    }
    found
}

/// Findings that say the same of several series, as one.
fn together(findings: Vec<Finding>) -> Vec<Finding> {
    let mut series: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(first) = findings.first().cloned() else { return findings };
    for finding in findings {
        series.entry(finding.message).or_default().push(finding.series);
    }
    let joined = |names: &[String]| match names.len() {
        0..=3 => names.join(", "),
        count => format!("{} and {} more", names[..2].join(", "), count - 2),
    };
    let one = |(message, names): (String, Vec<String>)| Finding { message, series: joined(&names), ..first.clone() };
    series.into_iter().map(one).collect()
}

/// Codes that no list of the program knows.
pub(super) fn codes(cube: &Cube) -> Vec<Finding> {
    let known = |code: crate::model::Code| {
        partners::by_code(code).is_some() || groups::name(code.as_str()).is_some() || code.as_str().is_empty()
    };
    let mut first: BTreeMap<Product, (Origin, u64)> = BTreeMap::new();
    let mut sides: BTreeMap<crate::model::Code, (Origin, u64)> = BTreeMap::new();
    for (series, spans) in cube.facts.iter().filter(|(series, _)| series.product.digits() == series.digits) {
        for (_, fact) in spans.iter() {
            let note = |at: &mut (Origin, u64)| *at = (at.0.min(fact.origin), at.1 + u64::from(fact.rows));
            if is_unknown(series.product) {
                note(first.entry(series.product).or_insert((fact.origin, 0)));
            }
            for code in [series.partner, series.reporter].into_iter().filter(|code| !known(*code)) {
                note(sides.entry(code).or_insert((fact.origin, 0)));
            }
        }
    }
    let told = |code: String, message: &str, (origin, rows): (Origin, u64)| {
        Finding::new("unknown code", Severity::Warning, message)
            .found(Seen::Word(code))
            .expected(Seen::Word(format!("a known code; rows: {rows}")))
            .size(rows.into())
            .at(cube, origin)
    };
    let partners = sides.into_iter().map(|(code, at)| told(code.to_string(), "no country, area or group", at));
    let products = first.into_iter().map(|(code, at)| told(code.to_string(), "not in the HS of 2022", at));
    partners.chain(products).collect()
}

fn is_unknown(product: Product) -> bool {
    let code = product.code.as_str();
    let code = code.get(..code.len().min(6)).unwrap_or(code);
    product.class == Class::Hs && !product.is_section() && products::hs_name(code).is_none()
}
