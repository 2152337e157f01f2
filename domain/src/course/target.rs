//! The answer that a fix is expected to make true: the question's target option, or one worth enough (scoring rule 15.2).
//!
//! Only for the projected curve; the answer that a reviewer verifies is the reviewer's.

use crate::answer::Value;
use crate::assessment::Assessment;
use crate::finding::{Finding, FindingKind, RAISED_BELOW};
use crate::id::{OptionId, QuestionId};
use crate::scoring::Questionnaire;
use crate::template::{Choice, Kind, Limit, Mode, Question};
use chrono::{Days, NaiveDate};

/// The answer that fixing `finding` on `on` is expected to record, and on which question; `None` when nothing follows
/// from the questionnaire.
pub(super) fn expected(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    finding: &Finding,
    on: NaiveDate,
) -> Option<(QuestionId, Value)> {
    let (question, bad) = match finding.kind {
        FindingKind::Control | FindingKind::Evidence => (questionnaire.question(&finding.question)?, [].as_slice()),
        FindingKind::Contradiction => {
            let rule = questionnaire.rules().iter().find(|entry| Some(&entry.rule.id) == finding.rule.as_ref())?;
            let counter = &rule.rule.counter;
            (questionnaire.question(&counter.q)?, counter.options.as_slice())
        }
    };
    let kept = match finding.kind {
        FindingKind::Evidence => good_answer(assessment, questionnaire, &question.id, on),
        FindingKind::Control | FindingKind::Contradiction => None,
    };
    let value = kept.or_else(|| best_step(question, bad, on))?;
    Some((question.id.clone(), value))
}

/// The answer as it stands, when it is worth enough and only its evidence is not.
fn good_answer(
    assessment: &Assessment,
    questionnaire: &Questionnaire,
    question: &QuestionId,
    on: NaiveDate,
) -> Option<Value> {
    let state = assessment.state(questionnaire, on)?;
    let score = questionnaire.evaluate(&state).ok()?;
    let row = score.row(question)?;
    let value = state.answers.get(question)?.value.clone()?;
    (row.own_credit >= RAISED_BELOW).then_some(value)
}

/// The target option, else an answer worth enough; never one of the `bad` options.
fn best_step(question: &Question, bad: &[OptionId], on: NaiveDate) -> Option<Value> {
    match question.kind {
        Kind::Single | Kind::YesPartialNo => best_option(question, bad).map(|option| Value::Text(option.to_string())),
        Kind::Multi => several(question, bad),
        Kind::Number => numbers(question).find(|number| credit(question, *number) >= RAISED_BELOW).map(Value::Number),
        Kind::Date => day(question, on).map(|date| Value::Text(date.to_string())),
        Kind::Text | Kind::File => None,
    }
}

fn best_option<'a>(question: &'a Question, bad: &[OptionId]) -> Option<&'a OptionId> {
    let target = question.remediation.as_ref().and_then(|remediation| remediation.target_option.as_ref());
    target.filter(|option| !bad.contains(option)).or_else(|| {
        let good = question.options.iter().filter(|option| !bad.contains(&option.id));
        good.max_by_key(|option| option.score).map(|option| &option.id)
    })
}

/// All options that add up, or the one that stands alone.
fn several(question: &Question, bad: &[OptionId]) -> Option<Value> {
    let good: Vec<&Choice> = question.options.iter().filter(|option| !bad.contains(&option.id)).collect();
    let worth = |option: &Choice| u32::from(option.score.unwrap_or(0));
    let alone = good.iter().find(|option| option.exclusive && worth(option) >= u32::from(RAISED_BELOW));
    let together: Vec<&Choice> = good.iter().copied().filter(|option| !option.exclusive).collect();
    let adds_up = together.iter().map(|option| worth(option)).sum::<u32>() >= u32::from(RAISED_BELOW);
    let chosen = match alone {
        Some(option) if !adds_up => vec![*option],
        Some(_) | None => together,
    };
    let ids: Vec<String> = chosen.iter().map(|option| option.id.to_string()).collect();
    (!ids.is_empty()).then_some(Value::List(ids))
}

/// Numbers worth trying: the limits of the bands and of the input.
fn numbers(question: &Question) -> impl Iterator<Item = i64> {
    let scoring = &question.scoring;
    let (min, max) = (scoring.min.unwrap_or(i64::MIN), scoring.max.unwrap_or(i64::MAX));
    let limits = scoring.bands.iter().filter_map(|band| match band.limit {
        Limit::AtLeast(limit) | Limit::AtMost(limit) => limit,
    });
    limits.chain(scoring.min).chain(scoring.max).filter(move |number| (min..=max).contains(number))
}

fn credit(question: &Question, number: i64) -> u8 {
    question.scoring.bands.iter().find(|band| band.limit.holds(number)).map_or(0, |band| band.score)
}

fn day(question: &Question, on: NaiveDate) -> Option<NaiveDate> {
    let days = numbers(question).chain([0]).find(|days| credit(question, *days) >= RAISED_BELOW)?;
    let ahead = match question.scoring.mode {
        Mode::DaysUntil => days,
        Mode::DaysSince => days.checked_neg()?,
        Mode::Option | Mode::SumCapped | Mode::Bands | Mode::None => return None,
    };
    let distance = Days::new(ahead.unsigned_abs());
    if ahead < 0 { on.checked_sub_days(distance) } else { on.checked_add_days(distance) }
}
