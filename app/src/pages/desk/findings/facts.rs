//! The facts of one finding: dates, question, answer and target, what both sides said, and what a fix is worth.
//!
//! `worth` computes in the browser what a verified fix would make of score and residual.

use crate::components::{DateText, Fact, Facts, now, tenths};
use crate::pages::desk::bundle::{self, Bundle, residual_now_of, what_if};
use crate::pages::desk::review::evidence::file;
use crate::paths::Page;
use domain::answer::{EvidenceItem, EvidenceStatus, Value};
use domain::api::finding::FindingView;
use domain::assessment::Attachment;
use domain::finding::{FindingState, fix_question};
use domain::template::Question;
use leptos::prelude::*;

/// The facts.
pub fn facts(finding: &FindingView, bundle: &Bundle) -> AnyView {
    let known = &finding.row.finding;
    let fixed = fix_question(&bundle.questionnaire, &known.question, known.rule.as_ref());
    let question = bundle.questionnaire.question(&fixed);
    let answer = bundle.view.state.as_ref().and_then(|state| state.answers.get(&fixed));
    let answer = answer.and_then(|answer| answer.value.as_ref());
    let said = answer.map_or_else(|| "No answer".to_owned(), |value| value_words(question, value));
    let target = question.and_then(target);
    let optional = |label: &'static str, text: Option<&String>| {
        text.filter(|text| !text.is_empty())
            .cloned()
            .map(|text| view! { <Fact label><span class="written">{text}</span></Fact> })
    };
    let late = finding.row.days_late > 0;
    let plan_late = finding.row.state_now == FindingState::Open && known.plan_due < now().date();
    let plan_by = known.plan_by.map(|day| view! { <Fact label="Proposed for"><DateText date=day /></Fact> });
    let (raised, plan_due, fix_due) = (known.raised, known.plan_due, known.fix_due);
    let asked = question.map(|question| question.text.clone());
    let texts = [
        optional("Plan", known.plan.as_ref()),
        optional("Fix", known.fix.as_ref()),
        optional("Our reason", known.reason.as_ref()),
        optional("Why the date moved", known.due_reason.as_ref()),
    ];
    let [plan, fix, reason, moved] = texts;
    let worth = worth(finding, bundle).map(|words| view! { <Fact label="Worth">{words}</Fact> });
    let score = Page::Score(finding.row.assessment.clone()).url();
    view! {
        <Facts>
            <Fact label="Raised"><DateText date=raised /></Fact>
            <Fact label="Plan due"><span class=plan_late.then_some("table__late")><DateText date=plan_due /></span></Fact>
            <Fact label="Fix due"><span class=late.then_some("table__late")><DateText date=fix_due /></span></Fact>
            <Fact label="Question">{asked}</Fact>
            <Fact label="Answer">{said}</Fact>
            {target.map(|target| view! { <Fact label="Target">{target}</Fact> })}
            {plan}
            {plan_by}
            {fix}
            {reason}
            {moved}
            {worth}
        </Facts>
        <p class="section__note"><a href=score>"See every point of the score"</a></p>
    }
    .into_any()
}

/// What the vendor shows for its plan or fix; nothing when there is none.
pub fn files(finding: &FindingView) -> AnyView {
    if finding.evidence.is_empty() {
        return ().into_any();
    }
    let file = |attachment: &Attachment| file(&finding.row.assessment, attachment, ().into_any(), ().into_any());
    view! {
        <section class="section" aria-labelledby="h-shown">
            <h3 id="h-shown">"Evidence shown"</h3>
            <div>{finding.evidence.iter().map(file).collect_view()}</div>
            <p class="section__note">"It counts once the fix is verified, at the level chosen then."</p>
        </section>
    }
    .into_any()
}

/// An answer in words: the labels of its options, or the value itself.
pub fn value_words(question: Option<&Question>, value: &Value) -> String {
    let option = |id: &str| question.and_then(|question| question.option(id));
    let label = |id: &String| match option(id) {
        Some(option) => {
            option.score.map_or_else(|| option.label.clone(), |score| format!("{} ({score})", option.label))
        }
        None => id.clone(),
    };
    match value {
        Value::Text(text) => label(text),
        Value::List(ids) => ids.iter().map(label).collect::<Vec<_>>().join(", "),
        Value::Number(number) => number.to_string(),
    }
}

fn target(question: &Question) -> Option<String> {
    let option = question.remediation.as_ref()?.target_option.as_ref()?;
    Some(format!("{}, with a record", value_words(Some(question), &Value::Text(option.to_string()))))
}

/// What a verified fix would make of score and residual, computed with the target and a record as evidence.
fn worth(finding: &FindingView, bundle: &Bundle) -> Option<String> {
    let known = &finding.row.finding;
    if !finding.row.state_now.is_open() {
        return None;
    }
    let fixed = fix_question(&bundle.questionnaire, &known.question, known.rule.as_ref());
    let target = bundle.questionnaire.question(&fixed)?.remediation.as_ref()?.target_option.clone()?;
    let state = bundle.view.state.as_ref()?;
    let before = bundle::evaluate(&bundle.questionnaire, state)?;
    let after = what_if(&bundle.questionnaire, state, &fixed, |answer| {
        answer.value = Some(Value::Text(target.to_string()));
        answer.na = None;
        answer.override_ = None;
        answer.evidence.push(EvidenceItem { level: 2, status: EvidenceStatus::Accepted, valid_until: None });
    })?;
    let mut words = format!("Score {} to {}", tenths(before.final_?), tenths(after.final_?));
    let now = residual_now_of(&bundle.view, before.final_, None);
    let then = residual_now_of(&bundle.view, after.final_, Some(&known.id));
    if let Some((now, then)) = now.zip(then) {
        words += &format!(", residual now {} to {}", tenths(now), tenths(then));
    }
    Some(words)
}
