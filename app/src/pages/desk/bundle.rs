//! An assessment together with the questionnaires it was sent with: what review, score and findings are computed from.
//!
//! Scores are computed here, in the browser, with the same code as on the server; nothing is scored before submission.

use crate::api::{self, Error};
use crate::components::{Banner, Tone};
use domain::answer::{Answer, State};
use domain::api::assessment::AssessmentView;
use domain::id::{AssessmentId, FindingId, QuestionId};
use domain::inherent::{residual, residual_now, uplift};
use domain::scoring::{Questionnaire, Score};
use leptos::prelude::*;
use std::sync::Arc;

/// An assessment and its prepared questionnaires.
#[derive(Clone)]
pub struct Bundle {
    /// The assessment.
    pub view: AssessmentView,
    /// The union of its questionnaires.
    pub questionnaire: Questionnaire,
}

/// Loads an assessment and the questionnaires it names.
///
/// # Errors
/// See [`Error`].
pub async fn load(id: &AssessmentId) -> Result<Bundle, Error> {
    let view = api::assessment::assessment(id).await?;
    let mut templates = Vec::with_capacity(view.plan.templates.len());
    for hash in &view.plan.templates {
        templates.push(Arc::new(api::questionnaire::questionnaire(hash).await?));
    }
    // The server has checked that these fit together; if they do not, this program is older than the server.
    let questionnaire = Questionnaire::new(templates, view.plan.depth).map_err(|_| Error::Broken)?;
    Ok(Bundle { view, questionnaire })
}

/// An assessment on the page: it changes with every verdict, and its score with it. A handle.
#[derive(Clone, Copy)]
pub struct Open {
    /// The assessment as it is now.
    pub view: RwSignal<AssessmentView>,
    questionnaire: StoredValue<Questionnaire>,
    score: Memo<Option<Arc<Score>>>,
}

impl Open {
    /// Puts a loaded assessment on the page.
    #[must_use]
    pub fn new(bundle: Bundle) -> Self {
        let view = RwSignal::new(bundle.view);
        let questionnaire = StoredValue::new(bundle.questionnaire);
        let compute = move |_: Option<&Option<Arc<Score>>>| {
            view.with(|view| evaluate(&questionnaire.get_value(), view.state.as_ref()?))
        };
        let score = Memo::new_with_compare(compute, |_, _| true);
        Open { view, questionnaire, score }
    }

    /// The union of its questionnaires.
    #[must_use]
    pub fn questionnaire(self) -> Questionnaire {
        self.questionnaire.get_value()
    }

    /// The score of the last submission with reviews; nothing before it. Tracked.
    #[must_use]
    pub fn score(self) -> Option<Arc<Score>> {
        self.score.get()
    }

    /// Both as they are now. Tracked.
    #[must_use]
    pub fn bundle(self) -> Bundle {
        Bundle { view: self.view.get(), questionnaire: self.questionnaire() }
    }

    /// Takes the assessment as a request has left it.
    #[must_use]
    pub fn taker(self) -> Callback<AssessmentView> {
        Callback::new(move |next: AssessmentView| {
            self.view.try_set(next);
        })
    }
}

/// Says that the score cannot be computed, and why, where that is so.
#[must_use]
pub fn score_fault(view: &AssessmentView) -> Option<AnyView> {
    let fault = view.row.score_fault.clone()?;
    Some(
        view! { <div role="alert"><Banner tone=Tone::Bad><p>"No score is shown: " {fault} "."</p></Banner></div> }
            .into_any(),
    )
}

/// The score of `state`. What does not fit the questionnaire has none; the server says so beside the state, see
/// [`score_fault`].
#[must_use]
pub fn evaluate(questionnaire: &Questionnaire, state: &State) -> Option<Arc<Score>> {
    match questionnaire.evaluate(state) {
        Ok(score) => Some(Arc::new(score)),
        Err(faults) => {
            leptos::logging::error!("a score cannot be computed: {faults:?}");
            None
        }
    }
}

/// The score if `question` were answered as `change` says, all else equal.
#[must_use]
pub fn what_if(
    questionnaire: &Questionnaire,
    state: &State,
    question: &QuestionId,
    change: impl FnOnce(&mut Answer),
) -> Option<Arc<Score>> {
    let mut state = state.clone();
    change(state.answers.entry(question.clone()).or_default());
    evaluate(questionnaire, &state)
}

/// The residual under a final score, in hundredths; nothing without inherent risk or score.
#[must_use]
pub fn residual_of(view: &AssessmentView, score: Option<u32>) -> Option<i64> {
    let inherent = u32::try_from(view.inherent?).ok()?;
    residual(inherent, score).map(i64::from)
}

/// What the assessment's own late findings add, in hundredths; `fixed` is left out.
#[must_use]
pub fn uplift_of(view: &AssessmentView, fixed: Option<&FindingId>) -> u32 {
    let late = view.findings.iter().filter(|row| row.days_late > 0 && Some(&row.finding.id) != fixed);
    uplift(&late.map(|row| (row.finding.severity, row.days_late)).collect::<Vec<_>>())
}

/// The residual under a final score with what is late, in hundredths; `fixed` is no longer late.
#[must_use]
pub fn residual_now_of(view: &AssessmentView, score: Option<u32>, fixed: Option<&FindingId>) -> Option<i64> {
    let rest = u32::try_from(residual_of(view, score)?).ok()?;
    Some(i64::from(residual_now(rest, uplift_of(view, fixed))))
}
