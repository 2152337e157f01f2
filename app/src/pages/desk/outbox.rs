//! The outbox: mail that waits, was sent or failed. Where no mail server is set up, an admin copies links from here.
//!
//! A link is fetched only when asked for, and the server records who asked.

use super::outbox_mail::MailRow;
use crate::api;
use crate::components::{Banner, Column, Dialog, Empty, Load, Loaded, PageHead, Table, Tone, Trouble};
use domain::api::people::Outbox;
use leptos::html;
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 6] = [
    Column::words("Mail"),
    Column::words("To"),
    Column::words("Written"),
    Column::words("State"),
    Column::words("Text"),
    Column::unseen("Actions"),
];

/// The page.
#[component]
pub fn OutboxPage() -> impl IntoView {
    let outbox = Loaded::new(api::outbox::outbox);
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Outbox" sub="Mails that wait come first, then the newest. The list ends after 500." />
            <Load resource=outbox label="mail" view=|outbox| view! { <Mails outbox /> }.into_any() />
        </main>
    }
}

#[component]
fn Mails(outbox: Outbox) -> impl IntoView {
    let link = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let trouble = RwSignal::new(None::<String>);
    let show = Callback::new(move |text: String| {
        link.set(Some(text));
        open.set(true);
    });
    let banner = (!outbox.mail_is_sent).then(|| {
        view! {
            <Banner tone=Tone::Warn>
                <p><b>"No mail server is set up."</b> " Mail waits here. Copy a link and send it yourself; each copy is recorded."</p>
            </Banner>
        }
    });
    let list = if outbox.mails.is_empty() {
        view! { <Empty title="No mail yet" words="Invitations, links and reminders appear here when they are written." /> }.into_any()
    } else {
        view! {
            <Table label="Mail" columns=&COLUMNS>
                {outbox.mails.into_iter().map(|mail| view! { <MailRow mail trouble show /> }).collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        {banner}
        <Trouble words=trouble />
        {list}
        <LinkDialog link open />
    }
}

/// The link, to be copied. The field is selected, because copying by program works only over HTTPS.
#[component]
fn LinkDialog(link: RwSignal<Option<String>>, open: RwSignal<bool>) -> impl IntoView {
    let field: NodeRef<html::Input> = NodeRef::new();
    field.on_load(|field| {
        request_animation_frame(move || {
            let _ = field.focus();
            field.select();
        });
    });
    view! {
        <Dialog id="mail-link" title="Copy this link" open>
            <p>"It opens what the mail is about, for whoever holds it. Send it only to the person the mail is addressed to."</p>
            <div class="field">
                <label class="field__label" for="mail-link-text">"Link"</label>
                <input class="input" id="mail-link-text" readonly prop:value=move || link.get().unwrap_or_default() node_ref=field />
            </div>
            <div class="dialog__actions">
                <button class="button" data-kind="main" type="button" on:click=move |_| open.set(false)>"Done"</button>
            </div>
        </Dialog>
    }
}
