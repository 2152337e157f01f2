//! What the vendor's events do: answers with their revisions, and submissions.
//!
//! A new submission answers the queries that were sent; decisions on what has changed no longer stand.

use crate::answer::Value;
use crate::assessment::event::Event;
use crate::assessment::record::{Assessment, Given, Said, Submission};
use crate::assessment::{Attachment, Entry, Stage};
use crate::id::{PersonId, QuestionId};
use crate::journal::{Recorded, Timestamp};
use std::collections::BTreeSet;

impl Assessment {
    pub(super) fn begin_answering(&mut self) {
        if self.stage == Stage::Sent {
            self.stage = Stage::Answering;
        }
    }

    pub(super) fn given(
        &mut self,
        question: &QuestionId,
        value: Option<&Value>,
        not_applicable: Option<&String>,
        comment: &str,
        recorded: &Recorded<Event>,
    ) {
        let entry =
            Entry { value: value.cloned(), not_applicable: not_applicable.cloned(), comment: comment.to_string() };
        let revision = self.revision(question) + 1;
        let given = Given { entry, revision, at: recorded.at, by: recorded.by.person().cloned() };
        self.answers.insert(question.clone(), given);
        self.begin_answering();
    }

    /// Who gave each answer and each piece of evidence as they stand, and now submits them.
    fn said(&self, submitted_by: Option<PersonId>, at: Timestamp) -> Vec<Said> {
        let answers = self.answers.values().filter_map(|given| Some((given.by.clone()?, given.at)));
        let evidence = self.evidence.iter().filter_map(|attachment| self.attached.get(&attachment.id).cloned());
        let given = answers.chain(evidence).map(|(by, at)| Said { by, at, submission: false });
        given.chain(submitted_by.map(|by| Said { by, at, submission: true })).collect()
    }

    pub(super) fn submitted(&mut self, digest: &str, signatory: &PersonId, by: Option<PersonId>, at: Timestamp) {
        let said = self.said(by, at);
        let before = self.submission.take();
        let now = Submission {
            at,
            number: before.as_ref().map_or(0, |before| before.number) + 1,
            digest: digest.to_string(),
            signatory: signatory.clone(),
            entries: self.entries(),
            evidence: self.evidence.clone(),
            said,
        };
        for review in self.reviews.values_mut() {
            review.touched = false;
            if review.query.as_ref().is_some_and(|query| query.sent) {
                review.query = None;
            }
        }
        if let Some(before) = before {
            self.note_changes(&before, &now);
        }
        self.submission = Some(now);
        self.reviewers.clear();
        self.stage = Stage::Submitted;
    }

    /// Marks what has changed. A verdict on an answer ends with the answer; a new file leaves an override standing.
    fn note_changes(&mut self, before: &Submission, now: &Submission) {
        let questions: BTreeSet<&QuestionId> = before.entries.keys().chain(now.entries.keys()).collect();
        for question in questions {
            let (old, new) = (before.entries.get(question), now.entries.get(question));
            if old != new {
                let review = self.review(question);
                review.changed = true;
                review.accepted_by = None;
            }
            if answer_of(old) != answer_of(new) {
                // A fix stood for the answer before: the newer answer is what holds now.
                self.fixes.remove(question);
                let review = self.review(question);
                review.overridden = None;
                review.na_accepted_by.clear();
                review.na_rejected_by = None;
            }
        }
        let one_side = |a: &[Attachment], b: &[Attachment]| -> Vec<QuestionId> {
            a.iter()
                .filter(|attachment| !b.contains(attachment))
                .map(|attachment| attachment.question.clone())
                .collect()
        };
        let moved = [one_side(&before.evidence, &now.evidence), one_side(&now.evidence, &before.evidence)].concat();
        for question in moved {
            let review = self.review(&question);
            review.changed = true;
            review.accepted_by = None;
        }
    }
}

/// What a decision was about: the value or the claim, not the comment.
fn answer_of(entry: Option<&Entry>) -> (Option<&Value>, Option<&String>) {
    entry.map_or((None, None), |entry| (entry.value.as_ref(), entry.not_applicable.as_ref()))
}
