//! A vendor's contacts: added, changed, taken away.
//!
//! They are rows of people with an event that names them by id. Whoever leaves, or gets another address, loses links and
//! sessions in the same transaction.

use super::people::shut_out;
use super::session::taken;
use super::vendors::{place, stored_view, with_view};
use crate::auth::Staff;
use crate::correspondence::Addressee;
use crate::error::{Error, created};
use crate::extract::Path;
use crate::once::{self, Once, OnceBare};
use crate::record::{Change, Known, add_contact, change_contact};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Mail, Row};
use axum::extract::State;
use axum::response::Response;
use domain::actor::Roles;
use domain::answer::{MAX_NAME, check_text};
use domain::api::problem::Problem;
use domain::api::vendor::{ContactBody, VendorView};
use domain::assessment;
use domain::id::{AssessmentId, OrgId, PersonId, VendorId};
use domain::journal::Timestamp;
use domain::vendor::Command;

/// Adds a contact.
#[utoipa::path(post, path = "/api/vendors/{vendor}/contacts", tag = "vendors", request_body = ContactBody,
    responses((status = 201, body = VendorView, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn add(
    State(state): State<AppState>,
    staff: Staff,
    Path(vendor): Path<VendorId>,
    once: Once<ContactBody>,
) -> Result<Response, Error> {
    let mut faults = Faults::default();
    let person = person(&state, &mut faults, "", &once.body, &vendor, crate::ids::new());
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_vendor(&state, &staff.org, staff.actor(), &vendor).await?;
            add_contact(&state, &mut change, &person).await?;
            faults.clone().none()?;
            with_view(&state, &staff.org, &vendor, change, Some(&person)).await
        },
        |_| stored_view(&state, &staff.org, &vendor),
    )
    .await
    .map(|response| created(response, &place(&vendor)))
    .map_err(|error| taken_by_contact(error, "email"))
}

/// Changes a contact's name, address, telephone number or position. With another address the links mailed to the one
/// before and the sessions end, and what still waits for answers is sent to the new one.
#[utoipa::path(put, path = "/api/vendors/{vendor}/contacts/{contact}", tag = "vendors", request_body = ContactBody,
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, contact)): Path<(VendorId, PersonId)>,
    once: Once<ContactBody>,
) -> Result<Response, Error> {
    let mut faults = Faults::default();
    let person = person(&state, &mut faults, "", &once.body, &vendor, contact.clone());
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_vendor(&state, &staff.org, staff.actor(), &vendor).await?;
            if !change.dossier.vendor.contacts.contains(&contact) {
                return Err(Error::not_found());
            }
            let before = state.store.person(&staff.org, &contact).await?.ok_or_else(Error::not_found)?;
            let moved = change_contact(&state, &mut change, &before, &person).await?;
            faults.clone().none()?;
            if moved {
                let at = change.at();
                change.batch().rows.extend(shut_out(&contact, at));
                tell(&state, &staff.org, &mut change, &before, Addressee::address_changed).await?;
                invite_anew(&state, &staff.org, &mut change, &person).await?;
            }
            with_view(&state, &staff.org, &vendor, change, Some(&person)).await
        },
        |_| stored_view(&state, &staff.org, &vendor),
    )
    .await
    .map_err(|error| taken_by_contact(error, "email"))
}

/// Tells an address that got letters about an assessment why it gets none any more.
async fn tell(
    state: &AppState,
    org: &OrgId,
    change: &mut Change,
    before: &PersonRow,
    why: fn(&Addressee, Timestamp) -> Mail,
) -> Result<(), Error> {
    let asked = |known: &&Known| {
        known.folded.sent().is_some() && known.folded.plan().is_some_and(|plan| plan.contact == before.person)
    };
    let Some(known) = change.dossier.assessments.values().find(asked) else { return Ok(()) };
    let Some(id) = known.folded.id().cloned() else { return Ok(()) };
    let to = Addressee::of(state, org, &change.dossier, &id).await?.at(before.clone());
    let at = change.at();
    change.batch().mails.push(why(&to, at));
    Ok(())
}

/// Sends a contact, as the row will be, a fresh link to each assessment that waits for their answers.
async fn invite_anew(state: &AppState, org: &OrgId, change: &mut Change, contact: &PersonRow) -> Result<(), Error> {
    let theirs = |known: &Known| {
        let asked = known.folded.plan().is_some_and(|plan| plan.contact == contact.person);
        // A link that an analyst took back stays taken back.
        asked && known.folded.stage().awaits_answers() && !known.folded.is_link_revoked()
    };
    let waiting = change.dossier.assessments.iter().filter(|(_, known)| theirs(known));
    let waiting: Vec<AssessmentId> = waiting.map(|(id, _)| id.clone()).collect();
    for id in waiting {
        change.assessment(&id, assessment::Command::RenewLink)?;
        let to = Addressee::of(state, org, &change.dossier, &id).await?.at(contact.clone());
        let at = change.at();
        to.invite(state, at, change.batch());
    }
    Ok(())
}

/// Takes a contact away: their sessions and links end at once.
#[utoipa::path(delete, path = "/api/vendors/{vendor}/contacts/{contact}", tag = "vendors",
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn remove(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, contact)): Path<(VendorId, PersonId)>,
    OnceBare(key): OnceBare,
) -> Result<Response, Error> {
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        key.as_ref(),
        || async {
            let mut change = Change::of_vendor(&state, &staff.org, staff.actor(), &vendor).await?;
            change.vendor(Command::RemoveContact(contact.clone()))?;
            if let Some(before) = state.store.person(&staff.org, &contact).await? {
                tell(&state, &staff.org, &mut change, &before, Addressee::removed).await?;
            }
            let at = change.at();
            let rows = shut_out(&contact, at);
            change.batch().rows.extend(rows);
            change.batch().rows.push(Row::SetActive(contact.clone(), false));
            with_view(&state, &staff.org, &vendor, change, None).await
        },
        |_| stored_view(&state, &staff.org, &vendor),
    )
    .await
}

/// The row of a contact; what is wrong with it is noted.
pub(super) fn person(
    state: &AppState,
    faults: &mut Faults,
    at: &str,
    body: &ContactBody,
    vendor: &VendorId,
    id: PersonId,
) -> PersonRow {
    let mut short = |field: &str, text: &str| {
        let text = text.trim();
        let one_line = if text.is_empty() { Ok(()) } else { check_text(text, MAX_NAME) };
        faults.note(&format!("{at}{field}"), one_line);
        text.to_owned()
    };
    let (phone, title) = (short("phone", &body.phone), short("title", &body.title));
    PersonRow {
        person: id,
        kind: PersonKind::Vendor(vendor.clone()),
        email: faults.email(&format!("{at}email"), &body.email),
        name: faults.name(&format!("{at}name"), &body.name, "the contact's name"),
        phone,
        title,
        password_hash: None,
        roles: Roles::default(),
        active: true,
        created_at: state.clock.now(),
    }
}

/// Two contacts cannot have the same address: said at `at`.
pub(super) fn taken_by_contact(error: Error, at: &str) -> Error {
    match taken(error) {
        Error::Told(told) if told.errors.iter().any(|fault| fault.at == "email") && at != "email" => {
            Error::field(at, "two contacts have the same e-mail address; give each their own")
        }
        other @ (Error::Told(_) | Error::Store(_) | Error::Files(_) | Error::Internal(_)) => other,
    }
}
