//! What the vendor states of a file when attaching it: what it is and until when it is valid. Also for a file that is
//! on the server already, so that nobody sends the same file twice.

use super::words::kinds;
use crate::components::{Button, Errand, Weight};
use crate::draft::Draft;
use chrono::NaiveDate;
use domain::answer::parse_date;
use domain::api::portal::{AttachBody, PortalEvidence, PortalQuestion};
use domain::id::{FileHash, FindingId};
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// Where evidence belongs: to the answer of a question, or to the plan or the fix of a finding about it.
#[derive(Clone)]
pub struct Place {
    /// The question.
    pub question: Arc<PortalQuestion>,
    /// The finding; without one it belongs to the answer.
    pub finding: Option<FindingId>,
}

impl Place {
    /// What is attached here. Tracked.
    pub fn pieces(&self, draft: &Draft) -> Vec<PortalEvidence> {
        match &self.finding {
            Some(finding) => draft.evidence_for(finding),
            None => draft.evidence_of(&self.question.id),
        }
    }
}

/// What the vendor says a file is.
#[derive(Clone)]
pub struct Stated {
    kind: ArcRwSignal<String>,
    valid_until: ArcRwSignal<String>,
    field: NodeRef<html::Input>,
    is_wrong: ArcRwSignal<bool>,
}

impl Stated {
    /// Nothing stated yet: the first kind that fits, and no end.
    pub fn new(question: &PortalQuestion) -> Self {
        let first = kinds(&question.evidence_kinds).into_iter().next().map(|(kind, _)| kind).unwrap_or_default();
        Stated {
            kind: ArcRwSignal::new(first),
            valid_until: ArcRwSignal::new(String::new()),
            field: NodeRef::new(),
            is_wrong: ArcRwSignal::new(false),
        }
    }

    /// Whether what was stated can be sent; if not, the field says why and takes the focus.
    pub fn check(&self) -> bool {
        let is_wrong = self.end().is_err();
        self.is_wrong.set(is_wrong);
        if is_wrong && let Some(field) = self.field.try_get_untracked().flatten() {
            // Focus is a help; the fault stands at the field all the same.
            let _ = field.focus();
        }
        !is_wrong
    }

    /// What attaches `file` in a place with what was stated; nothing, and the field says why, while that is no date.
    pub fn body(&self, place: &Place, file: FileHash, name: String) -> Option<AttachBody> {
        if !self.check() {
            return None;
        }
        Some(AttachBody {
            question: place.question.id.clone(),
            finding: place.finding.clone(),
            file,
            name,
            kind: self.kind.get_untracked(),
            valid_until: self.end().ok().flatten(),
        })
    }

    fn end(&self) -> Result<Option<NaiveDate>, NoDate> {
        // A half-typed date reads as an empty text: only the browser knows that something stands there.
        let field = self.field.try_get_untracked().flatten();
        let is_half_typed = field.is_some_and(|field| field.validity().bad_input());
        self.valid_until.with_untracked(|text| end_of(text, is_half_typed))
    }
}

/// What stands in the field is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDate;

/// The last day in `text`; none when nothing was stated.
///
/// # Errors
/// [`NoDate`] when something was stated that is no date of the years 1900 to 2200.
pub fn end_of(text: &str, is_half_typed: bool) -> Result<Option<NaiveDate>, NoDate> {
    if is_half_typed {
        return Err(NoDate);
    }
    if text.is_empty() {
        return Ok(None);
    }
    parse_date(text).map(Some).ok_or(NoDate)
}

/// Kind and last day of validity, as the vendor states them.
pub fn stated_fields(question: &PortalQuestion, stated: &Stated, id: &str) -> impl IntoView + use<> {
    let (kind_id, until_id) = (format!("{id}-kind"), format!("{id}-until"));
    let (kind, until) = (RwSignal::from(stated.kind.clone()), RwSignal::from(stated.valid_until.clone()));
    let is_wrong = RwSignal::from(stated.is_wrong.clone());
    let (field, error_id) = (stated.field, format!("{until_id}-error"));
    let described_by = error_id.clone();
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        view! { <option value=value prop:selected=move || kind.with(|kind| *kind == own)>{words}</option> }
    };
    view! {
        <div class="field">
            <label class="field__label" for=kind_id.clone()>"What it is"</label>
            <select class="input" data-size="s" data-width="m" id=kind_id on:change:target=move |event| kind.set(event.target().value())>
                {kinds(&question.evidence_kinds).into_iter().map(option).collect_view()}
            </select>
        </div>
        <div class="field">
            <label class="field__label" for=until_id.clone()>"Valid until (optional)"</label>
            <input
                class="input"
                data-size="s"
                data-width="m"
                id=until_id
                type="date"
                node_ref=field
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || is_wrong.get().then(|| described_by.clone())
                prop:value=until
                on:change:target=move |event| until.set(event.target().value())
            />
            {move || is_wrong.get().then(|| view! {
                <p class="field__error" id=error_id.clone() role="alert">"Write the whole date, of the years 1900 to 2200, or leave it empty."</p>
            })}
        </div>
    }
}

/// Attaches one of `files`, which are on the server already, in a place.
pub fn attach_form(
    draft: &Draft,
    place: &Place,
    files: Vec<PortalEvidence>,
    close: Callback<()>,
) -> impl IntoView + use<> {
    let stated = Stated::new(&place.question);
    let id = format!("{}-reuse", place.question.id);
    let fields = stated_fields(&place.question, &stated, &id);
    let chosen = RwSignal::new(0_usize);
    let problem = RwSignal::new(None::<String>);
    let option = |(place, file): (usize, &PortalEvidence)| view! { <option value=place.to_string()>{file.name.clone()}</option> };
    let options = files.iter().enumerate().map(option).collect_view();
    let attach = {
        let (draft, place) = (draft.clone(), place.clone());
        Errand::new(move |&(): &()| {
            let file = files.get(chosen.get_untracked()).cloned();
            let body = file.and_then(|file| stated.body(&place, file.file, file.name));
            let draft = draft.clone();
            async move {
                let Some(body) = body else { return };
                match draft.attach(body).await {
                    Ok(()) => close.run(()),
                    Err(error) => {
                        problem.try_set(Some(error.sentence()));
                    }
                }
            }
        })
    };
    view! {
        <div class="stating">
            <div class="field">
                <label class="field__label" for=id.clone()>"File"</label>
                <select
                    class="input"
                    data-size="s"
                    data-width="m"
                    id=id
                    on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or(0))
                >
                    {options}
                </select>
            </div>
            {fields}
            <Button busy=attach.pending() on_press=move |()| { attach.dispatch_local(()); }>"Attach it"</Button>
            <Button weight=Weight::Quiet on_press=close>"Cancel"</Button>
        </div>
        {move || problem.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })}
    }
}
