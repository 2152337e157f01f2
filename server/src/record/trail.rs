//! The audit trail: the months of what was taken away and the organisation's own stream, read backwards and put in order.
//!
//! Both are read from where the page before ended; of equal moments the office comes first. Names are looked up for the
//! rows of a page alone.

use super::Dossier;
use crate::error::Error;
use crate::state::AppState;
use crate::store::Stream;
use crate::store::journal::read_event;
use crate::store::people::{PersonKind, PersonRow};
use crate::store::trail::Part;
use domain::access::{self, KINDS, Named, kind_of_access, kind_of_organisation, told_of_access, told_of_organisation};
use domain::actor::ActorRef;
use domain::api::trail::{Month, Trail, TrailPerson, TrailPlace, TrailQuery, TrailRow, TrailSide};
use domain::id::{AssessmentId, EvidenceId, OrgId, PersonId};
use domain::journal::{Recorded, Timestamp};
use domain::organisation;
use std::collections::BTreeMap;

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
            | Event::MemberReactivated { person } => Some(person),
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
    let mut entries = accesses(state, org, query, &place).await?;
    let office = state.store.newest(org, &Stream::org(), part(query, place.office)).await?;
    for recorded in &office {
        entries.push(Entry::Office(read_event(recorded)?));
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
    let shown = Shown::of(state, org, &entries).await?;
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

/// The names on a page.
struct Shown {
    people: BTreeMap<PersonId, PersonRow>,
    named: Named,
    assessments: BTreeMap<AssessmentId, String>,
}

impl Shown {
    async fn of(state: &AppState, org: &OrgId, entries: &[Entry]) -> Result<Shown, Error> {
        let staff = state.store.staff(org).await?;
        let mut people: BTreeMap<PersonId, PersonRow> =
            staff.into_iter().map(|person| (person.person.clone(), person)).collect();
        let (mut named, mut assessments) = (Named::default(), BTreeMap::new());
        for entry in entries {
            for id in entry.by().person().into_iter().chain(entry.subject()) {
                if !people.contains_key(id)
                    && let Some(person) = state.store.person(org, id).await?
                {
                    people.insert(id.clone(), person);
                }
            }
            let Some((assessment, evidence)) = entry.evidence() else { continue };
            // One that is gone has no name any more, which is no fault.
            let Ok(dossier) = Dossier::of_assessment_alone(state, org, assessment).await else { continue };
            let known = dossier.assessment(assessment)?;
            let labels = dossier.labels(known);
            assessments.insert(assessment.clone(), format!("{}, {}", labels.system, labels.vendor));
            if let Some(attachment) = known.folded.shown_attachment(evidence) {
                named.files.insert(evidence.clone(), attachment.name.clone());
            }
        }
        named.people = people.iter().map(|(id, person)| (id.clone(), person.name.clone())).collect();
        Ok(Shown { people, named, assessments })
    }

    fn row(&self, entry: &Entry) -> TrailRow {
        let (assessment, evidence) = entry.evidence().unzip();
        let by = self.person(entry.by());
        let (what, kind, file) = match entry {
            Entry::Access(_, Recorded { event, by, .. }) => {
                let is_theirs = matches!(by, ActorRef::Vendor(_));
                let is_shown = evidence.is_some_and(|evidence| self.named.files.contains_key(evidence));
                let file = match event {
                    access::Event::EvidenceDownloaded { file, .. } => (is_shown || !is_theirs).then(|| file.clone()),
                    access::Event::Redacted
                    | access::Event::RegisterExported { .. }
                    | access::Event::FindingsExported { .. } => None,
                };
                (told_of_access(event, by, &self.named), kind_of_access(event), file)
            }
            Entry::Office(Recorded { event, by, .. }) => {
                (told_of_organisation(event, by, &self.named), kind_of_organisation(event), None)
            }
        };
        let of = assessment.and_then(|assessment| self.assessments.get(assessment)).cloned();
        TrailRow { at: entry.at(), by, what, kind, assessment: assessment.cloned(), of, file }
    }

    fn person(&self, by: &ActorRef) -> TrailPerson {
        let side = match by {
            ActorRef::Staff(_) => TrailSide::Staff,
            ActorRef::Vendor(_) => TrailSide::Vendor,
            ActorRef::System => TrailSide::System,
        };
        let row = by.person().and_then(|id| self.people.get(id));
        let unknown = if side == TrailSide::System { "Command line" } else { "Somebody who is not known any more" };
        TrailPerson {
            id: by.person().cloned(),
            name: row.map_or_else(|| unknown.to_owned(), |row| row.name.clone()),
            side,
            roles: row.map(|row| row.roles.clone()).unwrap_or_default(),
        }
    }

    /// Whom the trail can be narrowed to.
    fn choices(&self) -> Vec<TrailPerson> {
        let mut people: Vec<TrailPerson> = self
            .people
            .values()
            .map(|row| TrailPerson {
                id: Some(row.person.clone()),
                name: row.name.clone(),
                side: if row.kind == PersonKind::Staff { TrailSide::Staff } else { TrailSide::Vendor },
                roles: row.roles.clone(),
            })
            .collect();
        people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        people
    }
}
