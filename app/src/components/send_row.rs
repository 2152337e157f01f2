//! The last row of a form: the button that sends it, and the way to leave it unsent.
//!
//! In a dialog the way out stands first, so that the button that acts is the last thing in it.

use super::button::{Button, SendButton, Weight};
use leptos::prelude::*;

/// How a form is left without sending it.
#[derive(Debug, Clone)]
pub enum Leave {
    /// By going to this address.
    To(String),
    /// By closing it where it stands.
    Close(Callback<()>),
}

/// The last row of a form on a page.
pub fn send_row(
    label: &'static str,
    busy_label: &'static str,
    busy: Memo<bool>,
    weight: Weight,
    leave: Leave,
) -> AnyView {
    let leave = match leave {
        Leave::To(href) => view! { <a class="button" data-kind="quiet" href=href>"Cancel"</a> }.into_any(),
        Leave::Close(close) => view! { <Button weight=Weight::Quiet on_press=close>"Cancel"</Button> }.into_any(),
    };
    view! { <div class="row"><SendButton label busy_label busy weight />{leave}</div> }.into_any()
}

/// The last row of a form in a dialog.
pub fn dialog_row(
    label: &'static str,
    busy_label: &'static str,
    busy: Memo<bool>,
    weight: Weight,
    close: Callback<()>,
) -> AnyView {
    view! {
        <div class="dialog__actions">
            <Button on_press=close>"Cancel"</Button>
            <SendButton label busy_label busy weight />
        </div>
    }
    .into_any()
}

/// What closes a dialog that is open while `open` is true.
pub fn shutting(open: RwSignal<bool>) -> Callback<()> {
    Callback::new(move |()| {
        open.try_set(false);
    })
}
