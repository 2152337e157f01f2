//! A vendor's certificates and reports: what they cover and until when.
//!
//! Their states and dates are computed where they are shown.

use super::vendors::{changed, place};
use crate::auth::Staff;
use crate::error::{Error, created};
use crate::extract::Path;
use crate::once::Once;
use crate::state::AppState;
use axum::extract::State;
use axum::response::Response;
use domain::api::problem::Problem;
use domain::api::vendor::VendorView;
use domain::id::{CertificateId, VendorId};
use domain::vendor::{CertificateDescription, Command};

/// Records a certificate.
#[utoipa::path(post, path = "/api/vendors/{vendor}/certificates", tag = "certificates",
    request_body = CertificateDescription,
    responses((status = 201, body = VendorView, headers(("Location" = String, description = "Where it is read"))), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn add(
    State(state): State<AppState>,
    staff: Staff,
    Path(vendor): Path<VendorId>,
    once: Once<CertificateDescription>,
) -> Result<Response, Error> {
    let command = Command::RecordCertificate(crate::ids::new(), once.body);
    let changed = changed(&state, &staff, &vendor, once.key.as_ref(), command).await?;
    Ok(created(changed, &place(&vendor)))
}

/// Changes a certificate's entry.
#[utoipa::path(put, path = "/api/vendors/{vendor}/certificates/{certificate}", tag = "certificates",
    request_body = CertificateDescription,
    responses((status = 200, body = VendorView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(
    State(state): State<AppState>,
    staff: Staff,
    Path((vendor, certificate)): Path<(VendorId, CertificateId)>,
    once: Once<CertificateDescription>,
) -> Result<Response, Error> {
    let command = Command::ChangeCertificate(certificate, once.body);
    changed(&state, &staff, &vendor, once.key.as_ref(), command).await
}
