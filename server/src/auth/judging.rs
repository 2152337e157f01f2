//! Judging a password at the door: which accounts of an address it fits, and how often one may try.
//!
//! Known devices have a budget of their own and get in however many strangers guess. An address that several
//! organisations know is told only those that the password fits, and takes the same work as one that nobody knows.

use super::address::ClientAddress;
use super::device;
use super::limit::{DEVICE, PASSWORD, PASSWORD_ANYWHERE, PASSWORDS};
use super::password::salt_of;
use crate::error::Error;
use crate::security;
use crate::state::AppState;
use crate::store::Row;
use crate::store::people::PersonRow;
use axum::http::HeaderMap;
use domain::api::problem::Code;
use domain::api::session::OrganisationName;
use domain::id::OrgId;

/// Accounts of one address that a password is tried on at once, the longest-standing first. Whoever has more of them
/// names the organisation.
const MOST_ACCOUNTS: u32 = 8;
/// Accounts of one address that are looked at for the organisation that was named.
const MOST_KNOWN: u32 = 200;

/// Who signs in, as far as the request says.
pub struct Claim<'a> {
    /// Where the request comes from.
    pub from: &'a ClientAddress,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// The address, in lower case.
    pub email: &'a str,
    /// The password.
    pub password: &'a str,
    /// The organisation, if one is named.
    pub organisation: Option<&'a OrgId>,
}

/// The account that a password opened.
pub struct Judged {
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub person: PersonRow,
    /// Gives back what the try cost.
    pub given_back: Vec<Row>,
}

/// The one account that the password fits.
///
/// # Errors
/// A fault at the password's field when it fits none; [`Code::SeveralOrganisations`] with those that it fits; "too many
/// tries".
pub async fn judge(state: &AppState, claim: &Claim<'_>) -> Result<Judged, Error> {
    let mut accounts = state.store.staff_by_email(claim.email, MOST_KNOWN).await?;
    if let [(org, person)] = accounts.as_slice() {
        // Whose account is tried is for the log alone.
        security::in_organisation(org);
        security::about(&person.person);
    }
    let device = known_device(state, claim, &accounts).await?;
    // Counted for known devices too: nobody can tell from a budget which organisations know an address.
    let strangers = spend_as_stranger(state, claim).await;
    let mut given_back = vec![PASSWORD.given_back(&[&claim.from.network(), claim.email])];
    if let Some(organisation) = claim.organisation {
        accounts.retain(|(org, _)| org == organisation);
    }
    match (&device, strangers) {
        (None, spent) => spent?,
        (Some((id, its_org)), spent) => {
            DEVICE.spend(state, &[id, its_org.as_str()]).await?;
            given_back.push(DEVICE.given_back(&[id, its_org.as_str()]));
            if let Err(refused) = spent {
                // Only the account of the device is open to it.
                accounts.retain(|(org, _)| org == its_org);
                if accounts.is_empty() {
                    return Err(refused);
                }
            }
        }
    }
    accounts.truncate(usize::try_from(MOST_ACCOUNTS).unwrap_or_default());
    let hashes = accounts.iter().filter_map(|(_, person)| person.password_hash.clone()).collect();
    let fits = state.passwords.fitting(claim.password, salt_of(state, claim.email).await?, hashes).await?;
    let mut fitting = accounts.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(account, _)| account);
    let Some((org, person)) = fitting.next() else {
        return Err(Error::field("password", "the address or the password is wrong; check both and try again"));
    };
    let others: Vec<OrgId> = fitting.map(|(org, _)| org).collect();
    if others.is_empty() {
        return Ok(Judged { org, person, given_back });
    }
    Err(ask_which(state, &[vec![org], others].concat()).await?)
}

/// The device's id and the organisation of its account, if it is known to an account of the address.
async fn known_device(
    state: &AppState,
    claim: &Claim<'_>,
    accounts: &[(OrgId, PersonRow)],
) -> Result<Option<(String, OrgId)>, Error> {
    let Some(device) = device::of(state, claim.headers).await? else { return Ok(None) };
    for (org, person) in accounts {
        let is_named = claim.organisation.is_none_or(|named| named == org);
        if is_named && device.knows(state, org, person).await? {
            return Ok(Some((device.id, org.clone())));
        }
    }
    Ok(None)
}

async fn spend_as_stranger(state: &AppState, claim: &Claim<'_>) -> Result<(), Error> {
    let network = claim.from.network();
    PASSWORDS.spend(state, &[&network]).await?;
    PASSWORD.spend(state, &[&network, claim.email]).await?;
    PASSWORD_ANYWHERE.spend(state, &[claim.email]).await
}

/// The question that names the organisations which a password fits.
async fn ask_which(state: &AppState, fitting: &[OrgId]) -> Result<Error, Error> {
    let known = state.store.organisations().await?;
    let named = known.into_iter().filter(|(org, _)| fitting.contains(org));
    let organisations = named.map(|(id, name)| OrganisationName { id, name }).collect();
    let which = "you work with several organisations under this address; choose which one to sign in to";
    let error = Error::field("organisation", which);
    Ok(error.with(|told| {
        told.code = Code::SeveralOrganisations;
        told.organisations = organisations;
    }))
}
