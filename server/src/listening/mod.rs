//! Serving connections: how many are open, how long each may take, and how the last ones end.
//!
//! A client that is slow with a request's head, with its body, or in reading the reply is cut off; `connection` decides
//! when. When as many are open as may be, the one whose client is waited for longest gives way to a new one.

mod body;
mod connection;
mod pace;
mod room;
mod wire;

pub use pace::Rate;
pub use room::{Connections, most_connections};

use crate::security;
use axum::Router;
use axum::extract::{ConnectInfo, Request};
use body::{ArrivingBody, LeavingBody};
use connection::Connection;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::Service;
use wire::Wire;

/// How long to wait before the next connection is taken when the system could not give one.
const PAUSE: Duration = Duration::from_millis(100);

/// What a client may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The most connections that are open at once, at least 1.
    pub most: usize,
    /// How long the head of a request may take from its first byte, and the first byte of a new connection.
    pub head: Duration,
    /// How long a connection may stay open without a request.
    pub idle: Duration,
    /// How fast a body has to arrive, and a reply has to be read.
    pub rate: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            most: most_connections(),
            head: Duration::from_secs(10),
            idle: Duration::from_secs(75),
            rate: Rate { grace: Duration::from_secs(20), bytes_a_second: 4096 },
        }
    }
}

/// Serves `router` until `stop` is done and what was under way then has ended.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    connections: Connections,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let taken = tokio::select! {
            () = &mut stop => break,
            taken = next(&listener, &connections, limits) => taken,
        };
        if let Some((stream, peer)) = taken {
            let connection = connections.add(limits);
            let served = carry(stream, peer, connection, router.clone(), graceful.watcher());
            let connections = connections.clone();
            tokio::spawn(async move {
                if served.await == Ended::CutOff {
                    connections.count_cut_off();
                    security::cut_off(peer);
                }
            });
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// The next connection, when there is room for it. What the system refuses is tried again after a pause.
async fn next(listener: &TcpListener, connections: &Connections, limits: Limits) -> Option<(TcpStream, SocketAddr)> {
    match listener.accept().await {
        Ok(taken) => {
            connections.make_room(limits.most).await;
            Some(taken)
        }
        // The client went away before it was served.
        Err(error) if matches!(error.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => None,
        Err(error) => {
            tracing::warn!(%error, open = connections.open(), "no connection can be taken now");
            connections.close_one();
            tokio::time::sleep(PAUSE).await;
            None
        }
    }
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// The client went, or asked for nothing more.
    Done,
    /// The client was too slow, or gave way to others while it was waited for.
    CutOff,
}

/// Serves one connection until it ends or is cut off.
async fn carry(stream: TcpStream, peer: SocketAddr, connection: Connection, router: Router, watcher: Watcher) -> Ended {
    // Replies are small and wait for nothing.
    let _plain = stream.set_nodelay(true);
    let state = Arc::clone(&connection.state);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut router = router.clone();
        let state = Arc::clone(&state);
        async move {
            let carried = state.carry();
            let arriving = Arc::clone(&state);
            let mut request: Request = request.map(|body| axum::body::Body::new(ArrivingBody::new(body, arriving)));
            request.extensions_mut().insert(ConnectInfo(peer));
            let response = router.call(request).await?;
            Ok::<_, Infallible>(response.map(|body| LeavingBody::new(body, carried)))
        }
    });
    let wire = TokioIo::new(Wire::new(stream, Arc::clone(&connection.state)));
    let serving = watcher.watch(http1::Builder::new().header_read_timeout(None).serve_connection(wire, service));
    tokio::select! {
        // A client that goes away is no fault.
        _ended = serving => Ended::Done,
        () = connection.overdue() => if connection.state.is_at_rest() { Ended::Done } else { Ended::CutOff },
    }
}
