//! The organisation's settings, read and written whole.
//!
//! The contact shown to vendors is a person beside the journal; the event names the person by id.

use crate::auth::Staff;
use crate::error::Error;
use crate::extract::Json;
use crate::letters::{self, Recipient};
use crate::once::{self, Once};
use crate::record::{address_hash, settings};
use crate::routes::Faults;
use crate::state::AppState;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::{Batch, Row, Stream};
use axum::extract::State;
use axum::response::Response;
use domain::actor::{Role, Roles};
use domain::answer::{check_name, check_text};
use domain::api::people::{Contact, Settings};
use domain::api::problem::Problem;
use domain::organisation::{self, Command, MAX_INVITATION_TEXT, Organisation, check_retention};

/// The settings.
#[utoipa::path(get, path = "/api/settings", tag = "settings",
    responses((status = 200, body = Settings), (status = 401, body = Problem)))]
pub async fn get(State(state): State<AppState>, staff: Staff) -> Result<Json<Settings>, Error> {
    Ok(Json(settings(&state.store, &staff.org).await?))
}

/// Sets the settings.
#[utoipa::path(put, path = "/api/settings", tag = "settings", request_body = Settings,
    responses((status = 200, body = Settings), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn put(State(state): State<AppState>, staff: Staff, once: Once<Settings>) -> Result<Response, Error> {
    staff.must_be(Role::Admin)?;
    let wanted = checked(once.body)?;
    once::carry_out(
        &state,
        &staff.org,
        &staff.person,
        once.key.as_ref(),
        || async {
            let now = state.clock.now();
            let before = state.store.fold::<Organisation>(&staff.org, &Stream::org()).await?;
            let mut batch = Batch::new(staff.org.clone());
            let contact = match (&wanted.contact, &before.settings.contact) {
                (None, _) => None,
                (Some(contact), Some(id)) => {
                    let Contact { name, email, phone } = contact.clone();
                    batch.rows.push(Row::ChangePerson { person: id.clone(), name, email, phone, title: String::new() });
                    Some(id.clone())
                }
                (Some(contact), None) => {
                    let person = shown(contact, now);
                    let id = person.person.clone();
                    batch.rows.push(Row::AddPerson(person));
                    Some(id)
                }
            };
            let address = match &wanted.contact {
                Some(contact) => Some(address_hash(&state, &contact.email).await?),
                None => None,
            };
            if let Some(id) = &before.settings.contact
                && let Some(row) = state.store.person(&staff.org, id).await?
                && wanted.contact.as_ref().is_none_or(|contact| contact.email != row.email)
            {
                let to = Recipient { person: &row.person, name: &row.name, email: &row.email };
                batch.mails.push(letters::no_longer_asked(to, &before.settings.name, now));
            }
            let wanted_settings = organisation::Settings {
                name: wanted.organisation.clone(),
                contact,
                address,
                retention_months: wanted.retention_months,
                invitation_text: wanted.invitation_text.clone(),
            };
            let events = before.decide(Command::ChangeSettings(wanted_settings), &staff.actor())?;
            batch.rows.push(Row::Organisation { name: wanted.organisation.clone(), at: now });
            batch.appends.push(before.append(before.not_before(now), staff.reference(), &events)?);
            Ok((batch, wanted.clone()))
        },
        |_| async { Ok(settings(&state.store, &staff.org).await?) },
    )
    .await
}

fn shown(contact: &Contact, now: domain::journal::Timestamp) -> PersonRow {
    PersonRow {
        person: crate::ids::new(),
        kind: PersonKind::Shown,
        email: contact.email.clone(),
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        title: String::new(),
        password_hash: None,
        roles: Roles::new(),
        active: false,
        created_at: now,
    }
}

/// The settings without spaces around names, once every field is sound.
fn checked(settings: Settings) -> Result<Settings, Error> {
    let mut faults = Faults::default();
    let organisation = faults.name("organisation", &settings.organisation, "the organisation's name");
    let contact = settings.contact.map(|contact| {
        let name = faults.name("contact.name", &contact.name, "the contact person's name");
        let email = faults.email("contact.email", &contact.email);
        let phone = contact.phone.trim().to_owned();
        if !phone.is_empty() {
            faults.note("contact.phone", check_name(&phone));
        }
        Contact { name, email, phone }
    });
    let text = settings.invitation_text.replace("\r\n", "\n");
    faults.note("invitation_text", check_text(&text, MAX_INVITATION_TEXT));
    faults.note("retention_months", check_retention(settings.retention_months));
    faults.none()?;
    Ok(Settings { organisation, contact, retention_months: settings.retention_months, invitation_text: text })
}
