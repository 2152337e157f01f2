//! One connection: whether it carries a request, since when its client is waited for, and when that is too long.
//!
//! The states: new or idle, with part of a head, with a request. What reads and writes tells its [`State`], and
//! [`Connection::overdue`] ends when the client has used up its time or gives way to another.

use super::pace::Pace;
use super::room::Connections;
use super::{Limits, Rate};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// How long a client that is waited for is safe from giving way to another. Short, so that new ones do not queue.
const SAFE: Duration = Duration::from_millis(100);

#[derive(Debug)]
struct Phase {
    carries: bool,
    has_carried: bool,
    /// Since when there is no request.
    quiet_since: Instant,
    /// When the first byte of a head came.
    head_since: Option<Instant>,
    arriving: Pace,
    leaving: Pace,
}

/// What is known of a connection.
#[derive(Debug)]
pub(super) struct State {
    phase: Mutex<Phase>,
    limits: Limits,
    /// It changed what is waited for.
    turned: Notify,
    /// It is asked to give way.
    give_way: Notify,
    room: Connections,
}

impl State {
    pub(super) fn new(limits: Limits, room: Connections) -> State {
        let phase = Phase {
            carries: false,
            has_carried: false,
            quiet_since: Instant::now(),
            head_since: None,
            arriving: Pace::default(),
            leaving: Pace::default(),
        };
        State { phase: Mutex::new(phase), limits, turned: Notify::new(), give_way: Notify::new(), room }
    }

    fn with<T>(&self, change: impl FnOnce(&mut Phase) -> T) -> T {
        change(&mut self.phase.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes came from the client.
    pub(super) fn read(&self) {
        let is_first = self.with(|phase| {
            let is_first = !phase.carries && phase.head_since.is_none();
            if is_first {
                phase.head_since = Some(Instant::now());
            }
            is_first
        });
        if is_first {
            self.turned.notify_one();
        }
    }

    /// The head of a request is there. The request is carried until the value is dropped.
    pub(super) fn carry(self: &Arc<Self>) -> Carried {
        self.with(|phase| {
            phase.carries = true;
            phase.has_carried = true;
            phase.head_since = None;
            phase.arriving = Pace::default();
            phase.leaving = Pace::default();
        });
        self.turned.notify_one();
        Carried(Arc::clone(self))
    }

    /// The client is waited for to send more of a body.
    pub(super) fn wait_for_body(&self) {
        self.wait(|phase| &mut phase.arriving);
    }

    /// More of a body came.
    pub(super) fn body_came(&self, bytes: usize) {
        self.with(|phase| phase.arriving.moved(bytes, Instant::now()));
    }

    /// The client is waited for to read more of a reply.
    pub(super) fn wait_for_reader(&self) {
        self.wait(|phase| &mut phase.leaving);
    }

    /// More of a reply was taken.
    pub(super) fn reply_went(&self, bytes: usize) {
        self.with(|phase| phase.leaving.moved(bytes, Instant::now()));
    }

    fn wait(&self, pace: impl FnOnce(&mut Phase) -> &mut Pace) {
        let is_new = self.with(|phase| {
            let pace = pace(phase);
            let is_new = !pace.is_waiting();
            pace.wait(Instant::now());
            is_new
        });
        if is_new {
            self.turned.notify_one();
        }
    }

    /// When the client has used up its time, should nothing more happen.
    fn deadline(&self) -> Option<Instant> {
        self.with(|phase| {
            let Limits { head, idle, rate, .. } = self.limits;
            let silent = match phase.head_since {
                _ if phase.carries => None,
                Some(since) => Some(since + head),
                None if phase.has_carried => Some(phase.quiet_since + idle),
                None => Some(phase.quiet_since + head.min(idle)),
            };
            let slow = [phase.arriving.deadline(rate), phase.leaving.deadline(rate)];
            slow.into_iter().chain([silent]).flatten().min()
        })
    }

    /// Since when it may give way to a new connection, if it may: its client has sent no request, or sends or reads one
    /// more slowly than it may in the long run. Never while its request is worked on.
    pub(super) fn may_give_way_since(&self) -> Option<Instant> {
        let since = self.with(|phase| {
            if !phase.carries && !phase.leaving.is_waiting() {
                return Some(phase.quiet_since + SAFE);
            }
            let rate = Rate { grace: SAFE, ..self.limits.rate };
            [phase.arriving.deadline(rate), phase.leaving.deadline(rate)].into_iter().flatten().min()
        });
        since.filter(|since| *since <= Instant::now())
    }

    /// Whether its client did what it came for and asks for nothing more: that it ends then is no fault.
    pub(super) fn is_at_rest(&self) -> bool {
        self.with(|phase| {
            phase.has_carried && !phase.carries && phase.head_since.is_none() && !phase.leaving.is_waiting()
        })
    }

    /// Asks it to give way.
    pub(super) fn close(&self) {
        self.give_way.notify_one();
    }
}

/// A request that is carried, from its head to the end of its reply.
#[derive(Debug)]
pub(super) struct Carried(Arc<State>);

impl Drop for Carried {
    fn drop(&mut self) {
        self.0.with(|phase| {
            phase.carries = false;
            phase.quiet_since = Instant::now();
            phase.arriving = Pace::default();
        });
        self.0.turned.notify_one();
        self.0.room.changed();
    }
}

/// An open connection, counted until it is dropped.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) state: Arc<State>,
    pub(super) number: u64,
}

impl Connection {
    /// Ends when the client has used up its time, or gives way to another.
    pub(super) async fn overdue(&self) {
        loop {
            let deadline = self.state.deadline();
            let late = async {
                match deadline {
                    Some(deadline) => tokio::time::sleep_until(deadline).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = self.state.turned.notified() => {}
                () = late => {
                    // Bytes may have come meanwhile.
                    if self.state.deadline().is_some_and(|deadline| deadline <= Instant::now()) {
                        return;
                    }
                }
                () = self.state.give_way.notified() => {
                    // A request may have come meanwhile.
                    if self.state.may_give_way_since().is_some() {
                        return;
                    }
                }
            }
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.state.room.remove(self.number);
    }
}
