//! Reading streams: the events in order, whole or from a version on; and erasing what is kept for a time only.
//!
//! Nothing here judges; `audit.rs` checks the chain, `fold.rs` turns events into an aggregate.

use super::commit::parse_hash;
use super::row::{count, id, stored};
use super::{Store, StoreError, Stream};
use domain::actor::ActorRef;
use domain::id::OrgId;
use domain::journal::{Hash, REDACTED, Recorded, Timestamp};
use serde::de::DeserializeOwned;
use sqlx::{AnyConnection, Row as _};

impl Store {
    /// The events of a stream after `version` (0: all), in order, each body as the JSON text that was stored.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer or a stored value cannot be read.
    pub async fn load_after(
        &self,
        org: &OrgId,
        stream: &Stream,
        version: u64,
    ) -> Result<Vec<Recorded<String>>, StoreError> {
        Ok(self.load_tail(org, stream, version).await?.into_iter().map(|(recorded, _)| recorded).collect())
    }

    /// The same, each with the hash of its record, as far as it is one.
    pub(super) async fn load_tail(
        &self,
        org: &OrgId,
        stream: &Stream,
        version: u64,
    ) -> Result<Vec<(Recorded<String>, Option<Hash>)>, StoreError> {
        let rows = sqlx::query(
            "SELECT version, at, actor, body, hash FROM journal WHERE org = $1 AND stream = $2 AND version > $3
             ORDER BY version",
        )
        .bind(org.as_str())
        .bind(stream.as_str())
        .bind(stored(version)?)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let recorded = Recorded {
                    version: count(row.try_get(0)?)?,
                    at: Timestamp(row.try_get(1)?),
                    by: id::<ActorRef>(row.try_get(2)?)?,
                    event: row.try_get(3)?,
                };
                Ok((recorded, parse_hash(row.try_get(4)?)))
            })
            .collect()
    }

    /// The events of a stream, in order, each body as the JSON text that was stored.
    ///
    /// # Errors
    /// As [`Store::load_after`].
    pub async fn load(&self, org: &OrgId, stream: &Stream) -> Result<Vec<Recorded<String>>, StoreError> {
        self.load_after(org, stream, 0).await
    }

    /// The names of the streams of `org`, by name.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn streams(&self, org: &OrgId) -> Result<Vec<Stream>, StoreError> {
        let names: Vec<String> = sqlx::query_scalar("SELECT stream FROM stream_head WHERE org = $1 ORDER BY stream")
            .bind(org.as_str())
            .fetch_all(self.pool())
            .await?;
        Ok(names.into_iter().map(Stream::stored).collect())
    }
}

/// Reads the event out of a stored body.
///
/// # Errors
/// [`StoreError::Corrupt`] names the place.
pub fn read_event<E: DeserializeOwned>(recorded: &Recorded<String>) -> Result<Recorded<E>, StoreError> {
    let event = serde_json::from_str(&recorded.event)
        .map_err(|error| StoreError::Corrupt(format!("the event at version {}: {error}", recorded.version)))?;
    Ok(Recorded { version: recorded.version, at: recorded.at, by: recorded.by.clone(), event })
}

/// Erases the text of records: the body becomes the one that stands for erased text, the salt goes, so that nothing can be
/// guessed back; hashes stay, and the chain with them.
pub(super) async fn erase(
    conn: &mut AnyConnection,
    org: &OrgId,
    stream: &Stream,
    versions: &[u64],
) -> Result<(), StoreError> {
    for version in versions {
        sqlx::query("UPDATE journal SET body = $4, salt = '' WHERE org = $1 AND stream = $2 AND version = $3")
            .bind(org.as_str())
            .bind(stream.as_str())
            .bind(stored(*version)?)
            .bind(REDACTED)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
