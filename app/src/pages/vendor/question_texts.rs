//! The two texts beside an answer: a comment, and why the question does not apply. Folded away until they are wanted.
//! Writing a reason takes the answer away, because a question is either answered or does not apply; it can be brought back.

use super::asking::{Asking, error_line};
use crate::components::{Icon, Symbol};
use crate::draft::{COMMENT, REASON};
use leptos::prelude::*;

/// A comment on any answer.
pub fn comment(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry;
    let text = move || entry.with(|entry| entry.comment.clone());
    let own = asking.clone();
    let write = Callback::new(move |(text, settled): (String, bool)| own.edit(settled, |entry| entry.comment = text));
    let words = Words { part: COMMENT, summary: "Add a comment", label: "Comment", hint: None };
    words_fold(asking, &words, Signal::derive(text), write)
}

/// Why the question does not apply, where that may be said.
pub fn not_applicable(asking: &Asking) -> impl IntoView + use<> {
    let entry = asking.entry;
    let text = move || entry.with(|entry| entry.not_applicable.clone().unwrap_or_default());
    let own = asking.clone();
    let write = Callback::new(move |(text, settled): (String, bool)| {
        own.edit(settled, |entry| {
            if !text.trim().is_empty() {
                entry.value = None;
            }
            entry.not_applicable = Some(text);
        });
    });
    let organisation = untrack(|| asking.draft.view()).organisation.clone();
    asking.question.na_allowed.then(|| {
        let hint = format!("You can send with this reason; {organisation} checks it before it counts.");
        let words =
            Words { part: REASON, summary: "Does not apply to us", label: "Why does it not apply?", hint: Some(hint) };
        words_fold(asking, &words, Signal::derive(text), write)
    })
}

/// The words around a text that is folded away until it is wanted.
struct Words {
    part: &'static str,
    summary: &'static str,
    label: &'static str,
    hint: Option<String>,
}

fn words_fold(
    asking: &Asking,
    words: &Words,
    text: Signal<String>,
    write: Callback<(String, bool)>,
) -> impl IntoView + use<> {
    let part = words.part;
    let id = asking.text_id(part);
    let (hint_id, error) = (format!("{id}-hint"), format!("{id}-error"));
    let described = format!("{hint_id} {error}");
    let (wrong, shown) = (asking.clone(), asking.clone());
    // Once there is something in it, it is opened, and it stays as the person leaves it.
    let is_open = Memo::new(move |before: Option<&bool>| before == Some(&true) || text.with(|text| !text.is_empty()));
    let write = move |text: String, settled: bool| {
        // A field that goes while it has the focus is left once more, when nobody listens any longer.
        write.try_run((text, settled));
    };
    view! {
        <details class="fold" open=move || is_open.get()>
            <summary><Icon symbol=Symbol::ChevronRight small=true />{words.summary}</summary>
            <div class="fold__body field">
                <label class="field__label" for=id.clone()>{words.label}</label>
                {words.hint.clone().map(|hint| view! { <span class="field__hint" id=hint_id>{hint}</span> })}
                {move || shown.fault(part).map(|sentence| error_line(error.clone(), sentence))}
                <textarea
                    class="input"
                    id=id
                    rows="3"
                    aria-describedby=described
                    aria-invalid=move || wrong.fault(part).map(|_| "true")
                    prop:value=text
                    on:input:target=move |event| write(event.target().value(), false)
                    on:change:target=move |event| write(event.target().value(), true)
                ></textarea>
            </div>
        </details>
    }
}
