//! The outbox: mail that waits or was sent, and the link of one mail.
//!
//! The list never carries a link: each is asked for singly, as a write, so that the server can record who asked.

use super::{Call, Error, Method, ask, tell};
use domain::api::people::{Outbox, OutboxLink};

/// The outbox: what waits comes first, then the newest.
///
/// # Errors
/// See [`Error`].
pub async fn outbox() -> Result<Outbox, Error> {
    ask("/api/outbox").await
}

/// The link of one mail; the server records who asked for it.
///
/// # Errors
/// See [`Error`].
pub async fn mail_link(mail: &str) -> Result<OutboxLink, Error> {
    tell(Call::new(Method::Post, format!("/api/outbox/{mail}/link"))).await
}
