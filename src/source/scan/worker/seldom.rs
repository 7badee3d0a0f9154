//! Texts of columns that stand beside one another and change seldom, or among a few.

use super::super::block::Alike;

/// How many texts besides the last row's are looked at before the columns are.
const FEW: usize = 8;

/// The last row's text, and some that rows had before, each with the numbers of the texts of its columns.
#[derive(Debug, Default)]
pub(super) struct Seldom {
    last: (Alike, Vec<u32>),
    others: Vec<(Alike, Vec<u32>)>,
    /// Which of the others is replaced next.
    next: usize,
}

impl Seldom {
    /// Whether the last row's text stands at a place of a block.
    #[inline(always)]
    pub(super) fn is_at(&self, block: &[u8], start: usize) -> bool {
        self.last.0.is_at(block, start)
    }

    /// The numbers for the text at a place, where rows had it before; it is the last one then.
    pub(super) fn again(&mut self, block: &[u8], start: usize) -> Option<&[u32]> {
        let at = self.others.iter().position(|(other, _)| other.is_at(block, start))?;
        std::mem::swap(&mut self.last, &mut self.others[at]);
        Some(&self.last.1)
    }

    /// Keeps a text that is the last one now.
    pub(super) fn keep(&mut self, text: &[u8], numbers: impl Iterator<Item = u32>) {
        if self.others.len() < FEW {
            self.others.push(std::mem::take(&mut self.last));
        } else {
            std::mem::swap(&mut self.last, &mut self.others[self.next]);
            self.next = (self.next + 1) % FEW;
        }
        self.last.0.keep(text);
        self.last.1.clear();
        self.last.1.extend(numbers);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_again_with_their_numbers_until_many_others_came() {
        let mut seldom = Seldom::default();
        let block = |text: &str| [text.as_bytes(), b",", &[b' '; 64]].concat();
        let texts: Vec<String> = (0..FEW + 2).map(|at| format!("{at},")).collect();
        for (at, text) in texts.iter().enumerate() {
            assert_eq!(seldom.again(&block(text), 0), None);
            seldom.keep(text.as_bytes(), [at as u32, 7].into_iter());
            assert!(seldom.is_at(&block(text), 0));
        }
        for at in [FEW, 2, 1] {
            assert_eq!(seldom.again(&block(&texts[at]), 0), Some(&[at as u32, 7][..]));
            assert!(seldom.is_at(&block(&texts[at]), 0) && !seldom.is_at(&block(&texts[FEW + 1]), 0));
        }
        assert_eq!(seldom.again(&block(&texts[0]), 0), None);
    }
}
