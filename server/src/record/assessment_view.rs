//! One assessment as the staff and as the vendor see it, as it stands or as it will once a batch is committed.
//!
//! What a batch is about to change (events, links, people) is read out of the batch, the rest from the database.

use super::contact::{contact_history, respondents};
use super::dossier::Dossier;
use super::view::{names, shown};
use crate::correspondence::Buyer;
use crate::error::Error;
use crate::state::AppState;
use crate::store::batch::NewLink;
use crate::store::people::PersonRow;
use crate::store::{Batch, Row, Stream};
use domain::actor::Actor;
use domain::api::assessment::{AssessmentView, InvitationState};
use domain::api::finding::FindingView;
use domain::api::portal::PortalAssessment;
use domain::api::session::LinkKind;
use domain::api::vendor::PersonView;
use domain::assessment::portal::{self, PortalContext};
use domain::assessment::{Assessment, Event, Names, ViewContext, finding_history, finding_rows, view};
use domain::id::{AssessmentId, FindingId, OrgId, PersonId, VendorId};
use domain::journal::Recorded;
use domain::vendor::{ContactChange, ContactStep};
use std::sync::Arc;

/// The assessment as `by`, a member of the staff, sees it.
///
/// # Errors
/// Not found when it is not in the dossier.
pub async fn assessment_view(
    state: &AppState,
    org: &OrgId,
    by: &Actor,
    dossier: &Dossier,
    id: &AssessmentId,
    batch: &mut Batch,
) -> Result<AssessmentView, Error> {
    let known = dossier.assessment(id)?;
    let plan = known.folded.plan().ok_or_else(Error::not_found)?;
    let events = Arc::new(events(state, org, id, known.folded.version, batch).await?);
    if let Some(after) = batch.after.iter_mut().find(|after| after.stream == known.folded.stream) {
        after.events = Some(Arc::<Vec<Recorded<Event>>>::clone(&events));
    }
    let (people, stored) = state.store.around(org, &plan.vendor, id).await?;
    let names: Names = people.iter().map(|person| (person.person.clone(), person.name.clone())).collect();
    let now = state.clock.now();
    let system = dossier.vendor.systems.get(&plan.system);
    let answered = respondents(state, org, known.folded.respondents(&dossier.vendor), &people).await?;
    let theirs = |change: &ContactChange| {
        let asked = change.contact == plan.contact || answered.iter().any(|one| one.person == change.contact);
        let moved = matches!(change.step, ContactStep::AddressChanged { .. });
        asked && moved && known.folded.drafted().is_some_and(|drafted| drafted <= change.at)
    };
    let addresses = contact_history(state, (org, &dossier.vendor), &names, theirs, Some(batch)).await?;
    let context = ViewContext {
        respondents: answered,
        addresses,
        labels: dossier.labels(known),
        names: &names,
        contact: contact(&people, &plan.contact),
        signatory: known.folded.submission().and_then(|submission| {
            let signatory = people.iter().find(|person| person.person == submission.signatory)?;
            Some((signatory.name.clone(), signatory.title.clone()))
        }),
        inherent: system.and_then(|system| system.inherent_on(now.date())).map(|found| i64::from(found.inherent)),
        invitation: invitation(stored, id, batch),
        mails_by_hand: state.config.smtp_url.is_none(),
    };
    let now = known.folded.not_before(now);
    view(&known.folded, &events, &known.questionnaire, context, by, now).ok_or_else(Error::not_found)
}

/// One finding with its history, as the staff see it.
///
/// # Errors
/// Not found when the assessment has no such finding.
pub async fn finding_view(
    state: &AppState,
    org: &OrgId,
    dossier: &Dossier,
    id: &AssessmentId,
    finding: &FindingId,
    batch: &Batch,
) -> Result<FindingView, Error> {
    let known = dossier.assessment(id)?;
    let vendor = dossier.vendor.id.as_ref().ok_or_else(Error::not_found)?;
    let rows = finding_rows(&known.folded, &known.questionnaire, dossier.labels(known), state.clock.today());
    let row = rows.into_iter().find(|row| row.finding.id == *finding).ok_or_else(Error::not_found)?;
    let events = events(state, org, id, known.folded.version, batch).await?;
    let history = finding_history(&events, finding, &names(state, org, vendor).await?);
    let evidence = known.folded.evidence_for(finding).cloned().collect();
    Ok(FindingView { row, evidence, history })
}

