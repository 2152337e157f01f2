//! The vendor's door: the page behind an invitation link, who came in through it, and what waits for them.
//!
//! Before *Continue* nothing of the answers is told.

use crate::api::assessment::Counts;
use crate::assessment::Stage;
use crate::id::AssessmentId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A link's token, as the page read it from the address's fragment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// The token.
    pub token: String,
}

/// Whom to ask at the buyer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AskPerson {
    /// Name; may be empty when the buyer has not named anybody.
    pub name: String,
    /// E-mail address; may be empty.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
}

/// What the page behind an invitation link says before *Continue*. Nothing of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Welcome {
    /// The buyer.
    pub organisation: String,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The vendor that is asked.
    pub vendor: String,
    /// The AI system that is assessed.
    pub system: String,
    /// Why the buyer asks.
    pub reason: String,
    /// The buyer's standing text; may be empty.
    pub standing_text: String,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// Questions that may be asked, before any answer.
    pub questions: u32,
    /// Minutes it is likely to take.
    pub minutes: u32,
    /// What is asked about.
    pub sections: Vec<WelcomeSection>,
    /// How long the buyer keeps answers, in months.
    pub retention_months: u32,
}

/// One section, before anything is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct WelcomeSection {
    /// Its title.
    pub title: String,
    /// Questions of it that may be asked, before any answer.
    pub questions: u32,
}

/// A vendor's person with a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalSession {
    /// The person's name.
    pub name: String,
    /// The vendor's name.
    pub vendor: String,
    /// The buyer.
    pub organisation: String,
    /// Whom to ask.
    pub ask: AskPerson,
    /// The person's assessments, those that wait on them first.
    pub assessments: Vec<PortalRow>,
}

/// One assessment in a vendor person's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PortalRow {
    /// Its id.
    pub assessment: AssessmentId,
    /// The AI system.
    pub system: String,
    /// Where it stands.
    pub stage: Stage,
    /// Answers are due by the end of this day, UTC.
    pub due: NaiveDate,
    /// How much is answered.
    pub counts: Counts,
    /// Findings on which the vendor owes something.
    pub findings_to_do: u32,
}
