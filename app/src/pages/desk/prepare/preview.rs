//! Every question of the chosen questionnaires as the vendor will see it, folded by questionnaire.
//!
//! The questions of a questionnaire are loaded when its fold is first opened, not before; `reading` draws them.

use super::reading;
use super::typed::Typed;
use crate::api;
use crate::components::{Fold, Load, Loaded, When};
use crate::pages::desk::questionnaire::time;
use domain::api::assessment::TemplateRow;
use domain::api::portal::PortalTemplate;
use domain::id::TemplateHash;
use domain::template::Depth;
use leptos::prelude::*;
use std::sync::Arc;

/// The questions, folded by questionnaire.
#[component]
pub fn Preview(
    /// The questionnaires that can be sent.
    templates: Arc<Vec<TemplateRow>>,
    /// What is typed.
    typed: Typed,
) -> impl IntoView {
    let sums = templates.clone();
    let sum = move || {
        let deep = typed.depth() == Depth::Deep;
        let chosen = typed.templates.get();
        let rows: Vec<_> = sums.iter().filter(|row| chosen.contains(&row.hash)).collect();
        let questions: u32 = rows.iter().map(|row| if deep { row.questions_deep } else { row.questions_base }).sum();
        let minutes: u32 = rows.iter().map(|row| row.estimated_minutes).sum();
        let time = time(minutes);
        format!(
            "{questions} questions at most, some asked only after certain answers; whole questionnaires take {time}."
        )
    };
    // Each stays in place while it is chosen, so that another one does not fold it.
    let one = move |row: &TemplateRow| {
        let row = row.clone();
        let hash = row.hash.clone();
        let is_chosen = move || typed.templates.with(|chosen| chosen.contains(&hash));
        view! { <When holds=is_chosen><One row=row.clone() typed /></When> }.into_any()
    };
    view! {
        <section class="section" aria-labelledby="h-preview">
            <h2 id="h-preview">"As the vendor will see it"</h2>
            <p class="section__note">{sum}</p>
            {templates.iter().map(one).collect_view()}
        </section>
    }
}

#[component]
fn One(row: TemplateRow, typed: Typed) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let hash = row.hash.clone();
    let opened = Callback::new(move |()| is_open.set(true));
    let body = move || is_open.get().then(|| view! { <Questions hash=hash.clone() typed /> }.into_any());
    view! {
        <Fold words=format!("Read all questions: {}", row.title) on_toggle=opened>{body}</Fold>
    }
}

#[component]
fn Questions(hash: TemplateHash, typed: Typed) -> impl IntoView {
    let template = Loaded::new(move || {
        let hash = hash.clone();
        async move {
            api::questionnaire::questionnaire(&hash).await.map(|template| Arc::new(PortalTemplate::from(&template)))
        }
    });
    let view = move |template: Arc<PortalTemplate>| {
        view! { <div class="stack" data-gap="l">{move || reading::sections(&template, typed.depth())}</div> }.into_any()
    };
    view! { <Load resource=template label="the questions" view /> }
}
