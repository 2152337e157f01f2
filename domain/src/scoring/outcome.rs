//! A score with its whole explanation: what each question gave, what capped it, what was claimed.
//!
//! It holds indices into its questionnaire, so making one clones no text; ids are looked up when shown.

use super::{Questionnaire, RuleEntry, ScoreBand};
use crate::answer::NotApplicable;
use crate::id::QuestionId;
use crate::template::{Contradiction, Question, Requirement};
use crate::visibility::Asking;

/// The score of a state. All figures are hundredths of a point, 0 to 10,000.
#[derive(Debug, Clone)]
pub struct Score {
    pub(crate) questionnaire: Questionnaire,
    /// Which questions were asked, in the questionnaire's order.
    pub asking: Vec<Asking>,
    /// Before the cap.
    pub raw: Option<u32>,
    /// After the cap: the score.
    pub final_: Option<u32>,
    /// The highest score that the failing critical questions leave.
    pub cap: Option<u32>,
    /// Whether a failing question blocks the vendor. Show it only after submission.
    pub blocked: bool,
    /// Failing critical questions by index, in the byte order of their ids.
    pub fails: Vec<usize>,
    /// Rows without an answer and without an override.
    pub unanswered: u32,
    /// How well the answers are evidenced.
    pub confidence: Option<u32>,
    /// Share of the weight that is answered.
    pub completeness: Option<u32>,
    /// What the vendor's word alone would score.
    pub claimed: Claimed,
    /// The questions that count, in order.
    pub rows: Vec<Row>,
    /// Asked questions that left the score because "not applicable" was accepted.
    pub left_out: Vec<usize>,
    /// Every section, in order.
    pub sections: Vec<SectionScore>,
    /// The contradictions that hold.
    pub contradictions: Vec<Holding>,
}

/// The score of what is claimed: full evidence, no contradictions, no overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Before the cap.
    pub raw: Option<u32>,
    /// After the cap.
    pub final_: Option<u32>,
}

/// What one question gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Index of the question.
    pub entry: usize,
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
    /// Hundredths that it gave; over all rows they add up to the raw score.
    pub points: u32,
    /// Hundredths that it lost, rounded; for display.
    pub lost: u32,
    /// Index of the rule that holds with the lowest cap.
    pub contradicted_by: Option<usize>,
    /// Whether a reviewer set the credit.
    pub overridden: bool,
    /// Whether there is an answer.
    pub answered: bool,
    /// A claim of "not applicable" that is pending or rejected.
    pub na: Option<NotApplicable>,
    /// Whether it is critical and fell below its limit.
    pub fails: bool,
    /// Whether its evidence level is 0 because evidence was rejected or has expired.
    pub evidence_lapsed: bool,
}

/// The score of one section; it never enters the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SectionScore {
    /// Index of the section.
    pub section: usize,
    /// None without rows.
    pub score: Option<u32>,
    /// Weight of its rows.
    pub weight: u32,
    /// Weight of its questions that left the score as not applicable.
    pub left_out: u32,
}

impl SectionScore {
    /// Whether more than 40 % of the section's weight left the score as not applicable.
    #[must_use]
    pub fn is_hollow(&self) -> bool {
        5 * u64::from(self.left_out) > 2 * (u64::from(self.weight) + u64::from(self.left_out))
    }
}

/// A contradiction that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// Index of the rule.
    pub rule: usize,
    /// Index of the question whose claim is doubted.
    pub entry: usize,
}

/// What findings are made of, for one question that counts.
#[derive(Debug, Clone)]
pub struct Material<'a> {
    /// The question.
    pub question: &'a Question,
    /// Credit after contradictions and override, 0 to 100.
    pub credit: u8,
    /// Section weight times question weight.
    pub weight: u32,
    /// Evidence factor in percent.
    pub factor: u8,
    /// Whether it is critical and fell below its limit.
    pub fails: bool,
    /// Whether required evidence counts for nothing because it was rejected or has expired.
    pub evidence_lapsed: bool,
    /// The contradictions that hold on it.
    pub rules: Vec<&'a Contradiction>,
}

impl Score {
    /// The questionnaire that was scored.
    #[must_use]
    pub fn questionnaire(&self) -> &Questionnaire {
        &self.questionnaire
    }

    /// The band of the final score; none when not scorable.
    #[must_use]
    pub fn band(&self) -> Option<ScoreBand> {
        self.final_.map(ScoreBand::of)
    }

    /// Claimed raw less assured raw. Negative only where overrides gave more than was claimed.
    #[must_use]
    pub fn gap(&self) -> Option<i32> {
        let (claimed, assured) = (i32::try_from(self.claimed.raw?).ok()?, i32::try_from(self.raw?).ok()?);
        Some(claimed - assured)
    }

    /// What the critical cap took off; none when it does not bite.
    #[must_use]
    pub fn cap_loss(&self) -> Option<u32> {
        self.raw?.checked_sub(self.final_?).filter(|loss| *loss > 0)
    }

    /// The question at `index`.
    #[must_use]
    pub fn question(&self, index: usize) -> Option<&Question> {
        self.questionnaire.questions().get(index).map(|entry| &entry.question)
    }

    /// The id of the question at `index`.
    #[must_use]
    pub fn id(&self, index: usize) -> Option<&QuestionId> {
        self.question(index).map(|question| &question.id)
    }

    /// The rule at `index`.
    #[must_use]
    pub fn rule(&self, index: usize) -> Option<&RuleEntry> {
        self.questionnaire.rules().get(index)
    }

    /// The row of a question; none when it does not count.
    #[must_use]
    pub fn row(&self, id: &QuestionId) -> Option<&Row> {
        let index = self.questionnaire.index(id)?;
        // Rows are in the order of the questionnaire.
        self.rows.get(self.rows.binary_search_by_key(&index, |row| row.entry).ok()?)
    }

    /// Whether a question was asked.
    #[must_use]
    pub fn is_asked(&self, id: &QuestionId) -> bool {
        self.questionnaire.index(id).and_then(|index| self.asking.get(index)) == Some(&Asking::Asked)
    }

    /// The failing critical questions, in byte order.
    pub fn fail_ids(&self) -> impl Iterator<Item = &QuestionId> {
        self.fails.iter().filter_map(|index| self.id(*index))
    }

    /// What findings are made of, for every question that counts.
    pub fn materials(&self) -> impl Iterator<Item = Material<'_>> {
        self.rows.iter().filter_map(|row| {
            let question = self.question(row.entry)?;
            let holding = self.contradictions.iter().filter(|holding| holding.entry == row.entry);
            Some(Material {
                question,
                credit: row.credit,
                weight: row.weight,
                factor: row.factor,
                fails: row.fails,
                evidence_lapsed: row.evidence_lapsed && question.evidence.requirement == Requirement::Required,
                rules: holding.filter_map(|holding| self.rule(holding.rule).map(|entry| &entry.rule)).collect(),
            })
        })
    }

    /// What findings are made of, for one question.
    #[must_use]
    pub fn material(&self, id: &QuestionId) -> Option<Material<'_>> {
        self.materials().find(|material| material.question.id == *id)
    }
}
