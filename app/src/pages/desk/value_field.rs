//! An answer as staff enter it when they verify a fix: one field for each kind of question.
//!
//! A number that cannot be read and an empty value are no answer yet: `Typed::value` then gives nothing.

use crate::components::{Choice, Faults, SelectField, TextArea, TextField, TickGroup};
use domain::answer::Value;
use domain::template::{Kind, Question};
use leptos::prelude::*;

/// What is typed or chosen. A handle.
#[derive(Clone, Copy)]
pub struct Typed {
    text: RwSignal<String>,
    list: RwSignal<Vec<String>>,
}

impl Typed {
    /// Nothing yet, or this option.
    #[must_use]
    pub fn new(option: Option<&str>) -> Self {
        Typed {
            text: RwSignal::new(option.unwrap_or_default().to_owned()),
            list: RwSignal::new(option.map(ToOwned::to_owned).into_iter().collect()),
        }
    }

    /// The answer to `question`, as far as there is one. Tracked.
    #[must_use]
    pub fn value(self, question: &Question) -> Option<Value> {
        let text = self.text.get();
        let value = match question.kind {
            Kind::Single | Kind::YesPartialNo | Kind::Date | Kind::Text | Kind::File => Value::Text(text),
            Kind::Number => Value::Number(text.trim().parse().ok()?),
            Kind::Multi => Value::List(self.list.get()),
        };
        (!value.is_empty()).then_some(value)
    }
}

/// The field. Its faults are those of `value`.
#[component]
pub fn ValueField(
    /// The question.
    question: Question,
    /// What is typed.
    typed: Typed,
    /// The form's faults.
    faults: Faults,
) -> impl IntoView {
    const LABEL: &str = "The answer that now holds";
    match question.kind {
        Kind::Single | Kind::YesPartialNo => {
            let option = |option: &domain::template::Choice| {
                let words =
                    option.score.map_or_else(|| option.label.clone(), |score| format!("{} ({score})", option.label));
                (option.id.to_string(), words)
            };
            let mut choices = vec![(String::new(), "Choose".to_owned())];
            choices.extend(question.options.iter().map(option));
            view! { <SelectField name="value" label=LABEL faults value=typed.text choices=Signal::stored(choices) /> }
                .into_any()
        }
        Kind::Multi => {
            let choice = |option: &domain::template::Choice| Choice {
                value: option.id.to_string(),
                words: option.label.clone(),
                hint: option.score.map(|score| format!("Worth {score}")).unwrap_or_default(),
            };
            let choices = question.options.iter().map(choice).collect::<Vec<_>>();
            let is_ticked = move |id: String| typed.list.with(|list| list.contains(&id));
            let on_tick = move |(id, ticked): (String, bool)| {
                typed.list.update(|list| {
                    list.retain(|known| *known != id);
                    if ticked {
                        list.push(id);
                    }
                });
            };
            view! { <TickGroup name="value" legend=LABEL faults choices is_ticked on_tick /> }.into_any()
        }
        Kind::Number => {
            let label =
                question.scoring.unit.as_ref().map_or_else(|| LABEL.to_owned(), |unit| format!("{LABEL}, in {unit}"));
            view! { <TextField name="value" label faults value=typed.text inputmode="numeric" width="s" /> }.into_any()
        }
        Kind::Date => {
            view! { <TextField name="value" label=LABEL kind="date" width="m" faults value=typed.text /> }.into_any()
        }
        Kind::Text | Kind::File => {
            view! { <TextArea name="value" label=LABEL faults value=typed.text rows=2 /> }.into_any()
        }
    }
}
