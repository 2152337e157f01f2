//! The organisations of this installation. Their settings and members are events on stream `org`.
//!
//! The row here only tells which organisations there are and what they are called.

use super::row::id;
use super::{Store, StoreError};
use domain::id::OrgId;
use sqlx::Row as _;

impl Store {
    /// Every organisation with its name, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn organisations(&self) -> Result<Vec<(OrgId, String)>, StoreError> {
        let rows =
            sqlx::query("SELECT org, name FROM organisation ORDER BY created_at, org").fetch_all(self.pool()).await?;
        rows.iter().map(|row| Ok((id(row.try_get("org")?)?, row.try_get("name")?))).collect()
    }
}
