//! A banner: one sentence about the page, at the top of what it concerns. At most one a page.
//!
//! [`Tone`] is shared with badges and figures. A banner that appears after loading has to be announced, and one
//! for a request that failed is [`Trouble`].

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// How a banner, a badge or a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Good to know.
    #[default]
    Plain,
    /// Done, or better than before.
    Good,
    /// Somebody should act.
    Act,
    /// Somebody should act soon.
    Warn,
    /// Something is wrong or late.
    Bad,
}

impl Tone {
    /// The value of `data-tone`, if the stylesheet knows one.
    #[must_use]
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Tone::Plain => None,
            Tone::Good => Some("good"),
            Tone::Act => Some("act"),
            Tone::Warn => Some("warn"),
            Tone::Bad => Some("bad"),
        }
    }

    fn symbol(self) -> Symbol {
        match self {
            Tone::Plain | Tone::Act => Symbol::Info,
            Tone::Good => Symbol::Check,
            Tone::Warn => Symbol::Clock,
            Tone::Bad => Symbol::Alert,
        }
    }
}

/// A banner with its sentence as children.
#[component]
pub fn Banner(
    /// How it is meant.
    #[prop(optional)]
    tone: Tone,
    /// Whether it appears after the page was loaded, and so has to be announced.
    #[prop(optional)]
    is_news: bool,
    /// The sentence, as a `<p>`; what follows goes under it.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone.attribute() role=is_news.then_some("status")>
            <Icon symbol=tone.symbol() />
            {children()}
        </div>
    }
    .into_any()
}

/// Why something that was asked for outside a form did not happen; nothing while all went well.
#[component]
pub fn Trouble(
    /// The sentence, if there is trouble.
    #[prop(into)]
    words: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        words
            .get()
            .map(|words| view! { <div role="alert"><Banner tone=Tone::Bad><p>{words}</p></Banner></div> }.into_any())
    }
}
