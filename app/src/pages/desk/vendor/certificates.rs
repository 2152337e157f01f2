//! The vendor's certificates and reports: what they cover, until when, and which end soon.
//!
//! Whether one ends soon is decided by the calendar of the domain, against today. Only analysts may record or
//! change one, in the dialog of `vendor_forms`.

use crate::charts::clock::days;
use crate::components::{Badge, Cell, Column, RowHead, Symbol, Table, Tone, now, short_date};
use crate::pages::desk::vendor_forms::certificate::CertificateDialog;
use crate::pages::desk::words::certificate_words;
use crate::visit::Visit;
use chrono::NaiveDate;
use domain::actor::Role;
use domain::api::vendor::{CertificateView, VendorView};
use domain::calendar::{CertificateState, certificate_state};
use leptos::prelude::*;

/// The columns.
const COLUMNS: [Column; 6] = [
    Column::words("Certificate or report"),
    Column::words("Scope"),
    Column::words("Issued"),
    Column::words("Valid until"),
    Column::words("State"),
    Column::unseen("Actions"),
];

/// The end of the certificate that ends first, for the list of vendors.
pub fn certificate_note(ends: Option<NaiveDate>) -> AnyView {
    match ends {
        Some(ends) => {
            view! { <span class="row"><time datetime=ends.to_string()>{short_date(ends)}</time>{state(ends)}</span> }
                .into_any()
        }
        None => "–".into_any(),
    }
}

/// The section.
#[component]
pub fn Certificates(
    /// The vendor on the page.
    vendor: RwSignal<VendorView>,
    /// Takes what was changed.
    changed: Callback<VendorView>,
) -> impl IntoView {
    let visit = Visit::current();
    let open = RwSignal::new(false);
    let subject = RwSignal::new(None::<CertificateView>);
    let edit = Callback::new(move |certificate: Option<CertificateView>| {
        subject.set(certificate);
        open.set(true);
    });
    let add = move || {
        visit.has(Role::Analyst).then(|| {
            view! { <button class="button" data-kind="quiet" type="button" on:click=move |_| edit.run(None)>"Record a certificate"</button> }.into_any()
        })
    };
    let id = vendor.with_untracked(|vendor| vendor.id.clone());
    view! {
        <section class="section" id="certificates" aria-labelledby="h-certificates">
            <div class="section__head"><h2 id="h-certificates">"Certificates and reports"</h2>{add}</div>
            {move || vendor.with(|vendor| table(&vendor.certificates, edit))}
            <CertificateDialog vendor=id open subject done=changed />
        </section>
    }
}

fn table(certificates: &[CertificateView], edit: Callback<Option<CertificateView>>) -> AnyView {
    if certificates.is_empty() {
        return view! { <p class="section__note">"Certificates and reports with their scope and last day of validity stand here, and those that end soon are marked."</p> }
            .into_any();
    }
    let rows: Vec<_> = certificates.iter().map(|certificate| row(certificate.clone(), edit)).collect();
    view! { <Table label="Certificates and reports" columns=&COLUMNS>{rows}</Table> }.into_any()
}

fn row(certificate: CertificateView, edit: Callback<Option<CertificateView>>) -> AnyView {
    let known = certificate.description.clone();
    let name = certificate_words(known.kind);
    let sub = [known.number, known.issuer].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let change = Visit::current().has(Role::Analyst).then(|| {
        let label = format!("Change: {name}");
        view! {
            <button class="button" data-kind="quiet" type="button" aria-label=label on:click=move |_| edit.run(Some(certificate.clone()))>
                "Change"
            </button>
        }
    });
    view! {
        <tr role="row">
            <RowHead name=name sub />
            <Cell label="Scope" full=true>{known.scope}</Cell>
            <Cell label="Issued">{known.issued.map_or_else(|| "–".to_owned(), short_date)}</Cell>
            <Cell label="Valid until"><time datetime=known.valid_until.to_string()>{short_date(known.valid_until)}</time></Cell>
            <Cell label="State">{state(known.valid_until)}</Cell>
            <Cell label="Actions">{change}</Cell>
        </tr>
    }
    .into_any()
}

fn state(until: NaiveDate) -> AnyView {
    let today = now().date();
    let left = until.signed_duration_since(today).num_days();
    match certificate_state(until, today) {
        CertificateState::Ended => {
            let words = format!("Ended {} ago", days(-left));
            view! { <Badge tone=Tone::Bad symbol=Symbol::Clock words /> }.into_any()
        }
        CertificateState::EndsSoon if left == 0 => {
            view! { <Badge tone=Tone::Warn symbol=Symbol::Clock words="Ends today" /> }.into_any()
        }
        CertificateState::EndsSoon => {
            let words = format!("Ends in {}", days(left));
            view! { <Badge tone=Tone::Warn symbol=Symbol::Clock words /> }.into_any()
        }
        CertificateState::Valid => view! { <Badge tone=Tone::Good symbol=Symbol::Check words="Valid" /> }.into_any(),
    }
}
