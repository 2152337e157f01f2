//! A score in words that stand alone: the JSON of the command line, and the view that the buyer's desk reads.
//!
//! Both are made of a [`Score`] and hold ids instead of indices. Neither may reach a vendor.

use super::{ControlRow, Row, Score, ScoreBand};
use crate::answer::NotApplicable;
use crate::id::{QuestionId, RuleId, SectionId};
use crate::template::Severity;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// The score as the command line prints it: `raw final cap fails unanswered confidence sections points claimed`.
#[must_use]
pub fn report(score: &Score) -> Value {
    let sections: Map<String, Value> = score
        .sections
        .iter()
        .filter_map(|sum| {
            let section = score.questionnaire().sections().get(sum.section)?;
            Some((section.section.id.to_string(), json!(sum.score)))
        })
        .collect();
    let points: Map<String, Value> =
        score.rows.iter().filter_map(|row| Some((score.id(row.entry)?.to_string(), json!(row.points)))).collect();
    json!({
        "raw": score.raw,
        "final": score.final_,
        "cap": score.cap,
        "fails": score.fail_ids().collect::<Vec<_>>(),
        "unanswered": score.unanswered,
        "confidence": score.confidence,
        "sections": sections,
        "points": points,
        "claimed": { "raw": score.claimed.raw, "final": score.claimed.final_ },
    })
}

/// A score with ids instead of indices. All figures are hundredths of a point unless said otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ScoreView {
    /// Before the cap.
    pub raw: Option<u32>,
    /// After the cap: the score.
    #[serde(rename = "final")]
    pub final_: Option<u32>,
    /// The highest score that the failing critical questions leave.
    pub cap: Option<u32>,
    /// What the cap took off, when it bites.
    pub cap_loss: Option<u32>,
    /// Whether a failing question blocks the vendor.
    pub blocked: bool,
    /// The band of the final score.
    pub band: Option<ScoreBand>,
    /// The failing critical questions.
    pub fails: Vec<QuestionId>,
    /// Questions that count, without answer and override.
    pub unanswered: u32,
    /// How well the answers are evidenced.
    pub confidence: Option<u32>,
    /// Share of the weight that is answered.
    pub completeness: Option<u32>,
    /// What the vendor's word alone would score.
    pub claimed: ClaimedView,
    /// Claimed raw less assured raw.
    pub gap: Option<i32>,
    /// Every section.
    pub sections: Vec<SectionView>,
    /// The questions that count, in order.
    pub rows: Vec<RowView>,
    /// Questions that left the score as not applicable.
    pub left_out: Vec<QuestionId>,
    /// The contradictions that hold.
    pub contradictions: Vec<HoldingView>,
}

/// The score of what is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ClaimedView {
    /// Before the cap.
    pub raw: Option<u32>,
    /// After the cap.
    #[serde(rename = "final")]
    pub final_: Option<u32>,
}

/// The score of a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SectionView {
    /// The section.
    pub id: SectionId,
    /// Its name on screen.
    pub title: String,
    /// None without questions that count.
    pub score: Option<u32>,
    /// Whether more than 40 % of its weight left the score as not applicable.
    pub hollow: bool,
}

/// What one question gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowView {
    /// The question.
    pub question: QuestionId,
    /// Its section.
    pub section: SectionId,
    /// Credit by the answer alone, 0 to 100.
    pub own_credit: u8,
    /// Credit after contradictions and override, 0 to 100.
    pub credit: u8,
    /// Evidence level, 0 to 3.
    pub level: u8,
    /// Evidence factor in percent.
    pub factor: u8,
    /// Section weight times question weight.
    pub weight: u32,
    /// Hundredths that it gave; they add up to the raw score.
    pub points: u32,
    /// Hundredths that it lost.
    pub lost: u32,
    /// The rule that holds with the lowest cap.
    pub contradicted_by: Option<RuleId>,
    /// Whether a reviewer set the credit.
    pub overridden: bool,
    /// Whether there is an answer.
    pub answered: bool,
    /// A claim of "not applicable" that is pending or rejected.
    pub na: Option<NotApplicable>,
    /// Whether it is critical and fell below its limit.
    pub fails: bool,
}

/// A contradiction that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct HoldingView {
    /// The rule.
    pub rule: RuleId,
    /// The question whose claim is doubted.
    pub claim: QuestionId,
    /// The question whose answer raises the doubt.
    pub counter: QuestionId,
    /// What does not fit.
    pub text: String,
    /// Highest credit that the claim keeps.
    pub cap: u8,
    /// Severity of the finding.
    pub severity: Severity,
}

impl Score {
    /// The score with ids instead of indices.
    #[must_use]
    pub fn view(&self) -> ScoreView {
        ScoreView {
            raw: self.raw,
            final_: self.final_,
            cap: self.cap,
            cap_loss: self.cap_loss(),
            blocked: self.blocked,
            band: self.band(),
            fails: self.fail_ids().cloned().collect(),
            unanswered: self.unanswered,
            confidence: self.confidence,
            completeness: self.completeness,
            claimed: ClaimedView { raw: self.claimed.raw, final_: self.claimed.final_ },
            gap: self.gap(),
            sections: self.section_views(),
            rows: self.rows.iter().filter_map(|row| self.row_view(row)).collect(),
            left_out: self.left_out.iter().filter_map(|index| self.id(*index).cloned()).collect(),
            contradictions: self.holding_views(),
        }
    }

    fn section_views(&self) -> Vec<SectionView> {
        let view = |sum: &super::SectionScore| {
            let entry = self.questionnaire().sections().get(sum.section)?;
            Some(SectionView {
                id: entry.section.id.clone(),
                title: entry.section.title.clone(),
                score: sum.score,
                hollow: sum.is_hollow(),
            })
        };
        self.sections.iter().filter_map(view).collect()
    }

    fn row_view(&self, row: &Row) -> Option<RowView> {
        let question = self.question(row.entry)?;
        Some(RowView {
            question: question.id.clone(),
            section: question.section.clone(),
            own_credit: row.own_credit,
            credit: row.credit,
            level: row.level,
            factor: row.factor,
            weight: row.weight,
            points: row.points,
            lost: row.lost,
            contradicted_by: row.contradicted_by.and_then(|rule| self.rule(rule)).map(|entry| entry.rule.id.clone()),
            overridden: row.overridden,
            answered: row.answered,
            na: row.na,
            fails: row.fails,
        })
    }

    fn holding_views(&self) -> Vec<HoldingView> {
        let rules = self.contradictions.iter().filter_map(|holding| self.rule(holding.rule));
        rules
            .map(|entry| HoldingView {
                rule: entry.rule.id.clone(),
                claim: entry.rule.claim.q.clone(),
                counter: entry.rule.counter.q.clone(),
                text: entry.rule.text.clone(),
                cap: entry.rule.cap,
                severity: entry.rule.severity,
            })
            .collect()
    }

    /// The ids of the questions of a control's row.
    #[must_use]
    pub fn control_questions(&self, row: &ControlRow) -> Vec<QuestionId> {
        row.questions.iter().filter_map(|index| self.id(*index).cloned()).collect()
    }
}
