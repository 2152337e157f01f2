//! What stands where something is being loaded: nothing for 400 ms, then grey lines with a name.
//!
//! The named place is there from the start, for assistive technology; only the grey lines wait, so that a fast
//! reply does not flicker.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;

/// Below this nobody needs to be told, in milliseconds.
const PATIENCE: u32 = 400;

/// Grey lines in the place of what is coming.
#[component]
pub fn Skeleton(
    /// What is being loaded.
    #[prop(into)]
    label: String,
    /// How many lines.
    #[prop(default = 4)]
    lines: usize,
) -> impl IntoView {
    let is_late = RwSignal::new(false);
    let timer = StoredValue::new_local(Some(Timeout::new(PATIENCE, move || {
        is_late.try_set(true);
    })));
    on_cleanup(move || {
        timer.try_update_value(Option::take);
    });
    view! {
        <div class="stack" role="status" aria-busy="true" aria-label=format!("Loading {label}")>
            {move || is_late.get().then(|| (0..lines).map(|_| view! { <span class="skeleton"></span> }).collect_view())}
        </div>
    }
}
