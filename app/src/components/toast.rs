//! A short word that something was done. Never for errors; it goes by itself, and nothing is lost when it does.
//!
//! There is one place for the whole page, and a new word takes the place of the one before. That place is always
//! in the document, or what appears in it would not be announced.

use super::icon::{Icon, Symbol};
use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// How long a toast stays, in milliseconds.
const STAY: u32 = 6_000;

/// Says short words at the foot of the page. A handle: copies share one place.
#[derive(Clone, Copy)]
pub struct Toasts {
    words: RwSignal<Option<String>>,
    timer: StoredValue<Option<Timeout>, LocalStorage>,
}

impl Toasts {
    /// Makes the place known to every view below the caller.
    pub fn provide() -> Self {
        let toasts = Toasts { words: RwSignal::new(None), timer: StoredValue::new_local(None) };
        provide_context(toasts);
        toasts
    }

    /// The place that [`Toasts::provide`] made known; a fresh one where a view is mounted alone.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Says `words`.
    pub fn say(self, words: impl Into<String>) {
        self.show(words.into());
    }

    fn show(self, words: String) {
        self.words.try_set(Some(words));
        let hide = Timeout::new(STAY, move || {
            self.words.try_set(None);
        });
        self.timer.try_update_value(|timer| *timer = Some(hide));
    }
}

/// Where toasts appear. Always there, so that what appears in it is announced.
#[component]
pub fn ToastPlace() -> impl IntoView {
    let toasts = Toasts::current();
    let close = move |_| toasts.words.set(None);
    view! {
        <div class="toasts" role="status">
            {move || {
                toasts.words.get().map(|words| {
                    view! {
                        <div class="toast">
                            <Icon symbol=Symbol::Check />
                            <span>{words}</span>
                            <button class="icon-button" type="button" aria-label="Close this message" on:click=close>
                                <Icon symbol=Symbol::Close />
                            </button>
                        </div>
                    }
                    .into_any()
                })
            }}
        </div>
    }
}
