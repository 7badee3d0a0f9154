//! How wide each column of a table is, so that the table fits a terminal.

/// Blanks between columns.
pub(super) const GAP: usize = 2;
/// The widest that a table may be where lines may be of any length.
const WIDEST: usize = 60_000;
/// The narrowest that names are cut to.
const NARROWEST: usize = 8;

/// What a column needs, in terminal columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// The widest cell.
    pub(super) cells: usize,
    /// The heading on one line.
    pub(super) heading: usize,
    /// The widest word of the heading.
    pub(super) word: usize,
    /// Whether the cells are names, which may be cut. Numbers and codes are never cut.
    pub(super) names: bool,
}

/// A width for each column, or nothing when the table cannot fit. Headings are wrapped first, since this loses nothing;
/// then names are cut, the longest first, down to eight columns.
pub(super) fn widths(needs: &[Need], limit: Option<usize>) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = needs.iter().map(|need| need.cells.max(need.heading)).collect();
    let limit = limit.unwrap_or(WIDEST);
    let wrapped: Vec<usize> = needs.iter().map(|need| need.cells.max(need.word)).collect();
    let cut: Vec<usize> = needs.iter().map(narrowest).collect();
    let fits = narrow(&mut widths, &wrapped, limit) || narrow(&mut widths, &cut, limit);
    fits.then_some(widths)
}

fn narrowest(need: &Need) -> usize {
    let cells = if need.names { need.cells.min(NARROWEST) } else { need.cells };
    cells.max(need.word)
}

/// Takes from the widest column that is above its floor until all fit.
fn narrow(widths: &mut [usize], floors: &[usize], limit: usize) -> bool {
    let gaps = GAP * widths.len().saturating_sub(1);
    let mut over = (widths.iter().sum::<usize>() + gaps).saturating_sub(limit);
    while over > 0 {
        let above = widths.iter_mut().zip(floors).filter(|(width, floor)| **width > **floor);
        let Some((width, _)) = above.max_by_key(|(width, _)| **width) else {
            return false;
        };
        *width -= 1;
        over -= 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(cells: usize) -> Need {
        Need { cells, heading: 7, word: 7, names: true }
    }

    fn numbers(cells: usize, heading: usize, word: usize) -> Need {
        Need { cells, heading, word, names: false }
    }

    #[test]
    fn without_a_limit_nothing_is_cut() {
        assert_eq!(widths(&[names(300), numbers(9, 15, 8)], None), Some(vec![300, 15]));
    }

    #[test]
    fn headings_are_wrapped_before_names_are_cut() {
        let needs = [names(20), numbers(9, 15, 8)];
        assert_eq!(widths(&needs, Some(37)), Some(vec![20, 15]));
        assert_eq!(widths(&needs, Some(31)), Some(vec![20, 9]));
        assert_eq!(widths(&needs, Some(30)), Some(vec![19, 9]));
        assert_eq!(widths(&needs, Some(19)), Some(vec![8, 9]));
    }

    #[test]
    fn numbers_are_never_cut() {
        assert_eq!(widths(&[names(20), numbers(9, 15, 8)], Some(18)), None);
    }

    #[test]
    fn the_longest_names_are_cut_first() {
        assert_eq!(widths(&[names(10), names(40)], Some(40)), Some(vec![10, 28]));
    }
}
