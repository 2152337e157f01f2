//! Vendors: the list, one vendor with all that belongs to it, and what changes it.
//!
//! Every change replies with the vendor as it is now, so that a page need not ask again.

use super::{Call, Error, Method, ask, tell};
use domain::api::vendor::{ContactBody, Course, Created, IntakeBody, NewSystem, NewVendor, VendorList, VendorView};
use domain::id::{CertificateId, PersonId, SystemId, VendorId};
use domain::vendor::{CertificateDescription, Profile};

/// Every vendor, by name.
///
/// # Errors
/// See [`Error`].
pub async fn vendors() -> Result<VendorList, Error> {
    ask("/api/vendors").await
}

/// Registers a vendor with its first contacts.
///
/// # Errors
/// See [`Error`].
pub async fn register(body: &NewVendor) -> Result<Created, Error> {
    tell(Call::new(Method::Post, "/api/vendors").with(body)).await
}

/// One vendor.
///
/// # Errors
/// See [`Error`].
pub async fn vendor(id: &VendorId) -> Result<VendorView, Error> {
    ask(&of(id)).await
}

/// Changes what is known of a vendor as a company.
///
/// # Errors
/// See [`Error`].
pub async fn change_profile(id: &VendorId, body: &Profile) -> Result<VendorView, Error> {
    tell(Call::new(Method::Put, of(id)).with(body)).await
}

/// Adds a contact, or changes the one that is named.
///
/// # Errors
/// See [`Error`].
pub async fn put_contact(id: &VendorId, who: Option<&PersonId>, body: &ContactBody) -> Result<VendorView, Error> {
    let call = match who {
        None => Call::new(Method::Post, format!("{}/contacts", of(id))),
        Some(who) => Call::new(Method::Put, format!("{}/contacts/{who}", of(id))),
    };
    tell(call.with(body)).await
}

/// Takes a contact away.
///
/// # Errors
/// See [`Error`].
pub async fn remove_contact(id: &VendorId, who: &PersonId) -> Result<VendorView, Error> {
    tell(Call::new(Method::Delete, format!("{}/contacts/{who}", of(id)))).await
}

/// Adds an AI system, or changes the one that is named.
///
/// # Errors
/// See [`Error`].
pub async fn put_system(id: &VendorId, system: Option<&SystemId>, body: &NewSystem) -> Result<VendorView, Error> {
    let call = match system {
        None => Call::new(Method::Post, format!("{}/systems", of(id))),
        Some(system) => Call::new(Method::Put, of_system(id, system)),
    };
    tell(call.with(body)).await
}

/// Retires an AI system: it leaves the register, its history stays.
///
/// # Errors
/// See [`Error`].
pub async fn retire_system(id: &VendorId, system: &SystemId) -> Result<VendorView, Error> {
    tell(Call::new(Method::Post, format!("{}/retirement", of_system(id, system)))).await
}

/// Records the intake of an AI system.
///
/// # Errors
/// See [`Error`].
pub async fn put_intake(id: &VendorId, system: &SystemId, body: &IntakeBody) -> Result<VendorView, Error> {
    tell(Call::new(Method::Put, format!("{}/intake", of_system(id, system))).with(body)).await
}

/// The score and the residual of an AI system over time.
///
/// # Errors
/// See [`Error`].
pub async fn course(id: &VendorId, system: &SystemId) -> Result<Course, Error> {
    ask(&format!("{}/course", of_system(id, system))).await
}

/// Records a certificate, or changes the one that is named.
///
/// # Errors
/// See [`Error`].
pub async fn put_certificate(
    id: &VendorId,
    certificate: Option<&CertificateId>,
    body: &CertificateDescription,
) -> Result<VendorView, Error> {
    let call = match certificate {
        None => Call::new(Method::Post, format!("{}/certificates", of(id))),
        Some(certificate) => Call::new(Method::Put, format!("{}/certificates/{certificate}", of(id))),
    };
    tell(call.with(body)).await
}

fn of(id: &VendorId) -> String {
    format!("/api/vendors/{id}")
}

fn of_system(id: &VendorId, system: &SystemId) -> String {
    format!("/api/vendors/{id}/systems/{system}")
}
