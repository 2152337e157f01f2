//! The clock: the system's, or one that stands where it was set, for the example organisation and tests.
//!
//! The rules never read a clock; handlers pass the moment in.

use domain::journal::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The system's clock.
    #[default]
    System,
    /// A clock that stands until it is set again; in milliseconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Clock::Fixed(Arc::new(AtomicI64::new(at.0)))
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Clock::System => Timestamp(chrono::Utc::now().timestamp_millis()),
            Clock::Fixed(at) => Timestamp(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a clock that stands; the system's clock stays as it is.
    pub fn set(&self, at: Timestamp) {
        match self {
            Clock::System => {}
            Clock::Fixed(now) => now.store(at.0, Ordering::SeqCst),
        }
    }

    /// The calendar date of now, in UTC.
    #[must_use]
    pub fn today(&self) -> chrono::NaiveDate {
        self.now().date()
    }
}
