//! Readers of what reviewers made of it: verdicts, queries, verified fixes, and findings.
//!
//! A verdict is about the last submission; a fix and a finding outlive it.

use super::{Assessment, Fix, Query, Reviewed};
use crate::assessment::{CauseKey, Inherited, Judgement};
use crate::finding::Finding;
use crate::id::{EvidenceId, FindingId, PersonId, QuestionId};
use std::collections::{BTreeMap, BTreeSet};

impl Assessment {
    /// What reviewers judged, by evidence.
    #[must_use]
    pub fn judgements(&self) -> &BTreeMap<EvidenceId, Judgement> {
        &self.judgements
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

    /// What a newer assessment takes over when it is concluded: the due dates of the open findings. The argument of
    /// [`crate::assessment::Command::Conclude`].
    #[must_use]
    pub fn inheritable(&self) -> Inherited {
        let open = self.findings.values().filter(|finding| finding.is_open());
        open.map(|finding| (finding.cause(), (finding.plan_due, finding.fix_due))).collect()
    }
}

impl Finding {
    /// What raised it: at most one open finding has the same.
    #[must_use]
    pub fn cause(&self) -> CauseKey {
        (self.kind, self.question.clone(), self.rule.clone())
    }
}
