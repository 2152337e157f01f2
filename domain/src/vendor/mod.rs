//! A vendor, its AI systems, their inherent risk and its certificates: the aggregate of stream `vendor/{id}`.
//!
//! Contacts are named by id only; their names and addresses live beside the journal. [`Vendor::decide`] says what a
//! command would change or why it may not, [`Vendor::apply`] takes what happened in.

mod apply;
mod check;
mod contact;
mod decide;
mod event;
mod plan;
mod suggest;

pub use contact::{ContactChange, ContactStep};
pub use decide::Refusal;
pub use event::{Command, Event};
pub(crate) use suggest::EU_PROVIDER;
pub use suggest::{Suggestion, suggested, terms};

use crate::id::{CertificateId, PersonId, SystemId, VendorId};
use crate::inherent::{Inherent, Levels};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a vendor as a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// What it supplies, in a sentence or two; may be empty, at most 10,000 characters.
    #[serde(default)]
    pub summary: String,
    /// Website, `https://…` or empty; at most 200 characters.
    #[serde(default)]
    pub website: String,
    /// Country of its seat, free text; may be empty, at most 200 characters.
    #[serde(default)]
    pub country: String,
    /// Who in the buyer's staff looks after it.
    #[serde(default)]
    pub owner: Option<PersonId>,
}

/// A kind of AI technique. The ids are the options of question PRO-03.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Technique {
    /// Text, code, image, audio or video generators.
    Generative,
    /// Predictive or classification models.
    Predictive,
    /// Computer vision.
    Vision,
    /// Speech recognition or synthesis.
    Speech,
    /// Ranking or recommendation.
    Recommender,
    /// An agent that plans and calls tools.
    Agentic,
    /// Rules or optimisation only.
    Rules,
}

impl Technique {
    /// Every technique, in the order it is offered.
    pub const ALL: [Technique; 7] = [
        Technique::Generative,
        Technique::Predictive,
        Technique::Vision,
        Technique::Speech,
        Technique::Recommender,
        Technique::Agentic,
        Technique::Rules,
    ];

    /// The technique's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Technique::Generative => "Generative: text, code, image, audio or video",
            Technique::Predictive => "Prediction or classification",
            Technique::Vision => "Computer vision",
            Technique::Speech => "Speech recognition or synthesis",
            Technique::Recommender => "Ranking or recommendation",
            Technique::Agentic => "Agent that plans and calls tools",
            Technique::Rules => "Rules or optimisation only",
        }
    }
}

/// What is known of an AI system. Techniques and the two EU fields suggest questionnaires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemDescription {
    /// Name, 1 to 200 characters.
    pub name: String,
    /// What the buyer uses it for; may be empty, at most 10,000 characters.
    #[serde(default)]
    pub purpose: String,
    /// Version in use; may be empty, at most 200 characters.
    #[serde(default)]
    pub version: String,
    /// Techniques it uses.
    #[serde(default)]
    pub techniques: BTreeSet<Technique>,
    /// Whether it is placed on the EU market.
    #[serde(default)]
    pub eu_market: bool,
    /// Whether its output is used in the EU.
    #[serde(default)]
    pub eu_output: bool,
}

/// The kinds of certificate or report a vendor may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CertificateKind {
    /// ISO/IEC 42001, AI management system.
    Iso42001,
    /// ISO/IEC 27001, information security.
    Iso27001,
    /// ISO/IEC 27701, privacy.
    Iso27701,
    /// ISO 9001, quality.
    Iso9001,
    /// SOC 2 report.
    Soc2,
    /// Penetration test report.
    PenetrationTest,
    /// Any other.
    Other,
}

impl CertificateKind {
    /// Every kind, in the order it is offered.
    pub const ALL: [CertificateKind; 7] = [
        CertificateKind::Iso42001,
        CertificateKind::Iso27001,
        CertificateKind::Iso27701,
        CertificateKind::Iso9001,
        CertificateKind::Soc2,
        CertificateKind::PenetrationTest,
        CertificateKind::Other,
    ];

    /// The kind's name on screen.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            CertificateKind::Iso42001 => "ISO/IEC 42001",
            CertificateKind::Iso27001 => "ISO/IEC 27001",
            CertificateKind::Iso27701 => "ISO/IEC 27701",
            CertificateKind::Iso9001 => "ISO 9001",
            CertificateKind::Soc2 => "SOC 2",
            CertificateKind::PenetrationTest => "Penetration test",
            CertificateKind::Other => "Other",
        }
    }
}

/// A certificate or report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CertificateDescription {
    /// What kind it is.
    pub kind: CertificateKind,
    /// What it covers, 1 to 200 characters.
    pub scope: String,
    /// Its number; may be empty, at most 200 characters.
    #[serde(default)]
    pub number: String,
    /// Who issued it; may be empty, at most 200 characters.
    #[serde(default)]
    pub issuer: String,
    /// Date of issue.
    #[serde(default)]
    pub issued: Option<NaiveDate>,
    /// Last day on which it is valid.
    pub valid_until: NaiveDate,
}

/// An intake as it was recorded: the levels chosen and what they made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RecordedIntake {
    /// The day it was recorded.
    pub on: NaiveDate,
    /// Level 0 to 4 for each factor.
    pub levels: Levels,
    /// Inherent risk, tier by score, floors that hold, tier.
    pub inherent: Inherent,
}

/// An AI system of a vendor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct AiSystem {
    /// Its id.
    pub id: SystemId,
    /// What is known of it.
    pub description: SystemDescription,
    /// Every intake, oldest first; the last one holds.
    pub intakes: Vec<RecordedIntake>,
    /// The day it was added.
    pub added: NaiveDate,
    /// The day it was retired, if it was.
    pub retired: Option<NaiveDate>,
}

impl AiSystem {
    /// The intake that holds today, if one was recorded.
    #[must_use]
    pub fn intake(&self) -> Option<&RecordedIntake> {
        self.intakes.last()
    }

    /// The inherent risk that held at the end of `date`, in hundredths.
    #[must_use]
    pub fn inherent_on(&self, date: NaiveDate) -> Option<&Inherent> {
        self.intakes.iter().rev().find(|intake| intake.on <= date).map(|intake| &intake.inherent)
    }
}

/// A vendor as its events have made it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vendor {
    /// Its id; `None` until it is registered.
    pub id: Option<VendorId>,
    /// What is known of it.
    pub profile: Option<Profile>,
    /// The day it was registered.
    pub registered: Option<NaiveDate>,
    /// Its contacts.
    pub contacts: BTreeSet<PersonId>,
    /// How its contacts came, changed and went, oldest first.
    pub contact_changes: Vec<ContactChange>,
    /// Its AI systems.
    pub systems: BTreeMap<SystemId, AiSystem>,
    /// Its certificates.
    pub certificates: BTreeMap<CertificateId, CertificateDescription>,
    /// The version of the stream that made it: the number of events applied.
    pub version: u64,
}
