//! One request and its reply: JSON out, JSON in, problems told apart by their code.
//!
//! A [`Call`] is built, then given to [`tell`]. A request without a reply is given up after a while; a write is sent again
//! then, at most twice, with the same idempotency key: the server does nothing twice.

use super::Error;
use domain::api::problem::{Code, Problem};
use domain::journal::Timestamp;
use gloo_net::http::{Request, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::Date;
use serde::{Serialize, de::DeserializeOwned};
use std::cell::Cell;
use std::fmt::Write;
use std::pin::Pin;
use wasm_bindgen::JsValue;
use web_sys::{AbortController, AbortSignal};

/// Pauses before a write is sent again, in milliseconds.
const PAUSES: [u32; 2] = [400, 1_600];

/// Browsers let requests of at most 64 KiB in all outlive their page; headers count too.
const OUTLIVING_BYTES: usize = 48 * 1024;

/// How long a reply may take, in milliseconds: longer than the server lets any write wait for its turn.
const PATIENCE: u32 = 20_000;

thread_local! {
    /// When the server last replied, in milliseconds since 1970.
    static HEARD: Cell<f64> = const { Cell::new(0.0) };
}

/// When the server last replied. A session that is used is prolonged, so its end counts from here.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit into 53 bits for 285,000 years")]
pub fn last_heard() -> Timestamp {
    Timestamp(HEARD.get() as i64)
}

/// How a request changes things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Makes something or does something.
    Post,
    /// Sets something to a value.
    Put,
    /// Takes something away.
    Delete,
}

/// One write, ready to be sent as often as it takes.
#[derive(Debug, Clone)]
pub struct Call {
    method: Method,
    url: String,
    body: Option<String>,
    key: String,
}

impl Call {
    /// A write to `url` under a fresh idempotency key.
    #[must_use]
    pub fn new(method: Method, url: impl Into<String>) -> Self {
        Call { method, url: url.into(), body: None, key: fresh_key() }
    }

    /// With `body` as JSON.
    #[must_use]
    pub fn with(mut self, body: &impl Serialize) -> Self {
        self.body = write(body).ok();
        self
    }

    fn request(&self, patience: &Patience) -> Result<Request, Error> {
        let builder = match self.method {
            Method::Post => RequestBuilder::new(&self.url).method(gloo_net::http::Method::POST),
            Method::Put => RequestBuilder::new(&self.url).method(gloo_net::http::Method::PUT),
            Method::Delete => RequestBuilder::new(&self.url).method(gloo_net::http::Method::DELETE),
        };
        let builder = builder.abort_signal(patience.signal().as_ref());
        let builder = builder.header("Accept", "application/json").header("Idempotency-Key", &self.key);
        let request = match &self.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body.as_str()),
            None => builder.build(),
        };
        request.map_err(|_| Error::Broken)
    }
}

/// Reads the JSON at `url`.
///
/// # Errors
/// See [`Error`].
pub async fn ask<T: DeserializeOwned>(url: &str) -> Result<T, Error> {
    read(&asked(url).await?)
}

/// Sends a write and reads the reply; an empty reply is read as `()`.
///
/// # Errors
/// See [`Error`].
pub async fn tell<T: DeserializeOwned>(call: Call) -> Result<T, Error> {
    read(&told(call).await?)
}

/// Sends a write once, and also when the page is being left: then it goes on without the page, if it is small enough
/// for the browser to allow that. Whoever calls it tries again.
///
/// # Errors
/// See [`Error`].
pub(super) async fn tell_once<T: DeserializeOwned>(call: Call) -> Result<T, Error> {
    read(&told_once(call).await?)
}

fn told_once(call: Call) -> Reply {
    Box::pin(async move {
        let patience = Patience::new();
        let request = call.request(&patience)?;
        let is_small = call.body.as_ref().is_none_or(|body| body.len() < OUTLIVING_BYTES);
        sent(if is_small { outliving(request)? } else { request }).await
    })
}

/// The same request, which outlives the page.
fn outliving(request: Request) -> Result<Request, Error> {
    let init = web_sys::RequestInit::new();
    js_sys::Reflect::set(&init, &"keepalive".into(), &true.into()).map_err(|_| Error::Broken)?;
    let request = web_sys::Request::new_with_request_and_init(&request.into(), &init).map_err(|_| Error::Broken)?;
    Ok(request.into())
}

