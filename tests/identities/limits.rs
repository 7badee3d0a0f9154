//! Files that are made to fill the memory or to last for ever, in small: each gets an answer or a sentence.

use std::io::{Cursor, Write};

use crate::common::{Folder, answer, piped, refusal, whole};

const HEADER: &str = "period,flow,partner,value\n";

/// What is said of a file.
fn said(name: &str, content: impl AsRef<[u8]>, words: &[&str]) -> String {
    let folder = Folder::new();
    let path = folder.file(name, content);
    let errors = refusal(&[&["growth", "-d", &path][..], words].concat());
    assert!(errors.starts_with("error: ") && !errors.contains("panicked"), "{errors}");
    errors
}

#[test]
fn a_row_that_never_ends_is_told_with_its_line() {
    let errors = said("open.csv", format!("{HEADER}2024-01,exports,VNM,5\n\n\"{}", "a\n".repeat(9 << 20)), &[]);
    assert!(errors.contains("open.csv:4: a row of more than 16 MB"), "{errors}");
}

#[test]
fn columns_are_bounded() {
    let columns = ",x".repeat(16_384);
    let errors = said("wide.csv", format!("period,flow,value{columns}\n2024-01,exports,5{columns}\n"), &[]);
    assert!(errors.contains("wide.csv:1: more than 16,384 columns"), "{errors}");
    let folder = Folder::new();
    let columns = ",x".repeat(10_000);
    let path = folder.file("wide.csv", format!("period,flow,value{columns}\n2024-01,exports,5{columns}\n"));
    assert!(answer(&["growth", "-d", &path, "-f", "csv", "-q"]).contains(",5,"));
}

#[test]
fn a_partner_of_a_megabyte_is_no_partner() {
    let row = format!("2024-01,exports,{},5\n", "x".repeat(1 << 20));
    let errors = said("name.csv", format!("{HEADER}{row}"), &[]);
    assert!(errors.contains("name.csv:2: partner: found `xxx"), "{errors}");
    assert!(errors.contains("expected a code or name of at most 1,000 bytes"), "{errors}");
}

#[test]
fn a_heading_of_megabytes_is_no_heading() {
    let errors = said("heading.csv", format!("{},value\n", "x".repeat(4 << 20)), &[]);
    assert!(errors.contains("heading.csv:1: header: found `xxx"), "{errors}");
}

#[test]
fn there_are_only_so_many_codes() {
    let rows: String = (0..17_000).map(|row| format!("2024-01,exports,{row:0>1000},1\n")).collect();
    let errors = said("codes.csv", format!("{HEADER}{}", rows.replace(",0", ",P")), &[]);
    assert!(errors.contains("codes.csv:16779: partner: found `P000"), "{errors}");
    assert!(errors.contains("250,000 different ones (16 MB) in all"), "{errors}");
}

/// The fast reader does not keep the texts of codes of digits for a question about all goods; the plain one does.
#[test]
fn there_are_only_so_many_products() {
    let row = |code: u32| format!("2024-01,exports,VNM,{:08},1\n", code + 1_000_000);
    let text = |count: u32| format!("period,flow,partner,product,value\n{}", (0..count).map(row).collect::<String>());
    let errors = said("codes.csv", text(250_001), &[]);
    assert!(errors.contains("codes.csv:250002: product: found `01250000"), "{errors}");
    let folder = Folder::new();
    assert!(
        answer(&["growth", "-d", &folder.file("codes.csv", text(250_000)), "-f", "csv", "-q"]).contains(",250000,")
    );
}

#[test]
fn an_endless_stream_ends_at_its_tenth_bad_row() {
    let output = piped(&["growth", "-d", "-"], format!("{HEADER}{}", "x\n".repeat(1 << 20)).as_bytes());
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("-:11: row") && errors.contains("reading stopped"), "{errors}");
}

