//! Kinds of tables with many columns, and some that a profile of one's own describes.

use super::kinds::Cells::{Key, Number, Remark, Word};
use super::kinds::{Cells, Kind};

const CODES: Cells = Word(&["0"], &["", "C"]);

pub(crate) const COMTRADE: Kind = Kind {
    columns: &[
        ("typeCode", Word(&["C"], &["", "S", " C"])),
        ("freqCode", Word(&["M"], &["A"])),
        ("refPeriodId", Word(&["20240101"], &[])),
        ("refYear", Word(&["2024"], &["2023"])),
        ("refMonth", Word(&["1"], &["52"])),
        ("period", Key(&["202401", "202402", "202301", "202302"], &["202352", "2024", " 202403"])),
        ("reporterCode", Word(&["156"], &["276"])),
        ("reporterISO", Key(&["CHN"], &["", " ", "\u{a0}", "XYZ", "DEU"])),
        ("reporterDesc", Word(&["China"], &["Côte d'Ivoire"])),
        ("flowCode", Key(&["X", "M"], &["RX", "DX", "MIP", " M"])),
        ("flowDesc", Word(&["Export"], &["Import"])),
        ("partnerCode", Word(&["0", "842"], &["704", "490"])),
        ("partnerISO", Key(&["W00", "VNM", "USA", "JPN"], &["", "  ", "\u{2003}", "Q99", "S19"])),
        ("partnerDesc", Word(&["World", "Viet Nam"], &["a \"b\" c"])),
        ("partner2Code", Key(&["0"], &["", "842"])),
        ("partner2ISO", Word(&["W00"], &["USA"])),
        ("partner2Desc", Word(&["World"], &[])),
        ("classificationCode", Word(&["H6", "H5"], &["HS", "S4", "B5", ""])),
        ("classificationSearchCode", Word(&["HS"], &["S"])),
        ("isOriginalClassification", Word(&["True"], &["False"])),
        ("cmdCode", Key(&["TOTAL", "85", "8542", "854231", "870310", "8703"], &["090111", "9999AA", "1"])),
        ("cmdDesc", Remark),
        ("aggrLevel", Word(&["6"], &["0"])),
        ("isLeaf", Word(&["True"], &[])),
        ("customsCode", Key(&["C00", "C01"], &["", "C02"])),
        ("customsDesc", Word(&["TOTAL CPC"], &[])),
        ("mosCode", Key(&["0"], &["9", ""])),
        ("motCode", Key(&["0"], &["2100", "1"])),
        ("motDesc", Word(&["TOTAL MOT"], &["Sea \"x\""])),
        ("qtyUnitCode", Word(&["-1", "8", "5"], &["99", ""])),
        ("qtyUnitAbbr", Word(&["", "kg"], &["N/A", "u", " "])),
        ("qty", Number(2)),
        ("isQtyEstimated", Word(&["False"], &["True"])),
        ("altQtyUnitCode", Word(&["-1"], &[])),
        ("altQtyUnitAbbr", Word(&["N/A"], &[])),
        ("altQty", Word(&["", "0.0"], &["x"])),
        ("isAltQtyEstimated", Word(&["False"], &[])),
        ("netWgt", Number(1)),
        ("isNetWgtEstimated", Word(&["False"], &[])),
        ("grossWgt", Word(&["0.0", ""], &["ü"])),
        ("isGrossWgtEstimated", Word(&["False"], &[])),
        ("cifvalue", Word(&["", "1.5"], &[])),
        ("fobvalue", Word(&["", "7"], &[])),
        ("primaryValue", Number(3)),
        ("legacyEstimationFlag", CODES),
        ("isReported", Word(&["False"], &["True"])),
        ("isAggregate", Word(&["True"], &["False"])),
    ],
    needed: &["refYear", "period", "flowCode", "partnerCode", "cmdCode", "primaryValue"],
    given: &[],
    profile: None,
    has_header: true,
    delimiters: &[',', '\t'],
    adds_up: false,
    is_scanned: true,
};

pub(crate) const FEW_COLUMNS: Kind = Kind {
    columns: &[
        ("ref_year", Word(&["2024"], &["2023"])),
        ("period", Key(&["202401", "202402", "2023"], &["", "202352"])),
        ("reporter_iso", Key(&["CHN", "DEU"], &["", "XYZ"])),
        ("reporter_desc", Word(&["China"], &["é"])),
        ("flow_desc", Key(&["Export", "Import"], &["Re-export", "import"])),
        ("partner_iso", Key(&["W00", "VNM", "USA", "JPN"], &["_X", "Q1"])),
        ("partner_desc", Remark),
        ("cmd_code", Key(&["TOTAL", "85", "8542", "854231", "8703"], &["090111"])),
        ("cmd_desc", Remark),
        ("net_wgt", Number(0)),
        ("qty", Number(0)),
        ("primary_value", Number(2)),
    ],
    needed: &["ref_year", "reporter_iso", "flow_desc", "partner_iso", "cmd_code", "primary_value"],
    ..COMTRADE
};

/// No header, decimal commas, words for what is missing, codes that are set aside, and several columns for a role.
pub(crate) const OWN: Kind = Kind {
    columns: &[
        ("year", Key(&["2023", "2024"], &["2022.0"])),
        ("month", Key(&["1", "2", "3", ""], &["13th", "52", "04"])),
        ("way", Key(&["in", "out"], &["in ", "re"])),
        ("who", Key(&["VNM", "USA", "-"], &["", "Nowhere"])),
        ("or who", Word(&["JPN"], &["DEU"])),
        ("what", Key(&["8542", "8703", "all"], &["0902"])),
        ("worth", Number(9)),
        ("mass", Number(9)),
        ("kind", Word(&["a"], &["b", "0x", ""])),
        ("door", Key(&["0", "1"], &["2", "a|b", "#"])),
        ("remark", Remark),
    ],
    needed: &["year", "month", "way", "who", "or who", "what", "worth", "mass", "kind", "door", "remark"],
    profile: Some(OWN_PROFILE),
    has_header: false,
    delimiters: &[';'],
    ..COMTRADE
};

const OWN_PROFILE: &str = r#"
name = "own"
about = "own"
annual_month = 52
[columns]
year = 1
month = 2
flow = 3
partner = 4
product = 6
value = 7
weight = 8
[constants]
unit = "thousand USD"
[scale]
weight = 1000
[file]
delimiter = ";"
header = false
skip_lines = 1
decimal = ","
thousands = "."
missing = ["-", "n/a"]
[map.flow]
in = "imports"
out = "exports"
re = "re-exports"
[map.partner]
"-" = "WORLD"
[product]
list = "hs"
total = ["all"]
[except]
9 = ["b", "0*"]
[splits]
10 = ["0"]
"#;

/// The same with a header and two columns of partners.
pub(crate) const TITLED: Kind = Kind { profile: Some(TITLED_PROFILE), has_header: true, ..OWN };

const TITLED_PROFILE: &str = r#"
name = "titled"
about = "titled"
[columns]
year = "year"
month = "month"
flow = "way"
partner = ["who", "or who"]
product = "what"
value = "worth"
quantity = "mass"
[constants]
unit = "USD"
reporter = "CHN"
[scale]
value = 1000
[file]
delimiter = ";"
decimal = ","
thousands = "."
missing = ["-", "n/a", "0"]
[map.flow]
in = "imports"
out = "exports"
re = "re-exports"
[map.partner]
"-" = "WORLD"
[product]
list = "hs"
total = ["all"]
[only]
kind = ["a", ""]
[except]
month = ["52"]
[splits]
door = ["0"]
"#;
