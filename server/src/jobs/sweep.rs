//! Forgets what ended: sessions, links of mails, counters, kept replies.
//!
//! Nothing depends on it in time: what ended counts as ended before it is forgotten.

use crate::error::Error;
use crate::state::AppState;
use crate::store::tries::Sweep;
use crate::store::{Batch, Row};
use domain::journal::{DAY_MILLIS, Timestamp};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(600);

/// Sweeps every ten minutes.
pub async fn run(state: AppState) {
    let mut turn = tokio::time::interval(EVERY);
    loop {
        turn.tick().await;
        let now = state.clock.now();
        let sweep =
            Sweep { now, tries_before: Timestamp(now.0 - DAY_MILLIS), replies_before: Timestamp(now.0 - DAY_MILLIS) };
        let batch = Batch::new(crate::ids::new()).row(Row::Sweep(sweep));
        let swept = state.store.commit(batch).await;
        state.jobs.note("sweep", swept.map(|_| ()).map_err(Error::from), now);
    }
}
