//! The fields of an AI system, and what is typed into them.
//! The techniques and the two marks of the European Union decide, with the tier, which questionnaires are suggested.

use crate::components::{Choice, Faults, TextArea, TextField, Tick, TickGroup};
use crate::pages::desk::words::TECHNIQUES;
use domain::api::vendor::NewSystem;
use domain::vendor::{SystemDescription, Technique};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// An AI system as it is typed.
#[derive(Clone, Copy)]
pub struct Typed {
    /// Its name.
    pub name: RwSignal<String>,
    purpose: RwSignal<String>,
    version: RwSignal<String>,
    techniques: RwSignal<BTreeSet<Technique>>,
    eu_market: RwSignal<bool>,
    eu_output: RwSignal<bool>,
}

impl Typed {
    /// The system as it stands, or an empty one.
    pub fn of(known: Option<&SystemDescription>) -> Self {
        let text =
            |read: fn(&SystemDescription) -> &String| RwSignal::new(known.map(read).cloned().unwrap_or_default());
        Typed {
            name: text(|known| &known.name),
            purpose: text(|known| &known.purpose),
            version: text(|known| &known.version),
            techniques: RwSignal::new(known.map(|known| known.techniques.clone()).unwrap_or_default()),
            eu_market: RwSignal::new(known.is_some_and(|known| known.eu_market)),
            eu_output: RwSignal::new(known.is_some_and(|known| known.eu_output)),
        }
    }

    /// The system as typed.
    pub fn read(self) -> NewSystem {
        NewSystem {
            description: SystemDescription {
                name: self.name.get_untracked().trim().to_owned(),
                purpose: self.purpose.get_untracked(),
                version: self.version.get_untracked().trim().to_owned(),
                techniques: self.techniques.get_untracked(),
                eu_market: self.eu_market.get_untracked(),
                eu_output: self.eu_output.get_untracked(),
            },
        }
    }
}

/// The fields.
#[component]
pub fn SystemFields(
    /// What is typed.
    typed: Typed,
    /// The form's faults.
    faults: Faults,
) -> impl IntoView {
    let technique = |(_, key, words): (Technique, &'static str, &'static str)| Choice {
        value: key.into(),
        words: words.into(),
        hint: String::new(),
    };
    let called = |key: &str| TECHNIQUES.iter().find(|(_, known, _)| *known == key).map(|(technique, ..)| *technique);
    let is_ticked = move |key: String| called(&key).is_some_and(|one| typed.techniques.with(|all| all.contains(&one)));
    let on_tick = move |(key, ticked): (String, bool)| {
        let Some(technique) = called(&key) else { return };
        typed.techniques.update(|all| {
            if ticked {
                all.insert(technique);
            } else {
                all.remove(&technique);
            }
        });
    };
    view! {
        <TextField name="name" label="Name" faults value=typed.name />
        <TextArea name="purpose" label="What we use it for (optional)" faults value=typed.purpose rows=2 />
        <TextField name="version" label="Version in use (optional)" faults value=typed.version width="m" />
        <TickGroup
            name="techniques"
            legend="Techniques"
            hint="Generative and agentic systems get a questionnaire of their own."
            faults
            choices=TECHNIQUES.map(technique).to_vec()
            is_ticked
            on_tick
        />
        <fieldset class="field">
            <legend class="field__label">"European Union"</legend>
            <span class="field__hint">"Either of them suggests the questionnaire on the EU AI Act."</span>
            <div class="choices">
                <Tick name="eu_market" label="Placed on the EU market" value=typed.eu_market />
                <Tick name="eu_output" label="Its output is used in the EU" value=typed.eu_output />
            </div>
        </fieldset>
    }
}
