//! The end of a change: the rows that follow from its events, and what must not have moved for them to be true.
//!
//! Rows are computed from the dossier as it was and as it will stand; only those that differ are written.

use super::Change;
use crate::error::Error;
use crate::record::dossier::Dossier;
use crate::record::rows;
use crate::store::{After, Batch, Still, Summary};
use chrono::NaiveDate;
use domain::id::AssessmentId;

impl Change {
    /// The batch with the rows that follow, and the dossier as it will stand.
    ///
    /// # Errors
    /// When a row cannot be written as JSON.
    pub fn finish(mut self) -> Result<(Batch, Dossier), Error> {
        if self.rows_anyway || !self.batch.appends.is_empty() {
            let mut rows = self.rows(&self.dossier)?;
            if !self.rows_anyway {
                let before = self.rows(&self.before)?;
                rows.retain(|row| !before.contains(row));
                self.batch.summaries.extend(moved(&before, &rows));
            }
            self.batch.summaries.extend(rows);
            self.hold_the_rest();
        }
        let after = self.after();
        self.batch.after = after;
        Ok((self.batch, self.dossier))
    }

    fn rows(&self, dossier: &Dossier) -> Result<Vec<Summary>, Error> {
        let today: NaiveDate = self.now.date();
        if !self.answers_only {
            return rows::summaries(dossier, today);
        }
        let rows = dossier.assessments.values().map(|known| rows::of_assessment(dossier, known, today));
        Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The rows were computed from every stream of the dossier: the batch conflicts when one of them has moved, also one
    /// to which nothing is appended, and when an assessment was added.
    fn hold_the_rest(&mut self) {
        if let Some(vendor) = self.dossier.vendor.id.as_ref().filter(|_| !self.answers_only) {
            self.batch.still.push(Still::Assessments(vendor.clone(), self.loaded));
        }
        let vendor = std::iter::once((&self.before.vendor.stream, self.before.vendor.version));
        let assessments = self.before.assessments.values().map(|known| (&known.folded.stream, known.folded.version));
        let untouched = vendor
            .chain(assessments)
            .filter(|(stream, _)| !self.batch.appends.iter().any(|append| append.stream == **stream))
            .map(|(stream, version)| Still::At(stream.clone(), version));
        let untouched: Vec<Still> = untouched.collect();
        self.batch.still.extend(untouched);
    }

    /// The streams that the batch moves, as they will stand.
    fn after(&self) -> Vec<After> {
        let vendor = std::iter::once(self.dossier.vendor.kept_after());
        let assessments = self.dossier.assessments.values().map(|known| known.folded.kept_after());
        let moved = |after: &After| self.batch.appends.iter().any(|append| append.stream == after.stream);
        vendor.chain(assessments).filter(moved).collect()
    }
}

/// A draft whose plan names another AI system now: its row is taken away before it is put in place, as a row keeps its
/// system for life.
fn moved(before: &[Summary], after: &[Summary]) -> Vec<Summary> {
    let system = |rows: &[Summary], id: &AssessmentId| {
        rows.iter().find_map(|row| match row {
            Summary::Assessment(row) if row.assessment == *id => Some(row.system.clone()),
            Summary::Assessment(_)
            | Summary::Vendor(_)
            | Summary::System(_)
            | Summary::Finding(_)
            | Summary::NoVendor(_)
            | Summary::NoSystem(_)
            | Summary::NoAssessment(_)
            | Summary::NoFinding(..)
            | Summary::Clear => None,
        })
    };
    let assessments = after.iter().filter_map(|row| if let Summary::Assessment(row) = row { Some(row) } else { None });
    let moved = assessments.filter(|row| system(before, &row.assessment).is_some_and(|system| system != row.system));
    moved.map(|row| Summary::NoAssessment(row.assessment.clone())).collect()
}
