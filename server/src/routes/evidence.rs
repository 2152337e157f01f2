//! Evidence: files sent, attached to questions, removed, and downloaded by both sides.
//!
//! A file is attached only where it was sent. It is served as a download with a policy of its own, never as a page.

use super::portal::{admit, admitted};
use crate::auth::{Staff, VendorPerson};
use crate::error::{Error, created};
use crate::extract::{Json, Path};
use crate::files::{attachment_header, clean_name, name_from_header};
use crate::once::{self, Once, OnceBare, OnceFile};
use crate::record::{Change, Dossier, Keeping, keep, record_access};
use crate::state::AppState;
use crate::store::journal::read_event;
use crate::store::{Reading, Row, Stream};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::access;
use domain::actor::ActorRef;
use domain::api::portal::{AttachBody, PortalEvidence, SentFile};
use domain::api::problem::Problem;
use domain::assessment::{Attachment, Command, Event, FileType, portal};
use domain::id::{AssessmentId, EvidenceId, FileHash, OrgId};

/// What a browser may do with a file that it opens all the same: nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// Takes a file in. It is kept for a day, and for good once it is attached.
#[utoipa::path(post, path = "/api/portal/assessments/{assessment}/files", tag = "portal",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    params(("X-File-Name" = String, Header, description = "The file's name, percent-encoded UTF-8")),
    responses((status = 201, body = SentFile, headers(("Location" = String, description = "Where it is read"))), (status = 400, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem),
        (status = 422, body = Problem)))]
pub async fn send(
    State(state): State<AppState>,
    person: VendorPerson,
    Path(id): Path<AssessmentId>,
    headers: HeaderMap,
    once: OnceFile,
    body: Body,
) -> Result<Response, Error> {
    let dossier = admitted(&state, &person, &id).await?;
    // What came before under this key is told again whatever has changed since; nothing more is taken for it.
    if !once.is_known(&state, &person.org, &person.person).await? {
        dossier.assessment(&id)?.folded.check_upload(&person.actor(), state.clock.today())?;
        state.store.has_room(&person.org, &id, 0).await?;
    }
    let name = name_from_header(&headers)?;
    let taken = state.files.take_in(&name, body).await?;
    let key = once.of(&name, &taken.hash);
    let kept = keep(&state, &person.org, &id, &name, &taken, key.as_ref().map(|key| (&person.person, key))).await;
    if !matches!(kept, Ok(Keeping::Kept)) {
        state.files.drop_taken(&taken).await;
    }
    kept?;
    let sent = SentFile { file: taken.hash, size: taken.size, media_type: taken.media_type.to_owned(), name };
    Ok(created(Json(sent).into_response(), &format!("/api/portal/assessments/{id}")))
}

