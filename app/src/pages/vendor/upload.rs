//! One file on its way: how far it is, what the vendor says it is, and attaching it when both are there.
//!
//! The button may be pressed before the file has arrived: it is attached as soon as it has. A file that did not
//! arrive is kept in the page and can be sent again.

use super::words::kinds;
use crate::api::Error;
use crate::api::portal::Upload;
use crate::components::{Button, Icon, Symbol, Weight};
use crate::draft::{Draft, size_words};
use domain::answer::parse_date;
use domain::api::portal::{AttachBody, PortalEvidence, PortalQuestion, SentFile};
use domain::id::FileHash;
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
    /// Not on the server; the sentence says why.
    Stopped(String),
}

/// What the vendor says a file is.
#[derive(Clone)]
struct Stated {
    kind: ArcRwSignal<String>,
    valid_until: ArcRwSignal<String>,
}

impl Stated {
    fn new(question: &PortalQuestion) -> Self {
        let first = kinds(&question.evidence_kinds).into_iter().next().map(|(kind, _)| kind).unwrap_or_default();
        Stated { kind: ArcRwSignal::new(first), valid_until: ArcRwSignal::new(String::new()) }
    }

    fn body(&self, question: &PortalQuestion, file: FileHash, name: String) -> AttachBody {
        AttachBody {
            question: question.id.clone(),
            file,
            name,
            kind: self.kind.get_untracked(),
            valid_until: self.valid_until.with_untracked(|text| parse_date(text)),
        }
    }
}

/// One file on its way to one question.
pub struct Sending {
    /// Tells it from the others on the page.
    pub key: u32,
    draft: Draft,
    question: Arc<PortalQuestion>,
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
    pub fn begin(draft: &Draft, question: &Arc<PortalQuestion>, file: File, media_type: &'static str) -> Arc<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let sending = Arc::new(Sending {
            key: NEXT.fetch_add(1, Ordering::Relaxed),
            draft: draft.clone(),
            question: question.clone(),
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
            stated: Stated::new(question),
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
            Err(error) => return self.going.set(Going::Stopped(error.sentence())),
        };
        self.upload.try_set_value(Some(upload.clone()));
        let (sending, progress) = (self.clone(), self.sent_bytes.clone());
        spawn_local(async move {
            let reply = upload.send(&file, move |bytes| progress.set(bytes)).await;
            sending.going.set(match reply {
                Ok(sent) => Going::There(sent),
                Err(Error::Offline) => Going::Stopped(format!("The upload of {} did not finish.", sending.name)),
                Err(error) => Going::Stopped(error.sentence()),
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
        self.going.set(Going::Attaching(sent.clone()));
        self.problem.set(None);
        let sending = self.clone();
        spawn_local(async move {
            let body = sending.stated.body(&sending.question, sent.file.clone(), sent.name.clone());
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
        Going::Stopped(why) => {
            let again = sending.clone();
            view! {
                <span class="file__meta field__error" role="alert">{why}</span>
                <span class="file__meta"><Button on_press=move |()| again.start()>"Send it again"</Button></span>
            }
            .into_any()
        }
    }
}

/// What the vendor says of the file, and the button that attaches it.
fn stating(sending: &Arc<Sending>) -> impl IntoView + use<> {
    let is_wanted = RwSignal::from(sending.is_wanted.clone());
    let problem = RwSignal::from(sending.problem.clone());
    let own = sending.clone();
    let press = move |()| {
        own.is_wanted.set(true);
        own.attach_if_wanted();
    };
    view! {
        <div class="stating">
            {stated_fields(&sending.question, &sending.stated, &format!("{}-{}", sending.question.id, sending.key))}
            <Button busy=is_wanted on_press=press>{format!("Attach {}", sending.name)}</Button>
        </div>
        {move || problem.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })}
    }
}

/// Kind and last day of validity, as the vendor states them.
fn stated_fields(question: &PortalQuestion, stated: &Stated, id: &str) -> impl IntoView + use<> {
    let (kind_id, until_id) = (format!("{id}-kind"), format!("{id}-until"));
    let (kind, until) = (RwSignal::from(stated.kind.clone()), RwSignal::from(stated.valid_until.clone()));
    let option = move |(value, words): (String, String)| {
        let own = value.clone();
        view! { <option value=value prop:selected=move || kind.with(|kind| *kind == own)>{words}</option> }
    };
    view! {
        <div class="field">
            <label class="field__label" for=kind_id.clone()>"What it is"</label>
            <select class="input" data-size="s" data-width="m" id=kind_id on:change:target=move |event| kind.set(event.target().value())>
                {kinds(&question.evidence_kinds).into_iter().map(option).collect_view()}
            </select>
        </div>
        <div class="field">
            <label class="field__label" for=until_id.clone()>"Valid until (optional)"</label>
            <input
                class="input"
                data-size="s"
                data-width="m"
                id=until_id
                type="date"
                prop:value=until
                on:change:target=move |event| until.set(event.target().value())
            />
        </div>
    }
}

/// Attaches one of `files`, which are on the server already, to `question`.
pub fn attach_form(
    draft: &Draft,
    question: &Arc<PortalQuestion>,
    files: Vec<PortalEvidence>,
    close: Callback<()>,
) -> impl IntoView + use<> {
    let stated = Stated::new(question);
    let id = format!("{}-reuse", question.id);
    let fields = stated_fields(question, &stated, &id);
    let chosen = RwSignal::new(0_usize);
    let problem = RwSignal::new(None::<String>);
    let option = |(place, file): (usize, &PortalEvidence)| view! { <option value=place.to_string()>{file.name.clone()}</option> };
    let options = files.iter().enumerate().map(option).collect_view();
    let attach = {
        let (draft, question) = (draft.clone(), question.clone());
        Action::new_local(move |&(): &()| {
            let file = files.get(chosen.get_untracked()).cloned();
            let body = file.map(|file| stated.body(&question, file.file, file.name));
            let draft = draft.clone();
            async move {
                let Some(body) = body else { return };
                match draft.attach(body).await {
                    Ok(()) => close.run(()),
                    Err(error) => {
                        problem.try_set(Some(error.sentence()));
                    }
                }
            }
        })
    };
    view! {
        <div class="stating">
            <div class="field">
                <label class="field__label" for=id.clone()>"File"</label>
                <select
                    class="input"
                    data-size="s"
                    data-width="m"
                    id=id
                    on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or(0))
                >
                    {options}
                </select>
            </div>
            {fields}
            <Button busy=attach.pending() on_press=move |()| { attach.dispatch_local(()); }>"Attach it"</Button>
            <Button weight=Weight::Quiet on_press=close>"Cancel"</Button>
        </div>
        {move || problem.get().map(|words| view! { <p class="field__error" role="alert">{words}</p> })}
    }
}
