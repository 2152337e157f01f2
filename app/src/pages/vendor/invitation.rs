//! The page behind the link in the mail. Opening it changes nothing, for mail scanners open links too: it says who
//! asks, why and until when, and only *Continue* opens the session and uses the link up.

use super::link::{FreshLink, NoLink};
use super::words::{many, months_words};
use super::{Ask, loaded};
use crate::api::{self, Error};
use crate::components::{Button, DeadlineText, Errand, ErrorSummary, Faults, Heading, Icon, Loaded, Symbol, Weight};
use crate::draft::{last_link, remember_link};
use crate::paths::Page;
use crate::visit::Visit;
use domain::api::portal::{PortalSession, TokenBody, Welcome, WelcomeSection};
use domain::api::problem::Code;
use domain::calendar::likely_time;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

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
    let token = window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned();
    let found = Loaded::new(move || {
        let (token, enter) = (token.clone(), enter.clone());
        async move {
            let found = find(token, &enter).await?;
            if let Found::Fresh(_, welcome) = &found {
                visit.set_host(&welcome.organisation);
            }
            Ok(found)
        }
    });
    loaded(found, |found| match found {
        Found::Fresh(token, welcome) => view! { <Invitation token welcome=*welcome /> }.into_any(),
        Found::Dead(token) => door(view! { <FreshLink token title="This link no longer opens" /> }.into_any()),
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
fn entrance() -> impl Fn(&PortalSession) + Clone + 'static {
    let navigate = use_navigate();
    move |session| {
        let page = match session.assessments.as_slice() {
            [only] => Page::Tasks(only.assessment.clone()),
            _ => Page::Portal,
        };
        navigate(&page.url(), NavigateOptions { replace: true, ..NavigateOptions::default() });
    }
}

fn door(inside: AnyView) -> AnyView {
    view! { <main id="main" class="wrap door stack" data-gap="l" data-width="text">{inside}</main> }.into_any()
}

#[component]
fn Invitation(token: String, welcome: Welcome) -> impl IntoView {
    let title = format!("{} questions about {}", welcome.questions, welcome.system);
    let standing = (!welcome.standing_text.is_empty()).then(|| {
        view! {
            <section class="section" aria-labelledby="h-standing">
                <h2 id="h-standing">{format!("From {}", welcome.organisation)}</h2>
                <p class="written">{welcome.standing_text.clone()}</p>
            </section>
        }
    });
    let sections = sections(&welcome.sections);
    let reason = (!welcome.reason.is_empty()).then(|| view! { <p class="lead written">{welcome.reason.clone()}</p> });
    view! {
        <main id="main" class="wrap invite" data-width="page">
            <div class="columns">
                <div class="stack" data-gap="l" data-span="7">
                    <div class="stack" data-gap="s">
                        <p class="invite__from">{format!("{} asks {}", welcome.organisation, welcome.vendor)}</p>
                        <Heading title class="invite__title" />
                    </div>
                    {reason}
                    <Ask person=welcome.ask.clone() lead="Your questions go to " />
                    {facts(&welcome)}
                    <Continue token />
                </div>
                <div class="stack" data-gap="xl" data-span="5">{sections} {standing}</div>
            </div>
        </main>
    }
}

/// What is asked about: every section with its number of questions.
fn sections(sections: &[WelcomeSection]) -> impl IntoView + use<> {
    let line = |section: &WelcomeSection| {
        let number = many(section.questions, "question");
        view! { <div><dt>{section.title.clone()}</dt><dd>{number}</dd></div> }
    };
    view! {
        <section class="section" aria-labelledby="h-sections">
            <h2 id="h-sections">"What we ask about"</h2>
            <dl class="trail">{sections.iter().map(line).collect_view()}</dl>
        </section>
    }
}

fn facts(welcome: &Welcome) -> impl IntoView + use<> {
    let organisation = welcome.organisation.clone();
    view! {
        <dl class="invite__facts">
            <div><dt>"Due"</dt><dd><DeadlineText date=welcome.due /></dd></div>
            <div>
                <dt>"Likely time"</dt>
                <dd>{api::as_sentence(&likely_time(welcome.minutes))}<span class="table__sub">"In pieces, whenever you like. Some answers decide which other questions are asked."</span></dd>
            </div>
            <div><dt>"Saved"</dt><dd>"As you type. Without a connection it is kept on your device and sent later."</dd></div>
            <div>
                <dt>"Seen by"</dt>
                <dd>{format!("The people at {organisation} who assess suppliers")}<span class="table__sub">"Nobody else: not sold, not shared, not used to train models."</span></dd>
            </div>
            <div><dt>"Kept"</dt><dd>{format!("{} after the outcome", months_words(welcome.retention_months))}</dd></div>
        </dl>
    }
}

/// The one button that uses the link up.
#[component]
fn Continue(token: String) -> impl IntoView {
    let (faults, enter) = (Faults::new(), entrance());
    let open = Errand::new(move |&(): &()| {
        let (enter, body) = (enter.clone(), TokenBody { token: token.clone() });
        faults.clear();
        async move {
            match api::portal::open_session(&body).await {
                Ok(session) => {
                    remember_link(&body.token).await;
                    enter(&session);
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    view! {
        <ErrorSummary faults />
        <div class="row">
            <Button weight=Weight::Main large=true busy=open.pending() on_press=move |()| { open.dispatch_local(()); }>
                "Continue" <Icon symbol=Symbol::ArrowRight />
            </Button>
        </div>
        <p class="section__note">"No account, no password. This link is yours alone and opens once; later you get a fresh one by mail. You can read every question before you answer any."</p>
    }
}
