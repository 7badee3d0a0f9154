//! Kinds of tables: their columns and what stands in them.

/// What stands in the cells of a column: what is usual, and what is odd but may be read.
#[derive(Clone, Copy)]
pub(crate) enum Cells {
    /// Words that tell a row from another.
    Key(&'static [&'static str], &'static [&'static str]),
    Word(&'static [&'static str], &'static [&'static str]),
    /// Numbers with at most so many decimals.
    Number(u32),
    /// What no one reads, with marks and line ends in it.
    Remark,
}

use Cells::{Key, Number, Remark, Word};

/// A kind of table.
pub(crate) struct Kind {
    pub(crate) columns: &'static [(&'static str, Cells)],
    /// Columns that are always there.
    pub(crate) needed: &'static [&'static str],
    pub(crate) given: &'static [(&'static str, &'static str)],
    /// The profile, where none is recognised from the header.
    pub(crate) profile: Option<&'static str>,
    pub(crate) has_header: bool,
    pub(crate) delimiters: &'static [char],
    /// Whether rows that repeat a key are added up.
    pub(crate) adds_up: bool,
    pub(crate) is_scanned: bool,
}

const PLAIN: Kind = Kind {
    columns: &[],
    needed: &[],
    given: &[],
    profile: None,
    has_header: true,
    delimiters: &[',', ';', '\t', '|'],
    adds_up: false,
    is_scanned: true,
};

const PERIODS: Cells = Key(
    &["2023-01", "2023-02", "2024-01", "2024-02", "2024-03", "2022", "2024"],
    &["2024M04", "2024-jan..mar", "202405", " 2024-06", "2023-nov..2024-feb"],
);
const FLOWS: Cells = Key(&["exports", "imports"], &["re-exports", "total", "X", "Imports"]);
const PARTNERS: Cells = Key(
    &["WORLD", "VNM", "USA", "JPN", "DEU"],
    &["ASEAN", "Kenya", "Atlantis", "\u{a0}FRA", "REST", "Neverland  Isles"],
);
const PRODUCTS: Cells = Key(
    &["TOTAL", "85", "8542", "854231", "854232", "8703", "870310", "09"],
    &["hs:0901", "gacc:MECH_ELEC", "hs:XVI", "own:wheat", "hs:84", "sitc:77", "85423190", "bop:SERVICES"],
);

pub(crate) const TIDY: Kind = Kind {
    columns: &[
        ("period", PERIODS),
        ("flow", FLOWS),
        ("reporter", Key(&["CHN", "DEU"], &["", "ZZZ", "Kenya", "Lower Nowhere"])),
        ("partner", PARTNERS),
        ("product", PRODUCTS),
        ("classification", Word(&["", "H5", "H6"], &["S3", "B4", "HS", "hs2012", "H5 "])),
        ("splits", Key(&["", "C01|", "|2100|"], &["C01|#2", "#3", "C01||||||||9|"])),
        ("currency", Word(&["USD"], &["USD ", "thousand USD", "CNY", "million USD", "1000 EUR", "trillion USD", ""])),
        ("value", Number(2)),
        ("weight", Number(0)),
        ("quantity", Number(3)),
        ("quantity_unit", Word(&["kg", "u", ""], &["l", "1000 kWh", " u"])),
        ("status", Word(&["", "", "confidential"], &["p", "e", "c", "provisional", " p"])),
        ("vintage", Key(&["", "2025-01"], &["2025-02", "2024M12"])),
        ("absent", Word(&[""], &["missing"])),
        ("remark", Remark),
        ("source", Word(&["a.csv:3", "b"], &["ö", "Ω≈ç", ""])),
    ],
    needed: &["period", "flow", "value"],
    ..PLAIN
};

/// The plain layout with few columns, as large files have it.
pub(crate) const NARROW: Kind = Kind {
    columns: &[
        ("period", PERIODS),
        ("flow", FLOWS),
        ("reporter", Key(&["CHN"], &[""])),
        ("partner", PARTNERS),
        ("product", PRODUCTS),
        ("value", Number(0)),
        ("weight", Number(1)),
        ("quantity", Number(0)),
    ],
    needed: &["period", "flow", "value"],
    ..PLAIN
};

/// One column, and all else given.
pub(crate) const VALUE_ONLY: Kind = Kind {
    columns: &[("value", Number(2))],
    needed: &["value"],
    given: &[("period", "2024-01"), ("flow", "exports")],
    profile: Some(
        "name = \"one\"\nabout = \"one\"\nadds_up = true\n[columns]\nvalue = \"value\"\n[constants]\nunit = \"CNY\"\n",
    ),
    adds_up: true,
    ..PLAIN
};

