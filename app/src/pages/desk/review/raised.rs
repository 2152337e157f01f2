//! The findings that a conclusion now would raise, by the rules of the domain; a reviewer may raise one of them early.
//!
//! The list is a forecast, read anew from the score as it stands. What is raised early stays in it, marked.

use super::super::bundle::Open;
use super::raise_form::RaiseForm;
use crate::components::{Badge, Button, Dialog, Fold, Level, Weight, When, count};
use crate::visit::Visit;
use domain::actor::Role;
use domain::assessment::Stage;
use domain::finding::{Cause, FindingKind, causes, title};
use domain::template::Severity;
use leptos::prelude::*;

/// The id of what opens the list, which takes the focus when a button of the list goes.
pub const SUMMARY: &str = "raised-list";

/// A finding that the conclusion would raise, and whether it was raised already.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    cause: Cause,
    is_raised: bool,
}

/// The section; nothing once the assessment is concluded.
#[component]
pub fn Raised(
    /// The assessment on the page.
    open: Open,
) -> impl IntoView {
    let lines = move || lines(open);
    let may =
        Memo::new(move |_| Visit::current().has(Role::Reviewer) && open.view.with(|view| view.row.stage.is_reviewed()));
    let is_shown = move || lines().is_some();
    let words = move || {
        let left = lines().iter().flatten().filter(|line| !line.is_raised).count();
        format!("{} would be raised", count(left, "finding", "findings"))
    };
    let chosen = RwSignal::new(None::<Cause>);
    let asking = RwSignal::new(false);
    let choose = Callback::new(move |cause: Cause| {
        chosen.set(Some(cause));
        asking.set(true);
    });
    let row = move |line: Line| view! { <Forecast open line may choose /> }.into_any();
    let rows = move || lines().into_iter().flatten().map(row).collect_view();
    let note = move || {
        let early = may.get().then_some(" One raised now is told to the vendor at once, and its dates start today.");
        format!("They are written at the conclusion; their dates start there.{}", early.unwrap_or_default())
    };
    view! {
        <When holds=is_shown>
            <section class="section" aria-labelledby="h-raised">
                <h3 id="h-raised">{words}</h3>
                <Fold words="Show them" id=SUMMARY><ul>{rows}</ul></Fold>
                <p class="section__note">{note}</p>
                <Dialog title="Raise this finding now?" id="raise-now" open=asking>
                    {move || chosen.get().map(|cause| view! { <RaiseForm open cause asking /> }.into_any())}
                </Dialog>
            </section>
        </When>
    }
}

/// What would be raised, the most severe first; nothing when there is no conclusion to come. Tracked.
fn lines(open: Open) -> Option<Vec<Line>> {
    let score = open.score()?;
    open.view.with(|view| {
        if matches!(view.row.stage, Stage::Concluded | Stage::Withdrawn) {
            return None;
        }
        let line = |cause: Cause| {
            let key = cause.key();
            let is_raised = view.findings.iter().any(|row| row.finding.is_open() && row.finding.cause() == key);
            Line { cause, is_raised }
        };
        let causes = causes(&score, view.terms.tier);
        let of = |severity| causes.iter().filter(move |cause| cause.severity == severity).cloned();
        Some(Severity::ALL.into_iter().rev().flat_map(of).map(line).collect())
    })
}

#[component]
fn Forecast(open: Open, line: Line, may: Memo<bool>, choose: Callback<Cause>) -> impl IntoView {
    let Line { cause, is_raised } = line;
    let kind = match cause.kind {
        FindingKind::Control => "weak answer",
        FindingKind::Contradiction => "contradiction",
        FindingKind::Evidence => "evidence",
    };
    let about = about(open, &cause);
    let (severity, sub) = (cause.severity, format!("{}, {kind}", cause.question));
    let hint = format!(": {about}");
    let button = move || {
        let (hint, cause) = (hint.clone(), cause.clone());
        (may.get() && !is_raised).then(|| {
            view! {
                <span>
                    <Button weight=Weight::Quiet on_press=move |()| choose.run(cause.clone())>
                        "Raise now"<span class="visually-hidden">{hint}</span>
                    </Button>
                </span>
            }
            .into_any()
        })
    };
    view! {
        <li class="person">
            <span>{about}</span>
            <span><Level of=severity /></span>
            <span class="person__role">{sub}" "{is_raised.then(|| view! { <Badge words="Raised" /> })}</span>
            {button}
        </li>
    }
}

/// What the finding would be called.
pub fn about(open: Open, cause: &Cause) -> String {
    title(&open.questionnaire(), cause.kind, &cause.question, cause.rule.as_ref())
}
