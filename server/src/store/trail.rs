//! Reading a stream backwards, a part at a time: what the audit trail shows.
//!
//! The newest first is the order of versions, so every part is a piece of the journal's own order and no index is needed.

use super::row::{count, id};
use super::statement::Statement;
use super::{Store, StoreError, Stream};
use domain::actor::ActorRef;
use domain::id::{OrgId, PersonId};
use domain::journal::{Recorded, Timestamp};
use sqlx::Row as _;

/// Which records of a stream.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Those below this version.
    pub below: u64,
    /// Only those stored under one of these kinds.
    pub kinds: Option<&'a [&'a str]>,
    /// Only those of this person.
    pub by: Option<&'a PersonId>,
    /// At most so many.
    pub most: usize,
}

impl Store {
    /// A part of a stream, newest first, each body as the JSON text that was stored.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer or a stored value cannot be read.
    pub async fn newest(
        &self,
        org: &OrgId,
        stream: &Stream,
        part: Part<'_>,
    ) -> Result<Vec<Recorded<String>>, StoreError> {
        let mut select = Statement::new("SELECT version, at, actor, body FROM journal WHERE org = ");
        select.value(org.as_str())?.text(" AND stream = ").value(stream.as_str())?;
        select.text(" AND version < ").value(i64::try_from(part.below).unwrap_or(i64::MAX))?;
        if let Some(person) = part.by {
            let as_staff = ActorRef::Staff(person.clone()).to_string();
            let as_vendor = ActorRef::Vendor(person.clone()).to_string();
            select.text(" AND actor IN (").value(as_staff)?.text(", ").value(as_vendor)?.text(")");
        }
        if let Some(kinds) = part.kinds {
            select.text(" AND (");
            for (place, kind) in kinds.iter().enumerate() {
                let begins = format!("{{\"kind\":\"{kind}\"%");
                select.text(if place == 0 { "body LIKE " } else { " OR body LIKE " }).value(begins)?;
            }
            select.text(")");
        }
        select.text(" ORDER BY version DESC LIMIT ").value(i64::try_from(part.most).unwrap_or(i64::MAX))?;
        let rows = select.rows(&mut *self.pool().acquire().await?).await?;
        let read = |row: &sqlx::any::AnyRow| {
            Ok(Recorded {
                version: count(row.try_get(0)?)?,
                at: Timestamp(row.try_get(1)?),
                by: id::<ActorRef>(row.try_get(2)?)?,
                event: row.try_get(3)?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// When the first record of a stream was made; none when there is no such stream.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn began_at(&self, org: &OrgId, stream: &Stream) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT at FROM journal WHERE org = $1 AND stream = $2 AND version = 1";
        let at = sqlx::query_scalar(sql).bind(org.as_str()).bind(stream.as_str()).fetch_optional(self.pool()).await?;
        Ok(at.map(Timestamp))
    }
}
