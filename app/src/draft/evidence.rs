//! Evidence of a draft, for answers and for findings: what may be sent, attaching it, taking it away.
//!
//! A file is checked here before a byte of it leaves; the server checks again, its first bytes too.

use super::Draft;
use crate::api::{self, Error};
use domain::api::portal::{AttachBody, PortalAssessment, PortalEvidence, PortalQuestion};
use domain::assessment::{FileType, MAX_FILE_BYTES};
use domain::id::FindingId;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use web_sys::File;

/// Where evidence belongs: to the answer of a question, or to the plan or the fix of a finding about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The question.
    pub question: Arc<PortalQuestion>,
    /// The finding; without one it belongs to the answer.
    pub finding: Option<FindingId>,
}

impl Place {
    /// What is attached here. Tracked.
    #[must_use]
    pub fn pieces(&self, draft: &Draft) -> Vec<PortalEvidence> {
        match &self.finding {
            Some(finding) => draft.evidence_for(finding),
            None => draft.evidence_of(&self.question.id),
        }
    }
}

/// What a file field offers: the endings of files that may be sent.
#[must_use]
pub fn accepted() -> String {
    FileType::ENDINGS.map(|(ending, _)| format!(".{ending}")).join(",")
}

/// The media type of a file that may be sent.
///
/// # Errors
/// What to do instead: it is empty, too large, or not of a type that is taken.
pub fn check_file(name: &str, bytes: u64) -> Result<&'static str, String> {
    let Some(file_type) = FileType::of_name(name) else {
        return Err(format!("{name} cannot be taken. Choose a PDF, Word, Excel, PNG, JPG, text, CSV or JSON file."));
    };
    if bytes == 0 {
        return Err(format!("{name} is empty. Choose a file with something in it."));
    }
    if bytes > MAX_FILE_BYTES {
        return Err(format!("{name} is {}. Choose a file of at most 25 MB.", size_words(bytes)));
    }
    Ok(file_type.media_type())
}

/// The bytes of a file that the browser holds.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size is whole, and no file is so large")]
pub fn bytes_of(file: &File) -> u64 {
    file.size() as u64
}

/// A size for people, in decimal units: `412 kB`, `1.9 MB`.
#[must_use]
pub fn size_words(bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(1_000);
    if kilobytes < 1_000 {
        return format!("{kilobytes} kB");
    }
    let tenths = (bytes + 50_000) / 100_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
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
        let piece = self.heard(api::portal::attach(self.id(), &body).await)?;
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
        match self.heard(api::portal::remove_evidence(self.id(), &piece.id).await) {
            Err(error) if !error.is_not_found() => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let is_other = |known: &PortalEvidence| known.id != piece.id;
        self.0.evidence.update(|all| all.retain(is_other));
        self.0.finding_evidence.update(|all| all.values_mut().for_each(|pieces| pieces.retain(is_other)));
        Ok(())
    }
}
