//! Laws that hold whatever is asked for in whatever order: nothing panics, events fold, findings follow the score.
//!
//! Commands are drawn at random over all stages; what is refused changes nothing.

use crate::fixture::{
    Case, analyst, answered, approver, concluded, day, everyone, evidence, example, file, finding, judged, kinds,
    not_applicable, person, plan, q, terms, value, vendor,
};
use chrono::{Days, NaiveDate};
use domain::actor::{Actor, Role};
use domain::answer::Value;
use domain::assessment::{
    Assessment, Attachment, Command, Entry, Event, Inherited, Judgement, Labels, Names, Outcome, Plan, Stage, Verdict,
    WithdrawnBecause, figures, finding_history, history, next_change, portal, row,
};
use domain::finding::{Action, FindingKind, FindingState};
use domain::id::{AssessmentId, QuestionId, RuleId};
use domain::inherent::Tier;
use domain::journal::{Recorded, Timestamp};
use domain::scoring::Questionnaire;
use domain::template::{Kind, Question};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Answers every asked question, again and again while answers bring up new ones.
pub(crate) struct Filling {
    given: BTreeSet<QuestionId>,
}

impl Filling {
    pub(crate) fn new(_: &Questionnaire) -> Self {
        Filling { given: BTreeSet::new() }
    }

    /// `wish` says what to answer; what it leaves open gets the first or smallest answer.
    pub(crate) fn fill(&mut self, case: &mut Case, wish: impl Fn(&str) -> Option<Value>) {
        loop {
            let missing = case.assessment.progress(&case.questionnaire).missing;
            let Some(id) = missing.into_iter().find(|id| !self.given.contains(id)) else { return };
            let question = case.questionnaire.question(&id).expect("asked").clone();
            let given = wish(id.as_str()).unwrap_or_else(|| first_answer(&question));
            let entry = Entry { value: Some(given), ..Entry::default() };
            case.answer(id.as_str(), entry).expect("a fitting answer");
            self.given.insert(id);
        }
    }
}

fn first_answer(question: &Question) -> Value {
    let first = || question.options[0].id.to_string();
    match question.kind {
        Kind::Single | Kind::YesPartialNo => Value::Text(first()),
        Kind::Multi => Value::List(vec![first()]),
        Kind::Number => Value::Number(question.scoring.min.unwrap_or(0)),
        Kind::Date => Value::from("2026-06-01"),
        Kind::Text | Kind::File => Value::from("Text."),
    }
}

const QUESTIONS: [&str; 9] = ["EX-01", "EX-02", "EX-03", "EX-04", "EX-05", "EX-06", "EX-07", "EX-99", "EX-01"];
const OPTIONS: [&str; 9] = ["approved", "none", "opt_in", "yes", "operating", "automatic", "partial", "", "bad"];
const FINDINGS: [&str; 6] = [
    "control:EX-02:1",
    "control:EX-03:1",
    "control:EX-04:1",
    "control:EX-05:1",
    "contradiction:C-LOGS:1",
    "evidence:EX-01:1",
];

