//! The worked example of the scoring specification (section 18) told as events, for the tests of course and register.
//!
//! Sent, answered, reviewed and concluded on 21 November 2026 at 41.48; two fixes later the score is 77.75.

use chrono::NaiveDate;
use domain::actor::ActorRef;
use domain::answer::Value;
use domain::assessment::{Assessment, Attachment, Event, Judgement, Outcome, Plan, TierTerms};
use domain::finding::FindingKind;
use domain::id::{
    AssessmentId, EvidenceId, FactorId, FileHash, FindingId, PersonId, QuestionId, RuleId, SystemId, TemplateHash,
    VendorId,
};
use domain::inherent::{Intake, Levels, Tier, inherent};
use domain::journal::{Recorded, Timestamp};
use domain::scoring::Questionnaire;
use domain::template::{Depth, Severity, Template};
use domain::vendor::{self, Profile, RecordedIntake, SystemDescription, Vendor};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("date")
}

pub(crate) fn question(id: &str) -> QuestionId {
    QuestionId::new(id).expect("id")
}

pub(crate) fn system() -> SystemId {
    SystemId::new("s1").expect("id")
}

fn single(id: &str, weight: u8, evidence: &str, options: &[(&str, u8)], target: &str) -> Json {
    let options: Vec<Json> = options.iter().map(|(id, score)| json!({"id": id, "label": id, "score": score})).collect();
    json!({
        "id": id, "section": "EX", "text": format!("Question {id}"), "type": "single", "options": options,
        "scored": true, "scoring": {"mode": "option"}, "weight": weight, "required": true, "na_allowed": true,
        "evidence": {"requirement": evidence}, "depth": "base",
        "remediation": {"finding": format!("{id} is weak"), "target_option": target},
    })
}

/// The questionnaire of the worked example.
pub(crate) fn questionnaire() -> Questionnaire {
    let approval = [("approved", 100), ("draft", 50), ("none", 0)];
    let training = [("not_used", 100), ("opt_in", 80), ("opt_out", 30), ("used", 0)];
    let graded = [("yes", 100), ("partial", 50), ("no", 0)];
    let review = [("optimised", 100), ("operating", 80), ("partial", 50), ("none", 0)];
    let logs = [("automatic", 100), ("manual", 60), ("none", 0)];
    let mut questions = [
        single("EX-01", 4, "required", &approval, "approved"),
        single("EX-02", 5, "required", &training, "opt_in"),
        single("EX-03", 3, "optional", &graded, "yes"),
        single("EX-04", 4, "optional", &review, "operating"),
        single("EX-05", 4, "optional", &logs, "automatic"),
        single("EX-06", 2, "none", &graded, "yes"),
        single("EX-07", 3, "none", &graded, "yes"),
    ];
    for place in [0, 1] {
        questions[place]["critical"] = json!(true);
        questions[place]["fail_below"] = json!(50);
    }
    let template = json!({
        "schema": "assay.template/1", "id": "example", "version": "1.0.0", "title": "Example", "summary": "",
        "locale": "en", "as_of": "2026-11-21", "estimated_minutes": 5,
        "sections": [{"id": "EX", "title": "Example", "weight": 1}],
        "questions": questions,
        "contradictions": [{
            "id": "C-LOGS", "text": "Reviews that operate leave logs", "cap": 50, "severity": "high",
            "claim": {"q": "EX-04", "in": ["optimised", "operating"]}, "counter": {"q": "EX-05", "in": ["none"]},
        }],
    });
    let template = Template::parse(template.to_string().as_bytes()).expect("sound");
    Questionnaire::new(vec![Arc::new(template)], Depth::Deep).expect("one template")
}

/// A stream under construction.
pub(crate) struct Story<E>(pub(crate) Vec<Recorded<E>>);

impl<E> Story<E> {
    pub(crate) fn on(mut self, date: &str, by: &str, event: E) -> Self {
        let version = self.0.len() as u64 + 1;
        let by = ActorRef::try_from(by.to_string()).expect("an actor");
        // Noon, so that nothing rests on midnight.
        let at = Timestamp(Timestamp::start_of(day(date)).0 + 43_200_000);
        self.0.push(Recorded { version, at, by, event });
        self
    }
}

