//! Signing out of this browser: nothing of the answers stays here, and what would be lost is said first.
//!
//! What waits on the device is wiped before the session ends, so that a browser that does not wipe it can be named
//! while there is somebody to tell.

use super::save_state::promise_of;
use super::words::many;
use crate::components::{Button, Errand, Trouble, Weight};
use crate::draft::{Draft, Drafts};
use crate::paths::Page;
use crate::visit::use_go;
use leptos::prelude::*;

/// What to do when the browser would not clear its storage.
const UNWIPED: &str = "This browser did not delete what it keeps of your answers. Delete this site's data in the browser's settings, then press again to sign out all the same.";

/// Signs out of this browser; says first what would be lost.
#[component]
pub fn SignOut(
    /// The draft that is open.
    draft: Draft,
) -> impl IntoView {
    let (drafts, go) = (Drafts::current(), use_go());
    let is_asked = RwSignal::new(false);
    let promise = promise_of(&draft);
    let trouble = RwSignal::new(None::<String>);
    let leave = Errand::new(move |&(): &()| {
        let go = go.clone();
        async move {
            // Pressed again, it signs out all the same: by then the person knows what stays here.
            if !drafts.wipe().await && trouble.try_get_untracked().flatten().is_none() {
                trouble.try_set(Some(UNWIPED.to_owned()));
                return;
            }
            drafts.close().await;
            go(&Page::Invitation);
        }
    });
    let unsaved =
        move || u32::try_from(promise.with(|promise| promise.waiting + promise.conflicts)).unwrap_or(u32::MAX);
    let press = move |()| {
        if untrack(unsaved) > 0 && !is_asked.get_untracked() {
            is_asked.set(true);
        } else {
            leave.dispatch_local(());
        }
    };
    view! {
        <p class="section__note" role="status">
            {move || is_asked.get().then(|| format!("{} only on this device would be lost. Press again to sign out all the same.", many(unsaved(), "change")))}
        </p>
        <Trouble words=trouble />
        <div class="row">
            <Button weight=Weight::Quiet busy=leave.pending() on_press=press>"Sign out of this browser"</Button>
        </div>
    }
}
