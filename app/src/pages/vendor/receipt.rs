//! Proof of what was sent: when, by whom, how much, and the digest over all of it.
//!
//! The digest comes with the receipt and is not computed here; it is only set in groups of four, to read aloud or
//! to compare with a printed copy.

use super::standing::Standing;
use super::with_draft;
use super::words::many;
use crate::components::{Banner, Button, Empty, Heading, Icon, MomentText, Symbol, Tone, moment_words};
use crate::draft::Draft;
use crate::paths::Page;
use domain::api::portal::{PortalAssessment, Receipt};
use domain::calendar::in_words;
use domain::id::AssessmentId;
use domain::journal::{DAY_MILLIS, Timestamp};
use leptos::prelude::*;

/// The page of the last receipt.
pub fn receipt_page(id: AssessmentId) -> AnyView {
    with_draft(id, |draft| {
        let view = untrack(|| draft.view());
        let inside = match view.receipt.clone() {
            Some(receipt) => view! { <Proof draft receipt /> }.into_any(),
            None => view! {
                <Heading title="Nothing is sent yet" />
                <Empty title="There is no receipt" words="Once your answers are sent, their receipt stands here." />
            }
            .into_any(),
        };
        view! { <main id="main" class="wrap receipt stack" data-gap="xl" data-width="text">{inside}</main> }.into_any()
    })
}

#[component]
fn Proof(draft: Draft, receipt: Receipt) -> impl IntoView {
    let view = untrack(|| draft.view());
    let print = move |()| {
        // A browser that cannot print has no other way to say so.
        let _ = window().print();
    };
    let titles = draft.shape().parts().iter().map(|part| part.title.clone()).collect::<Vec<_>>().join(", ");
    let leftovers = untrack(|| draft.has_leftovers()).then(|| {
        view! {
            <Banner tone=Tone::Warn>
                <p>"This browser did not delete what it kept of your answers. On a computer that others use, delete this site's data in the browser's settings."</p>
            </Banner>
        }
    });
    view! {
        {leftovers}
        <div class="receipt__head">
            <svg class="receipt__seal" viewBox="0 0 72 72" aria-hidden="true"><path d="M36 3L69 36 36 69 3 36z" /><path d="M24 37l8.5 8.5L49 28" /></svg>
            <Heading title=format!("Your answers are with {}", view.organisation) />
            <p class="lead">"Received on " {received(receipt.at)} {timeliness(&view, &receipt)}</p>
        </div>
        <section class="section" aria-labelledby="h-receipt">
            <h2 id="h-receipt">"Receipt"</h2>
            <dl class="facts receipt__facts">
                <dt>"Questionnaire"</dt><dd>{titles}</dd>
                <dt>"System"</dt><dd>{view.system.clone()}</dd>
                <dt>"Answered"</dt><dd>{format!("{}, with {}", many(receipt.answers, "answer"), many(receipt.evidence, "file"))}</dd>
                <dt>"Signed by"</dt><dd>{format!("{}, {}", receipt.name, receipt.role)}</dd>
                <dt>"SHA-256"</dt><dd><code class="receipt__hash">{grouped(&receipt.digest)}</code></dd>
            </dl>
            <p class="section__note">"The hash is made from the questionnaires, the answers and the files. It changes when any of them does."</p>
            <div class="row"><Button on_press=print><Icon symbol=Symbol::Print />"Print"</Button></div>
        </section>
        <Standing view=view.clone() />
        <p><a href=Page::Tasks(draft.id().clone()).url()>"Look at your answers"</a>". This browser keeps you signed in; from another one, open the link in your mail and ask for a fresh one."</p>
    }
}

/// The moment in UTC, by which the due day counts, and on the reader's clock where that shows another.
fn received(at: Timestamp) -> impl IntoView {
    let minutes = at.0.rem_euclid(DAY_MILLIS) / 60_000;
    let words = format!("{}, {:02}:{:02}", in_words(at.date()), minutes / 60, minutes % 60);
    let elsewhere = (moment_words(at) != words).then(|| view! { " (" <MomentText moment=at /> " where you are)" });
    view! { {words} " UTC" {elsewhere} }
}

/// Whether it came in time, by days of UTC.
fn timeliness(view: &PortalAssessment, receipt: &Receipt) -> String {
    let days = (view.due - receipt.at.date()).num_days();
    match days {
        0 => ", on the day it was due.".to_owned(),
        1 => ", one day before it was due.".to_owned(),
        2.. => format!(", {days} days before it was due."),
        ..0 => format!(". It was due on {}, end of day UTC.", in_words(view.due)),
    }
}

/// A digest in groups of four, to read aloud.
fn grouped(digest: &str) -> String {
    let letters: Vec<char> = digest.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
