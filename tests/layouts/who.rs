//! Some partners and what offices call them, put down here and not looked up in the tables of the program.

/// A partner by its codes and names.
pub(crate) struct Who {
    pub(crate) iso3: &'static str,
    pub(crate) iso2: &'static str,
    /// The number in UN Comtrade.
    pub(crate) number: &'static str,
    pub(crate) english: &'static str,
    pub(crate) chinese: &'static str,
    /// Code and name at the US Census Bureau.
    pub(crate) census: (&'static str, &'static str),
    /// Code in Brazil's table of countries.
    pub(crate) brazil: &'static str,
}

const fn who(
    [iso3, iso2, number, brazil]: [&'static str; 4],
    [english, chinese]: [&'static str; 2],
    census: (&'static str, &'static str),
) -> Who {
    Who { iso3, iso2, number, english, chinese, census, brazil }
}

const ALL: [Who; 11] = [
    who(["WORLD", "W0", "0", ""], ["World", "总值"], ("-", "TOTAL FOR ALL COUNTRIES")),
    who(["USA", "US", "842", "249"], ["United States of America", "美国"], ("", "")),
    who(["DEU", "DE", "276", "023"], ["Germany", "德国"], ("4280", "GERMANY")),
    who(["FRA", "FR", "251", "275"], ["France", "法国"], ("4279", "FRANCE")),
    who(["CHN", "CN", "156", "160"], ["China", "中国"], ("5700", "CHINA")),
    who(["VNM", "VN", "704", "858"], ["Viet Nam", "越南"], ("5520", "VIETNAM")),
    who(["BRA", "BR", "76", "105"], ["Brazil", "巴西"], ("3510", "BRAZIL")),
    who(["CIV", "CI", "384", "193"], ["Côte d'Ivoire", "科特迪瓦"], ("7480", "COTE D'IVOIRE")),
    who(["TUR", "TR", "792", "827"], ["Türkiye", "土耳其"], ("4890", "TURKEY")),
    who(["AUS", "AU", "36", "069"], ["Australia", "澳大利亚"], ("6021", "AUSTRALIA")),
    who(["GRC", "GR", "300", "301"], ["Greece", "希腊"], ("4840", "GREECE")),
];

/// Codes of countries that every office of this table can name.
pub(crate) const COUNTRIES: &[&str] = &["DEU", "FRA", "CHN", "VNM", "BRA", "CIV", "TUR", "AUS", "GRC"];

/// The same and the world.
pub(crate) const PARTNERS: &[&str] = &["WORLD", "DEU", "FRA", "CHN", "VNM", "CIV", "TUR", "AUS"];

/// The partner with this code.
pub(crate) fn is(iso3: &str) -> &'static Who {
    ALL.iter().find(|who| who.iso3 == iso3).unwrap_or_else(|| panic!("{iso3} is not in the table of the test"))
}
