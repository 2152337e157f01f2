//! The list of vendors, by name.
//!
//! Every figure of a row comes from the server and is only shown here. Registering a vendor is offered to analysts
//! alone; the list itself does not depend on the role.

use crate::api;
use crate::components::{Cell, Column, Empty, Level, Load, Loaded, PageHead, RowHead, Table, When, count};
use crate::pages::desk::vendor::certificate_note;
use crate::pages::desk::words::{figure, list_end, residual_band};
use crate::paths::Page;
use crate::visit::Visit;
use domain::actor::Role;
use domain::api::vendor::{VendorList, VendorRow};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 6] = [
    Column::words("Vendor"),
    Column::num("AI systems"),
    Column::num("Open assessments"),
    Column::words("Next certificate to end"),
    Column::num("Residual now"),
    Column::words("Level"),
];

/// The list.
pub fn vendors_page() -> AnyView {
    let visit = Visit::current();
    let vendors = Loaded::new(api::vendor::vendors);
    view! {
        <main id="main" class="wrap stack" data-gap="l">
            <PageHead title="Vendors" sub="Who supplies AI systems to us.">
                <When holds=move || visit.has(Role::Analyst)>
                    <a class="button" data-kind="main" href=Page::NewVendor.url()>"Register a vendor"</a>
                </When>
            </PageHead>
            <Load resource=vendors label="vendors" view=shown />
        </main>
    }
    .into_any()
}

fn shown(list: VendorList) -> AnyView {
    if list.vendors.is_empty() {
        return view! {
            <Empty title="No vendors yet" words="Register a vendor with its contacts and AI systems. Then you can send it a questionnaire." />
        }
        .into_any();
    }
    let end = list_end(list.vendors.len(), list.total, ", by name");
    view! {
        <Table label="Vendors" columns=&COLUMNS>
            {list.vendors.into_iter().map(row).collect_view()}
        </Table>
        {end}
    }
    .into_any()
}

fn row(row: VendorRow) -> AnyView {
    let contacts = count(row.contacts, "contact", "contacts");
    view! {
        <tr role="row">
            <RowHead href=Page::Vendor(row.vendor).url() name=row.name sub=contacts />
            <Cell label="AI systems" num=true>{row.systems}</Cell>
            <Cell label="Open assessments" num=true>{row.assessments_open}</Cell>
            <Cell label="Next certificate to end" full=true>{certificate_note(row.certificate_ends)}</Cell>
            <Cell label="Residual now" num=true><strong>{figure(row.residual_now)}</strong></Cell>
            <Cell label="Level">{row.residual_now.map(|value| view! { <Level of=residual_band(value) /> })}</Cell>
        </tr>
    }
    .into_any()
}
