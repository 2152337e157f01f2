//! Questions to look at before sending: without an answer, with one that is not saved, with files or evidence to see to.
//! Following a line leads to the question itself; the lists grow and shrink while the page is open.

use super::focus::to_heading;
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;
use std::sync::Arc;

/// A list of questions and what is to be done with them.
#[derive(Clone, Copy)]
pub struct QuestionList {
    /// The id of its heading.
    pub id: &'static str,
    /// What is to be done with this number of them, as the heading.
    pub title: fn(usize) -> String,
    /// The questions.
    pub questions: Memo<Vec<Arc<PortalQuestion>>>,
}

impl QuestionList {
    /// A list of what `find` finds in the draft.
    pub fn new(
        draft: &Draft,
        id: &'static str,
        title: fn(usize) -> String,
        find: fn(&Draft) -> Vec<Arc<PortalQuestion>>,
    ) -> Self {
        let draft = draft.clone();
        QuestionList { id, title, questions: Memo::new(move |_| find(&draft)) }
    }

    /// Its heading; nothing when there is nothing in it. Tracked.
    pub fn heading(self) -> Option<String> {
        let count = self.questions.with(Vec::len);
        (count > 0).then(|| (self.title)(count))
    }

    /// The list with a `note` under its heading; nothing when there is nothing in it.
    pub fn view(self, draft: &Draft, note: Option<String>) -> AnyView {
        let draft = draft.clone();
        let shown = move || {
            self.heading().map(|title| {
                let lines = self.questions.get().iter().map(|question| question_line(&draft, question)).collect_view();
                view! {
                    <section class="section" aria-labelledby=self.id>
                        <h2 id=self.id tabindex="-1">{title}</h2>
                        {note.clone().map(|note| view! { <p class="section__note">{note}</p> })}
                        <ul class="tasks">{lines}</ul>
                    </section>
                }
            })
        };
        shown.into_any()
    }

    /// The button that leads to the list, and the line under it; nothing when there is nothing in it. Tracked.
    pub fn button(self) -> Option<AnyView> {
        let title = self.heading()?;
        let href = format!("#{}", self.id);
        Some(
            view! {
                <div class="row">
                    <a class="button" data-kind="main" data-size="l" href=href on:click=to_heading(self.id)>{title}</a>
                </div>
                <p class="section__note">"After that you send from here."</p>
            }
            .into_any(),
        )
    }
}

/// One question as a line that leads to it.
pub fn question_line(draft: &Draft, question: &PortalQuestion) -> impl IntoView + use<> {
    let section = draft.shape().section(&question.section).map(|section| section.section.title.clone());
    view! {
        <li class="tasks__item">
            <a href=question_url(draft, question)>{question.text.clone()}</a>
            <span class="tasks__count">{section}</span>
        </li>
    }
}

/// Where a question is answered.
pub fn question_url(draft: &Draft, question: &PortalQuestion) -> String {
    format!("{}#{}", Page::Section(draft.id().clone(), question.section.clone()).url(), question.id)
}
