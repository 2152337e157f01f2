//! The sections of an assessment with their true counts, on the task list and beside a section's questions.
//!
//! Counts are those of the draft, so they follow answers that are not saved yet; one that cannot be saved is said first.

use crate::draft::Draft;
use crate::paths::Page;
use domain::id::SectionId;
use leptos::prelude::*;

/// The sections with their true counts.
#[component]
pub fn SectionList(
    /// The draft.
    draft: Draft,
    /// The section that is shown.
    #[prop(optional)]
    current: Option<SectionId>,
) -> impl IntoView {
    let row = |section: &crate::draft::Section| {
        let section = section.section.clone();
        let href = Page::Section(draft.id().clone(), section.id.clone()).url();
        let is_current = current.as_ref() == Some(&section.id);
        let (own, id) = (draft.clone(), section.id.clone());
        let counts = Memo::new(move |_| own.section_counts(&id));
        let (own, id) = (draft.clone(), section.id.clone());
        let wrong = Memo::new(move |_| own.wrong().iter().filter(|question| question.section == id).count());
        let status = move || match counts.get() {
            _ if wrong.get() > 0 => "some",
            counts if counts.answered == 0 => "none",
            counts if counts.answered == counts.asked => "done",
            _ => "some",
        };
        let words = move || match counts.get() {
            _ if wrong.get() > 0 => format!("{} to correct", wrong.get()),
            counts if counts.asked > 0 && counts.answered == counts.asked => format!("Done, {}", counts.asked),
            counts => format!("{} of {}", counts.answered, counts.asked),
        };
        view! {
            <li class="tasks__item">
                <a href=href aria-current=is_current.then_some("page")>{section.title}</a>
                <span class="tasks__count" data-status=status>{words}</span>
            </li>
        }
    };
    let parts = draft.shape().sections().iter().map(row).collect_view();
    view! { <ol class="tasks">{parts}</ol> }
}
