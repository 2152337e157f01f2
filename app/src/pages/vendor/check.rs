//! Everything that was answered, what is missing, what does not fit together; and sending it.
//!
//! There is no button to send while something is missing or not saved: the main button leads to what is.

use super::save_state::{SaveState, UnsavedBanner, promise_of};
use super::sign::Sign;
use super::with_draft;
use super::words::{entry_words, many};
use crate::components::{Banner, Heading, Icon, Symbol, Tone};
use crate::draft::{Draft, Section};
use crate::paths::Page;
use domain::api::portal::{PortalQuestion, PortalRule};
use domain::id::AssessmentId;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The page before sending.
pub fn check_page(id: AssessmentId) -> AnyView {
    with_draft(id, |draft| view! { <Check draft /> }.into_any())
}

#[component]
fn Check(draft: Draft) -> impl IntoView {
    let view = untrack(|| draft.view());
    let is_ours = untrack(|| draft.is_open_at_all());
    let missing = missing_of(&draft);
    let tools = is_ours.then(|| view! { <SaveState draft=draft.clone() /> });
    let title = if is_ours { "Check your answers before you send them" } else { "Your answers" };
    let end = is_ours.then(|| ending(&draft, missing));
    let summaries = draft.shape().sections().iter().map(|section| summary(&draft, section, is_ours)).collect_view();
    view! {
        {tools}
        <main id="main" class="wrap check stack" data-gap="xl" data-width="text">
            <div class="stack">
                <a href=Page::Tasks(draft.id().clone()).url()>"Back to the sections"</a>
                <Heading title />
                {lead(&draft, &view.system)}
                <UnsavedBanner draft=draft.clone() />
            </div>
            {missing_list(&draft, missing)}
            {odd(&draft, &view.organisation)}
            {summaries}
            {end}
        </main>
    }
}

fn missing_of(draft: &Draft) -> Memo<Vec<Arc<PortalQuestion>>> {
    let draft = draft.clone();
    Memo::new(move |_| draft.missing().iter().filter_map(|id| draft.shape().question(id).cloned()).collect())
}

fn lead(draft: &Draft, system: &str) -> impl IntoView + use<> {
    let (draft, system) = (draft.clone(), system.to_owned());
    let counts = Memo::new(move |_| draft.counts());
    move || {
        let counts = counts.get();
        let words = if counts.missing == 0 && counts.answered == counts.asked {
            format!("You have answered all {} questions about {system}.", counts.asked)
        } else if counts.missing == 0 {
            let (answered, asked) = (counts.answered, counts.asked);
            format!("You have answered {answered} of {asked} questions about {system}. What is left is optional.")
        } else {
            let (answered, asked) = (counts.answered, counts.asked);
            format!(
                "You have answered {answered} of {asked} questions about {system}. The answers can be sent once none is missing."
            )
        };
        view! { <p class="lead">{words}</p> }
    }
}

fn missing_list(draft: &Draft, missing: Memo<Vec<Arc<PortalQuestion>>>) -> impl IntoView + use<> {
    let draft = draft.clone();
    move || {
        let missing = missing.get();
        (!missing.is_empty()).then(|| {
            let title = answer_first(missing.len());
            view! {
                <section class="section" aria-labelledby="h-missing">
                    <h2 id="h-missing" tabindex="-1">{title}</h2>
                    <ul class="tasks">{missing.iter().map(|question| missing_line(&draft, question)).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn answer_first(missing: usize) -> String {
    if missing == 1 {
        "Answer this one before you send".to_owned()
    } else {
        format!("Answer these {missing} before you send")
    }
}

fn missing_line(draft: &Draft, question: &PortalQuestion) -> impl IntoView + use<> {
    let section = draft.shape().section(&question.section).map(|section| section.section.title.clone());
    view! {
        <li class="tasks__item">
            <a href=question_url(draft, question)>{question.text.clone()}</a>
            <span class="tasks__count">{section}</span>
        </li>
    }
}

fn question_url(draft: &Draft, question: &PortalQuestion) -> String {
    format!("{}#{}", Page::Section(draft.id().clone(), question.section.clone()).url(), question.id)
}

/// Answers that do not go together: pointed out, never in the way.
fn odd(draft: &Draft, organisation: &str) -> impl IntoView + use<> {
    let (draft, organisation) = (draft.clone(), organisation.to_owned());
    let rules = {
        let draft = draft.clone();
        Memo::new(move |_| draft.contradictions())
    };
    move || {
        let seen = format!(" {organisation} will see this too. ");
        let one = |rule: PortalRule| {
            let seen = seen.clone();
            let link = |question| {
                let question = draft.shape().question(question)?;
                Some(view! { <a href=question_url(&draft, question)>{format!("Change {}", question.id)}</a> })
            };
            let (claim, counter) = (link(&rule.claim), link(&rule.counter));
            view! {
                <Banner tone=Tone::Warn>
                    <p>
                        <b>"Two answers do not fit together. "</b>
                        {rule.text.clone()}
                        {seen}
                        {claim} " or " {counter}
                    </p>
                </Banner>
            }
        };
        rules.get().into_iter().map(one).collect_view()
    }
}

/// The answers of one section. Long ones are folded away: all but those with something missing.
fn summary(draft: &Draft, section: &Section, is_ours: bool) -> impl IntoView + use<> {
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
            draft.is_asked(&question.id).then(|| (draft.entry(&question.id), draft.evidence_of(&question.id).len()))
        })
    };
    move || {
        state.get().map(|(entry, files)| {
            let lines = entry_words(&question, &entry);
            let is_missing = lines.is_empty();
            let lines = if is_missing { vec!["Not provided".to_owned()] } else { lines };
            let comment = (!entry.comment.is_empty()).then(|| view! { <span class="table__sub written">{entry.comment.clone()}</span> });
            let files = (files > 0).then(|| many(u32::try_from(files).unwrap_or(u32::MAX), "file"));
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

/// The end of the page: what is in the way of sending, or who signs.
fn ending(draft: &Draft, missing: Memo<Vec<Arc<PortalQuestion>>>) -> impl IntoView + use<> {
    let promise = promise_of(draft);
    let is_saved = Memo::new(move |_| promise.with(|promise| promise.waiting + promise.conflicts == 0));
    let count = Memo::new(move |_| missing.with(Vec::len));
    let draft = draft.clone();
    move || {
        if count.get() > 0 {
            return view! {
                <div class="row"><a class="button" data-kind="main" data-size="l" href="#h-missing" on:click=to_missing>{answer_first(count.get())}</a></div>
                <p class="section__note">"When none is missing, you send from here."</p>
            }
            .into_any();
        }
        if !is_saved.get() {
            return view! {
                <p class="row"><Icon symbol=Symbol::Offline />"Some answers are not saved yet. When all are, you send from here."</p>
            }
            .into_any();
        }
        view! { <Sign draft=draft.clone() /> }.into_any()
    }
}

fn to_missing(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    let heading = document().get_element_by_id("h-missing").and_then(|found| found.dyn_into::<HtmlElement>().ok());
    if let Some(heading) = heading {
        heading.scroll_into_view();
        // Focus is a help; without it the list is in view all the same.
        let _ = heading.focus();
    }
}
