//! Months beside quarters: a quarter that is published of some partners only is not that of all.

use super::{common, figures};

const OF_ALL: &str = "period,flow,partner,product,value\n\
    2025-q1,exports,VNM,TOTAL,100\n\
    2025-01,exports,VNM,TOTAL,33\n\
    2025-02,exports,VNM,TOTAL,33\n\
    2025-03,exports,VNM,TOTAL,34\n\
    2025-01,exports,DEU,TOTAL,10\n\
    2025-02,exports,DEU,TOTAL,10\n\
    2025-03,exports,DEU,TOTAL,10\n";

const OF_ONE: &str = "period,flow,partner,product,value\n\
    2025-q1,exports,VNM,TOTAL,100\n\
    2025-01,exports,DEU,TOTAL,10\n\
    2025-02,exports,DEU,TOTAL,10\n\
    2025-03,exports,DEU,TOTAL,10\n";

/// The value of a partner in a period, as each of some questions gives it.
fn values(rows: &str, period: &str, partner: &str) -> [Option<i64>; 3] {
    let folder = common::Folder::new();
    let data = folder.file("spans.csv", rows);
    let key = ["exports", partner, "TOTAL", period].map(str::to_owned);
    let question = ["growth", "-d", &data, "--flow", "exports", "--period", period];
    let by_partner = [&question[..], &["--by", "partner"]].concat();
    let asked = [question.to_vec(), [&["share"], &by_partner[1..]].concat(), by_partner];
    asked.map(|question| figures(&question).get(&key).copied().flatten())
}

#[test]
fn a_quarter_of_one_partner_is_not_that_of_the_world() {
    assert_eq!(values(OF_ALL, "2025-q1", "WORLD")[0], Some(130));
    assert_eq!(values(OF_ALL, "2025-01", "WORLD")[0], Some(43));
    assert_eq!(values(OF_ALL, "2025-q1", "DEU")[1..], [Some(30), Some(30)]);
    assert_eq!(values(OF_ALL, "2025-q1", "VNM")[1..], [Some(100), Some(100)]);
    assert_eq!(values(OF_ONE, "2025-q1", "WORLD")[0], Some(130));
    assert_eq!(values(OF_ONE, "2025-q1", "DEU")[1..], [Some(30), Some(30)]);
}

#[test]
fn a_month_of_which_only_the_quarter_is_known_is_missing_and_not_nothing() {
    assert_eq!(values(OF_ONE, "2025-01", "WORLD")[0], None);
    assert_eq!(values(OF_ONE, "2025-01", "VNM"), [None; 3]);
    assert_eq!(values(OF_ONE, "2025-01", "DEU")[1..], [Some(10), Some(10)]);
}

#[test]
fn a_month_without_trade_in_a_quarter_that_its_months_make_is_nothing() {
    let folder = common::Folder::new();
    let rows = OF_ALL.replace("2025-03,exports,VNM,TOTAL,34\n", "").replace("VNM,TOTAL,100", "VNM,TOTAL,66");
    let data = folder.file("spans.csv", rows);
    let question = ["growth", "-d", &data, "--flow", "exports", "--period", "2025-03"];
    let of = |question: &[&str], partner: &str| {
        figures(question)[&["exports", partner, "TOTAL", "2025-03"].map(str::to_owned)]
    };
    assert_eq!(of(&question, "WORLD"), Some(10));
    assert_eq!(of(&[&question[..], &["--partner", "VNM"]].concat(), "VNM"), Some(0));
}

#[test]
fn partners_whose_figures_were_rounded_or_published_at_other_times_are_added_up() {
    let rows = "period,flow,partner,product,value,rounded_to,vintage\n\
        2025-01,exports,VNM,TOTAL,5000,1000,2025-02\n\
        2025-01,exports,VNM,TOTAL,6000,1000,2025-03\n\
        2025-01,exports,DEU,TOTAL,3,,2025-02\n\
        2025-01,exports,USA,TOTAL,7,1,2025-04\n";
    let of = |rows: &str| values(rows, "2025-01", "WORLD")[0];
    assert_eq!(of(rows), Some(6010));
    assert_eq!(of(&rows.replace(",2025-04", ",2025-02")), Some(6010));
    assert_eq!(of(&rows.replace(",1000,", ",,").replace(",1,", ",,")), Some(6010));
}

