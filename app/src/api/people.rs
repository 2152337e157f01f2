//! The buyer's people: list, invite, change, send the invitation again.
//!
//! Nobody is deleted here: a member who leaves keeps the entry and may no longer sign in, see [`change_member`].

use super::{Call, Error, Method, ask, tell};
use domain::api::people::{ChangeMember, Invite, Member, People};
use domain::id::PersonId;

/// The staff, by name.
///
/// # Errors
/// See [`Error`].
pub async fn people() -> Result<People, Error> {
    ask("/api/people").await
}

/// Invites a member of the staff by mail.
///
/// # Errors
/// See [`Error`].
pub async fn invite(body: &Invite) -> Result<Member, Error> {
    tell(Call::new(Method::Post, "/api/people").with(body)).await
}

/// Sets a member's roles and whether the member may sign in.
///
/// # Errors
/// See [`Error`].
pub async fn change_member(id: &PersonId, body: &ChangeMember) -> Result<Member, Error> {
    tell(Call::new(Method::Put, format!("/api/people/{id}")).with(body)).await
}

/// Sends a member's invitation again; the earlier link ends.
///
/// # Errors
/// See [`Error`].
pub async fn invite_again(id: &PersonId) -> Result<(), Error> {
    tell(Call::new(Method::Post, format!("/api/people/{id}/invitation"))).await
}
