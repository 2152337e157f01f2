//! When a link no longer opens or a session has ended: one button sends a fresh link to the address on file.
//!
//! The person cannot type an address here: only the token is sent, and the mail goes to the address on file. The
//! page after it never names that address.

use crate::api::{self, Error};
use crate::components::{Button, Errand, ErrorSummary, Faults, Heading, Toasts, Weight};
use crate::draft::{Draft, last_link};
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::portal::TokenBody;
use leptos::prelude::*;

/// Offers a fresh link for the person this `token` was for.
#[component]
pub fn FreshLink(
    /// The token of a link that no longer opens.
    token: String,
    /// Why it is needed.
    title: &'static str,
) -> impl IntoView {
    let (faults, go) = (Faults::new(), use_go());
    let send = Errand::new(move |&(): &()| {
        let (go, body) = (go.clone(), TokenBody { token: token.clone() });
        faults.clear();
        async move {
            match api::portal::send_link(&body).await {
                Ok(()) => go(&Page::LinkSent),
                Err(error) => faults.show_error(&error),
            }
        }
    });
    view! {
        <ErrorSummary faults />
        <Heading title />
        <p class="lead">"Every link opens once and for a limited time. A fresh one goes to the address that your customer has on file for you. Your answers are kept."</p>
        <div class="row">
            <Button weight=Weight::Main busy=send.pending() on_press=move |()| { send.dispatch_local(()); }>"Send me a fresh link"</Button>
        </div>
    }
}

/// Sends a fresh link and stays on the page, so that nothing in it is lost.
#[component]
pub fn FreshLinkButton() -> impl IntoView {
    let toasts = Toasts::current();
    let send = Errand::new(move |&(): &()| async move {
        let sent = match last_link().await {
            Some(token) => api::portal::send_link(&TokenBody { token }).await.is_ok(),
            None => false,
        };
        toasts.say(if sent {
            "A fresh link is on its way to the address on file."
        } else {
            "Open the link in your mail again: it offers a fresh one."
        });
    });
    view! { <Button busy=send.pending() on_press=move |()| { send.dispatch_local(()); }>"Send me a fresh link"</Button> }
}

/// The button for a fresh link beside a form, while its session is known to have ended.
pub fn fresh_link_offer(draft: &Draft) -> impl IntoView + use<> {
    let draft = draft.clone();
    let is_over = Memo::new(move |_| draft.is_session_over());
    move || is_over.get().then(|| view! { <div class="row"><FreshLinkButton /></div> })
}

/// Why something was not done, where it was asked for; with the button for a fresh link when the session has ended.
pub fn why_not(problem: RwSignal<Option<Error>>) -> impl IntoView {
    move || {
        problem.get().map(|error| {
            let offer = (error == Error::SignedOut).then(|| view! { <FreshLinkButton /> });
            view! { <p class="field__error" role="alert">{error.sentence()}</p> {offer} }
        })
    }
}

/// Nothing is known of the person: the mail has the link.
#[component]
pub fn NoLink() -> impl IntoView {
    view! {
        <Heading title="Open the link in your mail" />
        <p class="lead">"The invitation in your mail has a link that leads to your questions. If it was used or has expired, it offers a fresh one."</p>
    }
}

/// The page after a fresh link was sent.
pub fn link_sent_page() -> AnyView {
    view! {
        <main id="main" class="wrap door stack" data-gap="l" data-width="text">
            <Heading title="A fresh link is on its way" />
            <p class="lead">"It goes to the address that your customer has on file for you, and opens once. Open it in this browser: what this browser kept is sent then."</p>
            <p class="section__note">"Nothing after ten minutes? Look into the spam folder, then ask the person named in the invitation."</p>
        </main>
    }
    .into_any()
}
