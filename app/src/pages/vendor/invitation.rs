//! The page behind the link in the mail. Opening it changes nothing, for mail scanners open links too: it says who
//! asks, why and until when, and only *Continue* opens the session and uses the link up.

use super::focus::keep_focus_on_page;
use super::link::{FreshLink, NoLink};
use super::loaded;
use super::welcome::Invitation;
use crate::api::{self, Error};
use crate::components::Loaded;
use crate::draft::last_link;
use crate::paths::Page;
use crate::visit::Visit;
use domain::api::portal::{PortalSession, TokenBody, Welcome};
use domain::api::problem::Code;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// What the link turned out to be.
#[derive(Clone)]
enum Found {
    /// It opens.
    Fresh(String, Box<Welcome>),
    /// It was used, has expired or was revoked.
    Dead(String),
    /// No link at hand, but the one that opened the last session is known.
    Ended(String),
    /// No link at all.
    None,
}

/// The page behind the link.
pub fn invitation_page() -> AnyView {
    let visit = Visit::current();
    let enter = entrance();
    // The browser's own address follows only when the page is there; another link in this tab changes the fragment alone.
    let hash = use_location().hash;
    let found = Loaded::new(move || {
        let token = hash.with(|hash| hash.trim_start_matches('#').to_owned());
        let enter = enter.clone();
        async move {
            let found = find(token, &enter).await?;
            if let Found::Fresh(_, welcome) = &found {
                visit.set_host(&welcome.organisation);
            }
            Ok(found)
        }
    });
    loaded(found, |found| match found {
        Found::Fresh(token, welcome) => fresh(token, *welcome),
        Found::Dead(token) => dead(token),
        Found::Ended(token) => door(view! { <FreshLink token title="Your session has ended" /> }.into_any()),
        Found::None => door(view! { <NoLink /> }.into_any()),
    })
}

async fn find(token: String, enter: &impl Fn(&PortalSession)) -> Result<Found, Error> {
    if token.is_empty() {
        return Ok(last_link().await.map_or(Found::None, Found::Ended));
    }
    match api::portal::welcome(&TokenBody { token: token.clone() }).await {
        Ok(welcome) => Ok(Found::Fresh(token, Box::new(welcome))),
        Err(error) if error.code() == Some(Code::DeadLink) => {
            // A used link in a browser with a session just goes on.
            if let Ok(session) = api::portal::session().await {
                enter(&session);
            }
            Ok(Found::Dead(token))
        }
        Err(error) => Err(error),
    }
}

/// Leads into a session: to the assessment when there is one, else to the list. The link leaves the history.
pub(super) fn entrance() -> impl Fn(&PortalSession) + Clone + 'static {
    let navigate = use_navigate();
    move |session| {
        let page = match session.assessments.as_slice() {
            [only] => Page::Tasks(only.assessment.clone()),
            _ => Page::Portal,
        };
        navigate(&page.url(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}

/// The page of a link that opens, as long as it does: it may die while somebody reads.
fn fresh(token: String, welcome: Welcome) -> AnyView {
    let is_dead = RwSignal::new(false);
    let on_dead = Callback::new(move |()| {
        is_dead.try_set(true);
        keep_focus_on_page();
    });
    let shown = move || {
        let token = token.clone();
        if is_dead.get() {
            dead(token)
        } else {
            view! { <Invitation token welcome=welcome.clone() on_dead /> }.into_any()
        }
    };
    shown.into_any()
}

fn dead(token: String) -> AnyView {
    door(view! { <FreshLink token title="This link no longer opens" /> }.into_any())
}

fn door(inside: AnyView) -> AnyView {
    view! { <main id="main" class="wrap door stack" data-gap="l" data-width="text">{inside}</main> }.into_any()
}
