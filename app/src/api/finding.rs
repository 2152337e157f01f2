//! Findings: the list and its file, one finding, and what is done with it.
//!
//! The list and the CSV file are built from the same query, so both select the same findings. A finding is
//! addressed under its assessment, so both ids are needed to reach it.

use super::query::text;
use super::{Call, Error, Method, ask, tell};
use domain::api::finding::{FindingList, FindingQuery, FindingView};
use domain::finding::Action;
use domain::id::{AssessmentId, FindingId};

/// The findings that `query` selects.
///
/// # Errors
/// See [`Error`].
pub async fn findings(query: &FindingQuery) -> Result<FindingList, Error> {
    ask(&format!("/api/findings{}", text(query))).await
}

/// Where the same findings can be downloaded as CSV.
#[must_use]
pub fn csv_url(query: &FindingQuery) -> String {
    format!("/api/findings.csv{}", text(query))
}

/// One finding with its history.
///
/// # Errors
/// See [`Error`].
pub async fn finding(assessment: &AssessmentId, id: &FindingId) -> Result<FindingView, Error> {
    ask(&of(assessment, id)).await
}

/// Does something with a finding.
///
/// # Errors
/// See [`Error`].
pub async fn act(assessment: &AssessmentId, id: &FindingId, action: &Action) -> Result<FindingView, Error> {
    tell(Call::new(Method::Post, format!("{}/actions", of(assessment, id))).with(action)).await
}

fn of(assessment: &AssessmentId, id: &FindingId) -> String {
    format!("/api/assessments/{assessment}/findings/{id}")
}
