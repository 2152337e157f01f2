//! The only file that spells a URL of a page: every page is a variant of [`Page`], written by `url` and read by `read`.
//!
//! A way back after sign-in is a `Page` too, so no link can lead out of the program. Links into the API are in
//! `domain::api` and `app/src/api`. To add a page: a variant, a line each in `url`, `read`, `title` and `app.rs`.

use domain::id::{AssessmentId, FindingId, SectionId, SystemId, TemplateHash, VendorId};

/// A page of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The supplier risk register: the desk's home.
    Register,
    /// Sign-in of staff.
    SignIn,
    /// The first account; the token is in the fragment.
    FirstAccount,
    /// An invited member of staff sets a password; the token is in the fragment.
    Join,
    /// Signing in by a link from the operator's console.
    Enter,
    /// A new password after one was forgotten; the token is in the fragment.
    Reset,
    /// Asks for a link to a new password.
    Forgotten,
    /// The signed-in person's own account.
    Account,
    /// The people of the organisation.
    People,
    /// The organisation's settings.
    Settings,
    /// Mail that waits or was sent.
    Outbox,
    /// Who took what away, and who changed what in the office.
    AuditTrail,
    /// Every vendor.
    Vendors,
    /// Registers a vendor.
    NewVendor,
    /// One vendor.
    Vendor(VendorId),
    /// Changes a vendor's profile.
    EditVendor(VendorId),
    /// Adds an AI system to a vendor.
    NewSystem(VendorId),
    /// Changes an AI system.
    System(VendorId, SystemId),
    /// The intake of an AI system.
    Intake(VendorId, SystemId),
    /// Prepares and sends an assessment of an AI system.
    Prepare(VendorId, SystemId),
    /// Every assessment.
    Assessments,
    /// One assessment.
    Assessment(AssessmentId),
    /// Reviews the answers of an assessment.
    Review(AssessmentId),
    /// The score of an assessment, explained.
    Score(AssessmentId),
    /// Every finding.
    Findings,
    /// One finding.
    Finding(AssessmentId, FindingId),
    /// Every questionnaire.
    Questionnaires,
    /// One version of a questionnaire.
    Questionnaire(TemplateHash),
    /// The page behind the link of an invitation; the token is in the fragment.
    Invitation,
    /// A fresh link was sent to the address on file.
    LinkSent,
    /// The vendor person's assessments.
    Portal,
    /// The task list of an assessment.
    Tasks(AssessmentId),
    /// Every question of an assessment, to read.
    Questions(AssessmentId),
    /// One section of an assessment, to answer.
    Section(AssessmentId, SectionId),
    /// What is missing, and sending.
    Check(AssessmentId),
    /// What was sent, and where it stands.
    Receipt(AssessmentId),
    /// One finding, as its vendor sees it.
    VendorFinding(AssessmentId, FindingId),
}

/// Whose side a page is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before sign-in.
    Door,
    /// The buyer's desk.
    Desk,
    /// The vendor's side.
    Vendor,
}

/// Where the symbol `name` of the sprite of icons is: in the page itself, into which the build puts the sprite.
#[must_use]
pub fn icon_url(name: &str) -> String {
    format!("#i-{name}")
}

impl Page {
    /// The page that stays in place when only what is open on it changes.
    #[must_use]
    pub fn place(self) -> Self {
        if matches!(self, Page::Finding(..)) { Page::Findings } else { self }
    }

    /// The page's URL, without a fragment.
    #[must_use]
    pub fn url(&self) -> String {
        match self {
            Page::Register => "/".into(),
            Page::SignIn => "/signin".into(),
            Page::FirstAccount => "/start".into(),
            Page::Join => "/join".into(),
            Page::Enter => "/enter".into(),
            Page::Reset => "/reset".into(),
            Page::Forgotten => "/forgotten".into(),
            Page::Account => "/account".into(),
            Page::People => "/people".into(),
            Page::Settings => "/settings".into(),
            Page::Outbox => "/outbox".into(),
            Page::AuditTrail => "/audit-trail".into(),
            Page::Vendors => "/vendors".into(),
            Page::NewVendor => "/vendors/new".into(),
            Page::Vendor(v) => format!("/vendors/{v}"),
            Page::EditVendor(v) => format!("/vendors/{v}/edit"),
            Page::NewSystem(v) => format!("/vendors/{v}/systems/new"),
            Page::System(v, s) => format!("/vendors/{v}/systems/{s}"),
            Page::Intake(v, s) => format!("/vendors/{v}/systems/{s}/intake"),
            Page::Prepare(v, s) => format!("/vendors/{v}/systems/{s}/assess"),
            Page::Assessments => "/assessments".into(),
            Page::Assessment(a) => format!("/assessments/{a}"),
            Page::Review(a) => format!("/assessments/{a}/review"),
            Page::Score(a) => format!("/assessments/{a}/score"),
            Page::Findings => "/findings".into(),
            Page::Finding(a, f) => format!("/findings/{a}/{f}"),
            Page::Questionnaires => "/questionnaires".into(),
            Page::Questionnaire(hash) => format!("/questionnaires/{hash}"),
            Page::Invitation => "/i".into(),
            Page::LinkSent => "/i/sent".into(),
            Page::Portal => "/v".into(),
            Page::Tasks(a) => format!("/v/{a}"),
            Page::Questions(a) => format!("/v/{a}/questions"),
            Page::Section(a, section) => format!("/v/{a}/section/{section}"),
            Page::Check(a) => format!("/v/{a}/check"),
            Page::Receipt(a) => format!("/v/{a}/receipt"),
            Page::VendorFinding(a, f) => format!("/v/{a}/findings/{f}"),
        }
    }

