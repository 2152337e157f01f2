//! What a vendor's browser may receive and send: types of their own, so that what is not in them cannot leak.
//!
//! No score, credit, weight, cap, override, criticality or reviewer's note has a field here. Every body a vendor's
//! session receives is built from these types alone; a test compares each byte sent with the fields listed here.

// The door: the page behind a link, who came in, and their assessments.
mod entrance;
// The questionnaires, without what an answer is worth.
mod questionnaire;
// One assessment, with its answers, evidence, receipt and findings.
mod assessment;
// What the vendor sends.
mod sent;

pub use assessment::{
    AnswerOutcome, AnswerSaved, AnswersSaved, PortalAnswer, PortalAssessment, PortalEvidence, PortalFinding, Receipt,
};
pub use entrance::{AskPerson, PortalRow, PortalSession, TokenBody, Welcome, WelcomeSection};
pub use questionnaire::{PortalKind, PortalOption, PortalQuestion, PortalRule, PortalSection, PortalTemplate};
pub use sent::{AnswerChange, AttachBody, ChangesBody, MOST_CHANGES, SentFile, SubmitBody};