#[test]
fn totals_of_some_partners_and_months_answer_for_these_only_in_large_data_too() {
    let folder = common::Folder::new();
    let mut rows = "period,flow,partner,product,value\n".to_owned();
    for (month, partner) in (1..=12).flat_map(|month| ["VNM", "DEU"].map(|partner| (month, partner))) {
        for product in 0..900 {
            rows += &format!("2025-{month:02},exports,{partner},{:06},1\n", 10_100 + 1_000 * product);
        }
        if (partner == "VNM") == (month % 3 == 0) {
            rows += &format!("2025-{month:02},exports,{partner},TOTAL,900\n");
        }
    }
    let data = folder.file("large.csv", rows);
    let found = figures(&["growth", "-d", &data, "--period", "2025", "--flow", "exports", "--by", "partner"]);
    let of = |partner: &str| found[&["exports", partner, "TOTAL", "2025"].map(str::to_owned)];
    assert_eq!(["VNM", "DEU"].map(of), [Some(10_800); 2]);
}

/// Cumulatives of some partners beside quarters of others: who is not in the list to date is not known in its months.
#[test]
fn quarters_of_one_partner_are_not_added_to_cumulatives_of_others() {
    let to_date = "period,flow,partner,product,value\n\
        2025-01,exports,DEU,TOTAL,10\n\
        2025-jan..feb,exports,DEU,TOTAL,20\n\
        2025-q1,exports,DEU,TOTAL,30\n\
        2025-jan..apr,exports,DEU,TOTAL,41\n";
    let with = |rows: &str| to_date.to_owned() + rows;
    let quarterly = with("2025-q1,exports,VNM,TOTAL,100\n");
    assert_eq!(values(&quarterly, "2025-q1", "WORLD")[0], Some(130));
    for month in ["2025-01", "2025-02", "2025-03", "2025-jan..feb", "2025-jan..apr"] {
        assert_eq!(values(&quarterly, month, "WORLD")[0], None, "{month}");
        assert_eq!(values(&quarterly, month, "VNM"), [None; 3], "{month}");
    }
    let begins_in_march = with("2025-q1,exports,VNM,TOTAL,100\n2025-jan..apr,exports,VNM,TOTAL,101\n");
    assert_eq!(values(&begins_in_march, "2025-jan..feb", "WORLD")[0], Some(20));
    assert_eq!(values(&begins_in_march, "2025-03", "WORLD")[0], Some(110));
}

/// A period that is put together for some partners only is not one in which the others had no trade.
#[test]
fn a_quarter_that_only_some_partners_make_up_is_not_that_of_the_world() {
    let rows = "period,flow,partner,product,value\n\
        2025-04,exports,DEU,hs:85,1\n\
        2025-05,exports,DEU,hs:85,2\n\
        2025-06,exports,DEU,hs:85,3\n\
        2025-h1,exports,VNM,hs:85,9\n\
        2025-q2,exports,WORLD,hs:01,4\n";
    assert_eq!(values(rows, "2025-q2", "WORLD")[0], None);
    assert_eq!(values(rows, "2025-q2", "DEU")[1], Some(6));
}

/// A quarter of more than its months: where a month lists every partner, one without a row had no trade.
#[test]
fn a_month_that_lists_every_partner_tells_of_the_others_too() {
    let folder = common::Folder::new();
    let data = folder.file(
        "listed.csv",
        "period,flow,partner,product,value\n\
         2025-q1,exports,VNM,TOTAL,100\n\
         2025-q1,exports,DEU,TOTAL,30\n\
         2025-01,exports,VNM,TOTAL,33\n\
         2025-02,exports,VNM,TOTAL,33\n\
         2025-03,exports,VNM,TOTAL,34\n\
         2025-03,exports,WORLD,TOTAL,34\n",
    );
    let of_germany = |period: &str| {
        let key = ["exports", "DEU", "TOTAL", period].map(str::to_owned);
        let found = figures(&["growth", "-d", &data, "--flow", "exports", "--partner", "DEU", "--period", period]);
        found.get(&key).copied().flatten()
    };
    assert_eq!(of_germany("2025-03"), Some(0));
    assert_eq!(of_germany("2025-02"), None);
}
