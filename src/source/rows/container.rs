//! The container of older workbooks: streams in chains of sectors. A chain that never ends or a table that names more
//! sectors than there are would fill the memory of whoever follows it.

/// Ids from here on are no sectors.
const NO_SECTOR: u32 = 0xffff_fffa;

/// The end of a chain.
const END: u32 = 0xffff_fffe;

/// Streams shorter than this stand in sectors of 64 bytes inside another stream.
const SHORT: usize = 4096;

/// The stream with the workbook; none if the container is damaged.
pub(super) fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let size = match u16_at(bytes, 30)? {
        9 => 512,
        12 => 4096,
        _ => return None,
    };
    let sectors = Sectors { bytes: bytes.get(size..)?, size };
    let table = sectors.table(bytes)?;
    let entries = sectors.chain(&table, u32_at(bytes, 48)?, usize::MAX)?;
    let entries: Vec<Entry> = entries.chunks_exact(128).filter_map(|entry| Entry::of(entry, size)).collect();
    let root = entries.first()?;
    // Both are read whatever stream is asked for.
    let (mut short, mut short_table) = (Vec::new(), Vec::new());
    if u32_at(bytes, 64)? > 0 {
        short = sectors.chain(&table, root.start, root.length)?;
        let length = (u32_at(bytes, 64)? as usize).checked_mul(size)?;
        short_table = numbers(&sectors.chain(&table, u32_at(bytes, 60)?, length)?);
    }
    let named = |name: &str| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name));
    let entry = named("Workbook").or_else(|| named("Book"))?;
    if entry.length < SHORT {
        return Sectors { bytes: &short, size: 64 }.chain(&short_table, entry.start, entry.length);
    }
    sectors.chain(&table, entry.start, entry.length)
}

/// Pieces of equal size.
struct Sectors<'b> {
    bytes: &'b [u8],
    size: usize,
}

impl<'b> Sectors<'b> {
    fn count(&self) -> usize {
        self.bytes.len().div_ceil(self.size)
    }

    /// A sector; the last one may be cut off.
    fn get(&self, id: u32) -> Option<&'b [u8]> {
        let start = (id as usize).checked_mul(self.size).filter(|start| *start < self.bytes.len())?;
        Some(&self.bytes[start..self.bytes.len().min(start + self.size)])
    }

    /// What follows each sector. It stands in sectors of its own, which the header and then a chain name.
    fn table(&self, header: &[u8]) -> Option<Vec<u32>> {
        let mut named = numbers(header.get(76..512)?);
        let mut next = u32_at(header, 68)?;
        for _ in 0..=self.count() {
            if next >= NO_SECTOR {
                named.retain(|id| *id < NO_SECTOR);
                // Each sector is named once, and each one tells of many: more is a lie.
                let enough = named.len() <= 128 + self.count() / (self.size / 8);
                let parts: Option<Vec<&[u8]>> = named.iter().filter(|_| enough).map(|id| self.get(*id)).collect();
                return parts.filter(|_| enough).map(|parts| numbers(&parts.concat()));
            }
            named.extend(numbers(self.get(next)?));
            next = named.pop()?;
        }
        None
    }

    /// The bytes of a chain, up to a length.
    fn chain(&self, table: &[u32], start: u32, length: usize) -> Option<Vec<u8>> {
        let (mut chain, mut next) = (Vec::new(), start);
        for _ in 0..=self.count() {
            if next == END || chain.len() >= length {
                chain.truncate(length);
                return Some(chain);
            }
            chain.extend_from_slice(self.get(next)?);
            if chain.len() < length {
                next = *table.get(next as usize)?;
            }
        }
        None
    }
}

/// A stream by its name.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl Entry {
    fn of(entry: &[u8], size: usize) -> Option<Entry> {
        let units = entry[..64].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let name = char::decode_utf16(units.take_while(|unit| *unit != 0)).filter_map(Result::ok).collect();
        // Files with small sectors use four bytes of the length and may have anything in the others.
        let high = if size == 512 { 0 } else { u64::from(u32_at(entry, 124)?) };
        let length = usize::try_from(high << 32 | u64::from(u32_at(entry, 120)?)).ok()?;
        Some(Entry { name, start: u32_at(entry, 116)?, length })
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0)).collect()
}

/// The number of two bytes at a place.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|two| u16::from_le_bytes(*two))
}

/// The number of four bytes at a place.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|four| u32::from_le_bytes(*four))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A container with one stream of at least 4096 bytes in sectors of 512.
    pub(in crate::source::rows) fn container(stream: &[u8]) -> Vec<u8> {
        let mut stream = stream.to_vec();
        stream.resize(stream.len().max(SHORT).next_multiple_of(512), 0);
        let sectors = stream.len() / 512;
        let tables = (sectors + 2).div_ceil(127);
        let mut header = vec![0xff; 512];
        header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        header[8..76].fill(0);
        header[26] = 3;
        header[30] = 9;
        header[32] = 6;
        header[48..52].copy_from_slice(&(tables as u32).to_le_bytes());
        header[60..64].copy_from_slice(&END.to_le_bytes());
        header[68..72].copy_from_slice(&END.to_le_bytes());
        for at in 0..tables {
            header[76 + 4 * at..80 + 4 * at].copy_from_slice(&(at as u32).to_le_bytes());
        }
        let mut table = vec![0xffff_fffd_u32; tables];
        table.push(END);
        table.extend((0..sectors).map(|at| if at + 1 < sectors { (tables + at + 2) as u32 } else { END }));
        table.resize(tables * 128, u32::MAX);
        let mut entries = vec![0; 512];
        for (at, name, start, length) in [(0, "Root Entry", END, 0), (1, "Workbook", tables as u32 + 1, stream.len())] {
            let entry = &mut entries[128 * at..128 * (at + 1)];
            for (place, letter) in name.bytes().enumerate() {
                entry[2 * place] = letter;
            }
            entry[116..120].copy_from_slice(&start.to_le_bytes());
            entry[120..124].copy_from_slice(&(length as u32).to_le_bytes());
        }
        let table: Vec<u8> = table.iter().flat_map(|id| id.to_le_bytes()).collect();
        [header, table, entries, stream].concat()
    }

    #[test]
    fn the_stream_is_found_and_a_circle_is_not_followed() {
        let stream: Vec<u8> = (0..20_000_u32).map(|at| (at % 251) as u8).collect();
        let mut file = container(&stream);
        assert!(workbook(&file).is_some_and(|found| found.starts_with(&stream)));
        // The first sector of the directory is followed by itself.
        file[512 + 4..512 + 8].copy_from_slice(&1_u32.to_le_bytes());
        assert_eq!(workbook(&file), None);
    }

    #[test]
    fn damaged_containers_are_none() {
        let file = container(&[1; 5000]);
        for length in (0..file.len()).step_by(97) {
            let _ = workbook(&file[..length]);
        }
        for at in 0..1024 {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut lie = file.clone();
                lie[at] = byte;
                let _ = workbook(&lie);
            }
        }
        assert_eq!(workbook(&[0xff; 600]), None);
    }
}
