//! The register's selection, order, figures and CSV, over rows made up for the purpose.
//!
//! How a row comes out of a vendor and its assessments is in `course.rs`, beside the course that ends in it.

use chrono::NaiveDate;
use domain::api::finding::FindingRow;
use domain::api::register::{RegisterFigures, RegisterQuery, RegisterRow, RegisterSort, Waiting};
use domain::finding::{Finding, FindingKind, FindingState};
use domain::id::{AssessmentId, FindingId, QuestionId, SystemId, VendorId};
use domain::inherent::{RiskBand, Tier};
use domain::register::{csv as register_csv, figures, findings_csv, fold_key, matches, order};
use domain::scoring::ScoreBand;
use domain::template::Severity;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("date")
}

fn bare(vendor: &str, system: &str) -> RegisterRow {
    RegisterRow {
        vendor_id: VendorId::new("v1").expect("id"),
        vendor: vendor.into(),
        system_id: SystemId::new("s1").expect("id"),
        system: system.into(),
        tier: None,
        inherent: None,
        claimed: None,
        assured: None,
        band: None,
        blocked: false,
        capped: false,
        confidence: None,
        residual: None,
        residual_now: None,
        residual_band: None,
        findings_open: 0,
        findings_overdue: 0,
        last_assessed: None,
        next_assessment: None,
        provisional: false,
        waiting: Waiting::Us,
        waiting_for: "Intake is missing".into(),
        overdue: false,
        score_fault: None,
    }
}

fn assessed(vendor: &str, system: &str) -> RegisterRow {
    RegisterRow {
        tier: Some(Tier::High),
        inherent: Some(5_329),
        claimed: Some(5_545),
        assured: Some(4_148),
        band: Some(ScoreBand::D),
        confidence: Some(8_023),
        residual: Some(3_340),
        residual_now: Some(3_590),
        residual_band: Some(RiskBand::High),
        findings_open: 4,
        findings_overdue: 2,
        last_assessed: Some(day("2026-11-21")),
        next_assessment: Some(day("2027-11-21")),
        waiting: Waiting::Vendor,
        overdue: true,
        ..bare(vendor, system)
    }
}

fn finding() -> FindingRow {
    FindingRow {
        assessment: AssessmentId::new("a1").expect("id"),
        vendor_id: VendorId::new("v1").expect("id"),
        vendor: "Lumen".into(),
        system_id: SystemId::new("s1").expect("id"),
        system: "Screener".into(),
        tier: Tier::High,
        title: "No policy, \"none\" at all".into(),
        finding: Finding {
            id: FindingId::new("control:GOV-01:1").expect("id"),
            kind: FindingKind::Control,
            question: QuestionId::new("GOV-01").expect("id"),
            rule: None,
            severity: Severity::High,
            state: FindingState::RiskAccepted,
            returns_to: Some(FindingState::PlanAgreed),
            raised: day("2026-11-21"),
            plan_due: day("2026-12-01"),
            fix_due: day("2026-12-21"),
            plan: Some("=HYPERLINK(\"https://evil.example\")\nand more".into()),
            plan_by: Some(day("2026-12-15")),
            fix: None,
            reason: Some("Carried until the release.".into()),
            due_reason: Some("The release is later.".into()),
            accepted_until: Some(day("2026-12-10")),
            closed: None,
        },
        state_now: FindingState::PlanAgreed,
        days_late: 3,
    }
}

fn parsed(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(false).from_reader(bytes);
    let records = reader.records().map(|record| record.expect("well-formed"));
    records.map(|record| record.iter().map(str::to_string).collect()).collect()
}

#[test]
fn the_register_has_exactly_these_columns() {
    let header = String::from_utf8(register_csv::header()).expect("text");
    assert_eq!(
        header,
        "vendor_id,vendor,system_id,system,tier,inherent,claimed,assured,band,confidence,residual,residual_now,\
         residual_band,findings_open,findings_overdue,last_assessed,next_assessment,provisional\r\n"
    );
}

#[test]
fn a_line_has_two_decimals_iso_dates_and_quoted_text() {
    let line = String::from_utf8(register_csv::line(&assessed("Lumen, \"AI\"", "Screener"))).expect("text");
    assert_eq!(
        line,
        "\"v1\",\"Lumen, \"\"AI\"\"\",\"s1\",\"Screener\",\"high\",53.29,55.45,41.48,\"D\",80.23,33.40,35.90,\"high\",\
         4,2,2026-11-21,2027-11-21,false\r\n"
    );
}

