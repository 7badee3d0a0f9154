//! Which keys have other rows in one data set than in another, found in little memory whatever the number of rows.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};
use std::io;

use rustc_hash::{FxHashMap, FxHashSet};

use super::sorter::{Record, Sorted, Sorter};

/// Bits of the fingerprint of a publication.
const EDITION_BITS: u32 = 48;

/// The keys of a data set and what stands there.
#[derive(Debug, Default)]
pub struct Signatures {
    rows: Sorter,
}

/// How two data sets differ.
#[derive(Debug, Default)]
pub struct Differing {
    /// Keys of the first and of the second data set, by the class of the key.
    pub keys: [FxHashMap<u16, u64>; 2],
    /// Fingerprints of the keys whose rows differ.
    pub fingerprints: FxHashSet<u128>,
}

impl Signatures {
    /// Takes a row: its key, a class of keys that are counted together, which publication it is, and what it says.
    pub fn push(&mut self, key: &impl Hash, class: u16, edition: &impl Hash, says: &impl Hash) -> io::Result<()> {
        let key = fingerprint(key);
        let edition = u64::from(class) << EDITION_BITS | fingerprint(edition) as u64 >> (u64::BITS - EDITION_BITS);
        self.rows.push([(key >> 64) as u64, key as u64, fingerprint(says) as u64, edition])
    }

    /// Compares with another data set. Which publication a row is matters where a key has several; and where one of them
    /// is chosen differently, such keys count as different.
    pub fn compare(self, other: Signatures, alike: bool) -> io::Result<Differing> {
        let mut sides = [Keys::new(self.rows.sorted()?)?, Keys::new(other.rows.sorted()?)?];
        let mut differing = Differing::default();
        while let Some(key) = sides.iter().filter_map(Keys::key).min() {
            let mut rows = [Vec::new(), Vec::new()];
            for (at, side) in sides.iter_mut().enumerate().filter(|(_, side)| side.key() == Some(key)) {
                rows[at] = side.take()?;
                *differing.keys[at].entry((rows[at][0][3] >> EDITION_BITS) as u16).or_default() += 1;
            }
            let differs = match [rows[0].as_slice(), rows[1].as_slice()] {
                [[old], [new]] => old[2] != new[2],
                [old, new] => old != new || !alike,
            };
            if differs {
                differing.fingerprints.insert(key);
            }
        }
        Ok(differing)
    }
}

/// What tells a key from every other one.
pub fn fingerprint(key: &impl Hash) -> u128 {
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    u128::from(hasher.hash_one((0u8, key))) << 64 | u128::from(hasher.hash_one((1u8, key)))
}

/// Rows by their keys, in order.
struct Keys {
    rows: Sorted,
    next: Option<Record<4>>,
}

impl Keys {
    fn new(mut rows: Sorted) -> io::Result<Keys> {
        let next = rows.next()?;
        Ok(Keys { rows, next })
    }

    fn key(&self) -> Option<u128> {
        self.next.map(|[high, low, _, _]| u128::from(high) << 64 | u128::from(low))
    }

    /// The rows of the next key.
    fn take(&mut self) -> io::Result<Vec<Record<4>>> {
        let key = self.key();
        let mut rows = Vec::new();
        while let Some(row) = self.next.filter(|_| self.key() == key) {
            rows.push(row);
            self.next = self.rows.next()?;
        }
        Ok(rows)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn signatures(rows: &[(u8, u8)]) -> Signatures {
        let mut signatures = Signatures::default();
        rows.iter().for_each(|(key, says)| signatures.push(key, 0, &"", says).unwrap());
        signatures
    }

    #[test]
    fn keys_with_other_rows() {
        let differing = |old: &[(u8, u8)], new: &[(u8, u8)], alike| {
            let found = signatures(old).compare(signatures(new), alike).unwrap();
            let keys: Vec<u8> = (0..10).filter(|key| found.fingerprints.contains(&fingerprint(key))).collect();
            (keys, found.keys.map(|keys| keys.values().sum::<u64>()))
        };
        let old = [(1, 1), (2, 2), (3, 3), (3, 4)];
        assert_eq!(differing(&old, &[(3, 4), (3, 3), (2, 2), (1, 1)], true), (vec![], [3, 3]));
        assert_eq!(differing(&old, &[(3, 3), (2, 9), (4, 4), (3, 4)], true), (vec![1, 2, 4], [3, 3]));
        assert_eq!(differing(&old, &old, false), (vec![3], [3, 3]));
    }
}
