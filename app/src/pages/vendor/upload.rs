//! One file on its way: how far it is, what the vendor says it is, and attaching it when both are there.
//!
//! The button may be pressed before the file has arrived: it is attached as soon as it has. A file that did not
//! arrive is kept in the page and can be sent again.

use super::stated::{Place, Stated, stated_fields};
use crate::api::Error;
use crate::api::portal::Upload;
use crate::components::{Button, Icon, Symbol};
use crate::draft::{Draft, size_words};
use domain::api::portal::SentFile;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use web_sys::File;

/// Where a file is.
#[derive(Debug, Clone, PartialEq)]
enum Going {
    /// On its way.
    Up,
    /// On the server, not attached.
    There(SentFile),
    /// Being attached.
    Attaching(SentFile),
    /// Not on the server, because it did not get there: the same file can be sent again.
    Lost,
    /// Not on the server, because it was refused; the sentence says why.
    Refused(String),
}

/// One file on its way to one place.
pub struct Sending {
    /// Tells it from the others on the page.
    pub key: u32,
    draft: Draft,
    place: Place,
    name: String,
    bytes: f64,
    media_type: &'static str,
    file: StoredValue<File, LocalStorage>,
    upload: StoredValue<Option<Upload>, LocalStorage>,
    sent_bytes: ArcRwSignal<f64>,
    going: ArcRwSignal<Going>,
    problem: ArcRwSignal<Option<String>>,
    is_wanted: ArcRwSignal<bool>,
    is_attached: ArcRwSignal<bool>,
    stated: Stated,
}

impl Sending {
    /// Begins to send `file`, which may be sent.
    pub fn begin(draft: &Draft, place: &Place, file: File, media_type: &'static str) -> Arc<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let sending = Arc::new(Sending {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            draft: draft.clone(),
            place: place.clone(),
            name: file.name(),
            bytes: file.size(),
            media_type,
            file: StoredValue::new_local(file),
            upload: StoredValue::new_local(None),
            sent_bytes: ArcRwSignal::new(0.0),
            going: ArcRwSignal::new(Going::Up),
            problem: ArcRwSignal::new(None),
            is_wanted: ArcRwSignal::new(false),
            is_attached: ArcRwSignal::new(false),
            stated: Stated::new(&place.question),
        });
        sending.start();
        sending
    }

    fn start(self: &Arc<Self>) {
        let Some(file) = self.file.try_get_value() else { return };
        self.going.set(Going::Up);
        self.sent_bytes.set(0.0);
        let upload = match Upload::new(self.draft.id(), &file, self.media_type) {
            Ok(upload) => upload,
            Err(error) => return self.going.set(Going::Refused(error.sentence())),
        };
        self.upload.try_set_value(Some(upload.clone()));
        let (sending, progress) = (self.clone(), self.sent_bytes.clone());
        spawn_local(async move {
            let reply = upload.send(&file, move |bytes| progress.set(bytes)).await;
            sending.going.set(match reply {
                Ok(sent) => Going::There(sent),
                Err(Error::Offline) => Going::Lost,
                Err(error) => Going::Refused(error.sentence()),
            });
            sending.attach_if_wanted();
        });
    }

    fn stop(&self) {
        if let Some(upload) = self.upload.try_get_value().flatten() {
            upload.stop();
        }
    }

    fn attach_if_wanted(self: &Arc<Self>) {
        let Going::There(sent) = self.going.get_untracked() else { return };
        if !self.is_wanted.get_untracked() {
            return;
        }
        let Some(body) = self.stated.body(&self.place, sent.file.clone(), sent.name.clone()) else {
            return self.is_wanted.set(false);
        };
        self.going.set(Going::Attaching(sent.clone()));
        self.problem.set(None);
        let sending = self.clone();
        spawn_local(async move {
            match sending.draft.attach(body).await {
                Ok(()) => sending.is_attached.set(true),
                Err(error) => {
                    sending.is_wanted.set(false);
                    sending.problem.set(Some(error.sentence()));
                    sending.going.set(Going::There(sent));
                }
            }
        });
    }
}

/// The row of a file on its way.
#[component]
pub fn UploadRow(
    /// The file.
    sending: Arc<Sending>,
    /// Told the key when the row is of no more use.
    done: Callback<u32>,
) -> impl IntoView {
    let key = sending.key;
    let attached = sending.is_attached.clone();
    Effect::new(move |_| {
        if attached.get() {
            done.run(key);
        }
    });
    let close = {
        let sending = sending.clone();
        move |_| {
            sending.stop();
            done.run(key);
        }
    };
    let name = sending.name.clone();
    view! {
        <div class="file">
            <Icon symbol=Symbol::File />
            <bdi>{name.clone()}</bdi>
            {progress(&sending)}
            {outcome(&sending)}
            <span class="file__actions">
                <button class="icon-button" type="button" aria-label=format!("Stop and forget {name}") on:click=close>
                    <Icon symbol=Symbol::Close />
                </button>
            </span>
        </div>
        {stating(&sending)}
    }
}

fn progress(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let (name, total, sent) = (sending.name.clone(), sending.bytes, sending.sent_bytes.clone());
    let is_up = Memo::new({
        let going = sending.going.clone();
        move |_| going.get() == Going::Up
    });
    move || {
        is_up.get().then(|| {
            let (now, shown) = (sent.clone(), sent.clone());
            view! {
                <progress max=total.to_string() prop:value=move || now.get() aria-label=format!("Upload of {name}")></progress>
                <span class="file__meta">{move || format!("{} of {} sent", size_words(shown.get()), size_words(total))}</span>
            }
        })
    }
}

fn outcome(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let sending = sending.clone();
    move || match sending.going.get() {
        Going::Up => ().into_any(),
        Going::There(_) => view! { <span class="file__meta">"Sent. Say what it is, then attach it."</span> }.into_any(),
        Going::Attaching(_) => view! { <span class="file__meta">"Attaching"</span> }.into_any(),
        Going::Lost => {
            let (again, why) = (sending.clone(), format!("The upload of {} did not finish.", sending.name));
            view! {
                <span class="file__meta field__error" role="alert">{why}</span>
                <span class="file__meta"><Button on_press=move |()| again.start()>"Send it again"</Button></span>
            }
            .into_any()
        }
        Going::Refused(why) => {
            view! { <span class="file__meta field__error" role="alert">{why}" Choose another file."</span> }.into_any()
        }
    }
}

/// What the vendor says of the file, and the button that attaches it. Nothing for a file that was refused.
fn stating(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let is_refused = Memo::new({
        let going = sending.going.clone();
        move |_| going.with(|going| matches!(going, Going::Refused(_)))
    });
    let sending = sending.clone();
    move || (!is_refused.get()).then(|| attaching(&sending))
}

fn attaching(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let is_wanted = RwSignal::from(sending.is_wanted.clone());
    let problem = RwSignal::from(sending.problem.clone());
    let own = sending.clone();
    let press = move |()| {
        if own.stated.check() {
            own.is_wanted.set(true);
            own.attach_if_wanted();
        }
    };
    view! {
        <div class="stating">
            {stated_fields(&sending.place.question, &sending.stated, &format!("{}-{}", sending.place.question.id, sending.key))}
            <Button busy=is_wanted on_press=press>{format!("Attach {}", sending.name)}</Button>
        </div>
        {move || problem.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })}
    }
}
