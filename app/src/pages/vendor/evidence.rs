//! The evidence of one question or finding: what is attached, what is on its way, and how more is added.
//!
//! Limits stand first. A file goes up at once; it counts when the vendor has said what it is and attached it.

use super::adding::{Adding, files_id};
use super::link::why_not;
use super::words::kind_words;
use crate::api::Error;
use crate::api::portal::evidence_url;
use crate::components::{DateText, Errand, Icon, Symbol, focus_soon};
use crate::draft::{Draft, Place, size_words};
use domain::api::portal::{PortalEvidence, PortalKind, PortalQuestion};
use domain::id::FindingId;
use leptos::prelude::*;
use std::sync::Arc;

/// Whether a question takes evidence.
pub fn asks_for_evidence(question: &PortalQuestion) -> bool {
    question.kind == PortalKind::File || question.evidence != "none"
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
    let about = format!("{}, {}", kind_words(&piece.kind), size_words(piece.size));
    let until = piece.valid_until.map(|date| view! { ", valid until " <DateText date /> });
    let problem = RwSignal::new(None::<Error>);
    let remove = {
        let piece = piece.clone();
        Errand::new(move |&(): &()| {
            let (draft, piece) = (draft.clone(), piece.clone());
            async move {
                match draft.remove(&piece).await {
                    Ok(()) => focus_soon(files_id(&piece.question)),
                    Err(error) => {
                        problem.try_set(Some(error));
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
            {button}
        </div>
        {why_not(problem)}
    }
}
