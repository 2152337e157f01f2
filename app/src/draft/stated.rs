//! What the vendor states of a file before attaching it: what it is and until when it is valid.
//!
//! A half-typed date reads as an empty text: only the browser knows that something stands there, so the field tells it
//! along with the text, and a file is never taken for one without end by mistake.

use super::Place;
use chrono::NaiveDate;
use domain::answer::parse_date;
use domain::api::portal::{AttachBody, PortalQuestion};
use domain::id::FileHash;
use domain::template::EvidenceKind;
use leptos::prelude::*;

/// What the vendor says a file is. Copies share the signals.
#[derive(Clone)]
pub struct Stated {
    /// The kind of evidence.
    pub kind: ArcRwSignal<String>,
    /// The last day, as typed.
    pub valid_until: ArcRwSignal<String>,
    /// Whether what is typed is no date; set when it is looked at.
    pub is_wrong: ArcRwSignal<bool>,
    is_half_typed: ArcRwSignal<bool>,
}

impl Stated {
    /// Nothing stated yet: the first kind that fits, and no end.
    #[must_use]
    pub fn new(question: &PortalQuestion) -> Self {
        let fits = |kind: &&EvidenceKind| question.evidence_kinds.iter().any(|fit| fit == kind.key());
        let first = EvidenceKind::ALL.iter().find(fits).or(EvidenceKind::ALL.first());
        Stated {
            kind: ArcRwSignal::new(first.map(|kind| kind.key().to_owned()).unwrap_or_default()),
            valid_until: ArcRwSignal::new(String::new()),
            is_wrong: ArcRwSignal::new(false),
            is_half_typed: ArcRwSignal::new(false),
        }
    }

    /// What stands in the field of the last day. A half-typed date is no text yet, and stays in its field as it is.
    pub fn note(&self, text: String, is_half_typed: bool) {
        self.is_half_typed.set(is_half_typed);
        if !is_half_typed && self.valid_until.with_untracked(|known| *known != text) {
            self.valid_until.set(text);
        }
    }

    /// Whether what was stated can be sent; if not, the field says why.
    #[must_use]
    pub fn check(&self) -> bool {
        let is_wrong = self.end().is_err();
        self.is_wrong.set(is_wrong);
        !is_wrong
    }

    /// What attaches `file` in a place with what was stated; nothing, and the field says why, while that is no date.
    #[must_use]
    pub fn body(&self, place: &Place, file: FileHash, name: String) -> Option<AttachBody> {
        if !self.check() {
            return None;
        }
        Some(AttachBody {
            question: place.question.id.clone(),
            finding: place.finding.clone(),
            file,
            name,
            kind: self.kind.get_untracked(),
            valid_until: self.end().ok().flatten(),
        })
    }

    fn end(&self) -> Result<Option<NaiveDate>, NoDate> {
        self.valid_until.with_untracked(|text| end_of(text, self.is_half_typed.get_untracked()))
    }
}

/// What stands in the field is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDate;

/// The last day in `text`; none when nothing was stated.
///
/// # Errors
/// [`NoDate`] when something was stated that is no date of the years 1900 to 2200.
pub fn end_of(text: &str, is_half_typed: bool) -> Result<Option<NaiveDate>, NoDate> {
    if is_half_typed {
        return Err(NoDate);
    }
    if text.is_empty() {
        return Ok(None);
    }
    parse_date(text).map(Some).ok_or(NoDate)
}
