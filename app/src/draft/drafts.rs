//! The drafts that are open, and the watch over the line: one for the whole program, so that pages of an assessment
//! share a draft and nothing that waits is forgotten between them.
//!
//! A page that is left while something needs it asks first; what is only on this device is counted before signing out.

use super::{Draft, device};
use crate::api::{self, Error};
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The drafts that are open, and the watch over the line. A handle: copies share one place.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<Vec<Draft>>);

/// What is only on this device: signing out would lose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unsent {
    /// Changes to answers, of every assessment, and texts about findings.
    pub changes: usize,
    /// Files that are not attached.
    pub files: usize,
}

impl Drafts {
    /// Makes the place known to every view below the caller, and from now on sends what waits when the line comes
    /// back, when the page is looked at again and when it is left.
    pub fn provide() -> Self {
        let drafts = Drafts(StoredValue::new(Vec::new()));
        for event in ["online", "visibilitychange", "pagehide"] {
            let listener = window_event_listener_untyped(event, move |_| drafts.all().iter().for_each(Draft::flush));
            on_cleanup(move || listener.remove());
        }
        let listener = window_event_listener_untyped("beforeunload", move |event| {
            if drafts.all().iter().any(Draft::needs_its_page) {
                event.prevent_default();
            }
        });
        on_cleanup(move || listener.remove());
        provide_context(drafts);
        drafts
    }

    /// The place that [`Drafts::provide`] made known; a fresh one where a view is mounted alone.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    fn all(self) -> Vec<Draft> {
        self.0.try_get_value().unwrap_or_default()
    }

    /// Opens an assessment: what the server says now, and on top of it what this device still keeps.
    ///
    /// # Errors
    /// See [`Error`]. Without a line a draft that is open already is given as it is.
    pub async fn open(self, id: AssessmentId) -> Result<Draft, Error> {
        let view = api::portal::assessment(&id).await;
        let open = self.all().into_iter().find(|draft| *draft.id() == id);
        let view = match (view, &open) {
            (Ok(view), _) => view,
            (Err(Error::Offline), Some(open)) => return Ok(open.clone()),
            (Err(error), _) => return Err(error),
        };
        let draft = match open.filter(|open| open.0.shape.fits(&view)) {
            Some(open) => {
                open.refresh(view);
                open
            }
            None => Draft::new(view)?,
        };
        draft.resume().await;
        self.0.try_update_value(|all| {
            all.retain(|other| other.id() != draft.id());
            all.push(draft.clone());
        });
        draft.flush();
        Ok(draft)
    }

    /// What is only on this device, after everything that can be sent was sent.
    pub async fn unsent(self) -> Unsent {
        let (mut changes, mut notes, mut files) = (0, 0, 0);
        for draft in self.all() {
            draft.settle().await;
            changes += draft.unsaved();
            notes += draft.unsent_notes();
            files += untrack(|| draft.unattached());
        }
        // The device knows of changes to assessments that are not open; of those that it did not keep, only the drafts.
        let changes = (changes + notes).max(device::count().await.unwrap_or_default());
        Unsent { changes, files }
    }

    /// Forgets everything that this browser keeps. False when the browser does not do it: somebody has to be told.
    #[must_use]
    pub async fn wipe(self) -> bool {
        device::wipe().await.is_ok()
    }

    /// Signs out. What this browser keeps is wiped before, see [`Drafts::wipe`].
    pub async fn close(self) {
        // What is tried again later would come back to this device, which has just been wiped.
        self.all().iter().for_each(Draft::sleep);
        // Whatever the server says: a session that is left ends by itself.
        let _ = api::portal::sign_out().await;
        self.0.try_update_value(Vec::clear);
    }
}

/// Remembers the token of the link that opened this session.
pub async fn remember_link(token: &str) {
    // Without it a fresh link is asked for through the mail instead.
    let _ = device::remember_link(token).await;
}

/// The token of the link that opened the last session on this device, if it is known.
pub async fn last_link() -> Option<String> {
    device::last_link().await
}
