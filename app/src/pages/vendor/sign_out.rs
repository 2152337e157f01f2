//! Signing out of this browser: nothing of the answers stays here, and what would be lost is said first.
//!
//! What can still be sent is sent before. What waits on the device is wiped before the session ends, so that a browser
//! that does not wipe it can be named while there is somebody to tell.

use super::words::many;
use crate::components::{Button, Errand, Trouble, Weight};
use crate::draft::{Drafts, Unsent};
use crate::paths::Page;
use crate::visit::use_go;
use leptos::prelude::*;

/// What to do when the browser would not clear its storage.
const UNWIPED: &str = "This browser did not delete what it keeps of your answers. Delete this site's data in the browser's settings, then press again to sign out all the same.";

/// Signs out of this browser; says first what would be lost.
#[component]
pub fn SignOut() -> impl IntoView {
    let (drafts, go) = (Drafts::current(), use_go());
    // What the person was told would be lost; pressed again, it is lost knowingly.
    let told = RwSignal::new(None::<Unsent>);
    let trouble = RwSignal::new(None::<String>);
    let leave = Errand::new(move |&(): &()| {
        let go = go.clone();
        async move {
            let unsent = drafts.unsent().await;
            if unsent != Unsent::default() && told.try_get_untracked().flatten() != Some(unsent) {
                told.try_set(Some(unsent));
                return;
            }
            // Pressed again, it signs out all the same: by then the person knows what stays here.
            if !drafts.wipe().await && trouble.try_get_untracked().flatten().is_none() {
                trouble.try_set(Some(UNWIPED.to_owned()));
                return;
            }
            drafts.close().await;
            go(&Page::Invitation);
        }
    });
    view! {
        <p class="section__note" role="status">{move || told.get().map(lost_words)}</p>
        <Trouble words=trouble />
        <div class="row">
            <Button weight=Weight::Quiet busy=leave.pending() on_press=move |()| { leave.dispatch_local(()); }>"Sign out of this browser"</Button>
        </div>
    }
}

fn lost_words(unsent: Unsent) -> String {
    let changes = (unsent.changes > 0).then(|| many(unsent.changes, "change"));
    let files = (unsent.files > 0).then(|| many(unsent.files, "file") + " not attached");
    let all: Vec<String> = changes.into_iter().chain(files).collect();
    format!(
        "Only on this device, and lost when you sign out: {}. Press again to sign out all the same.",
        all.join(", ")
    )
}