/// The assessment as its vendor's contact sees it.
///
/// # Errors
/// Not found when it was not sent.
pub async fn portal_view(
    state: &AppState,
    org: &OrgId,
    dossier: &Dossier,
    id: &AssessmentId,
    batch: &Batch,
) -> Result<PortalAssessment, Error> {
    let known = dossier.assessment(id)?;
    let vendor = dossier.vendor.id.as_ref().ok_or_else(Error::not_found)?;
    let buyer = Buyer::read(state, org).await?;
    let names = vendor_names(state, org, vendor).await?;
    let context = PortalContext {
        organisation: &buyer.settings.organisation,
        ask: buyer.ask.clone(),
        system: dossier.labels(known).system,
        names: &names,
        signatory: signatory(state, org, &known.folded, batch).await?,
        retention_months: buyer.retention_months(),
    };
    portal::view(&known.folded, &known.questionnaire, &context, state.clock.today()).ok_or_else(Error::not_found)
}

/// Names of the vendor's people alone: no name of the staff goes to a vendor with them.
///
/// # Errors
/// When the database does not answer.
pub async fn vendor_names(state: &AppState, org: &OrgId, vendor: &VendorId) -> Result<Names, Error> {
    let contacts = state.store.contacts(org, vendor).await?;
    Ok(contacts.into_iter().map(|person| (person.person, person.name)).collect())
}

/// The assessment's events, those in the batch too.
///
/// What is in the batch begins where the stream was seen; without any, `version` is where the assessment stands.
async fn events(
    state: &AppState,
    org: &OrgId,
    id: &AssessmentId,
    version: u64,
    batch: &Batch,
) -> Result<Vec<Recorded<Event>>, Error> {
    let stream = Stream::assessment(id);
    let seen = batch.appends.iter().find(|append| append.stream == stream).map(|append| append.expected);
    let stored = state.store.events::<Assessment>(org, &stream, seen.unwrap_or(version)).await?;
    let mut events = Vec::clone(&stored);
    for append in batch.appends.iter().filter(|append| append.stream == stream) {
        for (body, version) in append.bodies.iter().zip(append.expected + 1..) {
            let event = serde_json::from_str(body)?;
            events.push(Recorded { version, at: append.at, by: append.by.clone(), event });
        }
    }
    Ok(events)
}

fn contact(people: &[PersonRow], id: &PersonId) -> PersonView {
    let erased = || PersonView {
        id: id.clone(),
        name: String::new(),
        email: String::new(),
        phone: String::new(),
        title: String::new(),
    };
    people.iter().find(|person| person.person == *id).map_or_else(erased, shown)
}

/// Name and role of who signed the last submission, as typed.
///
/// # Errors
/// When the database does not answer.
pub async fn signatory(
    state: &AppState,
    org: &OrgId,
    assessment: &Assessment,
    batch: &Batch,
) -> Result<Option<(String, String)>, Error> {
    let Some(submission) = assessment.submission() else { return Ok(None) };
    let new = batch.rows.iter().find_map(|row| if let Row::AddPerson(person) = row { Some(person) } else { None });
    let new = new.filter(|person| person.person == submission.signatory).cloned();
    let person = match new {
        Some(person) => Some(person),
        None => state.store.person(org, &submission.signatory).await?,
    };
    Ok(person.map(|person| (person.name, person.title)))
}

/// What becomes of the invitation with the batch.
fn invitation(stored: Option<InvitationState>, id: &AssessmentId, batch: &Batch) -> Option<InvitationState> {
    let mut invitation = stored;
    for row in &batch.rows {
        if let Row::RevokeLinksOfAssessment(of, _) = row
            && of == id
        {
            invitation = invitation.map(|before| InvitationState { revoked: true, ..before });
        }
        if let Row::ExtendInvitation(of, ends) = row
            && of == id
            && let Some(open) = invitation.as_mut().filter(|state| !state.revoked && state.used.is_none())
        {
            open.expires = *ends;
        }
        if let Row::AddLink(NewLink { kind: LinkKind::Invitation, assessment, at, expires_at, .. }) = row
            && assessment.as_ref() == Some(id)
        {
            let (sent, expires) = (*at, *expires_at);
            invitation = Some(InvitationState { sent, expires, used: None, revoked: false, delivered: false });
        }
    }
    invitation
}
