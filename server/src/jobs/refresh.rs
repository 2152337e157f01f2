//! Rows move on by themselves when a date passes: after start, and when a new day begins in UTC. Those of another release
//! or of a clock that was ahead are made anew then, too.
//!
//! Lists make a row anew themselves when they meet one whose day has come; this spares them the work.

use super::holds;
use crate::error::Error;
use crate::record::{Refresh, refresh_askew, refresh_due};
use crate::state::AppState;
use domain::journal::DAY_MILLIS;
use std::time::Duration;

/// The longest the job sleeps: a machine may have slept over midnight, and another node may have died with the lease.
const LOOK_AGAIN: Duration = Duration::from_secs(600);
/// How long an organisation may take before another node may begin as well, which does no harm.
const LEASE_SECONDS: i64 = 300;

/// Refreshes what is due, for as long as the server runs.
pub async fn run(state: AppState) {
    let node: String = crate::ids::new();
    loop {
        let outcome = refresh_all(&state, &node).await;
        state.jobs.note("refresh", outcome, state.clock.now());
        tokio::time::sleep(until_midnight(state.clock.now().0).min(LOOK_AGAIN)).await;
    }
}

/// Refreshes what is due in every organisation, while this node holds the lease.
///
/// # Errors
/// When the database does not answer.
pub async fn refresh_all(state: &AppState, node: &str) -> Result<(), Error> {
    for (org, _) in state.store.organisations().await? {
        if !holds(state, "refresh", node, LEASE_SECONDS).await? {
            return Ok(());
        }
        refresh_due(state, &org, Refresh::All).await?;
        refresh_askew(state, &org).await?;
    }
    Ok(())
}

/// From `now`, in milliseconds since 1970, to the first moment of the next day.
fn until_midnight(now: i64) -> Duration {
    Duration::from_millis(u64::try_from(DAY_MILLIS - now.rem_euclid(DAY_MILLIS)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_day_begins_at_midnight_utc() {
        assert_eq!(until_midnight(0), Duration::from_secs(86_400));
        assert_eq!(until_midnight(DAY_MILLIS - 1), Duration::from_millis(1));
        assert_eq!(until_midnight(20_778 * DAY_MILLIS + 3_600_000), Duration::from_secs(82_800));
    }
}