/// A command drawn from two small numbers.
fn command(case: &Case, kind: u8, a: u8, b: u8) -> Command {
    let pick = |list: &[&'static str], n: u8| list[usize::from(n) % list.len()];
    let question = || q(pick(&QUESTIONS, a));
    let reason = || String::from("Because.");
    let later = || case.today().checked_add_days(Days::new(u64::from(b))).expect("a day");
    match kind % 18 {
        0 => Command::Draft {
            assessment: AssessmentId::new("a1").expect("an id"),
            plan: plan(),
            terms: terms(Tier::High, 1 + a % 2),
            duties: [].into(),
        },
        1 => Command::Replan { plan: Plan { due: later(), ..plan() }, duties: [].into() },
        2 => Command::Send,
        3 => Command::ExtendDue(later()),
        4 => Command::Withdraw { reason: reason() },
        5 | 6 => {
            let entry = if b % 5 == 4 { not_applicable("Not us.") } else { value(pick(&OPTIONS, b)) };
            Command::Answer {
                question: question(),
                entry,
                revision: case.assessment.revision(&question()) + u64::from(b / 200),
            }
        }
        7 => {
            let until = b.is_multiple_of(2).then_some("2027-01-31");
            let about = b.is_multiple_of(3).then(|| finding(pick(&FINDINGS, a)));
            Command::Attach(Attachment { finding: about, ..file(&format!("n{b}"), pick(&QUESTIONS, a), until) })
        }
        8 => Command::RemoveEvidence(evidence(&format!("n{b}"))),
        9 => Command::Submit { signatory: person("sig") },
        10 => Command::Review {
            question: question(),
            verdict: match b % 5 {
                0 => Verdict::Accept,
                1 => Verdict::Query { message: reason() },
                2 => Verdict::Override { credit: b, level: Some(a % 5), reason: reason() },
                3 => Verdict::LiftOverride,
                _ => Verdict::NotApplicable { accepted: b > 100, reason: reason() },
            },
        },
        11 => Command::Judge {
            evidence: evidence(["e1", "e3", "e4"][usize::from(a % 3)]),
            judgement: Judgement { accepted: !b.is_multiple_of(3), reason: reason(), ..judged(b % 4) },
        },
        12 => Command::Return,
        13 => {
            let outcome = match a % 3 {
                0 => Outcome::Approved,
                1 => Outcome::Rejected,
                _ => Outcome::Conditional { conditions: reason(), until: later() },
            };
            Command::Conclude { outcome, reason: reason(), inherited: Inherited::new(), respondents: vec![] }
        }
        14 => Command::Supersede { by: AssessmentId::new("a2").expect("an id") },
        15 if b > 250 => Command::RetireSystem,
        15 if b > 200 => Command::RenewLink,
        15 if b > 150 => Command::RevokeLink,
        15 => Command::Refresh,
        16 => {
            let rule = b.is_multiple_of(4).then(|| RuleId::new("C-LOGS").expect("an id"));
            let kind = if rule.is_some() { FindingKind::Contradiction } else { FindingKind::Control };
            Command::Raise { cause: (kind, question(), rule), inherited: Inherited::new() }
        }
        _ => Command::Act { finding: finding(pick(&FINDINGS, a)), action: action(later(), b) },
    }
}

/// A step drawn from a small number.
fn action(later: NaiveDate, b: u8) -> Action {
    let reason = || String::from("Because.");
    match b % 10 {
        0 => Action::ProposePlan { plan: reason(), fix_by: later },
        1 => Action::AgreePlan,
        2 => Action::DeclinePlan { reason: reason() },
        3 => Action::StartWork,
        4 => Action::SubmitFix { note: reason() },
        5 => Action::Verify { value: Value::from(OPTIONS[usize::from(b / 10) % OPTIONS.len()]), level: 2 + b % 2 },
        6 => Action::RejectFix { reason: reason() },
        7 => Action::AcceptRisk { until: later, reason: reason() },
        8 => Action::Withdraw { reason: reason() },
        _ => Action::MoveDue { fix_due: later, reason: reason() },
    }
}

fn actor(n: u8) -> Actor {
    let all = Actor::Staff { id: person("all"), roles: Role::ALL.into() };
    match n % 12 {
        0..=3 => all,
        4..=7 => vendor(),
        8 | 9 => Actor::System,
        n => everyone().swap_remove(usize::from(n - 9)).1,
    }
}

/// What must hold after every decision.
fn lawful(case: &Case) {
    let (assessment, questionnaire, today) = (&case.assessment, &case.questionnaire, case.today());
    assert_eq!(assessment.version(), case.events.len() as u64);
    if let Some(state) = assessment.state(questionnaire, today) {
        assert!(questionnaire.check(&state).is_ok(), "what was decided on fits the questionnaire");
    }
    let mut causes = BTreeSet::new();
    for found in assessment.findings().values().filter(|found| found.is_open()) {
        assert!(causes.insert(found.cause()), "two open findings of one cause: {}", found.id);
    }
    let figures = figures(assessment, questionnaire, today);
    assert_eq!(figures.findings_open as usize, causes.len());
    assert!(next_change(assessment, questionnaire, today).is_none_or(|day| day > today));
    let names = Names::new();
    let labels = Labels { vendor: "Vendor", system: "System" };
    assert_eq!(row(assessment, questionnaire, labels, today).is_some(), assessment.version() > 0);
    assert!(history(&case.events, &names).len() <= case.events.len());
    for id in assessment.findings().keys() {
        assert!(!finding_history(&case.events, id, &names).is_empty());
    }
    let seen = portal::row(assessment, questionnaire, "System", today).is_some();
    assert_eq!(seen, assessment.sent().is_some());
}

/// After the conclusion, findings and causes agree, but for those that a person withdrew.
fn findings_follow(case: &Case, decided: &[Event]) {
    let moves = decided.iter().any(|event| matches!(event, Event::Concluded { .. } | Event::FixVerified { .. }));
    if !moves || case.assessment.superseded_by().is_some() {
        return;
    }
    let holding: BTreeSet<_> =
        case.assessment.would_raise(&case.questionnaire, case.today()).iter().map(|cause| cause.key()).collect();
    let withdrawn = |recorded: &Recorded<Event>| {
        if let Event::FindingWithdrawn { finding, because: WithdrawnBecause::Decided { .. } } = &recorded.event {
            case.assessment.finding(finding).map(|found| found.cause())
        } else {
            None
        }
    };
    let by_hand: BTreeSet<_> = case.events.iter().filter_map(withdrawn).collect();
    let open: BTreeSet<_> =
        case.assessment.findings().values().filter(|found| found.is_open()).map(|found| found.cause()).collect();
    assert!(open.is_subset(&holding), "a finding whose cause is gone is withdrawn in the same decision");
    assert!(holding.difference(&open).all(|cause| by_hand.contains(cause)), "every cause has its finding");
}

fn starts() -> Vec<Case> {
    let mut submitted = answered(terms(Tier::High, 1));
    submitted.submit().expect("complete");
    let empty = Case::empty(example());
    vec![empty, answered(terms(Tier::Critical, 2)), submitted, concluded(terms(Tier::High, 1))]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn whatever_is_asked_for_nothing_panics_and_every_event_folds(
        start in 0..4_usize,
        asked in proptest::collection::vec((0..17_u8, any::<u8>(), any::<u8>(), any::<u8>(), 0..20_u8), 0..40),
    ) {
        let mut case = starts().swap_remove(start);
        for (kind, a, b, who, days) in asked {
            let before = case.assessment.clone();
            case.now = Timestamp(case.now.0 + i64::from(days / 4) * 86_400_000);
            let command = command(&case, kind, a, b);
            match case.try_to(command, &actor(who)) {
                Ok(events) => findings_follow(&case, &events),
                Err(refusal) => {
                    prop_assert!(!refusal.to_string().is_empty());
                    prop_assert_eq!(&before, &case.assessment, "what is refused changes nothing");
                }
            }
            lawful(&case);
        }
        let text = serde_json::to_string(&case.events).expect("JSON");
        let read: Vec<Recorded<Event>> = serde_json::from_str(&text).expect("events read back");
        prop_assert_eq!(&read, &case.events);
        let mut folded = Assessment::default();
        read.iter().for_each(|recorded| folded.apply(recorded));
        prop_assert_eq!(folded, case.assessment);
    }

    #[test]
    fn any_recorded_events_can_be_applied_in_any_order(order in proptest::collection::vec(any::<proptest::sample::Index>(), 0..60)) {
        let events = {
            let mut case = concluded(terms(Tier::High, 1));
            case.fix("control:EX-02:1");
            case.events
        };
        let mut assessment = Assessment::default();
        for index in &order {
            assessment.apply(&events[index.index(events.len())]);
        }
        prop_assert_eq!(assessment.version(), order.len() as u64);
        let _ = figures(&assessment, &example(), day("2027-01-01"));
    }
}

#[test]
fn no_path_reaches_verified_without_a_reviewer() {
    let case = concluded(terms(Tier::High, 1));
    for step in [analyst(), approver(), vendor(), Actor::System] {
        let mut case = case.clone();
        case.fix("control:EX-02:1");
        let verify = Action::Verify { value: Value::from("opt_in"), level: 2 };
        assert!(case.act("control:EX-02:1", verify, &step).is_err());
        assert_eq!(case.state("control:EX-02:1"), FindingState::Submitted);
    }
}

#[test]
fn progress_counts_every_question_of_a_section_once() {
    let mut case = Case::sent(kinds(), terms(Tier::Low, 1));
    Filling::new(&case.questionnaire).fill(&mut case, |_| None);
    let progress = case.assessment.progress(&case.questionnaire);
    assert_eq!(progress.sections.len(), 1);
    assert_eq!(progress.sections[0].counts, progress.counts);
    assert_eq!(progress.counts.missing, 0);
    assert_eq!(case.assessment.stage(), Stage::Answering);
    let nothing = domain::assessment::progress(&case.questionnaire, &BTreeMap::new(), &BTreeSet::new());
    assert_eq!((nothing.counts.answered, nothing.counts.missing), (0, 4));
}
