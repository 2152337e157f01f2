//! Whether conditions and contradiction rules are sound: they look at the right questions and options.
//!
//! A condition looks back inside its template or at another template's question, so it cannot form a cycle.

use super::Faults;
use crate::answer::parse_date;
use crate::id::QuestionId;
use crate::template::{Condition, Contradiction, Kind, MAX_CONDITION_DEPTH, Question, Scalar, Side, Template, Test};
use std::collections::{BTreeMap, BTreeSet};

type Known<'a> = BTreeMap<&'a QuestionId, (usize, &'a Question)>;

pub(super) fn check(template: &Template, faults: &mut Faults) {
    let known: Known<'_> =
        template.questions.iter().enumerate().map(|(place, question)| (&question.id, (place, question))).collect();
    for (place, question) in template.questions.iter().enumerate() {
        if let Some(shown) = &question.show_if {
            condition(shown, place, &known, &format!("questions[{place}].show_if"), 1, faults);
        }
    }
    let mut seen = BTreeSet::new();
    for (place, rule) in template.contradictions.iter().enumerate() {
        let at = format!("contradictions[{place}]");
        faults.when(!seen.insert(&rule.id), &format!("{at}.id"), "this id is there twice");
        faults.name(&rule.text, &format!("{at}.text"), 1_000);
        contradiction(rule, &known, &at, faults);
    }
}

fn condition(shown: &Condition, own: usize, known: &Known<'_>, at: &str, depth: usize, faults: &mut Faults) {
    if depth > MAX_CONDITION_DEPTH {
        faults.add(at.to_string(), format!("a condition nests at most {MAX_CONDITION_DEPTH} deep"));
        return;
    }
    let (parts, name) = match shown {
        Condition::All(parts) => (parts, "all"),
        Condition::Any(parts) => (parts, "any"),
        Condition::Not(part) => return condition(part, own, known, &format!("{at}.not"), depth + 1, faults),
        Condition::Leaf(leaf) => {
            if let Some((place, question)) = known.get(&leaf.q) {
                faults.when(*place >= own, &format!("{at}.q"), "a condition may only look at an earlier question");
                if let Some(unfit) = unfit_test(question, &leaf.test) {
                    faults.add(format!("{at}.value"), unfit);
                }
            }
            return;
        }
    };
    for (place, part) in parts.iter().enumerate() {
        condition(part, own, known, &format!("{at}.{name}[{place}]"), depth + 1, faults);
    }
}

/// Why `test` cannot be asked of an answer to `question`, if it cannot.
pub(crate) fn unfit_test(question: &Question, test: &Test) -> Option<String> {
    let (values, among, ordered) = match test {
        Test::Answered => return None,
        Test::In(values) | Test::NotIn(values) => (values.as_slice(), question.kind.is_choice(), false),
        Test::IncludesAny(values) | Test::Only(values) => (values.as_slice(), true, false),
        Test::Eq(value) => (std::slice::from_ref(value), false, false),
        Test::Gte(value) | Test::Lte(value) => (std::slice::from_ref(value), false, true),
    };
    if values.is_empty() {
        return Some("the list must not be empty".to_string());
    }
    let many = question.kind == Kind::Multi;
    let membership = matches!(test, Test::IncludesAny(_) | Test::Only(_));
    if many && !membership {
        return Some("ask includes_any or only of a multiple choice".to_string());
    }
    if ordered && !matches!(question.kind, Kind::Number | Kind::Date) {
        return Some("only numbers and dates can be compared".to_string());
    }
    if among && !question.kind.is_choice() {
        return Some("ask includes_any and only of a choice".to_string());
    }
    values.iter().find_map(|value| match (question.kind, value) {
        (Kind::Single | Kind::YesPartialNo | Kind::Multi, Scalar::Text(id)) => {
            question.option(id).is_none().then(|| format!("{} has no option {id}", question.id))
        }
        (Kind::Number, Scalar::Number(_)) => None,
        (Kind::Date, Scalar::Text(text)) => {
            parse_date(text).is_none().then(|| "write the date as year-month-day, such as 2026-11-21".to_string())
        }
        (Kind::Single | Kind::YesPartialNo | Kind::Multi, Scalar::Number(_)) => {
            Some("name the options by their ids".to_string())
        }
        (Kind::Number, Scalar::Text(_)) | (Kind::Date, Scalar::Number(_)) => {
            Some("the value does not fit the question's type".to_string())
        }
        (Kind::Text | Kind::File, _) => Some("of a text or file only answered can be asked".to_string()),
    })
}

fn contradiction(rule: &Contradiction, known: &Known<'_>, at: &str, faults: &mut Faults) {
    let claim = side(&rule.claim, known, &format!("{at}.claim"), faults);
    let counter = side(&rule.counter, known, &format!("{at}.counter"), faults);
    faults.when(rule.claim.q == rule.counter.q, &format!("{at}.counter.q"), "the two questions must differ");
    if let Some(question) = claim {
        faults.when(
            !(question.scored && question.kind.is_single()),
            &format!("{at}.claim.q"),
            "a claim is made on a scored single choice",
        );
        let (inside, outside) = split(question, &rule.claim);
        let best_outside = outside.iter().max().copied();
        let upward = inside.iter().all(|score| best_outside.is_none_or(|best| *score > best));
        faults.when(!upward, &format!("{at}.claim.in"), "every claimed option must score more than all others");
        faults.when(
            best_outside != Some(rule.cap),
            &format!("{at}.cap"),
            "the cap must be the best score that is not claimed",
        );
    }
    if let Some(question) = counter
        && question.scored
        && question.kind.is_single()
    {
        let (inside, outside) = split(question, &rule.counter);
        let worst_outside = outside.iter().min().copied();
        let downward = inside.iter().all(|score| worst_outside.is_none_or(|worst| *score < worst));
        faults.when(!downward, &format!("{at}.counter.in"), "every bad option must score less than all others");
    }
}

/// The question of a side, when it is one of the template's choices and its options exist.
fn side<'a>(side: &Side, known: &Known<'a>, at: &str, faults: &mut Faults) -> Option<&'a Question> {
    let Some((_, question)) = known.get(&side.q) else {
        faults.add(format!("{at}.q"), "there is no such question in this template");
        return None;
    };
    faults.when(!question.kind.is_choice(), &format!("{at}.q"), "a contradiction looks at choices only");
    faults.when(side.options.is_empty(), &format!("{at}.in"), "the list must not be empty");
    let mut seen = BTreeSet::new();
    for (place, id) in side.options.iter().enumerate() {
        let at = format!("{at}.in[{place}]");
        faults.when(question.option(id.as_str()).is_none(), &at, "there is no such option");
        faults.when(!seen.insert(id), &at, "this option is there twice");
    }
    Some(question)
}

/// The scores of the options in `side` and of the others.
fn split(question: &Question, side: &Side) -> (Vec<u8>, Vec<u8>) {
    let (inside, outside): (Vec<_>, Vec<_>) =
        question.options.iter().partition(|option| side.options.contains(&option.id));
    let scores = |options: Vec<&crate::template::Choice>| options.iter().filter_map(|option| option.score).collect();
    (scores(inside), scores(outside))
}
