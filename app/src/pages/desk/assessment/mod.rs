//! One assessment: a draft to finish, counts and the link while the vendor answers, then what came of it.
//!
//! A draft is handed to `prepare` and can be withdrawn; after that `waiting` or `after` is shown, and the page changes from one to the
//! other without loading as soon as there is something submitted.

pub mod after;
pub mod end_forms;
pub mod history;
pub mod link_forms;
pub mod manage;
pub mod manage_sending;
pub mod waiting;

use super::bundle::{self, Bundle, Open};
use super::prepare;
use crate::components::{Crumbs, DeadlineText, Fact, Facts, Load, Loaded, PageHead, Step, count};
use crate::pages::desk::words::stage_badge;
use crate::paths::Page;
use domain::api::assessment::{AssessmentView, RespondentView};
use domain::assessment::Stage;
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The page.
pub fn assessment_page(id: AssessmentId) -> AnyView {
    let loaded = Loaded::new(move || {
        let id = id.clone();
        async move { bundle::load(&id).await }
    });
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <Load resource=loaded label="the assessment" view=move |bundle| shown(bundle, again) />
        </main>
    }
    .into_any()
}

fn shown(bundle: Bundle, again: Callback<()>) -> AnyView {
    if bundle.view.row.stage == Stage::Draft {
        let id = bundle.view.id.clone();
        return view! {
            {prepare::draft(bundle.view, again)}
            <manage::DropDraft id done=again />
        }
        .into_any();
    }
    let open = Open::new(bundle);
    let view = open.view;
    let after = Memo::new(move |_| view.with(|view| view.state.is_some()));
    let steps = view.with_untracked(|view| {
        vec![
            Step::to("Assessments", Page::Assessments.url()),
            Step::to(view.row.vendor.clone(), Page::Vendor(view.row.vendor_id.clone()).url()),
            Step::here(view.row.system.clone()),
        ]
    });
    let title = view.with_untracked(|view| format!("Assessment of {}", view.row.system));
    let sub = Signal::derive(move || view.with(|view| view.row.questionnaires.join(", ")));
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title sub>{move || after.get().then(|| after::actions(&view.get()))}</PageHead>
            <p>{move || view.with(|view| stage_badge(&view.row))}</p>
        </div>
        {move || if after.get() { after::section(open) } else { waiting::section(view) }}
        <div class="columns">
            <section class="section" data-span="7" aria-labelledby="h-facts">
                <h2 id="h-facts">"What was sent"</h2>
                {move || view.with(facts)}
            </section>
            <section class="section" data-span="5" aria-labelledby="h-history">
                <h2 id="h-history">"What happened"</h2>
                {move || view.with(|view| history::history(&view.history))}
            </section>
        </div>
        <manage::Manage open />
    }
    .into_any()
}

/// Who answered, each with the address that letters went to then.
pub fn answered_by(view: &AssessmentView) -> Option<AnyView> {
    let each = |one: &RespondentView| {
        let name = if one.name.is_empty() { "A former person" } else { &one.name };
        let email = if one.email.is_empty() { "an erased address" } else { &one.email };
        let since = if one.is_current { "" } else { ", not their address any more" };
        let submitted = if one.submitted { " and submitted" } else { "" };
        let given = count(one.given, "answer or file", "answers and files");
        view! { <li>{format!("{name}, {email}{since}: {given}{submitted}")}</li> }
    };
    let list: Vec<_> = view.respondents.iter().map(each).collect();
    (!view.respondents.is_empty()).then(|| view! { <Fact label="Answered by"><ul>{list}</ul></Fact> }.into_any())
}

fn facts(view: &AssessmentView) -> AnyView {
    let answered_by = answered_by(view);
    let contact = [view.contact.name.as_str(), view.contact.title.as_str(), view.contact.email.as_str()];
    let contact = contact.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let (tier, approvers, due) = (view.terms.tier.title().to_ascii_lowercase(), view.terms.approvers, view.plan.due);
    let people = if approvers == 2 {
        "two different people, reviewer and approver"
    } else {
        "one person may review and conclude"
    };
    let digest = view.digest.clone().map(|digest| view! { <Fact label="Digest"><code>{digest}</code></Fact> });
    let signed =
        view.signatory.clone().map(|(name, role)| view! { <Fact label="Signed by">{format!("{name}, {role}")}</Fact> });
    let (reason, depth) = (view.plan.reason.clone(), view.plan.depth.title());
    view! {
        <Facts>
            <Fact label="Answers">{contact}</Fact>
            <Fact label="Due"><DeadlineText date=due /></Fact>
            <Fact label="Why"><span class="written">{reason}</span></Fact>
            <Fact label="Depth">{depth}</Fact>
            <Fact label="Tier">{tier}", "{people}</Fact>
            {signed}
            {answered_by}
            {digest}
        </Facts>
    }
    .into_any()
}