/// A vendor with one AI system of inherent risk 53.29, tier high.
pub(crate) fn vendor_events() -> Vec<Recorded<vendor::Event>> {
    let profile = Profile {
        name: "Lumen".into(),
        summary: String::new(),
        website: String::new(),
        country: String::new(),
        owner: None,
    };
    Story(Vec::new())
        .on("2026-10-01", "staff/p1", vendor::Event::Registered { vendor: VendorId::new("v1").expect("id"), profile })
        .on("2026-10-01", "staff/p1", vendor::Event::SystemAdded { system: system(), description: screener() })
        .on("2026-10-02", "staff/p1", intake([3, 3, 1, 1, 2, 3, 2, 2, 2, 2, 2]))
        .0
}

fn screener() -> SystemDescription {
    SystemDescription {
        name: "Screener".into(),
        purpose: String::new(),
        version: String::new(),
        techniques: BTreeSet::new(),
        eu_market: false,
        eu_output: false,
    }
}

/// The intake with these levels, in the order of the shipped form.
pub(crate) fn intake(levels: [u8; 11]) -> vendor::Event {
    let form = Intake::parse(include_bytes!("../../../server/templates/inherent-risk.json")).expect("sound");
    let id = |factor: &domain::inherent::Factor| FactorId::new(factor.id.as_str()).expect("id");
    let levels: Levels = form.factors.iter().map(id).zip(levels).collect();
    let inherent = inherent(&form, &levels).expect("complete");
    vendor::Event::IntakeRecorded {
        system: system(),
        intake: RecordedIntake { on: day("2026-10-02"), levels, inherent },
    }
}

pub(crate) fn vendor() -> Vendor {
    Vendor::fold(&vendor_events())
}

fn attached(id: &str, on: &str, valid_until: Option<&str>) -> Event {
    let attachment = Attachment {
        finding: None,
        id: EvidenceId::new(id).expect("id"),
        question: question(on),
        file: FileHash::new("f").expect("id"),
        name: "file.pdf".into(),
        size: 1,
        media_type: "application/pdf".into(),
        kind: "record".into(),
        valid_until: valid_until.map(day),
    };
    Event::EvidenceAttached { attachment }
}

fn answered(id: &str, option: &str) -> Event {
    Event::Answered { question: question(id), value: Value::Text(option.into()), comment: String::new() }
}

pub(crate) fn raised(id: &str, cause: FindingKind, about: &str, severity: Severity, fix_due: &str) -> Event {
    Event::FindingRaised {
        finding: finding(id),
        cause,
        question: question(about),
        rule: (cause == FindingKind::Contradiction).then(|| RuleId::new("C-LOGS").expect("id")),
        severity,
        plan_due: day("2026-12-01"),
        fix_due: day(fix_due),
    }
}

pub(crate) fn finding(id: &str) -> FindingId {
    FindingId::new(id).expect("id")
}

/// Sent on 2 November, due on the 16th.
pub(crate) fn sent() -> Story<Event> {
    let plan = Plan {
        vendor: VendorId::new("v1").expect("id"),
        system: system(),
        templates: vec![TemplateHash::new("t1").expect("id")],
        depth: Depth::Deep,
        due: day("2026-11-16"),
        contact: PersonId::new("c1").expect("id"),
        reason: "Renewal".into(),
        spares_future_duties: false,
    };
    let terms = TierTerms { tier: Tier::High, approvers: 2, reassess_months: 12, evidence_percent: 0 };
    let assessment = AssessmentId::new("a1").expect("id");
    Story(Vec::new()).on("2026-11-01", "staff/p1", Event::Drafted { assessment, plan, terms, duties: [].into() }).on(
        "2026-11-02",
        "staff/p1",
        Event::Sent,
    )
}

