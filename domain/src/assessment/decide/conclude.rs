//! Concluding, and what follows a conclusion: superseding the older assessment, and what a date raises or ends.
//!
//! Where the tier asks for two people, somebody else than the one who concludes must have reviewed the last submission.

use super::{must_be, must_be_system, needed_text, not_before, text};
use crate::actor::{Actor, Role};
use crate::answer::NotApplicable;
use crate::assessment::event::WithdrawnBecause;
use crate::assessment::state::{na_needs, na_state};
use crate::assessment::{Assessment, Event, Inherited, Outcome, Refusal, Respondent, Stage};
use crate::calendar::day_after;
use crate::id::AssessmentId;
use crate::journal::Timestamp;
use crate::scoring::Questionnaire;
use chrono::NaiveDate;

const APPROVER: &[Role] = &[Role::Approver];

impl Assessment {
    pub(super) fn conclude(
        &self,
        questionnaire: &Questionnaire,
        outcome: Outcome,
        (reason, respondents): (String, Vec<Respondent>),
        inherited: &Inherited,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        must_be(by, APPROVER)?;
        self.in_stage(&[Stage::Submitted, Stage::InReview])?;
        check(&outcome, at.date())?;
        text("reason", &reason)?;
        let needs = self.open_matters(questionnaire, by, at.date());
        if !needs.is_empty() {
            return Err(Refusal::NotReady { needs });
        }
        let concluded = Event::Concluded { outcome, reason, respondents };
        Ok(self.with_findings(questionnaire, vec![concluded], inherited, by, at))
    }

    /// Why `by` cannot conclude it at `at`, each a sentence; empty when they can.
    #[must_use]
    pub fn conclusion_needs(&self, questionnaire: &Questionnaire, by: &Actor, at: Timestamp) -> Vec<String> {
        let mut needs = Vec::new();
        if !by.has(Role::Approver) {
            needs.push("only an approver concludes".to_string());
        }
        match self.stage {
            Stage::Submitted | Stage::InReview => needs.extend(self.open_matters(questionnaire, by, at.date())),
            Stage::Draft | Stage::Sent | Stage::Answering => {
                needs.push("the vendor has not submitted its answers yet".to_string());
            }
            Stage::Returned => needs.push("the vendor has queries to answer".to_string()),
            Stage::Concluded | Stage::Withdrawn => {
                needs.push(format!("the assessment is {}", self.stage.words()));
            }
        }
        needs
    }

    /// What is still open in the review, each a sentence.
    fn open_matters(&self, questionnaire: &Questionnaire, by: &Actor, today: NaiveDate) -> Vec<String> {
        let mut needs = Vec::new();
        needs.extend(self.score_fault(questionnaire, today).map(|fault| fault.to_string()));
        let list = |ids: Vec<String>| ids.join(", ");
        let unsent: Vec<String> = self.unsent().map(|(question, _)| question.to_string()).collect();
        if !unsent.is_empty() {
            needs.push(format!("send back or take back the queries on {}", list(unsent)));
        }
        let (mut undecided, mut second) = (Vec::new(), Vec::new());
        let state = self.state(questionnaire, today);
        let asked = state.as_ref().map(|state| questionnaire.asked(&state.answers));
        for question in asked.iter().flat_map(|asked| asked.questions()) {
            let answer = state.as_ref().and_then(|state| state.answers.get(&question.id));
            let review = self.reviews.get(&question.id);
            if answer.is_none_or(|answer| answer.na.is_none()) || na_state(question, review) != NotApplicable::Pending {
                continue;
            }
            let accepted = review.map_or(0, |review| review.na_accepted_by.len());
            let half_way = na_needs(question) > 1 && accepted > 0;
            if half_way { &mut second } else { &mut undecided }.push(question.id.to_string());
        }
        if !undecided.is_empty() {
            needs.push(format!("decide whether {} may be left out as not applicable", list(undecided)));
        }
        if !second.is_empty() {
            needs.push(format!("a second person must accept that {} does not apply", list(second)));
        }
        let two = self.terms.is_some_and(|terms| terms.approvers >= 2);
        let person = by.reference().person().cloned();
        if two && !self.reviewers.iter().any(|reviewer| Some(reviewer) != person.as_ref()) {
            needs.push("this tier takes two people: somebody else must review the answers first".to_string());
        }
        // One person may be both, but not without the role (scoring rule 12.7).
        if !two && self.reviewers.is_empty() && !by.has(Role::Reviewer) {
            needs.push("a reviewer must review the answers first".to_string());
        }
        needs
    }

    pub(super) fn supersede(&self, newer: AssessmentId, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be_system(by)?;
        self.in_stage(&[Stage::Concluded])?;
        if self.superseded_by.is_some() || self.id.as_ref() == Some(&newer) {
            return Ok(vec![]);
        }
        let withdrawn = self.all_withdrawn(&WithdrawnBecause::Superseded);
        Ok([Event::Superseded { by: newer }].into_iter().chain(withdrawn).collect())
    }

    pub(super) fn retire_system(&self, by: &Actor) -> Result<Vec<Event>, Refusal> {
        must_be_system(by)?;
        if self.system_retired || self.stage == Stage::Withdrawn {
            return Ok(vec![]);
        }
        let withdrawn = self.all_withdrawn(&WithdrawnBecause::SystemRetired);
        Ok([Event::SystemRetired].into_iter().chain(withdrawn).collect())
    }

    /// The withdrawal of every open finding, for one reason.
    pub(super) fn all_withdrawn(&self, because: &WithdrawnBecause) -> impl Iterator<Item = Event> {
        let open = self.findings.values().filter(|finding| finding.is_open());
        open.map(|finding| Event::FindingWithdrawn { finding: finding.id.clone(), because: because.clone() })
    }

    pub(super) fn refresh(
        &self,
        questionnaire: &Questionnaire,
        by: &Actor,
        at: Timestamp,
    ) -> Result<Vec<Event>, Refusal> {
        must_be_system(by)?;
        Ok(self.with_findings(questionnaire, vec![], &Inherited::new(), by, at))
    }
}

fn check(outcome: &Outcome, today: NaiveDate) -> Result<(), Refusal> {
    match outcome {
        Outcome::Approved | Outcome::Rejected => Ok(()),
        Outcome::Conditional { conditions, until } => {
            needed_text("conditions", conditions, "the conditions")?;
            not_before("until", *until, day_after(today), "choose a day after today")
        }
    }
}
