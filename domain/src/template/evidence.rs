//! The evidence a question asks for: how much its absence costs, and the kinds that fit.
//!
//! Kinds of evidence are one list, from which names in JSON and on screen are made.

use serde::{Deserialize, Serialize};

/// The evidence a question asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRequest {
    /// How much its absence costs.
    pub requirement: Requirement,
    /// What kinds fit.
    #[serde(default)]
    pub kinds: Vec<EvidenceKind>,
    /// What exactly to attach.
    #[serde(default)]
    pub ask: String,
}

/// How much absent evidence costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// Nothing: the answer stands for itself.
    None,
    /// A little.
    Optional,
    /// A lot.
    Required,
}

impl Requirement {
    /// The evidence factor in percent for a level from 0 to 3 (higher counts as 3).
    #[must_use]
    pub fn factor(self, level: u8) -> u8 {
        match (self, level) {
            (Requirement::Required, 0) => 60,
            (Requirement::Required, 1) => 75,
            (Requirement::Optional, 0) => 80,
            (Requirement::Required, 2) | (Requirement::Optional, 1) => 90,
            (Requirement::Optional, 2) => 95,
            (Requirement::Required | Requirement::Optional, 3..) | (Requirement::None, _) => 100,
        }
    }
}

macro_rules! evidence_kinds {
    ($($name:ident $key:literal $title:literal,)*) => {
        /// What a piece of evidence is.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
        )]
        // The description of the interface does not see a name that a macro gives to a single variant.
        #[serde(rename_all = "snake_case")]
        pub enum EvidenceKind {
            $(#[doc = $title] $name,)*
        }

        impl EvidenceKind {
            /// Every kind, in the order it is offered.
            pub const ALL: &[EvidenceKind] = &[$(EvidenceKind::$name,)*];

            /// The kind's name in JSON.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(EvidenceKind::$name => $key,)*
                }
            }

            /// The kind with this name in JSON.
            #[must_use]
            pub fn of(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.key() == key)
            }

            /// The kind's name on screen.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self {
                    $(EvidenceKind::$name => $title,)*
                }
            }
        }
    };
}

evidence_kinds! {
    Policy "policy" "Policy",
    Procedure "procedure" "Procedure",
    Record "record" "Record",
    Report "report" "Report",
    Certificate "certificate" "Certificate",
    Soa "soa" "Statement of applicability",
    AuditReport "audit_report" "Audit report",
    ModelCard "model_card" "Model card",
    SystemDoc "system_doc" "System documentation",
    TestReport "test_report" "Test report",
    ImpactAssessment "impact_assessment" "Impact assessment",
    Contract "contract" "Contract",
    Register "register" "Register",
    Screenshot "screenshot" "Screenshot",
    LogSample "log_sample" "Log sample",
    TrainingRecord "training_record" "Training record",
    Dpia "dpia" "Data protection impact assessment",
    Sbom "sbom" "Software bill of materials",
    Plan "plan" "Plan",
    Minutes "minutes" "Minutes",
    Attestation "attestation" "Attestation",
}