/// Answered and submitted on 12 November. The evidence of EX-01 ends on 1 March 2027.
pub(crate) fn submitted() -> Story<Event> {
    let not_applicable = Event::NotApplicableClaimed {
        question: question("EX-07"),
        reason: "We have no such thing".into(),
        comment: String::new(),
    };
    let signatory = PersonId::new("c1").expect("id");
    let mut story = sent();
    let answers = [
        ("EX-01", "approved"),
        ("EX-02", "opt_out"),
        ("EX-03", "partial"),
        ("EX-04", "operating"),
        ("EX-05", "none"),
        ("EX-06", "yes"),
    ];
    for (id, option) in answers {
        story = story.on("2026-11-10", "vendor/c1", answered(id, option));
    }
    story
        .on("2026-11-10", "vendor/c1", not_applicable)
        .on("2026-11-10", "vendor/c1", attached("e1", "EX-01", Some("2027-03-01")))
        .on("2026-11-10", "vendor/c1", attached("e3", "EX-03", None))
        .on("2026-11-10", "vendor/c1", attached("e4", "EX-04", None))
        .on("2026-11-12", "vendor/c1", Event::Submitted { digest: "d".into(), signatory })
}

/// Reviewed and concluded on 21 November with two of its findings: EX-02 due on 5 December, the contradiction on the 21st.
pub(crate) fn concluded() -> Story<Event> {
    let judgement = Judgement { accepted: true, level: 2, valid_until: None, no_end: false, reason: String::new() };
    let accepted = Event::NotApplicableDecided { question: question("EX-07"), accepted: true, reason: String::new() };
    submitted()
        .on("2026-11-20", "staff/p2", Event::EvidenceJudged { evidence: EvidenceId::new("e3").expect("id"), judgement })
        .on("2026-11-20", "staff/p2", accepted)
        .on(
            "2026-11-21",
            "staff/p3",
            Event::Concluded { outcome: Outcome::Approved, reason: String::new(), respondents: vec![] },
        )
        .on("2026-11-21", "system", raised(EX_02, FindingKind::Control, "EX-02", Severity::Critical, "2026-12-05"))
        .on("2026-11-21", "system", raised(LOGS, FindingKind::Contradiction, "EX-04", Severity::High, "2026-12-21"))
}

pub(crate) const EX_02: &str = "control:EX-02:1";
pub(crate) const LOGS: &str = "contradiction:C-LOGS:1";

/// A plan proposed and agreed.
pub(crate) fn agreed(story: Story<Event>, id: &str, on: &str, fix_due: &str) -> Story<Event> {
    let plan = Event::PlanProposed { finding: finding(id), plan: "We will".into(), fix_by: day(fix_due) };
    story.on(on, "vendor/c1", plan).on(
        on,
        "staff/p1",
        Event::PlanAgreed { finding: finding(id), fix_due: day(fix_due) },
    )
}

/// Worked on, submitted and verified.
pub(crate) fn verified(story: Story<Event>, id: &str, on: &str, about: &str, option: &str, level: u8) -> Story<Event> {
    let value = Value::Text(option.into());
    story
        .on(on, "vendor/c1", Event::WorkStarted { finding: finding(id) })
        .on(on, "vendor/c1", Event::FixSubmitted { finding: finding(id), note: "Done".into() })
        .on(on, "staff/p2", Event::FixVerified { finding: finding(id), question: question(about), value, level })
}

/// The whole example: plans agreed on 25 November, EX-02 verified on 20 December, the logs on 15 January.
pub(crate) fn fixed() -> Story<Event> {
    let story = agreed(concluded(), EX_02, "2026-11-25", "2026-12-05");
    let story = agreed(story, LOGS, "2026-11-25", "2026-12-21");
    let story = verified(story, EX_02, "2026-12-20", "EX-02", "opt_in", 3);
    verified(story, LOGS, "2027-01-15", "EX-05", "automatic", 2)
}

pub(crate) fn fold(events: &[Recorded<Event>]) -> Assessment {
    let mut assessment = Assessment::default();
    for event in events {
        assessment.apply(event);
    }
    assessment
}
