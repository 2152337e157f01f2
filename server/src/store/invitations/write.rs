//! Links made, used up, revoked and given more time, inside the transaction of a batch.
//!
//! What becomes of a link becomes of its copy in the outbox.

use crate::store::StoreError;
use crate::store::batch::NewLink;
use crate::store::row::kind_name;
use domain::api::session::LinkKind;
use domain::id::{AssessmentId, OrgId, PersonId};
use domain::journal::Timestamp;
use sqlx::AnyConnection;

pub(in crate::store) async fn add(conn: &mut AnyConnection, org: &OrgId, link: &NewLink) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invitation (token_hash, org, kind, person, assessment, bound_to, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&link.token_hash)
    .bind(org.as_str())
    .bind(kind_name(link.kind))
    .bind(link.person.as_ref().map(|id| id.as_str().to_owned()))
    .bind(link.assessment.as_ref().map(|id| id.as_str().to_owned()))
    .bind(link.bound_to.clone())
    .bind(link.at.0)
    .bind(link.expires_at.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Uses a link up. Its copy in the outbox goes with it.
pub(in crate::store) async fn consume(
    conn: &mut AnyConnection,
    org: &OrgId,
    hash: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE invitation SET used_at = $1 WHERE token_hash = $2 AND org = $3 AND used_at IS NULL
         AND revoked_at IS NULL AND expires_at > $1",
    )
    .bind(at.0)
    .bind(hash)
    .bind(org.as_str())
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() != 1 {
        return Err(StoreError::Gone("link"));
    }
    sqlx::query("UPDATE outbox SET link = NULL WHERE org = $1 AND link_hash = $2")
        .bind(org.as_str())
        .bind(hash)
        .execute(conn)
        .await?;
    Ok(())
}

pub(in crate::store) async fn revoke_of_person(
    conn: &mut AnyConnection,
    org: &OrgId,
    person: &PersonId,
    kind: LinkKind,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE invitation SET revoked_at = $1 WHERE org = $2 AND person = $3 AND kind = $4
         AND used_at IS NULL AND revoked_at IS NULL",
    )
    .bind(at.0)
    .bind(org.as_str())
    .bind(person.as_str())
    .bind(kind_name(kind))
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE outbox SET link = NULL WHERE org = $1 AND link_expires_at IS NOT NULL AND link_hash IN
         (SELECT token_hash FROM invitation WHERE org = $1 AND person = $2 AND revoked_at IS NOT NULL)",
    )
    .bind(org.as_str())
    .bind(person.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// Revokes used links too: they are what lets a person see the assessment. Copies in the outbox go with them.
pub(in crate::store) async fn revoke_of_assessment(
    conn: &mut AnyConnection,
    org: &OrgId,
    assessment: &AssessmentId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE invitation SET revoked_at = $1 WHERE org = $2 AND assessment = $3 AND revoked_at IS NULL")
        .bind(at.0)
        .bind(org.as_str())
        .bind(assessment.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query(
        "UPDATE outbox SET link = NULL WHERE org = $1 AND link_expires_at IS NOT NULL AND link_hash IN
         (SELECT token_hash FROM invitation WHERE org = $1 AND assessment = $2 AND revoked_at IS NOT NULL)",
    )
    .bind(org.as_str())
    .bind(assessment.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::store) async fn extend(
    conn: &mut AnyConnection,
    org: &OrgId,
    assessment: &AssessmentId,
    ends: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE outbox SET link_expires_at = $1 WHERE org = $2 AND link_hash IN (SELECT token_hash FROM invitation
         WHERE org = $2 AND assessment = $3 AND kind = 'invitation' AND used_at IS NULL AND revoked_at IS NULL)",
    )
    .bind(ends.0)
    .bind(org.as_str())
    .bind(assessment.as_str())
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE invitation SET expires_at = $1 WHERE org = $2 AND assessment = $3 AND kind = 'invitation'
         AND used_at IS NULL AND revoked_at IS NULL",
    )
    .bind(ends.0)
    .bind(org.as_str())
    .bind(assessment.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
