//! What an answer was before its other part came: a question is either answered or does not apply, and whoever goes from
//! one to the other by a slip gets back what was written there.
//!
//! It is kept as long as the page is open, is never sent, and does not count as an answer.

use domain::answer::Value;
use domain::assessment::Entry;

/// What the other part of an answer took the place of.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Aside {
    /// The answer.
    pub value: Option<Value>,
    /// The reason why the question does not apply.
    pub reason: Option<String>,
}

impl Aside {
    /// The answer changes from `before` to `after`: a part that goes because the other one came is set aside.
    pub fn note(&mut self, before: &Entry, after: &Entry) {
        if after.not_applicable.is_some() && before.value.is_some() {
            self.value.clone_from(&before.value);
        }
        if after.value.is_some() && before.not_applicable.is_some() {
            self.reason.clone_from(&before.not_applicable);
        }
    }

    /// The whole answer goes.
    pub fn keep(&mut self, before: &Entry) {
        if before.value.is_some() {
            self.value.clone_from(&before.value);
        }
        if before.not_applicable.is_some() {
            self.reason.clone_from(&before.not_applicable);
        }
    }

    /// The answer in the place of `now`, whose own answer is set aside for it.
    #[must_use]
    pub fn with_value(&mut self, now: &Entry) -> Entry {
        let value = std::mem::replace(&mut self.value, now.value.clone());
        Entry { value, not_applicable: None, comment: now.comment.clone() }
    }

    /// The reason in the place of `now`, whose own reason is set aside for it.
    #[must_use]
    pub fn with_reason(&mut self, now: &Entry) -> Entry {
        let not_applicable = std::mem::replace(&mut self.reason, now.not_applicable.clone());
        Entry { value: None, not_applicable, comment: now.comment.clone() }
    }
}
