//! How an assessment ends, as it is typed: the three outcomes, and what a conditional approval asks for besides.
//! Conditions and a last day belong to one outcome alone and are read for it only.

use crate::components::{FaultLine, Faults, described_by};
use domain::answer::parse_date;
use domain::api::assessment::ConclusionBody;
use domain::api::problem::Fault;
use domain::assessment::Outcome;
use leptos::prelude::*;

/// The outcomes: key and words.
const OUTCOMES: [(&str, &str, &str); 3] = [
    ("approved", "Approved", "The system may be used."),
    ("conditional", "Approved with conditions", "It may be used until a date, on conditions the vendor reads."),
    ("rejected", "Rejected", "It may not be used."),
];

/// A conclusion as it is typed.
#[derive(Clone, Copy, Default)]
pub struct Typed {
    /// The key of the outcome; empty while none is chosen.
    pub outcome: RwSignal<&'static str>,
    /// What the vendor has to do.
    pub conditions: RwSignal<String>,
    /// The last day of the approval.
    pub until: RwSignal<String>,
    /// Why, for the record.
    pub reason: RwSignal<String>,
}

impl Typed {
    /// The conclusion, or what is wrong with it.
    pub fn read(self) -> Result<ConclusionBody, Vec<Fault>> {
        let reason = self.reason.get_untracked();
        let outcome = match self.outcome.get_untracked() {
            "approved" => Outcome::Approved,
            "rejected" => Outcome::Rejected,
            "conditional" => self.conditional()?,
            _ => return Err(vec![Fault::new("outcome", "choose how it ends")]),
        };
        Ok(ConclusionBody { outcome, reason })
    }

    fn conditional(self) -> Result<Outcome, Vec<Fault>> {
        let conditions = self.conditions.get_untracked();
        let until = parse_date(&self.until.get_untracked());
        let mut wrong = Vec::new();
        if conditions.trim().is_empty() {
            wrong.push(Fault::new("conditions", "say what the vendor has to do"));
        }
        match until {
            Some(until) if wrong.is_empty() => Ok(Outcome::Conditional { conditions, until }),
            Some(_) => Err(wrong),
            None => {
                wrong.push(Fault::new("until", "choose the last day of the approval"));
                Err(wrong)
            }
        }
    }
}

/// The outcomes as radio buttons; the first carries the field's id.
#[component]
pub fn OutcomeField(
    /// The key of the chosen one.
    outcome: RwSignal<&'static str>,
    /// The form's faults.
    faults: Faults,
) -> impl IntoView {
    let choice = move |(key, words, hint): (&'static str, &'static str, &'static str)| {
        let id = if key == "approved" { faults.id_of("outcome") } else { format!("{}-{key}", faults.id_of("outcome")) };
        view! {
            <label class="choice" for=id.clone()>
                <input
                    class="choice__box"
                    type="radio"
                    name="outcome"
                    id=id.clone()
                    prop:checked=move || outcome.get() == key
                    on:change=move |_| outcome.set(key)
                />
                <span>{words}</span>
                <span class="choice__hint">{hint}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="field"
            data-status=move || faults.at("outcome").map(|_| "error")
            aria-describedby=move || described_by(faults, "outcome", false)
        >
            <legend class="field__label">"How does it end?"</legend>
            <FaultLine faults name="outcome" />
            <div class="choices">{OUTCOMES.map(choice)}</div>
        </fieldset>
    }
}
