//! An organisation's settings as they are shown.
//!
//! They are the journal's, with the name and address of the contact whom it names by id.

use crate::store::{Store, StoreError, Stream};
use domain::api::people::{Contact, Settings};
use domain::id::OrgId;
use domain::organisation::Organisation;

/// The settings of an organisation, with the contact's name and address.
///
/// # Errors
/// [`StoreError`] when the database does not answer.
pub async fn settings(store: &Store, org: &OrgId) -> Result<Settings, StoreError> {
    let organisation = store.fold::<Organisation>(org, &Stream::org()).await?;
    let settings = &organisation.settings;
    let contact = match &settings.contact {
        Some(id) => store.person(org, id).await?,
        None => None,
    };
    Ok(Settings {
        organisation: settings.name.clone(),
        contact: contact.map(|person| Contact { name: person.name, email: person.email, phone: person.phone }),
        retention_months: settings.retention_months,
        invitation_text: settings.invitation_text.clone(),
    })
}
