//! Edges that chance seldom meets: very long and very wide rows, stopped threads, repeats across files, streams.

use std::fmt::Write;

use tradestat::model::{Class, Level};
use tradestat::query::{Partners, Products, Query};
use tradestat::source::{FileSet, Files, Rejects};

use super::common::{self, Folder};
use super::cubes::{Plain, Told, told};
use super::hand::{Hand, Letters, Packing, Quoting};
use super::{kinds, sheet};

/// A question that keeps partners and headings apart.
fn question() -> Query {
    let level = Some((Class::Hs, Level::Hs4));
    Query {
        partners: Partners { every: true, ..Partners::default() },
        products: Products { level, ..Products::default() },
        ..Query::default()
    }
}

fn set(folder: &Folder, texts: &[&[u8]]) -> FileSet {
    let paths = texts.iter().enumerate().map(|(at, text)| folder.file(&format!("{at}.csv"), text)).collect();
    FileSet { files: Files { paths }, threads: Some(3), ..FileSet::default() }
}

/// What both readers say; whether the fast one read it.
fn both(set: &FileSet) -> (Result<Told, String>, bool) {
    let expected = told(&Plain(set), &question());
    assert_eq!(told(set, &question()), expected);
    let scanned = set.scan(&question(), &mut Rejects::refuse()).is_ok_and(|cube| cube.is_some());
    (expected, scanned)
}

fn error(set: &FileSet) -> String {
    both(set).0.unwrap_err()
}

fn gzip(text: &str) -> Vec<u8> {
    plain(Packing::Gzip).packed(text.as_bytes())
}

fn plain(packing: Packing) -> Hand {
    Hand {
        seed: 1,
        line_end: "\n",
        quoting: Quoting::Needed,
        padded: false,
        trailing: (false, false),
        blank_lines: false,
        ends: true,
        packing,
        letters: Letters::Utf8,
        delimiter: 0,
        slips: Vec::new(),
    }
}

/// Rows of many months, partners and products, in the order of one of them or in none.
fn many(order: &str) -> String {
    let mut rows = Vec::new();
    for month in 0..14 {
        for partner in 0..11 {
            for product in 0..24 {
                let (year, month) = (2023 + month / 12, month % 12 + 1);
                let code = 1000 + 97 * product;
                let row =
                    format!("{year}-{month:02},exports,P{partner:02},{code},{}.{partner}", month * 1000 + product);
                rows.push(((partner, product, row.len(), code * 7919 % (partner + 3)), row));
            }
        }
    }
    match order {
        "products" => rows.sort_by_key(|((_, product, ..), row)| (*product, row[..7].to_owned())),
        "partners" => rows.sort_by_key(|((partner, ..), row)| (*partner, row[..7].to_owned())),
        "none" => rows.sort_by_key(|((partner, product, length, mixed), _)| (*mixed, *length, *product, *partner)),
        _ => {}
    }
    let mut text = "period,flow,partner,product,value\n".to_owned();
    rows.iter().for_each(|(_, row)| writeln!(text, "{row}").unwrap());
    text
}

#[test]
fn many_rows_in_any_order_are_scanned_by_any_number_of_threads() {
    for order in ["months", "products", "partners", "none"] {
        let text = many(order);
        let folder = Folder::new();
        let packed = plain(Packing::Zstandard).packed(text.as_bytes());
        for (name, bytes) in [("a.csv", text.as_bytes()), ("a.csv.zst", &packed)] {
            let paths = vec![folder.file(name, bytes)];
            let data = FileSet { files: Files { paths }, threads: Some(1), ..FileSet::default() };
            let (expected, scanned) = both(&data);
            assert!(scanned, "{order}");
            for (threads, block_bytes) in [(2, None), (3, Some(1 << 14)), (7, Some(1 << 12))] {
                let data = FileSet { threads: Some(threads), block_bytes, ..data.clone() };
                assert_eq!(told(&data, &question()), expected, "{order} {threads}");
            }
        }
    }
}

