//! The names of units in a sentence: currencies, weights, pieces.

use super::Language;

/// What an amount is an amount of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    code: String,
}

struct Currency {
    code: &'static str,
    english: &'static str,
    chinese: &'static str,
    symbol: Option<&'static str>,
}

const fn currency(
    code: &'static str,
    english: &'static str,
    chinese: &'static str,
    symbol: Option<&'static str>,
) -> Currency {
    Currency { code, english, chinese, symbol }
}

const CURRENCIES: [Currency; 33] = [
    currency("AUD", "Australian dollars", "澳元", Some("A$")),
    currency("BGN", "leva", "保加利亚列弗", None),
    currency("BRL", "reais", "雷亚尔", Some("R$")),
    currency("CAD", "Canadian dollars", "加元", Some("C$")),
    currency("CHF", "Swiss francs", "瑞士法郎", None),
    currency("CNY", "yuan", "元", Some("¥")),
    currency("CZK", "koruny", "捷克克朗", None),
    currency("DKK", "Danish kroner", "丹麦克朗", None),
    currency("EUR", "euros", "欧元", Some("€")),
    currency("GBP", "pounds", "英镑", Some("£")),
    currency("HKD", "Hong Kong dollars", "港元", Some("HK$")),
    currency("HRK", "kuna", "库纳", None),
    currency("HUF", "forints", "福林", None),
    currency("IDR", "rupiah", "印尼盾", None),
    currency("ILS", "shekels", "谢克尔", Some("₪")),
    currency("INR", "rupees", "印度卢比", Some("₹")),
    currency("ISK", "Icelandic kronur", "冰岛克朗", None),
    currency("JPY", "yen", "日元", Some("¥")),
    currency("KRW", "won", "韩元", Some("₩")),
    currency("MXN", "Mexican pesos", "墨西哥比索", None),
    currency("MYR", "ringgit", "林吉特", None),
    currency("NOK", "Norwegian kroner", "挪威克朗", None),
    currency("NZD", "New Zealand dollars", "新西兰元", Some("NZ$")),
    currency("PHP", "Philippine pesos", "菲律宾比索", Some("₱")),
    currency("PLN", "zlotys", "兹罗提", None),
    currency("RON", "lei", "罗马尼亚列伊", None),
    currency("RUB", "rubles", "卢布", Some("₽")),
    currency("SEK", "Swedish kronor", "瑞典克朗", None),
    currency("SGD", "Singapore dollars", "新加坡元", Some("S$")),
    currency("THB", "baht", "泰铢", Some("฿")),
    currency("TRY", "Turkish lira", "土耳其里拉", Some("₺")),
    currency("USD", "dollars", "美元", Some("$")),
    currency("ZAR", "rand", "兰特", None),
];

/// Units of quantity that have a word of their own.
const QUANTITIES: [(&str, &str, &str); 9] = [
    ("kg", "kilograms", "千克"),
    ("t", "tonnes", "吨"),
    ("unit", "units", "个"),
    ("pair", "pairs", "双"),
    ("l", "liters", "升"),
    ("m", "meters", "米"),
    ("m2", "square meters", "平方米"),
    ("m3", "cubic meters", "立方米"),
    ("set", "sets", "台"),
];

impl Unit {
    /// A unit by its code: `CNY`, `kg`; or by what data calls it, which is then its name in either language.
    pub fn new(code: &str) -> Unit {
        Unit { code: code.to_owned() }
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The name in a sentence, after a number: `yuan`, `元`; of a price `yuan per tonne`, `元/吨`.
    pub fn name(&self, language: Language) -> String {
        match (self.code.split_once('/'), language) {
            (None, _) => name(&self.code, language).to_owned(),
            (Some((money, piece)), Language::English) => {
                format!("{} per {}", name(money, language), name(piece, language).trim_end_matches('s'))
            }
            (Some((money, piece)), Language::Chinese) => format!("{}/{}", name(money, language), name(piece, language)),
        }
    }

    /// The sign before a number, where the currency has one: `$`.
    pub fn symbol(&self) -> Option<&'static str> {
        CURRENCIES.iter().find(|currency| currency.code == self.code).and_then(|currency| currency.symbol)
    }
}

fn name(code: &str, language: Language) -> &str {
    let pick = |english: &'static str, chinese: &'static str| match language {
        Language::English => english,
        Language::Chinese => chinese,
    };
    let currency = CURRENCIES.iter().find(|currency| currency.code == code);
    let quantity = || QUANTITIES.iter().find(|(known, _, _)| *known == code);
    let known = currency.map(|currency| pick(currency.english, currency.chinese));
    known.or_else(|| quantity().map(|(_, english, chinese)| pick(english, chinese))).unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_both_languages() {
        let names = |code: &str| {
            let unit = Unit::new(code);
            [Language::English, Language::Chinese].map(|language| unit.name(language))
        };
        assert_eq!(names("CNY"), ["yuan", "元"]);
        assert_eq!(names("USD"), ["dollars", "美元"]);
        assert_eq!(names("kg"), ["kilograms", "千克"]);
        assert_eq!(names("GT"), ["GT", "GT"]);
        assert_eq!(names("CNY/t"), ["yuan per tonne", "元/吨"]);
        assert_eq!(Unit::new("USD").symbol(), Some("$"));
        assert_eq!(Unit::new("t").symbol(), None);
    }

    #[test]
    fn currencies_are_sorted_and_those_with_rates_have_a_name() {
        assert!(CURRENCIES.is_sorted_by_key(|currency| currency.code));
        for code in crate::reference::rates::currencies() {
            assert_ne!(Unit::new(code.as_str()).name(Language::Chinese), code.as_str());
        }
    }
}
