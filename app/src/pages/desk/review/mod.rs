//! The review of an assessment: the queue of answers, one answer with its evidence, the verdict and the score.
//!
//! Which answer is open is in the address. After a verdict of "accept" the next one to do opens by itself.

pub mod answer;
pub mod conclude;
pub mod evidence;
pub mod item;
pub mod judge;
pub mod outcome;
pub mod queue;
pub mod queue_line;
pub mod raise_form;
pub mod raised;
pub mod said;
pub mod score_now;
pub mod send_back;
pub mod standing;
pub mod verdict;
pub mod verdict_forms;
pub mod verdict_sending;
pub mod what_if;

use super::bundle::{self, Bundle, Open};
use crate::components::{Crumbs, Empty, Heading, Load, Loaded, PageHead, Step, focus_soon};
use crate::paths::Page;
use domain::id::{AssessmentId, QuestionId};
use item::items;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// The name of the query part that names the open question.
const QUESTION: &str = "q";
/// The id of the open question's heading, which takes the focus when another question opens.
const HEADING: &str = "said";

/// The page.
pub fn review_page(id: AssessmentId) -> AnyView {
    let loaded = Loaded::new(move || {
        let id = id.clone();
        async move { bundle::load(&id).await }
    });
    view! {
        <main id="main" data-panes="">
            <Load resource=loaded label="the review" view=shown />
        </main>
    }
    .into_any()
}

/// The address of one question in the review.
fn url_of(assessment: &AssessmentId, question: &QuestionId) -> String {
    format!("{}?{QUESTION}={question}", Page::Review(assessment.clone()).url())
}

fn shown(bundle: Bundle) -> AnyView {
    let open = Open::new(bundle);
    if open.score().is_none() {
        return nothing_yet(open);
    }
    let parts = use_query_map();
    let current = Memo::new(move |_| {
        let named = parts.with(|parts| parts.get(QUESTION)).and_then(|id| QuestionId::new(id).ok());
        let items = items(open);
        let known = items.iter().find(|item| Some(&item.id) == named.as_ref());
        let first = known.or_else(|| items.iter().find(|item| item.is_to_do())).or_else(|| items.first());
        first.map(|item| item.id.clone())
    });
    focus_on_change(current);
    let advance = use_advance(open);
    let title = open.view.with_untracked(|view| format!("Review: {}", view.row.system));
    view! {
        <Heading title class="visually-hidden" />
        <div class="panes" data-panes="3" data-fixed="">
            <queue::Queue open current />
            {move || current.get().map(|question| answer::pane(open, question))}
            <aside class="pane stack verdict" data-gap="l" aria-label="Verdict and score" tabindex="0">
                {move || current.get().map(|question| view! { <verdict::Verdicts open question advance /> }.into_any())}
                <score_now::ScoreNow open current />
                <raised::Raised open />
                <conclude::Conclude open />
            </aside>
        </div>
    }
    .into_any()
}

fn nothing_yet(open: Open) -> AnyView {
    let (id, name) = open.view.with_untracked(|view| (view.id.clone(), view.row.system.clone()));
    let page = Page::Assessment(id).url();
    let steps =
        vec![Step::to("Assessments", Page::Assessments.url()), Step::to(name, page.clone()), Step::here("Review")];
    view! {
        <div class="wrap stack" data-gap="l">
            <Crumbs steps />
            <PageHead title="Review" />
            <Empty title="Nothing to review yet" words="Answers are shown once the vendor has submitted them.">
                <a class="button" href=page>"See how far they are"</a>
            </Empty>
        </div>
    }
    .into_any()
}

/// Reaches outside: when another question opens, its heading takes the focus.
fn focus_on_change(current: Memo<Option<QuestionId>>) {
    Effect::new(move |before: Option<Option<QuestionId>>| {
        let now = current.get();
        if before.is_some_and(|before| before != now) {
            focus_soon(HEADING.into());
        }
        now
    });
}

/// Opens the next question to do after the one given, if there is any, and tells whether there is.
fn use_advance(open: Open) -> Callback<QuestionId, bool> {
    let navigate = use_navigate();
    Callback::new(move |here: QuestionId| {
        let items = untrack(|| items(open));
        let place = items.iter().position(|item| item.id == here).unwrap_or(0);
        let after = items.iter().skip(place + 1).chain(items.iter().take(place)).find(|item| item.is_to_do());
        let is_more = after.is_some();
        if let Some(next) = after {
            let to = open.view.with_untracked(|view| url_of(&view.id, &next.id));
            navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
        is_more
    })
}
