//! The vendor's side: from the link in the mail to the receipt, and the findings that follow.
//!
//! `invitation` opens the session, `tasks` is where every return begins, `section` answers, `check` sends. Every page
//! of an assessment stands in `with_draft`, so that all of them see one draft.

pub mod about;
pub mod adding;
pub mod answering;
pub mod aside;
pub mod asking;
pub mod check;
pub mod conflict;
pub mod ending;
pub mod evidence;
pub mod finding;
pub mod finding_steps;
pub mod findings;
pub mod focus;
pub mod invitation;
pub mod link;
pub mod list;
pub mod next_step;
pub mod question;
pub mod question_list;
pub mod question_texts;
pub mod questions;
pub mod receipt;
pub mod reuse;
pub mod save_state;
pub mod section;
pub mod section_list;
pub mod sign;
pub mod sign_out;
pub mod standing;
pub mod stated;
pub mod summary;
pub mod tasks;
mod typed;
pub mod unsaved;
pub mod upload;
pub mod welcome;
pub mod why;
pub mod words;

pub use check::check_page;
pub use finding::finding_page;
pub use invitation::invitation_page;
pub use link::link_sent_page;
pub use list::list_page;
pub use questions::questions_page;
pub use receipt::receipt_page;
pub use section::section_page;
pub use tasks::tasks_page;

use crate::components::{Failure, Loaded, Skeleton, boundary};
use crate::draft::{Draft, Drafts};
use crate::visit::Visit;
use domain::api::portal::AskPerson;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// A page of one assessment: opens its draft and shows it with `page`, which brings its own `<main>`.
fn with_draft(id: AssessmentId, page: impl Fn(Draft) -> AnyView + Send + Sync + 'static) -> AnyView {
    let (drafts, visit) = (Drafts::current(), Visit::current());
    let draft = Loaded::new(move || {
        let id = id.clone();
        async move {
            let draft = drafts.open(id).await?;
            visit.set_host(&untrack(|| draft.view()).organisation);
            Ok(draft)
        }
    });
    loaded(draft, page)
}

/// What `resource` brings, shown with `page`, which brings its own `<main>`; while it loads or fails there is one too.
fn loaded<T: Clone + 'static>(resource: Loaded<T>, page: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView {
    let waiting = || view! { <main id="main" class="wrap"><Skeleton label="your questionnaire" /></main> }.into_any();
    let failed = |error, again| {
        view! { <main id="main" class="wrap stack" data-gap="l"><Failure error again is_headed=false /></main> }
            .into_any()
    };
    boundary(resource, waiting, failed, page)
}

/// Whom to ask at the buyer, when the buyer has named somebody.
#[component]
fn Ask(
    /// The person.
    person: AskPerson,
    /// What stands before the name.
    #[prop(default = "Stuck? Ask ")]
    lead: &'static str,
) -> impl IntoView {
    let AskPerson { name, email, phone } = person;
    let is_named = !(name.is_empty() && email.is_empty() && phone.is_empty());
    let mail = (!email.is_empty()).then(|| view! { ", " <a href=format!("mailto:{email}")>{email.clone()}</a> });
    let phone = (!phone.is_empty()).then(|| view! { ", " <span>{phone}</span> });
    is_named.then(|| view! { <p class="section__note">{lead}<b>{name}</b>{mail}{phone}</p> })
}
