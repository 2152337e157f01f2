//! An assessment as its events have made it: the fields that `apply` fills, and readers for everyone else.
//!
//! Live answers are the vendor's draft. What the buyer sees, scores and decides on is the last submission.

use super::{Attachment, Entry, Inherited, Judgement, Outcome, Plan, Stage, TierTerms};
use crate::answer::Value;
use crate::duties::Duties;
use crate::finding::Finding;
use crate::id::{AssessmentId, EvidenceId, FileHash, FindingId, PersonId, QuestionId};
use crate::journal::Timestamp;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// The vendor's answer to one question as it stands, with its revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The answer.
    pub entry: Entry,
    /// How often it has changed.
    pub revision: u64,
    /// When it last changed.
    pub at: Timestamp,
    /// Who changed it.
    pub by: Option<PersonId>,
}

/// What the vendor submitted, last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// When.
    pub at: Timestamp,
    /// Which submission it is, from 1.
    pub number: u32,
    /// SHA-256 of its contents, hexadecimal.
    pub digest: String,
    /// Who signed.
    pub signatory: PersonId,
    /// The answers.
    pub entries: BTreeMap<QuestionId, Entry>,
    /// The evidence, in the order attached.
    pub evidence: Vec<Attachment>,
}

/// A reviewer's query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// What is asked.
    pub message: String,
    /// Whether it has gone to the vendor.
    pub sent: bool,
}

/// A reviewer's own credit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Credit, 0 to 100.
    pub credit: u8,
    /// Evidence level 0 to 3, if set too.
    pub level: Option<u8>,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Option<PersonId>,
}

/// What reviewers have made of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reviewed {
    /// Who accepted it as it is.
    pub accepted_by: Option<PersonId>,
    /// The query that waits to be sent or answered.
    pub query: Option<Query>,
    /// The override.
    pub overridden: Option<Override>,
    /// Who has accepted that the question does not apply.
    pub na_accepted_by: BTreeSet<PersonId>,
    /// Who refused that.
    pub na_rejected_by: Option<PersonId>,
    /// Whether the answer changed since it was last reviewed.
    pub changed: bool,
    /// Whether somebody gave a verdict on it since the last submission.
    pub touched: bool,
}

/// A verified fix: the answer that holds, and the evidence levels it has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The answer.
    pub value: Value,
    /// Evidence level of every verification, 2 or 3; without files and end dates.
    pub levels: Vec<u8>,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// When.
    pub at: Timestamp,
    /// Who decided.
    pub by: Option<PersonId>,
    /// How.
    pub outcome: Outcome,
    /// Why, for the record.
    pub reason: String,
}

/// One assessment. `Default` is the one that does not exist yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Assessment {
    pub(super) id: Option<AssessmentId>,
    pub(super) plan: Option<Plan>,
    pub(super) terms: Option<TierTerms>,
    pub(super) duties: Duties,
    pub(super) stage: Stage,
    pub(super) version: u64,
    pub(super) drafted: Option<Timestamp>,
    pub(super) sent: Option<Timestamp>,
    pub(super) link_revoked: bool,
    pub(super) answers: BTreeMap<QuestionId, Given>,
    pub(super) evidence: Vec<Attachment>,
    pub(super) finding_evidence: Vec<Attachment>,
    pub(super) judgements: BTreeMap<EvidenceId, Judgement>,
    pub(super) submission: Option<Submission>,
    pub(super) reviews: BTreeMap<QuestionId, Reviewed>,
    pub(super) reviewers: BTreeSet<PersonId>,
    pub(super) fixes: BTreeMap<QuestionId, Fix>,
    pub(super) findings: BTreeMap<FindingId, Finding>,
    pub(super) dismissed: BTreeSet<FindingId>,
    pub(super) replies: BTreeMap<FindingId, String>,
    pub(super) conclusion: Option<Conclusion>,
    pub(super) superseded_by: Option<AssessmentId>,
    pub(super) system_retired: bool,
    pub(super) ended: Option<Timestamp>,
    pub(super) erased: bool,
}

impl Assessment {
    /// Its id; `None` until it is drafted.
    #[must_use]
    pub fn id(&self) -> Option<&AssessmentId> {
        self.id.as_ref()
    }

    /// What was or is to be sent to whom; `None` until it is drafted.
    #[must_use]
    pub fn plan(&self) -> Option<&Plan> {
        self.plan.as_ref()
    }

    /// What the tier asked for at drafting; `None` until it is drafted.
    #[must_use]
    pub fn terms(&self) -> Option<&TierTerms> {
        self.terms.as_ref()
    }

