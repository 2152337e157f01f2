//! Assessments: prepare, send, look after, review, conclude.
//!
//! Every change replies with the assessment as it is now, so that a page need not ask again.

use super::{Call, Error, Method, ask, tell};
use domain::api::assessment::{
    AssessmentContactBody, AssessmentList, AssessmentView, ConclusionBody, DueBody, ReasonBody, VerdictBody,
};
use domain::api::finding::RaiseBody;
use domain::api::vendor::Created;
use domain::assessment::{Judgement, Plan};
use domain::id::{AssessmentId, EvidenceId};
use serde::Serialize;

/// Every assessment, newest first.
///
/// # Errors
/// See [`Error`].
pub async fn assessments() -> Result<AssessmentList, Error> {
    ask("/api/assessments").await
}

/// One assessment.
///
/// # Errors
/// See [`Error`].
pub async fn assessment(id: &AssessmentId) -> Result<AssessmentView, Error> {
    ask(&of(id)).await
}

/// Keeps a plan as a draft.
///
/// # Errors
/// See [`Error`].
pub async fn draft(plan: &Plan) -> Result<Created, Error> {
    tell(Call::new(Method::Post, "/api/assessments").with(plan)).await
}

/// Changes the plan of a draft.
///
/// # Errors
/// See [`Error`].
pub async fn replan(id: &AssessmentId, plan: &Plan) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Put, format!("{}/plan", of(id))).with(plan)).await
}

/// Sends a draft to the vendor.
///
/// # Errors
/// See [`Error`].
pub async fn send(id: &AssessmentId) -> Result<AssessmentView, Error> {
    post(id, "sending").await
}

/// Sends a fresh link; the earlier one ends.
///
/// # Errors
/// See [`Error`].
pub async fn resend(id: &AssessmentId) -> Result<AssessmentView, Error> {
    post(id, "invitation").await
}

/// Ends the link.
///
/// # Errors
/// See [`Error`].
pub async fn revoke(id: &AssessmentId) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Delete, format!("{}/invitation", of(id)))).await
}

/// Lets another person of the vendor answer.
///
/// # Errors
/// See [`Error`].
pub async fn change_contact(id: &AssessmentId, body: &AssessmentContactBody) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Put, format!("{}/contact", of(id))).with(body)).await
}

/// Moves the day by which answers are due.
///
/// # Errors
/// See [`Error`].
pub async fn extend(id: &AssessmentId, body: &DueBody) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Put, format!("{}/due", of(id))).with(body)).await
}

/// Takes the assessment back.
///
/// # Errors
/// See [`Error`].
pub async fn withdraw(id: &AssessmentId, body: &ReasonBody) -> Result<AssessmentView, Error> {
    post_body(id, "withdrawal", body).await
}

/// Gives a verdict on one answer.
///
/// # Errors
/// See [`Error`].
pub async fn judge_answer(id: &AssessmentId, body: &VerdictBody) -> Result<AssessmentView, Error> {
    post_body(id, "verdicts", body).await
}

/// Judges one piece of evidence.
///
/// # Errors
/// See [`Error`].
pub async fn judge_evidence(id: &AssessmentId, item: &EvidenceId, body: &Judgement) -> Result<AssessmentView, Error> {
    post_body(id, &format!("evidence/{item}/judgement"), body).await
}

/// Raises a finding before the conclusion.
///
/// # Errors
/// See [`Error`].
pub async fn raise(id: &AssessmentId, body: &RaiseBody) -> Result<AssessmentView, Error> {
    post_body(id, "findings", body).await
}

/// Sends the collected queries back to the vendor.
///
/// # Errors
/// See [`Error`].
pub async fn send_back(id: &AssessmentId) -> Result<AssessmentView, Error> {
    post(id, "return").await
}

/// Concludes the assessment.
///
/// # Errors
/// See [`Error`].
pub async fn conclude(id: &AssessmentId, body: &ConclusionBody) -> Result<AssessmentView, Error> {
    post_body(id, "conclusion", body).await
}

/// Where a piece of evidence can be downloaded.
#[must_use]
pub fn file_url(id: &AssessmentId, item: &EvidenceId) -> String {
    format!("{}/evidence/{item}/file", of(id))
}

async fn post(id: &AssessmentId, what: &str) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Post, format!("{}/{what}", of(id)))).await
}

async fn post_body(id: &AssessmentId, what: &str, body: &impl Serialize) -> Result<AssessmentView, Error> {
    tell(Call::new(Method::Post, format!("{}/{what}", of(id))).with(body)).await
}

fn of(id: &AssessmentId) -> String {
    format!("/api/assessments/{id}")
}