pub(crate) const PUBLISHED: Kind = Kind {
    columns: &[
        ("period", PERIODS),
        ("flow", FLOWS),
        ("partner", PARTNERS),
        ("product", PRODUCTS),
        ("value", Number(1)),
        ("published_growth_pct", Number(1)),
        ("rounded_to", Word(&["", "1000"], &["0.1"])),
    ],
    needed: &["period", "flow", "value", "published_growth_pct"],
    is_scanned: false,
    ..PLAIN
};

pub(crate) const COMEXT: Kind = Kind {
    columns: &[
        ("REPORTER", Word(&["DE", "FR"], &["EU", "XX"])),
        ("PARTNER", Word(&["CN", "US", "VN", "EXTRA_EU27_2020"], &["QR", "GB"])),
        ("TRADE_TYPE", Word(&["E", "I"], &[""])),
        ("PRODUCT_NC", Word(&["85423190", "8542", "85", "TOTAL", "87031018"], &["99RRR100", "8703XXXX"])),
        ("PRODUCT_SITC", Word(&["77", ""], &["ö"])),
        ("FLOW", Word(&["1", "2"], &[" 1"])),
        ("STAT_PROCEDURE", Word(&["1", "0", "T"], &["9", ""])),
        ("SUPPL_UNIT", Word(&["", "NO", "N"], &[":"])),
        ("PERIOD", Word(&["202401", "202402", "202301"], &["202352", "2024.0"])),
        ("VALUE_EUR", Number(2)),
        ("QUANTITY_KG", Number(1)),
        ("QUANTITY_SUPPL_UNIT", Number(0)),
    ],
    needed: &["REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_EUR"],
    adds_up: true,
    ..PLAIN
};

pub(crate) const COMEXSTAT: Kind = Kind {
    columns: &[
        ("CO_ANO", Word(&["2023", "2024"], &["2024.0"])),
        ("CO_MES", Word(&["01", "02", "12"], &["1", "12 "])),
        ("CO_NCM", Word(&["85423190", "09011110", "9011110"], &["85423110"])),
        ("CO_UNID", Word(&["10", "11"], &[""])),
        ("CO_PAIS", Word(&["160", "249", "858"], &["000", "777", "995", "13"])),
        ("SG_UF_NCM", Word(&["SP", "RJ"], &["São"])),
        ("CO_VIA", Word(&["01", "04"], &[])),
        ("QT_ESTAT", Number(0)),
        ("KG_LIQUIDO", Number(0)),
        ("VL_FOB", Number(0)),
    ],
    needed: &["CO_ANO", "CO_MES", "CO_NCM", "CO_PAIS", "VL_FOB"],
    given: &[("flow", "exports")],
    adds_up: true,
    ..PLAIN
};

pub(crate) const BACI: Kind = Kind {
    columns: &[
        ("t", Key(&["2021", "2022", "2023"], &["2020.0"])),
        ("i", Key(&["156", "276"], &["490", "999"])),
        ("j", Key(&["704", "840", "392", "842"], &["757", "0"])),
        ("k", Key(&["854231", "854232", "870310", "10121"], &["090111"])),
        ("v", Number(3)),
        ("q", Number(3)),
    ],
    needed: &["t", "i", "j", "k", "v", "q"],
    ..PLAIN
};

pub(crate) const CENSUS: Kind = Kind {
    columns: &[
        ("I_COMMODITY", Key(&["85", "8542", "-"], &["0901"])),
        ("CTY_CODE", Key(&["5700", "5520", "-"], &["0003", "1XXX", "9999"])),
        ("time", Key(&["2024-01", "2024-02", "2023-12"], &[])),
        ("GEN_VAL_MO", Number(0)),
        ("GEN_VAL_YR", Number(0)),
        ("SUMMARY_LVL", Word(&["DET"], &["CGP", ""])),
    ],
    needed: &["I_COMMODITY", "CTY_CODE", "time", "GEN_VAL_MO", "GEN_VAL_YR"],
    is_scanned: false,
    ..PLAIN
};

pub(crate) const SDMX: Kind = Kind {
    columns: &[
        ("DATAFLOW", Word(&["X:Y(1.0)"], &["ö"])),
        ("REF_AREA", Key(&["CN", "DE"], &["XX", ""])),
        ("COUNTERPART_AREA", Key(&["US", "VN", "W1", "JP"], &["_Z", "DE"])),
        ("INDICATOR", Key(&["TXG_FOB_USD", "TMG_CIF_USD"], &["TMG_FOB_USD"])),
        ("TIME_PERIOD", Key(&["2024-01", "2024-02", "2023", "2023-12"], &["2022-Q1"])),
        ("UNIT_MULT", Word(&["6", "3", "0"], &["", "18"])),
        ("OBS_STATUS", Word(&["A", ""], &["P", "c"])),
        ("OBS_VALUE", Number(3)),
    ],
    needed: &["REF_AREA", "COUNTERPART_AREA", "INDICATOR", "TIME_PERIOD", "OBS_VALUE"],
    // A bar or a tab in the first line is another layout's.
    delimiters: &[',', ';'],
    ..PLAIN
};
