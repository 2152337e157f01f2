//! Everything that was answered, what is missing, what does not fit together; and sending it.
//!
//! There is no button to send while something is missing or not saved: the main button leads to what is, see `ending`.

use super::ending::{bare, ending, in_the_way};
use super::question_list::question_url;
use super::save_state::SaveState;
use super::summary::summary;
use super::unsaved::UnsavedBanner;
use super::with_draft;
use crate::components::{Banner, Heading, Tone};
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalRule;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The page before sending.
pub fn check_page(id: AssessmentId) -> AnyView {
    with_draft(id, |draft| view! { <Check draft /> }.into_any())
}

#[component]
fn Check(draft: Draft) -> impl IntoView {
    let view = untrack(|| draft.view());
    let is_ours = untrack(|| draft.is_open_at_all());
    let in_the_way = in_the_way(&draft);
    let tools = is_ours.then(|| view! { <SaveState draft=draft.clone() /> });
    let title = if is_ours { "Check your answers before you send them" } else { "Your answers" };
    let end = is_ours.then(|| ending(&draft, in_the_way));
    let lists = in_the_way.map(|list| list.view(&draft, None)).into_iter().collect_view();
    let bare = is_ours.then(|| bare(&draft, &view.organisation));
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
            {lists}
            {bare}
            {odd(&draft, &view.organisation)}
            {summaries}
            {end}
        </main>
    }
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
