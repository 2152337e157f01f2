//! Anything that goes wrong becomes a problem document, a status and, when it is our fault, a log line.
//!
//! The only place with status codes. A 4xx carries the sentence of the rule that refused; a 5xx says that the fault is
//! ours and logs the cause under the same trace.

use crate::auth::password::PasswordFault;
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::problem::{Code, Fault, Problem};
use domain::id::QuestionId;

/// Seconds after which a busy server may be asked again.
const RETRY_BUSY: u64 = 2;

/// What a refused request is told.
#[derive(Debug, Clone)]
pub struct Told {
    /// For the program.
    pub code: Code,
    /// For the person.
    pub detail: String,
    /// Every fault found.
    pub errors: Vec<Fault>,
    /// The question concerned.
    pub question: Option<QuestionId>,
    /// The answer as it stands now.
    pub current: Option<serde_json::Value>,
    /// Seconds after which to try again.
    pub retry_after: Option<u64>,
}

/// Why a request failed.
#[derive(Debug)]
pub enum Error {
    /// The request was refused.
    Told(Box<Told>),
    /// The store could not do it.
    Store(StoreError),
    /// A fault on our side.
    Internal(String),
}

impl Error {
    /// A refusal with a sentence for the person.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        let detail = sentence(&detail.into());
        Error::Told(Box::new(Told { code, detail, errors: vec![], question: None, current: None, retry_after: None }))
    }

    /// A request that was read and breaks rules, all of them named.
    #[must_use]
    pub fn invalid(errors: Vec<Fault>) -> Self {
        let detail = match errors.as_slice() {
            [one] => one.detail.clone(),
            _ => format!("{} things need another look", errors.len()),
        };
        let errors = errors.into_iter().map(|fault| Fault::new(fault.at, sentence(&fault.detail))).collect();
        Error::new(Code::Invalid, detail).with(|told| told.errors = errors)
    }

    /// One field breaks a rule.
    pub fn field(at: impl Into<String>, detail: impl Into<String>) -> Self {
        Error::invalid(vec![Fault::new(at, detail)])
    }

    /// There is no such thing, or it belongs to somebody else: both get this very answer.
    #[must_use]
    pub fn not_found() -> Self {
        Error::new(Code::NotFound, "there is nothing at this address; go back and choose again")
    }

    /// No session, or it has ended.
    #[must_use]
    pub fn signed_out() -> Self {
        Error::new(Code::SignedOut, "sign in to go on")
    }

    /// A link that is unknown, used, expired or revoked.
    #[must_use]
    pub fn dead_link() -> Self {
        Error::new(Code::DeadLink, "this link was used, has ended or was withdrawn; ask for a new one")
    }

    /// Too many tries; `seconds` until the next.
    #[must_use]
    pub fn too_many(seconds: u64) -> Self {
        let minutes = seconds.div_ceil(60).max(1);
        Error::new(Code::TooMany, format!("too many tries; wait {minutes} min and try again"))
            .with(|told| told.retry_after = Some(seconds.max(1)))
    }

    /// Names the question concerned.
    #[must_use]
    pub fn about(self, question: QuestionId) -> Self {
        self.with(|told| told.question = Some(question))
    }

    /// Changes what is told, if it is a refusal.
    #[must_use]
    pub fn with(mut self, change: impl FnOnce(&mut Told)) -> Self {
        match &mut self {
            Error::Told(told) => change(told),
            Error::Store(_) | Error::Internal(_) => {}
        }
        self
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Told(told) => {
                f.write_str(&told.detail)?;
                told.errors.iter().try_for_each(|fault| write!(f, "\n  {}: {}", fault.at, fault.detail))
            }
            Error::Store(error) => write!(f, "{error}"),
            Error::Internal(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Error {}

/// A rule's words as a sentence: capital letter, full stop.
fn sentence(text: &str) -> String {
    let mut characters = text.trim().chars();
    let mut sentence: String = characters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    sentence.push_str(characters.as_str());
    if !sentence.ends_with(['.', '?', '!', '…']) {
        sentence.push('.');
    }
    sentence
}

/// The status of each code.
fn status(code: Code) -> StatusCode {
    match code {
        Code::Malformed => StatusCode::BAD_REQUEST,
        Code::Invalid | Code::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::SignedOut => StatusCode::UNAUTHORIZED,
        Code::Forbidden | Code::CrossSite => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::State => StatusCode::CONFLICT,
        Code::Stale => StatusCode::PRECONDITION_FAILED,
        Code::RevisionRequired => StatusCode::PRECONDITION_REQUIRED,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Code::DeadLink => StatusCode::GONE,
        Code::Method => StatusCode::METHOD_NOT_ALLOWED,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Code::Full => StatusCode::INSUFFICIENT_STORAGE,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn title(code: Code) -> &'static str {
    match code {
        Code::Malformed => "The request could not be read",
        Code::Invalid => "Something needs another look",
        Code::SignedOut => "Signed out",
        Code::Forbidden => "Not allowed",
        Code::NotFound => "Not found",
        Code::State => "Not possible now",
        Code::Stale => "Changed in the meantime",
        Code::RevisionRequired => "Revision missing",
        Code::KeyReused => "Key used before",
        Code::TooLarge => "Too large",
        Code::WrongType => "Wrong type",
        Code::TooMany => "Too many tries",
        Code::DeadLink => "This link no longer works",
        Code::CrossSite => "From another site",
        Code::Method => "Unknown method",
        Code::Busy => "Busy",
        Code::Full => "Disk full",
        Code::Internal => "A fault on our side",
    }
}

/// The code as it stands on the wire.
fn name(code: Code) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Error::Store(error)
    }
}

impl From<tower_sessions::session::Error> for Error {
    fn from(error: tower_sessions::session::Error) -> Self {
        Error::Store(StoreError::Busy(error.to_string()))
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
        Error::Internal(format!("the file store failed: {error}"))
    }
}

impl From<domain::vendor::Refusal> for Error {
    fn from(refusal: domain::vendor::Refusal) -> Self {
        let (text, faults) = (refusal.to_string(), refusal.faults());
        refused(refusal.code(), text, faults)
    }
}

impl From<domain::assessment::Refusal> for Error {
    fn from(refusal: domain::assessment::Refusal) -> Self {
        let (text, faults, question) = (refusal.to_string(), refusal.faults(), refusal.question().cloned());
        refused(refusal.code(), text, faults).with(|told| told.question = question)
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

/// The fault of the store in the person's words; `None` when it is a fault on our side.
fn of_store(error: &StoreError) -> Option<Error> {
    let busy = |detail: &str| Error::new(Code::Busy, detail).with(|told| told.retry_after = Some(RETRY_BUSY));
    match error {
        StoreError::Conflict(_) => Some(busy("others are changing the same thing; try again")),
        StoreError::Gone(_) => Some(Error::dead_link()),
        StoreError::Duplicate => Some(Error::new(Code::State, "this exists already; reload the page")),
        StoreError::Repeated => Some(busy("this request is being carried out; try again in a moment")),
        StoreError::Busy(_) => Some(busy("the server is busy; nothing was changed, try again in a moment")),
        StoreError::Full => {
            let told = "the server's disk is full; nothing was changed, tell its operator and try again later";
            Some(Error::new(Code::Full, told).with(|told| told.retry_after = Some(60)))
        }
        StoreError::Nul => Some(Error::new(Code::Malformed, "remove the NUL character from the text")),
        StoreError::Corrupt(_) | StoreError::Database(_) => None,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let trace = uuid::Uuid::new_v4().simple().to_string();
        let told = match self {
            Error::Told(told) => told,
            Error::Store(error) => {
                if !matches!(error, StoreError::Gone(_) | StoreError::Duplicate | StoreError::Nul) {
                    tracing::error!(trace, %error, "the store failed");
                }
                match of_store(&error) {
                    Some(Error::Told(told)) => told,
                    Some(Error::Store(_) | Error::Internal(_)) | None => on_our_side(),
                }
            }
            Error::Internal(cause) => {
                tracing::error!(trace, cause, "a fault on our side");
                on_our_side()
            }
        };
        let status = status(told.code);
        let problem = Problem {
            kind: format!("/problems/{}", name(told.code)),
            title: title(told.code).to_owned(),
            status: status.as_u16(),
            code: told.code,
            detail: told.detail,
            question: told.question,
            errors: told.errors,
            current: told.current,
            trace,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status, kind, body).into_response();
        if let Some(seconds) = told.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn on_our_side() -> Box<Told> {
    Box::new(Told {
        code: Code::Internal,
        detail: "Something went wrong on our side. Nothing of yours is at fault; try again, and name the trace when \
                 you report it."
            .to_owned(),
        errors: vec![],
        question: None,
        current: None,
        retry_after: None,
    })
}

/// What a panic in a handler answers; the process lives on.
pub fn of_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "unknown".to_owned());
    Error::Internal(format!("a handler panicked: {cause}")).into_response()
}

/// Gives a response that names no resource of ours the status "not ready".
#[must_use]
pub fn not_ready(response: Response) -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, response).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_becomes_a_sentence() {
        assert_eq!(sentence("choose at least one role"), "Choose at least one role.");
        assert_eq!(sentence("Ready?"), "Ready?");
    }

    #[test]
    fn several_faults_are_all_told() {
        let error = Error::invalid(vec![Fault::new("name", "write a name"), Fault::new("email", "write an address")]);
        let Error::Told(told) = error else { panic!("a refusal") };
        assert_eq!(told.errors.len(), 2);
        assert_eq!(told.detail, "2 things need another look.");
    }

    #[tokio::test]
    async fn a_panic_is_answered_as_a_fault_on_our_side_and_the_next_request_too() {
        use tower::ServiceExt;
        let broken = || async {
            if true {
                panic!("a secret detail");
            }
        };
        let router = axum::Router::new()
            .route("/", axum::routing::get(broken))
            .layer(tower_http::catch_panic::CatchPanicLayer::custom(of_panic));
        for _ in 0..2 {
            let request = axum::http::Request::new(axum::body::Body::empty());
            let response = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            let body = axum::body::to_bytes(response.into_body(), 10_000).await.expect("a body");
            let problem: Problem = serde_json::from_slice(&body).expect("a problem");
            assert_eq!(problem.code, Code::Internal);
            assert!(!problem.detail.contains("secret"), "{}", problem.detail);
        }
    }
}
