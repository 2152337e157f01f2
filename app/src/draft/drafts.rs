//! The draft that is open, and the watch over the line: one for the whole program, so that pages of an assessment share
//! it and nothing that waits is forgotten between them.

use super::{Draft, device};
use crate::api::{self, Error};
use domain::id::AssessmentId;
use leptos::prelude::*;

/// The draft that is open, if any, and the watch over the line. A handle: copies share one place.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<Option<Draft>>);

impl Drafts {
    /// Makes the place known to every view below the caller, and from now on sends what waits when the line comes
    /// back, when the page is looked at again and when it is left.
    pub fn provide() -> Self {
        let drafts = Drafts(StoredValue::new(None));
        for event in ["online", "visibilitychange", "pagehide"] {
            let listener = window_event_listener_untyped(event, move |_| {
                if let Some(draft) = drafts.0.try_get_value().flatten() {
                    draft.flush();
                }
            });
            on_cleanup(move || listener.remove());
        }
        provide_context(drafts);
        drafts
    }

    /// The place that [`Drafts::provide`] made known; a fresh one where a view is mounted alone.
    #[must_use]
    pub fn current() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Opens an assessment: what the server says now, and on top of it what this device still keeps.
    ///
    /// # Errors
    /// See [`Error`]. Without a line a draft that is open already is given as it is.
    pub async fn open(self, id: AssessmentId) -> Result<Draft, Error> {
        let open = self.0.try_get_value().flatten().filter(|draft| *draft.id() == id);
        let view = match (api::portal::assessment(&id).await, &open) {
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
        self.0.try_set_value(Some(draft.clone()));
        draft.flush();
        Ok(draft)
    }

    /// Forgets everything that this browser keeps. False when the browser does not do it: somebody has to be told.
    #[must_use]
    pub async fn wipe(self) -> bool {
        device::wipe().await.is_ok()
    }

    /// Signs out. What this browser keeps is wiped before, see [`Drafts::wipe`].
    pub async fn close(self) {
        // Whatever the server says: a session that is left ends by itself.
        let _ = api::portal::sign_out().await;
        self.0.try_set_value(None);
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
