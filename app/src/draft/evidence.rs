//! Evidence of a draft, for answers and for findings: what may be sent, attaching it, taking it away.
//!
//! A file is checked here before a byte of it leaves; the server checks again, its first bytes too.

use super::Draft;
use crate::api::{self, Error};
use domain::api::portal::{AttachBody, PortalAssessment, PortalEvidence};
use domain::assessment::{FileType, MAX_FILE_BYTES};
use domain::id::FindingId;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What a file field offers: the endings of files that may be sent.
#[must_use]
pub fn accepted() -> String {
    FileType::ENDINGS.map(|(ending, _)| format!(".{ending}")).join(",")
}

/// The media type of a file that may be sent.
///
/// # Errors
/// What to do instead: it is empty, too large, or not of a type that is taken.
pub fn check_file(name: &str, bytes: f64) -> Result<&'static str, String> {
    let Some(file_type) = FileType::of_name(name) else {
        return Err(format!("{name} cannot be taken. Choose a PDF, Word, Excel, PNG, JPG, text, CSV or JSON file."));
    };
    if bytes <= 0.0 {
        return Err(format!("{name} is empty. Choose a file with something in it."));
    }
    #[expect(clippy::cast_precision_loss, reason = "25 MB fit exactly")]
    if bytes > MAX_FILE_BYTES as f64 {
        return Err(format!("{name} is {}. Choose a file of at most 25 MB.", size_words(bytes)));
    }
    Ok(file_type.media_type())
}

/// A size for people: `412 kB`, `1.9 MB`.
#[must_use]
pub fn size_words(bytes: f64) -> String {
    const KILO: f64 = 1024.0;
    if bytes < KILO {
        format!("{bytes:.0} bytes")
    } else if bytes < KILO * KILO {
        format!("{:.0} kB", bytes / KILO)
    } else {
        format!("{:.1} MB", bytes / KILO / KILO)
    }
}

/// What is shown for the plan or the fix of each finding.
pub(super) type ByFinding = BTreeMap<FindingId, Vec<PortalEvidence>>;

/// What the server says is shown for findings.
pub(super) fn by_finding(view: &PortalAssessment) -> ByFinding {
    view.findings.iter().map(|finding| (finding.id.clone(), finding.evidence.clone())).collect()
}

impl Draft {
    /// What is shown for the plan or the fix of a finding. Tracked.
    #[must_use]
    pub fn evidence_for(&self, finding: &FindingId) -> Vec<PortalEvidence> {
        self.0.finding_evidence.with(|all| all.get(finding).cloned().unwrap_or_default())
    }

    /// Files sent to this assessment that are not among `here` yet, each once. Tracked.
    #[must_use]
    pub fn reusable_beside(&self, here: &[PortalEvidence]) -> Vec<PortalEvidence> {
        let mut files: Vec<PortalEvidence> = Vec::new();
        let mut look = |all: &[PortalEvidence]| {
            for piece in all {
                if !here.iter().chain(&files).any(|known| known.file == piece.file) {
                    files.push(piece.clone());
                }
            }
        };
        self.0.evidence.with(|all| look(all));
        self.0.finding_evidence.with(|all| all.values().for_each(|pieces| look(pieces)));
        files
    }

    /// Attaches a file that is on the server.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn attach(&self, body: AttachBody) -> Result<(), Error> {
        let piece = api::portal::attach(self.id(), &body).await?;
        let put = |all: &mut Vec<PortalEvidence>| {
            all.retain(|known| known.id != piece.id);
            all.push(piece);
        };
        match body.finding {
            Some(finding) => self.0.finding_evidence.update(|all| put(all.entry(finding).or_default())),
            None => self.0.evidence.update(put),
        }
        Ok(())
    }

    /// Takes a piece of evidence away.
    ///
    /// # Errors
    /// See [`Error`]. One that is gone already is no error.
    pub async fn remove(&self, piece: &PortalEvidence) -> Result<(), Error> {
        match api::portal::remove_evidence(self.id(), &piece.id).await {
            Err(error) if !error.is_not_found() => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let is_other = |known: &PortalEvidence| known.id != piece.id;
        self.0.evidence.update(|all| all.retain(is_other));
        self.0.finding_evidence.update(|all| all.values_mut().for_each(|pieces| pieces.retain(is_other)));
        Ok(())
    }
}
