//! The laws of the scoring specification, each tried on generated states of the shipped questionnaires.
//!
//! A state is made from plain numbers, so a failing one shrinks by itself.
#![cfg(not(target_arch = "wasm32"))]

use domain::answer::{Answer, Answers, EvidenceItem, EvidenceStatus, NotApplicable, Override, State, Value};
use domain::inherent::{self, Intake, Levels};
use domain::scoring::{Questionnaire, Score, report};
use domain::template::{Depth, Kind, Question, Severity, Template};
use domain::visibility::Asking;
use proptest::collection::vec;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

const INTAKE: &str = include_str!("../../server/templates/inherent-risk.json");
const FILES: [&str; 4] = [
    include_str!("../../server/templates/ai-vendor-core.json"),
    include_str!("../../server/templates/genai-addon.json"),
    include_str!("../../server/templates/eu-ai-act-provider.json"),
    include_str!("../../server/templates/supplier-quick-screen.json"),
];

/// Each shipped questionnaire alone and the first three as one, base and deep.
static QUESTIONNAIRES: LazyLock<Vec<Questionnaire>> = LazyLock::new(|| {
    let templates = FILES.map(|text| Arc::new(Template::parse(text.as_bytes()).unwrap()));
    let mut sets: Vec<Vec<Arc<Template>>> = templates.iter().map(|template| vec![template.clone()]).collect();
    sets.push(templates[..3].to_vec());
    let both = |set: &Vec<Arc<Template>>| [Depth::Base, Depth::Deep].map(|depth| (set.clone(), depth));
    sets.iter().flat_map(both).map(|(set, depth)| Questionnaire::new(set, depth).unwrap()).collect()
});
static INTAKE_FILE: LazyLock<Intake> = LazyLock::new(|| Intake::parse(INTAKE.as_bytes()).unwrap());

type Seeds = [u32; 6];

