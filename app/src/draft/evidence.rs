//! Evidence of a draft: what may be sent, attaching it, taking it away.
//!
//! A file is checked here before a byte of it leaves; the server checks again, its first bytes too.

use super::Draft;
use crate::api::{self, Error};
use domain::api::portal::{AttachBody, PortalEvidence};
use domain::assessment::{FileType, MAX_FILE_BYTES};
use domain::id::QuestionId;
use leptos::prelude::*;

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

impl Draft {
    /// Files sent to this assessment that are not attached to `question` yet, each once. Tracked.
    #[must_use]
    pub fn reusable_for(&self, question: &QuestionId) -> Vec<PortalEvidence> {
        self.0.evidence.with(|all| {
            let mut files: Vec<PortalEvidence> = Vec::new();
            for piece in all {
                let is_here = all.iter().any(|own| own.question == *question && own.file == piece.file);
                if !is_here && !files.iter().any(|file| file.file == piece.file) {
                    files.push(piece.clone());
                }
            }
            files
        })
    }

    /// Attaches a file that is on the server.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn attach(&self, body: AttachBody) -> Result<(), Error> {
        let piece = api::portal::attach(self.id(), &body).await?;
        self.0.evidence.update(|all| {
            all.retain(|known| known.id != piece.id);
            all.push(piece);
        });
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
        self.0.evidence.update(|all| all.retain(|known| known.id != piece.id));
        Ok(())
    }
}
