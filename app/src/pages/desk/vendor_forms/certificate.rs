//! The dialog that records or changes a certificate or report of a vendor.
//!
//! Only the two dates are checked here, and both are named at once when both are wrong. Everything else is left to
//! the server, whose faults appear at the fields of the same names.

use crate::api;
use crate::components::{Dialog, Errand, Faults, Form, SelectField, TextField, Toasts, Weight, dialog_row, shutting};
use crate::pages::desk::words::CERTIFICATES;
use domain::answer::parse_date;
use domain::api::problem::Fault;
use domain::api::vendor::{CertificateView, VendorView};
use domain::id::VendorId;
use domain::vendor::{CertificateDescription, CertificateKind};
use leptos::prelude::*;

/// Records a certificate, or changes `subject`.
#[component]
pub fn CertificateDialog(
    /// The vendor.
    vendor: VendorId,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
    /// The certificate to change; nothing records one.
    subject: RwSignal<Option<CertificateView>>,
    /// Takes the vendor as it is afterwards.
    done: Callback<VendorView>,
) -> impl IntoView {
    let words = move || if subject.with(Option::is_some) { "Change a certificate" } else { "Record a certificate" };
    view! {
        <Dialog title=Signal::derive(move || words().to_owned()) id="certificate" open>
            <CertificateForm vendor=vendor.clone() known=subject.get_untracked() open done />
        </Dialog>
    }
}

#[derive(Clone, Copy)]
struct Typed {
    kind: RwSignal<String>,
    scope: RwSignal<String>,
    number: RwSignal<String>,
    issuer: RwSignal<String>,
    issued: RwSignal<String>,
    valid_until: RwSignal<String>,
}

impl Typed {
    fn of(known: Option<&CertificateDescription>) -> Self {
        let kind = known.map_or(CertificateKind::Iso42001, |known| known.kind);
        let key = CERTIFICATES.iter().find(|(own, ..)| *own == kind).map_or("other", |(_, key, _)| *key);
        let text = |read: fn(&CertificateDescription) -> String| RwSignal::new(known.map(read).unwrap_or_default());
        Typed {
            kind: RwSignal::new(key.to_owned()),
            scope: text(|known| known.scope.clone()),
            number: text(|known| known.number.clone()),
            issuer: text(|known| known.issuer.clone()),
            issued: text(|known| known.issued.map(|date| date.to_string()).unwrap_or_default()),
            valid_until: text(|known| known.valid_until.to_string()),
        }
    }

    /// The certificate as typed, or every field that is not a date.
    fn read(self) -> Result<CertificateDescription, Vec<Fault>> {
        let wrong = |at: &str| Fault::new(at, "choose a date");
        let issued = self.issued.get_untracked();
        let issued =
            if issued.is_empty() { Ok(None) } else { parse_date(&issued).map(Some).ok_or_else(|| wrong("issued")) };
        let valid_until = parse_date(&self.valid_until.get_untracked()).ok_or_else(|| wrong("valid_until"));
        let kind = self.kind.get_untracked();
        match (issued, valid_until) {
            (Ok(issued), Ok(valid_until)) => Ok(CertificateDescription {
                kind: CERTIFICATES
                    .iter()
                    .find(|(_, key, _)| *key == kind)
                    .map_or(CertificateKind::Other, |(kind, ..)| *kind),
                scope: self.scope.get_untracked().trim().to_owned(),
                number: self.number.get_untracked().trim().to_owned(),
                issuer: self.issuer.get_untracked().trim().to_owned(),
                issued,
                valid_until,
            }),
            (issued, valid_until) => Err(issued.err().into_iter().chain(valid_until.err()).collect()),
        }
    }
}

#[component]
fn CertificateForm(
    vendor: VendorId,
    known: Option<CertificateView>,
    open: RwSignal<bool>,
    done: Callback<VendorView>,
) -> impl IntoView {
    let typed = Typed::of(known.as_ref().map(|known| &known.description));
    let faults = Faults::new();
    let toasts = Toasts::current();
    let id = known.map(|known| known.id);
    let save = Errand::new(move |body: &CertificateDescription| {
        faults.clear();
        let (vendor, id, body) = (vendor.clone(), id.clone(), body.clone());
        async move {
            match api::vendor::put_certificate(&vendor, id.as_ref(), &body).await {
                Ok(vendor) => {
                    open.try_set(false);
                    toasts.say("The certificate is saved");
                    done.try_run(vendor);
                }
                Err(error) => faults.show_error(&error),
            }
        }
    });
    let send = move |()| match typed.read() {
        Ok(body) => {
            save.dispatch_local(body);
        }
        Err(wrong) => faults.show(wrong),
    };
    let kinds: Vec<_> = CERTIFICATES.iter().map(|(_, key, words)| ((*key).to_owned(), (*words).to_owned())).collect();
    let busy = save.pending();
    view! {
        <Form faults busy on_send=send>
            <SelectField name="kind" label="Kind" faults value=typed.kind choices=Signal::stored(kinds) />
            <TextField name="scope" label="What it covers" faults value=typed.scope />
            <TextField name="number" label="Number (optional)" faults value=typed.number />
            <TextField name="issuer" label="Issued by (optional)" faults value=typed.issuer />
            <TextField name="issued" label="Issued on (optional)" kind="date" width="m" faults value=typed.issued />
            <TextField name="valid_until" label="Last day of validity" kind="date" width="m" faults value=typed.valid_until />
            {dialog_row("Save the certificate", "Saving", busy, Weight::Main, shutting(open))}
        </Form>
    }
}
