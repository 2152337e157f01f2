//! Contradictions for the vendor's check page: answers that do not go together, before they are sent.
//!
//! Only given answers are compared here. That silence counts as the worst answer is the score's business; what is
//! missing has its own place on the page.

use crate::answer::Value;
use crate::api::portal::{PortalRule, PortalTemplate};
use crate::assessment::{Entry, answers};
use crate::id::{OptionId, QuestionId};
use crate::scoring::Questionnaire;
use std::collections::BTreeMap;

/// The rules of `template` that `entries` break, in its order. `questionnaire` says which questions are asked.
#[must_use]
pub fn contradictions_shown(
    template: &PortalTemplate,
    questionnaire: &Questionnaire,
    entries: &BTreeMap<QuestionId, Entry>,
) -> Vec<PortalRule> {
    let asked = questionnaire.asked(&answers(entries));
    let says = |question: &QuestionId, options: &[OptionId]| {
        asked.holds(question) && entries.get(question).is_some_and(|entry| chooses(entry, options))
    };
    let breaks = |rule: &&PortalRule| says(&rule.claim, &rule.claim_in) && says(&rule.counter, &rule.counter_in);
    template.rules.iter().filter(breaks).cloned().collect()
}

fn chooses(entry: &Entry, options: &[OptionId]) -> bool {
    let among = |id: &str| options.iter().any(|option| option.as_str() == id);
    match (&entry.not_applicable, &entry.value) {
        (None, Some(Value::Text(id))) => among(id),
        (None, Some(Value::List(ids))) => ids.iter().any(|id| among(id)),
        (None, Some(Value::Number(_)) | None) | (Some(_), _) => false,
    }
}
