//! What goes where: data to standard output, notes to standard error, files whole or not at all, nothing that could lead
//! a terminal or a spreadsheet astray.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use std::fs::{self, File};
use std::process::{Command, Output, Stdio};

use common::{Folder, answer, piped, refusal, run, tradestat};

const QUESTION: [&str; 4] = ["growth", "--period", "2025-jan..nov", "-f"];
const FORMATS: [&str; 6] = ["table", "csv", "tsv", "json", "jsonl", "markdown"];

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A sentence of one line, without the marks of a crash.
fn is_a_sentence(output: &Output) {
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.starts_with("error: ") && !errors.contains("panicked"), "{errors}");
    assert_eq!(errors.trim_end().lines().count(), 1, "{errors}");
}

/// The program under a shell, with its path as `$0`.
#[cfg(unix)]
fn shell(script: &str) -> Output {
    let mut shell = Command::new("sh");
    shell.args(["-c", script, env!("CARGO_BIN_EXE_tradestat")]).env_remove("TRADESTAT_DATA").stdin(Stdio::null());
    shell.output().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    for command in
        [&["growth", "-q"][..], &["list", "products"], &["man"], &["completions", "bash"], &["info", "-f", "csv"]]
    {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = tradestat().args(command).stdout(full).stderr(Stdio::piped()).output().unwrap();
        is_a_sentence(&output);
        assert!(text(&output.stderr).contains("No space left"), "{command:?}: {}", text(&output.stderr));
    }
}

