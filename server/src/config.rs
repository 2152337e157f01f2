//! What the operator decides: addresses, folder, database, mail, proxies. Read once at start.
//!
//! Links are built from the public URL alone, never from what a request claims.

use crate::files::Location;
use axum::http::Uri;
use ipnet::IpNet;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// The address under which people reach this installation: scheme and authority, no path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    is_https: bool,
}

/// Why a text is no public URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a public URL looks like https://assay.example.org: http or https, a host, no path")]
pub struct NotAPublicUrl;

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(text: &str) -> Result<Self, NotAPublicUrl> {
        let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| NotAPublicUrl)?;
        let scheme = uri.scheme_str().ok_or(NotAPublicUrl)?;
        let authority = uri.authority().ok_or(NotAPublicUrl)?;
        if !matches!(scheme, "http" | "https") || authority.as_str().contains('@') || uri.query().is_some() {
            return Err(NotAPublicUrl);
        }
        if !matches!(uri.path(), "" | "/") {
            return Err(NotAPublicUrl);
        }
        let origin = format!("{scheme}://{}", authority.as_str().to_ascii_lowercase());
        Ok(PublicUrl { origin, is_https: scheme == "https" })
    }
}

impl PublicUrl {
    /// The URL of a server that listens on `address` of this machine.
    #[must_use]
    pub fn local(address: SocketAddr) -> Self {
        let host = if address.ip().is_unspecified() { "127.0.0.1".to_owned() } else { address.ip().to_string() };
        let host = if address.is_ipv6() && !address.ip().is_unspecified() { format!("[{host}]") } else { host };
        PublicUrl { origin: format!("http://{host}:{}", address.port()), is_https: false }
    }

    /// Scheme and authority, such as `https://assay.example.org`.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether people come over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// The address of a page whose secret travels in the fragment.
    #[must_use]
    pub fn link(&self, page: &str, token: &str) -> String {
        format!("{}{page}#{token}", self.origin)
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// Everything the server needs to know.
#[derive(Clone)]
pub struct Config {
    /// The folder for SQLite, and for evidence unless `files` says otherwise.
    pub data_dir: PathBuf,
    /// Where evidence is kept.
    pub files: Location,
    /// Where the signed heads of the journal are written to, once a day.
    pub heads_dir: PathBuf,
    /// How people reach this installation.
    pub public_url: PublicUrl,
    /// The mail server, `smtp://` or `smtps://`; without one, mail waits in the outbox.
    pub smtp_url: Option<String>,
    /// The sender of mails.
    pub mail_from: String,
    /// Proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
    /// What opens `/metrics`, at least [`SHORTEST_METRICS_TOKEN`] visible characters; without one, this machine alone may
    /// read it.
    pub metrics_token: Option<String>,
}

/// Characters of the shortest token that opens `/metrics`.
pub const SHORTEST_METRICS_TOKEN: usize = 16;

/// Why a text cannot be the token that opens `/metrics`. It does not repeat the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the token for /metrics has at least {SHORTEST_METRICS_TOKEN} visible ASCII characters; draw a random one")]
pub struct NotAMetricsToken;

/// The token, if it can be one.
///
/// # Errors
/// [`NotAMetricsToken`] when it is too short or holds other characters.
pub fn metrics_token(text: &str) -> Result<String, NotAMetricsToken> {
    let is_long_enough = text.len() >= SHORTEST_METRICS_TOKEN;
    if is_long_enough && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(text.to_owned());
    }
    Err(NotAMetricsToken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_has_a_scheme_and_a_host_and_no_path() {
        let url: PublicUrl = "https://Assay.example.org/".parse().expect("url");
        assert_eq!(url.link("/i", "abc"), "https://assay.example.org/i#abc");
        assert!(url.is_https());
        for wrong in ["assay.example.org", "ftp://a.example", "https://a.example/path", "https://u@a.example", ""] {
            assert_eq!(PublicUrl::from_str(wrong), Err(NotAPublicUrl), "{wrong}");
        }
    }

    #[test]
    fn a_token_for_the_counters_is_long_and_visible() {
        assert!(metrics_token("0123456789abcdef").is_ok());
        for wrong in ["", "0123456789abcde", "0123456789 abcdef", "0123456789abcdef\n", "geheimnisschlüssel"] {
            assert_eq!(metrics_token(wrong), Err(NotAMetricsToken), "{wrong:?}");
        }
    }

    #[test]
    fn a_server_on_all_addresses_is_reached_on_this_machine() {
        let url = PublicUrl::local("0.0.0.0:8080".parse().expect("address"));
        assert_eq!(url.origin(), "http://127.0.0.1:8080");
        let url = PublicUrl::local("[::1]:8080".parse().expect("address"));
        assert_eq!(url.origin(), "http://[::1]:8080");
    }
}
