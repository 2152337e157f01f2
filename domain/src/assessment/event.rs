//! What can happen to an assessment and its findings: the journal's truth.
//!
//! Events keep their shape for ever: an old journal must still fold. People are named by id only. What can be asked for
//! is in `command`.

use super::{Attachment, Judgement, Outcome, Plan, Respondent, TierTerms};
use crate::answer::Value;
use crate::duties::Duties;
use crate::finding::FindingKind;
use crate::id::{AssessmentId, EvidenceId, FindingId, PersonId, QuestionId, RuleId};
use crate::template::Severity;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Why a finding was withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawnBecause {
    /// What raised it no longer holds. Withdrawn by Assay, whoever made the decision that did it.
    CauseGone,
    /// A newer assessment of the system was concluded. Withdrawn by Assay.
    Superseded,
    /// The AI system was retired. Withdrawn by Assay.
    SystemRetired,
    /// A person decided so.
    Decided {
        /// Why.
        reason: String,
    },
}

/// What happened to an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A record whose text was erased: it stood for something, and nobody knows any more for what.
    Redacted,
    /// It was prepared.
    Drafted {
        /// Its id.
        assessment: AssessmentId,
        /// What is to be sent to whom.
        plan: Plan,
        /// What the tier asks for, fixed here.
        terms: TierTerms,
        /// The legal duties that do not apply yet, as known on that day.
        #[serde(default, skip_serializing_if = "Duties::is_empty")]
        duties: Duties,
    },
    /// The draft was changed.
    Replanned {
        /// The new plan, whole.
        plan: Plan,
        /// The legal duties that do not apply yet, as known on that day.
        #[serde(default, skip_serializing_if = "Duties::is_empty")]
        duties: Duties,
    },
    /// It was sent to the vendor.
    Sent,
    /// Another person of the vendor is to answer.
    ContactChanged {
        /// The person.
        contact: PersonId,
    },
    /// The due date was moved.
    DueExtended {
        /// The new last day.
        due: NaiveDate,
    },
    /// The contact got a fresh link; the earlier one ended.
    LinkRenewed,
    /// The contact's link ended, and whoever came in through it was shut out.
    LinkRevoked,
    /// The vendor answered a question.
    Answered {
        /// The question.
        question: QuestionId,
        /// The answer.
        value: Value,
        /// The comment; may be empty.
        comment: String,
    },
    /// The vendor says that a question does not apply.
    NotApplicableClaimed {
        /// The question.
        question: QuestionId,
        /// Why.
        reason: String,
        /// The comment; may be empty.
        comment: String,
    },
    /// The vendor took its answer back. A comment may stay.
    Cleared {
        /// The question.
        question: QuestionId,
        /// The comment; may be empty.
        comment: String,
    },
    /// The vendor attached a piece of evidence.
    EvidenceAttached {
        /// The evidence.
        attachment: Attachment,
    },
    /// The vendor removed a piece of evidence.
    EvidenceRemoved {
        /// The evidence.
        evidence: EvidenceId,
    },
    /// The vendor sent its answers.
    Submitted {
        /// SHA-256 of what was submitted, hexadecimal; see `digest`.
        digest: String,
        /// Who signed: the typed name and role stand in this person's row.
        signatory: PersonId,
    },
    /// A reviewer accepted an answer.
    AnswerAccepted {
        /// The question.
        question: QuestionId,
    },
    /// A reviewer asks the vendor about an answer.
    AnswerQueried {
        /// The question.
        question: QuestionId,
        /// What is asked.
        message: String,
    },
    /// A reviewer set the credit of an answer.
    CreditOverridden {
        /// The question.
        question: QuestionId,
        /// Credit, 0 to 100.
        credit: u8,
        /// Evidence level 0 to 3, if set too.
        level: Option<u8>,
        /// Why.
        reason: String,
    },
    /// A reviewer took an override back.
    OverrideLifted {
        /// The question.
        question: QuestionId,
    },
    /// A reviewer decided on a claim that a question does not apply.
    NotApplicableDecided {
        /// The question.
        question: QuestionId,
        /// Whether the claim is accepted.
        accepted: bool,
        /// Why; may be empty when accepted.
        reason: String,
    },
    /// A reviewer judged a piece of evidence.
    EvidenceJudged {
        /// The evidence.
        evidence: EvidenceId,
        /// The judgement.
        judgement: Judgement,
    },
    /// The collected queries went to the vendor.
    Returned {
        /// The questions that are open again.
        questions: Vec<QuestionId>,
    },
    /// It was decided.
    Concluded {
        /// How.
        outcome: Outcome,
        /// Why, for the record; may be empty.
        reason: String,
        /// Who had answered at which address; records of older releases do not say.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        respondents: Vec<Respondent>,
    },
    /// The buyer took it back.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// A newer assessment of the system was concluded.
    Superseded {
        /// The newer one.
        by: AssessmentId,
    },
    /// What the vendor said was erased: the time for which it is kept was over.
    Erased {
        /// The versions of the records whose text went with it; none in what the first release recorded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        versions: Vec<u64>,
    },
    /// The AI system was retired: it ends unless it was concluded, and no finding is raised any more.
    SystemRetired,
    /// A finding was raised.
    FindingRaised {
        /// Its id.
        finding: FindingId,
        /// What raised it.
        cause: FindingKind,
        /// The question; of a contradiction, the claim's.
        question: QuestionId,
        /// The contradiction rule, if one raised it.
        rule: Option<RuleId>,
        /// How severe.
        severity: Severity,
        /// The day by which a plan is owed.
        plan_due: NaiveDate,
        /// The day by which it must be fixed.
        fix_due: NaiveDate,
    },
    /// The vendor proposed a plan.
    PlanProposed {
        /// The finding.
        finding: FindingId,
        /// What will be done.
        plan: String,
        /// By when.
        fix_by: NaiveDate,
    },
    /// The buyer agreed to the plan.
    PlanAgreed {
        /// The finding.
        finding: FindingId,
        /// The day by which it must be fixed from now on.
        fix_due: NaiveDate,
    },
    /// The buyer asked for another plan.
    PlanDeclined {
        /// The finding.
        finding: FindingId,
        /// Why.
        reason: String,
    },
    /// The vendor started.
    WorkStarted {
        /// The finding.
        finding: FindingId,
    },
    /// The vendor says it is fixed.
    FixSubmitted {
        /// The finding.
        finding: FindingId,
        /// What was done.
        note: String,
    },
    /// A reviewer checked the fix: it holds, and this answer with it.
    FixVerified {
        /// The finding.
        finding: FindingId,
        /// The question whose answer is recorded; of a contradiction, the counter's.
        question: QuestionId,
        /// The answer that now holds.
        value: Value,
        /// Evidence level, 2 or 3.
        level: u8,
    },
    /// A reviewer checked the fix: not enough.
    FixRejected {
        /// The finding.
        finding: FindingId,
        /// Why.
        reason: String,
    },
    /// An approver carries the risk.
    RiskAccepted {
        /// The finding.
        finding: FindingId,
        /// Last day of the acceptance.
        until: NaiveDate,
        /// Why.
        reason: String,
    },
    /// A finding was withdrawn.
    FindingWithdrawn {
        /// The finding.
        finding: FindingId,
        /// Why.
        because: WithdrawnBecause,
    },
    /// The buyer moved the day by which it must be fixed.
    DueMoved {
        /// The finding.
        finding: FindingId,
        /// The new day.
        fix_due: NaiveDate,
        /// Why.
        reason: String,
    },
}
