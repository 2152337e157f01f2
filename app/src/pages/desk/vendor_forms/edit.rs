//! Changes what is known of a vendor as a company.
//!
//! The fields and the check for a missing name come from `profile`. Contacts and certificates are changed
//! elsewhere, in dialogs of their own.

use super::profile::{ProfileFields, Typed};
use crate::api;
use crate::components::{Crumbs, Faults, Form, Leave, Load, Loaded, PageHead, Step, Weight, send_row, submission};
use crate::pages::desk::analysts::for_analysts;
use crate::paths::Page;
use crate::visit::use_go;
use domain::api::vendor::VendorView;
use domain::id::VendorId;
use leptos::prelude::*;

/// The page.
pub fn edit_vendor_page(id: VendorId) -> AnyView {
    let vendor = Loaded::new(move || {
        let id = id.clone();
        async move { api::vendor::vendor(&id).await }
    });
    view! {
        <main id="main" class="wrap stack" data-gap="l" data-width="text">
            <Load resource=vendor label="the vendor" view=shown />
        </main>
    }
    .into_any()
}

fn shown(vendor: VendorView) -> AnyView {
    let back = Page::Vendor(vendor.id.clone()).url();
    let name = vendor.profile.name.clone();
    let steps = vec![Step::to("Vendors", Page::Vendors.url()), Step::to(name, back), Step::here("Change")];
    view! {
        <div class="stack">
            <Crumbs steps />
            <PageHead title="Change vendor" />
        </div>
        {for_analysts("An analyst changes what is known of a vendor.", move || form(vendor))}
    }
    .into_any()
}

fn form(vendor: VendorView) -> AnyView {
    let back = Page::Vendor(vendor.id.clone());
    let typed = Typed::of(Some(&vendor.profile), None);
    let faults = Faults::new();
    let go = use_go();
    let (id, after) = (vendor.id, back.clone());
    let save = submission(
        faults,
        move || {
            let (id, body) = (id.clone(), typed.read());
            async move { api::vendor::change_profile(&id, &body).await }
        },
        move |_: VendorView| go(&after),
    );
    let busy = save.pending();
    let send = move |()| {
        let missing = typed.missing("");
        if missing.is_empty() {
            save.dispatch_local(());
        } else {
            faults.show(missing);
        }
    };
    view! {
        <Form faults busy on_send=send>
            <ProfileFields typed faults prefix="" />
            {send_row("Save the vendor", "Saving", busy, Weight::Main, Leave::To(back.url()))}
        </Form>
    }
    .into_any()
}
