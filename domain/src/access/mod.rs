//! Who was given what to take away: downloads of evidence, and exports. The aggregate of the streams `access/MONTH`.
//!
//! People and things are named by id only. A piece of evidence that the same person downloads again within
//! [`SAME_DOWNLOAD`] is the same download: a browser that tries again, and nobody fills a journal by asking for a file.

mod trail;

pub use trail::{KINDS, Named, kind_of_access, kind_of_organisation, told_of_access, told_of_organisation};

use crate::actor::ActorRef;
use crate::id::{AssessmentId, EvidenceId, FileHash, QuestionId};
use crate::journal::{Recorded, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// For how long a download of the same evidence by the same person counts as one, in milliseconds.
pub const SAME_DOWNLOAD: i64 = 10 * 60_000;

/// The filters of an export by their names, as they are spelled in an address; those that are not set are not there.
pub type Filters = BTreeMap<String, String>;

/// What was taken away. Events keep their shape for ever: an old journal must still fold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A record whose text was erased.
    Redacted,
    /// A piece of evidence was downloaded.
    EvidenceDownloaded {
        /// The assessment.
        assessment: AssessmentId,
        /// The piece of evidence.
        evidence: EvidenceId,
        /// The question that it belongs to.
        question: QuestionId,
        /// The file's SHA-256.
        file: FileHash,
    },
    /// The register was exported.
    RegisterExported {
        /// Its filters.
        filters: Filters,
    },
    /// The findings were exported.
    FindingsExported {
        /// Their filters.
        filters: Filters,
    },
}

/// What was downloaded lately, by whom.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accesses {
    downloads: BTreeMap<(ActorRef, AssessmentId, EvidenceId), Timestamp>,
}

impl Accesses {
    /// What has to be recorded before `by` is given what `event` says, at `now`: nothing when it is the same download.
    #[must_use]
    pub fn decide(&self, event: Event, by: &ActorRef, now: Timestamp) -> Vec<Event> {
        let key = download(&event, by);
        let before = key.and_then(|key| self.downloads.get(&key));
        if before.is_some_and(|before| is_same(*before, now)) { vec![] } else { vec![event] }
    }

    /// Takes one event in.
    pub fn apply(&mut self, recorded: &Recorded<Event>) {
        self.downloads.retain(|_, at| is_same(*at, recorded.at));
        if let Some(key) = download(&recorded.event, &recorded.by) {
            self.downloads.insert(key, recorded.at);
        }
    }
}

fn is_same(before: Timestamp, now: Timestamp) -> bool {
    now.0 - before.0 < SAME_DOWNLOAD
}

fn download(event: &Event, by: &ActorRef) -> Option<(ActorRef, AssessmentId, EvidenceId)> {
    match event {
        Event::EvidenceDownloaded { assessment, evidence, .. } => {
            Some((by.clone(), assessment.clone(), evidence.clone()))
        }
        Event::Redacted | Event::RegisterExported { .. } | Event::FindingsExported { .. } => None,
    }
}

/// The filters that are set in a query, as text.
#[must_use]
pub fn filters_of(query: &impl Serialize) -> Filters {
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(query) else { return Filters::new() };
    let text = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    fields.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name, text(value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::register::RegisterQuery;
    use crate::id::PersonId;
    use crate::inherent::Tier;

    fn downloaded(evidence: &str) -> Event {
        Event::EvidenceDownloaded {
            assessment: AssessmentId::new("a1").expect("id"),
            evidence: EvidenceId::new(evidence).expect("id"),
            question: QuestionId::new("GOV-01").expect("id"),
            file: FileHash::new("ab".repeat(32)).expect("a hash"),
        }
    }

    fn staff(id: &str) -> ActorRef {
        ActorRef::Staff(PersonId::new(id).expect("id"))
    }

    #[test]
    fn the_same_file_for_the_same_person_within_ten_minutes_is_one_download() {
        let (mut accesses, ann) = (Accesses::default(), staff("ann"));
        let first = accesses.decide(downloaded("e1"), &ann, Timestamp(0));
        assert_eq!(first.len(), 1);
        for event in first {
            accesses.apply(&Recorded { version: 1, at: Timestamp(0), by: ann.clone(), event });
        }
        let again = |event, by: &ActorRef, at| accesses.decide(event, by, Timestamp(at)).len();
        assert_eq!(again(downloaded("e1"), &ann, SAME_DOWNLOAD - 1), 0);
        assert_eq!(again(downloaded("e1"), &ann, SAME_DOWNLOAD), 1);
        assert_eq!(again(downloaded("e2"), &ann, 1), 1);
        assert_eq!(again(downloaded("e1"), &staff("bob"), 1), 1);
    }

    #[test]
    fn every_export_is_recorded_and_what_is_long_ago_is_not_kept_in_mind() {
        let (mut accesses, ann) = (Accesses::default(), staff("ann"));
        let export = Event::RegisterExported { filters: Filters::new() };
        accesses.apply(&Recorded { version: 1, at: Timestamp(0), by: ann.clone(), event: downloaded("e1") });
        accesses.apply(&Recorded { version: 2, at: Timestamp(SAME_DOWNLOAD), by: ann.clone(), event: export.clone() });
        assert_eq!(accesses, Accesses::default());
        assert_eq!(accesses.decide(export, &ann, Timestamp(SAME_DOWNLOAD)).len(), 1);
    }

    #[test]
    fn filters_are_those_that_are_set_as_an_address_spells_them() {
        let query =
            RegisterQuery { tier: Some(Tier::High), overdue: true, name: "nord".into(), ..RegisterQuery::default() };
        let filters: Vec<(String, String)> = filters_of(&query).into_iter().collect();
        let expected = [("name", "nord"), ("overdue", "true"), ("tier", "high")];
        assert_eq!(filters, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert!(filters_of(&RegisterQuery::default()).is_empty());
    }
}
