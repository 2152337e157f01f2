//! The vendor sends its answers for good, and works on the findings that came of them.
//!
//! Who signs is a person row made from the typed name and role: the journal names it by id only.

use super::assessment_findings::plain;
use super::portal::admit;
use crate::auth::VendorPerson;
use crate::correspondence::{Addressee, tell_raised};
use crate::error::Error;
use crate::exact::Exact;
use crate::extract::Path;
use crate::once::{self, Once};
use crate::record::{Change, Dossier, portal_view, signatory};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Row, Stream};
use axum::extract::State;
use axum::response::Response;
use domain::actor::Roles;
use domain::api::portal::{PortalAssessment, Receipt, SubmitBody};
use domain::api::problem::Problem;
use domain::assessment::{Assessment, Command, portal};
use domain::finding::Action;
use domain::id::{AssessmentId, FileHash, FindingId};
use std::collections::BTreeSet;

/// Sends the answers for good; the receipt goes out by mail too.
#[utoipa::path(post, path = "/api/portal/assessments/{assessment}/submission", tag = "portal",
    request_body = SubmitBody,
    responses((status = 200, body = Receipt), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn submit(
    State(state): State<AppState>,
    person: VendorPerson,
    Path(id): Path<AssessmentId>,
    once: Once<SubmitBody>,
) -> Result<Response, Error> {
    admit(&state, &person, &id).await?;
    let mut faults = Faults::default();
    let name = faults.name("name", &once.body.name, "your full name");
    let role = faults.name("role", &once.body.role, "your role");
    let signatory = PersonRow {
        person: crate::ids::new(),
        kind: PersonKind::Signatory(person.vendor.clone()),
        email: String::new(),
        name,
        phone: String::new(),
        title: role,
        password_hash: None,
        roles: Roles::new(),
        active: false,
        created_at: state.clock.now(),
    };
    once::carry_out(
        &state,
        &person.org,
        &person.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_assessment(&state, &person.org, person.actor(), &id).await?;
            let before: BTreeSet<FileHash> = change.dossier.assessment(&id)?.folded.files().cloned().collect();
            let submitted = change.assessment(&id, Command::Submit { signatory: signatory.person.clone() });
            // What is wrong with the name and which answers are missing is told together.
            faults.clone().beside(submitted, "")?;
            change.batch().rows.push(Row::AddPerson(signatory.clone()));
            // What was taken away after a return was evidence of the submission before, and is none any more.
            let (at, after) = (change.at(), change.dossier.assessment(&id)?.folded.clone());
            let left = before.into_iter().filter(|file| !after.names_file(file));
            change.batch().rows.extend(left.map(|file| Row::DetachFile(file, at)));
            let known = change.dossier.assessment(&id)?;
            let signed = (signatory.name.clone(), signatory.title.clone());
            let receipt = portal::receipt(&known.folded, &known.questionnaire, Some(&signed));
            let receipt: Receipt = receipt.ok_or_else(|| Error::Internal("a submission without a receipt".into()))?;
            let to = Addressee::of(&state, &person.org, &change.dossier, &id).await?;
            change.batch().mails.push(to.receipt(&receipt));
            Ok((change.finish()?.0, receipt))
        },
        |about| receipt_of(&state, &person, &id, about.version),
    )
    .await
}

/// The receipt of the submission that the assessment's stream tells of at `version`.
async fn receipt_of(
    state: &AppState,
    person: &VendorPerson,
    id: &AssessmentId,
    version: u64,
) -> Result<Receipt, Error> {
    let folded = state.store.fold_at::<Assessment>(&person.org, &Stream::assessment(id), version).await?;
    let questionnaire = state.questionnaire(&person.org, folded.plan().ok_or_else(Error::not_found)?).await?;
    let signed = signatory(state, &person.org, &folded, &Batch::new(person.org.clone())).await?;
    portal::receipt(&folded, &questionnaire, signed.as_ref()).ok_or_else(Error::not_found)
}

/// Takes a step on a finding.
#[utoipa::path(post, path = "/api/portal/assessments/{assessment}/findings/{finding}/actions", tag = "portal",
    request_body = Action,
    responses((status = 200, body = PortalAssessment), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn act(
    State(state): State<AppState>,
    person: VendorPerson,
    Path((id, finding)): Path<(AssessmentId, FindingId)>,
    once: Once<Exact<Action>>,
) -> Result<Response, Error> {
    admit(&state, &person, &id).await?;
    let action = plain(once.body.0);
    once::carry_out(
        &state,
        &person.org,
        &person.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_assessment(&state, &person.org, person.actor(), &id).await?;
            change.assessment(&id, Command::Act { finding: finding.clone(), action: action.clone() })?;
            tell_raised(&state, &person.org, &mut change).await?;
            let (batch, dossier) = change.finish()?;
            let view = portal_view(&state, &person.org, &dossier, &id, &batch).await?;
            Ok((batch, view))
        },
        |_| async {
            let dossier = Dossier::of_assessment_alone(&state, &person.org, &id).await?;
            portal_view(&state, &person.org, &dossier, &id, &Batch::new(person.org.clone())).await
        },
    )
    .await
}
