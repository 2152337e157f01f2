//! What the doors share: their frame, and the page behind a one-time link.
//!
//! A link's token stands in the fragment, which never reaches a server log. Looking at a link changes nothing.

use crate::api::{self, Error};
use crate::components::{Heading, Load, Loaded};
use domain::api::problem::{Code, Fault};
use domain::api::session::{LinkView, LookAtLink, Secret, check_password};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame of a door: a narrow column.
#[component]
pub fn Door(
    /// Whether the fields are many, so that the column is wider.
    #[prop(optional)]
    wide: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <main id="main" class="wrap door stack" data-gap="l" data-width=if wide { "text" } else { "small" }>
            {children()}
        </main>
    }
    .into_any()
}

/// Heading and the line under it.
#[component]
pub fn DoorHead(
    /// Names the page.
    #[prop(into)]
    title: String,
    /// A line under it.
    #[prop(into)]
    sub: String,
) -> impl IntoView {
    view! {
        <div class="stack" data-gap="s">
            <Heading title />
            <p class="head__sub">{sub}</p>
        </div>
    }
    .into_any()
}

/// The page behind a link: asks what the link is for, then shows `view`, or `dead` when there is none that works.
#[component]
pub fn BehindLink(
    /// Shows the page of a link that is alive.
    view: fn(Secret, LinkView) -> AnyView,
    /// Shows what to do with one that is not.
    dead: fn() -> AnyView,
) -> impl IntoView {
    let hash = use_location().hash;
    let look = Loaded::new(move || {
        let token = Secret(hash.with(|hash| hash.trim_start_matches('#').to_owned()));
        async move {
            if token.0.is_empty() {
                return Ok(None);
            }
            match api::session::look_at_link(&LookAtLink { token: token.clone() }).await {
                Ok(link) => Ok(Some((token, link))),
                Err(error) if is_dead(&error) => Ok(None),
                Err(error) => Err(error),
            }
        }
    });
    let show = move |looked: Option<(Secret, LinkView)>| match looked {
        Some((token, link)) => view(token, link),
        None => dead(),
    };
    view! { <Load resource=look label="your link" view=show /> }
}

fn is_dead(error: &Error) -> bool {
    matches!(error.code(), Some(Code::DeadLink | Code::Malformed | Code::Invalid | Code::NotFound))
}

/// What is wrong with a new password, as faults of the field `at`.
pub fn faults_of_password(at: &str, password: &str, email: &str) -> Vec<Fault> {
    check_password(password, email).err().map(|weak| Fault::new(at, weak.to_string())).into_iter().collect()
}

/// What a new password has to be.
pub fn password_hint() -> String {
    format!("At least {} characters. Several words are easy to remember.", domain::api::session::MIN_PASSWORD)
}
