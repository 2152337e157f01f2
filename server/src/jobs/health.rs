//! How the jobs of this node fare: a job that cannot work says so once in the log, and as long as it lasts in
//! `/api/ready`.
//!
//! That another node holds a job's lease is no fault.

use crate::error::Error;
use crate::store::StoreError;
use domain::journal::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use utoipa::ToSchema;

/// How one job fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct JobHealth {
    /// The job.
    pub name: &'static str,
    /// When it last did its work, or left it to another node.
    pub worked_at: Option<Timestamp>,
    /// Since when it cannot work; nothing while it can.
    pub failing_since: Option<Timestamp>,
    /// Why it cannot, in a few words.
    pub fault: Option<String>,
}

/// How the jobs of this node fare. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Health(Arc<Mutex<BTreeMap<&'static str, JobHealth>>>);

impl Health {
    /// Notes what became of a job's turn at `now`.
    pub fn note(&self, name: &'static str, turn: Result<(), Error>, now: Timestamp) {
        let mut jobs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = JobHealth { name, worked_at: None, failing_since: None, fault: None };
        let job = jobs.entry(name).or_insert(fresh);
        match turn {
            Ok(()) => {
                if job.failing_since.take().is_some() {
                    tracing::info!(job = name, "the job works again");
                }
                job.fault = None;
                job.worked_at = Some(now);
            }
            Err(error) => {
                let fault = told(&error).to_owned();
                if job.fault.as_ref() != Some(&fault) {
                    tracing::error!(job = name, %error, "the job cannot work");
                }
                job.failing_since.get_or_insert(now);
                job.fault = Some(fault);
            }
        }
    }

    /// Every job that had a turn, by name.
    #[must_use]
    pub fn all(&self) -> Vec<JobHealth> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }
}

/// What anybody may know of a fault; the log holds the rest.
fn told(error: &Error) -> &'static str {
    match error {
        Error::Store(StoreError::Full) => "the disk is full",
        Error::Store(StoreError::Busy(_) | StoreError::Unknown(_) | StoreError::Conflict(_)) => {
            "the database cannot be reached or is busy"
        }
        Error::Files(_) => "the file store cannot be reached",
        Error::Store(
            StoreError::Gone(_)
            | StoreError::LinksSpent { .. }
            | StoreError::NoRoom(_)
            | StoreError::Duplicate
            | StoreError::Repeated
            | StoreError::Nul
            | StoreError::Corrupt(_)
            | StoreError::Database(_),
        )
        | Error::Told(_)
        | Error::Internal(_) => "a fault that the log tells of",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_fails_from_its_first_fault_to_its_next_success() {
        let health = Health::default();
        health.note("mail", Ok(()), Timestamp(1));
        for at in [2, 3] {
            health.note("mail", Err(StoreError::Full.into()), Timestamp(at));
        }
        let failing = health.all();
        assert_eq!(failing[0].failing_since, Some(Timestamp(2)));
        assert_eq!(failing[0].fault.as_deref(), Some("the disk is full"));
        health.note("mail", Ok(()), Timestamp(4));
        let working = JobHealth { name: "mail", worked_at: Some(Timestamp(4)), failing_since: None, fault: None };
        assert_eq!(health.all(), [working]);
    }
}
