//! The connections that are open, and room for one more.
//!
//! There is a ceiling, so that files and the database can still be opened. At the ceiling a new connection takes the place
//! of the one whose client is waited for longest, or waits until there is one.

use super::Limits;
use super::connection::{Connection, State};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Files that are kept for the database, the log and the program itself.
const OWN_FILES: u64 = 64;
/// The limit on open files where the system names none.
#[cfg(not(unix))]
const USUAL_FILES: u64 = 1024;
/// The most connections, however many files there may be.
const CEILING: u64 = 16 * 1024;
/// How long to wait for one to give way before the next is asked.
const SOON: Duration = Duration::from_millis(10);

/// The connections that are open. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Connections(Arc<Open>);

#[derive(Debug, Default)]
struct Open {
    table: Mutex<Table>,
    changed: Notify,
    cut_off: AtomicU64,
}

#[derive(Debug, Default)]
struct Table {
    last: u64,
    states: BTreeMap<u64, Arc<State>>,
}

impl Connections {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.0.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are open.
    #[must_use]
    pub fn open(&self) -> usize {
        self.table().states.len()
    }

    /// How many were cut off since start because their client was too slow, or gave way while it was waited for.
    #[must_use]
    pub fn cut_off(&self) -> u64 {
        self.0.cut_off.load(Ordering::Relaxed)
    }

    pub(super) fn count_cut_off(&self) {
        self.0.cut_off.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add(&self, limits: Limits) -> Connection {
        let state = Arc::new(State::new(limits, self.clone()));
        let mut table = self.table();
        table.last += 1;
        let number = table.last;
        table.states.insert(number, Arc::clone(&state));
        Connection { state, number }
    }

    pub(super) fn remove(&self, number: u64) {
        let removed = self.table().states.remove(&number);
        drop(removed);
        self.changed();
    }

    /// One has ended, or might give way now.
    pub(super) fn changed(&self) {
        self.0.changed.notify_one();
    }

    /// Asks the one whose client is waited for longest to give way.
    pub(super) fn close_one(&self) {
        let table = self.table();
        let ready = table.states.values().filter_map(|state| Some((state.may_give_way_since()?, state)));
        if let Some((_, state)) = ready.min_by_key(|(since, _)| *since) {
            state.close();
        }
    }

    /// Waits until fewer than `most` are open, asking one after the other to give way.
    pub(super) async fn make_room(&self, most: usize) {
        while self.open() >= most.max(1) {
            self.close_one();
            // Whatever is missed is seen a moment later.
            let _woken = tokio::time::timeout(SOON, self.0.changed.notified()).await;
        }
    }
}

/// How many connections the limit on open files leaves room for: each may have a file open beside itself.
#[must_use]
pub fn most_connections() -> usize {
    let most = (file_limit().saturating_sub(OWN_FILES) / 2).clamp(8, CEILING);
    usize::try_from(most).unwrap_or(usize::MAX)
}

#[cfg(unix)]
fn file_limit() -> u64 {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile);
    // Without a limit, the ceiling holds.
    limit.current.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
fn file_limit() -> u64 {
    USUAL_FILES
}
