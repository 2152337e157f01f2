//! The audit trail: the months of what was taken away and the organisation's own stream, read backwards and put in order.
//!
//! Both are read from where the page before ended; of equal moments the office comes first. Names are looked up for the
//! rows of a page alone.

mod shown;

use crate::error::Error;
use crate::state::AppState;
use crate::store::Stream;
use crate::store::journal::read_event;
use crate::store::trail::Part;
use domain::access::{self, KINDS};
use domain::actor::ActorRef;
use domain::api::trail::{Month, Trail, TrailKind, TrailPlace, TrailQuery};
use domain::id::{AssessmentId, EvidenceId, OrgId, PersonId};
use domain::journal::{Recorded, Timestamp};
use domain::organisation;
use shown::Shown;

/// Rows of a page.
const PAGE: usize = 50;
/// Above every version, and the largest that a place can name.
const TOP: u64 = 999_999_999_999_999_999;

/// One record of the trail.
enum Entry {
    Access(Month, Recorded<access::Event>),
    Office(Recorded<organisation::Event>),
}

impl Entry {
    fn at(&self) -> Timestamp {
        match self {
            Entry::Access(_, recorded) => recorded.at,
            Entry::Office(recorded) => recorded.at,
        }
    }

    fn by(&self) -> &ActorRef {
        match self {
            Entry::Access(_, recorded) => &recorded.by,
            Entry::Office(recorded) => &recorded.by,
        }
    }

    /// The assessment and the piece of evidence that it is about.
    fn evidence(&self) -> Option<(&AssessmentId, &EvidenceId)> {
        match self {
            Entry::Access(
                _,
                Recorded { event: access::Event::EvidenceDownloaded { assessment, evidence, .. }, .. },
            ) => Some((assessment, evidence)),
            Entry::Access(..) | Entry::Office(_) => None,
        }
    }

    /// The person that it is about, besides who did it.
    fn subject(&self) -> Option<&PersonId> {
        use organisation::Event;
        let Entry::Office(recorded) = self else { return None };
        match &recorded.event {
            Event::MemberAdded { person, .. }
            | Event::MemberJoined { person }
            | Event::RolesSet { person, .. }
            | Event::MemberDeactivated { person }
            | Event::MemberReactivated { person }
            | Event::LinkMade { person } => Some(person),
            Event::Redacted | Event::Founded { .. } | Event::SettingsChanged { .. } | Event::LinkShown { .. } => None,
        }
    }
}

/// A page of the audit trail.
///
/// # Errors
/// When the database does not answer or a stored event cannot be read.
pub async fn trail(state: &AppState, org: &OrgId, query: &TrailQuery) -> Result<Trail, Error> {
    let this_month = Month::of(state.clock.now());
    let top = TrailPlace { month: this_month.clone(), access: TOP, office: TOP };
    let mut place = query.before.clone().unwrap_or_else(|| top.clone());
    if place.month > this_month {
        place = TrailPlace { office: place.office, ..top };
    }
    let (taken_away, office) = match query.kind {
        None => (true, true),
        Some(TrailKind::Downloads | TrailKind::Exports) => (true, false),
        Some(TrailKind::Links | TrailKind::People | TrailKind::Settings) => (false, true),
    };
    let mut entries = if taken_away { accesses(state, org, query, &place).await? } else { vec![] };
    if office {
        for recorded in &state.store.newest(org, &Stream::org(), part(query, place.office)).await? {
            entries.push(Entry::Office(read_event(recorded)?));
        }
    }
    // Stable: each of the two stays in its own order.
    entries.sort_by_key(|entry| (std::cmp::Reverse(entry.at()), matches!(entry, Entry::Access(..))));
    let has_more = entries.len() > PAGE;
    entries.truncate(PAGE);
    for entry in &entries {
        match entry {
            Entry::Access(month, recorded) => (place.month, place.access) = (month.clone(), recorded.version),
            Entry::Office(recorded) => place.office = recorded.version,
        }
    }
    let shown = Shown::of(state, org, &entries, query.person.as_ref()).await?;
    let rows = entries.iter().map(|entry| shown.row(entry)).collect();
    Ok(Trail { rows, next: has_more.then_some(place), people: shown.choices() })
}

fn part(query: &TrailQuery, below: u64) -> Part<'_> {
    let kinds = query.kind.and_then(|kind| KINDS.iter().find(|(known, _)| *known == kind)).map(|(_, names)| *names);
    // One more than is shown says whether there are more.
    Part { below, kinds, by: query.person.as_ref(), most: PAGE + 1 }
}

/// What was taken away before `place`, month by month back to the organisation's beginning.
async fn accesses(state: &AppState, org: &OrgId, query: &TrailQuery, place: &TrailPlace) -> Result<Vec<Entry>, Error> {
    let Some(began) = state.store.began_at(org, &Stream::org()).await?.map(Month::of) else { return Ok(vec![]) };
    let (mut entries, mut below, mut next) = (Vec::new(), place.access, Some(place.month.clone()));
    while let Some(month) = next.filter(|month| *month >= began && entries.len() <= PAGE) {
        let found = state.store.newest(org, &Stream::access(&month), part(query, below)).await?;
        for recorded in &found {
            entries.push(Entry::Access(month.clone(), read_event(recorded)?));
        }
        (below, next) = (TOP, month.before());
    }
    Ok(entries)
}
