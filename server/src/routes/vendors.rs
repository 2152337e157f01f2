//! Vendors: the list, one vendor with all that belongs to it, and its profile.
//!
//! Every change replies with the vendor as it is now.

use super::contacts::{person, taken_by_contact};
use crate::auth::Staff;
use crate::error::Error;
use crate::extract::{Json, Path};
use crate::once::{self, Once, RequestKey};
use crate::record::{Change, Dossier, add_contact, contact_history, read_rows, vendor_view};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::Batch;
use crate::store::people::{PersonKind, PersonRow};
use axum::extract::State;
use axum::response::Response;
use domain::api::finding::HistoryLine;
use domain::api::problem::Problem;
use domain::api::vendor::{Created, NewVendor, VendorList, VendorRow, VendorView};
use domain::id::{OrgId, VendorId};
use domain::vendor::{Command, Profile};

/// Every vendor, by name.
#[utoipa::path(get, path = "/api/vendors", tag = "vendors",
    responses((status = 200, body = VendorList), (status = 401, body = Problem)))]
pub async fn list(State(state): State<AppState>, staff: Staff) -> Result<Json<VendorList>, Error> {
    let (bodies, total) = state.store.vendor_bodies(&staff.org).await?;
    let vendors: Vec<VendorRow> = read_rows(&state, &staff.org, &bodies);
    Ok(Json(VendorList { total, vendors }))
}

/// Registers a vendor with its first contacts.
#[utoipa::path(post, path = "/api/vendors", tag = "vendors", request_body = NewVendor,
    responses((status = 200, body = Created), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn register(State(state): State<AppState>, staff: Staff, once: Once<NewVendor>) -> Result<Response, Error> {
    let NewVendor { profile, contacts } = once.body;
    let id: VendorId = crate::ids::new();
    let mut faults = Faults::default();
    let mut people = Vec::new();
    for (place, contact) in contacts.iter().enumerate() {
        people.push(person(&state, &mut faults, &format!("contacts[{place}]."), contact, &id, crate::ids::new()));
    }
    owner_is_staff(&state, &staff.org, &profile, "profile.owner", &mut faults).await?;
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let mut change = Change::of_new_vendor(&state, &staff.org, staff.actor(), &id).await?;
            let registered = change.vendor(Command::Register { vendor: id.clone(), profile: profile.clone() });
            // What is wrong with the profile and with the contacts is told together.
            faults.clone().beside(registered, "profile.")?;
            for person in &people {
                add_contact(&state, &mut change, person).await?;
            }
            let (batch, _) = change.finish()?;
            Ok((batch, Created { id: id.to_string() }))
        },
        |about| async move { once::created(&about, "vendor") },
    )
    .await
    .map_err(|error| taken_by_contact(error, "contacts"))
}

/// One vendor with all that belongs to it.
#[utoipa::path(get, path = "/api/vendors/{vendor}", tag = "vendors",
    responses((status = 200, body = VendorView), (status = 404, body = Problem)))]
pub async fn get(
    State(state): State<AppState>,
    staff: Staff,
    Path(vendor): Path<VendorId>,
) -> Result<Json<VendorView>, Error> {
    Ok(Json(stored_view(&state, &staff.org, &vendor).await?))
}

/// Changes what is known of a vendor as a company.
#[utoipa::path(put, path = "/api/vendors/{vendor}", tag = "vendors", request_body = Profile,
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    staff: Staff,
    Path(vendor): Path<VendorId>,
    once: Once<Profile>,
) -> Result<Response, Error> {
    let mut faults = Faults::default();
    owner_is_staff(&state, &staff.org, &once.body, "owner", &mut faults).await?;
    let (command, faults) = (&Command::ChangeProfile(once.body), &faults);
    changed_with(&state, &staff, &vendor, once.key.as_ref(), |mut change| async move {
        change.vendor(command.clone())?;
        faults.clone().none()?;
        Ok(change)
    })
    .await
}

/// Carries out one command on a vendor and replies with the vendor as it is then.
pub(super) async fn changed(
    state: &AppState,
    staff: &Staff,
    vendor: &VendorId,
    key: Option<&RequestKey>,
    command: Command,
) -> Result<Response, Error> {
    let command = &command;
    changed_with(state, staff, vendor, key, |mut change| async move {
        change.vendor(command.clone())?;
        Ok(change)
    })
    .await
}

/// Carries out what `decide` decides on a vendor and replies with the vendor as it is then.
pub(super) async fn changed_with<F, A>(
    state: &AppState,
    staff: &Staff,
    vendor: &VendorId,
    key: Option<&RequestKey>,
    decide: F,
) -> Result<Response, Error>
where
    F: Fn(Change) -> A,
    A: Future<Output = Result<Change, Error>>,
{
    once::carry_out(
        state,
        &staff.org,
        &staff.person,
        key,
        || async {
            let change = Change::of_vendor(state, &staff.org, staff.actor(), vendor).await?;
            with_view(state, &staff.org, vendor, decide(change).await?, None).await
        },
        |_| stored_view(state, &staff.org, vendor),
    )
    .await
}

/// Ends a change with the vendor's view; `newer` is a person whose row the change writes.
pub(super) async fn with_view(
    state: &AppState,
    org: &OrgId,
    vendor: &VendorId,
    change: Change,
    newer: Option<&PersonRow>,
) -> Result<(Batch, VendorView), Error> {
    let (batch, dossier) = change.finish()?;
    let (staff, mut people) = (state.store.staff(org).await?, state.store.contacts(org, vendor).await?);
    if let Some(newer) = newer {
        people.retain(|person| person.person != newer.person);
        people.push(newer.clone());
        people.sort_by(|a, b| (&a.name, &a.person).cmp(&(&b.name, &b.person)));
    }
    let history = contacts_told(state, org, &dossier, [&staff, &people], Some(&batch)).await?;
    let view = vendor_view(&dossier, &staff, &people, history, state.clock.today()).ok_or_else(Error::not_found)?;
    Ok((batch, view))
}

/// The vendor as it is stored.
pub(super) async fn stored_view(state: &AppState, org: &OrgId, vendor: &VendorId) -> Result<VendorView, Error> {
    let dossier = Dossier::load(state, org, vendor).await?;
    let (staff, people) = (state.store.staff(org).await?, state.store.contacts(org, vendor).await?);
    let history = contacts_told(state, org, &dossier, [&staff, &people], None).await?;
    vendor_view(&dossier, &staff, &people, history, state.clock.today()).ok_or_else(Error::not_found)
}

async fn contacts_told(
    state: &AppState,
    org: &OrgId,
    dossier: &Dossier,
    people: [&Vec<PersonRow>; 2],
    batch: Option<&Batch>,
) -> Result<Vec<HistoryLine>, Error> {
    let named = people.into_iter().flatten().map(|person| (person.person.clone(), person.name.clone()));
    contact_history(state, (org, &dossier.vendor), &named.collect(), |_| true, batch).await
}

async fn owner_is_staff(
    state: &AppState,
    org: &OrgId,
    profile: &Profile,
    at: &str,
    faults: &mut Faults,
) -> Result<(), Error> {
    if let Some(owner) = &profile.owner {
        let person = state.store.person(org, owner).await?;
        let is_staff = person.is_some_and(|person| person.kind == PersonKind::Staff);
        faults.note(at, if is_staff { Ok(()) } else { Err("choose one of your staff from the list") });
    }
    Ok(())
}
