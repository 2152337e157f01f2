//! What the vendor said: the chosen option among all with their credits, or the value, the comment, the reason.
//!
//! It only shows. The verdict on the answer is given in `verdict`, the evidence is judged in `judge`.

use super::super::bundle::Open;
use crate::components::{Banner, Icon, Symbol, Tone};
use domain::answer::{NotApplicable, Value};
use domain::template::{Choice, Question};
use leptos::prelude::*;

/// The answer to one question. Tracked.
pub fn answer(open: Open, question: &Question) -> AnyView {
    let score = open.score();
    open.view.with(|view| {
        let answer = view.state.as_ref().and_then(|state| state.answers.get(&question.id));
        let entry = view.entries.get(&question.id);
        let value = answer.and_then(|answer| answer.value.as_ref());
        let reason = entry.and_then(|entry| entry.not_applicable.clone());
        let na = answer.and_then(|answer| answer.na).map(|na| claim(na, reason));
        let comment = entry.map(|entry| entry.comment.clone()).filter(|comment| !comment.is_empty());
        let comment = comment.map(|comment| view! { <blockquote class="excerpt"><p class="written">{comment}</p><footer>"The vendor's comment"</footer></blockquote> });
        let row = score.as_ref().and_then(|score| score.row(&question.id).copied());
        let credit = row.map(|row| {
            let own = if row.own_credit == row.credit { String::new() } else { format!(", {} by the answer alone", row.own_credit) };
            format!("Credit {}{own}. Evidence level {} counts {}%.", row.credit, row.level, row.factor)
        });
        let changed = view.reviews.get(&question.id).is_some_and(|review| review.changed);
        let changed = changed.then(|| view! { <p class="section__note">"Changed since it was last reviewed."</p> });
        view! {
            {na}
            {given(question, value)}
            {comment}
            {credit.map(|credit| view! { <p class="section__note">{credit}</p> })}
            {changed}
        }
        .into_any()
    })
}

fn claim(na: NotApplicable, reason: Option<String>) -> AnyView {
    let (tone, lead) = match na {
        NotApplicable::Pending => (Tone::Warn, "Said not to apply."),
        NotApplicable::Accepted => (Tone::Good, "Does not apply, accepted."),
        NotApplicable::Rejected => (Tone::Bad, "Said not to apply, refused."),
    };
    view! { <Banner tone><p><b>{lead}</b>" "<span class="written">{reason}</span></p></Banner> }.into_any()
}

fn given(question: &Question, value: Option<&Value>) -> AnyView {
    if question.kind.is_choice() {
        let chosen = |option: &Choice| match value {
            Some(Value::Text(id)) => id == option.id.as_str(),
            Some(Value::List(ids)) => ids.iter().any(|id| id == option.id.as_str()),
            Some(Value::Number(_)) | None => false,
        };
        let options: Vec<_> = question.options.iter().map(|one| option(one, chosen(one))).collect();
        let none = value.is_none().then(|| view! { <p class="section__note">"Not answered."</p> });
        return view! { <ul class="said">{options}</ul>{none} }.into_any();
    }
    let unit = question.scoring.unit.clone().unwrap_or_default();
    let words = match value {
        Some(Value::Text(text)) if text.is_empty() => "Not answered.".to_owned(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Number(number)) => format!("{number} {unit}"),
        Some(Value::List(items)) => items.join(", "),
        None => "Not answered.".to_owned(),
    };
    view! { <p class="lead written">{words}</p> }.into_any()
}

fn option(option: &Choice, chosen: bool) -> AnyView {
    let (label, credit) = (option.label.clone(), option.score);
    view! {
        <li class="said__option" data-status=chosen.then_some("chosen")>
            {chosen.then(|| view! { <Icon symbol=Symbol::Check small=true /> })}
            <span>{label}{chosen.then(|| view! { <span class="visually-hidden">" (chosen)"</span> })}</span>
            {credit.map(|credit| view! { <span class="said__credit">{credit}</span> })}
        </li>
    }
    .into_any()
}
