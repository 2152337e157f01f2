//! Readers of what the vendor gave: answers, evidence and submissions.
//!
//! What stands and what was submitted are two things: the buyer is shown the last submission, and evidence for findings.

use super::{Assessment, Given, Submission};
use crate::assessment::{Attachment, Entry};
use crate::id::{EvidenceId, FileHash, FindingId, QuestionId};
use std::collections::BTreeMap;

impl Assessment {
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

    /// The last submission.
    #[must_use]
    pub fn submission(&self) -> Option<&Submission> {
        self.submission.as_ref()
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
}
