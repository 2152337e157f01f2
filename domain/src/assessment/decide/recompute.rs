//! Findings follow the score: raised at the conclusion or before it by hand, and withdrawn with their cause.
//!
//! At most one open finding has the same cause. What a person withdrew is not raised again in this assessment.

use super::must_be;
use super::review::{REVIEWED, REVIEWER};
use crate::actor::Actor;
use crate::assessment::event::WithdrawnBecause;
use crate::assessment::{Assessment, CauseKey, Event, Inherited, Refusal, Stage};
use crate::calendar;
use crate::finding::{Cause, Finding, FindingKind};
use crate::id::FindingId;
use crate::journal::{Recorded, Timestamp, sha256_hex};
use crate::scoring::Questionnaire;
use chrono::NaiveDate;
use std::collections::BTreeSet;

impl Assessment {
    /// Raises a finding by hand, of those that the conclusion would raise; its clock starts now.
    pub(super) fn raise(
        &self,
        questionnaire: &Questionnaire,
        key: &CauseKey,
        inherited: &Inherited,
        by: &Actor,
        today: NaiveDate,
    ) -> Result<Vec<Event>, Refusal> {
        must_be(by, REVIEWER)?;
        self.in_stage(REVIEWED)?;
        let mut causes = self.would_raise(questionnaire, today).into_iter();
        let cause = causes.find(|cause| cause.key() == *key).ok_or(Refusal::NoCause)?;
        if self.findings.values().any(|finding| finding.is_open() && finding.cause() == *key) {
            return Ok(vec![]);
        }
        Ok(self.raised_by(cause, inherited, today).into_iter().collect())
    }

    /// `events` and the findings that they or the date raise and withdraw, in the same decision. Before the conclusion
    /// none is raised by itself; one that was raised by hand ends with its cause.
    pub(super) fn with_findings(
        &self,
        questionnaire: &Questionnaire,
        mut events: Vec<Event>,
        inherited: &Inherited,
        by: &Actor,
        at: Timestamp,
    ) -> Vec<Event> {
        let concludes = events.iter().any(|event| matches!(event, Event::Concluded { .. }));
        if self.findings.is_empty() && self.stage != Stage::Concluded && !concludes {
            return events;
        }
        let mut after = self.clone();
        for event in &events {
            let version = after.version + 1;
            after.apply(&Recorded { version, at, by: by.reference(), event: event.clone() });
        }
        events.extend(after.moved(questionnaire, inherited, at.date()));
        events
    }

    /// Whether a date has made or ended causes of findings, and no event says so yet: [`super::super::Command::Refresh`]
    /// would.
    #[must_use]
    pub fn is_unsettled(&self, questionnaire: &Questionnaire, today: NaiveDate) -> bool {
        !self.moved(questionnaire, &Inherited::new(), today).is_empty()
    }

    /// What the answers, the review and the date make of the findings.
    fn moved(&self, questionnaire: &Questionnaire, inherited: &Inherited, today: NaiveDate) -> Vec<Event> {
        // Of what cannot be computed it is not known whether a cause has gone.
        if self.score_fault(questionnaire, today).is_some() {
            return vec![];
        }
        if self.stage.is_reviewed() && !self.findings.is_empty() {
            self.ended(&self.holding(questionnaire, today))
        } else if self.stage == Stage::Concluded && self.superseded_by.is_none() && !self.system_retired {
            self.moved_findings(questionnaire, inherited, today)
        } else {
            vec![]
        }
    }

    fn holding(&self, questionnaire: &Questionnaire, today: NaiveDate) -> BTreeSet<CauseKey> {
        self.would_raise(questionnaire, today).iter().map(Cause::key).collect()
    }

    /// Withdraws the open findings whose cause no longer holds.
    fn ended(&self, holding: &BTreeSet<CauseKey>) -> Vec<Event> {
        let open = self.findings.values().filter(|finding| finding.is_open());
        let gone = open.filter(|finding| !holding.contains(&finding.cause()));
        let because = WithdrawnBecause::CauseGone;
        gone.map(|finding| Event::FindingWithdrawn { finding: finding.id.clone(), because: because.clone() }).collect()
    }

    fn moved_findings(&self, questionnaire: &Questionnaire, inherited: &Inherited, today: NaiveDate) -> Vec<Event> {
        let causes = self.would_raise(questionnaire, today);
        let mut events = self.ended(&causes.iter().map(Cause::key).collect());
        let stays = |finding: &&Finding| finding.is_open() || self.dismissed.contains(&finding.id);
        let known: BTreeSet<CauseKey> = self.findings.values().filter(stays).map(Finding::cause).collect();
        let fresh = causes.into_iter().filter(|cause| !known.contains(&cause.key()));
        events.extend(fresh.filter_map(|cause| self.raised_by(cause, inherited, today)));
        events
    }

    fn raised_by(&self, cause: Cause, inherited: &Inherited, today: NaiveDate) -> Option<Event> {
        let finding = self.next_id(&cause)?;
        let fresh = (calendar::plan_due(cause.severity, today), calendar::fix_due(cause.severity, today));
        let (plan_due, fix_due) = inherited.get(&cause.key()).copied().unwrap_or(fresh);
        let Cause { kind, question, rule, severity } = cause;
        Some(Event::FindingRaised { finding, cause: kind, question, rule, severity, plan_due, fix_due })
    }

    /// `{kind}:{question or rule}:{n}`, counted in the stream.
    fn next_id(&self, cause: &Cause) -> Option<FindingId> {
        let kind = match cause.kind {
            FindingKind::Control => "control",
            FindingKind::Contradiction => "contradiction",
            FindingKind::Evidence => "evidence",
        };
        let key = cause.key();
        let n = 1 + self.findings.values().filter(|finding| finding.cause() == key).count();
        let about = cause.rule.as_ref().map_or(cause.question.as_str(), |rule| rule.as_str());
        let short = || sha256_hex(about.as_bytes()).chars().take(32).collect::<String>();
        // A rule's id may be as long as a whole id: then its digest stands for it.
        FindingId::new(format!("{kind}:{about}:{n}"))
            .or_else(|_| FindingId::new(format!("{kind}:{}:{n}", short())))
            .ok()
    }
}
