//! Using a file that was sent before, so that nobody sends the same file twice.
//!
//! The form takes the place of its button and gives it back; the focus goes along.

use super::link::why_not;
use super::stated::{ready, stated_fields};
use crate::api::Error;
use crate::components::{Button, Errand, Weight, focus_soon};
use crate::draft::{Draft, Place, Stated};
use domain::api::portal::PortalEvidence;
use leptos::prelude::*;

/// The button for a file that was sent before, or the form behind it; nothing when there is no such file.
#[component]
pub fn Reuse(
    /// The draft.
    draft: Draft,
    /// Where the evidence belongs.
    place: Place,
) -> impl IntoView {
    let is_wanted = RwSignal::new(false);
    let files = {
        let (draft, place) = (draft.clone(), place.clone());
        Memo::new(move |_| draft.reusable_beside(&place.pieces(&draft)))
    };
    let id = format!("{}-reuse", place.question.id);
    let (form_id, next) = (id.clone(), super::adding::files_id(&place.question.id));
    let open = Callback::new(move |()| {
        is_wanted.set(true);
        focus_soon(form_id.clone());
    });
    let close = Callback::new(move |()| {
        is_wanted.set(false);
        focus_soon(next.clone());
    });
    move || {
        let files = files.get();
        if files.is_empty() {
            return ().into_any();
        }
        if is_wanted.get() {
            return attach_form(&draft, &place, &id, files, close).into_any();
        }
        view! { <span><Button weight=Weight::Quiet on_press=open>"Use a file you sent before"</Button></span> }
            .into_any()
    }
}

/// Attaches one of `files`, which are on the server already, in a place.
fn attach_form(
    draft: &Draft,
    place: &Place,
    id: &str,
    files: Vec<PortalEvidence>,
    close: Callback<()>,
) -> impl IntoView + use<> {
    let stated = Stated::new(&place.question);
    let id = id.to_owned();
    let fields = stated_fields(&place.question, &stated, &id);
    let chosen = RwSignal::new(0_usize);
    let problem = RwSignal::new(None::<Error>);
    let option = |(place, file): (usize, &PortalEvidence)| view! { <option value=place.to_string()>{file.name.clone()}</option> };
    let options = files.iter().enumerate().map(option).collect_view();
    let attach = {
        let (draft, place, id) = (draft.clone(), place.clone(), id.clone());
        Errand::new(move |&(): &()| {
            let file = files.get(chosen.get_untracked()).cloned().filter(|_| ready(&stated, &id));
            let body = file.and_then(|file| stated.body(&place, file.file, file.name));
            let draft = draft.clone();
            async move {
                let Some(body) = body else { return };
                match draft.attach(body).await {
                    Ok(()) => drop(close.try_run(())),
                    Err(error) => {
                        problem.try_set(Some(error));
                    }
                }
            }
        })
    };
    view! {
        <div class="stating">
            <div class="field">
                <label class="field__label" for=id.clone()>"File"</label>
                <select
                    class="input"
                    data-size="s"
                    data-width="m"
                    id=id
                    on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or(0))
                >
                    {options}
                </select>
            </div>
            {fields}
            <Button busy=attach.pending() on_press=move |()| { attach.dispatch_local(()); }>"Attach it"</Button>
            <Button weight=Weight::Quiet on_press=close>"Cancel"</Button>
        </div>
        {why_not(problem)}
    }
}
