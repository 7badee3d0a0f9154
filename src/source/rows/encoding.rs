//! Encodings: a mark at the beginning, else UTF-8 when it is, else the most likely one.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};
use encoding_rs_io::DecodeReaderBytesBuilder;

/// How much of a file is looked at.
const SAMPLE: usize = 1 << 16;

/// Text in UTF-8, and what must be said of how it was found.
pub(super) struct Decoded {
    pub(super) text: Box<dyn BufRead>,
    pub(super) note: Option<String>,
    /// How many bytes stand before the text where it was UTF-8 already.
    pub(super) mark: Option<u64>,
}

/// The encoding of a usual name.
pub(super) fn named(name: &str) -> Option<&'static Encoding> {
    let name = if name.eq_ignore_ascii_case("latin-1") { "iso-8859-1" } else { name };
    Encoding::for_label(name.trim().as_bytes())
}

/// Decodes a text into UTF-8. A file that is UTF-8 already is passed on as it is, so that bad bytes are found later.
pub(super) fn decode(mut raw: Box<dyn BufRead>, chosen: Option<&'static Encoding>) -> io::Result<Decoded> {
    let mut sample = Vec::new();
    raw.by_ref().take(SAMPLE as u64).read_to_end(&mut sample)?;
    let marked = Encoding::for_bom(&sample);
    let (encoding, note) = match (marked, chosen) {
        (Some((encoding, _)), _) | (None, Some(encoding)) => (encoding, None),
        (None, None) if is_utf8(&sample) => (UTF_8, None),
        (None, None) => guess(&sample),
    };
    let skipped = marked.map_or(0, |(_, length)| length);
    let mut start = Cursor::new(sample);
    start.set_position(if encoding == UTF_8 { skipped as u64 } else { 0 });
    let whole = start.chain(raw);
    let text: Box<dyn BufRead> = if encoding == UTF_8 {
        Box::new(BufReader::with_capacity(SAMPLE, whole))
    } else {
        // The decoder gives its first bytes in drops; who looks at the beginning must see all of it.
        let mut decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(whole);
        let mut first = Vec::new();
        decoder.by_ref().take(SAMPLE as u64).read_to_end(&mut first)?;
        Box::new(Cursor::new(first).chain(BufReader::with_capacity(SAMPLE, decoder)))
    };
    let mark = (encoding == UTF_8).then_some(skipped as u64);
    Ok(Decoded { text, note, mark })
}

/// Whether a sample is UTF-8, but for a letter that its end cuts in two.
fn is_utf8(sample: &[u8]) -> bool {
    std::str::from_utf8(sample).map_or_else(|error| error.error_len().is_none(), |_| true)
}

fn guess(sample: &[u8]) -> (&'static Encoding, Option<String>) {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() < SAMPLE);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    // Text of several bytes a letter that decodes without a fault is hardly anything else; one byte a letter fits all.
    let sure = !encoding.is_single_byte() && !encoding.decode_without_bom_handling(sample).1;
    let name = if encoding == encoding_rs::GBK { "GB18030" } else { encoding.name() };
    let encoding = if encoding == encoding_rs::GBK { encoding_rs::GB18030 } else { encoding };
    let doubt = if sure { "" } else { ", which is a guess; --encoding NAME says otherwise" };
    (encoding, Some(format!("read as {name}{doubt}")))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_is_there_at_once_in_any_encoding() {
        let text = "période;flux;valeur\n2024-01;exports;5\n";
        for name in ["latin-1", "gb18030", "utf-16le"] {
            let encoding = named(name).unwrap();
            let bytes = match name {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => encoding.encode(text).0.into_owned(),
            };
            let mut decoded = decode(Box::new(Cursor::new(bytes)), Some(encoding)).unwrap().text;
            assert_eq!(std::str::from_utf8(decoded.fill_buf().unwrap()).unwrap(), text, "{name}");
        }
    }
}
