//! The fields of a questionnaire: one file per kind of question, each shows a question's choices and edits its answer.
//!
//! A field knows nothing of saving. It tells the answer upwards and whether it is settled: a choice is at once, words
//! are when the field is left.

mod date;
mod file;
mod multi;
mod number;
mod single;
mod text;

use domain::answer::Value;
use domain::api::portal::{PortalKind, PortalQuestion};
use domain::id::QuestionId;
use leptos::prelude::*;
use std::sync::Arc;

/// What a field tells upwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The answer; nothing when it was taken back.
    pub value: Option<Value>,
    /// Whether it is complete: chosen, or the field was left.
    pub settled: bool,
}

/// What a field is given. Copies share the signals.
#[derive(Clone)]
pub struct FieldOf {
    /// The question.
    pub question: Arc<PortalQuestion>,
    /// The answer as it stands.
    pub value: Signal<Option<Value>>,
    /// Whether it breaks a rule.
    pub is_wrong: Signal<bool>,
    /// Takes the answer.
    pub on_answer: Callback<Given>,
}

impl FieldOf {
    /// The id of the field's first input, to which links and labels lead.
    #[must_use]
    pub fn input_id(&self) -> String {
        input_id(&self.question.id)
    }

    /// The id of the line that says what is wrong.
    #[must_use]
    pub fn error_id(&self) -> String {
        error_id(&self.question)
    }

    /// Tells the answer upwards, and whether it is settled.
    fn teller(&self) -> impl Fn(Option<Value>, bool) + Copy + use<> {
        let on_answer = self.on_answer;
        move |value, settled| {
            // A field that goes while it has the focus is left once more, when nobody listens any longer.
            on_answer.try_run(Given { value, settled });
        }
    }

    fn text(&self) -> impl Fn() -> String + Copy + use<> {
        let value = self.value;
        move || value.with(|value| value.as_ref().map(as_typed).unwrap_or_default())
    }

    fn invalid(&self) -> impl Fn() -> Option<&'static str> + Copy + use<> {
        let is_wrong = self.is_wrong;
        move || is_wrong.get().then_some("true")
    }
}

/// The id of the first input of a question's field.
#[must_use]
pub fn input_id(question: &QuestionId) -> String {
    format!("{question}-answer")
}

/// The id of the line that says what is wrong with the answer to `question`.
#[must_use]
pub fn error_id(question: &PortalQuestion) -> String {
    format!("{}-error", question.id)
}

/// The field for a question's kind. Stands in the question's `fieldset`, whose legend is the question.
#[must_use]
pub fn answer_field(field: FieldOf) -> AnyView {
    match field.question.kind {
        PortalKind::Single => single::single(&field, false).into_any(),
        PortalKind::YesPartialNo => single::single(&field, true).into_any(),
        PortalKind::Multi => multi::multi(&field).into_any(),
        PortalKind::Number => number::number(&field).into_any(),
        PortalKind::Date => date::date(&field).into_any(),
        PortalKind::Text => text::text(&field).into_any(),
        PortalKind::File => file::file(&field).into_any(),
    }
}

/// A value as it stands in a field for typing.
fn as_typed(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::List(list) => list.join(", "),
    }
}
