//! The vendor's page, made from the dossier as it stands or will stand once a change is committed.
//!
//! Names and addresses come from the rows beside the journal.

use super::dossier::{Dossier, Known};
use crate::error::Error;
use crate::state::AppState;
use crate::store::people::PersonRow;
use chrono::NaiveDate;
use domain::api::finding::HistoryLine;
use domain::api::vendor::{CertificateView, PersonView, VendorView};
use domain::assessment::{Names, finding_rows, row};
use domain::id::{OrgId, VendorId};
use domain::register;

/// A person as others see one.
pub(super) fn shown(person: &PersonRow) -> PersonView {
    PersonView {
        id: person.person.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        phone: person.phone.clone(),
        title: person.title.clone(),
    }
}

/// Names of the staff and of the vendor's people, those who left too.
///
/// # Errors
/// When the database does not answer.
pub async fn names(state: &AppState, org: &OrgId, vendor: &VendorId) -> Result<Names, Error> {
    let (staff, contacts) = (state.store.staff(org).await?, state.store.contacts(org, vendor).await?);
    Ok(staff.into_iter().chain(contacts).map(|person| (person.person, person.name)).collect())
}

/// One vendor with all that belongs to it. `staff` and `people` are the rows of the staff and of the vendor's people.
#[must_use]
pub fn vendor_view(
    dossier: &Dossier,
    staff: &[PersonRow],
    people: &[PersonRow],
    contact_history: Vec<HistoryLine>,
    today: NaiveDate,
) -> Option<VendorView> {
    let vendor = &dossier.vendor;
    let profile = vendor.profile.clone()?;
    let owner = staff.iter().find(|person| profile.owner.as_ref() == Some(&person.person)).map(shown);
    let mut certificates: Vec<CertificateView> = vendor
        .certificates
        .iter()
        .map(|(id, description)| CertificateView { id: id.clone(), description: description.clone() })
        .collect();
    certificates.sort_by_key(|certificate| certificate.description.valid_until);
    let mut systems: Vec<_> = vendor.systems.values().cloned().collect();
    systems.sort_by(|a, b| (a.added, &a.id).cmp(&(b.added, &b.id)));
    let register = systems.iter().filter(|system| system.retired.is_none()).filter_map(|system| {
        let (latest, open) = (dossier.latest_concluded(&system.id), dossier.open(&system.id));
        register::row(vendor, system, latest.map(Known::assessed), open.map(Known::assessed), today)
    });
    let register = register.collect();
    let mut known: Vec<&Known> = dossier.assessments.values().collect();
    known.sort_by_key(|known| std::cmp::Reverse((known.folded.drafted(), known.folded.id().cloned())));
    let assessments =
        known.iter().filter_map(|known| row(&known.folded, &known.questionnaire, dossier.labels(known), today));
    let mut findings: Vec<_> = known
        .iter()
        .flat_map(|known| finding_rows(&known.folded, &known.questionnaire, dossier.labels(known), today))
        .collect();
    findings.sort_by_key(|row| (!row.finding.is_open(), std::cmp::Reverse(row.finding.severity), row.finding.fix_due));
    Some(VendorView {
        id: vendor.id.clone()?,
        profile,
        registered: vendor.registered?,
        owner,
        contacts: people.iter().filter(|person| vendor.contacts.contains(&person.person)).map(shown).collect(),
        contact_history,
        systems,
        certificates,
        register,
        assessments: assessments.collect(),
        findings,
    })
}
