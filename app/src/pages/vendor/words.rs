//! Words of the vendor's side: an answer, why a question is asked, how long something takes or is kept.
//!
//! Nothing here draws or asks the server: every function makes words from values it is given. What the bar says of
//! saving is written here too, and must not promise more than the draft does.

use crate::draft::{Promise, Save, Shape};
use domain::answer::{Value, parse_date};
use domain::api::portal::{PortalEvidence, PortalKind, PortalQuestion};
use domain::assessment::Entry;
use domain::calendar::in_words;
use domain::id::QuestionId;
use domain::template::{Condition, EvidenceKind, Leaf, Scalar, Test};
use std::collections::BTreeMap;

/// An answer's value, a line for each option.
#[must_use]
pub fn value_words(question: &PortalQuestion, value: &Value) -> Vec<String> {
    match (question.kind, value) {
        (PortalKind::Date, Value::Text(text)) => vec![parse_date(text).map_or_else(|| text.clone(), in_words)],
        (PortalKind::Single | PortalKind::YesPartialNo, Value::Text(id)) => vec![label(question, id)],
        (_, Value::Text(text)) => vec![text.clone()],
        (_, Value::List(ids)) => ids.iter().map(|id| label(question, id)).collect(),
        (_, Value::Number(number)) => {
            vec![question.unit.as_ref().map_or_else(|| number.to_string(), |unit| format!("{number} {unit}"))]
        }
    }
}

/// An answer, a line for each part of it; nothing when there is none.
#[must_use]
pub fn entry_words(question: &PortalQuestion, entry: &Entry) -> Vec<String> {
    match &entry.not_applicable {
        Some(reason) => vec![format!("Does not apply to us: {reason}")],
        None => entry.value.as_ref().map(|value| value_words(question, value)).unwrap_or_default(),
    }
}

/// What a question is answered with, a line for each part: the answer, else the files that a question for files asks for.
/// Nothing when it has no answer.
#[must_use]
pub fn answer_words(question: &PortalQuestion, entry: &Entry, pieces: &[PortalEvidence]) -> Vec<String> {
    let mut lines = entry_words(question, entry);
    if lines.is_empty() && question.kind == PortalKind::File {
        lines.extend(pieces.iter().map(|piece| piece.name.clone()));
    }
    lines
}

fn label(question: &PortalQuestion, id: &str) -> String {
    question.options.iter().find(|option| option.id.as_str() == id).map_or_else(|| id.to_owned(), |o| o.label.clone())
}

/// Why a question is asked, from the answers given: "Asked because you chose …". Nothing when it always is.
#[must_use]
pub fn because(shape: &Shape, entries: &BTreeMap<QuestionId, Entry>, question: &PortalQuestion) -> Option<String> {
    let condition = question.show_if.as_ref()?;
    condition.leaves().into_iter().find_map(|leaf| {
        let asked = shape.question(&leaf.q)?;
        let value = entries.get(&leaf.q)?.value.as_ref()?;
        let place = place(shape, asked)?;
        let quoted = quoted(asked, value, leaf);
        Some(match quoted.as_slice() {
            [] => format!("Asked because of your answer to {place}"),
            labels => format!("Asked because you chose {} in {place}", labels.join(" and ")),
        })
    })
}

/// The chosen options that a look at an answer was about, in quotation marks.
fn quoted(question: &PortalQuestion, value: &Value, leaf: &Leaf) -> Vec<String> {
    let chosen: Vec<&String> = match value {
        Value::Text(id) => vec![id],
        Value::List(ids) => ids.iter().collect(),
        Value::Number(_) => Vec::new(),
    };
    let wanted = match &leaf.test {
        Test::In(values) | Test::IncludesAny(values) => Some(values),
        Test::NotIn(_) | Test::Only(_) | Test::Answered | Test::Eq(_) | Test::Gte(_) | Test::Lte(_) => None,
    };
    let is_wanted = |id: &String| wanted.is_none_or(|values| values.contains(&Scalar::Text(id.clone())));
    let known = chosen.into_iter().filter(|id| is_wanted(id) && question.options.iter().any(|o| o.id.as_str() == *id));
    known.map(|id| format!("\u{201c}{}\u{201d}", label(question, id))).collect()
}

/// "question 4 of Profile and certification".
fn place(shape: &Shape, question: &PortalQuestion) -> Option<String> {
    let section = shape.section(&question.section)?;
    let number = section.questions.iter().position(|other| other.id == question.id)? + 1;
    Some(format!("question {number} of {}", section.section.title))
}

/// When a question is asked, before any answer: for those who read everything first.
#[must_use]
pub fn asked_when(shape: &Shape, condition: &Condition) -> String {
    let parts: Vec<String> =
        condition.leaves().into_iter().filter_map(|leaf| place(shape, shape.question(&leaf.q)?)).collect();
    if parts.is_empty() {
        "Asked depending on an earlier answer.".to_owned()
    } else {
        format!("Asked depending on the answer to {}.", parts.join(" and "))
    }
}

/// What the draft may promise, in the words of the bar.
#[must_use]
pub fn promise_words(promise: &Promise, clock: impl Fn(domain::journal::Timestamp) -> String) -> String {
    match promise.save {
        Save::Empty => String::new(),
        Save::Saved(at) => format!("Saved {}", clock(at)),
        Save::Saving => "Saving".to_owned(),
        Save::Kept => kept_words(promise.is_kept).to_owned(),
        Save::Conflict if promise.conflicts == 1 => "One answer has two versions".to_owned(),
        Save::Conflict => format!("{} answers have two versions", promise.conflicts),
    }
}

/// Where what is not saved is; `is_kept` when this device keeps it.
#[must_use]
pub fn kept_words(is_kept: bool) -> &'static str {
    if is_kept { "Not saved, kept on this device" } else { "Not saved. Keep this page open" }
}

/// A kind of evidence in words.
#[must_use]
pub fn kind_words(kind: &str) -> String {
    EvidenceKind::of(kind).map_or(kind, |known| known.title()).to_owned()
}

/// Every kind of evidence, those that `fit` first: value and words.
#[must_use]
pub fn kinds(fit: &[String]) -> Vec<(String, String)> {
    let all = EvidenceKind::ALL.iter().map(|kind| kind.key().to_owned());
    let (first, rest): (Vec<_>, Vec<_>) = all.partition(|kind| fit.contains(kind));
    first.into_iter().chain(rest).map(|kind| (kind.clone(), kind_words(&kind))).collect()
}

/// "7 years", "30 months".
#[must_use]
pub fn months_words(months: u32) -> String {
    if months > 0 && months.is_multiple_of(12) { many(months / 12, "year") } else { many(months, "month") }
}

/// "1 question", "3 questions".
#[must_use]
pub fn many(number: impl ToString, thing: &str) -> String {
    let number = number.to_string();
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {thing}{plural}")
}
