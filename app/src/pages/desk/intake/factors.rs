//! The factors of the intake, each a question with five levels.
//!
//! A factor has no level until one is chosen, so nothing is ticked at first and zero is a real answer.
//! The first choice carries the field's id, so that a fault of the factor can lead to it.

use crate::components::{FaultLine, Faults};
use domain::inherent::{Factor, Intake, Levels};
use leptos::prelude::*;
use std::sync::Arc;

/// Every factor.
#[component]
pub fn Factors(
    /// The intake.
    intake: Arc<Intake>,
    /// The levels chosen so far.
    levels: RwSignal<Levels>,
    /// The form's faults.
    faults: Faults,
    /// Whether nothing can be changed.
    locked: bool,
) -> impl IntoView {
    let factor = |factor: &Factor| view! { <FactorField factor=factor.clone() levels faults locked /> };
    view! { <div class="questions">{intake.factors.iter().map(factor).collect_view()}</div> }
}

#[component]
fn FactorField(factor: Factor, levels: RwSignal<Levels>, faults: Faults, locked: bool) -> impl IntoView {
    let name = factor.id.to_string();
    let wrong = name.clone();
    let rows =
        factor.levels.iter().enumerate().filter_map(|(place, words)| Some((u8::try_from(place).ok()?, words.clone())));
    let row = {
        let (name, id) = (name.clone(), factor.id.clone());
        move |(level, words): (u8, String)| {
            let own = if level == 0 { faults.id_of(&name) } else { format!("{}-{level}", faults.id_of(&name)) };
            let (chosen, set) = (id.clone(), id.clone());
            view! {
                <label class="choice" for=own>
                    <input
                        class="choice__box"
                        type="radio"
                        id=own.clone()
                        name=name.clone()
                        value=level
                        disabled=locked
                        prop:checked=move || levels.with(|levels| levels.get(&chosen) == Some(&level))
                        on:change=move |_| levels.update(|levels| { levels.insert(set.clone(), level); })
                    />
                    <span>{format!("{level} – {words}")}</span>
                </label>
            }
        }
    };
    let described = format!("{}-error", faults.id_of(&name));
    let is_wrong = move || faults.at(&wrong).is_some();
    let status = is_wrong.clone();
    view! {
        <fieldset
            class="question"
            data-status=move || status().then_some("error")
            aria-describedby=move || is_wrong().then(|| described.clone())
        >
            <legend class="question__text">
                <span class="question__number">{format!("Weight {}", factor.weight)}</span>
                {factor.title}
            </legend>
            <FaultLine faults name />
            <div class="choices">{rows.map(row).collect_view()}</div>
        </fieldset>
    }
}
