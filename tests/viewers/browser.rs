//! Chromium without a window: what it makes of a page.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::common::Folder;

pub(super) const NAME: &str = "chromium";
/// Longer than any page takes on a machine that has much else to do.
const SECONDS: &str = "120";
const QUIET: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// What a browser prints when it opens a page.
fn opened(folder: &Folder, page: &Path, words: &[&str]) -> String {
    let own = tempfile::tempdir_in(folder.path()).unwrap();
    let mut browser = Command::new("timeout");
    browser.args(["--kill-after=5", SECONDS, NAME]).args(QUIET).args(words);
    browser.arg(format!("--user-data-dir={}", own.path().display())).arg(format!("file://{}", page.display()));
    let output = browser.stdin(Stdio::null()).stderr(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "the browser ends with {}", output.status);
    String::from_utf8(output.stdout).unwrap()
}

/// The page after its scripts have run.
pub(super) fn dom(page: &str, words: &[&str]) -> String {
    let folder = Folder::new();
    let file = folder.file("page.html", page);
    opened(&folder, Path::new(&file), &[&["--dump-dom"], words].concat())
}

/// What a script finds in a page: it calls `tell` with each line. The page lets this script run beside its own.
pub(super) fn asked(page: &str, script: &str, words: &[&str]) -> Vec<String> {
    let script = format!(
        "\n\"use strict\";\nconst told = [];\nconst tell = line => told.push(line);\n{script}\n\
         const place = document.createElement(\"pre\");\nplace.id = \"told\";\nplace.textContent = told.join(\"\\n\");\ndocument.body.replaceChildren(place);\n"
    );
    let allowed = format!("script-src 'sha256-{}' 'sha256-", base64(&Sha256::digest(&script)));
    assert_eq!(page.matches("script-src 'sha256-").count(), 1);
    let page = page
        .replace("script-src 'sha256-", &allowed)
        .replace("</body>", &format!("<script>{script}</script>\n</body>"));
    let dom = dom(&page, words);
    let told = dom.split("<pre id=\"told\">").nth(1).unwrap_or_else(|| panic!("the script ended early: {script}"));
    let told = told.split("</pre>").next().unwrap();
    told.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
        .lines()
        .map(str::to_owned)
        .collect()
}

/// The page on paper: its text in its places, and each sheet as a grey picture of 72 points an inch.
pub(super) struct Paper {
    pub(super) sheets: Vec<String>,
    pub(super) pictures: Vec<Picture>,
}

pub(super) struct Picture {
    pub(super) width: usize,
    pub(super) grey: Vec<u8>,
}

pub(super) fn printed(page: &str, words: &[&str]) -> Paper {
    let folder = Folder::new();
    let file = folder.file("page.html", page);
    let pdf = folder.path().join("page.pdf");
    let to = format!("--print-to-pdf={}", pdf.display());
    opened(&folder, Path::new(&file), &[&["--no-pdf-header-footer", &to], words].concat());
    let text = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().unwrap();
    let text = String::from_utf8(text.stdout).unwrap();
    let sheets = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
    let stem = folder.path().join("sheet");
    assert!(Command::new("pdftoppm").args(["-gray", "-r", "72"]).arg(&pdf).arg(&stem).status().unwrap().success());
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "pgm"));
    files.sort();
    Paper { sheets, pictures: files.iter().map(|path| picture(&fs::read(path).unwrap())).collect() }
}

/// A picture as `P5 width height 255` and a byte a point.
fn picture(bytes: &[u8]) -> Picture {
    let head: Vec<&[u8]> = bytes.splitn(5, |byte| byte.is_ascii_whitespace()).collect();
    let number = |at: usize| String::from_utf8_lossy(head[at]).parse::<usize>().unwrap();
    assert_eq!((head[0], number(3)), (b"P5".as_slice(), 255));
    let (width, height, grey) = (number(1), number(2), head[4].to_vec());
    assert_eq!(grey.len(), width * height);
    Picture { width, grey }
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let letters = |chunk: &[u8]| {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        let letter = |place: usize| char::from(LETTERS[(bits >> (18 - 6 * place)) as usize & 63]);
        (0..4).map(|place| if place <= chunk.len() { letter(place) } else { '=' }).collect::<String>()
    };
    bytes.chunks(3).map(letters).collect()
}
