//! Why a question is asked and which controls it bears on, folded away until somebody wants to know.
//! Nothing is shown for a question that says neither.

use crate::components::{Icon, Symbol};
use domain::api::portal::PortalQuestion;
use leptos::prelude::*;

/// Why the question is asked, and the controls it bears on.
pub fn why(question: &PortalQuestion) -> impl IntoView + use<> {
    let refs = [
        ("ISO/IEC 42001", &question.refs.iso42001),
        ("NIST AI RMF", &question.refs.nist_ai_rmf),
        ("EU AI Act", &question.refs.eu_ai_act),
        ("ISO/IEC 27001", &question.refs.iso27001),
        ("Other", &question.refs.other),
    ];
    let refs: Vec<_> = refs.into_iter().filter(|(_, ids)| !ids.is_empty()).collect();
    let facts = (!refs.is_empty()).then(|| {
        let fact = |(name, ids): (&'static str, &Vec<String>)| view! { <dt>{name}</dt> <dd>{ids.join(", ")}</dd> };
        view! { <dl class="facts">{refs.into_iter().map(fact).collect_view()}</dl> }
    });
    let why = question.why.clone();
    (!why.is_empty() || facts.is_some()).then(|| {
        view! {
            <details class="fold">
                <summary><Icon symbol=Symbol::ChevronRight small=true />"Why we ask"</summary>
                <div class="fold__body stack" data-gap="s"><p>{why}</p> {facts}</div>
            </details>
        }
    })
}