#[test]
#[cfg(unix)]
fn a_closed_pipe_is_success() {
    let output = shell(r#"{ "$0" list products -f csv; echo "status $?" >&2; } | head -1"#);
    assert_eq!(text(&output.stdout), "product,name\n");
    assert_eq!(text(&output.stderr), "status 0\n");
}

#[test]
#[cfg(unix)]
fn closed_standard_streams_do_no_harm() {
    let output = shell(r#""$0" growth --period 2025-jan..nov -f csv 2>&-; echo "status $?""#);
    assert!(text(&output.stdout).ends_with("status 0\n"), "{}", text(&output.stdout));
    let output = shell(r#""$0" growth --period 2025-13 2>&-; echo "status $?""#);
    assert_eq!(text(&output.stdout), "status 2\n");
    let output = shell(r#""$0" growth -d - <&-; echo "status $?""#);
    assert_eq!(text(&output.stdout), "status 2\n");
    assert!(text(&output.stderr).starts_with("error: "), "{}", text(&output.stderr));
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = Folder::new();
    let path = folder.file("answer.csv", "before");
    let bad = folder.file("bad.csv", "period,flow,value\n2025-01,exports,x\n");
    for words in
        [&["-d", bad.as_str()][..], &["--period", "2050"], &["--partner", "Nowhere"], &["--columns", "nothing"]]
    {
        refusal(&[&["growth", "-o", &path][..], words].concat());
        assert_eq!(fs::read_to_string(&path).unwrap(), "before", "{words:?}");
    }
    let names = || fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names(), 2, "no trace of a failure is left");
    assert_eq!(answer(&["growth", "--period", "2025-jan..nov", "-q", "-o", &path]), "");
    let expected = answer(&["growth", "--period", "2025-jan..nov", "-q", "-f", "csv"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    assert_eq!(names(), 2);
}

#[test]
fn the_ending_names_the_format() {
    let folder = Folder::new();
    for (ending, format) in [("csv", "csv"), ("tsv", "tsv"), ("json", "json"), ("jsonl", "jsonl"), ("md", "markdown")] {
        let path = folder.path().join("answer").with_extension(ending);
        answer(&["growth", "--period", "2025-jan..nov", "-q", "-o", path.to_str().unwrap()]);
        assert_eq!(fs::read_to_string(path).unwrap(), answer(&[&QUESTION[..], &[format, "-q"]].concat()));
    }
}

#[test]
fn data_on_one_stream_and_notes_on_the_other() {
    for format in FORMATS {
        let output = run(&[&QUESTION[..], &[format]].concat());
        let quiet = run(&[&QUESTION[..], &[format, "-q"]].concat());
        assert_eq!(text(&quiet.stderr), "", "{format}");
        assert_eq!(output.stdout, quiet.stdout, "{format}");
        let people = matches!(format, "table" | "markdown");
        assert_eq!(text(&output.stderr).contains("published growth +0.2 %"), !people, "{format}");
        assert_eq!(text(&output.stdout).contains("published growth +0.2 %"), people, "{format}");
    }
}

#[test]
fn no_colour_and_no_escapes_where_there_is_no_terminal() {
    for format in FORMATS {
        let plain = run(&[&QUESTION[..], &[format]].concat());
        for stream in [&plain.stdout, &plain.stderr] {
            assert!(!stream.contains(&0x1b), "{format}");
        }
        let forced = tradestat().args(QUESTION).arg(format).env("CLICOLOR_FORCE", "1").env("TERM", "xterm").output();
        assert_eq!(forced.unwrap().stdout, plain.stdout, "{format}");
        let without = tradestat().args(QUESTION).arg(format).env("NO_COLOR", "1").output().unwrap();
        assert_eq!(without.stdout, plain.stdout, "{format}");
    }
    assert!(!run(&["growth", "--period", "2025-13"]).stderr.contains(&0x1b));
    assert!(!run(&["--help"]).stdout.contains(&0x1b));
}

/// Neither locale, time zone nor width of a terminal that is not there changes an answer.
#[test]
fn surroundings_do_not_matter() {
    let plain = answer(&["rank", "--period", "2025-jan..nov", "--top", "5"]);
    for (name, value) in [("LC_ALL", "de_DE.UTF-8"), ("LANG", "tr_TR"), ("TZ", "Pacific/Auckland"), ("COLUMNS", "30")] {
        let words = ["rank", "--period", "2025-jan..nov", "--top", "5"];
        let output = tradestat().args(words).env(name, value).output().unwrap();
        assert_eq!(text(&output.stdout), plain, "{name}={value}");
    }
}

/// Names from a file that carry an escape, a C1 control, a bell, a line end or a mark that turns the direction of text.
const NAMES: [&str; 7] = ["A\u{1b}[31m", "B\u{9b}2J", "C\u{7}", "D\nE", "F\u{202e}txt", "G\u{2066}H", "I\u{0}J"];

fn hostile() -> String {
    let row = |name: &&str| format!("2025-01,exports,\"{name}\",7\n2024-01,exports,\"{name}\",5\n");
    format!("period,flow,partner,value\n{}", NAMES[..6].iter().map(row).collect::<String>())
}

fn is_control(letter: char) -> bool {
    letter != '\n' && (letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'))
}

#[test]
fn control_characters_never_reach_a_reader() {
    let folder = Folder::new();
    let path = folder.file("hostile.csv", hostile());
    for command in ["growth", "rank", "share", "series", "info", "explain"] {
        for format in ["table", "markdown"] {
            let question: &[&str] = if command == "info" { &[] } else { &["--period", "2025-01", "--by", "partner"] };
            let output = run(&[&[command, "-d", &path, "-f", format][..], question].concat());
            for stream in [&output.stdout, &output.stderr] {
                assert!(!text(stream).contains(is_control), "{command} {format}: {:?}", text(stream));
            }
        }
    }
}

#[test]
fn nor_in_notes_and_errors() {
    let folder = Folder::new();
    let path = folder.file("hostile.csv", hostile());
    let output = run(&["growth", "-d", &path, "--period", "2025-01", "--by", "partner", "-f", "csv"]);
    assert!(!text(&output.stderr).contains(is_control), "{:?}", text(&output.stderr));
    for name in NAMES {
        let bad = folder.file("bad.csv", format!("period,flow,value\n\"{name}\",exports,1\n2025-01,\"{name}\",1\n"));
        let errors = refusal(&["growth", "-d", &bad]);
        assert!(!errors.contains(is_control), "{errors:?}");
    }
}

#[test]
fn formulas_are_harmless_in_a_spreadsheet() {
    let folder = Folder::new();
    let names = ["=1+1", "+1", "-1", "@SUM(A1)"];
    let row = |name: &&str| format!("2025-01,exports,\"{name}\",7\n");
    let text = format!("period,flow,partner,value\n{}", names.iter().map(row).collect::<String>());
    let path = folder.file("formulas.csv", text);
    for format in ["csv", "tsv"] {
        let words =
            ["growth", "-d", &path, "--period", "2025-01", "--by", "partner", "--flow", "exports", "-f", format];
        let answer = answer(&[&words[..], &["-q"]].concat());
        for name in names {
            assert!(answer.contains(&format!("'{name}")), "{format}: {answer}");
        }
        let fields = answer.lines().flat_map(|line| line.split([',', '\t']));
        let starts =
            fields.map(|field| field.trim_start_matches('"')).filter(|field| field.starts_with(['=', '+', '@']));
        assert_eq!(starts.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}

#[test]
fn exit_codes() {
    for words in [&["--help"][..], &["--version"], &["growth", "--help"], &["list", "formats"], &["help", "rank"]] {
        assert_eq!(run(words).status.code(), Some(0), "{words:?}");
    }
    for words in
        [&[][..], &["nothing"], &["growth", "--nothing"], &["growth", "--period", "2025-13"], &["growth", "-d", "no"]]
    {
        assert_eq!(run(words).status.code(), Some(2), "{words:?}");
    }
    let output = piped(&["growth", "-d", "-", "--period", "2025-01"], b"");
    is_a_sentence(&output);
}

#[test]
fn bad_rows_are_listed_with_their_place() {
    let folder = Folder::new();
    let rows =
        "2025-01,exports,VNM,7\n2025-01,exports,THA,x\n2025-01,exports\n2025-01,exports,VNM,8\n2025-13,exports,MYS,1\n";
    let path = folder.file("rows.csv", format!("period,flow,partner,value\n{rows}"));
    let list = folder.path().join("bad.csv");
    let words = ["growth", "-d", &path, "--period", "2025-01", "--flow", "exports", "-f", "csv", "--skip-bad-rows"];
    let output = run(&[&words[..], &[list.to_str().unwrap()]].concat());
    assert!(text(&output.stderr).contains("4 bad rows were left out"), "{}", text(&output.stderr));
    assert_eq!(common::whole(&common::table(&text(&output.stdout))[0], "value"), Some(7));
    let listed = common::table(&fs::read_to_string(&list).unwrap());
    let places: Vec<_> = listed.iter().map(|row| (row["file"].as_str(), row["line"].as_str())).collect();
    assert_eq!(places, ["3", "4", "5", "6"].map(|line| (path.as_str(), line)));
    assert!(listed[0]["reason"].starts_with("value: found `x`, expected a plain number"), "{listed:?}");
    assert!(listed[2]["reason"].contains("again"), "{listed:?}");
}

#[test]
#[cfg(unix)]
fn the_list_of_bad_rows_goes_where_any_file_goes() {
    let folder = Folder::new();
    let path = folder.file("rows.csv", "period,flow,value\n2025-01,exports,x\n2025-01,imports,1\n");
    let (link, target) = (folder.path().join("link.csv"), folder.path().join("target.csv"));
    std::os::unix::fs::symlink("target.csv", &link).unwrap();
    let words = ["series", "-d", &path, "-q", "-f", "csv", "--skip-bad-rows"];
    answer(&[&words[..], &[link.to_str().unwrap()]].concat());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    let listed = fs::read_to_string(&target).unwrap();
    assert!(listed.starts_with("file,line,reason\n") && listed.lines().count() == 2, "{listed}");
    assert_eq!(text(&run(&[&words[..], &["/dev/stderr"]].concat()).stderr), listed);
    let nowhere = folder.path().join("no/list.csv");
    let errors = refusal(&[&words[..], &[nowhere.to_str().unwrap()]].concat());
    assert!(errors.contains("there is no folder"), "{errors}");
}

/// Root may read any file, so that the refusal can be seen only by others; for root the message is not reached.
#[test]
#[cfg(unix)]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.file("secret.csv", "period,flow,value\n2025-01,exports,1\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        return assert!(run(&["growth", "-d", &path, "--period", "2025-01"]).status.success());
    }
    assert_eq!(refusal(&["growth", "-d", &path]), format!("error: {path}: no permission to read it\n"));
}

#[test]
fn what_is_read_is_never_written_over() {
    let folder = Folder::new();
    let data = folder.file("data.csv", "period,flow,partner,value\n2024-01,exports,WORLD,5\n");
    let text = folder.file("text.md", "nothing to fill in\n");
    let new = folder.path().join("new.csv").to_str().unwrap().to_owned();
    let takes = |option: &str, path: &str| {
        format!(
            "error: {option} {path}: this file is read, and what is written would take its place; name another file\n"
        )
    };
    let whole = folder.path().to_str().unwrap().to_owned();
    let commands = [vec!["growth", "--data", &data], vec!["info", "--data", &whole], vec!["convert", "--data", &data]];
    for command in commands.into_iter().chain([vec!["diff", &text, &data]]) {
        let words = [command, vec!["-o", &data]].concat();
        assert_eq!(refusal(&words), takes("--output", &data), "{words:?}");
    }
    let skips = ["growth", "--data", &data, "--skip-bad-rows"];
    let by_another_way = format!("{whole}/../{}/data.csv", folder.path().file_name().unwrap().display());
    for list in [&data, &by_another_way] {
        assert_eq!(refusal(&[skips.as_slice(), &[list.as_str()]].concat()), takes("--skip-bad-rows", list));
    }
    assert_eq!(
        refusal(&[skips.as_slice(), &[new.as_str(), "-o", &new]].concat()),
        format!("error: --output and --skip-bad-rows both name {new}: one would take the place of the other\n")
    );
    assert_eq!(refusal(&["render", &text, "-o", &text]), takes("--output", &text));
    assert_eq!(fs::read_to_string(&data).unwrap(), "period,flow,partner,value\n2024-01,exports,WORLD,5\n");
    assert_eq!(fs::read_to_string(&text).unwrap(), "nothing to fill in\n");
    assert!(!fs::exists(&new).unwrap());
}
