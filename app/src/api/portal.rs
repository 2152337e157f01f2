//! The vendor's side: the link of an invitation, the session, the answers, evidence, submission and findings.
//!
//! Files go up by `XMLHttpRequest`, because `fetch` does not say how far an upload is.

use super::exchange::{fresh_key, read, refusal};
use super::{Call, Error, Method, ask, tell};
use domain::api::portal::{
    AnswersSaved, AttachBody, ChangesBody, PortalAssessment, PortalEvidence, PortalSession, Receipt, SentFile,
    SubmitBody, TokenBody, Welcome,
};
use domain::finding::Action;
use domain::id::{AssessmentId, EvidenceId, FindingId};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// What the page behind an invitation link says. Changes nothing.
///
/// # Errors
/// A problem with the code `dead_link` when the link is unknown, used, expired or revoked; else see [`Error`].
pub async fn welcome(body: &TokenBody) -> Result<Welcome, Error> {
    tell(Call::new(Method::Post, "/api/portal/welcome").with(body)).await
}

/// Opens a session and uses the link up.
///
/// # Errors
/// As [`welcome`].
pub async fn open_session(body: &TokenBody) -> Result<PortalSession, Error> {
    tell(Call::new(Method::Post, "/api/portal/session").with(body)).await
}

/// Sends a fresh link to the address on file of whoever this link was for.
///
/// # Errors
/// See [`Error`].
pub async fn send_link(body: &TokenBody) -> Result<(), Error> {
    tell(Call::new(Method::Post, "/api/portal/links").with(body)).await
}

/// Who is here, and the person's assessments.
///
/// # Errors
/// [`Error::SignedOut`] when there is no session; else see [`Error`].
pub async fn session() -> Result<PortalSession, Error> {
    ask("/api/portal/session").await
}

/// Ends the session.
///
/// # Errors
/// See [`Error`].
pub async fn sign_out() -> Result<(), Error> {
    tell(Call::new(Method::Delete, "/api/portal/session")).await
}

/// One assessment.
///
/// # Errors
/// See [`Error`].
pub async fn assessment(id: &AssessmentId) -> Result<PortalAssessment, Error> {
    ask(&url(id, "")).await
}

/// Saves answers, each under its own key. Sent once, and also when the page is being left.
///
/// # Errors
/// See [`Error`]; what is refused of single answers is in the reply.
pub async fn save_answers(id: &AssessmentId, body: &ChangesBody) -> Result<AnswersSaved, Error> {
    super::exchange::tell_once(Call::new(Method::Post, url(id, "/answers")).with(body)).await
}

/// Attaches a file that was sent to this assessment before.
///
/// # Errors
/// See [`Error`].
pub async fn attach(id: &AssessmentId, body: &AttachBody) -> Result<PortalEvidence, Error> {
    tell(Call::new(Method::Post, url(id, "/evidence")).with(body)).await
}

/// Takes a piece of evidence away.
///
/// # Errors
/// See [`Error`].
pub async fn remove_evidence(id: &AssessmentId, evidence: &EvidenceId) -> Result<(), Error> {
    tell(Call::new(Method::Delete, url(id, &format!("/evidence/{evidence}")))).await
}

/// Where a piece of evidence is downloaded.
#[must_use]
pub fn evidence_url(id: &AssessmentId, evidence: &EvidenceId) -> String {
    url(id, &format!("/evidence/{evidence}/file"))
}

/// Sends the answers for good.
///
/// # Errors
/// A problem that names every question left empty; else see [`Error`].
pub async fn submit(id: &AssessmentId, body: &SubmitBody) -> Result<Receipt, Error> {
    tell(Call::new(Method::Post, url(id, "/submission")).with(body)).await
}

/// Takes a step on a finding; the assessment comes back as it then stands.
///
/// # Errors
/// See [`Error`].
pub async fn act(id: &AssessmentId, finding: &FindingId, action: &Action) -> Result<PortalAssessment, Error> {
    tell(Call::new(Method::Post, url(id, &format!("/findings/{finding}/actions"))).with(action)).await
}

fn url(id: &AssessmentId, rest: &str) -> String {
    format!("/api/portal/assessments/{id}{rest}")
}

/// One file on its way up. Copies are the same upload.
#[derive(Clone)]
pub struct Upload(XmlHttpRequest);

impl Upload {
    /// An upload of `file` as `media_type` that has not begun.
    ///
    /// # Errors
    /// [`Error::Broken`] when the browser does not allow it.
    pub fn new(id: &AssessmentId, file: &File, media_type: &str) -> Result<Self, Error> {
        let request = XmlHttpRequest::new().map_err(|_| Error::Broken)?;
        let name = String::from(js_sys::encode_uri_component(&file.name()));
        request
            .open("POST", &url(id, "/files"))
            .and_then(|()| request.set_request_header("Accept", "application/json"))
            .and_then(|()| request.set_request_header("Content-Type", media_type))
            .and_then(|()| request.set_request_header("X-File-Name", &name))
            .and_then(|()| request.set_request_header("Idempotency-Key", &fresh_key()))
            .map_err(|_| Error::Broken)?;
        Ok(Upload(request))
    }

    /// Sends `file`; `on_progress` is told the bytes sent so far.
    ///
    /// # Errors
    /// [`Error::Offline`] when it did not finish, also after [`Upload::stop`]; else see [`Error`].
    pub async fn send(&self, file: &File, on_progress: impl Fn(u64) + 'static) -> Result<SentFile, Error> {
        let Upload(request) = self;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bytes are whole and not so many")]
        let told = move |event: ProgressEvent| on_progress(event.loaded() as u64);
        let told = Closure::<dyn Fn(ProgressEvent)>::new(told);
        let upload = request.upload().map_err(|_| Error::Broken)?;
        upload.set_onprogress(Some(told.as_ref().unchecked_ref()));
        let ended = Promise::new(&mut |resolve, _| request.set_onloadend(Some(&resolve)));
        request.send_with_opt_blob(Some(file)).map_err(|_| Error::Broken)?;
        let _ = JsFuture::from(ended).await;
        upload.set_onprogress(None);
        let text = request.response_text().ok().flatten().unwrap_or_default();
        match request.status() {
            Ok(200..300) => read(&text),
            Ok(0) | Err(_) => Err(Error::Offline),
            Ok(_) => Err(refusal(&text)),
        }
    }

    /// Stops it.
    pub fn stop(&self) {
        // Fails only when there is nothing to stop.
        let _ = self.0.abort();
    }
}
