//! The vendor's contacts.
//!
//! One dialog serves both adding and changing, and only analysts are offered it. The colleague who looks after the
//! vendor is named in the page's head.

use crate::components::{Fold, alphabets_mark};
use crate::pages::desk::assessment::history::history;
use crate::pages::desk::vendor_forms::contact::ContactDialog;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::finding::HistoryLine;
use domain::api::vendor::{PersonView, VendorView};
use leptos::prelude::*;

/// The section.
#[component]
pub fn Contacts(
    /// The vendor on the page.
    vendor: RwSignal<VendorView>,
    /// Takes what was changed.
    changed: Callback<VendorView>,
) -> impl IntoView {
    let visit = Visit::current();
    let open = RwSignal::new(false);
    let subject = RwSignal::new(None::<PersonView>);
    let edit = Callback::new(move |person: Option<PersonView>| {
        subject.set(person);
        open.set(true);
    });
    let add = move || {
        visit.has(Role::Analyst).then(|| {
            view! { <button class="button" data-kind="quiet" type="button" on:click=move |_| edit.run(None)>"Add a contact"</button> }.into_any()
        })
    };
    let id = vendor.with_untracked(|vendor| vendor.id.clone());
    view! {
        <section class="section" data-span="4" id="contacts" aria-labelledby="h-contacts">
            <div class="section__head"><h2 id="h-contacts">"Contacts"</h2>{add}</div>
            {move || vendor.with(|vendor| list(vendor, edit))}
            {move || vendor.with(|vendor| changes(&vendor.contact_history))}
            <ContactDialog vendor=id open subject done=changed />
        </section>
    }
}

fn changes(lines: &[HistoryLine]) -> Option<AnyView> {
    let story = (!lines.is_empty()).then(|| history(lines));
    story.map(|story| view! { <Fold words="How contacts changed">{story}</Fold> }.into_any())
}

fn list(vendor: &VendorView, edit: Callback<Option<PersonView>>) -> AnyView {
    if vendor.contacts.is_empty() {
        return view! { <p class="section__note">"Somebody has to receive the questionnaire. Add the person who answers."</p> }
            .into_any();
    }
    let contact = |person: &PersonView| contact(person.clone(), edit);
    view! { <ul>{vendor.contacts.iter().map(contact).collect_view()}</ul> }.into_any()
}

fn contact(person: PersonView, edit: Callback<Option<PersonView>>) -> AnyView {
    let change = Visit::current().has(Role::Analyst).then(|| {
        let (label, subject) = (format!("Change {}", person.name), person.clone());
        view! {
            <button class="button" data-kind="quiet" type="button" aria-label=label on:click=move |_| edit.run(Some(subject.clone()))>
                "Change"
            </button>
        }
    });
    let reach = [person.email, person.phone].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    view! {
        <li class="person">
            <span>{person.name.clone()}" "{alphabets_mark(&person.name)}</span>
            <span class="person__role">{change}</span>
            <span class="person__role">{person.title}</span>
            <span class="person__role"></span>
            <span class="person__role">{reach}</span>
        </li>
    }
    .into_any()
}
