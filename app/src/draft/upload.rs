//! Files on their way to a place in the draft: up, there, attached. They stay with the draft, so that a file that was
//! sent and not attached is still there on the next page.
//!
//! A file may be wanted before it has arrived: it is attached as soon as it has. One that did not arrive can be sent
//! again, as long as this page is open.

use super::{Draft, Place, Stated, bytes_of};
use crate::api::Error;
use crate::api::portal::Upload;
use domain::api::portal::{PortalQuestion, SentFile};
use domain::api::problem::Code;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use web_sys::File;

/// Where a file is.
#[derive(Debug, Clone, PartialEq)]
pub enum Going {
    /// On its way.
    Up,
    /// On the server, not attached.
    There(SentFile),
    /// Being attached.
    Attaching(SentFile),
    /// Not on the server, because it did not get there: the same file can be sent again.
    Lost(Error),
    /// Not on the server, because it was refused; the error says why.
    Refused(Error),
}

/// One file on its way to one place.
pub struct Sending {
    /// Tells it from the others of the page.
    pub key: u32,
    /// Where it belongs.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: u64,
    /// What the vendor says it is.
    pub stated: Stated,
    /// Where it is.
    pub going: ArcRwSignal<Going>,
    /// How many of its bytes are sent.
    pub sent_bytes: ArcRwSignal<u64>,
    /// Whether it is to be attached as soon as it is there.
    pub is_wanted: ArcRwSignal<bool>,
    /// Why it could not be attached.
    pub problem: ArcRwSignal<Option<Error>>,
    media_type: &'static str,
    file: File,
    upload: ArcStoredValue<Option<Upload>>,
}

impl Draft {
    /// Begins to send `file`, which may be sent, to a place.
    pub fn send_file(&self, place: &Place, file: File, media_type: &'static str) {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let sending = Arc::new(Sending {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            place: place.clone(),
            name: file.name(),
            bytes: bytes_of(&file),
            stated: Stated::new(&place.question),
            going: ArcRwSignal::new(Going::Up),
            sent_bytes: ArcRwSignal::new(0),
            is_wanted: ArcRwSignal::new(false),
            problem: ArcRwSignal::new(None),
            media_type,
            file,
            upload: ArcStoredValue::new(None),
        });
        self.0.uploads.update(|all| all.push(sending.clone()));
        self.start(&sending);
    }

    /// The files on their way to a place. Tracked.
    #[must_use]
    pub fn sendings_to(&self, place: &Place) -> Vec<Arc<Sending>> {
        self.0.uploads.with(|all| all.iter().filter(|one| one.place == *place).cloned().collect())
    }

    /// The questions asked with files that are neither attached nor refused. Tracked.
    #[must_use]
    pub fn with_waiting_files(&self) -> Vec<Arc<PortalQuestion>> {
        let waits_at = |question: &PortalQuestion| {
            let is_here = |one: &Arc<Sending>| one.place.finding.is_none() && one.place.question.id == question.id;
            self.0.uploads.with(|all| all.iter().any(|one| is_here(one) && one.waits()))
        };
        self.asked_where(waits_at)
    }

    /// How many files are neither attached nor refused, those for findings too. Tracked.
    #[must_use]
    pub fn unattached(&self) -> usize {
        self.0.uploads.with(|all| all.iter().filter(|one| one.waits()).count())
    }

    /// Sends a file that did not arrive once more.
    pub fn start(&self, sending: &Arc<Sending>) {
        sending.going.set(Going::Up);
        sending.sent_bytes.set(0);
        let upload = match Upload::new(self.id(), &sending.file, sending.media_type) {
            Ok(upload) => upload,
            Err(error) => return sending.going.set(Going::Refused(error)),
        };
        sending.upload.set_value(Some(upload.clone()));
        let (draft, sending) = (self.clone(), sending.clone());
        spawn_local(async move {
            let progress = sending.sent_bytes.clone();
            let reply = upload.send(&sending.file, move |bytes| progress.set(bytes)).await;
            sending.going.set(match draft.heard(reply) {
                Ok(sent) => Going::There(sent),
                Err(error) if may_pass(&error) => Going::Lost(error),
                Err(error) => Going::Refused(error),
            });
            draft.attach_if_wanted(&sending).await;
        });
    }

    /// The vendor wants a file attached: now, or as soon as it is there.
    pub fn want(&self, sending: &Arc<Sending>) {
        sending.is_wanted.set(true);
        let (draft, sending) = (self.clone(), sending.clone());
        spawn_local(async move { draft.attach_if_wanted(&sending).await });
    }

    /// Stops a file and forgets it.
    pub fn drop_file(&self, sending: &Sending) {
        if let Some(upload) = sending.upload.get_value() {
            upload.stop();
        }
        self.0.uploads.update(|all| all.retain(|one| one.key != sending.key));
    }

    async fn attach_if_wanted(&self, sending: &Arc<Sending>) {
        let Going::There(sent) = sending.going.get_untracked() else { return };
        if !sending.is_wanted.get_untracked() {
            return;
        }
        let Some(body) = sending.stated.body(&sending.place, sent.file.clone(), sent.name.clone()) else {
            return sending.is_wanted.set(false);
        };
        sending.going.set(Going::Attaching(sent.clone()));
        sending.problem.set(None);
        match self.attach(body).await {
            Ok(()) => self.0.uploads.update(|all| all.retain(|one| one.key != sending.key)),
            Err(error) => {
                sending.is_wanted.set(false);
                sending.problem.set(Some(error));
                sending.going.set(Going::There(sent));
            }
        }
    }
}

impl Sending {
    /// Whether it is still to be attached. Tracked.
    fn waits(&self) -> bool {
        self.going.with(|going| !matches!(going, Going::Refused(_)))
    }
}

/// Whether the same file may arrive when it is sent again later.
fn may_pass(error: &Error) -> bool {
    match error {
        Error::Offline | Error::SignedOut | Error::Broken => true,
        Error::Problem(problem) => {
            matches!(problem.code, Code::Busy | Code::Full | Code::Internal | Code::TooMany)
        }
    }
}
