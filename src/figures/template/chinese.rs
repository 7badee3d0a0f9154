//! A table in a Chinese text: headings, names and units in Chinese. Figures and codes stay as they are.

use rust_decimal::Decimal;

use super::named::of_code;
use crate::figures::wording::{Language, Unit};
use crate::render::Scale;
use crate::table::{Cell, Kind, Row, Table};

/// Headings of columns by the columns' names.
const HEADINGS: &[(&str, &str)] = &[
    ("period", "时期"),
    ("reporter", "报告方"),
    ("flow", "方向"),
    ("partner", "代码"),
    ("partner_name", "伙伴"),
    ("product", "商品编码"),
    ("product_name", "商品"),
    ("unit", "单位"),
    ("quantity_unit", "数量单位"),
    ("value", "金额"),
    ("base", "基期"),
    ("change", "增减"),
    ("growth_pct", "增长%"),
    ("acceleration_pp", "增速变化（百分点）"),
    ("contribution_pp", "拉动（百分点）"),
    ("share_of_growth_pct", "贡献率%"),
    ("published_growth_pct", "公布增长%"),
    ("share_pct", "比重%"),
    ("base_share_pct", "基期比重%"),
    ("share_change_pp", "比重变化（百分点）"),
    ("published_share_pct", "公布比重%"),
    ("implied_base_low", "推算基期下限"),
    ("implied_base_high", "推算基期上限"),
    ("rank", "位次"),
    ("base_rank", "基期位次"),
    ("rank_change", "位次变化"),
    ("streak", "连续期数"),
    ("count", "个数"),
    ("exports", "出口"),
    ("imports", "进口"),
    ("balance", "差额"),
    ("coverage_pct", "出口与进口之比%"),
    ("tsc", "贸易专业化系数"),
    ("annual_growth_pct", "年均增长%"),
    ("trend_pct", "趋势增长%"),
    ("weight", "重量（千克）"),
    ("quantity", "数量"),
    ("unit_value", "单价"),
    ("weight_growth_pct", "重量增长%"),
    ("quantity_growth_pct", "数量增长%"),
    ("unit_value_growth_pct", "单价增长%"),
    ("indicator", "指标"),
    ("result", "结果"),
];

/// Columns of names, and those of their codes.
const NAMES: [(&str, &str); 4] =
    [("partner_name", "partner"), ("product_name", "product"), ("flow", "flow"), ("reporter", "reporter")];

/// Puts the words of a table into Chinese.
pub(super) fn put(table: &mut Table) {
    let names: Vec<(usize, usize)> =
        NAMES.iter().filter_map(|(name, code)| Some((table.position(name)?, table.position(code)?))).collect();
    if let Some(code) = table.position("unit").and_then(|unit| table.rows.iter().find_map(|row| word(row, unit))) {
        table.unit = Unit::new(code).name(Language::Chinese);
    }
    let units: Vec<usize> = ["unit", "quantity_unit"].iter().filter_map(|name| table.position(name)).collect();
    for row in &mut table.rows {
        for place in &units {
            if let Some(unit) = word(row, *place).map(|code| Unit::new(code).name(Language::Chinese)) {
                row.cells[*place] = Cell::Text(unit);
            }
        }
        let chinese: Vec<(usize, String)> = names
            .iter()
            .filter_map(|(name, code)| Some((*name, of_code(word(row, *code)?, Language::Chinese))))
            .collect();
        for (place, name) in chinese {
            row.cells[place] = Cell::Text(name);
        }
    }
    for column in &mut table.columns {
        if let Some((_, heading)) = HEADINGS.iter().find(|(name, _)| *name == column.name) {
            column.heading = (*heading).to_owned();
        }
    }
}

fn word(row: &Row, place: usize) -> Option<&str> {
    match row.cells.get(place) {
        Some(Cell::Text(word)) => Some(word),
        _ => None,
    }
}

/// What amounts are counted in where nothing was said: 亿, of which Chinese statistics make their sums, or one.
pub(super) fn scale(table: &Table) -> Scale {
    let shown =
        |place: usize| table.columns.get(place).is_some_and(|column| column.shown && column.kind == Kind::Amount);
    let cells = table.rows.iter().flat_map(|row| row.cells.iter().enumerate().filter(|(place, _)| shown(*place)));
    let largest = cells.filter_map(|(_, cell)| match cell {
        Cell::Amount(amount) => Some(amount.abs()),
        _ => None,
    });
    match largest.max() {
        Some(largest) if largest >= Decimal::from(100_000_000) => Scale::HundredMillion,
        _ => Scale::One,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{identity_names, indicator};

    #[test]
    fn every_column_of_a_report_has_a_heading() {
        let columns = indicator::ALL.iter().map(|indicator| indicator.name).chain(identity_names());
        let without: Vec<&str> = columns.filter(|name| !HEADINGS.iter().any(|(known, _)| known == name)).collect();
        assert_eq!(without, ["base_period"], "which people are not shown");
    }
}
