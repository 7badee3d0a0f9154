//! UN Comtrade: files of the portal and of the interface, the layout before 2022, and the few columns of some packages.

use proptest::prelude::*;

use super::fact::{Fact, Reach, VALUES};
use super::hand::{ANY, Habits, Letters, Medium, Trailing};
use super::sheet::{Cell, Named, Sheet};
use super::whim::Whim;
use super::{Layout, who};

const NEW: &str = "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,flowCode,\
                   flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,classificationCode,\
                   classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,isLeaf,customsCode,\
                   customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,isQtyEstimated,altQtyUnitCode,\
                   altQtyUnitAbbr,altQty,isAltQtyEstimated,netWgt,isNetWgtEstimated,grossWgt,isGrossWgtEstimated,\
                   cifvalue,fobvalue,primaryValue,legacyEstimationFlag,isReported,isAggregate";

const LEGACY: &str = "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,Trade Flow,\
                      Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,2nd Partner Code,2nd Partner,\
                      2nd Partner ISO,Customs Proc. Code,Customs,Mode of Transport Code,Mode of Transport,Commodity Code,\
                      Commodity,Qty Unit Code,Qty Unit,Qty,Alt Qty Unit Code,Alt Qty Unit,Alt Qty,Netweight (kg),\
                      Gross weight (kg),Trade Value (US$),CIF Trade Value (US$),FOB Trade Value (US$),Flag";

const PLAIN: &str = "ref_year,period,reporter_iso,reporter_desc,flow_desc,partner_iso,partner_desc,cmd_code,cmd_desc,\
                     net_wgt,qty,primary_value";

const REACH: Reach = Reach {
    flows: &["exports", "imports", "re-exports", "re-imports"],
    reporters: &["CHN", "BRA", "FRA"],
    products: &["TOTAL", "hs:01", "hs:0101", "hs:8542", "hs:854231", "sitc:77", "bec:41"],
    revisions: &["", "hs1988", "hs2017", "hs2022"],
    splits: &["", "", "C01||||", "||2100||", "|1|||", "|||36|", "C02||9900|490|"],
    units: &["kg", "u", "N/A"],
    has_weight: true,
    decimals: 3,
    has_blanks: true,
    ..VALUES
};

/// Other lists than the Harmonized System have no edition of it, and `N/A` is no unit.
fn consistent(mut facts: Vec<Fact>) -> Vec<Fact> {
    for fact in &mut facts {
        if !fact.product.starts_with("hs:") && fact.product != "TOTAL" {
            fact.revision.clear();
        }
        if fact.quantity_unit == "N/A" {
            fact.quantity_unit.clear();
        }
    }
    facts
}

fn facts() -> BoxedStrategy<Vec<Fact>> {
    REACH.facts().prop_map(consistent).prop_map(Fact::zeros_have_units).boxed()
}

/// The code of a list and of its edition.
fn classification(fact: &Fact) -> &'static str {
    match (fact.product.split(':').next(), fact.revision.as_str()) {
        (Some("sitc"), _) => "S4",
        (Some("bec"), _) => "B4",
        (_, "hs1988") => "H0",
        (_, "hs2017") => "H5",
        (_, "hs2022") => "H6",
        _ => "HS",
    }
}

fn total_or<'f>(code: &'f str, total: &'f str) -> &'f str {
    if code.is_empty() { total } else { code }
}

