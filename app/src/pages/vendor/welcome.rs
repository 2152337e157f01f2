//! What an invitation says before anything is opened: who asks whom, why, until when, about what, and who sees it.
//!
//! Only *Continue* opens the session and uses the link up.

use super::Ask;
use super::invitation::entrance;
use super::words::{many, months_words};
use crate::api;
use crate::components::{Button, DeadlineText, Errand, ErrorSummary, Faults, Heading, Icon, Symbol, Weight};
use crate::draft::remember_link;
use domain::api::portal::{TokenBody, Welcome, WelcomeSection};
use domain::api::problem::Code;
use domain::calendar::likely_time;
use leptos::prelude::*;

/// The page of an invitation that opens.
#[component]
pub fn Invitation(
    /// The link's token.
    token: String,
    /// What it says.
    welcome: Welcome,
    /// Called when the link turns out to have died meanwhile.
    on_dead: Callback<()>,
) -> impl IntoView {
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
                    <Continue token on_dead />
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
            <div><dt>"Kept"</dt><dd>{format!("{} after a newer assessment takes its place, then erased", months_words(welcome.retention_months))}</dd></div>
        </dl>
    }
}

/// The one button that uses the link up.
#[component]
fn Continue(token: String, on_dead: Callback<()>) -> impl IntoView {
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
                Err(error) if error.code() == Some(Code::DeadLink) => drop(on_dead.try_run(())),
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