    /// The page at a URL's path, or nothing when there is none. A final slash does not matter.
    #[must_use]
    pub fn read(path: &str) -> Option<Self> {
        // A colon is the only character of an id that a browser or a mail program may have escaped.
        let path = path.strip_prefix('/')?.replace("%3A", ":").replace("%3a", ":");
        let path = path.strip_suffix('/').unwrap_or(&path);
        let parts: Vec<&str> = path.split('/').collect();
        match parts.as_slice() {
            ["v", rest @ ..] => Self::read_vendor_side(rest),
            parts => Self::read_desk(parts),
        }
    }

    fn read_desk(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [""] => Page::Register,
            ["signin"] => Page::SignIn,
            ["start"] => Page::FirstAccount,
            ["join"] => Page::Join,
            ["enter"] => Page::Enter,
            ["reset"] => Page::Reset,
            ["forgotten"] => Page::Forgotten,
            ["account"] => Page::Account,
            ["people"] => Page::People,
            ["settings"] => Page::Settings,
            ["outbox"] => Page::Outbox,
            ["audit-trail"] => Page::AuditTrail,
            ["vendors"] => Page::Vendors,
            ["vendors", "new"] => Page::NewVendor,
            ["vendors", v] => Page::Vendor(v.parse().ok()?),
            ["vendors", v, "edit"] => Page::EditVendor(v.parse().ok()?),
            ["vendors", v, "systems", "new"] => Page::NewSystem(v.parse().ok()?),
            ["vendors", v, "systems", s] => Page::System(v.parse().ok()?, s.parse().ok()?),
            ["vendors", v, "systems", s, "intake"] => Page::Intake(v.parse().ok()?, s.parse().ok()?),
            ["vendors", v, "systems", s, "assess"] => Page::Prepare(v.parse().ok()?, s.parse().ok()?),
            ["assessments"] => Page::Assessments,
            ["assessments", a] => Page::Assessment(a.parse().ok()?),
            ["assessments", a, "review"] => Page::Review(a.parse().ok()?),
            ["assessments", a, "score"] => Page::Score(a.parse().ok()?),
            ["findings"] => Page::Findings,
            ["findings", a, f] => Page::Finding(a.parse().ok()?, f.parse().ok()?),
            ["questionnaires"] => Page::Questionnaires,
            ["questionnaires", hash] => Page::Questionnaire(hash.parse().ok()?),
            ["i"] => Page::Invitation,
            ["i", "sent"] => Page::LinkSent,
            _ => return None,
        })
    }

    fn read_vendor_side(parts: &[&str]) -> Option<Self> {
        Some(match parts {
            [] => Page::Portal,
            [a] => Page::Tasks(a.parse().ok()?),
            [a, "questions"] => Page::Questions(a.parse().ok()?),
            [a, "section", section] => Page::Section(a.parse().ok()?, section.parse().ok()?),
            [a, "check"] => Page::Check(a.parse().ok()?),
            [a, "receipt"] => Page::Receipt(a.parse().ok()?),
            [a, "findings", f] => Page::VendorFinding(a.parse().ok()?, f.parse().ok()?),
            _ => return None,
        })
    }

    /// The page's name until it has loaded and can give a better one.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Page::Register => "Register",
            Page::SignIn => "Sign in",
            Page::FirstAccount => "Make the first account",
            Page::Join => "Join your organisation",
            Page::Enter => "Sign in by link",
            Page::Reset => "Choose a new password",
            Page::Forgotten => "Forgot your password",
            Page::Account => "Your account",
            Page::People => "People",
            Page::Settings => "Settings",
            Page::Outbox => "Outbox",
            Page::AuditTrail => "Audit trail",
            Page::Vendors => "Vendors",
            Page::NewVendor => "Register a vendor",
            Page::Vendor(_) => "Vendor",
            Page::EditVendor(_) => "Change vendor",
            Page::NewSystem(_) => "Add an AI system",
            Page::System(..) => "AI system",
            Page::Intake(..) => "Inherent risk",
            Page::Prepare(..) => "Prepare an assessment",
            Page::Assessments => "Assessments",
            Page::Assessment(_) => "Assessment",
            Page::Review(_) => "Review",
            Page::Score(_) => "Score",
            Page::Findings => "Findings",
            Page::Finding(..) | Page::VendorFinding(..) => "Finding",
            Page::Questionnaires => "Questionnaires",
            Page::Questionnaire(_) => "Questionnaire",
            Page::Invitation => "Invitation",
            Page::LinkSent => "A fresh link is on its way",
            Page::Portal => "Your questionnaires",
            Page::Tasks(_) => "Questionnaire sections",
            Page::Questions(_) => "All questions",
            Page::Section(..) => "Questions",
            Page::Check(_) => "Check your answers",
            Page::Receipt(_) => "Receipt",
        }
    }

    /// Whose side the page is on.
    #[must_use]
    pub fn side(&self) -> Side {
        match self {
            Page::SignIn | Page::FirstAccount | Page::Join | Page::Enter | Page::Reset | Page::Forgotten => Side::Door,
            Page::Register
            | Page::Account
            | Page::People
            | Page::Settings
            | Page::Outbox
            | Page::AuditTrail
            | Page::Vendors
            | Page::NewVendor
            | Page::Vendor(_)
            | Page::EditVendor(_)
            | Page::NewSystem(_)
            | Page::System(..)
            | Page::Intake(..)
            | Page::Prepare(..)
            | Page::Assessments
            | Page::Assessment(_)
            | Page::Review(_)
            | Page::Score(_)
            | Page::Findings
            | Page::Finding(..)
            | Page::Questionnaires
            | Page::Questionnaire(_) => Side::Desk,
            Page::Invitation
            | Page::LinkSent
            | Page::Portal
            | Page::Tasks(_)
            | Page::Questions(_)
            | Page::Section(..)
            | Page::Check(_)
            | Page::Receipt(_)
            | Page::VendorFinding(..) => Side::Vendor,
        }
    }
}

