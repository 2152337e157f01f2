//! Findings follow the score: raised at the conclusion, and after every later change raised or withdrawn with it.
//!
//! At most one open finding has the same cause. What a person withdrew is not raised again in this assessment.

use crate::actor::Actor;
use crate::assessment::event::WithdrawnBecause;
use crate::assessment::{Assessment, CauseKey, Event, Inherited, Stage};
use crate::calendar;
use crate::finding::{Cause, FindingKind};
use crate::id::FindingId;
use crate::journal::{Recorded, Timestamp, sha256_hex};
use crate::scoring::Questionnaire;
use std::collections::BTreeSet;

impl Assessment {
    /// `events` and, once concluded, the findings that they or the date raise and withdraw, in the same decision.
    pub(super) fn with_findings(
        &self,
        questionnaire: &Questionnaire,
        mut events: Vec<Event>,
        inherited: &Inherited,
        by: &Actor,
        at: Timestamp,
    ) -> Vec<Event> {
        let mut after = self.clone();
        for event in &events {
            let version = after.version + 1;
            after.apply(&Recorded { version, at, by: by.reference(), event: event.clone() });
        }
        if after.stage == Stage::Concluded && after.superseded_by.is_none() {
            events.extend(after.moved_findings(questionnaire, inherited, at));
        }
        events
    }

    fn moved_findings(&self, questionnaire: &Questionnaire, inherited: &Inherited, at: Timestamp) -> Vec<Event> {
        let today = at.date();
        let causes = self.would_raise(questionnaire, today);
        let holding: BTreeSet<CauseKey> = causes.iter().map(Cause::key).collect();
        let mut events = Vec::new();
        let (mut open, mut dismissed) = (BTreeSet::new(), BTreeSet::new());
        for finding in self.findings.values() {
            let cause = finding.cause();
            if self.dismissed.contains(&finding.id) {
                dismissed.insert(cause);
            } else if finding.is_open() && holding.contains(&cause) {
                open.insert(cause);
            } else if finding.is_open() {
                let because = WithdrawnBecause::CauseGone;
                events.push(Event::FindingWithdrawn { finding: finding.id.clone(), because });
            }
        }
        for cause in causes {
            let key = cause.key();
            if open.contains(&key) || dismissed.contains(&key) {
                continue;
            }
            let Some(finding) = self.next_id(&cause) else { continue };
            let fresh = (calendar::plan_due(cause.severity, today), calendar::fix_due(cause.severity, today));
            let (plan_due, fix_due) = inherited.get(&key).copied().unwrap_or(fresh);
            let Cause { kind, question, rule, severity } = cause;
            events.push(Event::FindingRaised { finding, cause: kind, question, rule, severity, plan_due, fix_due });
        }
        events
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
