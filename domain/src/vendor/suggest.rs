//! Which questionnaires fit an AI system: its tier names the main one and the depth, its own fields the add-ons.
//!
//! A suggestion only: the buyer chooses what is sent (scoring rule 12.5).

use super::{AiSystem, SystemDescription, Technique};
use crate::assessment::TierTerms;
use crate::id::TemplateId;
use crate::inherent::{Intake, Tier};
use crate::template::Depth;
use serde::{Deserialize, Serialize};

/// The add-on for generative and agentic systems.
const GENERATIVE: &str = "genai-addon";
/// The add-on for providers under the EU AI Act.
pub(crate) const EU_PROVIDER: &str = "eu-ai-act-provider";

/// What to send for an AI system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Suggestion {
    /// The questionnaires, the tier's first, then the add-ons.
    pub templates: Vec<TemplateId>,
    /// Base questions only, or deep ones too.
    pub depth: Depth,
    /// What the tier asks for.
    pub terms: TierTerms,
}

/// What to send for `system`; `None` until its intake is recorded and names the tier.
#[must_use]
pub fn suggested(system: &AiSystem, intake: &Intake) -> Option<Suggestion> {
    let tier = system.intake()?.inherent.tier;
    let rule = intake.tier_rules.get(&tier)?;
    let add_ons = intake.add_ons.iter().map(|add_on| &add_on.template);
    let fitting = add_ons.filter(|template| fits(template, &system.description));
    Some(Suggestion {
        templates: rule.templates.iter().chain(fitting).cloned().collect(),
        depth: rule.depth,
        terms: terms(tier, intake)?,
    })
}

/// What `tier` asks for: people to conclude, months until the next assessment, evidence to judge. `None` when the form lacks the tier.
#[must_use]
pub fn terms(tier: Tier, intake: &Intake) -> Option<TierTerms> {
    let rule = intake.tier_rules.get(&tier)?;
    Some(TierTerms {
        tier,
        approvers: rule.approvers,
        reassess_months: rule.reassess_months,
        evidence_percent: rule.evidence_sample_percent,
    })
}

/// Whether an add-on is meant for a system like this. The form says when in words; here it is said in fields.
fn fits(add_on: &TemplateId, system: &SystemDescription) -> bool {
    match add_on.as_str() {
        GENERATIVE => [Technique::Generative, Technique::Agentic].iter().any(|kind| system.techniques.contains(kind)),
        EU_PROVIDER => system.eu_market || system.eu_output,
        _ => false,
    }
}
