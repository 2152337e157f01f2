//! The evidence of one question or finding: what is attached, what is on its way, and how more is added.
//!
//! Limits stand first. A file goes up at once; it counts when the vendor has said what it is and attached it.

use super::stated::{Place, attach_form};
use super::upload::{Sending, UploadRow};
use super::words::kind_words;
use crate::api::portal::evidence_url;
use crate::components::{Button, DateText, Errand, Icon, Symbol, Weight, focus_soon};
use crate::draft::{Draft, accepted, check_file, size_words};
use domain::api::portal::{PortalEvidence, PortalKind, PortalQuestion};
use domain::id::{FindingId, QuestionId};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::{File, FileList};

/// Whether a question takes evidence.
pub fn asks_for_evidence(question: &PortalQuestion) -> bool {
    question.kind == PortalKind::File || question.evidence != "none"
}

/// The id of the input that takes files for a question.
fn files_id(question: &QuestionId) -> String {
    format!("{question}-files")
}

/// The evidence of `question`.
#[component]
pub fn Evidence(
    /// The draft.
    draft: Draft,
    /// The question.
    question: Arc<PortalQuestion>,
    /// The finding for whose plan or fix it is shown; without one it belongs to the answer.
    #[prop(optional)]
    finding: Option<FindingId>,
    /// Whether it may be changed.
    is_open: bool,
) -> impl IntoView {
    let wanted = match (&finding, question.evidence.as_str()) {
        (Some(_), _) => "Evidence for your plan or fix (optional)",
        (None, "required") => "Evidence",
        (None, _) => "Evidence (optional)",
    };
    let ask = if question.evidence_ask.is_empty() {
        wanted.to_owned()
    } else {
        format!("{wanted}: {}", question.evidence_ask)
    };
    let place = Place { question, finding };
    let pieces = {
        let (draft, place) = (draft.clone(), place.clone());
        Memo::new(move |_| place.pieces(&draft))
    };
    let limits =
        is_open.then(|| view! { <small>"PDF, Word, Excel, PNG, JPG, text, CSV or JSON, up to 25 MB each"</small> });
    let shown = draft.clone();
    let rows = move || {
        let row = |piece: PortalEvidence| view! { <Piece draft=shown.clone() piece is_open /> };
        pieces.get().into_iter().map(row).collect_view()
    };
    let adding = is_open.then(|| view! { <Adding draft place /> });
    view! {
        <div class="question__evidence">
            <div class="question__evidence-head"><b>{ask}</b>{limits}</div>
            {rows}
            {adding}
        </div>
    }
}

/// One piece of evidence that is attached.
#[component]
fn Piece(draft: Draft, piece: PortalEvidence, is_open: bool) -> impl IntoView {
    let href = evidence_url(draft.id(), &piece.id);
    let name = piece.name.clone();
    #[expect(clippy::cast_precision_loss, reason = "a size for people")]
    let size = size_words(piece.size as f64);
    let about = format!("{}, {size}", kind_words(&piece.kind));
    let until = piece.valid_until.map(|date| view! { ", valid until " <DateText date /> });
    let problem = RwSignal::new(None::<String>);
    let remove = {
        let piece = piece.clone();
        Errand::new(move |&(): &()| {
            let (draft, piece) = (draft.clone(), piece.clone());
            async move {
                match draft.remove(&piece).await {
                    Ok(()) => focus_soon(files_id(&piece.question)),
                    Err(error) => {
                        problem.try_set(Some(error.sentence()));
                    }
                }
            }
        })
    };
    let button = is_open.then(|| {
        view! {
            <span class="file__actions">
                <button
                    class="icon-button"
                    type="button"
                    aria-label=format!("Remove {name}")
                    on:click=move |_| { remove.dispatch_local(()); }
                >
                    <Icon symbol=Symbol::Close />
                </button>
            </span>
        }
    });
    view! {
        <div class="file">
            <Icon symbol=Symbol::File />
            <a href=href download=piece.name.clone() rel="external"><bdi>{piece.name.clone()}</bdi></a>
            <span class="file__meta">{about} {until}</span>
            {move || problem.get().map(|words| view! { <span class="file__meta field__error" role="alert">{words}</span> })}
            {button}
        </div>
    }
}

/// Uploads under way, the field that takes files, and the way to use one that was sent before.
#[component]
fn Adding(draft: Draft, place: Place) -> impl IntoView {
    let sending = RwSignal::new(Vec::<Arc<Sending>>::new());
    let refused = RwSignal::new(Vec::<String>::new());
    let owner = Owner::current();
    let take = {
        let (draft, place) = (draft.clone(), place.clone());
        move |files: FileList| {
            let files = (0..files.length()).filter_map(|place| files.get(place));
            // What a file on its way keeps belongs to this place, and goes with it.
            let begin = || sort(&draft, &place, files);
            let (fit, wrong) = owner.as_ref().map_or_else(Default::default, |owner| owner.with(begin));
            refused.set(wrong);
            sending.update(|all| all.extend(fit));
        }
    };
    let next = files_id(&place.question.id);
    let done = Callback::new(move |key: u32| {
        sending.update(|all| all.retain(|one| one.key != key));
        focus_soon(next.clone());
    });
    let row = move |one: Arc<Sending>| view! { <UploadRow sending=one done /> };
    view! {
        <For each=move || sending.get() key=|one| one.key children=row />
        {move || {
            let lines = refused.get().into_iter().map(|line| view! { <p class="field__error"><Icon symbol=Symbol::Alert small=true />{line}</p> });
            let lines = lines.collect_view();
            view! { <div role="alert">{lines}</div> }
        }}
        <Drop question=place.question.clone() on_files=take />
        <Reuse draft place />
    }
}

/// Files that may be sent, begun; and what to do about the others.
fn sort(draft: &Draft, place: &Place, files: impl Iterator<Item = File>) -> (Vec<Arc<Sending>>, Vec<String>) {
    let (mut fit, mut wrong) = (Vec::new(), Vec::new());
    for file in files {
        match check_file(&file.name(), file.size()) {
            Ok(media_type) => fit.push(Sending::begin(draft, place, file, media_type)),
            Err(sentence) => wrong.push(sentence),
        }
    }
    (fit, wrong)
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

/// Uses a file that was sent before, so that nobody sends the same file twice.
#[component]
fn Reuse(draft: Draft, place: Place) -> impl IntoView {
    let is_wanted = RwSignal::new(false);
    let files = {
        let (draft, place) = (draft.clone(), place.clone());
        Memo::new(move |_| draft.reusable_beside(&place.pieces(&draft)))
    };
    let close = Callback::new(move |()| is_wanted.set(false));
    move || {
        let files = files.get();
        if files.is_empty() {
            return ().into_any();
        }
        if is_wanted.get() {
            return attach_form(&draft, &place, files, close).into_any();
        }
        view! {
            <span><Button weight=Weight::Quiet on_press=move |()| is_wanted.set(true)>"Use a file you sent before"</Button></span>
        }
        .into_any()
    }
}
