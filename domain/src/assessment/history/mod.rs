//! What happened, in words: the history of an assessment and of a finding, newest first, for the buyer's staff.
//!
//! Single answers never appear: before a submission the buyer sees counts only, and a submission stands for its answers.

mod steps;
mod words;

use super::event::{Event, WithdrawnBecause};
use crate::actor::ActorRef;
use crate::api::finding::HistoryLine;
use crate::id::{FindingId, PersonId};
use crate::journal::{Recorded, Timestamp};
use std::collections::BTreeMap;

/// Names of people by id, from the rows beside the journal.
pub type Names = BTreeMap<PersonId, String>;

/// What stands for the system itself.
const SYSTEM: &str = "Assay";

/// The name of a person; one that was erased has none any more.
#[must_use]
pub(crate) fn name(names: &Names, person: Option<&PersonId>) -> String {
    match person {
        Some(person) => names.get(person).cloned().unwrap_or_else(|| "a former person".into()),
        None => SYSTEM.into(),
    }
}

/// The history of an assessment, newest first. The steps of a finding are in its own history; here those raised
/// together are counted.
#[must_use]
pub fn history(events: &[Recorded<Event>], names: &Names) -> Vec<HistoryLine> {
    let mut telling = words::Telling::new(names);
    let mut lines: Vec<HistoryLine> = Vec::new();
    let mut raised: Option<(Timestamp, usize)> = None;
    let mut concluded = false;
    for recorded in events {
        concluded |= concludes(recorded);
        if matches!(recorded.event, Event::FindingRaised { .. }) {
            match &mut raised {
                Some((at, count)) if *at == recorded.at => {
                    *count += 1;
                    let what = format!("{count} findings raised");
                    if let Some(last) = lines.last_mut() {
                        last.what = what;
                    }
                }
                Some(_) | None => {
                    raised = Some((recorded.at, 1));
                    lines.push(line(recorded, names, concluded, ("1 finding raised".into(), String::new())));
                }
            }
            continue;
        }
        if let Some(told) = telling.told(&recorded.event) {
            raised = None;
            lines.push(line(recorded, names, concluded, told));
        }
    }
    lines.reverse();
    lines
}

/// The history of one finding, newest first.
#[must_use]
pub fn finding_history(events: &[Recorded<Event>], finding: &FindingId, names: &Names) -> Vec<HistoryLine> {
    let mut concluded = false;
    let own = events.iter().filter_map(|recorded| {
        concluded |= concludes(recorded);
        let (about, what, text) = steps::told(&recorded.event)?;
        (about == finding).then(|| line(recorded, names, concluded, (what, text)))
    });
    let mut lines: Vec<HistoryLine> = own.collect();
    lines.reverse();
    lines
}

fn concludes(recorded: &Recorded<Event>) -> bool {
    matches!(recorded.event, Event::Concluded { .. })
}

/// One line; `concluded` says whether the conclusion came before it.
fn line(recorded: &Recorded<Event>, names: &Names, concluded: bool, (what, text): (String, String)) -> HistoryLine {
    // What follows from somebody's decision is still done by the system. Before the conclusion a person raises.
    let raised = matches!(recorded.event, Event::FindingRaised { .. });
    let by_itself = (raised && concluded)
        || matches!(
            recorded.event,
            Event::Superseded { .. }
                | Event::FindingWithdrawn {
                    because: WithdrawnBecause::CauseGone
                        | WithdrawnBecause::Superseded
                        | WithdrawnBecause::SystemRetired,
                    ..
                }
        );
    let who = match (&recorded.by, by_itself) {
        (ActorRef::System, _) | (_, true) => SYSTEM.into(),
        (ActorRef::Staff(person) | ActorRef::Vendor(person), false) => name(names, Some(person)),
    };
    HistoryLine { at: recorded.at, who, what, text }
}
