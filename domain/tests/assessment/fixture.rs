//! Two small questionnaires, people with one role each, and a case that is driven command by command.
//!
//! The example is that of the scoring specification, section 18; `kinds` has one question of every kind.

use chrono::NaiveDate;
use domain::actor::{Actor, Role};
use domain::answer::Value;
use domain::assessment::{
    Assessment, Attachment, Command, Entry, Event, Inherited, Judgement, Outcome, Plan, Refusal, TierTerms, Verdict,
};
use domain::duties::Duties;
use domain::finding::{Action, FindingState};
use domain::id::{
    AssessmentId, EvidenceId, FileHash, FindingId, PersonId, QuestionId, SystemId, TemplateHash, VendorId,
};
use domain::inherent::Tier;
use domain::journal::{Recorded, Timestamp};
use domain::scoring::{Questionnaire, Score};
use domain::template::{Depth, Template};
use serde_json::{Value as Json, json};
use std::sync::Arc;

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub(crate) fn q(id: &str) -> QuestionId {
    QuestionId::new(id).expect("an id")
}

pub(crate) fn finding(id: &str) -> FindingId {
    FindingId::new(id).expect("an id")
}

pub(crate) fn evidence(id: &str) -> EvidenceId {
    EvidenceId::new(id).expect("an id")
}

pub(crate) fn person(id: &str) -> PersonId {
    PersonId::new(id).expect("an id")
}

pub(crate) fn staff(id: &str, roles: &[Role]) -> Actor {
    Actor::Staff { id: person(id), roles: roles.iter().copied().collect() }
}

pub(crate) fn analyst() -> Actor {
    staff("ana", &[Role::Analyst])
}

pub(crate) fn reviewer() -> Actor {
    staff("rev", &[Role::Reviewer])
}

pub(crate) fn approver() -> Actor {
    staff("app", &[Role::Approver])
}

pub(crate) fn vendor() -> Actor {
    Actor::Vendor { id: person("ven"), vendor: VendorId::new("v1").expect("an id") }
}

/// Everyone who may stand before an assessment, with the name of their column.
pub(crate) fn everyone() -> Vec<(&'static str, Actor)> {
    vec![
        ("admin", staff("adm", &[Role::Admin])),
        ("analyst", analyst()),
        ("reviewer", reviewer()),
        ("approver", approver()),
        ("auditor", staff("aud", &[Role::Auditor])),
        ("vendor", vendor()),
        ("system", Actor::System),
    ]
}

fn question(id: &str, weight: u8, evidence: &str, options: &[(&str, u8)], target: &str) -> Json {
    let options: Vec<Json> =
        options.iter().map(|(id, score)| json!({"id": id, "label": format!("Label {id}"), "score": score})).collect();
    json!({
        "id": id, "section": "EX", "text": format!("Question {id}"), "type": "single", "options": options,
        "scored": true, "scoring": {"mode": "option"}, "weight": weight, "required": true, "na_allowed": true,
        "evidence": {"requirement": evidence, "kinds": ["policy"], "ask": "A record."}, "depth": "base",
        "remediation": {"finding": format!("{id} is weak"), "target_option": target},
    })
}

fn prepared(section: &str, questions: &[Json], contradictions: &Json) -> Questionnaire {
    let template = json!({
        "schema": "assay.template/1", "id": "example", "version": "1.0.0", "title": "Example", "summary": "",
        "locale": "en", "as_of": "2026-11-21", "estimated_minutes": 10,
        "sections": [{"id": section, "title": "Example", "weight": 1}],
        "questions": questions, "contradictions": contradictions,
    });
    let template = Template::parse(template.to_string().as_bytes()).expect("a sound template");
    Questionnaire::new(vec![Arc::new(template)], Depth::Deep).expect("one template")
}

/// The questionnaire of the worked example.
pub(crate) fn example() -> Questionnaire {
    let graded = [("yes", 100), ("partial", 50), ("no", 0)];
    let mut questions = [
        question("EX-01", 4, "required", &[("approved", 100), ("draft", 50), ("none", 0)], "approved"),
        question("EX-02", 5, "required", &[("not_used", 100), ("opt_in", 80), ("opt_out", 30), ("used", 0)], "opt_in"),
        question("EX-03", 3, "optional", &graded, "yes"),
        question(
            "EX-04",
            4,
            "optional",
            &[("optimised", 100), ("operating", 80), ("partial", 50), ("none", 0)],
            "operating",
        ),
        question("EX-05", 4, "optional", &[("automatic", 100), ("manual", 60), ("none", 0)], "automatic"),
        question("EX-06", 2, "none", &graded, "yes"),
        question("EX-07", 3, "none", &graded, "yes"),
    ];
    for place in [0, 1] {
        questions[place]["critical"] = json!(true);
        questions[place]["fail_below"] = json!(50);
    }
    let rules = json!([{
        "id": "C-LOGS", "text": "Reviews that operate leave logs", "cap": 50, "severity": "high",
        "claim": {"q": "EX-04", "in": ["optimised", "operating"]}, "counter": {"q": "EX-05", "in": ["none"]},
    }]);
    prepared("EX", &questions, &rules)
}

