//! What can be asked of an assessment. New ids are arguments: nothing here draws one.
//!
//! [`super::Assessment::decide`] turns a command into events or a refusal.

use super::{Attachment, Entry, Judgement, Outcome, Plan, Respondent, TierTerms, Verdict};
use crate::duties::Duties;
use crate::finding::{Action, FindingKind};
use crate::id::{AssessmentId, EvidenceId, FindingId, PersonId, QuestionId, RuleId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What raised a finding: its kind, the question and, of a contradiction, the rule.
pub type CauseKey = (FindingKind, QuestionId, Option<RuleId>);

/// Due dates that a newer assessment takes over: plan due, fix due (scoring rule 17.5).
pub type Inherited = BTreeMap<CauseKey, (NaiveDate, NaiveDate)>;

/// What can be asked of an assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Prepare it (analyst).
    Draft {
        /// Its new id.
        assessment: AssessmentId,
        /// What is to be sent to whom.
        plan: Plan,
        /// What the tier asks for.
        terms: TierTerms,
        /// The legal duties that do not apply yet.
        duties: Duties,
    },
    /// Change the draft (analyst). Vendor and system stay.
    Replan {
        /// The new plan.
        plan: Plan,
        /// The legal duties that do not apply yet.
        duties: Duties,
    },
    /// Send it to the vendor (analyst).
    Send,
    /// Let another person of the vendor answer (analyst).
    ChangeContact(PersonId),
    /// Send the contact a fresh link, which ends the earlier one (analyst).
    RenewLink,
    /// End the contact's link (analyst).
    RevokeLink,
    /// Move the due date to a later day (analyst).
    ExtendDue(NaiveDate),
    /// Answer a question (the vendor's contact).
    Answer {
        /// The question.
        question: QuestionId,
        /// The answer, whole.
        entry: Entry,
        /// The revision that the answer replaces; 0 when there was none.
        revision: u64,
    },
    /// Attach evidence (the vendor's contact).
    Attach(Attachment),
    /// Remove evidence (the vendor's contact).
    RemoveEvidence(EvidenceId),
    /// Send the answers (the vendor's contact).
    Submit {
        /// Who signs: a person row made by the server from the typed name and role.
        signatory: PersonId,
    },
    /// Give a verdict on an answer (reviewer).
    Review {
        /// The question.
        question: QuestionId,
        /// The verdict.
        verdict: Verdict,
    },
    /// Judge a piece of evidence (reviewer).
    Judge {
        /// The evidence.
        evidence: EvidenceId,
        /// The judgement.
        judgement: Judgement,
    },
    /// Send the collected queries to the vendor (analyst or reviewer).
    Return,
    /// Decide it (approver).
    Conclude {
        /// How.
        outcome: Outcome,
        /// Why, for the record; may be empty.
        reason: String,
        /// What the system's previous concluded assessment hands over; see [`super::Assessment::inheritable`].
        inherited: Inherited,
        /// Who answered at which address; see [`super::Assessment::respondents`].
        respondents: Vec<Respondent>,
    },
    /// Take it back (analyst).
    Withdraw {
        /// Why.
        reason: String,
    },
    /// Raise a finding before the conclusion, which would raise it too (reviewer).
    Raise {
        /// What raises it.
        cause: CauseKey,
        /// As for [`Command::Conclude`].
        inherited: Inherited,
    },
    /// Do something about a finding.
    Act {
        /// The finding.
        finding: FindingId,
        /// What.
        action: Action,
    },
    /// Withdraw its open findings because a newer assessment of the system was concluded (system).
    Supersede {
        /// The newer one.
        by: AssessmentId,
    },
    /// Withdraw it, unless it is concluded, and its open findings, because the AI system was retired (system).
    RetireSystem,
    /// Erase what the vendor said, once it has ended (system).
    Erase {
        /// The versions of the records that hold it.
        versions: Vec<u64>,
    },
    /// Raise and withdraw the findings that a date has made or ended (system).
    Refresh,
}
