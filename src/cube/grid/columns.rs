//! Figures of rows that are added together.

use super::MEASURES;

/// Value, weight and quantity of a row in fixed point, where it has them: digits, and how many of them stand behind the point.
pub type Figures = [Option<(i64, u32)>; MEASURES];

/// Most rows that are added together.
pub const TOGETHER: usize = 16;

/// Figures of several rows, measure by measure: digits, and how many of them stand behind the point.
#[derive(Debug)]
pub struct Columns {
    /// The digits; zero for what a row does not have.
    pub digits: [[i64; TOGETHER]; MEASURES],
    /// Those behind the point, or [`NOTHING`].
    pub scales: [[u8; TOGETHER]; MEASURES],
}

/// Stands for a figure that a row does not have.
pub const NOTHING: u8 = u8::MAX;

impl Default for Columns {
    fn default() -> Columns {
        Columns { digits: [[0; TOGETHER]; MEASURES], scales: [[NOTHING; TOGETHER]; MEASURES] }
    }
}

impl Columns {
    /// The figures of a row.
    pub fn row(&self, at: usize) -> Figures {
        let figure = |measure: usize| match self.scales[measure][at] {
            NOTHING => None,
            scale => Some((self.digits[measure][at], u32::from(scale))),
        };
        [figure(0), figure(1), figure(2)]
    }

    /// Puts a figure into its place.
    #[inline(always)]
    pub fn put(&mut self, measure: usize, at: usize, figure: Option<(i64, u32)>) {
        let (digits, scale) = figure.unwrap_or((0, u32::from(NOTHING)));
        (self.digits[measure][at], self.scales[measure][at]) = (digits, scale as u8);
    }

    /// Takes figures of zero of some rows for none.
    #[inline(always)]
    pub fn without_zeros(&mut self, measure: usize, rows: &[bool; TOGETHER]) {
        for ((digits, scale), is_one) in self.digits[measure].iter().zip(&mut self.scales[measure]).zip(rows) {
            *scale = if *digits == 0 && *is_one { NOTHING } else { *scale };
        }
    }
}
