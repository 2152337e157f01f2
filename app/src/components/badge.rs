//! Badges for the state of a thing, tags for ids and fixed facts.
//!
//! Colour is never the only sign: a badge always has words. Use a tag for what cannot change.

use super::banner::Tone;
use super::icon::{Icon, Symbol};
use domain::answer::mixes_alphabets;
use leptos::prelude::*;

/// The state of one thing in a word or two. A wash only if somebody must act.
#[component]
pub fn Badge(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// An icon before the words.
    #[prop(optional, into)]
    symbol: Option<Symbol>,
    /// The words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    badge(tone, symbol, words)
}

/// The same where it is worked out whether there is an icon.
pub fn badge(tone: Tone, symbol: Option<Symbol>, words: impl Into<String>) -> AnyView {
    drawn(tone, symbol, words.into())
}

fn drawn(tone: Tone, symbol: Option<Symbol>, words: String) -> AnyView {
    view! {
        <span class="badge" data-tone=tone.attribute()>
            {symbol.map(|symbol| view! { <Icon symbol small=true /> })}
            {words}
        </span>
    }
    .into_any()
}

/// Said beside a name whose letters are of several alphabets: it may not be the name that it seems.
pub fn alphabets_mark(name: &str) -> Option<AnyView> {
    mixes_alphabets(name).then(|| badge(Tone::Warn, None, "Mixes alphabets"))
}

/// An id or a fixed fact; never a state.
#[component]
pub fn Tag(
    /// The words.
    #[prop(into)]
    words: String,
) -> impl IntoView {
    view! { <span class="tag">{words}</span> }
}
