//! What raises a finding: a weak credit, a contradiction, required evidence that lapsed (scoring rules 14.1 to 14.4).
//!
//! [`causes`] is a pure reading of a score. Before the conclusion they are shown as "would be raised".

use super::FindingKind;
use crate::assessment::CauseKey;
use crate::finding::severity_in;
use crate::id::{QuestionId, RuleId};
use crate::inherent::Tier;
use crate::scoring::{Material, Questionnaire, Score};
use crate::template::Severity;

/// A row raises a finding below this credit.
pub const RAISED_BELOW: u8 = 75;
/// From this lost weight on a finding is high.
const HIGH_FROM: u32 = 400;
/// From this lost weight on a finding is medium.
const MEDIUM_FROM: u32 = 200;

/// A cause of a finding that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What raises it.
    pub kind: FindingKind,
    /// The question; of a contradiction, the claim's.
    pub question: QuestionId,
    /// The contradiction rule, if one raises it.
    pub rule: Option<RuleId>,
    /// How severe it is in the assessment's tier.
    pub severity: Severity,
}

impl Cause {
    /// What tells it from other causes.
    #[must_use]
    pub fn key(&self) -> CauseKey {
        (self.kind, self.question.clone(), self.rule.clone())
    }
}

/// Every cause that holds, in the order of the questions.
#[must_use]
pub fn causes(score: &Score, tier: Tier) -> Vec<Cause> {
    let mut causes = Vec::new();
    for material in score.materials() {
        let mut add = |kind, rule: Option<RuleId>, severity| {
            let (question, severity) = (material.question.id.clone(), severity_in(tier, severity));
            causes.push(Cause { kind, question, rule, severity });
        };
        if material.credit < RAISED_BELOW {
            add(FindingKind::Control, None, control_severity(&material));
        }
        for rule in &material.rules {
            add(FindingKind::Contradiction, Some(rule.id.clone()), rule.severity);
        }
        if material.evidence_lapsed {
            add(FindingKind::Evidence, None, by_lost_weight(&material, material.factor));
        }
    }
    causes
}

fn control_severity(material: &Material<'_>) -> Severity {
    if material.fails { Severity::Critical } else { by_lost_weight(material, material.credit) }
}

fn by_lost_weight(material: &Material<'_>, reached: u8) -> Severity {
    match material.weight * u32::from(100_u8.saturating_sub(reached)) {
        HIGH_FROM.. => Severity::High,
        MEDIUM_FROM..HIGH_FROM => Severity::Medium,
        0..MEDIUM_FROM => Severity::Low,
    }
}

/// The headline of a finding: the question's remediation, the rule's text, or what is wrong with the evidence.
#[must_use]
pub fn title(questionnaire: &Questionnaire, kind: FindingKind, question: &QuestionId, rule: Option<&RuleId>) -> String {
    let asked = questionnaire.question(question);
    match kind {
        FindingKind::Control => {
            let remediation = asked.and_then(|asked| asked.remediation.as_ref());
            let text = remediation.map(|remediation| remediation.finding.clone());
            text.or_else(|| asked.map(|asked| asked.text.clone())).unwrap_or_else(|| question.to_string())
        }
        FindingKind::Contradiction => {
            let found = questionnaire.rules().iter().find(|entry| Some(&entry.rule.id) == rule);
            found.map_or_else(|| "Two answers do not go together".into(), |entry| entry.rule.text.clone())
        }
        FindingKind::Evidence => "Evidence is missing or out of date".into(),
    }
}

/// The question whose answer a verified fix records: the finding's own; of a contradiction, the one that speaks
/// against the claim.
#[must_use]
pub fn fix_question(questionnaire: &Questionnaire, question: &QuestionId, rule: Option<&RuleId>) -> QuestionId {
    let Some(rule) = rule else { return question.clone() };
    let found = questionnaire.rules().iter().find(|entry| entry.rule.id == *rule);
    found.map_or_else(|| question.clone(), |entry| entry.rule.counter.q.clone())
}
