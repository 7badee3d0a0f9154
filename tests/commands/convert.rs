//! Convert: what is read back is what was read.

use proptest::prelude::*;

use crate::common::{Folder, answer, refusal, run};

/// What the program answers to some questions about a data set, without the names of files.
fn answers(file: &str, more: &[&str]) -> Vec<String> {
    let questions: [&[&str]; 7] = [
        &["info"],
        &["growth", "-Y", "--period", "2023..2024"],
        &["growth", "--period", "2024-01", "--by", "partner"],
        &["share", "--period", "2024", "--by", "product", "--level", "hs4"],
        &["series", "-M", "--measure", "value,weight,quantity"],
        &["growth", "--period", "2024", "--vintage", "first"],
        &["balance", "--period", "2024-q1"],
    ];
    let ask = |question: &&[&str]| {
        let output = run(&[*question, &["-d", file, "-f", "csv"], more].concat());
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8(text).unwrap().replace(file, "FILE")
    };
    questions.iter().map(ask).collect()
}

fn read_back(name: &str, content: &str, more: &[&str]) -> String {
    let folder = Folder::new();
    let file = folder.file(name, content);
    let tidy = folder.path().join("tidy.csv").to_str().unwrap().to_owned();
    answer(&[&["convert", "-d", &file, "-o", &tidy, "-q"], more].concat());
    let notes = |answers: Vec<String>| -> Vec<String> {
        let kept = |line: &&str| !line.starts_with("note: columns that are not read");
        answers.iter().map(|text| text.lines().filter(kept).collect::<Vec<_>>().join("\n")).collect()
    };
    assert_eq!(notes(answers(&file, more)), notes(answers(&tidy, &[])));
    let again = folder.path().join("again.csv").to_str().unwrap().to_owned();
    answer(&["convert", "-d", &tidy, "-o", &again, "-q"]);
    let (first, second) = (std::fs::read_to_string(&tidy).unwrap(), std::fs::read_to_string(&again).unwrap());
    let without_source =
        |text: &str| -> Vec<String> { text.lines().map(|line| line.rsplit_once(',').unwrap().0.to_owned()).collect() };
    assert_eq!(without_source(&first), without_source(&second));
    first
}

#[test]
fn every_column_comes_back() {
    let content = "period,flow,reporter,partner,product,classification,unit,value,weight,quantity,quantity_unit,published_growth_pct,published_quantity_growth_pct,published_share_pct,rounded_to,status,vintage
2024-jan..nov,exports,CHN,USA,hs:8542,H6,million USD,1.50,3,4.0,pcs,12.3,-1,5,0.1,,2025-01
2024-jan..nov,exports,CHN,USA,hs:8542,H6,million USD,1.75,3,4,pcs,,,,,,2025-02
2024-01,imports,CHN,Atlantis,gacc:MECH_ELEC,,million USD,,,,,,,,,confidential,
";
    let tidy = read_back("data.csv", content, &[]);
    let lines: Vec<&str> = tidy.lines().collect();
    assert!(lines[1].starts_with(
        "2024-jan..nov,exports,CHN,USA,hs:8542,hs2022,USD,1500000.00,3,4.0,pcs,12.3,-1,5,100000.0,,2025-01,"
    ));
    assert!(lines[1].ends_with("data.csv:2"));
    assert!(lines[3].contains(",Atlantis,gacc:MECH_ELEC,,USD,,") && lines[3].contains("confidential"));
}

/// Totals of splits beside their parts: World as second partner, all customs procedures, all modes of transport.
#[test]
fn splits_beside_their_totals_come_back() {
    let header = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,flowCode,partnerCode,partnerISO,partner2Code,classificationCode,cmdCode,customsCode,motCode,primaryValue";
    let row = |partner2: &str, customs: &str, mode: &str, value: u32| {
        format!("C,A,20240101,2024,52,2024,156,CHN,M,842,USA,{partner2},H6,8542,{customs},{mode},{value}\n")
    };
    let rows = [
        row("0", "C00", "0", 100),
        row("490", "C00", "0", 60),
        row("842", "C00", "0", 40),
        row("0", "C01", "2100", 70),
    ];
    let tidy = read_back("data.csv", &format!("{header}\n{}", rows.concat()), &[]);
    assert!(tidy.lines().next().unwrap().contains(",splits,"), "{tidy}");
    assert_eq!(tidy.lines().filter(|line| line.contains('|')).count(), 3, "{tidy}");
}

/// A layout whose rows add up, and in which an absent row says nothing.
#[test]
fn rows_that_share_a_key_and_absent_rows_come_back() {
    let profile = "name = \"ours\"\nabout = \"ours\"\nadds_up = true\nabsent = \"missing\"\n[columns]\nperiod = \"p\"\nflow = \"f\"\npartner = \"who\"\nvalue = \"v\"\n";
    let folder = Folder::new();
    let profile = folder.file("ours.toml", profile);
    let rows =
        "p,f,who,v\n2024-01,exports,USA,1\n2024-01,exports,USA,2.5\n2024-01,exports,USA,1\n2024-02,exports,VNM,4\n";
    let tidy = read_back("data.csv", rows, &["--profile", &profile]);
    assert!(tidy.contains("#2,") && tidy.contains("#3,") && tidy.contains(",missing,"), "{tidy}");
}

