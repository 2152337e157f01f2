//! Chooses what is asked: the questionnaires, in the order of the list, and how deep. Says what the tier suggests.
//! What the tier suggests is only a start: any questionnaire can be added or left out.

use super::typed::{Typed, depth_key};
use crate::components::{Choice, Faults, SelectField, Tick, TickGroup, count};
use domain::api::assessment::TemplateRow;
use domain::calendar::in_words;
use domain::id::TemplateHash;
use domain::vendor::Suggestion;
use leptos::prelude::*;
use std::sync::Arc;

/// The fields.
#[component]
pub fn Choosing(
    /// The questionnaires that can be sent.
    templates: Arc<Vec<TemplateRow>>,
    /// What the domain suggests.
    suggestion: Option<Suggestion>,
    /// What is typed.
    typed: Typed,
    /// The form's faults.
    faults: Faults,
) -> impl IntoView {
    let fits = |row: &TemplateRow| suggestion.as_ref().is_some_and(|known| known.templates.contains(&row.id));
    let choice = |row: &TemplateRow| {
        let count = if row.questions_base == row.questions_deep {
            format!("{} questions.", row.questions_deep)
        } else {
            format!("{} questions, {} with the deep ones.", row.questions_base, row.questions_deep)
        };
        let note = if fits(row) { "Suggested by the tier and the system. " } else { "" };
        let words = format!("{}, version {}", row.title, row.version);
        Choice { value: row.hash.to_string(), words, hint: format!("{note}{count} {}", row.summary) }
    };
    let choices = templates.iter().map(choice).collect::<Vec<_>>();
    let is_ticked = move |hash: String| typed.templates.with(|all| all.iter().any(|one| one.as_str() == hash));
    // The order of the list is the order in which the vendor gets them.
    let order: Vec<TemplateHash> = templates.iter().map(|row| row.hash.clone()).collect();
    let on_tick = move |(hash, ticked): (String, bool)| {
        typed.templates.update(|all| {
            let wanted = |one: &TemplateHash| if one.as_str() == hash { ticked } else { all.contains(one) };
            *all = order.iter().filter(|one| wanted(one)).cloned().collect();
        });
    };
    let tier = suggestion.as_ref().map(|known| {
        let terms = &known.terms;
        let people = count(u32::from(terms.approvers), "person concludes", "different people conclude");
        format!(
            "Tier {}: depth {}, {people}, again every {} months.",
            terms.tier.title().to_ascii_lowercase(),
            depth_key(known.depth),
            terms.reassess_months
        )
    });
    let depths = Signal::stored(vec![
        ("base".to_owned(), "Base questions only".to_owned()),
        ("deep".to_owned(), "Base and deep questions".to_owned()),
    ]);
    let later = move || {
        let chosen = typed.templates.get();
        let until = templates.iter().filter(|row| chosen.contains(&row.hash)).filter_map(|row| row.duties_until).max();
        until.map(|last| {
            let label = format!(
                "Critical questions about legal duties that do not apply yet, the last from {}, cap the score only from then on",
                in_words(last)
            );
            view! { <Tick name="spares_future_duties" label value=typed.spares /> }
        })
    };
    view! {
        <TickGroup name="templates" legend="Questionnaires" hint=tier.unwrap_or_default() faults choices is_ticked on_tick />
        <SelectField name="depth" label="Depth" faults value=typed.depth choices=depths />
        {later}
    }
}
