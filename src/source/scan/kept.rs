//! Rows that are kept as they are, to be written in another order.

use super::Scanned;
use super::cells::{Figures, Sums, TooLong};
use super::finish;
use super::registry::{Frame, Numbers, Registry};
use crate::cube::{Observation, Origin, Published};
use crate::model::PartnerKind;
use crate::model::partner::WORLD;
use crate::source::export::{self, About, Row, Store, ranks};
use crate::source::loader::Loader;
use crate::stored::Measured;

/// Most places behind a point, and one more.
const PLACES: usize = 31;

/// One thread's rows.
#[derive(Default)]
pub(super) struct Kept {
    store: Store<Row>,
    /// By number of the frame: its first row, and how many rows it has.
    frames: Vec<(u64, u64)>,
    /// By measure and places behind the point: the most digits, and how many figures there are.
    figures: [[(u64, u64); PLACES]; 3],
}

impl Sums for Kept {
    #[inline(always)]
    fn add_row(
        &mut self,
        [frame, product, partner]: [Numbers; 3],
        first: u64,
        figures: &Figures,
        _: u16,
    ) -> Result<(), TooLong> {
        let number = frame.cover as usize;
        if number >= self.frames.len() {
            self.frames.resize(number + 1, (u64::MAX, 0));
        }
        let known = &mut self.frames[number];
        *known = (known.0.min(first), known.1 + 1);
        for (known, figure) in self.figures.iter_mut().zip(figures) {
            let Some((digits, places)) = figure else { continue };
            let known = known.get_mut(*places as usize).ok_or(TooLong)?;
            *known = (known.0.max(digits.unsigned_abs()), known.1 + 1);
        }
        let key = [frame.meaning, frame.cover, product.identity, partner.identity];
        self.store.push(Row::new(key, first, figures)).map_err(|_| TooLong)
    }

    fn join(&mut self, _: usize, other: Kept) -> Result<(), TooLong> {
        self.frames.resize(self.frames.len().max(other.frames.len()), (u64::MAX, 0));
        for (own, (first, count)) in self.frames.iter_mut().zip(other.frames) {
            *own = (own.0.min(first), own.1 + count);
        }
        for (own, other) in self.figures.as_flattened_mut().iter_mut().zip(other.figures.as_flattened()) {
            *own = (own.0.max(other.0), own.1 + other.1);
        }
        self.store.join(other.store).map_err(|_| TooLong)
    }

    /// Rows wait in files.
    fn bytes(&self) -> usize {
        self.frames.len() * size_of::<(u64, u64)>()
    }
}

/// The loader, and the rows.
pub(super) fn rows<'a>(mut scanned: Scanned<Kept>, mut loader: Loader<'a>) -> (Loader<'a>, export::Scanned) {
    finish::tell(&mut scanned, &mut loader);
    let Scanned { registry, sums, .. } = scanned;
    let mut order: Vec<usize> = (0..sums.frames.len()).collect();
    order.sort_by_key(|number| sums.frames[*number].0);
    for frame in order.iter().filter_map(|number| registry.frames.get_index(*number)) {
        loader.admits(frame.currency);
    }
    let runs: Vec<_> = registry.runs.iter().flatten().copied().collect();
    let count = |number: usize| sums.frames.get(number).map_or(0, |frame| frame.1);
    let frames = || registry.frames.iter().enumerate().map(|(number, frame)| (frame, count(number)));
    let rows = export::Scanned {
        about: frames().map(|(frame, count)| about(frame, count)).collect(),
        products: registry.products.iter().map(|product| product.to_string().into()).collect(),
        partners: registry.partner_codes.iter().map(|code| code.to_string().into()).collect(),
        ranks: ranks(&runs),
        measured: measured(&sums.figures, &registry),
        store: sums.store,
    };
    (loader, rows)
}

fn measured(figures: &[[(u64, u64); PLACES]; 3], registry: &Registry) -> [Measured; 3] {
    let mut all = [Measured::default(); 3];
    for (at, measured) in all.iter_mut().enumerate() {
        let factor = registry.frames.iter().map(|frame| frame.factors[at].unsigned_abs()).max().unwrap_or(1);
        for (places, (largest, count)) in figures[at].iter().enumerate().filter(|(_, known)| known.1 > 0) {
            measured.take(u128::from(*largest) * u128::from(factor), places as u32, *count);
        }
    }
    all
}

/// A frame as a row that has nothing else.
fn about(frame: &Frame, count: u64) -> About {
    let row = Observation {
        period: frame.period,
        flow: frame.flow,
        reporter: frame.reporter,
        partner: WORLD,
        kind: PartnerKind::World,
        product: crate::model::Product::TOTAL,
        digits: 0,
        revision: frame.revision,
        is_unconverted: false,
        splits: frame.splits,
        split_codes: frame.split_codes,
        currency: frame.currency,
        value: None,
        weight: None,
        quantity: None,
        quantity_unit: frame.quantity_unit,
        published: Published::default(),
        rounded_to: None,
        confidential: frame.confidential,
        vintage: frame.vintage,
        adds_up: false,
        origin: Origin::default(),
    };
    About { row, factors: frame.factors, count }
}
