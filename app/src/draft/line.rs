//! The line to the server as the draft sees it, and how long to wait before it is tried again.
//!
//! A line that is down or busy comes back by itself; a session that has ended does not, and needs a fresh link.

/// Longest pause between two tries, in milliseconds.
const LONGEST: u64 = 60_000;

/// The line to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// Nothing is known against it.
    #[default]
    Up,
    /// The server could not be reached the last time.
    Down,
    /// The server answers, but takes nothing just now: it is busy or full.
    Busy,
    /// The person has saved as many changes as are taken in a minute; the next minute takes more.
    TooFast,
    /// This browser's session has ended; a fresh link opens another.
    SessionEnded,
}

/// How long to wait before try number `tries` after a failure, in milliseconds: 2 s, doubled each time, at most a minute.
#[must_use]
pub fn pause_before(tries: u32) -> u64 {
    // Beyond the fifth the pause is the longest one; a larger shift would lose its bits.
    (2_000_u64 << tries.min(5)).min(LONGEST)
}