/// Attaches a file that was sent to this assessment to a question.
#[utoipa::path(post, path = "/api/portal/assessments/{assessment}/evidence", tag = "portal", request_body = AttachBody,
    responses((status = 201, body = PortalEvidence, headers(("Location" = String, description = "Where it is read"))), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn attach(
    State(state): State<AppState>,
    person: VendorPerson,
    Path(id): Path<AssessmentId>,
    once: Once<AttachBody>,
) -> Result<Response, Error> {
    admit(&state, &person, &id).await?;
    let _turn = state.turns.wait(id.as_str()).await;
    let AttachBody { question, finding, file, name, kind, valid_until } = once.body;
    let (evidence, name): (EvidenceId, String) = (crate::ids::new(), clean_name(&name)?);
    once::create(
        &state,
        (&person.org, &person.person),
        once.key.as_ref(),
        || async {
            let mut change = Change::of_answers(Reading::Anew, &state, &person.org, person.actor(), &id).await?;
            let sent = state.store.upload(&person.org, &id, &file).await?;
            let (sent, size) = sent.ok_or_else(|| Error::field("file", "send the file first, then attach it"))?;
            if FileType::of_name(&name).map(FileType::media_type) != Some(sent.media_type.as_str()) {
                return Err(Error::field("name", "keep the ending that the file was sent with"));
            }
            let attachment = Attachment {
                id: evidence.clone(),
                question: question.clone(),
                finding: finding.clone(),
                file: file.clone(),
                name: name.clone(),
                size,
                media_type: sent.media_type,
                kind: kind.clone(),
                valid_until,
            };
            let shown: PortalEvidence = portal::evidence(&attachment);
            change.assessment(&id, Command::Attach(attachment))?;
            change.batch().rows.push(Row::AttachFile(file.clone()));
            Ok((change.finish()?.0, shown))
        },
        |about| attached(&state, &person, &id, about.version),
        |shown| format!("/api/portal/assessments/{id}/evidence/{}/file", shown.id),
    )
    .await
}

/// What the assessment's stream says at `version` was attached.
async fn attached(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    version: u64,
) -> Result<PortalEvidence, Error> {
    let before = version.saturating_sub(1);
    let records = state.store.load_after(&person.org, &Stream::assessment(id), before).await?;
    let recorded = records.first().map(read_event::<Event>).transpose()?;
    let Some(Event::EvidenceAttached { attachment }) = recorded.map(|recorded| recorded.event) else {
        return Err(Error::not_found());
    };
    Ok(portal::evidence(&attachment))
}

/// Takes a piece of evidence away.
#[utoipa::path(delete, path = "/api/portal/assessments/{assessment}/evidence/{evidence}", tag = "portal",
    responses((status = 200), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn remove(
    State(state): State<AppState>,
    person: VendorPerson,
    Path((id, evidence)): Path<(AssessmentId, EvidenceId)>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    admit(&state, &person, &id).await?;
    let _turn = state.turns.wait(id.as_str()).await;
    once::carry_out(
        &state,
        &person.org,
        &person.person,
        key.as_ref(),
        || async {
            let mut change = Change::of_answers(Reading::Anew, &state, &person.org, person.actor(), &id).await?;
            let file = change.dossier.assessment(&id)?.folded.attachment(&evidence).map(|piece| piece.file.clone());
            change.assessment(&id, Command::RemoveEvidence(evidence.clone()))?;
            let at = change.at();
            let left =
                file.filter(|file| !change.dossier.assessments.values().any(|known| known.folded.names_file(file)));
            change.batch().rows.extend(left.map(|file| Row::DetachFile(file, at)));
            Ok((change.finish()?.0, ()))
        },
        |_| async { Ok(()) },
    )
    .await
}

/// Downloads a piece of the person's own evidence.
#[utoipa::path(get, path = "/api/portal/assessments/{assessment}/evidence/{evidence}/file", tag = "portal",
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
pub async fn download_own(
    State(state): State<AppState>,
    person: VendorPerson,
    Path((id, evidence)): Path<(AssessmentId, EvidenceId)>,
) -> Result<Response, Error> {
    let dossier = admitted(&state, &person, &id).await?;
    let attachment = dossier.assessment(&id)?.folded.attachment(&evidence).ok_or_else(Error::not_found)?;
    download(&state, &person.org, &person.reference(), &id, attachment).await
}

/// Downloads a piece of evidence that was submitted, or shown for a finding.
#[utoipa::path(get, path = "/api/assessments/{assessment}/evidence/{evidence}/file", tag = "review",
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = 404, body = Problem)))]
pub async fn download_submitted(
    State(state): State<AppState>,
    staff: Staff,
    Path((id, evidence)): Path<(AssessmentId, EvidenceId)>,
) -> Result<Response, Error> {
    let dossier = Dossier::of_assessment_alone(&state, &staff.org, &id).await?;
    let attachment = dossier.assessment(&id)?.folded.shown_attachment(&evidence).ok_or_else(Error::not_found)?;
    download(&state, &staff.org, &staff.reference(), &id, attachment).await
}

/// Sends a file. Who took it is recorded before its first byte is sent; what cannot be recorded is not sent.
async fn download(
    state: &AppState,
    org: &OrgId,
    by: &ActorRef,
    assessment: &AssessmentId,
    attachment: &Attachment,
) -> Result<Response, Error> {
    let hash: &FileHash = &attachment.file;
    let file = state.files.open(org, hash).await?;
    let taken = access::Event::EvidenceDownloaded {
        assessment: assessment.clone(),
        evidence: attachment.id.clone(),
        question: attachment.question.clone(),
        file: hash.clone(),
    };
    record_access(state, org, by, taken).await?;
    let media_type = HeaderValue::from_str(&attachment.media_type);
    let headers = [
        (header::CONTENT_TYPE, media_type.unwrap_or(HeaderValue::from_static("application/octet-stream"))),
        (header::CONTENT_DISPOSITION, attachment_header(&attachment.name)),
        (header::CONTENT_LENGTH, HeaderValue::from(file.meta.size)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    ];
    Ok((headers, Body::from_stream(file.into_stream())).into_response())
}
