//! Bodies that are watched: a request's while it arrives, a reply's until it has gone.
//!
//! Neither changes a byte. The one tells the connection when its client is waited for, the other when its request is over.

use super::connection::{Carried, State};
use axum::body::Body;
use bytes::{Buf, Bytes};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

/// The body of a request.
#[derive(Debug)]
pub(super) struct ArrivingBody {
    body: Incoming,
    state: Arc<State>,
}

impl ArrivingBody {
    pub(super) fn new(body: Incoming, state: Arc<State>) -> Self {
        ArrivingBody { body, state }
    }
}

impl http_body::Body for ArrivingBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        match &polled {
            Poll::Pending => self.state.wait_for_body(),
            Poll::Ready(Some(Ok(frame))) => self.state.body_came(frame.data_ref().map_or(0, Buf::remaining)),
            Poll::Ready(_) => self.state.body_came(0),
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for ArrivingBody {
    fn drop(&mut self) {
        // Nobody waits for the rest.
        self.state.body_came(0);
    }
}

/// The body of a reply. The request is carried for as long as it exists.
#[derive(Debug)]
pub(super) struct LeavingBody {
    body: Body,
    _carried: Carried,
}

impl LeavingBody {
    pub(super) fn new(body: Body, carried: Carried) -> Self {
        LeavingBody { body, _carried: carried }
    }
}

impl http_body::Body for LeavingBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
