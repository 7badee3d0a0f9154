//! Names as people write them: compared without case, accents, blanks and punctuation, and the nearest to a wrong one.

/// The letters and digits of a name in one case, without accents: `Côte d'Ivoire` is `cotedivoire`.
pub fn folded(name: &str) -> String {
    if name.is_ascii() && !name.contains('&') {
        return name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let name = name.replace('&', " and ");
    name.chars().flat_map(char::to_lowercase).map(without_accent).filter(|letter| letter.is_alphanumeric()).collect()
}

fn without_accent(letter: char) -> char {
    match letter {
        'à'..='å' | 'ā' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ě' => 'e',
        'ì'..='ï' | 'ı' | 'ī' => 'i',
        'ñ' | 'ń' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ù'..='ü' | 'ū' => 'u',
        'š' | 'ş' => 's',
        'ž' => 'z',
        'ý' => 'y',
        other => other,
    }
}

/// The candidates that are nearest to what was typed, best first, at most three; none that is far off.
pub fn nearest<'a>(typed: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = folded(typed);
    let mut scored: Vec<(usize, &str)> = candidates.filter_map(|name| Some((distance(&wanted, name)?, name))).collect();
    scored.sort();
    scored.dedup_by_key(|(_, name)| *name);
    scored.into_iter().take(3).map(|(_, name)| name).collect()
}

fn distance(wanted: &str, name: &str) -> Option<usize> {
    let name = folded(name);
    let tolerated = wanted.chars().count().max(3) / 3;
    let edits = strsim::damerau_levenshtein(wanted, &name);
    let begins = wanted.chars().count() >= 3 && name.starts_with(wanted);
    (edits <= tolerated || begins).then(|| if begins { edits.min(1) } else { edits })
}

/// What an error message says of what may have been meant.
pub fn suggestion(nearest: &[&str]) -> String {
    match nearest {
        [] => String::new(),
        [one] => format!(" (did you mean {one}?)"),
        [head @ .., last] => format!(" (did you mean {} or {last}?)", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_accents_case_and_punctuation() {
        assert_eq!(folded("Côte d'Ivoire"), "cotedivoire");
        assert_eq!(folded("U.S."), "us");
        assert_eq!(folded("共建“一带一路”"), "共建一带一路");
    }

    #[test]
    fn suggests_what_is_near_and_nothing_else() {
        let names = ["Vietnam", "Germany", "Gabon"];
        assert_eq!(nearest("Veitnam", names.into_iter()), ["Vietnam"]);
        assert_eq!(nearest("Germ", names.into_iter()), ["Germany"]);
        assert!(nearest("Atlantis", names.into_iter()).is_empty());
    }
}
