//! Progress lines: which step of how many, what it does, and how long the one before took.
//! Everything a person waits for passes through here, so that no wait is silent.

use std::time::{Duration, Instant};

/// Numbered steps of one command. `total` is known up front, so that a person sees how far it is.
pub(crate) struct Progress {
    total: usize,
    done: usize,
    started: Instant,
}

impl Progress {
    /// Starts counting `total` steps.
    pub(crate) fn of(total: usize) -> Self {
        Self { total, done: 0, started: Instant::now() }
    }

    /// Opens the next step and prints its line.
    pub(crate) fn step(&mut self, what: &str) {
        self.done += 1;
        println!("[{}/{}] {what} ({} so far)", self.done, self.total, in_words(self.started.elapsed()));
    }

    /// A line that belongs to the step that is open.
    pub(crate) fn note(&self, what: &str) {
        println!("      {what}");
    }
}

/// A duration as a person says it: `45 s`, `3 min 05 s`.
pub(crate) fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min {:02} s", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_seconds_and_then_as_minutes() {
        assert_eq!(in_words(Duration::from_secs(45)), "45 s");
        assert_eq!(in_words(Duration::from_secs(185)), "3 min 05 s");
    }
}
