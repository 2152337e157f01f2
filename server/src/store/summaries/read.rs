//! Summary rows read: which assessments there are, and the plain lists of assessments and vendors.
//!
//! The register and the findings, which are filtered and sorted, are in `lists`.

use crate::store::{Reading, Store, StoreError, row};
use domain::id::{AssessmentId, OrgId, VendorId};
use domain::journal::Timestamp;
use sqlx::Row as _;

impl Store {
    /// The assessments of a vendor, of which the streams tell the rest.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn assessments_of(
        &self,
        reading: Reading,
        org: &OrgId,
        vendor: &VendorId,
    ) -> Result<Vec<AssessmentId>, StoreError> {
        if let Some(kept) = self.inner.cache.assessments(org, vendor).filter(|_| reading == Reading::Kept) {
            return Ok(kept);
        }
        let ids: Vec<String> = sqlx::query_scalar(
            "SELECT assessment FROM assessment_row WHERE org = $1 AND vendor = $2 ORDER BY assessment",
        )
        .bind(org.as_str())
        .bind(vendor.as_str())
        .fetch_all(self.pool())
        .await?;
        let ids: Vec<AssessmentId> = ids.into_iter().map(row::id).collect::<Result<_, _>>()?;
        self.inner.cache.put_assessments(org, vendor, &ids);
        Ok(ids)
    }

    /// Assessments that may have ended before a moment, and from which nothing was erased yet.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn unmoved_since(&self, org: &OrgId, before: Timestamp) -> Result<Vec<AssessmentId>, StoreError> {
        let sql = "SELECT assessment FROM assessment_row WHERE org = $1 AND erased = 0 AND changed_at < $2
                   AND state IN ('withdrawn', 'concluded') ORDER BY assessment";
        let ids: Vec<String> = sqlx::query_scalar(sql).bind(org.as_str()).bind(before.0).fetch_all(self.pool()).await?;
        ids.into_iter().map(row::id).collect()
    }

    /// The bodies of the rows of assessments, the one that moved last first, at most 1,000; and how many there are.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn assessment_bodies(&self, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let sql = "SELECT body, CAST(COUNT(*) OVER () AS BIGINT) FROM assessment_row WHERE org = $1
                   ORDER BY changed_at DESC, assessment DESC LIMIT 1000";
        self.bodies(sql, org).await
    }

    /// The bodies of the rows of vendors, by name, at most 1,000; and how many there are.
    ///
    /// # Errors
    /// [`StoreError`] when the database does not answer.
    pub async fn vendor_bodies(&self, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let sql = "SELECT body, CAST(COUNT(*) OVER () AS BIGINT) FROM vendor_row WHERE org = $1
                   ORDER BY name_key, vendor LIMIT 1000";
        self.bodies(sql, org).await
    }

    /// The first bodies that a statement selects, and how many it would without its limit.
    async fn bodies(&self, sql: &'static str, org: &OrgId) -> Result<(Vec<String>, u32), StoreError> {
        let rows = sqlx::query(sql).bind(org.as_str()).fetch_all(self.pool()).await?;
        let total = rows.first().map_or(Ok(0), |row| row.try_get::<i64, _>(1))?;
        let bodies = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
        Ok((bodies, u32::try_from(total).unwrap_or(u32::MAX)))
    }
}