#[test]
fn two_currencies_stay_apart() {
    let folder = Folder::new();
    let file = folder.file("data.csv", "period,flow,unit,value\n2024,exports,CNY,7\n2024,exports,USD,1\n");
    let tidy = answer(&["convert", "-d", &file, "-q"]);
    assert!(tidy.contains(",CNY,7,") && tidy.contains(",USD,1,"), "{tidy}");
}

#[test]
fn the_embedded_set_gives_the_same_answers() {
    let folder = Folder::new();
    let tidy = folder.path().join("china.csv").to_str().unwrap().to_owned();
    answer(&["convert", "-o", &tidy, "-q"]);
    for question in ["growth --period 2025-jan..nov --by partner --groups asean,eu", "series -Y", "share --by product"]
    {
        let words: Vec<&str> = question.split(' ').chain(["--currency", "cny", "-f", "csv", "-q"]).collect();
        assert_eq!(answer(&words), answer(&[&words[..], &["-d", &tidy]].concat()), "{question}");
    }
}

#[test]
fn text_that_a_spreadsheet_would_run_is_harmless() {
    let folder = Folder::new();
    let file = folder.file("data.csv", "period,flow,partner,value\n2024,exports,=1+1,-1\n");
    let tidy = answer(&["convert", "-d", &file, "-q"]);
    assert!(tidy.contains(",'=1+1,TOTAL,-1,"), "{tidy}");
}

#[cfg(not(feature = "parquet"))]
#[test]
fn parquet_says_how_to_get_it() {
    let folder = Folder::new();
    let path = folder.path().join("x.parquet").to_str().unwrap().to_owned();
    assert!(refusal(&["convert", "-f", "parquet"]).contains("--features parquet"));
    assert!(refusal(&["convert", "-o", &path]).contains("--features parquet"));
    assert!(refusal(&["info", "-d", &folder.file("y.parquet", "PAR1\0\0PAR1")]).contains("--features parquet"));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_comes_back() {
    let folder = Folder::new();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (tidy, parquet) = (path("tidy.csv"), path("tidy.parquet"));
    answer(&["convert", "-o", &tidy, "-q"]);
    answer(&["convert", "-o", &parquet, "-q"]);
    for question in ["growth --period 2025-jan..nov --by partner", "series -Y", "info"] {
        let words: Vec<&str> = question.split(' ').chain(["-f", "csv", "-q"]).collect();
        let currency: &[&str] = if question == "info" { &[] } else { &["--currency", "cny"] };
        let ask = |data: &str| run(&[&words[..], currency, &["-d", data]].concat()).stdout;
        assert_eq!(ask(&tidy), ask(&parquet), "{question}");
    }
    assert!(refusal(&["info", "-d", &folder.file("bad.parquet", "PAR1\0\0PAR1")]).contains("damaged"));
}

fn row() -> impl Strategy<Value = String> {
    let period = prop::sample::select(vec!["2023", "2024", "2024-01", "2024-02", "2024-q1", "2024-jan..nov"]);
    let flow = prop::sample::select(vec!["exports", "imports", "total", "re-exports"]);
    let partner = prop::sample::select(vec!["WORLD", "USA", "VNM", "ASEAN", "Atlantis", "_X"]);
    let product = prop::sample::select(vec!["TOTAL", "hs:01", "hs:0101", "8542", "854231", "gacc:MECH_ELEC", "hs:XVI"]);
    let value = prop_oneof![Just(String::new()), "-?[0-9]{1,9}(\\.[0-9]{1,4})?"];
    let measure = prop_oneof![Just(String::new()), "[0-9]{1,5}"];
    let growth = prop_oneof![Just(String::new()), "-?[0-9]{1,2}\\.[0-9]"];
    let vintage = prop::sample::select(vec!["", "2025-01", "2025-06"]);
    (period, flow, partner, product, value, measure, growth, vintage).prop_map(
        |(period, flow, partner, product, value, measure, growth, vintage)| {
            format!("{period},{flow},CHN,{partner},{product},{value},{measure},{growth},{vintage}")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn any_table_comes_back(rows in prop::collection::vec(row(), 1..30)) {
        let mut rows = rows;
        let key = |row: &String| { let cells: Vec<&str> = row.split(',').collect(); (cells[..5].join(","), cells[8].to_owned(), cells[5].is_empty()) };
        let mut seen = std::collections::BTreeSet::new();
        rows.retain(|row| seen.insert((key(row).0, key(row).1)));
        let header = "period,flow,reporter,partner,product,value,weight,published_growth_pct,vintage";
        read_back("data.csv", &format!("{header}\n{}\n", rows.join("\n")), &[]);
    }
}
