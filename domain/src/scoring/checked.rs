//! A state found to fit its questionnaire, by index: what the score is made of.
//!
//! [`Questionnaire::check`] names every fault with its path and repairs nothing.

use super::asked::outside_value;
use super::{Questionnaire, Score};
use crate::answer::{Answer, Given, NotApplicable, Override, State, Value, WrongAnswer, read_value};
use crate::api::problem::Fault;
use crate::template::Question;
use chrono::NaiveDate;

/// A state that fits its questionnaire.
#[derive(Debug, Clone)]
pub struct Checked {
    pub(crate) as_of: NaiveDate,
    pub(crate) slots: Vec<Slot>,
    pub(crate) outside: Vec<Option<Value>>,
}

/// What the score reads of one answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) given: Given,
    pub(crate) na: Option<NotApplicable>,
    /// The best level of the evidence that counts.
    pub(crate) level: u8,
    /// Whether some evidence does not count, being rejected or past its last day.
    pub(crate) lapsed: bool,
    pub(crate) override_: Option<Override>,
    /// Whether the question caps nothing, however critical.
    pub(crate) spared: bool,
}

impl Slot {
    /// No answer.
    pub(crate) const EMPTY: Slot =
        Slot { given: Given::Nothing, na: None, level: 0, lapsed: false, override_: None, spared: false };

    /// What conditions see of an answer that was not checked.
    pub(crate) fn seen(question: &Question, answer: &Answer) -> Slot {
        let value = answer.value.as_ref();
        let given = value.map_or(Given::Nothing, |value| read_value(question, value).unwrap_or(Given::Nothing));
        Slot { given, na: answer.na, ..Slot::EMPTY }
    }

    /// Checks an answer; every fault goes to `faults`.
    fn check(question: &Question, answer: &Answer, as_of: NaiveDate, faults: &mut Vec<Fault>) -> Slot {
        let mut fault = |part: &str, wrong: &WrongAnswer| {
            faults.push(Fault::new(format!("answers.{}.{part}", question.id), wrong.to_string()));
        };
        let given = match answer.value.as_ref().map_or(Ok(Given::Nothing), |value| read_value(question, value)) {
            Ok(given) => given,
            Err(wrong) => {
                fault("value", &wrong);
                Given::Nothing
            }
        };
        if answer.na.is_some() && !question.na_allowed {
            fault("na", &WrongAnswer::NotApplicableRefused);
        }
        if let Some(decision) = answer.override_ {
            if decision.credit > 100 {
                fault("override.credit", &WrongAnswer::Credit);
            }
            if decision.level.is_some_and(|level| level > 3) {
                fault("override.level", &WrongAnswer::Level);
            }
        }
        let (mut level, mut lapsed) = (0, false);
        for (place, item) in answer.evidence.iter().enumerate() {
            if item.level > 3 {
                fault(&format!("evidence[{place}].level"), &WrongAnswer::Level);
            }
            if item.counts(as_of) {
                level = level.max(item.level);
            } else {
                lapsed = true;
            }
        }
        Slot { given, na: answer.na, level, lapsed, override_: answer.override_, spared: false }
    }
}

impl Questionnaire {
    /// Checks an untrusted state. Answers to unknown questions are ignored, except where a condition names them.
    ///
    /// # Errors
    /// Every fault with its path, such as `answers.GOV-01.value`.
    pub fn check(&self, state: &State) -> Result<Checked, Vec<Fault>> {
        let mut faults = Vec::new();
        if state.depth != self.depth() {
            let detail = format!("the questionnaire is asked at depth {}", self.depth().title().to_ascii_lowercase());
            faults.push(Fault::new("depth", detail));
        }
        let mut slots = vec![Slot::EMPTY; self.questions().len()];
        let mut outside = vec![None; self.outside().len()];
        for (id, answer) in &state.answers {
            let known = self.index(id).and_then(|place| Some((self.questions().get(place)?, slots.get_mut(place)?)));
            if let Some((entry, slot)) = known {
                *slot = Slot::check(&entry.question, answer, state.as_of, &mut faults);
            } else if let Some(place) = self.outside().iter().position(|other| other == id)
                && let Some(value) = outside.get_mut(place)
            {
                *value = outside_value(Some(answer));
            }
        }
        for spared in state.spared.iter().filter_map(|id| self.index(id)) {
            if let Some(slot) = slots.get_mut(spared) {
                slot.spared = true;
            }
        }
        if faults.is_empty() { Ok(Checked { as_of: state.as_of, slots, outside }) } else { Err(faults) }
    }

    /// Checks a state and scores it.
    ///
    /// # Errors
    /// As [`Questionnaire::check`].
    pub fn evaluate(&self, state: &State) -> Result<Score, Vec<Fault>> {
        Ok(super::score(self, &self.check(state)?))
    }
}