#[test]
fn what_is_not_known_is_an_empty_cell_and_never_zero() {
    let line = String::from_utf8(register_csv::line(&bare("Lumen", "Screener"))).expect("text");
    assert_eq!(line, "\"v1\",\"Lumen\",\"s1\",\"Screener\",,,,,,,,,,0,0,,,false\r\n");
}

#[test]
fn a_finding_is_exported_in_the_state_it_is_in_today() {
    let lines = [findings_csv::header(), findings_csv::line(&finding())].concat();
    let records = parsed(&lines);
    let cell = |name: &str| {
        let place = records[0].iter().position(|column| column == name).expect(name);
        records[1][place].as_str()
    };
    assert_eq!(cell("state"), "plan_agreed");
    assert_eq!(cell("severity"), "high");
    assert_eq!((cell("fix_due"), cell("days_late"), cell("closed")), ("2026-12-21", "3", ""));
    assert_eq!(cell("reason"), "Carried until the release.");
    assert_eq!(cell("due_reason"), "The release is later.");
    assert_eq!(cell("title"), "No policy, \"none\" at all");
    assert_eq!(cell("plan"), "'=HYPERLINK(\"https://evil.example\")\nand more");
    assert_eq!(records[0].len(), findings_csv::COLUMNS.len());
}

