//! The counters, for whoever watches over the server: from this very machine, or with the operator's token.
//!
//! Everybody else gets what an unknown address of the interface gets.

use crate::auth::token;
use crate::config::Config;
use crate::error::Error;
use crate::state::AppState;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

/// Prometheus' text format.
const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
/// What a proxy adds: a request with one of them comes from further away than its peer.
const FORWARDED: [&str; 6] =
    ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via"];

/// The counters as text.
pub async fn get(State(state): State<AppState>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads || !is_let_in(&state.config, peer, request.headers()) {
        return Error::not_found().into_response();
    }
    match state.metrics.text(&state).await {
        Ok(text) => ([(header::CONTENT_TYPE, FORMAT), (header::CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => Error::Internal(format!("the counters cannot be written: {error}")).into_response(),
    }
}

/// Where a token is set, it alone opens. Else this machine may read, unless the peer may be a proxy that speaks for others.
fn is_let_in(config: &Config, peer: Option<SocketAddr>, headers: &HeaderMap) -> bool {
    if let Some(expected) = &config.metrics_token {
        let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let given = given.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        return given.is_some_and(|(_, given)| token::is_same(given.trim(), expected));
    }
    let Some(peer) = peer.map(|peer| peer.ip().to_canonical()) else { return false };
    let is_proxy = config.trusted_proxies.iter().any(|network| network.contains(&peer));
    peer.is_loopback() && !is_proxy && !FORWARDED.iter().any(|name| headers.contains_key(*name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};
    use std::path::PathBuf;

    fn config(token: Option<&str>, proxy: Option<&str>) -> Config {
        Config {
            data_dir: PathBuf::new(),
            files: crate::files::Location::Folder(PathBuf::new()),
            heads_dir: PathBuf::new(),
            public_url: "https://assay.example.org".parse().expect("a URL"),
            smtp_url: None,
            mail_from: String::new(),
            trusted_proxies: proxy.map(|net| net.parse().expect("a network")).into_iter().collect(),
            metrics_token: token.map(str::to_owned),
        }
    }

    fn let_in(config: &Config, peer: &str, given: Option<(&'static str, &str)>) -> bool {
        let value = |(name, value): (&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        };
        let headers: HeaderMap = given.map(value).into_iter().collect();
        is_let_in(config, format!("{peer}:4711").parse().ok(), &headers)
    }

    #[test]
    fn without_a_token_only_this_machine_may_read_and_no_proxy_on_it() {
        let bare = config(None, None);
        assert!(
            let_in(&bare, "127.0.0.1", None)
                && let_in(&bare, "[::1]", None)
                && let_in(&bare, "[::ffff:127.0.0.1]", None)
        );
        assert!(!let_in(&bare, "192.0.2.7", None) && !let_in(&bare, "192.0.2.7", Some(("authorization", "Bearer x"))));
        for name in FORWARDED {
            assert!(!let_in(&bare, "127.0.0.1", Some((name, "127.0.0.1"))), "{name}");
        }
        assert!(!let_in(&config(None, Some("127.0.0.0/8")), "127.0.0.1", None));
        assert!(!is_let_in(&bare, None, &HeaderMap::new()));
    }

    #[test]
    fn where_a_token_is_set_it_alone_opens_from_anywhere() {
        let guarded = config(Some("0123456789abcdef"), Some("127.0.0.1/32"));
        assert!(let_in(&guarded, "192.0.2.7", Some(("authorization", "Bearer 0123456789abcdef"))));
        assert!(let_in(&guarded, "127.0.0.1", Some(("authorization", "bearer 0123456789abcdef"))));
        for wrong in ["", "Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Basic 0123456789abcdef", "0123456789abcdef"]
        {
            assert!(!let_in(&guarded, "127.0.0.1", Some(("authorization", wrong))), "{wrong:?}");
        }
        assert!(!let_in(&guarded, "127.0.0.1", None));
    }
}