/// One question of every kind; KI-02 is asked when KI-01 says yes.
pub(crate) fn kinds() -> Questionnaire {
    let plain = |id: &str, kind: &str, required: bool| {
        json!({
            "id": id, "section": "KI", "text": format!("Question {id}"), "type": kind, "scored": false,
            "scoring": {"mode": "none"}, "weight": 0, "required": required, "na_allowed": false,
            "evidence": {"requirement": "none"}, "depth": "base",
        })
    };
    let options = |ids: &[&str]| ids.iter().map(|id| json!({"id": id, "label": id, "score": null})).collect::<Vec<_>>();
    let mut gate = plain("KI-01", "yes_partial_no", true);
    gate["options"] = json!(options(&["yes", "partial", "no"]));
    let mut gated = plain("KI-02", "text", true);
    gated["show_if"] = json!({"q": "KI-01", "op": "in", "value": ["yes"]});
    gated["na_allowed"] = json!(true);
    let mut multi = plain("KI-03", "multi", true);
    multi["options"] = json!(options(&["a", "b", "none"]));
    multi["options"][2]["exclusive"] = json!(true);
    let mut number = plain("KI-04", "number", false);
    number["scoring"] = json!({"mode": "none", "min": 0, "max": 100});
    let mut single = plain("KI-05", "single", true);
    single["options"] = json!(options(&["one", "two"]));
    let rest = [plain("KI-06", "date", false), plain("KI-07", "text", false), plain("KI-08", "file", true)];
    let mut questions = vec![gate, gated, multi, number, single];
    questions.extend(rest);
    prepared("KI", &questions, &json!([]))
}

pub(crate) fn plan() -> Plan {
    Plan {
        vendor: VendorId::new("v1").expect("an id"),
        system: SystemId::new("s1").expect("an id"),
        templates: vec![TemplateHash::new("ab12").expect("an id")],
        depth: Depth::Deep,
        due: day("2026-11-28"),
        contact: person("ven"),
        reason: "Before the contract.".into(),
        spares_future_duties: false,
    }
}

pub(crate) fn terms(tier: Tier, approvers: u8) -> TierTerms {
    TierTerms { tier, approvers, reassess_months: 12, evidence_percent: 0 }
}

pub(crate) fn value(text: &str) -> Entry {
    Entry { value: Some(Value::from(text)), ..Entry::default() }
}

pub(crate) fn not_applicable(reason: &str) -> Entry {
    Entry { not_applicable: Some(reason.into()), ..Entry::default() }
}

pub(crate) fn file(id: &str, question: &str, valid_until: Option<&str>) -> Attachment {
    Attachment {
        finding: None,
        id: evidence(id),
        question: q(question),
        file: FileHash::new(format!("hash-{id}")).expect("an id"),
        name: format!("{id}.pdf"),
        size: 1_000,
        media_type: "application/pdf".into(),
        kind: "policy".into(),
        valid_until: valid_until.map(day),
    }
}

pub(crate) fn judged(level: u8) -> Judgement {
    Judgement { accepted: true, level, valid_until: None, no_end: false, reason: String::new() }
}

/// An assessment under way: its stream, and the moment at which the next command comes.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) questionnaire: Questionnaire,
    pub(crate) assessment: Assessment,
    pub(crate) events: Vec<Recorded<Event>>,
    pub(crate) now: Timestamp,
}

impl Case {
    pub(crate) fn empty(questionnaire: Questionnaire) -> Self {
        let now = Timestamp::start_of(day("2026-11-21"));
        Case { questionnaire, assessment: Assessment::default(), events: Vec::new(), now }
    }

    /// Drafted on 21 November 2026, due a week later.
    pub(crate) fn drafted(questionnaire: Questionnaire, terms: TierTerms) -> Self {
        let mut case = Case::empty(questionnaire);
        let assessment = AssessmentId::new("a1").expect("an id");
        case.must(Command::Draft { assessment, plan: plan(), terms, duties: Duties::new() }, &analyst());
        case
    }

    pub(crate) fn sent(questionnaire: Questionnaire, terms: TierTerms) -> Self {
        let mut case = Case::drafted(questionnaire, terms);
        case.must(Command::Send, &analyst());
        case
    }

    pub(crate) fn today(&self) -> NaiveDate {
        self.now.date()
    }

