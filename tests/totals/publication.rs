//! A true trade, and a haphazard publication of it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

pub(crate) const PARTNERS: [&str; 3] = ["VNM", "DEU", "USA"];
pub(crate) const MONTHS: [&str; 6] = ["2024-01", "2024-02", "2024-03", "2025-01", "2025-02", "2025-03"];
pub(crate) const FLOWS: [&str; 3] = ["exports", "imports", "total"];
pub(crate) const NODES: [&str; 9] =
    ["TOTAL", "hs:85", "hs:01", "hs:8501", "hs:8542", "hs:850110", "hs:850120", "hs:854231", "hs:010121"];

/// The parts of a product; none of a subheading.
fn parts(node: &str) -> &'static [&'static str] {
    match node {
        "TOTAL" => &["hs:01", "hs:85"],
        "hs:01" => &["hs:010121"],
        "hs:85" => &["hs:8501", "hs:8542"],
        "hs:8501" => &["hs:850110", "hs:850120"],
        "hs:8542" => &["hs:854231"],
        _ => &[],
    }
}

type Key = (&'static str, &'static str, &'static str, &'static str);

/// The trade of each subheading, and the rows that were published: flow, month, partner and product.
#[derive(Debug, Clone)]
pub(crate) struct Publication {
    truth: BTreeMap<Key, i64>,
    rows: BTreeSet<Key>,
    /// What each row is split into: 0 the total only, 1 its parts only, 2 both.
    splits: BTreeMap<Key, u8>,
}

/// Choices, taken one after another.
struct Choices(std::vec::IntoIter<u8>);

impl Choices {
    fn next(&mut self, of: u8) -> u8 {
        self.0.next().unwrap_or(0) % of
    }
}

pub(crate) fn publications() -> impl Strategy<Value = Publication> {
    let choices = prop::collection::vec(any::<u8>(), 1200);
    let styles = (0..3_u8, any::<bool>(), any::<bool>(), any::<bool>());
    (choices, styles).prop_map(|(choices, (world, totals, splits, trades))| {
        let mut choices = Choices(choices.into_iter());
        let mut made = Publication { truth: BTreeMap::new(), rows: BTreeSet::new(), splits: BTreeMap::new() };
        for (flow, month) in ["exports", "imports"].into_iter().flat_map(|flow| MONTHS.map(|month| (flow, month))) {
            for partner in PARTNERS {
                for leaf in NODES.into_iter().filter(|node| parts(node).is_empty()) {
                    let value = i64::from(choices.next(if trades { 3 } else { 100 }));
                    made.truth.insert((flow, month, partner, leaf), value);
                }
                made.publish((flow, month, partner, "TOTAL"), &mut choices);
            }
            made.beside((flow, month, "WORLD"), world, &mut choices);
            if totals && flow == "exports" {
                made.beside(("total", month, "VNM"), 1, &mut choices);
                made.beside(("total", month, "WORLD"), 1, &mut choices);
            }
        }
        if splits {
            made.splits = made.rows.iter().map(|key| (*key, choices.next(3))).collect();
        }
        made
    })
}

impl Publication {
    /// Publishes a product, its parts, or both.
    fn publish(&mut self, key: Key, choices: &mut Choices) {
        let (flow, month, partner, node) = key;
        let choice = if parts(node).is_empty() { 0 } else { choices.next(4) };
        if choice != 1 && choice != 3 {
            self.rows.insert(key);
        }
        if choice != 0 {
            parts(node).iter().for_each(|part| self.publish((flow, month, partner, part), choices));
        }
    }

    /// Publishes some products beside what else there is.
    fn beside(
        &mut self,
        (flow, month, partner): (&'static str, &'static str, &'static str),
        often: u8,
        choices: &mut Choices,
    ) {
        for node in NODES {
            if choices.next(4) < often {
                self.rows.insert((flow, month, partner, node));
            }
        }
    }

    fn value(&self, (flow, month, partner, node): (&str, &str, &str, &str)) -> i64 {
        let is_of = |leaf: &str| {
            leaf == node
                || parts(node)
                    .iter()
                    .any(|part| leaf.starts_with(part) || parts(part).iter().any(|part| leaf.starts_with(part)))
        };
        let each = self.truth.iter().filter(|((own, at, with, leaf), _)| {
            (flow == "total" || *own == flow) && *at == month && (partner == "WORLD" || *with == partner) && is_of(leaf)
        });
        each.map(|(_, value)| value).sum()
    }

    pub(crate) fn truth(&self, flow: &str, partner: &str, node: &str, months: &[&str]) -> i64 {
        months.iter().map(|month| self.value((flow, month, partner, node))).sum()
    }

    /// Whether the published rows say what a figure is.
    ///
    /// Total trade of several months of which each is published by other rows may be missing: it is not asked for.
    pub(crate) fn is_known(&self, flow: &str, partner: &str, node: &str, months: &[&str]) -> bool {
        (flow != "total" || months.len() == 1) && months.iter().all(|month| self.tells(flow, month, partner, node))
    }

    fn tells(&self, flow: &str, month: &str, partner: &str, node: &str) -> bool {
        let row = self.rows.iter().any(|key| *key == (flow, month, partner, node));
        let by_parts =
            || !parts(node).is_empty() && parts(node).iter().all(|part| self.tells(flow, month, partner, part));
        let by_partners =
            || partner == "WORLD" && flow != "total" && PARTNERS.iter().all(|one| self.tells(flow, month, one, node));
        let by_flows =
            || flow == "total" && ["exports", "imports"].iter().all(|own| self.tells(own, month, partner, node));
        // A total of both directions is not put together from those of single products, and parts of the world are
        // known to be all of them only where no partner may have others.
        let may_have_others = |part: &str| {
            PARTNERS.iter().any(|one| {
                let above = NODES.into_iter().filter(|above| {
                    part == *above || parts(above).contains(&part) || *above == "TOTAL" || part.starts_with(above)
                });
                above.into_iter().any(|above| self.rows.iter().any(|key| *key == (flow, month, one, above)))
            })
        };
        let is_closed = partner != "WORLD" || !may_have_others(node);
        row || flow != "total" && is_closed && by_parts() || by_partners() || by_flows()
    }

    pub(crate) fn csv(&self) -> String {
        let mut text = "period,flow,partner,product,splits,value\n".to_owned();
        for key @ (flow, month, partner, node) in &self.rows {
            let value = self.value((flow, month, partner, node));
            let split = self.splits.get(key).copied().unwrap_or(0);
            let mut line =
                |code: &str, value: i64| text += &format!("{month},{flow},{partner},{node},{code},{value}\n");
            if split != 1 {
                line("", value);
            }
            if split != 0 {
                line("C01|", value / 2);
                line("C02|", value - value / 2);
            }
        }
        text
    }
}
