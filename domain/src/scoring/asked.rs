//! Which questions are asked, given the answers so far.
//!
//! The same walk serves the vendor's page, progress, submission and the score. An answer that does not fit its
//! question counts as none.

use super::{Questionnaire, Slot};
use crate::answer::{Answers, Value};
use crate::id::QuestionId;
use crate::template::{Depth, Question};
use crate::visibility::Asking;

/// Which questions are asked.
#[derive(Debug, Clone)]
pub struct Asked {
    questionnaire: Questionnaire,
    each: Vec<Asking>,
}

impl Asked {
    /// For every question, in the questionnaire's order.
    #[must_use]
    pub fn each(&self) -> &[Asking] {
        &self.each
    }

    /// Whether the question is asked; an unknown one is not.
    #[must_use]
    pub fn holds(&self, id: &QuestionId) -> bool {
        self.of(id) == Some(Asking::Asked)
    }

    /// Whether the question is asked, too deep, or hidden.
    #[must_use]
    pub fn of(&self, id: &QuestionId) -> Option<Asking> {
        self.each.get(self.questionnaire.index(id)?).copied()
    }

    /// The questions that are asked, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        let entries = self.questionnaire.questions().iter().zip(&self.each);
        entries.filter(|(_, asking)| **asking == Asking::Asked).map(|(entry, _)| &entry.question)
    }
}

impl Questionnaire {
    /// Which questions are asked, given `answers`.
    #[must_use]
    pub fn asked(&self, answers: &Answers) -> Asked {
        let slots: Vec<Slot> = self
            .questions()
            .iter()
            .map(|entry| answers.get(&entry.question.id).map_or(Slot::EMPTY, |a| Slot::seen(&entry.question, a)))
            .collect();
        let outside: Vec<Option<Value>> = self.outside().iter().map(|id| outside_value(answers.get(id))).collect();
        Asked { questionnaire: self.clone(), each: self.walk(&slots, &outside) }
    }

    /// Walks the questions in order. A condition finds the questions before it decided.
    pub(crate) fn walk(&self, slots: &[Slot], outside: &[Option<Value>]) -> Vec<Asking> {
        let mut each = Vec::with_capacity(self.questions().len());
        for entry in self.questions() {
            let visible = entry.gate.as_ref().is_none_or(|gate| gate.holds(slots, outside, &each));
            each.push(match (visible, self.depth(), entry.question.depth) {
                (false, _, _) => Asking::Hidden,
                (true, Depth::Base, Depth::Deep) => Asking::TooDeep,
                (true, Depth::Deep, _) | (true, Depth::Base, Depth::Base) => Asking::Asked,
            });
        }
        each
    }
}

/// What a condition sees of a question of no template at hand.
pub(crate) fn outside_value(answer: Option<&crate::answer::Answer>) -> Option<Value> {
    answer.filter(|answer| answer.na.is_none() && answer.is_answered()).and_then(|answer| answer.value.clone())
}
