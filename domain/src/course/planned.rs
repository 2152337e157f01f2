//! The projected curve: every agreed plan is taken as verified on its fix date (scoring rule 15.3).
//!
//! A plan whose date has passed is taken as verified tomorrow: the projection begins with today's figures as they are.

use super::replay::{Replay, Track};
use super::words::Told;
use super::{point, record, target, words};
use crate::actor::{Actor, ActorRef};
use crate::api::vendor::CoursePoint;
use crate::assessment::{Command, Event};
use crate::calendar::day_after;
use crate::finding::{Finding, FindingState};
use crate::id::FindingId;
use crate::journal::{Recorded, Timestamp};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Evidence level of a fix that is only expected: an operating record.
const EXPECTED_LEVEL: u8 = 2;

/// The figures from `today` to the last agreed plan; empty when no plan is agreed.
pub(super) fn planned(replay: &Replay<'_>, today: NaiveDate) -> Vec<CoursePoint> {
    let Some(latest) = replay.latest() else { return Vec::new() };
    let plans = agreed(latest, today);
    if plans.is_empty() {
        return Vec::new();
    }
    let mut track = latest.clone();
    let mut points = vec![point(today, replay.risk_of(&track, today), Told::default())];
    let mut reached = today;
    for (day, findings) in plans {
        while let Some(stop) = track.next_change(reached).filter(|stop| *stop > reached && *stop < day) {
            record(&mut points, point(stop, replay.risk_of(&track, stop), Told::default()), false);
            reached = stop;
        }
        let events = findings.iter().filter(|finding| verify(&mut track, finding, day)).map(words::planned).collect();
        let told = Told { events, ..Told::default() };
        record(&mut points, point(day, replay.risk_of(&track, day), told), true);
        reached = day;
    }
    points
}

/// The findings whose plan is agreed, by the day on which they are taken as fixed.
fn agreed(track: &Track<'_>, today: NaiveDate) -> BTreeMap<NaiveDate, Vec<FindingId>> {
    let mut plans: BTreeMap<NaiveDate, Vec<FindingId>> = BTreeMap::new();
    for finding in track.assessment.findings().values().filter(|finding| is_agreed(finding, today)) {
        plans.entry(finding.fix_due.max(day_after(today))).or_default().push(finding.id.clone());
    }
    plans
}

fn is_agreed(finding: &Finding, today: NaiveDate) -> bool {
    match finding.state_on(today) {
        FindingState::PlanAgreed | FindingState::InProgress | FindingState::Submitted | FindingState::Rejected => true,
        FindingState::Open
        | FindingState::PlanProposed
        | FindingState::Verified
        | FindingState::RiskAccepted
        | FindingState::Withdrawn => false,
    }
}

/// Takes a finding as verified on `day`. Whether there was still something to verify: another fix may have ended it.
fn verify(track: &mut Track<'_>, finding: &FindingId, day: NaiveDate) -> bool {
    let expected = track
        .assessment
        .finding(finding)
        .filter(|finding| finding.is_open())
        .and_then(|finding| target::expected(&track.assessment, track.questionnaire, finding, day));
    let Some((question, value)) = expected else { return false };
    let event = Event::FixVerified { finding: finding.clone(), question, value, level: EXPECTED_LEVEL };
    let at = Timestamp::start_of(day);
    take_in(track, event, at);
    // Findings whose cause is gone with it end too, as they would in the same decision.
    let gone = track.assessment.decide(track.questionnaire, Command::Refresh, &Actor::System, at);
    for event in gone.unwrap_or_default() {
        take_in(track, event, at);
    }
    true
}

fn take_in(track: &mut Track<'_>, event: Event, at: Timestamp) {
    let version = track.assessment.version() + 1;
    track.assessment.apply(&Recorded { version, at, by: ActorRef::System, event });
}
