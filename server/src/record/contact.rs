//! Contacts of a vendor with their addresses: rows of people beside events that know an address by its hash.
//!
//! Whoever reads an address can answer as the vendor; so the address before is told, and keeps standing beside the journal
//! for those who ask later who answered.

use super::Change;
use crate::auth::keys::Purpose;
use crate::error::Error;
use crate::state::AppState;
use crate::store::people::{ContactAddress, PersonRow};
use crate::store::{Batch, Row};
use domain::api::assessment::RespondentView;
use domain::api::finding::HistoryLine;
use domain::assessment::{Names, Respondent};
use domain::id::{AddressHash, OrgId, PersonId};
use domain::journal::hex;
use domain::vendor::{Command, ContactChange, ContactStep, Vendor};

/// The hash by which the journal knows an address.
///
/// # Errors
/// When the database does not answer.
pub async fn address_hash(state: &AppState, address: &str) -> Result<AddressHash, Error> {
    let mac = state.keys.mac(&state.store, Purpose::Address, &[&address.to_lowercase()]).await?;
    AddressHash::new(hex(&mac)).map_err(|error| Error::Internal(error.to_string()))
}

/// Adds a person as a contact.
///
/// # Errors
/// What the rules refuse, or when the database does not answer.
pub async fn add_contact(state: &AppState, change: &mut Change, person: &PersonRow) -> Result<(), Error> {
    let hash = address_hash(state, &person.email).await?;
    change.vendor(Command::AddContact(person.person.clone(), hash.clone()))?;
    change.batch().rows.push(Row::AddPerson(person.clone()));
    note(change, person, hash);
    Ok(())
}

/// Changes what is known of a contact; says whether the address is another one.
///
/// # Errors
/// What the rules refuse, or when the database does not answer.
pub async fn change_contact(
    state: &AppState,
    change: &mut Change,
    before: &PersonRow,
    after: &PersonRow,
) -> Result<bool, Error> {
    let (from, to) = (address_hash(state, &before.email).await?, address_hash(state, &after.email).await?);
    let contact = before.person.clone();
    let moved = change.vendor(Command::ChangeContact { contact, from: from.clone(), to: to.clone() })?;
    if moved {
        // The one before may have come with a release that kept none.
        note(change, before, from);
        note(change, after, to);
    }
    let PersonRow { person, name, email, phone, title, .. } = after.clone();
    change.batch().rows.push(Row::ChangePerson { person, name, email, phone, title });
    Ok(moved)
}

fn note(change: &mut Change, person: &PersonRow, hash: AddressHash) {
    let (person, address) = (person.person.clone(), person.email.clone());
    change.batch().rows.push(Row::NoteAddress(ContactAddress { person, hash, address }));
}

/// Those who answered, with the addresses that they had: the one of today where it is still the same.
///
/// # Errors
/// When the database does not answer.
pub async fn respondents(
    state: &AppState,
    org: &OrgId,
    respondents: Vec<Respondent>,
    people: &[PersonRow],
) -> Result<Vec<RespondentView>, Error> {
    let mut shown = Vec::new();
    for Respondent { person, address, given, submitted, last } in respondents {
        let row = people.iter().find(|row| row.person == person);
        let today = match row {
            Some(row) => Some((address_hash(state, &row.email).await?, row.email.clone())),
            None => None,
        };
        let (email, is_current) = match (&address, today) {
            (Some(then), Some((now, email))) if *then == now => (email, true),
            (Some(then), _) => (state.store.contact_address(org, &person, then).await?.unwrap_or_default(), false),
            // Recorded before addresses were: what stands in the row is all that is known.
            (None, today) => (today.map(|(_, email)| email).unwrap_or_default(), true),
        };
        let name = row.map(|row| row.name.clone()).unwrap_or_default();
        shown.push(RespondentView { person, name, email, is_current, given, submitted, last });
    }
    Ok(shown)
}

/// What happened to a vendor's contacts, as far as it is `told`, newest first, with the addresses that `batch` adds.
///
/// # Errors
/// When the database does not answer.
pub async fn contact_history(
    state: &AppState,
    (org, vendor): (&OrgId, &Vendor),
    names: &Names,
    told: impl Fn(&ContactChange) -> bool,
    batch: Option<&Batch>,
) -> Result<Vec<HistoryLine>, Error> {
    let moved = |one: &ContactChange| matches!(one.step, ContactStep::AddressChanged { .. }) && told(one);
    let mut known = Vec::new();
    if vendor.contact_changes.iter().any(moved) {
        known = state.store.contact_addresses(org, &vendor.contacts_ever()).await?;
    }
    for row in batch.iter().flat_map(|batch| &batch.rows) {
        if let Row::NoteAddress(noted) = row {
            known.push(noted.clone());
        }
    }
    let address = |person: &PersonId, hash: &AddressHash| {
        known.iter().find(|one| one.person == *person && one.hash == *hash).map(|one| one.address.clone())
    };
    Ok(vendor.contact_history(names, &told, address))
}
