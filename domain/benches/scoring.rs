//! How long scoring takes: the check of a state, checked state to score, and the whole re-evaluation after an answer.
//!
//! Templates are prepared once, outside of what is timed, as the server and the browser hold them.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    divan::main();
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use divan::{Bencher, black_box};
    use domain::answer::{Answer, Answers, EvidenceItem, EvidenceStatus, State, Value};
    use domain::scoring::{Questionnaire, score};
    use domain::template::{Depth, Kind, Question, Template};
    use std::sync::Arc;

    const CORE: &str = include_str!("../../server/templates/ai-vendor-core.json");
    const GENAI: &str = include_str!("../../server/templates/genai-addon.json");
    const EU: &str = include_str!("../../server/templates/eu-ai-act-provider.json");
    const QUICK: &str = include_str!("../../server/templates/supplier-quick-screen.json");

    fn questionnaire(files: &[&str]) -> Questionnaire {
        let templates = files.iter().map(|file| Arc::new(Template::parse(file.as_bytes()).unwrap())).collect();
        Questionnaire::new(templates, Depth::Deep).unwrap()
    }

    /// A middling answer with two pieces of evidence.
    fn answer(question: &Question) -> Answer {
        let last = question.options.len().saturating_sub(2);
        let middle = question.options.get(last.min(1)).map_or(String::new(), |option| option.id.to_string());
        let value = match question.kind {
            Kind::Single | Kind::YesPartialNo => Value::Text(middle),
            Kind::Multi => {
                let open = question.options.iter().filter(|option| !option.exclusive).take(3);
                Value::List(open.map(|option| option.id.to_string()).collect())
            }
            Kind::Number => Value::Number(90),
            Kind::Date => Value::Text("2026-12-24".into()),
            Kind::Text | Kind::File => Value::Text("As written in our policy.".into()),
        };
        let item =
            |level| EvidenceItem { level, status: EvidenceStatus::Accepted, valid_until: "2027-05-01".parse().ok() };
        Answer { value: Some(value), evidence: vec![item(1), item(2)], ..Answer::default() }
    }

    fn state(questionnaire: &Questionnaire) -> State {
        let entries = questionnaire.questions().iter();
        let answers: Answers = entries.map(|e| (e.question.id.clone(), answer(&e.question))).collect();
        State { as_of: "2026-11-21".parse().unwrap(), depth: Depth::Deep, answers }
    }

    #[divan::bench]
    fn checked_state_to_score_80_questions(bencher: Bencher) {
        let core = questionnaire(&[CORE]);
        let checked = core.check(&state(&core)).unwrap();
        bencher.bench_local(|| score(black_box(&core), black_box(&checked)));
    }

    #[divan::bench]
    fn check_80_questions(bencher: Bencher) {
        let core = questionnaire(&[CORE]);
        let state = state(&core);
        bencher.bench_local(|| core.check(black_box(&state)).unwrap());
    }

    #[divan::bench]
    fn whole_reevaluation_146_questions(bencher: Bencher) {
        let union = questionnaire(&[CORE, GENAI, EU, QUICK]);
        let state = state(&union);
        bencher.bench_local(|| {
            let asked = union.asked(black_box(&state.answers));
            let progress = asked.questions().filter(|question| state.answers.contains_key(&question.id)).count();
            let score = union.evaluate(black_box(&state)).unwrap();
            let weak = score.materials().filter(|material| material.credit < 75).count();
            (progress, weak, score)
        });
    }
}
