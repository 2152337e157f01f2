//! Folded streams kept in memory by name, the least recently used leaving first.
//!
//! A stream is kept with its version and the hash of its last record, so that the next append needs no look at either.

use super::{Aggregate, Folded};
use crate::store::Stream;
use crate::store::batch::After;
use domain::id::{AssessmentId, OrgId, VendorId};
use domain::journal::{Hash, Recorded};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Streams kept in memory. An assessment of 150 answers takes well under 100 kB, so this stays below 25 MB.
const KEPT: usize = 256;
/// Streams of which the events are kept too: those that are being reviewed.
const WITH_EVENTS: usize = 16;

struct Entry {
    after: After,
    hash: Option<Hash>,
    used: u64,
}

/// Folded streams.
#[derive(Default)]
pub(in crate::store) struct Cache {
    shelf: Mutex<Shelf>,
}

#[derive(Default)]
struct Shelf {
    entries: HashMap<(OrgId, Stream), Entry>,
    /// The assessments of vendors, as last read.
    assessments: HashMap<(OrgId, VendorId), Vec<AssessmentId>>,
    /// Counts uses, to know which was used last.
    uses: u64,
}

impl Cache {
    pub(in crate::store) fn get<A: Aggregate>(&self, org: &OrgId, stream: &Stream) -> Option<Folded<A>> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { entries, uses, .. } = &mut *shelf;
        *uses += 1;
        let entry = entries.get_mut(&(org.clone(), stream.clone()))?;
        entry.used = *uses;
        let state = Arc::clone(&entry.after.state).downcast::<A>().ok()?;
        let (version, at) = (entry.after.version, entry.after.at);
        Some(Folded { stream: stream.clone(), state, version, at, hash: entry.hash })
    }

    /// The events of a stream, if they are kept as of `version`.
    pub(in crate::store) fn events<A: Aggregate>(
        &self,
        org: &OrgId,
        stream: &Stream,
        version: u64,
    ) -> Option<Arc<Vec<Recorded<A::Event>>>> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = shelf.entries.get(&(org.clone(), stream.clone())).filter(|entry| entry.after.version == version)?;
        Arc::clone(entry.after.events.as_ref()?).downcast().ok()
    }

    /// The assessments of a vendor, as last read: whoever relies on it makes sure of their number.
    pub(in crate::store) fn assessments(&self, org: &OrgId, vendor: &VendorId) -> Option<Vec<AssessmentId>> {
        let shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.assessments.get(&(org.clone(), vendor.clone())).cloned()
    }

    pub(in crate::store) fn put_assessments(&self, org: &OrgId, vendor: &VendorId, assessments: &[AssessmentId]) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if shelf.assessments.len() >= KEPT {
            shelf.assessments.clear();
        }
        shelf.assessments.insert((org.clone(), vendor.clone()), assessments.to_vec());
    }

    pub(in crate::store) fn remove(&self, org: &OrgId, stream: &Stream) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.entries.remove(&(org.clone(), stream.clone()));
    }

    pub(in crate::store) fn put(&self, org: &OrgId, after: After, hash: Option<Hash>) {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        let Shelf { entries, uses, .. } = &mut *shelf;
        *uses += 1;
        let key = (org.clone(), after.stream.clone());
        if entries.get(&key).is_some_and(|entry| entry.after.version > after.version) {
            return;
        }
        let has_events = after.events.is_some();
        entries.insert(key, Entry { after, hash, used: *uses });
        if has_events && entries.values().filter(|entry| entry.after.events.is_some()).count() > WITH_EVENTS {
            let with_events = entries.values_mut().filter(|entry| entry.after.events.is_some());
            if let Some(oldest) = with_events.min_by_key(|entry| entry.used) {
                oldest.after.events = None;
            }
        }
        if entries.len() > KEPT {
            let oldest = entries.iter().min_by_key(|(_, entry)| entry.used).map(|(key, _)| key.clone());
            if let Some(oldest) = oldest {
                entries.remove(&oldest);
            }
        }
    }
}
