//! Any profile over any text is a cube or an error. The two are divided by a line of three equal signs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tradestat::query::Query;
use tradestat::source::profile::Profile;
use tradestat::source::{Bytes, Rejects, Source};

fuzz_target!(|text: &str| {
    let Some((profile, table)) = text.split_once("\n===\n") else { return };
    let Ok(profile) = toml::from_str::<Profile>(profile) else { return };
    let bytes = table.as_bytes().to_vec();
    let table = Bytes { name: "fuzz".to_owned(), bytes, given: Vec::new(), profile: Some(profile) };
    let _ = table.load(&Query::everything(), &mut Rejects::refuse());
});
