//! Secrets of the installation: 256 bits each, drawn when first asked for and shared by all nodes.
//!
//! They live in the database, so that a node that joins signs and checks with the same ones. No export holds them.

use super::commit::parse_hash;
use super::{Batch, Row, Store, StoreError};
use domain::journal::hex;
use rand::RngCore;
use sqlx::AnyConnection;

impl Store {
    /// The secret that is kept under `name`; drawn now, if this is the first time that it is asked for.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer or the stored secret cannot be read.
    pub async fn site_secret(&self, name: &'static str) -> Result<[u8; 32], StoreError> {
        if let Some(secret) = self.stored_secret(name).await? {
            return Ok(secret);
        }
        let mut drawn = [0; 32];
        rand::rng().fill_bytes(&mut drawn);
        // Another node may have drawn one at the same moment: the first one stays.
        self.commit(Batch::new(crate::ids::new()).row(Row::DrawSecret { name, secret: hex(&drawn) })).await?;
        self.stored_secret(name).await?.ok_or_else(|| StoreError::Corrupt(format!("no secret {name}")))
    }

    async fn stored_secret(&self, name: &str) -> Result<Option<[u8; 32]>, StoreError> {
        let stored: Option<String> = sqlx::query_scalar("SELECT secret FROM site_secret WHERE name = $1")
            .bind(name)
            .fetch_optional(self.pool())
            .await?;
        stored
            .map(|text| parse_hash(&text).ok_or_else(|| StoreError::Corrupt(format!("the secret {name}"))))
            .transpose()
    }
}

pub(super) async fn draw(conn: &mut AnyConnection, name: &str, secret: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO site_secret (name, secret) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
        .bind(name)
        .bind(secret)
        .execute(conn)
        .await?;
    Ok(())
}
