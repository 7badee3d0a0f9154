//! Groups as published and as the sum of their members, in the tables that list every country.

use crate::common::{ask, data, whole};

/// Months whose tables list every country, and how many members ASEAN has there as the office counts.
const COMPLETE: [(&str, &str, usize); 4] =
    [("2024-11", "ASEAN", 10), ("2024-12", "ASEAN", 10), ("2025-11", "ASEAN", 11), ("2025-12", "ASEAN", 11)];

const FLOWS: [&str; 3] = ["total", "exports", "imports"];

/// Total, exports and imports of a group.
fn values(period: &str, group: &str, membership: &str) -> [i128; 3] {
    let question = format!("growth --period {period} --partner {group} --membership {membership} --columns value");
    let rows = ask(&question);
    FLOWS.map(|flow| whole(rows.iter().find(|row| row["flow"] == flow).unwrap(), "value").unwrap())
}

/// What the table prints: total, exports and imports; a flow that is not printed is nil.
fn printed(period: &str, partner: &str) -> [i128; 3] {
    let rows = data("china/partners_cny.csv");
    let rows: Vec<_> = rows.iter().filter(|row| row["period"] == period && row["partner"] == partner).collect();
    FLOWS.map(|flow| rows.iter().find(|row| row["flow"] == flow).and_then(|row| whole(row, "value")).unwrap_or(0))
}

#[test]
fn historical_members_are_the_published_group() {
    for (period, group, members) in COMPLETE {
        let published = values(period, group, "published");
        assert_eq!(published, printed(period, group), "{period}");
        assert_eq!(published, values(period, group, "historical"), "{period}");
        let timor = if members == 10 { printed(period, "TLS") } else { [0; 3] };
        let with_all = [0, 1, 2].map(|flow| published[flow] + timor[flow]);
        assert_eq!(with_all, values(period, group, "current"), "{period}");
    }
}

#[test]
fn the_union_is_its_members_by_every_reckoning() {
    for (period, _, _) in COMPLETE {
        let published = printed(period, "EU");
        for membership in ["published", "historical", "current"] {
            assert_eq!(published, values(period, "EU", membership), "{period} {membership}");
        }
    }
}

/// The British share is what a Union of 28 has more than one of 27.
#[test]
fn a_stated_month_decides_the_members() {
    let (without, with) = (values("2025-11", "EU", "2020-02"), values("2025-11", "EU", "2020-01"));
    assert_eq!([0, 1, 2].map(|flow| with[flow] - without[flow]), printed("2025-11", "GBR"));
}
