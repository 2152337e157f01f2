//! What an error is made from: the refusals of the rules, and the faults of what the server stands on.
//!
//! A refusal keeps its own words. Handlers use bare `?`.

use super::{Error, sentence};
use crate::auth::password::PasswordFault;
use crate::store::StoreError;
use domain::api::problem::{Code, Fault};

impl From<domain::vendor::Refusal> for Error {
    fn from(refusal: domain::vendor::Refusal) -> Self {
        let (text, faults) = (refusal.to_string(), refusal.faults());
        refused(refusal.code(), text, faults)
    }
}

impl From<domain::assessment::Refusal> for Error {
    fn from(refusal: domain::assessment::Refusal) -> Self {
        let (text, faults, question) = (refusal.to_string(), refusal.faults(), refusal.question().cloned());
        let retry_after = refusal.retry_after();
        refused(refusal.code(), text, faults).with(|told| {
            told.question = question;
            told.retry_after = retry_after;
        })
    }
}

impl From<domain::organisation::Refusal> for Error {
    fn from(refusal: domain::organisation::Refusal) -> Self {
        use domain::organisation::Refusal;
        let text = refusal.to_string();
        match refusal {
            Refusal::NotAdmin => Error::new(Code::Forbidden, text),
            Refusal::UnknownMember => Error::not_found(),
            Refusal::Exists | Refusal::HasMembers | Refusal::IsMember | Refusal::LastAdmin | Refusal::NotInvited => {
                Error::new(Code::State, text)
            }
            Refusal::NoRoles => Error::field("roles", text),
            Refusal::Retention => Error::field("retention_months", text),
        }
    }
}

/// What the rules refuse, in their own words. What does not exist for the caller reads the same whatever it is.
fn refused(code: Code, text: String, faults: Vec<Fault>) -> Error {
    if code == Code::NotFound {
        return Error::not_found();
    }
    let faults = faults.into_iter().map(|fault| Fault::new(fault.at, sentence(&fault.detail))).collect();
    Error::new(code, text).with(|told| told.errors = faults)
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Error::Store(error)
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Internal(error.to_string())
    }
}

impl From<PasswordFault> for Error {
    fn from(fault: PasswordFault) -> Self {
        match fault {
            PasswordFault::Busy => Error::Store(StoreError::Busy(fault.to_string())),
            PasswordFault::Hash(text) => Error::Internal(text),
        }
    }
}

impl From<object_store::Error> for Error {
    fn from(error: object_store::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(one) = cause {
            if let Some(io) = one.downcast_ref::<std::io::Error>()
                && matches!(io.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
            {
                return Error::Store(StoreError::Full);
            }
            cause = one.source();
        }
        Error::Files(error.to_string())
    }
}
