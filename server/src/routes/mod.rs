//! One file per noun. A handler authenticates, loads, lets the rules decide, commits, and replies.
//!
//! Nothing here decides: what may be done stands in `domain`.

pub mod answers;
pub mod assessment_findings;
pub mod assessments;
pub mod audit_trail;
pub mod certificates;
pub mod contacts;
pub mod entrance;
pub mod evidence;
pub mod findings;
pub mod front;
pub mod health;
pub mod joining;
pub mod metrics;
pub mod outbox;
pub mod passwords;
pub mod people;
pub mod portal;
pub mod questionnaires;
pub mod register;
pub mod resets;
pub mod review;
pub mod sending;
pub mod session;
pub mod settings;
pub mod submission;
pub mod systems;
pub mod vendors;

use crate::auth::Staff;
use crate::error::Error;
use crate::export::Export;
use crate::record::{Refresh, record_access};
use crate::state::AppState;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::answer::{MAX_NAME, check_name};
use domain::api::problem::Fault;
use futures::TryStreamExt;

/// An export as a file to download, sent while it is read. Who took it is recorded before its first byte is sent.
///
/// # Errors
/// When the database does not answer, or it cannot be recorded.
pub async fn attachment(state: &AppState, staff: &Staff, export: Export) -> Result<Response, Error> {
    let (org, taken) = (&staff.org, export.event());
    let disposition = format!("attachment; filename=\"{}\"", export.file_name(state.clock.today()));
    // Once lines are on their way, a fault can only break the connection off; its cause is in the log.
    let chunks =
        export.chunks(state, org, Refresh::All).await?.map_err(|_| std::io::Error::other("the export broke off"));
    record_access(state, org, &staff.reference(), taken).await?;
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// Collects every fault of a form, so that all are told at once.
#[derive(Debug, Clone, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault, if there is one.
    pub fn note<E: std::fmt::Display>(&mut self, at: &str, outcome: Result<(), E>) {
        if let Err(wrong) = outcome {
            self.0.push(Fault::new(at, wrong.to_string()));
        }
    }

    /// A name without spaces around it; `what` it is of, for the sentence that asks for it: "your full name".
    pub fn name(&mut self, at: &str, text: &str, what: &str) -> String {
        let text = text.trim();
        self.note(at, check_name(text).map_err(|wrong| wrong.in_field(what)));
        text.to_owned()
    }

    /// An e-mail address without spaces around it, in lower case.
    pub fn email(&mut self, at: &str, text: &str) -> String {
        let text = text.trim().to_lowercase();
        let is_sound = text.chars().count() <= MAX_NAME
            && text.is_ascii()
            && check_name(&text).is_ok()
            && text.parse::<lettre::Address>().is_ok_and(|address| address.domain().contains('.'));
        if !is_sound {
            self.0.push(Fault::new(at, "write an e-mail address, such as name@company.example"));
        }
        text
    }

    /// Goes on only when nothing was noted and `outcome` is no refusal; the faults of a refusal, each under `prefix`,
    /// are told together with those noted.
    ///
    /// # Errors
    /// All faults at once, or the refusal when it names no fields.
    pub fn beside<T>(mut self, outcome: Result<T, Error>, prefix: &str) -> Result<T, Error> {
        match outcome {
            Ok(done) => self.none().map(|()| done),
            Err(Error::Told(told)) if !told.errors.is_empty() => {
                let named =
                    told.errors.into_iter().map(|fault| Fault::new(format!("{prefix}{}", fault.at), fault.detail));
                self.0.splice(0..0, named);
                Err(Error::invalid(self.0))
            }
            Err(other) => Err(other),
        }
    }

    /// Goes on only when nothing was noted.
    ///
    /// # Errors
    /// All faults at once.
    pub fn none(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::invalid(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_a_domain_and_is_folded() {
        let mut faults = Faults::default();
        assert_eq!(faults.email("email", " Ann@Buyer.Example "), "ann@buyer.example");
        for wrong in ["", "ann", "ann@localhost", "a b@c.example", "a@b.example\r\nBcc: x@y.example", "a@@b.example"] {
            let mut faults = Faults::default();
            faults.email("email", wrong);
            assert!(faults.none().is_err(), "{wrong:?}");
        }
    }
}
