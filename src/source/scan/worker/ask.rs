//! Asks the plain reader what is new to a thread, and hands it rows that are out of the ordinary.

use super::super::block::{Row, is_blank};
use super::super::cells::Sums;
use super::super::registry::Numbers;
use super::super::resolver::{Resolver, Stop, record};
use super::super::words::Words;
use super::{Frame, MOST_LISTS, Worker};

impl<'p, S: Sums> Worker<'_, 'p, S> {
    #[cold]
    pub(super) fn new_partner(
        &mut self,
        row: Row<'_>,
        which: usize,
        start: usize,
        end: usize,
    ) -> Result<Option<Numbers>, Stop> {
        let numbers = match plain(&row.text[start..end]) {
            Some(text) => self.shared.resolver().partner_named(text)?,
            None if is_blank(&row.text[start..end]) => return Ok(None),
            None => self.resolve(row, |resolver, record| resolver.partner(record))?,
        };
        self.partners[which].insert(row.text, start, end, numbers);
        Ok(Some(numbers))
    }

    #[cold]
    pub(super) fn new_product(
        &mut self,
        row: Row<'_>,
        frame: Frame,
        which: usize,
        start: usize,
        end: usize,
    ) -> Result<Option<Numbers>, Stop> {
        let numbers = match plain(&row.text[start..end]) {
            Some(text) if frame.is_ordinary => self.shared.resolver().product_named(text)?,
            None if is_blank(&row.text[start..end]) => return Ok(None),
            _ => self.resolve(row, |resolver, record| resolver.product(record))?,
        };
        let list = frame.list as usize;
        if list > MOST_LISTS {
            return Err(Stop::Plain);
        }
        if self.products.len() <= list {
            self.products.resize_with(list + 1, Vec::new);
        }
        let products = &mut self.products[list];
        if products.len() <= which {
            products.resize_with(which + 1, Words::default);
        }
        products[which].insert(row.text, start, end, numbers);
        Ok(Some(numbers))
    }

    /// Hands a row to the plain rules.
    #[cold]
    pub(super) fn odd(&mut self, row: Row<'_>) -> Result<(), Stop> {
        match self.resolve(row, |resolver, record| resolver.row(record))? {
            Some(plain) => {
                self.counts[0] += 1;
                self.add(row.line, plain.key, &plain.figures, plain.unit)
            }
            None => Ok(()),
        }
    }

    pub(super) fn resolve<T>(
        &self,
        row: Row<'_>,
        ask: impl FnOnce(&mut Resolver<'p>, &csv::StringRecord) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut resolver = self.shared.resolver();
        let record = record(&mut resolver.cells_of_row, row.whole(), self.shared.plan.width)?;
        ask(&mut resolver, &record)
    }
}

/// A text that stands for itself: letters and digits alone.
fn plain(text: &[u8]) -> Option<&str> {
    let is_plain = !text.is_empty() && text.iter().all(u8::is_ascii_alphanumeric);
    std::str::from_utf8(text).ok().filter(|_| is_plain)
}
