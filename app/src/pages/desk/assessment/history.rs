//! What happened with an assessment or a finding, newest first. A review makes a line for every answer, so only the
//! newest few stand open and the rest is behind a fold.

use crate::components::{Empty, Fold, MomentText, count};
use domain::api::finding::HistoryLine;
use leptos::prelude::*;

/// Lines that stand open.
const OPEN: usize = 8;

/// The list.
pub fn history(lines: &[HistoryLine]) -> AnyView {
    if lines.is_empty() {
        return view! { <Empty title="Nothing yet" words="What happens is listed here." /> }.into_any();
    }
    let (open, folded) = lines.split_at(lines.len().min(OPEN));
    let fold = (!folded.is_empty()).then(|| {
        let inside: Vec<_> = folded.iter().map(|entry| item(entry, false)).collect();
        let words = format!("Show {}", count(folded.len(), "earlier entry", "earlier entries"));
        view! {
            <Fold words><ol class="story">{inside}</ol></Fold>
        }
    });
    let open = open.iter().enumerate().map(|(place, entry)| item(entry, place == 0));
    view! { <ol class="story">{open.collect_view()}</ol> {fold} }.into_any()
}

fn item(entry: &HistoryLine, is_newest: bool) -> AnyView {
    let text =
        (!entry.text.is_empty()).then(|| view! { <span class="section__note written">{entry.text.clone()}</span> });
    view! {
        <li class="story__item" data-status=if is_newest { "now" } else { "done" }>
            <span>{entry.what.clone()}</span>
            {text}
            <span class="story__when"><MomentText moment=entry.at />", "{entry.who.clone()}</span>
        </li>
    }
    .into_any()
}
