//! A filled questionnaire of a given size, and what runs after every answer to it.
//!
//! Shared by the native and the browser benchmarks, so that both time the same work on the same answers.

use domain::answer::{Answer, EvidenceItem, EvidenceStatus, State, Value};
use domain::assessment::{Entry, progress};
use domain::finding::causes;
use domain::id::QuestionId;
use domain::inherent::Tier;
use domain::scoring::Questionnaire;
use domain::template::{Depth, Kind, Question, Template};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const CORE: &str = include_str!("../../../server/templates/ai-vendor-core.json");
const OTHERS: [&str; 3] = [
    include_str!("../../../server/templates/genai-addon.json"),
    include_str!("../../../server/templates/eu-ai-act-provider.json"),
    include_str!("../../../server/templates/supplier-quick-screen.json"),
];

/// A questionnaire with answers to all of it.
pub(crate) struct Filled {
    /// The questionnaire, prepared.
    pub(crate) questionnaire: Questionnaire,
    /// What is scored.
    pub(crate) state: State,
    entries: BTreeMap<QuestionId, Entry>,
    with_evidence: BTreeSet<QuestionId>,
    /// The question whose answer changes, and the answers that it alternates between.
    changing: (QuestionId, [Value; 2]),
    round: usize,
}

/// The core questionnaire: 80 questions.
pub(crate) fn of_80_questions() -> Filled {
    filled(&[CORE.to_owned()], 80)
}

/// Every shipped questionnaire and four questions more: 150.
pub(crate) fn of_150_questions() -> Filled {
    let mut files = vec![CORE.to_owned()];
    files.extend(OTHERS.map(str::to_owned));
    files.push(four_more());
    filled(&files, 150)
}

fn four_more() -> String {
    let question = |place: usize| {
        json!({
            "id": format!("MO-{place:02}"), "section": "MO", "text": "Is it so?", "type": "yes_partial_no",
            "options": [
                {"id": "yes", "label": "Yes", "score": 100}, {"id": "partial", "label": "In part", "score": 50},
                {"id": "no", "label": "No", "score": 0},
            ],
            "scored": true, "scoring": {"mode": "option"}, "weight": 3, "required": true, "na_allowed": false,
            "evidence": {"requirement": "optional", "kinds": ["policy"], "ask": "A record."}, "depth": "base",
            "remediation": {"finding": "It is not so", "target_option": "yes"},
        })
    };
    json!({
        "schema": "assay.template/1", "id": "four-more", "version": "1.0.0", "title": "Four more", "summary": "",
        "locale": "en", "as_of": "2026-11-21", "estimated_minutes": 2,
        "sections": [{"id": "MO", "title": "More", "weight": 1}],
        "questions": (1..=4).map(question).collect::<Vec<_>>(), "contradictions": [],
    })
    .to_string()
}

fn filled(files: &[String], questions: usize) -> Filled {
    let templates = files.iter().map(|file| Arc::new(Template::parse(file.as_bytes()).unwrap())).collect();
    let questionnaire = Questionnaire::new(templates, Depth::Deep).unwrap();
    assert_eq!(questionnaire.questions().len(), questions);
    let all = || questionnaire.questions().iter().map(|entry| &entry.question);
    let entries = all().map(|question| (question.id.clone(), entry(question))).collect();
    let answers = all().map(|question| (question.id.clone(), answer(question))).collect();
    let with_evidence = all().map(|question| question.id.clone()).collect();
    let changing = all().find(|question| question.scored && question.kind == Kind::Single).unwrap();
    let option = |place: usize| Value::Text(changing.options.get(place).unwrap().id.to_string());
    let changing = (changing.id.clone(), [option(0), option(1)]);
    let state = State { as_of: "2026-11-21".parse().unwrap(), depth: Depth::Deep, answers, spared: [].into() };
    Filled { state, entries, with_evidence, changing, round: 0, questionnaire }
}

fn value(question: &Question) -> Value {
    let last = question.options.len().saturating_sub(2);
    let middle = question.options.get(last.min(1)).map_or(String::new(), |option| option.id.to_string());
    match question.kind {
        Kind::Single | Kind::YesPartialNo => Value::Text(middle),
        Kind::Multi => {
            let open = question.options.iter().filter(|option| !option.exclusive).take(3);
            Value::List(open.map(|option| option.id.to_string()).collect())
        }
        Kind::Number => Value::Number(90),
        Kind::Date => Value::Text("2026-12-24".into()),
        Kind::Text | Kind::File => Value::Text("As written in our policy.".into()),
    }
}

fn entry(question: &Question) -> Entry {
    Entry { value: Some(value(question)), not_applicable: None, comment: String::new() }
}

/// A middling answer with two pieces of evidence.
fn answer(question: &Question) -> Answer {
    let item = |level| EvidenceItem { level, status: EvidenceStatus::Accepted, valid_until: "2027-05-01".parse().ok() };
    Answer { value: Some(value(question)), evidence: vec![item(1), item(2)], ..Answer::default() }
}

impl Filled {
    /// Changes one answer and computes anew what depends on it: which questions are asked, how much is answered, the
    /// score with its explanation, and what raises findings. Returns how much came of it.
    pub(crate) fn answer_and_reevaluate(&mut self) -> (u32, Option<u32>, usize) {
        self.round += 1;
        let (question, values) = &self.changing;
        let value = values.get(self.round % 2).cloned();
        self.entries.entry(question.clone()).and_modify(|entry| entry.value.clone_from(&value));
        self.state.answers.entry(question.clone()).and_modify(|answer| answer.value = value);
        let progress = progress(&self.questionnaire, &self.entries, &self.with_evidence);
        let score = self.questionnaire.evaluate(&self.state).unwrap();
        let findings = causes(&score, Tier::High);
        (progress.counts.answered, score.final_, findings.len())
    }
}
