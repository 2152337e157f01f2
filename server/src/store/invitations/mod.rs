//! One-time links as they are stored: by the SHA-256 of their token, never the token.
//!
//! Reading a link changes nothing. It is used up by [`super::Row::UseLink`], in the same transaction as what it begins.

mod write;

pub(super) use write::{add, consume, extend, revoke_of_assessment, revoke_of_person};

use super::row::{id, kind_name, kind_named};
use super::{Store, StoreError};
use domain::api::assessment::InvitationState;
use domain::api::session::LinkKind;
use domain::id::{AssessmentId, OrgId, PersonId};
use domain::journal::Timestamp;
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A stored link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// The organisation.
    pub org: OrgId,
    /// The organisation's name, when it has been made.
    pub organisation: Option<String>,
    /// What it begins.
    pub kind: LinkKind,
    /// For whom, if for one person.
    pub person: Option<PersonId>,
    /// For which assessment, if for one.
    pub assessment: Option<AssessmentId>,
    /// SHA-256 of the cookie of the one browser that may use it.
    pub bound_to: Option<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Link {
    /// Whether the link can still be used at `now`.
    #[must_use]
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && self.revoked_at.is_none() && self.expires_at > now
    }
}

fn read(row: &AnyRow) -> Result<Link, StoreError> {
    let kind: String = row.try_get("kind")?;
    let person: Option<String> = row.try_get("person")?;
    let assessment: Option<String> = row.try_get("assessment")?;
    Ok(Link {
        token_hash: row.try_get("token_hash")?,
        org: id(row.try_get("org")?)?,
        organisation: row.try_get("organisation")?,
        kind: kind_named(&kind)?,
        person: person.map(id).transpose()?,
        assessment: assessment.map(id).transpose()?,
        bound_to: row.try_get("bound_to")?,
        expires_at: Timestamp(row.try_get("expires_at")?),
        used_at: row.try_get::<Option<i64>, _>("used_at")?.map(Timestamp),
        revoked_at: row.try_get::<Option<i64>, _>("revoked_at")?.map(Timestamp),
    })
}

impl Store {
    /// The link whose token has this hash, alive or not.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn link(&self, token_hash: &str) -> Result<Option<Link>, StoreError> {
        let row = sqlx::query(
            "SELECT i.token_hash AS token_hash, i.org AS org, o.name AS organisation, i.kind AS kind,
             i.person AS person, i.assessment AS assessment, i.bound_to AS bound_to, i.expires_at AS expires_at,
             i.used_at AS used_at, i.revoked_at AS revoked_at
             FROM invitation i LEFT JOIN organisation o ON o.org = i.org WHERE i.token_hash = $1",
        )
        .bind(token_hash)
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// When the open links of one kind end, by person.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn open_links(
        &self,
        org: &OrgId,
        kind: LinkKind,
        now: Timestamp,
    ) -> Result<Vec<(PersonId, Timestamp)>, StoreError> {
        let rows = sqlx::query(
            "SELECT person, CAST(MAX(expires_at) AS BIGINT) AS ends FROM invitation
             WHERE org = $1 AND kind = $2 AND person IS NOT NULL AND used_at IS NULL AND revoked_at IS NULL
             AND expires_at > $3 GROUP BY person",
        )
        .bind(org.as_str())
        .bind(kind_name(kind))
        .bind(now.0)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((id(row.try_get("person")?)?, Timestamp(row.try_get("ends")?)))).collect()
    }

    /// The assessments that a vendor's person was invited to and not shut out of.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn open_to(&self, org: &OrgId, person: &PersonId) -> Result<Vec<AssessmentId>, StoreError> {
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT assessment FROM invitation WHERE org = $1 AND person = $2 AND kind = 'invitation'
             AND assessment IS NOT NULL AND revoked_at IS NULL ORDER BY assessment",
        )
        .bind(org.as_str())
        .bind(person.as_str())
        .fetch_all(self.pool())
        .await?;
        ids.into_iter().map(id).collect()
    }

    /// Whether an assessment is among those that a vendor's person was invited to and not shut out of.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn is_open_to(
        &self,
        org: &OrgId,
        person: &PersonId,
        assessment: &AssessmentId,
    ) -> Result<bool, StoreError> {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT CAST(1 AS BIGINT) FROM invitation WHERE org = $1 AND assessment = $2 AND person = $3
             AND kind = 'invitation' AND revoked_at IS NULL LIMIT 1",
        )
        .bind(org.as_str())
        .bind(assessment.as_str())
        .bind(person.as_str())
        .fetch_optional(self.pool())
        .await?;
        Ok(found.is_some())
    }
}

/// What became of an invitation, if the row holds one.
pub(super) fn read_state(row: &AnyRow) -> Result<Option<InvitationState>, StoreError> {
    let Some(sent) = row.try_get::<Option<i64>, _>("sent")? else { return Ok(None) };
    Ok(Some(InvitationState {
        sent: Timestamp(sent),
        expires: Timestamp(row.try_get("expires")?),
        used: row.try_get::<Option<i64>, _>("used")?.map(Timestamp),
        revoked: row.try_get::<Option<i64>, _>("revoked")?.is_some(),
        delivered: row.try_get::<Option<String>, _>("mail")?.as_deref() == Some("sent"),
    }))
}