fn header(names: &'static str) -> Vec<&'static str> {
    names.split(',').collect()
}

/// A row of the new layout; the interface leaves names of countries and descriptions empty.
fn new_row(fact: &Fact, whim: &mut Whim, described: bool) -> Named {
    let (year, month) = fact.year_and_month();
    let flow = match fact.flow.as_str() {
        "exports" => ("X", "Export"),
        "imports" => ("M", "Import"),
        "re-exports" => ("RX", "Re-export"),
        _ => ("RM", "Re-import"),
    };
    let truth = if described { "true" } else { "True" };
    let (reporter, partner) = (who::is(&fact.reporter), who::is(&fact.partner));
    let iso = if fact.partner == "WORLD" { "W00" } else { partner.iso3 };
    let mut row = Named::from([
        ("typeCode", "C".into()),
        ("freqCode", if month.is_some() { "M" } else { "A" }.into()),
        ("refPeriodId", Cell::Number(format!("{year}{}01", month.unwrap_or("01")))),
        ("refYear", Cell::Number(year.to_owned())),
        ("refMonth", Cell::Number(month.map_or("52", |month| month.trim_start_matches('0')).to_owned())),
        ("period", Cell::text(fact.period.replace('-', ""))),
        ("reporterCode", Cell::Number(reporter.number.to_owned())),
        ("flowCode", flow.0.into()),
        ("partnerCode", Cell::Number(partner.number.to_owned())),
        ("partner2Code", Cell::text(total_or(fact.split(3), "0"))),
        ("classificationCode", classification(fact).into()),
        ("cmdCode", fact.code().into()),
        ("customsCode", Cell::text(total_or(fact.split(0), "C00"))),
        ("mosCode", Cell::text(total_or(fact.split(1), "0"))),
        ("motCode", Cell::text(total_or(fact.split(2), "0"))),
        ("isReported", truth.into()),
        ("primaryValue", Cell::number(fact.value)),
        ("netWgt", Cell::number(fact.weight)),
        ("qty", Cell::number(fact.quantity)),
        ("qtyUnitAbbr", Cell::text(total_or(&fact.quantity_unit, whim.pick(&["N/A", ""])))),
    ]);
    if described {
        let described = [
            ("reporterISO", reporter.iso3),
            ("reporterDesc", reporter.english),
            ("partnerISO", iso),
            ("partnerDesc", partner.english),
            ("flowDesc", flow.1),
            ("cmdDesc", "Goods, not \"else\" specified"),
        ];
        row.extend(described.map(|(name, text)| (name, Cell::from(text))));
    }
    row
}

/// The rows and, now and then, one of services, which are no goods.
fn new_sheet(facts: &[Fact], whim: &mut Whim, described: bool) -> Sheet {
    let mut rows: Vec<Named> = facts.iter().map(|fact| new_row(fact, whim, described)).collect();
    if whim.coin() {
        let service = new_row(&facts[0], whim, described);
        rows.push(Named::from_iter(service.into_iter().chain([("typeCode", Cell::from("S"))])));
    }
    Sheet::of(&header(NEW), rows)
}

/// One field more in every row than in the header, and everything quoted.
pub(crate) const PORTAL: Layout = Layout {
    facts,
    sheet: |facts, whim| new_sheet(facts, whim, true),
    habits: Habits {
        media: &[Medium::Text],
        delimiters: &[','],
        quoted: &[true],
        trailing: &[Trailing::Rows],
        columns_move: false,
        ..ANY
    },
    ..Layout::PLAIN
};

pub(crate) const INTERFACE: Layout =
    Layout { facts, sheet: |facts, whim| new_sheet(facts, whim, false), ..Layout::PLAIN };

pub(crate) const JSON: Layout = Layout {
    facts,
    sheet: |facts, whim| new_sheet(facts, whim, true),
    habits: Habits {
        media: &[Medium::Objects],
        letters: &[Letters::Utf8, Letters::Utf8Marked, Letters::Utf16Little],
        ..ANY
    },
    ..Layout::PLAIN
};

fn legacy_row(fact: &Fact, whim: &mut Whim) -> Named {
    let (year, _) = fact.year_and_month();
    let flow = match fact.flow.as_str() {
        "exports" => ["Export", "Exports"],
        "imports" => ["Import", "Imports"],
        "re-exports" => ["Re-Export", "Re-Exports"],
        _ => ["Re-Import", "Re-Imports"],
    };
    // Totals of splits are empty in most files.
    let mut split = |at: usize, total: &'static str| Cell::text(total_or(fact.split(at), whim.pick(&["", total])));
    let splits = [("2nd Partner Code", split(0, "0")), ("Customs Proc. Code", split(1, "C00"))];
    let mode = ("Mode of Transport Code", split(2, "0"));
    let (reporter, partner) = (who::is(&fact.reporter), who::is(&fact.partner));
    let row = [
        ("Classification", classification(fact).into()),
        ("Year", Cell::Number(year.to_owned())),
        ("Period", Cell::Number(fact.period.replace('-', ""))),
        ("Trade Flow", whim.pick(&flow).into()),
        ("Reporter Code", Cell::Number(reporter.number.to_owned())),
        ("Reporter", reporter.english.into()),
        ("Partner Code", Cell::Number(partner.number.to_owned())),
        ("Partner", partner.english.into()),
        ("Commodity Code", fact.code().into()),
        ("Commodity", "Milk and cream, neither concentrated nor sweetened".into()),
        ("Trade Value (US$)", Cell::number(fact.value)),
        ("Netweight (kg)", Cell::number(fact.weight)),
        ("Qty", Cell::number(fact.quantity)),
        ("Qty Unit", Cell::text(fact.quantity_unit.as_str())),
        ("Flag", Cell::Number("0".to_owned())),
    ];
    row.into_iter().chain(splits).chain([mode]).collect()
}

pub(crate) const BEFORE_2022: Layout = Layout {
    facts: || {
        let splits: &[&str] = &["", "", "36|||", "|C01||", "||2100|", "490|C02|9900|"];
        Reach { splits, ..REACH }.facts().prop_map(consistent).prop_map(Fact::zeros_have_units).boxed()
    },
    sheet: |facts, whim| Sheet::of(&header(LEGACY), facts.iter().map(|fact| legacy_row(fact, whim))),
    ..Layout::PLAIN
};

fn plain_row(fact: &Fact) -> Named {
    let (year, _) = fact.year_and_month();
    let (reporter, partner) = (who::is(&fact.reporter), who::is(&fact.partner));
    let row = [
        ("ref_year", Cell::Number(year.to_owned())),
        ("period", Cell::Number(fact.period.replace('-', ""))),
        ("reporter_iso", reporter.iso3.into()),
        ("reporter_desc", reporter.english.into()),
        ("flow_desc", fact.flow.trim_end_matches('s').into()),
        ("partner_iso", if fact.partner == "WORLD" { "W00" } else { partner.iso3 }.into()),
        ("partner_desc", partner.english.into()),
        ("cmd_code", fact.code().into()),
        ("primary_value", Cell::number(fact.value)),
        ("net_wgt", Cell::number(fact.weight)),
        ("qty", Cell::number(fact.quantity)),
    ];
    row.into_iter().collect()
}

pub(crate) const FEW_COLUMNS: Layout = Layout {
    facts: || {
        let products: &[&str] = &["TOTAL", "hs:01", "hs:0101", "hs:854231"];
        Reach { products, splits: &[""], revisions: &[""], units: &["N/A"], ..REACH }
            .facts()
            .prop_map(consistent)
            .boxed()
    },
    sheet: |facts, _| Sheet::of(&header(PLAIN), facts.iter().map(plain_row)),
    ..Layout::PLAIN
};
