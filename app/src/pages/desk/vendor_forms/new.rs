//! Registers a vendor with its first contacts.
//!
//! Empty contacts at the end of the list are dropped, an empty one between two others is not: so the place in the
//! list stays the place that the server names in a fault.

use super::contact_fields::{ContactFields, Read as ReadContact, Typed as TypedContact};
use super::profile::{ProfileFields, Typed};
use crate::api;
use crate::components::{Button, Crumbs, Faults, Form, Leave, PageHead, Step, Weight, send_row, submission};
use crate::pages::desk::analysts::for_analysts;
use crate::paths::Page;
use crate::visit::{Visit, use_go};
use domain::api::vendor::{Created, NewVendor};
use domain::id::VendorId;
use leptos::prelude::*;

/// The page.
pub fn new_vendor_page() -> AnyView {
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <div class="stack">
                <Crumbs steps=vec![Step::to("Vendors", Page::Vendors.url()), Step::here("Register a vendor")] />
                <PageHead title="Register a vendor" sub="AI systems and certificates come next, on the vendor's page." />
            </div>
            {for_analysts("An analyst registers vendors.", form)}
        </main>
    }
    .into_any()
}

fn form() -> AnyView {
    let me = Visit::current().me();
    let profile = Typed::of(None, me.as_ref().map(|me| &me.person));
    let contacts = RwSignal::new(vec![TypedContact::of(None)]);
    let faults = Faults::new();
    let go = use_go();
    let save = submission(
        faults,
        move || {
            let contacts = meant(contacts).into_iter().map(Into::into).collect();
            let body = NewVendor { profile: profile.read(), contacts };
            async move { api::vendor::register(&body).await }
        },
        move |created: Created| {
            if let Ok(id) = VendorId::new(created.id) {
                go(&Page::Vendor(id));
            }
        },
    );
    let busy = save.pending();
    let send = move |()| {
        let mut missing = profile.missing("profile.");
        let people = meant(contacts).into_iter().enumerate();
        missing.extend(people.flat_map(|(place, contact)| contact.missing(&format!("contacts[{place}]."))));
        if missing.is_empty() {
            save.dispatch_local(());
        } else {
            faults.show(missing);
        }
    };
    view! {
        <Form faults busy on_send=send>
            <ProfileFields typed=profile faults prefix="profile." />
            <Contacts contacts faults />
            {send_row("Register the vendor", "Registering", busy, Weight::Main, Leave::To(Page::Vendors.url()))}
        </Form>
    }
    .into_any()
}

/// The contacts that were meant: an empty one at the end was not.
fn meant(contacts: RwSignal<Vec<TypedContact>>) -> Vec<ReadContact> {
    let mut contacts: Vec<_> = contacts.get_untracked().into_iter().map(TypedContact::read).collect();
    while contacts.pop_if(|contact| contact.is_empty()).is_some() {}
    contacts
}

/// The contacts: at first one, more on request. An empty one is not sent.
#[component]
fn Contacts(contacts: RwSignal<Vec<TypedContact>>, faults: Faults) -> impl IntoView {
    // Signals of the rows belong to the page, so that a further contact keeps what was typed in the others.
    let owner = Owner::current();
    let add = move |()| {
        let contact = || TypedContact::of(None);
        let contact = owner.as_ref().map_or_else(contact, |owner| owner.with(contact));
        contacts.update(|contacts| contacts.push(contact));
    };
    let row = move |(place, typed): (usize, TypedContact)| {
        let legend = if place == 0 { "Contact".to_owned() } else { format!("Contact {}", place + 1) };
        let id = format!("contact-{place}");
        view! {
            <div class="stack" role="group" aria-labelledby=id.clone()>
                <h2 id=id.clone()>{legend}</h2>
                <ContactFields typed faults prefix=format!("contacts[{place}].") />
            </div>
        }
        .into_any()
    };
    let rows = move || contacts.get().into_iter().enumerate().map(row).collect_view();
    view! {
        {rows}
        <div class="row"><Button weight=Weight::Quiet on_press=add>"Add another contact"</Button></div>
    }
}
