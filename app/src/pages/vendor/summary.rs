//! What was answered in one section, on the page before sending: each question with its answer and a way to change it.
//! Only questions that are asked are listed, and one that is closed has no link to change it.

use super::question_list::question_url;
use super::words::{answer_words, many};
use crate::draft::{Draft, Section};
use crate::paths::Page;
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use std::sync::Arc;

/// The answers of one section. Long ones are folded away: all but those with something missing.
pub fn summary(draft: &Draft, section: &Section, is_ours: bool) -> impl IntoView + use<> {
    let id = format!("h-{}", section.section.id);
    let href = Page::Section(draft.id().clone(), section.section.id.clone()).url();
    let rows = section.questions.iter().map(|question| answer_row(draft, question, is_ours)).collect_view();
    let change = if is_ours { "Change section" } else { "Look at the section" };
    view! {
        <section class="section" aria-labelledby=id.clone()>
            <div class="section__head">
                <h2 id=id.clone()>{section.section.title.clone()}</h2>
                <a href=href>{change}<span class="visually-hidden">{format!(" {}", section.section.title)}</span></a>
            </div>
            <dl class="answers">{rows}</dl>
        </section>
    }
}

fn answer_row(draft: &Draft, question: &Arc<PortalQuestion>, is_ours: bool) -> impl IntoView + use<> {
    let (draft, question) = (draft.clone(), question.clone());
    let state = {
        let (draft, question) = (draft.clone(), question.clone());
        Memo::new(move |_| {
            draft.is_asked(&question.id).then(|| (draft.entry(&question.id), draft.evidence_of(&question.id)))
        })
    };
    move || {
        state.get().map(|(entry, pieces)| {
            let lines = answer_words(&question, &entry, &pieces);
            let is_missing = lines.is_empty();
            let lines = if is_missing { vec!["Not provided".to_owned()] } else { lines };
            let comment = (!entry.comment.is_empty()).then(|| view! { <span class="table__sub written">{entry.comment.clone()}</span> });
            let files = (!pieces.is_empty()).then(|| many(pieces.len(), "file"));
            let verb = if is_missing { "Answer" } else { "Change" };
            let link = (is_ours && draft.is_open(&question.id)).then(|| {
                view! { <a href=question_url(&draft, &question)>{verb}<span class="visually-hidden">{format!(" {}", question.id)}</span></a> }
            });
            view! {
                <div>
                    <dt>{question.text.clone()}</dt>
                    <dd data-missing=(is_missing && question.required).then_some("")>
                        {lines.into_iter().map(|line| view! { <span class="written">{line}<br /></span> }).collect_view()}
                        {comment}
                        {files.map(|files| view! { <span class="table__sub">{files}</span> })}
                    </dd>
                    <dd>{link}</dd>
                </div>
            }
        })
    }
}
