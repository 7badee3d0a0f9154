//! Pages and workbooks: every figure as in CSV, and nothing that breaks out of them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/html.rs"]
mod html;
#[path = "formats/xlsx.rs"]
mod xlsx;

use common::{Folder, run};

/// Figures of few and of many digits.
const DIGITS: &str = "period,flow,reporter,partner,product,value,unit\n\
    2025-01,exports,CHN,WORLD,own:A,17,CNY\n\
    2025-01,exports,CHN,WORLD,own:B,9007199254740993,CNY\n\
    2025-01,exports,CHN,WORLD,own:C,2.5,CNY\n";

fn file(question: &str, name: &str) -> (Folder, std::path::PathBuf) {
    let folder = Folder::new();
    let path = folder.path().join(name);
    let mut words: Vec<&str> = question.split_whitespace().collect();
    words.extend(["-o", path.to_str().unwrap()]);
    let output = run(&words);
    assert!(output.status.success(), "{question}: {}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "the notes stand in the file");
    (folder, path)
}
