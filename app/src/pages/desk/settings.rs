//! The organisation's settings: its name, the person vendors may ask, what is kept how long, standing text. For admins.
//!
//! The settings are saved whole. The contact is left out only when its name, address and telephone are all empty.

use crate::api;
use crate::components::{Faults, Form, Load, Loaded, PageHead, SendButton, TextArea, TextField, Toasts, submission};
use crate::visit::Visit;
use domain::api::people::{Contact, Settings};
use domain::api::problem::Fault;
use leptos::prelude::*;

/// The page.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = Loaded::new(api::settings::settings);
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <PageHead title="Settings" sub="What vendors read about you, and what is kept how long." />
            <Load resource=settings label="settings" view=|settings| view! { <SettingsForm settings /> }.into_any() />
        </main>
    }
}

/// The settings as they are typed.
#[derive(Clone, Copy)]
struct Typed {
    organisation: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    phone: RwSignal<String>,
    months: RwSignal<String>,
    text: RwSignal<String>,
}

impl Typed {
    fn of(settings: Settings) -> Self {
        let contact =
            settings.contact.unwrap_or(Contact { name: String::new(), email: String::new(), phone: String::new() });
        Typed {
            organisation: RwSignal::new(settings.organisation),
            name: RwSignal::new(contact.name),
            email: RwSignal::new(contact.email),
            phone: RwSignal::new(contact.phone),
            months: RwSignal::new(settings.retention_months.to_string()),
            text: RwSignal::new(settings.invitation_text),
        }
    }

    /// The settings, or the fault that keeps them from being sent.
    fn read(self) -> Result<Settings, Fault> {
        let contact = Contact {
            name: self.name.get_untracked(),
            email: self.email.get_untracked(),
            phone: self.phone.get_untracked(),
        };
        let is_named = [&contact.name, &contact.email, &contact.phone].iter().any(|part| !part.trim().is_empty());
        let retention_months = self.months.with_untracked(|months| months.trim().parse());
        Ok(Settings {
            organisation: self.organisation.get_untracked(),
            contact: is_named.then_some(contact),
            retention_months: retention_months
                .map_err(|_| Fault::new("retention_months", "write a whole number of months"))?,
            invitation_text: self.text.get_untracked(),
        })
    }
}

#[component]
fn SettingsForm(settings: Settings) -> impl IntoView {
    let typed = Typed::of(settings);
    let faults = Faults::new();
    let toasts = Toasts::current();
    let visit = Visit::current();
    let ready = StoredValue::new(None::<Settings>);
    let save = submission(
        faults,
        move || {
            let body = ready.get_value();
            async move {
                match body {
                    Some(body) => api::settings::put_settings(&body).await.map(Some),
                    None => Ok(None),
                }
            }
        },
        move |saved| {
            toasts.say("The settings were saved");
            if let Some(saved) = saved {
                visit.rename(&saved.organisation);
            }
        },
    );
    let send = move |()| match typed.read() {
        Ok(settings) => {
            ready.set_value(Some(settings));
            save.dispatch_local(());
        }
        Err(fault) => faults.show(vec![fault]),
    };
    let busy = save.pending();
    view! {
        <Form faults busy on_send=send>
            <TextField name="organisation" label="Organisation" autocomplete="organization" faults value=typed.organisation hint="As vendors read it in invitations." />
            <fieldset class="stack">
                <legend><h2>"Contact for vendors"</h2></legend>
                <p class="section__note">"The person whom vendors may ask. Named in every invitation."</p>
                <TextField name="contact.name" label="Name" faults value=typed.name />
                <TextField name="contact.email" label="E-mail" kind="email" faults value=typed.email />
                <TextField name="contact.phone" label="Telephone (optional)" kind="tel" faults value=typed.phone width="m" />
            </fieldset>
            <TextField name="retention_months" label="Answers and evidence are kept for" unit="months" inputmode="numeric" width="s" faults value=typed.months hint="1 to 240, counted from when an assessment is withdrawn, a newer one takes its place or its AI system is retired. Then they are erased. Vendors read it before they answer." />
            <TextArea name="invitation_text" label="Standing text of invitations (optional)" rows=4 faults value=typed.text hint="Stands under the reason in every invitation." />
            <div class="row"><SendButton label="Save the settings" busy_label="Saving" busy /></div>
        </Form>
    }
}
