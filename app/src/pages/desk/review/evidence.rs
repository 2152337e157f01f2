//! The evidence of one answer: what was asked for, each file with its judgement, and the form to judge it.
//!
//! A file that nobody has judged counts as level 1, and the badge says so.
//! The button to judge appears only where `may_review` allows it; the form itself is in `judge`.

use super::super::bundle::Open;
use super::judge::{JudgeForm, opener_of};
use super::verdict::may_review;
use crate::api;
use crate::components::{Icon, Opener, Symbol, Tone, badge, short_date};
use crate::draft::size_words;
use domain::api::assessment::EvidenceView;
use domain::assessment::Attachment;
use domain::id::AssessmentId;
use domain::template::{EvidenceKind, Question, Requirement};
use leptos::prelude::*;

/// The section.
#[component]
pub fn Evidence(
    /// The assessment on the page.
    open: Open,
    /// The question.
    question: Question,
) -> impl IntoView {
    let id = question.id.clone();
    let requirement = match question.evidence.requirement {
        Requirement::Required => "Required",
        Requirement::Optional => "Optional",
        Requirement::None => "Not asked for",
    };
    let ask = (!question.evidence.ask.is_empty())
        .then(|| view! { <p class="section__note">{question.evidence.ask.clone()}</p> });
    // Only this question's files are followed: a verdict elsewhere must not make a form anew that is being filled in.
    let own = Memo::new(move |_| {
        open.view.with(|view| {
            let own = view.evidence.iter().filter(|item| item.attachment.question == id);
            (view.id.clone(), own.cloned().collect::<Vec<_>>())
        })
    });
    let files = move || {
        let (assessment, files) = own.get();
        if files.is_empty() {
            return view! { <p class="section__note">"Nothing is attached."</p> }.into_any();
        }
        files
            .into_iter()
            .map(|item| view! { <File open assessment=assessment.clone() item /> })
            .collect_view()
            .into_any()
    };
    view! {
        <section class="section" aria-labelledby="h-evidence">
            <div class="section__head"><h3 id="h-evidence">"Evidence"</h3><p class="section__note">{requirement}</p></div>
            {ask}
            <div>{files}</div>
        </section>
    }
}

#[component]
fn File(open: Open, assessment: AssessmentId, item: EvidenceView) -> impl IntoView {
    let judging = RwSignal::new(false);
    let (label, opener) = (format!("Judge {}", item.attachment.name), opener_of(&item));
    let form = {
        let item = item.clone();
        move || judging.get().then(|| view! { <JudgeForm open item=item.clone() judging /> }.into_any())
    };
    let button = move || {
        may_review(open).then(|| {
            let press = move |()| judging.update(|judging| *judging = !*judging);
            view! { <Opener id=opener.clone() name=label.clone() is_open=judging on_press=press label="Judge" /> }
                .into_any()
        })
    };
    let actions = view! { <span class="file__actions">{button}</span> }.into_any();
    view! { {file(&assessment, &item.attachment, judgement(&item), actions)} {form} }
}

/// One file as a row: its name to download it, what is known of it, what is said of it, what can be done.
pub fn file(assessment: &AssessmentId, attachment: &Attachment, said: AnyView, actions: AnyView) -> AnyView {
    let (href, name) = (api::assessment::file_url(assessment, &attachment.id), attachment.name.clone());
    view! {
        <div class="file">
            <Icon symbol=Symbol::File />
            <a href=href download=name.clone() rel="external"><bdi>{name.clone()}</bdi></a>
            <span class="file__meta">{meta(attachment)}" "{said}</span>
            {actions}
        </div>
    }
    .into_any()
}

/// "Contract, until 31 Mar 2028. SHA-256 9f2c 41d7".
fn meta(attachment: &Attachment) -> String {
    let kind = &attachment.kind;
    let kind = EvidenceKind::of(kind).map_or(kind.as_str(), |known| known.title());
    let until =
        attachment.valid_until.map_or_else(|| "no end date".to_owned(), |day| format!("until {}", short_date(day)));
    let hash: String = attachment.file.as_str().chars().take(8).collect();
    let (front, back) = hash.split_at_checked(4).unwrap_or((&hash, ""));
    format!("{kind}, {until}. {}. SHA-256 {front} {back}", size_words(attachment.size))
}

fn judgement(item: &EvidenceView) -> AnyView {
    match &item.judgement {
        None => badge(Tone::Plain, None, "Not judged, counts as level 1"),
        Some(judgement) if judgement.accepted => {
            let until = match judgement.valid_until {
                Some(day) => format!(", until {}", short_date(day)),
                None if judgement.no_end => ", no end date".to_owned(),
                None => String::new(),
            };
            let words = format!("Accepted, level {}{until}", judgement.level);
            badge(Tone::Good, Some(Symbol::Check), words)
        }
        Some(judgement) => {
            let words = format!("Rejected: {}", judgement.reason);
            badge(Tone::Bad, Some(Symbol::Close), words)
        }
    }
}
