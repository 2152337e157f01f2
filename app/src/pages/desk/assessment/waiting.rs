//! While the vendor answers: counts only, and what became of the link. No answer is seen before it is submitted.
//!
//! A plan counts as late only while it is sent, being answered or returned, and days are counted in UTC.
//! Mail that still waits in the outbox is said apart from whether the link was opened.

use crate::components::{Badge, Fact, Facts, Figure, Figures, MomentText, Symbol, Tone, now};
use domain::api::assessment::{AssessmentView, InvitationState};
use domain::assessment::Stage;
use leptos::prelude::*;

/// The section.
pub fn section(view: RwSignal<AssessmentView>) -> AnyView {
    view! {
        {move || view.with(counts)}
        <section class="section" aria-labelledby="h-link">
            <h2 id="h-link">"The vendor's link"</h2>
            {move || view.with(|view| invitation(view.invitation.as_ref(), view.row.stage))}
        </section>
    }
    .into_any()
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

fn invitation(state: Option<&InvitationState>, stage: Stage) -> AnyView {
    let Some(state) = state.cloned() else {
        let words = if stage.is_out() { "There is no link. Send a fresh one below." } else { "There is no link." };
        return view! { <p class="section__note">{words}</p> }.into_any();
    };
    let badge = if state.revoked {
        view! { <Badge tone=Tone::Warn symbol=Symbol::Lock words="Revoked" /> }.into_any()
    } else if let Some(used) = state.used {
        view! { <span class="row"><Badge tone=Tone::Good symbol=Symbol::Check words="Opened" /><MomentText moment=used /></span> }.into_any()
    } else if state.expires <= now() {
        view! { <Badge tone=Tone::Warn symbol=Symbol::Clock words="Expired" /> }.into_any()
    } else {
        view! { <Badge words="Not opened yet" /> }.into_any()
    };
    let mail = if state.delivered { "Has left by mail" } else { "Waits in the outbox" };
    view! {
        <Facts>
            <Fact label="Link">{badge}</Fact>
            <Fact label="Mail">{mail}</Fact>
            <Fact label="Sent"><MomentText moment=state.sent /></Fact>
            <Fact label="Valid until"><MomentText moment=state.expires /></Fact>
        </Facts>
    }
    .into_any()
}
