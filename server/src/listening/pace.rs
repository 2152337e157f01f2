//! How fast a client sends or reads, counting only the time in which the server waited for it.
//!
//! After a grace time the average must not fall below a rate: a client that stalls and one that dribbles are cut off by
//! the same rule, and a server that is slow itself blames nobody.

use std::time::Duration;
use tokio::time::Instant;

/// The slowest average that is put up with.
#[derive(Debug, Clone, Copy)]
pub struct Rate {
    /// How long is waited whatever comes.
    pub grace: Duration,
    /// Bytes a second afterwards, at least 1.
    pub bytes_a_second: u64,
}

/// Bytes moved and time waited for, in one direction of one request.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Pace {
    bytes: u64,
    waited: Duration,
    waiting_since: Option<Instant>,
}

impl Pace {
    /// The client is waited for from now on, unless it is already.
    pub(super) fn wait(&mut self, now: Instant) {
        self.waiting_since.get_or_insert(now);
    }

    /// The client moved `bytes`.
    pub(super) fn moved(&mut self, bytes: usize, now: Instant) {
        self.bytes = self.bytes.saturating_add(bytes as u64);
        if let Some(since) = self.waiting_since.take() {
            self.waited += now.saturating_duration_since(since);
        }
    }

    /// Whether the client is waited for.
    pub(super) fn is_waiting(&self) -> bool {
        self.waiting_since.is_some()
    }

    /// When a client that is waited for has fallen behind `rate`, should nothing come.
    pub(super) fn deadline(&self, rate: Rate) -> Option<Instant> {
        let earned = Duration::from_millis(self.bytes.saturating_mul(1000) / rate.bytes_a_second.max(1));
        Some(self.waiting_since? + (rate.grace + earned).saturating_sub(self.waited))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { grace: Duration::from_secs(2), bytes_a_second: 100 };

    #[test]
    fn bytes_earn_time_and_a_server_that_is_slow_itself_costs_none() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        let at = |seconds| begun + Duration::from_secs(seconds);
        assert_eq!(pace.deadline(RATE), None);
        pace.wait(begun);
        pace.moved(300, at(1));
        // The server itself is busy for a minute.
        pace.wait(at(61));
        assert_eq!(pace.deadline(RATE), Some(at(61 + 2 + 3 - 1)));
    }

    #[test]
    fn a_dribble_does_not_move_the_deadline_for_long() {
        let (mut pace, begun) = (Pace::default(), Instant::now());
        let mut now = begun;
        pace.wait(now);
        while pace.deadline(RATE).is_some_and(|deadline| deadline > now) {
            now += Duration::from_secs(1);
            pace.moved(1, now);
            pace.wait(now);
        }
        assert!(now - begun <= Duration::from_secs(3), "{:?}", now - begun);
    }
}
