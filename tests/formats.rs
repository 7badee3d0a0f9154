//! Pages and workbooks: every figure as in CSV, and nothing that breaks out of them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

#[path = "formats/html.rs"]
mod html;
#[path = "formats/xlsx.rs"]
mod xlsx;

use common::{Folder, run};

/// Names that a spreadsheet, a browser or a terminal would act on.
const HOSTILE: &str = "period,flow,reporter,partner,product,product_name,value,unit,source\n\
    2025-01,exports,CHN,WORLD,own:A,\"<script>alert(1)</script>\",17,CNY,\"=cmd|' /C calc'!A0\"\n\
    2025-01,exports,CHN,WORLD,own:B,\"=1+1\",9007199254740993,CNY,x\n\
    2025-01,exports,CHN,WORLD,own:C,\"<r><t>bold</t></r>\",2.5,CNY,x\n\
    2025-01,exports,CHN,WORLD,own:D,\"@SUM(A1)\u{202e}\u{7}_x0041_\",3,CNY,x\n";

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
