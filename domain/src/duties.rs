//! Legal duties that do not apply yet: what a questionnaire about them shows is readiness (scoring rule 17.2).
//!
//! The dates are those of the control library. They are recorded when an assessment is drafted, so that its score stays a
//! function of its own events whatever a later library says.

use crate::id::QuestionId;
use crate::library::{Framework, Library};
use crate::template::{Question, Template};
use crate::vendor::EU_PROVIDER;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The first day on which the duty behind a question applies, by question; those that apply already are left out.
pub type Duties = BTreeMap<QuestionId, NaiveDate>;

/// The duties behind the questions of `template` that do not apply yet on `today`. Only the questionnaire for providers
/// asks about duties; elsewhere an article stands for good practice.
#[must_use]
pub fn not_yet_due(template: &Template, libraries: &[&Library], today: NaiveDate) -> Duties {
    if template.id.as_str() != EU_PROVIDER {
        return Duties::new();
    }
    let acts = || libraries.iter().filter(|library| library.framework() == Framework::EuAiAct);
    let later = |question: &Question| {
        let named = Framework::EuAiAct.refs(&question.refs);
        let articles = acts().flat_map(|act| &act.controls).filter(|article| named.contains(&article.id));
        // Of several articles the first that applies makes the duty.
        let from = articles.filter_map(|article| article.duty_from).min()?;
        (from > today).then(|| (question.id.clone(), from))
    };
    template.questions.iter().filter_map(later).collect()
}
