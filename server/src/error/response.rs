//! What a failed request is answered: the status of each code, and the problem document.
//!
//! A fault on our side is logged under the trace that the answer names, and tells nothing else.

use super::{Error, Told};
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::problem::{Code, Problem};

/// Seconds after which a busy server may be asked again.
const RETRY_BUSY: u64 = 2;
/// Seconds after which files that could not be reached may be asked for again.
const RETRY_FILES: u64 = 30;

impl Error {
    /// The problem document that tells of it; a fault on our side is logged under its trace.
    #[must_use]
    pub fn problem(self) -> Problem {
        self.told().0
    }

    fn told(self) -> (Problem, Option<u64>) {
        let trace = uuid::Uuid::new_v4().simple().to_string();
        let told = match self {
            Error::Told(told) => told,
            Error::Store(error) => {
                if !matches!(error, StoreError::Gone(_) | StoreError::Duplicate | StoreError::Nul) {
                    tracing::error!(trace, %error, "the store failed");
                }
                match of_store(&error) {
                    Some(Error::Told(told)) => told,
                    Some(Error::Store(_) | Error::Files(_) | Error::Internal(_)) | None => on_our_side(),
                }
            }
            Error::Files(cause) => {
                tracing::error!(trace, cause, "the file store failed");
                without_files()
            }
            Error::Internal(cause) => {
                tracing::error!(trace, cause, "a fault on our side");
                on_our_side()
            }
        };
        let problem = Problem {
            kind: format!("/problems/{}", name(told.code)),
            title: title(told.code).to_owned(),
            status: status(told.code).as_u16(),
            code: told.code,
            detail: told.detail,
            question: told.question,
            errors: told.errors,
            current: told.current,
            organisations: told.organisations,
            trace,
        };
        (problem, told.retry_after)
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let (problem, retry_after) = self.told();
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let kind = [(header::CONTENT_TYPE, "application/problem+json"), (header::CACHE_CONTROL, "no-store")];
        let mut response = (status(problem.code), kind, body).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
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
        StoreError::NoRoom(why) => Some(Error::new(Code::State, why.to_string())),
        StoreError::LinksSpent { seconds } => Some(Error::links_spent(*seconds)),
        StoreError::Busy(_) => Some(busy("the server is busy; nothing was changed, try again in a moment")),
        StoreError::Unknown(_) => Some(busy(
            "the connection to the database broke while it was saving, and whether it is saved is not known; send the \
             same again under the same key: nothing is done twice",
        )),
        StoreError::Full => {
            let told = "the server's disk is full; nothing was changed, tell its operator and try again later";
            Some(Error::new(Code::Full, told).with(|told| told.retry_after = Some(60)))
        }
        StoreError::Nul => Some(Error::new(Code::Malformed, "remove the NUL character from the text")),
        StoreError::Corrupt(_) | StoreError::Database(_) => None,
    }
}

fn without_files() -> Box<Told> {
    Box::new(Told {
        code: Code::Busy,
        detail: "The file cannot be reached on this server at the moment. Try again in a minute; if it stays so, tell \
                 whoever runs Assay: `assay doctor` names the reason."
            .to_owned(),
        retry_after: Some(RETRY_FILES),
        ..*on_our_side()
    })
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
        organisations: vec![],
        retry_after: None,
    })
}

/// The status of each code.
fn status(code: Code) -> StatusCode {
    match code {
        Code::Malformed => StatusCode::BAD_REQUEST,
        Code::Invalid | Code::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
        Code::SignedOut => StatusCode::UNAUTHORIZED,
        Code::Forbidden | Code::CrossSite => StatusCode::FORBIDDEN,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::State | Code::SeveralOrganisations => StatusCode::CONFLICT,
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
        Code::SeveralOrganisations => "Several organisations",
        Code::Busy => "Busy",
        Code::Full => "Disk full",
        Code::Internal => "A fault on our side",
    }
}

/// The code as it stands on the wire.
fn name(code: Code) -> String {
    serde_json::to_value(code).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
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