    /// The legal duties that did not apply yet when it was drafted, and still do not on `on`.
    pub fn not_yet_due(&self, on: NaiveDate) -> impl Iterator<Item = (&QuestionId, NaiveDate)> {
        self.duties.iter().map(|(question, from)| (question, *from)).filter(move |(_, from)| *from > on)
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// The version of the stream that made it: the number of events applied.
    #[must_use]
    pub fn version(&self) -> u64 {
        self.version
    }

    /// When it was drafted.
    #[must_use]
    pub fn drafted(&self) -> Option<Timestamp> {
        self.drafted
    }

    /// When it was sent.
    #[must_use]
    pub fn sent(&self) -> Option<Timestamp> {
        self.sent
    }

    /// The vendor's answers as they stand, sent or not. Not for the buyer before a submission.
    #[must_use]
    pub fn answers(&self) -> &BTreeMap<QuestionId, Given> {
        &self.answers
    }

    /// One answer as it stands.
    #[must_use]
    pub fn answer(&self, question: &QuestionId) -> Option<&Given> {
        self.answers.get(question)
    }

    /// The revision of one answer: 0 when it was never given.
    #[must_use]
    pub fn revision(&self, question: &QuestionId) -> u64 {
        self.answers.get(question).map_or(0, |given| given.revision)
    }

    /// The vendor's entries as they stand.
    #[must_use]
    pub fn entries(&self) -> BTreeMap<QuestionId, Entry> {
        self.answers.iter().map(|(question, given)| (question.clone(), given.entry.clone())).collect()
    }

    /// The evidence as it stands, in the order attached.
    #[must_use]
    pub fn evidence(&self) -> &[Attachment] {
        &self.evidence
    }

    /// What the vendor shows for the plan or the fix of a finding, in the order attached. It changes no score by itself:
    /// a reviewer takes it into account when verifying.
    pub fn evidence_for<'a>(&'a self, finding: &'a FindingId) -> impl Iterator<Item = &'a Attachment> {
        self.finding_evidence.iter().filter(move |attachment| attachment.finding.as_ref() == Some(finding))
    }

    /// How many pieces of evidence there are, for answers and for findings.
    #[must_use]
    pub fn evidence_count(&self) -> usize {
        self.evidence.len() + self.finding_evidence.len()
    }

    /// A piece of evidence, also one that was submitted and removed since.
    #[must_use]
    pub fn attachment(&self, id: &EvidenceId) -> Option<&Attachment> {
        self.evidence.iter().chain(self.shown_evidence()).find(|attachment| attachment.id == *id)
    }

    /// A piece of evidence that the buyer may open: submitted, or shown for a finding.
    #[must_use]
    pub fn shown_attachment(&self, id: &EvidenceId) -> Option<&Attachment> {
        self.shown_evidence().find(|attachment| attachment.id == *id)
    }

    fn shown_evidence(&self) -> impl Iterator<Item = &Attachment> {
        let submitted = self.submission.iter().flat_map(|submission| &submission.evidence);
        self.finding_evidence.iter().chain(submitted)
    }

    /// What reviewers judged, by evidence.
    #[must_use]
    pub fn judgements(&self) -> &BTreeMap<EvidenceId, Judgement> {
        &self.judgements
    }

    /// The last submission.
    #[must_use]
    pub fn submission(&self) -> Option<&Submission> {
        self.submission.as_ref()
    }

    /// What reviewers made of each answer.
    #[must_use]
    pub fn reviews(&self) -> &BTreeMap<QuestionId, Reviewed> {
        &self.reviews
    }

    /// Who gave verdicts or judgements since the last submission.
    #[must_use]
    pub fn reviewers(&self) -> &BTreeSet<PersonId> {
        &self.reviewers
    }

    /// The questions whose query is with the vendor.
    pub fn queried(&self) -> impl Iterator<Item = (&QuestionId, &Query)> {
        self.queries().filter(|(_, query)| query.sent)
    }

    /// The questions whose query waits to be sent.
    pub fn unsent(&self) -> impl Iterator<Item = (&QuestionId, &Query)> {
        self.queries().filter(|(_, query)| !query.sent)
    }

    fn queries(&self) -> impl Iterator<Item = (&QuestionId, &Query)> {
        self.reviews.iter().filter_map(|(question, review)| review.query.as_ref().map(|query| (question, query)))
    }

    /// Verified fixes, by question.
    #[must_use]
    pub fn fixes(&self) -> &BTreeMap<QuestionId, Fix> {
        &self.fixes
    }

    /// Every finding ever raised, by id.
    #[must_use]
    pub fn findings(&self) -> &BTreeMap<FindingId, Finding> {
        &self.findings
    }

    /// One finding.
    #[must_use]
    pub fn finding(&self, id: &FindingId) -> Option<&Finding> {
        self.findings.get(id)
    }

    /// What the buyer last answered to the vendor's plan or fix: why it was declined or rejected.
    #[must_use]
    pub fn reply(&self, id: &FindingId) -> Option<&str> {
        self.replies.get(id).map(String::as_str)
    }

    /// How it ended.
    #[must_use]
    pub fn conclusion(&self) -> Option<&Conclusion> {
        self.conclusion.as_ref()
    }

    /// The newer assessment of the system that took its place.
    #[must_use]
    pub fn superseded_by(&self) -> Option<&AssessmentId> {
        self.superseded_by.as_ref()
    }

    /// When it stopped standing for its system: withdrawn, replaced by a newer one, or the system was retired.
    #[must_use]
    pub fn ended_at(&self) -> Option<Timestamp> {
        self.ended
    }

    /// Whether what the vendor said was erased after it ended: then there is nothing to show and nothing to score. A record
    /// erased before that is an answer that was never given.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.erased && self.ended.is_some()
    }

    /// Whether a file is evidence in it: as it stands, as submitted, or for a finding.
    #[must_use]
    pub fn names_file(&self, file: &FileHash) -> bool {
        self.evidence.iter().chain(self.shown_evidence()).any(|attachment| attachment.file == *file)
    }

    /// Every file that is evidence in it.
    pub fn files(&self) -> impl Iterator<Item = &FileHash> {
        self.evidence.iter().chain(self.shown_evidence()).map(|attachment| &attachment.file)
    }

    /// What a newer assessment takes over when it is concluded: the due dates of the open findings. The argument of
    /// [`super::Command::Conclude`].
    #[must_use]
    pub fn inheritable(&self) -> Inherited {
        let open = self.findings.values().filter(|finding| finding.is_open());
        open.map(|finding| (finding.cause(), (finding.plan_due, finding.fix_due))).collect()
    }
}

impl Finding {
    /// What raised it: at most one open finding has the same.
    #[must_use]
    pub fn cause(&self) -> super::CauseKey {
        (self.kind, self.question.clone(), self.rule.clone())
    }
}
