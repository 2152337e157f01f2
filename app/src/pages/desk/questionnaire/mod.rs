//! Questionnaires: the list of those that can be sent, and one of them whole, with credits, conditions and rules.
//!
//! Read only: a questionnaire is a file that is published as a new version.

pub mod condition;
pub mod list;
pub mod question;
pub mod whole;

pub use list::{questionnaires_page, time};
pub use question::refs_facts;
pub use whole::questionnaire_page;
