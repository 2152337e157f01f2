//! What a request is about, where security is concerned: one table of addresses, so that no handler has to say it.
//!
//! An address that is not in the table is a plain request: it is told of only when it was refused. A test holds the
//! table against the description of the interface.

use axum::http::Method;

/// What somebody tries to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Signs in with a password.
    SignIn,
    /// Signs in by a link from the operator's console.
    SignInByLink,
    /// Signs out, staff or a vendor's person.
    SignOut,
    /// Makes the first account of an organisation.
    FirstAccount,
    /// Accepts an invitation to the staff.
    Join,
    /// Looks at what a link is for.
    LinkLook,
    /// Comes in through a vendor's link.
    LinkUse,
    /// Asks for a fresh link to a vendor's side.
    FreshLink,
    /// Changes the own password.
    PasswordChange,
    /// Asks for a link that replaces a forgotten password.
    ResetRequest,
    /// Uses such a link.
    ResetUse,
    /// Invites a member of the staff.
    Invitation,
    /// Sets a member's roles.
    RolesChange,
    /// Shuts a member out.
    Deactivation,
    /// Changes the organisation's settings.
    SettingsChange,
    /// Changes who may answer as a vendor: a contact, or that of an assessment.
    ContactChange,
    /// Looks at the link of a mail.
    MailLinkView,
    /// Reads the audit trail.
    TrailView,
    /// Downloads a piece of evidence.
    EvidenceDownload,
    /// Sends a file.
    EvidenceUpload,
    /// Downloads the register or the findings.
    Export,
    /// Reads the counters.
    MetricsRead,
    /// A client that was cut off, before a request or while it was sent or answered.
    Connection,
    /// Anything else.
    Request,
}

impl Deed {
    /// Its name in the log and among the counters.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Deed::SignIn => "sign_in",
            Deed::SignInByLink => "sign_in_by_link",
            Deed::SignOut => "sign_out",
            Deed::FirstAccount => "first_account",
            Deed::Join => "join",
            Deed::LinkLook => "link_look",
            Deed::LinkUse => "link_use",
            Deed::FreshLink => "fresh_link",
            Deed::PasswordChange => "password_change",
            Deed::ResetRequest => "reset_request",
            Deed::ResetUse => "reset_use",
            Deed::Invitation => "invitation",
            Deed::RolesChange => "roles_change",
            Deed::Deactivation => "deactivation",
            Deed::SettingsChange => "settings_change",
            Deed::ContactChange => "contact_change",
            Deed::MailLinkView => "mail_link_view",
            Deed::TrailView => "trail_view",
            Deed::EvidenceDownload => "evidence_download",
            Deed::EvidenceUpload => "evidence_upload",
            Deed::Export => "export",
            Deed::MetricsRead => "metrics_read",
            Deed::Connection => "connection",
            Deed::Request => "request",
        }
    }

    /// What a request to an address is about; `route` is the address with its parts named.
    #[must_use]
    pub fn of(method: &Method, route: &str) -> Deed {
        if route == "/metrics" {
            return Deed::MetricsRead;
        }
        let known = KNOWN.iter().find(|(known, address, _)| known == method && *address == route);
        known.map_or(Deed::Request, |(_, _, deed)| *deed)
    }
}

/// Every address that is about something.
pub const KNOWN: [(Method, &str, Deed); 28] = [
    (Method::POST, "/api/session", Deed::SignIn),
    (Method::POST, "/api/session/link", Deed::SignInByLink),
    (Method::DELETE, "/api/session", Deed::SignOut),
    (Method::DELETE, "/api/portal/session", Deed::SignOut),
    (Method::POST, "/api/first-account", Deed::FirstAccount),
    (Method::POST, "/api/joins", Deed::Join),
    (Method::POST, "/api/links", Deed::LinkLook),
    (Method::POST, "/api/portal/welcome", Deed::LinkLook),
    (Method::POST, "/api/portal/session", Deed::LinkUse),
    (Method::POST, "/api/portal/links", Deed::FreshLink),
    (Method::PUT, "/api/session/password", Deed::PasswordChange),
    (Method::POST, "/api/password-resets", Deed::ResetRequest),
    (Method::POST, "/api/password-resets/use", Deed::ResetUse),
    (Method::POST, "/api/people", Deed::Invitation),
    (Method::POST, "/api/people/{id}/invitation", Deed::Invitation),
    (Method::PUT, "/api/people/{id}", Deed::RolesChange),
    (Method::PUT, "/api/settings", Deed::SettingsChange),
    (Method::POST, "/api/vendors/{vendor}/contacts", Deed::ContactChange),
    (Method::PUT, "/api/vendors/{vendor}/contacts/{contact}", Deed::ContactChange),
    (Method::DELETE, "/api/vendors/{vendor}/contacts/{contact}", Deed::ContactChange),
    (Method::PUT, "/api/assessments/{assessment}/contact", Deed::ContactChange),
    (Method::POST, "/api/outbox/{id}/link", Deed::MailLinkView),
    (Method::GET, "/api/audit-trail", Deed::TrailView),
    (Method::GET, "/api/assessments/{assessment}/evidence/{evidence}/file", Deed::EvidenceDownload),
    (Method::GET, "/api/portal/assessments/{assessment}/evidence/{evidence}/file", Deed::EvidenceDownload),
    (Method::POST, "/api/portal/assessments/{assessment}/files", Deed::EvidenceUpload),
    (Method::GET, "/api/register.csv", Deed::Export),
    (Method::GET, "/api/findings.csv", Deed::Export),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_of_the_table_is_one_of_the_interface() {
        let described: serde_json::Value = serde_json::from_str(&crate::openapi()).expect("a description");
        for (method, address, _) in KNOWN {
            let method = method.as_str().to_lowercase();
            assert!(described["paths"][address][&method].is_object(), "{method} {address}");
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_a_plain_request() {
        assert_eq!(Deed::of(&Method::GET, "/api/session"), Deed::Request);
        assert_eq!(Deed::of(&Method::POST, "/api/session"), Deed::SignIn);
    }
}
