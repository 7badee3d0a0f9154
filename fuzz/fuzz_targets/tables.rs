//! Any bytes are a cube or an error, whatever layout they look like.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tradestat::query::Query;
use tradestat::source::{Bytes, Rejects, Source};

fuzz_target!(|bytes: &[u8]| {
    let given = vec![("flow".to_owned(), "imports".to_owned())];
    for given in [Vec::new(), given] {
        let table = Bytes { name: "fuzz".to_owned(), bytes: bytes.to_vec(), given, profile: None };
        let _ = table.load(&Query::everything(), &mut Rejects::refuse());
    }
});
