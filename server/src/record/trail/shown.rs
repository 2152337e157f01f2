//! The rows of a page of the audit trail: records with the names of now.
//!
//! Of what a vendor fetched of its own before sending it, neither name nor hash is shown.

use super::Entry as Recording;
use crate::error::Error;
use crate::record::Dossier;
use crate::state::AppState;
use crate::store::people::{PersonKind, PersonRow};
use domain::access::{self, Named, kind_of_access, kind_of_organisation, told_of_access, told_of_organisation};
use domain::actor::ActorRef;
use domain::api::trail::{TrailPerson, TrailRow, TrailSide};
use domain::id::{AssessmentId, OrgId, PersonId};
use domain::journal::Recorded;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// The names on a page.
pub(super) struct Shown {
    people: BTreeMap<PersonId, PersonRow>,
    named: Named,
    assessments: BTreeMap<AssessmentId, String>,
}

impl Shown {
    pub(super) async fn of(
        state: &AppState,
        org: &OrgId,
        entries: &[Recording],
        chosen: Option<&PersonId>,
    ) -> Result<Shown, Error> {
        let staff = state.store.staff(org).await?;
        let mut people: BTreeMap<PersonId, PersonRow> =
            staff.into_iter().map(|person| (person.person.clone(), person)).collect();
        let mut ids: BTreeSet<PersonId> = chosen.cloned().into_iter().collect();
        for entry in entries {
            ids.extend(entry.by().person().cloned());
            ids.extend(entry.subject().cloned());
        }
        for id in ids {
            if let Entry::Vacant(place) = people.entry(id)
                && let Some(person) = state.store.person(org, place.key()).await?
            {
                place.insert(person);
            }
        }
        let (mut named, mut assessments) = (Named::default(), BTreeMap::new());
        for entry in entries {
            let Some((assessment, evidence)) = entry.evidence() else { continue };
            let dossier = match Dossier::of_assessment_alone(state, org, assessment).await {
                Ok(dossier) => dossier,
                // One that is gone has no name any more, which is no fault.
                Err(Error::Told(_)) => continue,
                Err(error) => return Err(error),
            };
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

    pub(super) fn row(&self, entry: &Recording) -> TrailRow {
        let (assessment, evidence) = entry.evidence().unzip();
        let by = self.person(entry.by());
        let (what, kind, file) = match entry {
            Recording::Access(_, Recorded { event, by, .. }) => {
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
            Recording::Office(Recorded { event, by, .. }) => {
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
        let unknown = if side == TrailSide::System { "System" } else { "Somebody who is not known any more" };
        TrailPerson {
            id: by.person().cloned(),
            name: row.map_or_else(|| unknown.to_owned(), |row| row.name.clone()),
            side,
            roles: row.map(|row| row.roles.clone()).unwrap_or_default(),
        }
    }

    /// Whom the trail can be narrowed to.
    pub(super) fn choices(&self) -> Vec<TrailPerson> {
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
