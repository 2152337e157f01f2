//! One finding: where it stands, the facts, what the signed-in person can do, what happened.
//!
//! Finding and assessment are loaded together, because the facts say what a fix would bring, computed here.
//! After an action the pane shows the view the server returned, asks for the assessment anew, because answers and dates
//! may have moved with it, and tells the page through `changed`.

use super::act::Actions;
use super::due::due;
use super::facts::{facts, files};
use super::name_document;
use crate::api;
use crate::components::{Banner, Errand, Icon, Level, Load, Loaded, Symbol, Tag, Tone};
use crate::pages::desk::assessment::history::history;
use crate::pages::desk::bundle::{self, Bundle, Open};
use crate::paths::Page;
use crate::visit::Visit;
use domain::api::finding::FindingView;
use domain::finding::FindingState;
use domain::id::{AssessmentId, FindingId};
use leptos::html;
use leptos::prelude::*;

/// The states of the way to a verified fix.
const PATH: [FindingState; 6] = [
    FindingState::Open,
    FindingState::PlanProposed,
    FindingState::PlanAgreed,
    FindingState::InProgress,
    FindingState::Submitted,
    FindingState::Verified,
];

/// The finding's pane. `changed` is called when something was done.
#[component]
pub fn Pane(
    /// Its assessment.
    assessment: AssessmentId,
    /// The finding on the page.
    finding: FindingId,
    /// Where closing leads.
    back: Signal<String>,
    /// Takes what was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let loaded = Loaded::new(move || {
        let (assessment, finding) = (assessment.clone(), finding.clone());
        async move {
            let view = api::finding::finding(&assessment, &finding).await?;
            Ok((view, bundle::load(&assessment).await?))
        }
    });
    let view = move |(finding, bundle): (FindingView, Bundle)| shown(finding, bundle, changed);
    view! {
        <aside class="pane stack finding" data-gap="l" aria-label="The open finding">
            <p class="row" data-spread="">
                <span class="section__note">"Finding"</span>
                <a class="icon-button" href=back data-noscroll="" aria-label="Close the finding"><Icon symbol=Symbol::Close /></a>
            </p>
            <Load resource=loaded label="the finding" view />
        </aside>
    }
}

fn shown(loaded: FindingView, bundle: Bundle, changed: Callback<()>) -> AnyView {
    let (finding, open) = (RwSignal::new(loaded), Open::new(bundle));
    let renew = Errand::new(move |&(): &()| {
        let id = open.view.with_untracked(|view| view.id.clone());
        async move {
            // Without it the facts stay as they were; the finding itself is the server's answer.
            if let Ok(view) = api::assessment::assessment(&id).await {
                open.view.try_set(view);
            }
        }
    });
    let done = Callback::new(move |next: FindingView| {
        finding.try_set(next);
        renew.dispatch_local(());
        changed.try_run(());
    });
    let visit = Visit::current();
    Effect::new(move |_| finding.with(|finding| name_document(&finding.row.title)));
    view! {
        {move || finding.with(|finding| head(finding, visit))}
        {move || finding.with(|finding| path(finding.row.state_now))}
        {move || finding.with(|finding| facts(finding, &open.bundle()))}
        {move || finding.with(files)}
        <Actions finding open done />
        <section class="section" aria-labelledby="h-story">
            <h3 id="h-story">"What happened"</h3>
            {move || finding.with(|finding| history(&finding.history))}
        </section>
    }
    .into_any()
}

/// The head of the pane. Its title takes the focus when another finding was opened, not when this one changes.
fn head(finding: &FindingView, visit: Visit) -> AnyView {
    let row = &finding.row;
    let title: NodeRef<html::H2> = NodeRef::new();
    title.on_load(move |title| {
        if visit.has_moved_to(&location().pathname().unwrap_or_default()) {
            let _ = title.focus();
        }
    });
    let vendor = Page::Vendor(row.vendor_id.clone()).url();
    view! {
        <header class="stack" data-gap="s">
            <p class="row"><Tag words=row.finding.question.to_string() /><a href=vendor>{row.vendor.clone()}</a><span class="section__note">{row.system.clone()}</span></p>
            <h2 class="finding__title" tabindex="-1" node_ref=title>{row.title.clone()}</h2>
            <p class="row"><Level of=row.finding.severity />{due(row)}</p>
        </header>
    }
    .into_any()
}

fn path(state: FindingState) -> AnyView {
    let side = match state {
        FindingState::Rejected => Some(("The fix was rejected. The vendor owes another.", Tone::Warn)),
        FindingState::RiskAccepted => Some(("The risk is accepted for now. The score does not change.", Tone::Warn)),
        FindingState::Withdrawn => Some(("This is no longer a finding.", Tone::Plain)),
        FindingState::Open
        | FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Verified => None,
    };
    if let Some((words, tone)) = side {
        return view! { <Banner tone><p><b>{state.title()} ". "</b>{words}</p></Banner> }.into_any();
    }
    let here = PATH.iter().position(|step| *step == state).unwrap_or(0);
    let step = |(place, step): (usize, &FindingState)| {
        let current = (place == here).then_some("step");
        view! { <li data-status=(place < here).then_some("done") aria-current=current>{step.title()}</li> }
    };
    view! { <ol class="path" aria-label="State">{PATH.iter().enumerate().map(step).collect_view()}</ol> }.into_any()
}
