//! One assessment as the buyer's staff see it: what was sent, what came back, what was decided, what happened.
//!
//! Answers and evidence are those of the last submission; before it there are counts only (scoring rule 15.8).

use super::history::{Names, history};
use super::record::{Reviewed, Submission};
use super::{Assessment, Event, Labels, finding_rows, row};
use crate::actor::Actor;
use crate::api::assessment::{AssessmentView, EvidenceView, InvitationState, RespondentView, Review};
use crate::api::finding::HistoryLine;
use crate::api::vendor::PersonView;
use crate::id::{PersonId, QuestionId};
use crate::journal::{Recorded, Timestamp};
use crate::scoring::Questionnaire;
use std::collections::{BTreeMap, BTreeSet};

/// What a view needs from outside the assessment's stream.
#[derive(Debug, Clone)]
pub struct ViewContext<'a> {
    /// Names from the vendor's stream.
    pub labels: Labels<'a>,
    /// Names of people by id; those that do not appear in the assessment are left out of the view.
    pub names: &'a Names,
    /// The person who answers.
    pub contact: PersonView,
    /// Typed name and role of who submitted last.
    pub signatory: Option<(String, String)>,
    /// Who answered.
    pub respondents: Vec<RespondentView>,
    /// What happened to the addresses of those who answer, newest first.
    pub addresses: Vec<HistoryLine>,
    /// The system's inherent risk today, in hundredths.
    pub inherent: Option<i64>,
    /// The invitation's state.
    pub invitation: Option<InvitationState>,
    /// Whether mails wait in the outbox for an admin to hand their links on.
    pub mails_by_hand: bool,
}

/// The assessment as `by` sees it at `at`; `None` when it does not exist. `events` are its stream.
#[must_use]
pub fn view(
    assessment: &Assessment,
    events: &[Recorded<Event>],
    questionnaire: &Questionnaire,
    context: ViewContext<'_>,
    by: &Actor,
    at: Timestamp,
) -> Option<AssessmentView> {
    let today = at.date();
    let submission = assessment.submission();
    let reviews: BTreeMap<QuestionId, Review> =
        assessment.reviews().iter().map(|(question, review)| (question.clone(), told(review))).collect();
    Some(AssessmentView {
        id: assessment.id()?.clone(),
        plan: assessment.plan()?.clone(),
        terms: *assessment.terms()?,
        not_yet_due: assessment.not_yet_due(today).map(|(question, from)| (question.clone(), from)).collect(),
        row: row(assessment, questionnaire, context.labels, today)?,
        people: people(assessment, events, context.names),
        contact: context.contact,
        state: assessment.state(questionnaire, today),
        entries: submission.map(|submission| submission.entries.clone()).unwrap_or_default(),
        reviews,
        evidence: submission.map(|submission| evidence(assessment, submission)).unwrap_or_default(),
        findings: finding_rows(assessment, questionnaire, context.labels, today),
        inherent: context.inherent,
        digest: submission.map(|submission| submission.digest.clone()),
        signatory: submission.and(context.signatory),
        respondents: context.respondents,
        history: with_addresses(history(events, context.names), context.addresses),
        conclusion_needs: assessment.conclusion_needs(questionnaire, by, at),
        invitation: context.invitation,
        mails_by_hand: context.mails_by_hand,
    })
}

/// Both, newest first.
fn with_addresses(lines: Vec<HistoryLine>, addresses: Vec<HistoryLine>) -> Vec<HistoryLine> {
    let mut all = [lines, addresses].concat();
    all.sort_by_key(|line| std::cmp::Reverse(line.at));
    all
}

fn evidence(assessment: &Assessment, submission: &Submission) -> Vec<EvidenceView> {
    let judged = |id| assessment.judgements().get(id).cloned();
    let each = submission.evidence.iter();
    each.map(|attachment| EvidenceView { attachment: attachment.clone(), judgement: judged(&attachment.id) }).collect()
}

fn told(review: &Reviewed) -> Review {
    let query = review.query.as_ref();
    let overridden = review.overridden.as_ref();
    Review {
        accepted_by: review.accepted_by.clone(),
        query: query.map(|query| query.message.clone()),
        query_sent: query.is_some_and(|query| query.sent),
        override_reason: overridden.map(|overridden| overridden.reason.clone()),
        overridden_by: overridden.and_then(|overridden| overridden.by.clone()),
        not_applicable_accepted_by: review.na_accepted_by.iter().cloned().collect(),
        changed: review.changed,
    }
}

/// Names of everyone who has done something here, and of the contact.
fn people(assessment: &Assessment, events: &[Recorded<Event>], names: &Names) -> BTreeMap<PersonId, String> {
    let acting = events.iter().filter_map(|recorded| recorded.by.person());
    let contact = assessment.plan().map(|plan| &plan.contact);
    let all: BTreeSet<&PersonId> = acting.chain(contact).collect();
    all.into_iter().filter_map(|person| Some((person.clone(), names.get(person)?.clone()))).collect()
}
