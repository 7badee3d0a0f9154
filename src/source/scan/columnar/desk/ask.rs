//! Asks the plain reader what is new to a thread, and hands it rows that are out of the ordinary.

use super::super::super::block::is_blank;
use super::super::super::cells::Sums;
use super::super::super::registry::Numbers;
use super::super::super::resolver::Stop;
use super::super::super::worker::MOST_LISTS;
use super::super::sides::Meaning;
use super::{Desk, Frame, Told};

impl<S: Sums> Desk<'_, '_, S> {
    /// Adds a row of which a word is new, is in another column than the first, or is out of the ordinary.
    #[inline(never)]
    pub(super) fn other(&mut self, row: usize, frame: &Frame, list: usize) -> Result<(), Stop> {
        match (self.partner(row)?, self.product(row, frame, list)?, self.figures(row)) {
            (Some(partner), Some(product), Ok(figures)) => {
                self.add_figures(row, [frame.numbers, product, partner], figures, frame)
            }
            _ => self.odd(row),
        }
    }

    fn partner(&mut self, row: usize) -> Result<Option<Numbers>, Stop> {
        let text = self.partners.speaks(row);
        match self.partners.meaning(0, text) {
            Meaning::Known(numbers) => Ok(Some(numbers)),
            Meaning::Odd => Ok(None),
            Meaning::New => self.new_partner(row, text),
        }
    }

    #[cold]
    fn new_partner(&mut self, row: usize, text: (usize, u32)) -> Result<Option<Numbers>, Stop> {
        let is_odd = is_blank(self.partners.text(text).as_bytes());
        let meaning = match is_odd {
            true => Meaning::Odd,
            false => Meaning::Known(self.shared.resolver().partner(&self.record(row, Told::Sides))?),
        };
        self.partners.put(0, text, meaning);
        self.partner(row)
    }

    fn product(&mut self, row: usize, frame: &Frame, list: usize) -> Result<Option<Numbers>, Stop> {
        let text = self.products.speaks(row);
        match self.products.meaning(list, text) {
            Meaning::Known(numbers) => Ok(Some(numbers)),
            Meaning::Odd => Ok(None),
            Meaning::New => self.new_product(row, frame, list, text),
        }
    }

    #[cold]
    fn new_product(
        &mut self,
        row: usize,
        frame: &Frame,
        list: usize,
        text: (usize, u32),
    ) -> Result<Option<Numbers>, Stop> {
        if list > MOST_LISTS {
            return Err(Stop::Plain);
        }
        let word = self.products.text(text);
        let is_simple = !word.is_empty() && frame.is_ordinary && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let meaning = match (is_blank(word.as_bytes()), is_simple) {
            (true, _) => Meaning::Odd,
            (false, true) => Meaning::Known(self.shared.resolver().product_named(word)?),
            (false, false) => Meaning::Known(self.shared.resolver().product(&self.record(row, Told::Sides))?),
        };
        self.products.put(list, text, meaning);
        self.product(row, frame, list)
    }

    /// Hands a row to the plain rules.
    #[cold]
    fn odd(&mut self, row: usize) -> Result<(), Stop> {
        let plain = self.shared.resolver().row(&self.record(row, Told::Whole))?;
        let Some(plain) = plain else { return Ok(()) };
        self.kinds[0].1 += 1;
        self.add(row, plain.key, &plain.figures, plain.unit)
    }
}
