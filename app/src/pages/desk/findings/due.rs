//! What of a finding is due next: the plan's clock while it is open, and the fix's once that is late or a plan is there.
//! Once nothing is due, it says how and when the finding was closed.

use crate::charts::Clock;
use crate::charts::clock::{Deadline, days};
use crate::components::{Symbol, Tone, badge, now, short_date};
use domain::api::finding::FindingRow;
use domain::finding::FindingState;
use leptos::prelude::*;

/// What is due next and how much time is left.
pub fn due(row: &FindingRow) -> AnyView {
    let today = now().date();
    let finding = &row.finding;
    let fix = Deadline { from: finding.raised, due: finding.fix_due, today };
    match row.state_now {
        FindingState::Verified => {
            let words =
                finding.closed.map_or_else(|| "Verified".to_owned(), |day| format!("Verified {}", short_date(day)));
            badge(Tone::Good, Some(Symbol::Check), words)
        }
        FindingState::Withdrawn => {
            let words =
                finding.closed.map_or_else(|| "Withdrawn".to_owned(), |day| format!("Withdrawn {}", short_date(day)));
            badge(Tone::Plain, None, words)
        }
        FindingState::RiskAccepted => {
            let until = finding.accepted_until.unwrap_or(finding.fix_due);
            let deadline = Deadline { from: finding.raised, due: until, today };
            view! { <Clock deadline paused=format!("until {}", short_date(until)) /> }.into_any()
        }
        FindingState::Open => {
            let plan = Deadline { from: finding.raised, due: finding.plan_due, today };
            let deadline = if fix.days_left() < 0 { fix } else { plan };
            view! { <Clock deadline words=owed(plan, fix) /> }.into_any()
        }
        FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Rejected => view! { <Clock deadline=fix /> }.into_any(),
    }
}

/// What is said of an open finding: the plan comes first, and a late fix does not hide a late plan.
fn owed(plan: Deadline, fix: Deadline) -> String {
    match (plan.days_left(), fix.days_left()) {
        (left, _) if left > 0 => format!("{} for a plan", days(left)),
        (0, _) => "plan due today".to_owned(),
        (late, 0..) => format!("plan {} late", days(-late)),
        (late, fix) => format!("plan {}, fix {} late", days(-late), days(-fix)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn said(plan: &str, fix: &str) -> String {
        let day = |text: &str| text.parse().unwrap();
        let due = |text| Deadline { from: day("2026-10-01"), due: day(text), today: day("2026-11-21") };
        owed(due(plan), due(fix))
    }

    #[test]
    fn an_open_finding_names_the_late_plan_beside_the_late_fix() {
        assert_eq!(said("2026-11-23", "2027-01-09"), "2 days for a plan");
        assert_eq!(said("2026-11-21", "2027-01-09"), "plan due today");
        assert_eq!(said("2026-11-20", "2027-01-09"), "plan 1 day late");
        assert_eq!(said("2026-11-11", "2026-11-20"), "plan 10 days, fix 1 day late");
    }
}
