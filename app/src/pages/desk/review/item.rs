//! What the queue shows of each asked question: where its verdict stands. A pure reading of the assessment.
//!
//! A query comes before every other mark; a refused claim that a question does not apply counts as decided, like
//! an acceptance. Start at `mark`, which the verdict reads too.

use super::super::bundle::Open;
use crate::components::Symbol;
use domain::answer::NotApplicable;
use domain::api::assessment::AssessmentView;
use domain::id::QuestionId;
use domain::scoring::Score;
use domain::visibility::Asking;
use leptos::prelude::*;

/// Where the verdict on an answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Not looked at yet.
    ToDo,
    /// Said not to apply; to be decided.
    NotApplicable,
    /// Decided that the question applies, against the vendor's word.
    Applies,
    /// Accepted, or decided that it does not apply.
    Accepted,
    /// A query that waits to be sent back.
    Query,
    /// A query that the vendor has.
    WithVendor,
    /// The credit was overridden.
    Overridden,
}

impl Mark {
    /// The value of `data-status`, its words and its icon.
    pub fn look(self) -> (&'static str, &'static str, Option<Symbol>) {
        match self {
            Mark::ToDo => ("open", "To do", None),
            Mark::NotApplicable => ("na", "Said not to apply, to decide", Some(Symbol::Info)),
            Mark::Applies => ("na", "Decided: it applies", Some(Symbol::Info)),
            Mark::Accepted => ("accepted", "Accepted", Some(Symbol::Check)),
            Mark::Query => ("query", "Query, to send back", Some(Symbol::Comment)),
            Mark::WithVendor => ("query", "Query, with the vendor", Some(Symbol::Clock)),
            Mark::Overridden => ("override", "Overridden", Some(Symbol::Edit)),
        }
    }
}

/// One question of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The question.
    pub id: QuestionId,
    /// Its text.
    pub text: String,
    /// Index of its section.
    pub section: usize,
    /// Where the verdict stands.
    pub mark: Mark,
    /// Whether the answer changed since it was last reviewed.
    pub changed: bool,
}

impl Item {
    /// Whether a verdict is owed.
    pub fn is_to_do(&self) -> bool {
        matches!(self.mark, Mark::ToDo | Mark::NotApplicable)
    }
}

/// Every asked question in order. Tracked.
pub fn items(open: Open) -> Vec<Item> {
    let score = open.score();
    score.map(|score| open.view.with(|view| read(view, &score))).unwrap_or_default()
}

fn read(view: &AssessmentView, score: &Score) -> Vec<Item> {
    let entries = score.questionnaire().questions().iter().zip(&score.asking);
    let asked = entries.filter(|(_, asking)| **asking == Asking::Asked).map(|(entry, _)| entry);
    let item = |entry: &domain::scoring::Entry| Item {
        id: entry.question.id.clone(),
        text: entry.question.text.clone(),
        section: entry.section,
        mark: mark(view, &entry.question.id),
        changed: view.reviews.get(&entry.question.id).is_some_and(|review| review.changed),
    };
    asked.map(item).collect()
}

/// Where the verdict on one answer stands.
pub fn mark(view: &AssessmentView, id: &QuestionId) -> Mark {
    let review = view.reviews.get(id);
    let answer = view.state.as_ref().and_then(|state| state.answers.get(id));
    let query = review.filter(|review| review.query.is_some()).map(|review| review.query_sent);
    match (query, answer.and_then(|answer| answer.na)) {
        (Some(true), _) => Mark::WithVendor,
        (Some(false), _) => Mark::Query,
        (None, Some(NotApplicable::Pending)) => Mark::NotApplicable,
        (None, Some(NotApplicable::Rejected)) => Mark::Applies,
        (None, Some(NotApplicable::Accepted)) => Mark::Accepted,
        (None, None) if answer.is_some_and(|answer| answer.override_.is_some()) => Mark::Overridden,
        (None, None) if review.is_some_and(|review| review.accepted_by.is_some()) => Mark::Accepted,
        (None, None) => Mark::ToDo,
    }
}
