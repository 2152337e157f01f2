//! What stands at the end of the task list: why it is asked, who sees the answers, how long they are kept, whom to ask.
//!
//! And the ways out: to the other questionnaires when there are any, and out of this browser.

use super::Ask;
use super::sign_out::SignOut;
use super::words::months_words;
use crate::api;
use crate::components::Errand;
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::PortalAssessment;
use leptos::prelude::*;

/// Why it is asked, who sees the answers, how long they are kept, whom to ask; and signing out.
pub fn about(draft: &Draft, view: &PortalAssessment) -> impl IntoView + use<> {
    let receipt = view
        .receipt
        .is_some()
        .then(|| view! { <a href=Page::Receipt(draft.id().clone()).url()>"Receipt of what you sent"</a> });
    let reason = (!view.reason.is_empty())
        .then(|| view! { <dt>"Why we ask"</dt> <dd class="written">{view.reason.clone()}</dd> });
    let titles = draft.shape().parts().iter().map(|part| part.title.clone()).collect::<Vec<_>>().join(", ");
    view! {
        <section class="section" aria-labelledby="h-about">
            <h2 id="h-about">"About these questions"</h2>
            <dl class="facts">
                <dt>"Questionnaire"</dt>
                <dd>{titles}</dd>
                {reason}
                <dt>"Seen by"</dt>
                <dd>{format!("The people at {} who assess suppliers. Nobody else.", view.organisation)}</dd>
                <dt>"Kept"</dt>
                <dd>{format!("{} after a newer assessment takes its place, then erased", months_words(view.retention_months))}</dd>
            </dl>
            {receipt}
            <Ask person=view.ask.clone() />
            {others()}
            <SignOut />
        </section>
    }
}

/// The way back to the list, which shows itself only when there are several.
fn others() -> impl IntoView {
    let is_one_of_several = RwSignal::new(false);
    // Not a resource: the page need not wait for it.
    let look = Errand::new(move |&(): &()| async move {
        if let Ok(session) = api::portal::session().await {
            is_one_of_several.try_set(session.assessments.len() > 1);
        }
    });
    look.dispatch_local(());
    let link = || view! { <p><a href=Page::Portal.url()>"All your questionnaires"</a></p> };
    move || is_one_of_several.get().then(link)
}