/// A pipe is there once, and this question reads twice.
#[test]
#[cfg(unix)]
fn a_pipe_is_read_twice() {
    let folder = Folder::new();
    let path = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    let text = "period,flow,product,value\n2024,exports,hs:4701,5\n2024,exports,hs:470610,7\n2024,exports,hs:44,3\n\
                2024,exports,hs:4401,3\n";
    let feed = path.clone();
    let writer = std::thread::spawn(move || std::fs::write(feed, text));
    let words = ["growth", "--period", "2024", "--flow", "exports", "-d", path.to_str().unwrap()];
    assert_eq!(whole(&crate::common::rows(&words)[0], "value"), Some(15));
    writer.join().unwrap().unwrap();
}

#[test]
#[cfg(unix)]
fn links_that_lead_in_circles_are_not_followed() {
    let folder = Folder::new();
    let shown = folder.path().to_str().unwrap();
    for name in ["a", "b", "c"] {
        std::os::unix::fs::symlink(".", folder.path().join(name)).unwrap();
    }
    assert!(refusal(&["growth", "-d", &format!("{shown}/**/*.csv")]).contains("no file has such a name"));
    std::fs::create_dir_all(folder.path().join("deep/er")).unwrap();
    folder.file("deep/er/one.csv", format!("{HEADER}2024-01,exports,VNM,5\n"));
    folder.file("deep/two.csv", format!("{HEADER}2024-01,exports,THA,2\n"));
    folder.file("deep/two.txt", "no data");
    for (pattern, value) in [("**/*.csv", 7), ("**/er/*.csv", 5), ("de*/**/t?o.csv", 2)] {
        let rows = crate::common::rows(&["growth", "--flow", "exports", "-d", &format!("{shown}/{pattern}")]);
        assert_eq!(whole(&rows[0], "value"), Some(value), "{pattern}");
    }
}

#[test]
fn profiles_that_are_hostile() {
    let folder = Folder::new();
    let path = folder.file("one.csv", format!("{HEADER}2024-01,exports,VNM,5\n"));
    let plain = "name = \"x\"\nabout = \"x\"\n[columns]\nperiod = \"period\"\nflow = \"flow\"\nvalue = \"value\"\n";
    for (rest, found) in [
        ("[file]\nskip_lines = 4611686018427387904\n".to_owned(), "the file is empty"),
        ("[file]\ndelimiter = \"→\"\n".to_owned(), "the delimiter `→`"),
        ("partner = 4611686018427387904\n".to_owned(), "names column 4611686018427387904; the file has 4"),
        (format!("# {}\n", "x".repeat(1 << 20)), "a profile of more than 1 MB"),
        (format!("x = {}\n", "[".repeat(100_000)), "profile.toml"),
    ] {
        let profile = folder.file("profile.toml", format!("{plain}{rest}"));
        let errors = refusal(&["growth", "-d", &path, "--profile", &profile]);
        assert!(errors.contains(found) && errors.len() < 2_000, "{errors}");
    }
}

/// A workbook of one sheet with these rows and shared texts.
fn workbook(rows: &str, shared: &str) -> Vec<u8> {
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        (
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id=\"a\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns:r=\"{relations}\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"b\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships><Relationship Id=\"b\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", shared.to_owned()),
        ("xl/worksheets/sheet1.xml", format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
    ] {
        package.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(text.as_bytes()).unwrap();
    }
    package.finish().unwrap().into_inner()
}

#[test]
fn workbooks_that_claim_too_much() {
    let few = "<sst><si><t>period</t></si></sst>";
    let cells = "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>0</v></c>";
    for (rows, shared, found) in [
        (format!("<row>{cells}<c r=\"ZZZZ1\"><v>5</v></c></row>"), few.to_owned(), "row 1: more than 16,384 columns"),
        (format!("<row>{cells}</row>"), few.replace("<sst", "<sst uniqueCount=\"99999999999999\""), "unpacks to more"),
        (
            format!("<row>{}</row>", cells.repeat(20)),
            few.replace("period", &"x".repeat(1 << 20)),
            "row 1: a row of more than 16 MB",
        ),
    ] {
        let errors = said("book.xlsx", workbook(&rows, &shared), &[]);
        assert!(errors.contains(found), "{errors}");
    }
}