/// The name of the query part that says where to go after sign-in.
pub const BACK: &str = "to";

/// The sign-in page that leads back to `page`.
#[must_use]
pub fn sign_in_then(page: &Page) -> String {
    if *page == Page::Register { Page::SignIn.url() } else { format!("{}?{BACK}={}", Page::SignIn.url(), page.url()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::api::Program;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn a_page_is_read_back_from_its_url() {
        let paths = [
            "/",
            "/signin",
            "/start",
            "/join",
            "/enter",
            "/reset",
            "/forgotten",
            "/account",
            "/people",
            "/settings",
            "/outbox",
            "/audit-trail",
            "/vendors",
            "/vendors/new",
            "/vendors/v1",
            "/vendors/v1/edit",
            "/vendors/v1/systems/new",
            "/vendors/v1/systems/s1",
            "/vendors/v1/systems/s1/intake",
            "/vendors/v1/systems/s1/assess",
            "/assessments",
            "/assessments/a1",
            "/assessments/a1/review",
            "/assessments/a1/score",
            "/findings",
            "/findings/a1/control:GOV-01:1",
            "/questionnaires",
            "/questionnaires/0af3",
            "/i",
            "/i/sent",
            "/v",
            "/v/a1",
            "/v/a1/questions",
            "/v/a1/section/GOV",
            "/v/a1/check",
            "/v/a1/receipt",
            "/v/a1/findings/control:GOV-01:1",
        ];
        for path in paths {
            let page = Page::read(path).expect("a page");
            assert_eq!(page.url(), path);
            let program = match (page.side(), &page) {
                (Side::Vendor, _) => Program::VendorSide,
                (Side::Desk, Page::Account | Page::People | Page::Settings | Page::Outbox | Page::AuditTrail) => {
                    Program::Office
                }
                (Side::Desk | Side::Door, _) => Program::Desk,
            };
            assert_eq!(Program::at(path), program, "the program that is sent for {path}");
        }
    }

    #[test]
    fn an_escaped_colon_and_a_final_slash_change_nothing() {
        assert_eq!(Page::read("/findings/a1/control%3AGOV-01%3A1/"), Page::read("/findings/a1/control:GOV-01:1"));
        assert!(Page::read("/findings/a1/control%3AGOV-01%3A1").is_some());
    }

    #[test]
    fn a_way_back_never_leaves_the_program() {
        for path in
            ["//evil.example", "/\\evil", "https:evil", "https://evil.example/", "/vendors/%0d%0a", "", "nowhere"]
        {
            assert_eq!(Page::read(path), None, "{path:?}");
        }
    }
}
