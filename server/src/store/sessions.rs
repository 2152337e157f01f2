//! Login sessions: who came in with which cookie, until when. Only the SHA-256 of a session's id is kept.
//!
//! Loading joins the person, so that a deactivated person, changed roles or an ended session count on the very next
//! request and one statement tells all.

use super::people::read_roles;
use super::row::id;
use super::{Store, StoreError};
use domain::actor::Roles;
use domain::id::{OrgId, PersonId, VendorId};
use domain::journal::Timestamp;
use sqlx::{AnyConnection, Row as _};

/// Whose session it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The buyer's staff.
    Staff,
    /// Vendors' people.
    Vendor,
}

impl Audience {
    /// The name under which it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Audience::Staff => "staff",
            Audience::Vendor => "vendor",
        }
    }
}

/// One session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// SHA-256 of the session's id, in hexadecimal.
    pub id_hash: String,
    /// The person.
    pub person: PersonId,
    /// Whose session it is.
    pub audience: Audience,
    /// What the session remembers, as JSON.
    pub body: String,
    /// When the person came in.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A live session with its person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveSession {
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub person: PersonId,
    /// The person's name.
    pub name: String,
    /// The person's address.
    pub email: String,
    /// The vendor whose contact the person is, if one.
    pub vendor: Option<VendorId>,
    /// What a member of the staff may do.
    pub roles: Roles,
    /// The organisation's name.
    pub organisation: String,
    /// What the session remembers, as JSON.
    pub body: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl Store {
    /// The session whose id has this hash, if it lives at `now` and its person may enter.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn session(
        &self,
        id_hash: &str,
        audience: Audience,
        now: Timestamp,
    ) -> Result<Option<LiveSession>, StoreError> {
        let row = sqlx::query(
            "SELECT s.org AS org, s.person AS person, p.name AS name, p.email AS email, p.vendor AS vendor,
             p.roles AS roles, o.name AS organisation, s.body AS body, s.expires_at AS expires_at
             FROM login_session s
             JOIN person p ON p.org = s.org AND p.person = s.person AND p.active = 1 AND p.kind = s.audience
             JOIN organisation o ON o.org = s.org
             WHERE s.id_hash = $1 AND s.audience = $2 AND s.expires_at > $3",
        )
        .bind(id_hash)
        .bind(audience.name())
        .bind(now.0)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let roles: String = row.try_get("roles")?;
        let vendor: Option<String> = row.try_get("vendor")?;
        Ok(Some(LiveSession {
            org: id(row.try_get("org")?)?,
            person: id(row.try_get("person")?)?,
            name: row.try_get("name")?,
            email: row.try_get("email")?,
            vendor: vendor.map(id).transpose()?,
            roles: read_roles(&roles)?,
            organisation: row.try_get("organisation")?,
            body: row.try_get("body")?,
            expires_at: Timestamp(row.try_get("expires_at")?),
        }))
    }
}

pub(super) async fn put(conn: &mut AnyConnection, org: &OrgId, row: &SessionRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO login_session (id_hash, org, person, audience, body, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id_hash) DO UPDATE SET body = excluded.body, expires_at = excluded.expires_at",
    )
    .bind(&row.id_hash)
    .bind(org.as_str())
    .bind(row.person.as_str())
    .bind(row.audience.name())
    .bind(&row.body)
    .bind(row.created_at.0)
    .bind(row.expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Changes a session that is still there: one that was ended meanwhile stays ended.
pub(super) async fn change(conn: &mut AnyConnection, org: &OrgId, row: &SessionRow) -> Result<(), StoreError> {
    sqlx::query("UPDATE login_session SET body = $1, expires_at = $2 WHERE id_hash = $3 AND org = $4 AND person = $5")
        .bind(&row.body)
        .bind(row.expires_at.0)
        .bind(&row.id_hash)
        .bind(org.as_str())
        .bind(row.person.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn end(conn: &mut AnyConnection, id_hash: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM login_session WHERE id_hash = $1").bind(id_hash).execute(conn).await?;
    Ok(())
}

pub(super) async fn end_all(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    but: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM login_session WHERE org = $1 AND person = $2 AND id_hash <> $3")
        .bind(org.as_str())
        .bind(person.as_str())
        .bind(but.unwrap_or_default())
        .execute(conn)
        .await?;
    Ok(())
}