#[test]
fn repeats_are_told_wherever_they_stand() {
    let text = many("months");
    let rows: Vec<&str> = text.lines().collect();
    for (from, to) in [(1, 2), (1, 3_500), (2_000, 3), (3_696, 3_697)] {
        let mut rows = rows.clone();
        rows.insert(to, rows[from]);
        let halves = rows[1..].split_at(1_500);
        let file = |part: &[&str]| [rows[0], &part.join("\n")].join("\n");
        let (first, second) = (file(halves.0), file(halves.1));
        let folder = Folder::new();
        let told = error(&set(&folder, &[first.as_bytes(), second.as_bytes()]));
        assert!(told.contains("again`, expected one row for each key; the first is at"), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
    }
}

#[test]
fn a_stopped_worker_does_not_stop_the_program() {
    let mut text = many("months");
    text.insert_str(5_000, "\n2024-01,exports,VNM,8542,x\n");
    let told = error(&FileSet { block_bytes: Some(512), ..set(&Folder::new(), &[&gzip(&text)]) });
    assert!(told.contains("value: found `x`"), "{told}");
}

#[test]
fn rows_of_any_length_are_read() {
    for (bytes, scanned) in [(1_000, true), (900_000, true), (2 << 20, false)] {
        let long = "x".repeat(bytes);
        let text = format!("period,flow,value,remark\n2024-01,exports,7,{long}\n2024-02,exports,8,\"{long}\n\"\n");
        for text in [text.as_bytes(), &gzip(&text)] {
            let (found, was_scanned) = both(&set(&Folder::new(), &[text]));
            assert_eq!((found.unwrap().rows(), was_scanned), (2, scanned), "{bytes}");
        }
    }
}

#[test]
fn rows_of_many_columns() {
    let table = |columns: usize| {
        let line = |first: &str| format!("{first}{}\n", (3..columns).map(|at| format!(",c{at}")).collect::<String>());
        line("period,flow,value") + &line("2024-01,exports,7") + &line("2024-02,imports,8")
    };
    let (found, scanned) = both(&set(&Folder::new(), &[table(16_384).as_bytes()]));
    assert_eq!((found.unwrap().rows(), scanned), (2, true));
    let told = error(&set(&Folder::new(), &[table(16_385).as_bytes()]));
    assert!(told.contains("more than 16,384 columns"), "{told}");
}

#[test]
fn beginnings_and_ends() {
    let read = |text: &str| both(&set(&Folder::new(), &[text.as_bytes()]));
    assert!(read("").0.unwrap_err().contains("the file is empty"));
    for header_only in ["period,flow,value", "period,flow,value\n\n\n", "\u{feff}period,flow,value\r\n"] {
        assert!(read(header_only).0.unwrap_err().contains("no row of data"));
    }
    for (text, line, scanned) in [
        ("period,flow,value,\"a\nb\"\n\n2024-01,exports,x,\n", 4, false),
        ("period,flow,value\r2024-01,exports,7\n2024-02,exports,x\n", 3, false),
        ("period,flow,value,a\n2024-01,exports,7,\"\r\"\n2024-02,exports,x,\n", 4, false),
        ("period,flow,value\n2024-01,exports,7\n\u{feff}2024-02,exports,7\n", 3, false),
        ("period,flow,value\n2024-01,exports,7,,\n", 2, false),
        ("period,flow,value\n2024-01,exports,7,8\n", 2, false),
    ] {
        let (found, was_scanned) = read(text);
        assert!(found.as_ref().is_err_and(|why| why.contains(&format!("0.csv:{line}: "))), "{text:?} {found:?}");
        assert_eq!(was_scanned, scanned);
    }
    let (found, scanned) = read("\u{feff}\nperiod,flow,value\r\n\r\n2024-01,exports,7,\r\n2024-02,exports,8");
    assert_eq!((found.map(|told| told.rows()), scanned), (Ok(2), true));
}

/// What is odd is seen in rows of which every word is known already.
#[test]
fn odd_cells_among_known_words() {
    let header = "refYear,period,flowCode,reporterISO,partnerISO,partnerCode,cmdCode,primaryValue\n";
    let row = |month: u8, partner: &str, rest: &str| format!("2024,20240{month},X,CHN,{partner},85,7{rest}\n");
    let known = |end: &str| ["VNM,704", "USA,842", "JPN,392"].map(|partner| row(1, partner, end)).concat();
    let read = |text: String| both(&set(&Folder::new(), &[(header.to_owned() + &text).as_bytes()]));
    let (found, scanned) = read(known(",") + &row(2, "VNM,704", ",") + &row(2, "USA,842", ",8"));
    assert!(!scanned && found.is_err_and(|why| why.contains("0.csv:6: row: found `9 fields`, expected 8")));
    for blank in ["", " ", "\u{a0}", "\u{2003}", "\"\"", "\" \""] {
        let codes = ["704", "842", "392"].map(|code| row(2, &format!("{blank},{code}"), "")).concat();
        let (found, scanned) = read(known("") + &codes);
        assert_eq!((found.map(|told| told.partners()), scanned), (Ok(3), true), "{blank:?}");
    }
}

/// Words for numbers are the profile's.
#[test]
fn numbers_that_a_profile_maps() {
    let profile = "name = \"words\"\nabout = \"words\"\n[columns]\nperiod = \"t\"\nvalue = \"v\"\n[constants]\n\
                   flow = \"exports\"\nunit = \"USD\"\n[map.value]\n7 = \"700\"\nten = \"10\"\n";
    let folder = Folder::new();
    let data = set(&folder, &[b"t,v\n2024-01,7\n2024-02,ten\n2024-03,8\n"]);
    let (found, scanned) = both(&FileSet { profile: Some(super::profile_of(&folder, profile)), ..data });
    assert_eq!((found.map(|told| told.rows()), scanned), (Ok(3), false));
}

/// Of several files, one is no delimited text.
#[test]
fn one_file_that_cannot_be_scanned_is_enough() {
    let json = br#"[{"period":"2024-02","flow":"exports","value":"9"}]"#;
    let (found, scanned) = both(&set(&Folder::new(), &[b"period,flow,value\n2024-01,exports,7\n", json]));
    assert_eq!((found.unwrap().rows(), scanned), (2, false));
}

/// A profile that names columns by position needs no header, and the first bytes may be those of a packed file.
#[test]
fn a_packed_file_without_a_header() {
    let folder = Folder::new();
    let sheet = sheet::sheet(&super::offices::OWN, super::Make { rows: 60, ..super::ORDINARY });
    let text = plain(Packing::Gzip).write(&super::offices::OWN, &sheet, &sheet.rows);
    let profile = super::profile_of(&folder, super::offices::OWN.profile.unwrap());
    let (found, scanned) = both(&FileSet { profile: Some(profile), ..set(&folder, &[&text]) });
    assert!(scanned && found.unwrap().rows() > 9);
}

/// A row of two years may lead to a figure by other years than those that were asked for.
#[test]
fn a_way_over_other_years_is_read_and_checked() {
    let rows = |value: &str| {
        format!(
            "period,flow,product,value\n2023-11..2024-02,exports,85,9\n2022-01,exports,8542,{value}\n2024-01,exports,85,3\n"
        )
    };
    let folder = Folder::new();
    let narrow = Query { years: Some([2024].into()), ..question() };
    let good = set(&folder, &[rows("7").as_bytes()]);
    let found = told(&good, &narrow).unwrap();
    assert_eq!(Ok(&found), told(&good, &question()).as_ref());
    assert_eq!(told(&Plain(&good), &narrow), Ok(found));
    let bad = set(&folder, &[rows("x").as_bytes()]);
    assert!(told(&bad, &narrow).unwrap_err().contains("0.csv:3: value: found `x`"));
}

#[test]
fn standard_input_is_read_as_its_file_is() {
    let text = many("products").replace("P00", "Côte d'Ivoire");
    let folder = Folder::new();
    let path = folder.file("a.csv", &text);
    let words =
        |path: &str| ["rank", "--period", "2024", "-f", "csv", "-q", "--by", "partner", "-d", path].map(str::to_owned);
    let ask = |path: &str| {
        let words = words(path);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        String::from_utf8(common::piped(&words, text.as_bytes()).stdout).unwrap()
    };
    assert_eq!(ask("-"), ask(&path));
    assert!(ask("-").contains("CIV"), "{}", ask("-"));
}

#[test]
fn published_rates_and_wide_tables_are_left_to_the_plain_reader() {
    for kind in [&kinds::PUBLISHED, &kinds::CENSUS] {
        let folder = Folder::new();
        let sheet = sheet::sheet(kind, super::Make { rows: 9, ..super::ORDINARY });
        let text = plain(Packing::None).write(kind, &sheet, &sheet.rows);
        assert!(!both(&set(&folder, &[&text])).1);
    }
}

/// A question about all goods keeps no texts of codes; a code is the same however it is written, and another list's is another.
#[test]
fn a_product_is_one_however_it_is_written() {
    let header = "refYear,period,flowCode,reporterISO,partnerCode,classificationCode,cmdCode,primaryValue\n";
    let row = |month: u8, list: &str, code: &str| format!("2024,20240{month},X,CHN,704,{list},{code},7\n");
    let read = |rows: &[String]| {
        let folder = Folder::new();
        let data = set(&folder, &[(header.to_owned() + &rows.concat()).as_bytes()]);
        let query = Query { partners: Partners { every: true, ..Partners::default() }, ..Query::default() };
        let expected = told(&Plain(&data), &query);
        assert_eq!(told(&data, &query), expected);
        (expected.map(|told| told.rows()), data.scan(&query, &mut Rejects::refuse()).is_ok_and(|cube| cube.is_some()))
    };
    let different = ["010121", "0101", "01012100", "010122", "99RRR100", "TOTAL"].map(|code| row(1, "HS", code));
    assert_eq!(read(&different), (Ok(6), true));
    let long = ["0101210000", "010121000000", "99RRR101"].map(|code| row(1, "HS", code));
    assert_eq!(read(&[different.concat(), long.concat()]), (Ok(9), true));
    assert_eq!(read(&[row(1, "HS", "010121"), row(1, "S4", "010121")]), (Ok(2), true));
    for again in ["10121", " 010121", "\"010121\"", "hs:010121", "99RRR100"] {
        let (found, scanned) = read(&[different.concat(), row(2, "HS", "85"), row(1, "HS", again)]);
        assert!(found.is_err_and(|why| why.contains("0.csv:9: ") && why.contains("again")), "{again}");
        assert!(!scanned, "{again}");
    }
}
