//! While the vendor answers: counts only, and what became of the link. No answer is seen before it is submitted.
//!
//! A plan counts as late only while it is sent, being answered or returned, and days are counted in UTC.
//! Mail that still waits in the outbox is said apart from whether the link was opened.

use crate::components::{Badge, Banner, Fact, Facts, Figure, Figures, MomentText, Symbol, Tone, now};
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::assessment::{AssessmentView, InvitationState};
use domain::assessment::Stage;
use leptos::prelude::*;

/// The section; of one that is over, a word only.
pub fn section(view: RwSignal<AssessmentView>) -> AnyView {
    let over = Memo::new(move |_| view.with(over));
    let shown = move || {
        if let Some(words) = over.get() {
            return view! { <Banner><p>{words}</p></Banner> }.into_any();
        }
        view! {
            {move || view.with(counts)}
            <section class="section" aria-labelledby="h-link">
                <h2 id="h-link">"The vendor's link"</h2>
                {move || view.with(invitation)}
            </section>
        }
        .into_any()
    };
    view! { {shown} }.into_any()
}

/// Why nothing is waited for any more; nothing while something is.
fn over(view: &AssessmentView) -> Option<&'static str> {
    match (view.row.stage, view.row.submitted) {
        (Stage::Withdrawn, None) => Some("This assessment was withdrawn. Nothing was submitted."),
        (Stage::Withdrawn | Stage::Concluded, Some(_)) => {
            Some("Answers and evidence of this assessment were erased: the time for which they are kept is over.")
        }
        _ => None,
    }
}

fn counts(view: &AssessmentView) -> AnyView {
    let counts = view.row.counts;
    let left = counts.asked.saturating_sub(counts.answered);
    let due = view.plan.due.signed_duration_since(now().date()).num_days();
    let late = due < 0 && view.row.stage.awaits_answers();
    let label = if late { "Days late" } else { "Days left" };
    let tone = if late { Tone::Bad } else { Tone::Plain };
    view! {
        <Figures label="Progress">
            <Figure label="Answered" value=counts.answered.to_string() unit=format!("of {}", counts.asked) note="Some answers add questions" />
            <Figure label="Still open" value=left.to_string() note="Answers are shown once they are submitted" />
            <Figure label="Required and missing" value=counts.missing.to_string() note="Needed before the vendor can submit" />
            <Figure label value=due.abs().to_string() note="Until the end of the due day, UTC" tone />
        </Figures>
    }
    .into_any()
}

fn invitation(view: &AssessmentView) -> AnyView {
    let Some(state) = view.invitation.clone() else {
        return view! { <p class="section__note">"There is no link. Send a fresh one below."</p> }.into_any();
    };
    if state.revoked {
        return view! {
            <Facts><Fact label="Link"><Badge tone=Tone::Warn symbol=Symbol::Lock words="Revoked" /></Fact></Facts>
            <p class="section__note">"It opens nothing any more. Send a fresh one below when the vendor is to go on."</p>
        }
        .into_any();
    }
    let badge = if let Some(used) = state.used {
        view! { <span class="row"><Badge tone=Tone::Good symbol=Symbol::Check words="Opened" /><MomentText moment=used /></span> }.into_any()
    } else if state.expires <= now() {
        view! { <Badge tone=Tone::Warn symbol=Symbol::Clock words="Expired" /> }.into_any()
    } else {
        view! { <Badge words="Not opened yet" /> }.into_any()
    };
    let (mail, sent, expires) = (mail(&state, view.mails_by_hand), state.sent, state.expires);
    view! {
        <Facts>
            <Fact label="Link">{badge}</Fact>
            <Fact label="Mail">{mail}</Fact>
            <Fact label="Sent"><MomentText moment=sent /></Fact>
            <Fact label="Valid until"><MomentText moment=expires /></Fact>
        </Facts>
    }
    .into_any()
}

/// What became of the mail. Where nobody sends mails, an admin hands the link on.
fn mail(state: &InvitationState, by_hand: bool) -> AnyView {
    if state.delivered {
        return "Has left by mail".into_any();
    }
    if !by_hand {
        return "On its way".into_any();
    }
    if Visit::current().has(Role::Admin) {
        return view! { "Waits in the " <a href=Page::Outbox.url()>"outbox"</a> ": copy the link from there and hand it on" }
            .into_any();
    }
    "Waits in the outbox: one of your admins copies the link from there and hands it on".into_any()
}
