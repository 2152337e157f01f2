//! The end of a change: the rows that follow from its events, and what must not have moved for them to be true.
//!
//! Rows are computed from the dossier as it will stand, so they are as good as the streams they were read from.

use super::Change;
use crate::error::Error;
use crate::record::dossier::Dossier;
use crate::record::rows;
use crate::store::{Append, Batch, Still, Stream};

impl Change {
    /// The batch with the rows that follow, and the dossier as it will stand.
    ///
    /// # Errors
    /// When a row cannot be written as JSON.
    pub fn finish(mut self) -> Result<(Batch, Dossier), Error> {
        if self.rows_anyway || !self.batch.appends.is_empty() {
            let today = self.now.date();
            if self.answers_only {
                for known in self.dossier.assessments.values() {
                    self.batch.summaries.extend(rows::of_assessment(&self.dossier, known, today)?);
                }
            } else {
                self.batch.summaries.extend(rows::summaries(&self.dossier, today)?);
                self.hold_the_rest();
            }
        }
        Ok((self.batch, self.dossier))
    }

    /// The rows were computed from every stream of the dossier: the batch conflicts when one of them moves, also one to
    /// which nothing is appended, and when an assessment was added. An append without events says so.
    fn hold_the_rest(&mut self) {
        if let Some(vendor) = &self.dossier.vendor.id {
            self.batch.still.push(Still::Assessments(vendor.clone(), self.loaded));
        }
        let by = self.by.reference();
        let held = |stream: &Stream, expected: u64| Append {
            stream: stream.clone(),
            expected,
            at: self.now,
            by: by.clone(),
            bodies: vec![],
        };
        let vendor = std::iter::once((&self.dossier.vendor.stream, self.dossier.vendor.version));
        let assessments = self.dossier.assessments.values().map(|known| (&known.folded.stream, known.folded.version));
        let untouched: Vec<Append> = vendor
            .chain(assessments)
            .filter(|(stream, _)| !self.batch.appends.iter().any(|append| append.stream == **stream))
            .map(|(stream, version)| held(stream, version))
            .collect();
        self.batch.appends.extend(untouched);
    }
}
