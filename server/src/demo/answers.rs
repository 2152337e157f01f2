//! What a vendor of the example answers: a small fixed rule over the questions, steered by how well it does.
//!
//! The rule knows no question by heart but the few that describe the system; it draws no random number, so the same
//! example is made every time.

use super::cast::{Quality, System};
use chrono::{Days, NaiveDate};
use domain::answer::{Answers, Value};
use domain::assessment::{Entry, answers};
use domain::id::QuestionId;
use domain::scoring::Questionnaire;
use domain::template::{Choice, Kind, Limit, Mode, Question};
use std::collections::BTreeMap;

/// Every answer to what is asked, in order, with questions that answers bring up.
pub(super) fn answers_of(
    questionnaire: &Questionnaire,
    system: &System,
    round: u32,
    today: NaiveDate,
) -> Vec<(QuestionId, Entry)> {
    let mut given: BTreeMap<QuestionId, Entry> = BTreeMap::new();
    let mut in_order = Vec::new();
    // A condition may name only earlier questions, so one walk reaches all.
    for entry in questionnaire.questions() {
        let so_far: Answers = answers(&given);
        if !questionnaire.asked(&so_far).holds(&entry.question.id) {
            continue;
        }
        if let Some(answer) = answer(&entry.question, system, round, today) {
            given.insert(entry.question.id.clone(), answer.clone());
            in_order.push((entry.question.id.clone(), answer));
        }
    }
    in_order
}

/// A number from 0 to 99 that stands for luck: fixed by the question, the system and the round.
fn luck(question: &Question, system: &System, round: u32) -> u64 {
    let text = format!("{}/{}/{round}", system.id, question.id);
    // FNV-1a, good enough to spread answers out; nothing depends on its strength.
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 17) % 100
}

/// How far down from the best answer: 0 is the best. Later rounds do better.
fn steps_down(system: &System, luck: u64, round: u32) -> usize {
    let limits: [u64; 3] = match (system.quality, round) {
        (Quality::Strong, 0) => [88, 99, 100],
        (Quality::Strong, _) => [94, 100, 100],
        (Quality::Middling, 0) => [72, 93, 99],
        (Quality::Middling, _) => [84, 97, 100],
        (Quality::Weak, 0) => [50, 80, 95],
        (Quality::Weak, _) => [62, 88, 98],
    };
    limits.iter().position(|limit| luck < *limit).unwrap_or(3)
}

fn answer(question: &Question, system: &System, round: u32, today: NaiveDate) -> Option<Entry> {
    let luck = luck(question, system, round);
    // A strong vendor has seen to what is critical; nobody but the blocked one fails a stop question.
    let is_safe = question.stop || (question.critical && system.quality == Quality::Strong);
    let down = if is_safe { 0 } else { steps_down(system, luck, round) };
    let value = match question.kind {
        Kind::Single | Kind::YesPartialNo => Value::Text(one(question, down)?),
        Kind::Multi => Value::List(several(question, system, down)),
        Kind::Number => Value::Number(number(question, down)),
        Kind::Date => Value::Text(date(question, down, today).to_string()),
        Kind::Text => Value::Text(words(question, system)),
        Kind::File => return None,
    };
    let comment = if luck % 9 == 4 {
        "The record is in our trust centre; ask for the latest version.".into()
    } else {
        String::new()
    };
    Some(Entry { value: Some(value), not_applicable: None, comment })
}

/// The best answer to a question, as a fix reaches it.
pub(super) fn best(question: &Question, system: &System, today: NaiveDate) -> Option<Value> {
    Some(match question.kind {
        Kind::Single | Kind::YesPartialNo => Value::Text(one(question, 0)?),
        Kind::Multi => Value::List(several(question, system, 0)),
        Kind::Number => Value::Number(number(question, 0)),
        Kind::Date => Value::Text(date(question, 0, today).to_string()),
        Kind::Text | Kind::File => return None,
    })
}

/// The option that many steps below the best.
fn one(question: &Question, down: usize) -> Option<String> {
    let mut options: Vec<&Choice> = question.options.iter().collect();
    if question.scored {
        options.sort_by_key(|option| std::cmp::Reverse(option.score));
    }
    let last = options.len().checked_sub(1)?;
    Some(options.get(down.min(last))?.id.to_string())
}

/// The options that apply: what the system is for the questions that ask it, else all but a few.
fn several(question: &Question, system: &System, down: usize) -> Vec<String> {
    let techniques: Vec<String> = system
        .techniques
        .iter()
        .filter_map(|technique| serde_json::to_value(technique).ok()?.as_str().map(str::to_owned))
        .filter(|id| question.options.iter().any(|option| option.id.as_str() == id))
        .collect();
    if !techniques.is_empty() {
        return techniques;
    }
    let open: Vec<&Choice> = question.options.iter().filter(|option| !option.exclusive).collect();
    if question.stop && open.len() < question.options.len() {
        // A stop question scores what excludes the rest: "none of these".
        let best = question.options.iter().filter(|option| option.exclusive).max_by_key(|option| option.score);
        return best.map(|option| option.id.to_string()).into_iter().collect();
    }
    let kept = if question.scored { open.len().saturating_sub(down) } else { open.len().div_ceil(2) };
    open.iter().take(kept.max(1)).map(|option| option.id.to_string()).collect()
}

fn number(question: &Question, down: usize) -> i64 {
    let scoring = &question.scoring;
    let (min, max) = (scoring.min.unwrap_or(0), scoring.max.unwrap_or(100));
    let band = scoring.bands.get(down.min(scoring.bands.len().saturating_sub(1)));
    let edge = band.and_then(|band| match band.limit {
        Limit::AtLeast(edge) | Limit::AtMost(edge) => edge,
    });
    edge.unwrap_or(i64::midpoint(min, max)).clamp(min, max)
}

fn date(question: &Question, down: usize, today: NaiveDate) -> NaiveDate {
    let days = [120, 400, 40, 700].get(down).copied().unwrap_or(90);
    let moved = match question.scoring.mode {
        Mode::DaysUntil => today.checked_add_days(Days::new(days + 60)),
        Mode::Option | Mode::SumCapped | Mode::Bands | Mode::DaysSince | Mode::None => {
            today.checked_sub_days(Days::new(days))
        }
    };
    moved.unwrap_or(today)
}

fn words(question: &Question, system: &System) -> String {
    format!(
        "For {} version {}: {} The full description is kept with our system documentation ({}).",
        system.name, system.version, system.purpose, question.id
    )
}

/// The answer that fails a stop question, if there is one: it blocks the vendor.
pub(super) fn blocking(questionnaire: &Questionnaire, given: &[(QuestionId, Entry)]) -> Option<(QuestionId, Entry)> {
    given.iter().find_map(|(id, _)| {
        let question = questionnaire.question(id).filter(|question| question.stop)?;
        let worst = question.options.iter().filter(|option| !option.exclusive).min_by_key(|option| option.score)?;
        let value = match question.kind {
            Kind::Multi => Value::List(vec![worst.id.to_string()]),
            Kind::Single | Kind::YesPartialNo => Value::Text(worst.id.to_string()),
            Kind::Number | Kind::Date | Kind::Text | Kind::File => return None,
        };
        Some((id.clone(), Entry { value: Some(value), ..Entry::default() }))
    })
}
