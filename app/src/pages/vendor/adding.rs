//! How evidence is added: files on their way, the field that takes more, and the way to use one that was sent before.
//!
//! What is on its way belongs to the draft; it stays when this view goes and is here again when the view is.

use super::focus::keep_focus;
use super::reuse::Reuse;
use super::upload::UploadRow;
use crate::components::{Icon, Symbol};
use crate::draft::{Draft, Place, Sending, accepted, bytes_of, check_file};
use domain::api::portal::PortalQuestion;
use domain::id::QuestionId;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::FileList;

/// The id of the input that takes files for a question.
pub fn files_id(question: &QuestionId) -> String {
    format!("{question}-files")
}

/// Uploads under way, the field that takes files, and the way to use one that was sent before.
#[component]
pub fn Adding(
    /// The draft.
    draft: Draft,
    /// Where the evidence belongs.
    place: Place,
) -> impl IntoView {
    let refused = RwSignal::new(Vec::<String>::new());
    let take = {
        let (draft, place) = (draft.clone(), place.clone());
        move |files: FileList| {
            let files = (0..files.length()).filter_map(|at| files.get(at));
            let wrong = files.filter_map(|file| match check_file(&file.name(), bytes_of(&file)) {
                Ok(media_type) => {
                    draft.send_file(&place, file, media_type);
                    None
                }
                Err(sentence) => Some(sentence),
            });
            refused.set(wrong.collect());
        }
    };
    let sendings = {
        let (draft, place) = (draft.clone(), place.clone());
        move || draft.sendings_to(&place)
    };
    let (watched, next) = (sendings.clone(), files_id(&place.question.id));
    // A row that goes, attached or forgotten, takes the focus of its buttons along.
    Effect::new(move |before: Option<usize>| {
        let count = watched().len();
        if before.is_some_and(|before| count < before) {
            keep_focus(next.clone());
        }
        count
    });
    let own = draft.clone();
    let row = move |sending: Arc<Sending>| view! { <UploadRow draft=own.clone() sending /> };
    let line = |line| view! { <p class="field__error"><Icon symbol=Symbol::Alert small=true />{line}</p> };
    view! {
        <For each=sendings key=|one| one.key children=row />
        <div role="alert">{move || refused.get().into_iter().map(line).collect_view()}</div>
        <Drop question=place.question.clone() on_files=take />
        <Reuse draft place />
    }
}

/// A plain button beside the field onto which files can be dropped.
#[component]
fn Drop(question: Arc<PortalQuestion>, on_files: impl Fn(FileList) + Clone + 'static) -> impl IntoView {
    let is_over = RwSignal::new(false);
    let id = files_id(&question.id);
    let dropped = on_files.clone();
    let on_drop = move |event: leptos::ev::DragEvent| {
        event.prevent_default();
        is_over.set(false);
        if let Some(files) = event.data_transfer().and_then(|transfer| transfer.files()) {
            dropped(files);
        }
    };
    view! {
        <div
            class="drop"
            data-status=move || is_over.get().then_some("over")
            on:dragover=move |event| { event.prevent_default(); is_over.set(true) }
            on:dragleave=move |_| is_over.set(false)
            on:drop=on_drop
        >
            <span>"Drop files here, or"</span>
            <span class="row">
                <label class="button" for=id.clone()>
                    <Icon symbol=Symbol::Upload small=true />
                    "Choose files"
                    <span class="visually-hidden">{format!(" for question {}", question.id)}</span>
                </label>
                <input
                    class="drop__input"
                    id=id
                    type="file"
                    multiple=true
                    accept=accepted()
                    on:change:target=move |event| {
                        if let Some(files) = event.target().files() {
                            on_files(files);
                        }
                        // The same file may be chosen again.
                        event.target().set_value("");
                    }
                />
            </span>
        </div>
    }
}
