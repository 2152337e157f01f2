//! The queue: how far the review is, what goes back, and the questions by section with their verdicts.
//!
//! Only the section of the open question is unfolded; the name of every other one leads to its first listed
//! question. How much is done is counted over all asked questions, whatever is listed.

use super::super::bundle::Open;
use super::item::{Item, Mark, items};
use super::queue_line::line;
use super::send_back::SendBack;
use super::url_of;
use crate::components::{Press, count};
use crate::paths::Page;
use domain::id::{AssessmentId, QuestionId};
use leptos::prelude::*;

/// Which questions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Listed {
    All,
    ToDo,
    Changed,
}

impl Listed {
    fn takes(self, item: &Item) -> bool {
        match self {
            Listed::All => true,
            Listed::ToDo => item.is_to_do(),
            Listed::Changed => item.changed,
        }
    }
}

/// The pane.
#[component]
pub fn Queue(
    /// The assessment on the page.
    open: Open,
    /// The open question.
    current: Memo<Option<QuestionId>>,
) -> impl IntoView {
    let listed = RwSignal::new(Listed::All);
    let (vendor, vendor_page, page, due) = open.view.with_untracked(|view| {
        let vendor = Page::Vendor(view.row.vendor_id.clone()).url();
        (view.row.vendor.clone(), vendor, Page::Assessment(view.id.clone()).url(), view.row.system.clone())
    });
    let id = open.view.with_untracked(|view| view.id.clone());
    view! {
        <nav class="pane stack" aria-label="Questions" tabindex="0">
            <div class="stack" data-gap="s">
                <p class="row"><a href=vendor_page>{vendor}</a><a href=page>{due}</a></p>
                {move || progress(&items(open))}
                <SendBack open />
            </div>
            <div class="row" role="group" aria-label="Show">
                {press("All", Listed::All, listed, open)}
                {press("To do", Listed::ToDo, listed, open)}
                {press("Changed", Listed::Changed, listed, open)}
            </div>
            {move || sections(open, &id, &items(open), current.get().as_ref(), listed.get())}
        </nav>
    }
}

fn press(words: &'static str, own: Listed, listed: RwSignal<Listed>, open: Open) -> AnyView {
    let count = Signal::derive(move || Some(items(open).iter().filter(|item| own.takes(item)).count().to_string()));
    let is_on = Signal::derive(move || listed.get() == own);
    view! { <Press label=words count is_on on_press=move |()| listed.set(own) /> }.into_any()
}

fn progress(all: &[Item]) -> AnyView {
    let total = all.len();
    let done = all.iter().filter(|item| !item.is_to_do()).count();
    let waiting = all.iter().filter(|item| item.mark == Mark::Query).count();
    let queries =
        if waiting > 0 { format!(", {} to send back", count(waiting, "query", "queries")) } else { String::new() };
    let words = format!("{done} of {total}");
    view! {
        <p><b>{format!("{words} reviewed")}</b></p>
        <progress max=total value=done aria-label="Reviewed">{words}</progress>
        <p class="section__note">{format!("{} to do{queries}.", total - done)}</p>
    }
    .into_any()
}

fn sections(
    open: Open,
    assessment: &AssessmentId,
    all: &[Item],
    current: Option<&QuestionId>,
    listed: Listed,
) -> AnyView {
    let here = all.iter().find(|item| Some(&item.id) == current).map(|item| item.section);
    let questionnaire = open.questionnaire();
    let section = |(place, entry): (usize, &domain::scoring::SectionEntry)| {
        let own: Vec<&Item> = all.iter().filter(|item| item.section == place).collect();
        let shown: Vec<&Item> = own.iter().copied().filter(|item| listed.takes(item)).collect();
        let first = shown.first()?;
        let done = own.iter().filter(|item| !item.is_to_do()).count();
        let title = entry.section.title.clone();
        let count = format!("{done} of {}", own.len());
        let is_here = here == Some(place);
        let name = if is_here {
            view! { <b>{title}</b> }.into_any()
        } else {
            view! { <a href=url_of(assessment, &first.id)>{title}</a> }.into_any()
        };
        let inside: Vec<_> =
            if is_here { shown.iter().map(|item| line(assessment, item, current)).collect() } else { Vec::new() };
        Some(view! {
            <li>
                <h2 class="queue__section">{name}" "<span class="tasks__count">{count}</span></h2>
                {is_here.then(|| view! { <ol>{inside}</ol> })}
            </li>
        })
    };
    let sections: Vec<_> = questionnaire.sections().iter().enumerate().filter_map(section).collect();
    let empty = sections.is_empty().then(|| view! { <li class="section__note">"Nothing to show."</li> });
    view! { <ol class="queue">{sections}{empty}</ol> }.into_any()
}
