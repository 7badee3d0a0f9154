//! The filter `name`: what a code is called in the language of the text.

use minijinja::{Error, Value};

use super::fault::refused;
use crate::figures::wording::Language;
use crate::model::View;
use crate::reference::{entity, groups, partners, products};

/// The name of a partner, a group, a product or a flow by its code; of a row the name of what sets it apart.
pub(super) fn name(value: &Value, language: Language) -> Result<Value, Error> {
    if let Some(code) = value.as_str() {
        return Ok(Value::from(of_code(code, language)));
    }
    let word = |column: &str| value.get_attr(column).ok().and_then(|word| word.as_str().map(str::to_owned));
    let wholes = [("partner", "WORLD"), ("product", "TOTAL"), ("flow", "")];
    let code = wholes.iter().find_map(|(column, whole)| word(column).filter(|code| code != whole));
    code.map(|code| Value::from(of_code(&code, language)))
        .ok_or_else(|| refused(format!("name takes a code or a row; found {}", value.kind())))
}

pub(super) fn of_code(code: &str, language: Language) -> String {
    let apart =
        [("OTHERS", "others", "其他"), ("RESIDUAL", "not listed", "未列明"), ("TOTAL", "all products", "全部商品")];
    if let Some((_, english, chinese)) = apart.iter().find(|(known, _, _)| *known == code) {
        return if language == Language::English { english } else { chinese }.to_string();
    }
    let flow = code.parse::<View>().ok().map(|view| flow(view, language).to_owned());
    let known = flow.or_else(|| partner(code, language)).or_else(|| product(code, language));
    known.unwrap_or_else(|| code.to_owned())
}

fn flow(view: View, language: Language) -> &'static str {
    let (english, chinese) = match view {
        View::Total => ("trade", "进出口"),
        View::Exports => ("exports", "出口"),
        View::Imports => ("imports", "进口"),
        View::Balance => ("the balance", "差额"),
        View::ReExports => ("re-exports", "复出口"),
        View::ReImports => ("re-imports", "复进口"),
    };
    if language == Language::English { english } else { chinese }
}

fn partner(code: &str, language: Language) -> Option<String> {
    let found = entity::exact(code)?.code;
    let chinese = || {
        let partner = partners::by_code(found).map(|partner| partner.name_zh);
        partner.or_else(|| groups::by_name(code).map(|group| group.name_zh)).filter(|name| !name.is_empty())
    };
    match language {
        Language::English => Some(entity::title(found).to_owned()),
        Language::Chinese => Some(chinese().unwrap_or_else(|| entity::title(found)).to_owned()),
    }
}

fn product(code: &str, language: Language) -> Option<String> {
    let product = code.parse().ok()?;
    match language {
        Language::English => products::name(product),
        Language::Chinese => products::name_zh(product).map(str::to_owned).or_else(|| products::name(product)),
    }
}