    pub(crate) fn on(&mut self, date: &str) -> &mut Self {
        self.now = Timestamp::start_of(day(date));
        self
    }

    pub(crate) fn decide(&self, command: Command, by: &Actor) -> Result<Vec<Event>, Refusal> {
        self.assessment.decide(&self.questionnaire, command, by, self.now)
    }

    /// Decides and, unless refused, applies.
    pub(crate) fn try_to(&mut self, command: Command, by: &Actor) -> Result<Vec<Event>, Refusal> {
        let events = self.decide(command, by)?;
        for event in &events {
            let version = self.assessment.version() + 1;
            let recorded = Recorded { version, at: self.now, by: by.reference(), event: event.clone() };
            self.assessment.apply(&recorded);
            self.events.push(recorded);
        }
        Ok(events)
    }

    pub(crate) fn must(&mut self, command: Command, by: &Actor) -> Vec<Event> {
        let said = format!("{command:?}");
        self.try_to(command, by).unwrap_or_else(|refusal| panic!("{said} was refused: {refusal}"))
    }

    pub(crate) fn answer(&mut self, question: &str, entry: Entry) -> Result<Vec<Event>, Refusal> {
        let revision = self.assessment.revision(&q(question));
        self.try_to(Command::Answer { question: q(question), entry, revision }, &vendor())
    }

    pub(crate) fn submit(&mut self) -> Result<Vec<Event>, Refusal> {
        self.try_to(Command::Submit { signatory: person("sig") }, &vendor())
    }

    pub(crate) fn verdict(&mut self, question: &str, verdict: Verdict) -> Result<Vec<Event>, Refusal> {
        self.try_to(Command::Review { question: q(question), verdict }, &reviewer())
    }

    pub(crate) fn query(&mut self, question: &str, message: &str) -> Result<Vec<Event>, Refusal> {
        self.verdict(question, Verdict::Query { message: message.into() })
    }

    pub(crate) fn conclude(&mut self) -> Result<Vec<Event>, Refusal> {
        let outcome = Outcome::Approved;
        self.try_to(
            Command::Conclude { outcome, reason: String::new(), inherited: Inherited::new(), respondents: vec![] },
            &approver(),
        )
    }

    pub(crate) fn act(&mut self, id: &str, action: Action, by: &Actor) -> Result<Vec<Event>, Refusal> {
        self.try_to(Command::Act { finding: finding(id), action }, by)
    }

    pub(crate) fn state(&self, id: &str) -> FindingState {
        self.assessment.finding(&finding(id)).expect("a finding").state_on(self.today())
    }

    pub(crate) fn score(&self) -> Score {
        self.assessment.score(&self.questionnaire, self.today()).expect("a submission")
    }

    /// Takes a finding from open to a fix that waits for its check.
    pub(crate) fn fix(&mut self, id: &str) {
        let fix_by = self.today();
        self.act(id, Action::ProposePlan { plan: "We do it.".into(), fix_by }, &vendor()).expect("a plan");
        self.act(id, Action::AgreePlan, &analyst()).expect("agreed");
        self.act(id, Action::StartWork, &vendor()).expect("started");
        self.act(id, Action::SubmitFix { note: "Done.".into() }, &vendor()).expect("submitted");
    }
}

/// The worked example, answered and not yet submitted.
pub(crate) fn answered(terms: TierTerms) -> Case {
    let mut case = Case::sent(example(), terms);
    for (question, option) in [
        ("EX-01", "approved"),
        ("EX-02", "opt_out"),
        ("EX-03", "partial"),
        ("EX-04", "operating"),
        ("EX-05", "none"),
        ("EX-06", "yes"),
    ] {
        case.answer(question, value(option)).expect("an answer");
    }
    case.answer("EX-07", not_applicable("We hold no such data.")).expect("a claim");
    for (id, question) in [("e1", "EX-01"), ("e3", "EX-03"), ("e4", "EX-04")] {
        case.must(Command::Attach(file(id, question, None)), &vendor());
    }
    case
}

/// The worked example as the specification has it: reviewed, so that EX-03 has level 2 and EX-07 does not apply.
pub(crate) fn reviewed(terms: TierTerms) -> Case {
    let mut case = answered(terms);
    case.submit().expect("complete");
    case.must(Command::Judge { evidence: evidence("e3"), judgement: judged(2) }, &reviewer());
    case.verdict("EX-07", Verdict::NotApplicable { accepted: true, reason: String::new() }).expect("accepted");
    case
}

/// The worked example, concluded on 21 November 2026.
pub(crate) fn concluded(terms: TierTerms) -> Case {
    let mut case = reviewed(terms);
    case.conclude().expect("concluded");
    case
}
