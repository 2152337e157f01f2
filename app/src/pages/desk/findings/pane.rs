//! One finding: where it stands, the facts, what the signed-in person can do, what happened.
//!
//! Finding and assessment are loaded together, because `worth` computes in the browser what a fix would bring.
//! After an action the pane shows the view the server returned and tells the page through `changed`.

use super::act::Actions;
use super::{lanes, name_document};
use crate::api;
use crate::components::{Banner, DateText, Fact, Facts, Icon, Level, Load, MomentText, Symbol, Tag, Tone, now, tenths};
use crate::pages::desk::bundle::{self, Bundle, residual_now_of, what_if};
use crate::pages::desk::review::evidence::meta;
use crate::paths::Page;
use crate::visit::Visit;
use domain::answer::{EvidenceItem, EvidenceStatus, Value};
use domain::api::finding::{FindingView, HistoryLine};
use domain::assessment::Attachment;
use domain::finding::{FindingState, fix_question};
use domain::id::{AssessmentId, FindingId};
use domain::template::Question;
use leptos::html;
use leptos::prelude::*;

/// The states of the way to a verified fix.
const PATH: [FindingState; 6] = [
    FindingState::Open,
    FindingState::PlanProposed,
    FindingState::PlanAgreed,
    FindingState::InProgress,
    FindingState::Submitted,
    FindingState::Verified,
];

/// The finding's pane. `changed` is called when something was done.
#[component]
pub fn Pane(
    /// Its assessment.
    assessment: AssessmentId,
    /// The finding on the page.
    finding: FindingId,
    /// Where closing leads.
    back: Signal<String>,
    /// Takes what was changed.
    changed: Callback<()>,
) -> impl IntoView {
    let loaded = LocalResource::new(move || {
        let (assessment, finding) = (assessment.clone(), finding.clone());
        async move {
            let view = api::finding::finding(&assessment, &finding).await?;
            Ok((view, bundle::load(&assessment).await?))
        }
    });
    let view = move |(finding, bundle): (FindingView, Bundle)| shown(finding, bundle, changed);
    view! {
        <aside class="pane stack finding" data-gap="l" aria-label="The open finding">
            <p class="row" data-spread="">
                <span class="section__note">"Finding"</span>
                <a class="icon-button" href=back data-noscroll="" aria-label="Close the finding"><Icon symbol=Symbol::Close /></a>
            </p>
            <Load resource=loaded label="the finding" view />
        </aside>
    }
}

fn shown(loaded: FindingView, bundle: Bundle, changed: Callback<()>) -> AnyView {
    let finding = RwSignal::new(loaded);
    let done = Callback::new(move |next: FindingView| {
        finding.try_set(next);
        changed.try_run(());
    });
    let (open, visit) = (bundle.clone(), Visit::current());
    Effect::new(move |_| finding.with(|finding| name_document(&finding.row.title)));
    view! {
        {move || finding.with(|finding| head(finding, visit))}
        {move || finding.with(|finding| path(finding.row.state_now))}
        {move || finding.with(|finding| facts(finding, &open))}
        {move || finding.with(files)}
        <Actions finding bundle done />
        <section class="section" aria-labelledby="h-story">
            <h3 id="h-story">"What happened"</h3>
            {move || finding.with(|finding| story(&finding.history))}
        </section>
    }
    .into_any()
}

/// The head of the pane. Its title takes the focus when another finding was opened, not when this one changes.
fn head(finding: &FindingView, visit: Visit) -> AnyView {
    let row = &finding.row;
    let title: NodeRef<html::H2> = NodeRef::new();
    title.on_load(move |title| {
        if visit.has_moved_to(&location().pathname().unwrap_or_default()) {
            let _ = title.focus();
        }
    });
    let vendor = Page::Vendor(row.vendor_id.clone()).url();
    view! {
        <header class="stack" data-gap="s">
            <p class="row"><Tag words=row.finding.question.to_string() /><a href=vendor>{row.vendor.clone()}</a><span class="section__note">{row.system.clone()}</span></p>
            <h2 class="finding__title" tabindex="-1" node_ref=title>{row.title.clone()}</h2>
            <p class="row"><Level of=row.finding.severity />{lanes::due(row)}</p>
        </header>
    }
    .into_any()
}

fn path(state: FindingState) -> AnyView {
    let side = match state {
        FindingState::Rejected => Some(("The fix was rejected. The vendor owes another.", Tone::Warn)),
        FindingState::RiskAccepted => Some(("The risk is accepted for now. The score does not change.", Tone::Warn)),
        FindingState::Withdrawn => Some(("This is no longer a finding.", Tone::Plain)),
        FindingState::Open
        | FindingState::PlanProposed
        | FindingState::PlanAgreed
        | FindingState::InProgress
        | FindingState::Submitted
        | FindingState::Verified => None,
    };
    if let Some((words, tone)) = side {
        return view! { <Banner tone><p><b>{state.title()} ". "</b>{words}</p></Banner> }.into_any();
    }
    let here = PATH.iter().position(|step| *step == state).unwrap_or(0);
    let step = |(place, step): (usize, &FindingState)| {
        let current = (place == here).then_some("step");
        view! { <li data-status=(place < here).then_some("done") aria-current=current>{step.title()}</li> }
    };
    view! { <ol class="path" aria-label="State">{PATH.iter().enumerate().map(step).collect_view()}</ol> }.into_any()
}

fn facts(finding: &FindingView, bundle: &Bundle) -> AnyView {
    let known = &finding.row.finding;
    let fixed = fix_question(&bundle.questionnaire, &known.question, known.rule.as_ref());
    let question = bundle.questionnaire.question(&fixed);
    let answer = bundle.view.state.as_ref().and_then(|state| state.answers.get(&fixed));
    let answer = answer.and_then(|answer| answer.value.as_ref());
    let said = answer.map_or_else(|| "No answer".to_owned(), |value| value_words(question, value));
    let target = question.and_then(target);
    let optional = |label: &'static str, text: Option<&String>| {
        text.filter(|text| !text.is_empty()).cloned().map(|text| view! { <Fact label>{text}</Fact> })
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
    ];
    let [plan, fix, reason] = texts;
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
            {worth}
        </Facts>
        <p class="section__note"><a href=score>"See every point of the score"</a></p>
    }
    .into_any()
}

/// What the vendor shows for its plan or fix; nothing when there is none.
fn files(finding: &FindingView) -> AnyView {
    if finding.evidence.is_empty() {
        return ().into_any();
    }
    let file = |attachment: &Attachment| {
        let (href, name) =
            (api::assessment::file_url(&finding.row.assessment, &attachment.id), attachment.name.clone());
        view! {
            <div class="file">
                <Icon symbol=Symbol::File />
                <a href=href download=name.clone() rel="external">{name.clone()}</a>
                <span class="file__meta">{meta(attachment)}</span>
            </div>
        }
    };
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

fn story(history: &[HistoryLine]) -> AnyView {
    let line = |(place, line): (usize, &HistoryLine)| {
        let text = (!line.text.is_empty()).then(|| view! { <span>{line.text.clone()}</span> });
        view! {
            <li class="story__item" data-status=if place == 0 { "now" } else { "done" }>
                <span>{line.what.clone()}</span>
                {text}
                <span class="story__when"><MomentText moment=line.at />", "{line.who.clone()}</span>
            </li>
        }
    };
    view! { <ol class="story">{history.iter().enumerate().map(line).collect_view()}</ol> }.into_any()
}