/// A valid value for `question`.
fn value(question: &Question, seed: u32) -> Value {
    let pick = seed as usize;
    match question.kind {
        Kind::Single | Kind::YesPartialNo => {
            Value::Text(question.options[pick % question.options.len()].id.to_string())
        }
        Kind::Multi => {
            let alone = question.options.iter().find(|option| option.exclusive).filter(|_| seed.is_multiple_of(5));
            let open = question.options.iter().filter(|option| !option.exclusive).enumerate();
            let chosen = open.filter(|(place, _)| seed >> (place % 32) & 1 == 1).map(|(_, option)| option);
            let chosen: Vec<_> = alone.map_or_else(|| chosen.collect(), |option| vec![option]);
            Value::List(chosen.iter().map(|option| option.id.to_string()).collect())
        }
        Kind::Number => {
            let (min, max) = (question.scoring.min.unwrap_or(0), question.scoring.max.unwrap_or(1_000));
            Value::Number(min + i64::from(seed) % (max - min + 1))
        }
        Kind::Date => Value::Text((date("2024-01-01") + chrono::Days::new(u64::from(seed % 1_500))).to_string()),
        Kind::Text | Kind::File => Value::Text("text".into()),
    }
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn item(seed: u32) -> EvidenceItem {
    let status = [EvidenceStatus::New, EvidenceStatus::Accepted, EvidenceStatus::Rejected][(seed / 4 % 3) as usize];
    let last = date("2026-06-01") + chrono::Days::new(u64::from(seed / 16 % 400));
    EvidenceItem { level: (seed % 4) as u8, status, valid_until: (seed / 8).is_multiple_of(2).then_some(last) }
}

fn answer(question: &Question, seeds: Seeds) -> Option<Answer> {
    let [there, first, claim, evidence, more, decision] = seeds;
    if there.is_multiple_of(6) {
        return None;
    }
    let na = match claim % 12 {
        0 => Some(NotApplicable::Pending),
        1 => Some(NotApplicable::Accepted),
        2 => Some(NotApplicable::Rejected),
        _ => None,
    };
    let items = [evidence, more].into_iter().filter(|seed| seed % 7 > 2).map(item).collect();
    let override_ = decision.is_multiple_of(9).then(|| Override {
        credit: (decision / 9 % 101) as u8,
        level: (decision / 7).is_multiple_of(2).then_some((decision / 11 % 4) as u8),
    });
    let value = (!there.is_multiple_of(7)).then(|| value(question, first));
    Some(Answer { value, na: na.filter(|_| question.na_allowed), evidence: items, override_ })
}

prop_compose! {
    /// A questionnaire and a valid state of it.
    fn any_state()(which in 0..QUESTIONNAIRES.len())
        (which in Just(which), seeds in vec(any::<Seeds>(), QUESTIONNAIRES[which].questions().len()))
        -> (Questionnaire, State) {
        let questionnaire = QUESTIONNAIRES[which].clone();
        let entries = questionnaire.questions().iter().zip(seeds);
        let answers: Answers = entries
            .filter_map(|(entry, seeds)| Some((entry.question.id.clone(), answer(&entry.question, seeds)?)))
            .collect();
        let depth = questionnaire.depth();
        (questionnaire, State { as_of: date("2026-11-21"), depth, answers, spared: [].into() })
    }
}

fn evaluate(questionnaire: &Questionnaire, state: &State) -> Score {
    questionnaire.evaluate(state).unwrap()
}

/// The final score, with nothing to score below every score.
fn standing(score: &Score) -> i64 {
    score.final_.map_or(-1, i64::from)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_final_score_lies_below_the_raw_one_and_the_points_add_up_to_it((questionnaire, state) in any_state()) {
        let score = evaluate(&questionnaire, &state);
        prop_assert_eq!(score.raw.is_none(), score.rows.is_empty());
        prop_assert_eq!(score.raw.is_none(), score.final_.is_none());
        let (raw, last) = (score.raw.unwrap_or(0), score.final_.unwrap_or(0));
        prop_assert!(last <= raw && raw <= 10_000);
        prop_assert_eq!(score.rows.iter().map(|row| row.points).sum::<u32>(), raw);
        for figure in [score.confidence, score.completeness, score.claimed.raw, score.claimed.final_] {
            prop_assert!(figure.is_none_or(|figure| figure <= 10_000));
        }
    }

    #[test]
    fn raising_an_answer_or_adding_evidence_never_lowers_the_score(
        (questionnaire, state) in any_state(), place in any::<prop::sample::Index>(), seed in any::<u32>(),
    ) {
        let entry = &questionnaire.questions()[place.index(questionnaire.questions().len())];
        let id = &entry.question.id;
        let before = evaluate(&questionnaire, &state);
        let mut better = state.clone();
        let answer = better.answers.entry(id.clone()).or_default();
        answer.value = Some(value(&entry.question, seed));
        let after = evaluate(&questionnaire, &better);
        let own = |score: &Score| score.row(id).map_or(0, |row| row.own_credit);
        // An unscored counter question has no better or worse: only answering it at all is an improvement.
        let was_answered = state.answers.get(id).is_some_and(Answer::is_answered);
        let is_raised = !was_answered || (entry.question.scored && own(&after) > own(&before));
        if is_raised && after.asking == before.asking {
            prop_assert!(standing(&after) >= standing(&before), "{id}: {} < {}", standing(&after), standing(&before));
        }
        let mut shown = state.clone();
        let evidence = EvidenceItem { level: (seed % 4) as u8, status: EvidenceStatus::Accepted, valid_until: None };
        shown.answers.entry(id.clone()).or_default().evidence.push(evidence);
        prop_assert!(standing(&evaluate(&questionnaire, &shown)) >= standing(&before));
    }

    #[test]
    fn the_order_of_answers_and_of_chosen_options_does_not_matter((questionnaire, state) in any_state()) {
        let mut turned = state.clone();
        for answer in turned.answers.values_mut() {
            if let Some(Value::List(list)) = &mut answer.value {
                list.reverse();
            }
            answer.evidence.reverse();
        }
        let texts: Vec<String> = turned.answers.iter().rev()
            .map(|(id, answer)| format!("\"{id}\":{}", serde_json::to_string(answer).unwrap())).collect();
        let depth = serde_json::to_string(&state.depth).unwrap();
        let text = format!("{{\"answers\":{{{}}},\"depth\":{depth},\"as_of\":\"{}\"}}", texts.join(","), state.as_of);
        let turned = State::parse(text.as_bytes()).unwrap();
        prop_assert_eq!(report(&evaluate(&questionnaire, &turned)), report(&evaluate(&questionnaire, &state)));
    }

    #[test]
    fn the_same_state_gives_the_same_result_however_it_was_read((questionnaire, state) in any_state()) {
        let again = Questionnaire::new(questionnaire.templates().to_vec(), questionnaire.depth()).unwrap();
        let read = State::parse(&serde_json::to_vec(&state).unwrap()).unwrap();
        prop_assert_eq!(&read, &state);
        prop_assert_eq!(evaluate(&again, &read).view(), evaluate(&questionnaire, &state).view());
    }

    #[test]
    fn residual_never_rises_with_the_score_and_never_falls_with_the_inherent_risk(
        risk in 0..=10_000_u32, more in 0..=10_000_u32, score in 0..=10_000_u32, better in 0..=10_000_u32,
    ) {
        let of = |risk, score| inherent::residual(risk, Some(score)).unwrap();
        prop_assert!(of(risk, score) <= risk);
        prop_assert!(of(risk, score.max(better)) <= of(risk, score));
        prop_assert!(of(risk.max(more), score) >= of(risk, score));
        prop_assert_eq!(inherent::residual(risk, None), None);
    }

    #[test]
    fn overdue_findings_add_at_most_fifteen_points(late in vec((0..4_usize, -100..10_000_i64), 0..40)) {
        let late: Vec<(Severity, i64)> = late.into_iter().map(|(which, days)| (Severity::ALL[which], days)).collect();
        let uplift = inherent::uplift(&late);
        prop_assert!(uplift <= 1_500);
        let due: Vec<(Severity, i64)> = late.iter().copied().filter(|(_, days)| *days > 0).collect();
        prop_assert_eq!(inherent::uplift(&due), uplift);
        prop_assert!(inherent::residual_now(9_900, uplift) <= 10_000);
    }

    #[test]
    fn answers_to_questions_that_are_not_asked_change_nothing((questionnaire, state) in any_state()) {
        let score = evaluate(&questionnaire, &state);
        let asked = questionnaire.asked(&state.answers);
        prop_assert_eq!(asked.each(), score.asking.as_slice());
        let mut bare = state.clone();
        bare.answers.retain(|id, _| asked.holds(id));
        prop_assert!(asked.each().contains(&Asking::Asked));
        prop_assert_eq!(evaluate(&questionnaire, &bare).view(), score.view());
    }

    #[test]
    fn time_that_passes_never_raises_an_evidence_factor((questionnaire, state) in any_state(), days in 0..1_000_u64) {
        let now = evaluate(&questionnaire, &state);
        let later = State { as_of: state.as_of + chrono::Days::new(days), ..state.clone() };
        let then = evaluate(&questionnaire, &later);
        prop_assert_eq!(now.rows.len(), then.rows.len());
        for (row, after) in now.rows.iter().zip(&then.rows) {
            prop_assert!(after.entry == row.entry && after.factor <= row.factor);
        }
    }

    #[test]
    fn a_floor_never_lowers_a_tier(chosen in vec(0..=4_u8, 11)) {
        let levels: Levels = INTAKE_FILE.factors.iter().map(|factor| factor.id.clone()).zip(chosen).collect();
        let result = inherent::inherent(&INTAKE_FILE, &levels).unwrap();
        prop_assert!(result.tier >= result.tier_by_score);
        let bare = Intake { floors: Vec::new(), ..INTAKE_FILE.clone() };
        let without = inherent::inherent(&bare, &levels).unwrap();
        prop_assert_eq!((without.inherent, without.tier), (result.inherent, result.tier_by_score));
    }
}
