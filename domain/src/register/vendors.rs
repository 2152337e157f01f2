//! One row of the list of vendors, summed from the register's rows of its AI systems.
//!
//! A vendor is as risky as its worst system, never as the average (scoring rule 17.3).

use crate::api::register::RegisterRow;
use crate::api::vendor::VendorRow;
use crate::vendor::{CertificateKind, Vendor};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The row of `vendor`. `register` are the rows of its AI systems in use, `assessments_open` counts those sent and not
/// concluded. `None` for a vendor that is not registered.
#[must_use]
pub fn vendor_row(vendor: &Vendor, register: &[RegisterRow], assessments_open: u32) -> Option<VendorRow> {
    Some(VendorRow {
        vendor: vendor.id.clone()?,
        name: vendor.profile.as_ref()?.name.clone(),
        contacts: count(vendor.contacts.len()),
        systems: count(vendor.systems_in_use().len()),
        assessments_open,
        certificate_ends: certificate_ends(vendor),
        residual_now: register.iter().filter_map(|row| row.residual_now).max(),
    })
}

/// The end of the certificate that ends first. One that was followed by a later one of the same kind and scope no
/// longer counts.
fn certificate_ends(vendor: &Vendor) -> Option<NaiveDate> {
    let mut ends: BTreeMap<(CertificateKind, &str), NaiveDate> = BTreeMap::new();
    for certificate in vendor.certificates.values() {
        let end = ends.entry((certificate.kind, &certificate.scope)).or_insert(certificate.valid_until);
        *end = certificate.valid_until.max(*end);
    }
    ends.into_values().min()
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
