//! Says in time that the session is about to end, and offers to stay. Nothing that is typed is lost when it does.
//!
//! The browser counts from the last reply it heard. Another window may have kept the session alive meanwhile, so
//! before saying that it ended the server is asked.

use super::banner::{Banner, Tone};
use super::button::Button;
use super::date::now;
use super::loaded::Errand;
use crate::api;
use crate::paths::Page;
use crate::visit::Visit;
use gloo_timers::callback::Interval;
use leptos::prelude::*;

/// How often to look, in milliseconds. A window in the background is woken once a minute at most.
const LOOK_EVERY: u32 = 15_000;
/// How long before the end to say so: two minutes must be left even when this was noticed a minute late.
const WARN_BEFORE: i64 = 3 * 60_000;
/// How long after the end to ask, so that asking does not itself keep the session alive.
const ASK_AFTER: i64 = 10_000;

/// Where the session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// There is time.
    Open,
    /// It ends in about so many minutes.
    Ending(i64),
    /// By this browser's reckoning it has ended.
    Over,
}

/// Where a session stands that was last used `quiet` milliseconds ago and ends after `idle` of them.
fn standing(quiet: i64, idle: i64) -> Standing {
    match idle - quiet {
        left if left < -ASK_AFTER => Standing::Over,
        left if left <= WARN_BEFORE => Standing::Ending((left.max(0) + 59_999) / 60_000),
        _ => Standing::Open,
    }
}

/// The notice, in the bar so that it is seen wherever the page stands.
#[component]
pub fn IdleNotice() -> impl IntoView {
    let visit = Visit::current();
    let state = RwSignal::new(Standing::Open);
    let has_ended = RwSignal::new(false);
    let ask = Errand::new(move |&(): &()| async move {
        let ended = visit.has_ended().await;
        has_ended.try_set(ended);
        if !ended {
            state.try_set(Standing::Open);
        }
    });
    let look = move || {
        let Some(me) = untrack(|| visit.me()) else { return };
        let next = standing(now().0 - api::last_heard().0, i64::from(me.idle_minutes) * 60_000);
        let before = state.try_get_untracked();
        if before.is_some_and(|before| before != next) {
            state.set(next);
            // Somebody signed in again in another window, and this one has heard from the server since.
            if next == Standing::Open {
                has_ended.set(false);
            }
            if next == Standing::Over {
                ask.dispatch_local(());
            }
        }
    };
    let timer = StoredValue::new_local(Some(Interval::new(LOOK_EVERY, look)));
    on_cleanup(move || {
        timer.try_update_value(Option::take);
    });
    let words = move || match (has_ended.get(), state.get()) {
        (true, _) => view! { <Ended /> }.into_any(),
        (false, Standing::Ending(minutes)) => {
            view! { <Ending minutes stay=move |()| { ask.dispatch_local(()); } /> }.into_any()
        }
        (false, Standing::Open | Standing::Over) => ().into_any(),
    };
    view! { <div class="wrap" role="status">{words}</div> }
}

#[component]
fn Ending(minutes: i64, #[prop(into)] stay: Callback<()>) -> impl IntoView {
    let when = if minutes <= 1 { "in a minute".to_owned() } else { format!("in {minutes} minutes") };
    view! {
        <Banner tone=Tone::Warn>
            <p><b>{format!("You will be signed out {when}.")}</b> " Nothing has happened here for a while."</p>
            <span class="banner__actions"><Button on_press=stay>"Stay signed in"</Button></span>
        </Banner>
    }
}

#[component]
fn Ended() -> impl IntoView {
    view! {
        <Banner tone=Tone::Bad>
            <p>
                <b>"You have been signed out."</b> " What you typed is still here. "
                <a href=Page::SignIn.url() target="_blank">"Sign in again in a new window"</a> ", then go on in this one."
            </p>
        </Banner>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_end_of_a_session_is_announced_at_least_two_minutes_before() {
        let idle = 30 * 60_000;
        assert_eq!(standing(0, idle), Standing::Open);
        assert_eq!(standing(26 * 60_000, idle), Standing::Open);
        assert_eq!(standing(27 * 60_000, idle), Standing::Ending(3));
        assert_eq!(standing(28 * 60_000, idle), Standing::Ending(2));
        assert_eq!(standing(idle, idle), Standing::Ending(0));
        assert_eq!(standing(idle + ASK_AFTER + 1, idle), Standing::Over);
    }
}
