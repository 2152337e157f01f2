//! The review: verdicts, judgements of evidence, queries that go back together, the conclusion.
//!
//! What is queried and how it ended is told to the vendor by mail, in the transaction that decides it.

use super::assessments::{changed, changed_with};
use crate::auth::Staff;
use crate::correspondence::Addressee;
use crate::error::Error;
use crate::exact::Exact;
use crate::extract::Path;
use crate::once::{Once, OnceBare};
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use domain::api::assessment::{AssessmentView, ConclusionBody, VerdictBody};
use domain::api::problem::Problem;
use domain::assessment::{Command, Judgement, Outcome, Verdict};
use domain::id::{AssessmentId, EvidenceId};

fn lines(text: String) -> String {
    text.replace("\r\n", "\n")
}

/// Gives a verdict on one answer.
#[utoipa::path(post, path = "/api/assessments/{assessment}/verdicts", tag = "review", request_body = VerdictBody,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn give_verdict(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<Exact<VerdictBody>>,
) -> Result<Response, Error> {
    let Exact(VerdictBody { question, verdict }) = once.body;
    let verdict = match verdict {
        Verdict::Query { message } => Verdict::Query { message: lines(message) },
        Verdict::Override { credit, level, reason } => Verdict::Override { credit, level, reason: lines(reason) },
        Verdict::NotApplicable { accepted, reason } => Verdict::NotApplicable { accepted, reason: lines(reason) },
        plain @ (Verdict::Accept | Verdict::LiftOverride) => plain,
    };
    let command = Command::Review { question, verdict };
    changed(&state, &staff, &id, once.key.as_ref(), command).await
}

/// Judges one piece of evidence.
#[utoipa::path(post, path = "/api/assessments/{assessment}/evidence/{evidence}/judgement", tag = "review",
    request_body = Judgement,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn judge(
    State(state): State<AppState>,
    staff: Staff,
    Path((id, evidence)): Path<(AssessmentId, EvidenceId)>,
    once: Once<Judgement>,
) -> Result<Response, Error> {
    let judgement = Judgement { reason: lines(once.body.reason), ..once.body };
    changed(&state, &staff, &id, once.key.as_ref(), Command::Judge { evidence, judgement }).await
}

/// Sends the collected queries back to the vendor.
#[utoipa::path(post, path = "/api/assessments/{assessment}/return", tag = "review",
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn send_back(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    let (state, staff, id) = (&state, &staff, &id);
    changed_with(state, staff, id, key.as_ref(), |mut change| async move {
        change.assessment(id, Command::Return)?;
        let queries = change.dossier.assessment(id)?.folded.queried().count();
        let to = Addressee::of(state, &staff.org, &change.dossier, id).await?;
        let at = change.at();
        to.tell_return(state, queries, at, change.batch());
        Ok(change)
    })
    .await
}

/// Concludes an assessment.
#[utoipa::path(post, path = "/api/assessments/{assessment}/conclusion", tag = "review", request_body = ConclusionBody,
    responses((status = 200, body = AssessmentView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn conclude(
    State(state): State<AppState>,
    staff: Staff,
    Path(id): Path<AssessmentId>,
    once: Once<Exact<ConclusionBody>>,
) -> Result<Response, Error> {
    let Exact(ConclusionBody { outcome, reason }) = once.body;
    let reason = lines(reason);
    let outcome = match outcome {
        Outcome::Conditional { conditions, until } => Outcome::Conditional { conditions: lines(conditions), until },
        plain @ (Outcome::Approved | Outcome::Rejected) => plain,
    };
    let (state, staff, id, reason, outcome) = (&state, &staff, &id, &reason, &outcome);
    changed_with(state, staff, id, once.key.as_ref(), |mut change| async move {
        change.conclude(id, outcome.clone(), reason.clone())?;
        let findings = &change.dossier.assessment(id)?.folded;
        let open = findings.findings().values().filter(|finding| finding.is_open()).count();
        // A contact who left cannot be told; the outcome stands all the same.
        if let Ok(to) = Addressee::of(state, &staff.org, &change.dossier, id).await {
            let at = change.at();
            to.tell_outcome(state, outcome, open, at, change.batch());
        }
        Ok(change)
    })
    .await
}