#[test]
fn the_key_of_a_name_ignores_case_in_every_script() {
    for (a, b) in [
        ("Straße", "STRASSE"),
        ("STRAẞE", "Straße"),
        ("Müller", "MÜLLER"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("ЯНДЕКС", "яндекс"),
        ("  Two   words ", "two words"),
    ] {
        assert_eq!(fold_key(a), fold_key(b), "{a} {b}");
    }
    assert_ne!(fold_key("Muller"), fold_key("Müller"));
}

#[test]
fn folding_a_folded_name_changes_nothing() {
    let has_case = |c: &char| c.to_lowercase().ne([*c]) || c.to_uppercase().ne([*c]);
    for c in (char::MIN..=char::MAX).filter(has_case) {
        let once = fold_key(&c.to_string());
        assert_eq!(fold_key(&once), once, "{c:?}");
    }
}

#[test]
fn a_query_selects_by_every_part_at_once() {
    let row = assessed("Müller KI", "Screener");
    let all = RegisterQuery::default();
    let table = [
        (all.clone(), true),
        (RegisterQuery { name: "MÜLLER".into(), ..all.clone() }, true),
        (RegisterQuery { name: "screen".into(), ..all.clone() }, true),
        (RegisterQuery { name: "muller".into(), ..all.clone() }, false),
        (RegisterQuery { tier: Some(Tier::High), ..all.clone() }, true),
        (RegisterQuery { tier: Some(Tier::Critical), ..all.clone() }, false),
        (RegisterQuery { residual_band: Some(RiskBand::High), ..all.clone() }, true),
        (RegisterQuery { residual_band: Some(RiskBand::Low), ..all.clone() }, false),
        (RegisterQuery { vendor: VendorId::new("v1").ok(), ..all.clone() }, true),
        (RegisterQuery { vendor: VendorId::new("v2").ok(), ..all.clone() }, false),
        (RegisterQuery { waiting: Some(Waiting::Vendor), ..all.clone() }, true),
        (RegisterQuery { waiting: Some(Waiting::Us), ..all.clone() }, false),
        (RegisterQuery { overdue: true, worst: true, ..all.clone() }, true),
        (RegisterQuery { name: "müller".into(), tier: Some(Tier::Low), ..all }, false),
    ];
    for (query, selected) in table {
        assert_eq!(matches(&row, &query), selected, "{query:?}");
    }
    let unknown = bare("Lumen", "Screener");
    assert!(!matches(&unknown, &RegisterQuery { worst: true, ..RegisterQuery::default() }));
    assert!(!matches(&unknown, &RegisterQuery { overdue: true, ..RegisterQuery::default() }));
}

#[test]
fn the_worst_comes_first_and_the_unknown_last_either_way() {
    let mild = RegisterRow { residual_now: Some(0), ..assessed("B", "B") };
    let bad = assessed("C", "C");
    let unknown = bare("A", "A");
    for (reverse, expected) in [(false, ["C", "B", "A"]), (true, ["B", "C", "A"])] {
        let mut rows = [unknown.clone(), mild.clone(), bad.clone()];
        rows.sort_by(|a, b| order(a, b, RegisterSort::ResidualNow, reverse));
        assert_eq!(rows.each_ref().map(|row| row.vendor.as_str()), expected);
    }
    assert_eq!(RegisterSort::default(), RegisterSort::ResidualNow);
}

#[test]
fn equal_figures_go_by_vendor_system_and_id() {
    let same = |vendor: &str, system: &str, id: &str| RegisterRow {
        system_id: SystemId::new(id).expect("id"),
        ..assessed(vendor, system)
    };
    let sorted =
        [same("alpha", "One", "s9"), same("Alpha", "Two", "s1"), same("beta", "A", "s2"), same("beta", "A", "s3")];
    for reverse in [false, true] {
        let mut rows = sorted.clone();
        rows.reverse();
        rows.sort_by(|a, b| order(a, b, RegisterSort::Assured, reverse));
        assert_eq!(rows, sorted);
    }
}

#[test]
fn the_figures_count_every_row_and_average_what_is_known() {
    let rows = [
        RegisterRow { residual_now: Some(3_000), ..assessed("A", "A") },
        RegisterRow {
            residual_now: Some(1_001),
            residual_band: Some(RiskBand::Low),
            waiting: Waiting::Nobody,
            overdue: false,
            ..assessed("B", "B")
        },
        bare("C", "C"),
    ];
    let expected = RegisterFigures {
        systems: 3,
        overdue: 1,
        waiting_us: 1,
        waiting_vendor: 1,
        worst: 1,
        mean_residual: Some(2_001),
    };
    assert_eq!(figures(&rows), expected);
    assert_eq!(figures(&[]), RegisterFigures::default());
}

#[cfg(not(target_arch = "wasm32"))]
mod laws {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    const SORTS: [RegisterSort; 8] = [
        RegisterSort::Vendor,
        RegisterSort::System,
        RegisterSort::Inherent,
        RegisterSort::Assured,
        RegisterSort::ResidualNow,
        RegisterSort::Findings,
        RegisterSort::LastAssessed,
        RegisterSort::NextAssessment,
    ];

    /// Names that look like formulas, turn directions, quote and break lines, in many scripts.
    fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[ \t\u{feff}\u{200b}]{0,2}[=+@\u{ff1d}\u{ff0b}\u{ff20}-][a-z\"',\r\n]{0,8}",
            "[a-cA-C ]{0,3}",
        ]
    }

    fn row() -> impl Strategy<Value = RegisterRow> {
        let figures = (prop::option::of(0..=10_000_i64), prop::option::of(0..3_i64), 0..3_u32);
        let dates = (prop::option::of(0..3_i32), "[a-c]{1}", "[a-c]{1}");
        (hostile(), hostile(), figures, dates).prop_map(|(vendor, system, (inherent, now, open), (last, v, s))| {
            RegisterRow {
                vendor_id: VendorId::new(v).expect("id"),
                system_id: SystemId::new(s).expect("id"),
                inherent,
                assured: now,
                residual_now: now,
                findings_open: open,
                last_assessed: last.and_then(|days| NaiveDate::from_num_days_from_ce_opt(739_000 + days)),
                ..bare(&vendor, &system)
            }
        })
    }

    fn is_dangerous(cell: &str) -> bool {
        let blank =
            |c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
        let openers = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
        cell.starts_with(['\t', '\r', '\n', '\0']) || cell.trim_start_matches(blank).starts_with(openers)
    }

    proptest! {
        #[test]
        fn a_line_reads_back_as_the_row_and_no_cell_is_a_formula(row in row()) {
            let records = parsed(&register_csv::line(&row));
            prop_assert_eq!(records.len(), 1);
            prop_assert_eq!(records[0].len(), register_csv::COLUMNS.len());
            for (place, text) in [(1, &row.vendor), (3, &row.system)] {
                let cell = &records[0][place];
                prop_assert!(cell == text || *cell == format!("'{text}"), "{:?} became {:?}", text, cell);
                prop_assert!(!is_dangerous(cell), "{:?}", cell);
            }
            let hundredths = records[0][5].replace('.', "").parse::<i64>().ok();
            prop_assert_eq!(hundredths, row.inherent);
        }

        #[test]
        fn the_order_is_total(a in row(), b in row(), c in row(), sort in 0..SORTS.len(), reverse: bool) {
            let by = |a: &RegisterRow, b: &RegisterRow| order(a, b, SORTS[sort], reverse);
            prop_assert_eq!(by(&a, &a), Ordering::Equal);
            prop_assert_eq!(by(&a, &b), by(&b, &a).reverse());
            if by(&a, &b) != Ordering::Greater && by(&b, &c) != Ordering::Greater {
                prop_assert_ne!(by(&a, &c), Ordering::Greater);
            }
            if by(&a, &b) == Ordering::Equal {
                prop_assert_eq!((&a.system_id, &a.vendor_id), (&b.system_id, &b.vendor_id));
            }
        }
    }
}
