//! The findings that a conclusion now would raise, by the rules of the domain.
//!
//! Nothing is written here: the list is a forecast, read anew from the score as it stands.

use super::super::bundle::Open;
use crate::components::{Icon, Level, Symbol, count};
use domain::assessment::Stage;
use domain::finding::{Cause, FindingKind, causes, title};
use leptos::prelude::*;

/// The section; nothing once the assessment is concluded. Tracked.
pub fn section(open: Open) -> AnyView {
    let (stage, tier) = open.view.with(|view| (view.row.stage, view.terms.tier));
    let Some(score) = open.score().filter(|_| !matches!(stage, Stage::Concluded | Stage::Withdrawn)) else {
        return ().into_any();
    };
    let mut causes = causes(&score, tier);
    causes.sort_by_key(|cause| std::cmp::Reverse(cause.severity));
    let words = format!("{} would be raised", count(causes.len(), "finding", "findings"));
    let questionnaire = open.questionnaire();
    let line = |cause: &Cause| {
        let kind = match cause.kind {
            FindingKind::Control => "weak answer",
            FindingKind::Contradiction => "contradiction",
            FindingKind::Evidence => "evidence",
        };
        let about = title(&questionnaire, cause.kind, &cause.question, cause.rule.as_ref());
        let (severity, sub) = (cause.severity, format!("{}, {kind}", cause.question));
        view! {
            <li class="person">
                <span>{about}</span>
                <span><Level of=severity /></span>
                <span class="person__role">{sub}</span>
            </li>
        }
    };
    let lines: Vec<_> = causes.iter().map(line).collect();
    view! {
        <section class="section" aria-labelledby="h-raised">
            <h3 id="h-raised">{words}</h3>
            <details class="fold">
                <summary><Icon symbol=Symbol::ChevronRight small=true />"Show them"</summary>
                <div class="fold__body"><ul>{lines}</ul></div>
            </details>
            <p class="section__note">"They are written at the conclusion; their dates start there."</p>
        </section>
    }
    .into_any()
}