/// The text of a reply that is on its way. In a box, so that what waits for it is small.
type Reply = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

fn asked(url: &str) -> Reply {
    let request = Request::get(url).header("Accept", "application/json");
    Box::pin(async move {
        let patience = Patience::new();
        sent(request.abort_signal(patience.signal().as_ref()).build().map_err(|_| Error::Broken)?).await
    })
}

fn told(call: Call) -> Reply {
    Box::pin(async move { persistently_told(&call).await })
}

async fn persistently_told(call: &Call) -> Result<String, Error> {
    for pause in PAUSES {
        let patience = Patience::new();
        match sent(call.request(&patience)?).await {
            Err(error) if is_worth_another_try(&error) => TimeoutFuture::new(pause).await,
            reply => return reply,
        }
    }
    let patience = Patience::new();
    sent(call.request(&patience)?).await
}

/// Gives a request up when its reply takes too long; forgotten with the reply.
struct Patience {
    controller: Option<AbortController>,
    _timer: Option<Timeout>,
}

impl Patience {
    fn new() -> Self {
        let controller = AbortController::new().ok();
        let ending = controller.clone();
        let timer = ending.map(|ending| Timeout::new(PATIENCE, move || ending.abort()));
        Patience { controller, _timer: timer }
    }

    fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }
}

fn is_worth_another_try(error: &Error) -> bool {
    *error == Error::Offline || error.code() == Some(Code::Busy)
}

async fn sent(request: Request) -> Result<String, Error> {
    let reply = request.send().await.map_err(|_| Error::Offline)?;
    let ok = reply.ok();
    let text = body_of(&reply).await?;
    let said = if ok { Ok(text) } else { Err(refusal(&text)) };
    // What is refused because nobody is signed in prolongs no session.
    if said != Err(Error::SignedOut) {
        HEARD.set(Date::now());
    }
    said
}

async fn body_of(reply: &Response) -> Result<String, Error> {
    reply.text().await.map_err(|_| Error::Offline)
}

pub(super) fn refusal(text: &str) -> Error {
    match read::<Problem>(text) {
        Ok(problem) if problem.code == Code::SignedOut => Error::SignedOut,
        Ok(problem) => Error::Problem(Box::new(problem)),
        Err(_) => Error::Broken,
    }
}

/// Reads JSON with the browser's own parser, which a program need not bring along.
///
/// # Errors
/// [`Error::Broken`] when it is no JSON, or of another shape.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let text = if text.is_empty() { "null" } else { text };
    from_js(js_sys::JSON::parse(text).map_err(|_| Error::Broken)?)
}

/// Reads what was read as a value of no type in particular.
///
/// # Errors
/// [`Error::Broken`] when it is of another shape.
pub fn read_again<T: DeserializeOwned>(value: &impl Serialize) -> Result<T, Error> {
    from_js(as_js(value)?)
}

/// A value of Rust from what its JSON was read as.
pub(super) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Error> {
    serde_wasm_bindgen::from_value(value).map_err(|_| Error::Broken)
}

/// Writes JSON with the browser's own writer.
///
/// # Errors
/// [`Error::Broken`] when it cannot be written as JSON, which no type of `domain::api` is.
pub fn write(value: &impl Serialize) -> Result<String, Error> {
    let value = as_js(value)?;
    let text = js_sys::JSON::stringify(&value).map_err(|_| Error::Broken)?;
    Ok(text.into())
}

/// A value of Rust as what its JSON would be read as.
pub(super) fn as_js(value: &impl Serialize) -> Result<JsValue, Error> {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).map_err(|_| Error::Broken)
}

/// 128 random bits in hexadecimal. `crypto.randomUUID` would need HTTPS, which a trial on a local network lacks.
#[must_use]
pub fn fresh_key() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = leptos::prelude::window().crypto() {
        // Filling 16 bytes is within the documented limit, so there is no error to act on.
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().fold(String::new(), |mut key, byte| {
        let _ = write!(key, "{byte:02x}");
        key
    })
}
