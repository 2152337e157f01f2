//! One question in the queue: its id, how it begins, its verdict.
//!
//! The words are cut here and not by the stylesheet, so that none are hidden when a reader widens the spacing.

use super::item::Item;
use super::url_of;
use crate::components::Icon;
use domain::id::{AssessmentId, QuestionId};
use leptos::prelude::*;

/// Characters that fit on two lines of the queue.
const MOST: usize = 46;

/// The line; `current` is the open question.
pub fn line(assessment: &AssessmentId, item: &Item, current: Option<&QuestionId>) -> AnyView {
    let (status, words, symbol) = item.mark.look();
    let words = if item.changed { format!("{words}, changed") } else { words.to_owned() };
    let is_current = current == Some(&item.id);
    let (id, text) = (item.id.to_string(), beginning(&item.text));
    view! {
        <li class="queue__item" data-status=status aria-current=is_current.then_some("true")>
            <a href=url_of(assessment, &item.id) title=item.text.clone()>
                <span class="queue__id">{id}</span>
                <span class="queue__text">{text}</span>
            </a>
            <span class="queue__state" title=words>
                {symbol.map(|symbol| view! { <Icon symbol small=true /> })}
                <span class="visually-hidden">{words.clone()}</span>
            </span>
        </li>
    }
    .into_any()
}

/// As many whole words of a question as fit on two lines of the queue; the question stands beside it in full.
fn beginning(text: &str) -> String {
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.chars().count() + word.chars().count() >= MOST {
            return short + "…";
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short += word;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_long_question_is_cut_between_words() {
        assert_eq!(beginning("Which roles do you play?"), "Which roles do you play?");
        let cut = beginning("Describe in a few sentences what the AI system does, for whom, and what not.");
        assert_eq!(cut, "Describe in a few sentences what the AI system…");
        assert_eq!(beginning(""), "");
    }
}
