//! When what waits is sent: at once, after a rest, again after a pause; and what is known of the line meanwhile.
//!
//! One round is under way at a time. What is asked for meanwhile is done in one more round after it.

use super::{Draft, Line};
use crate::api::{self, Error};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Words are sent after this much rest, in milliseconds.
const REST: u64 = 2_000;
/// Milliseconds between two looks whether everything was sent.
const LOOK_AGAIN: u32 = 20;
/// After this many looks nobody is kept waiting any longer: a request may hang for minutes.
const LOOKS: u32 = 750;

/// What the road remembers.
pub(super) struct Road {
    line: ArcRwSignal<Line>,
    keeps: ArcRwSignal<bool>,
    timer: ArcStoredValue<Option<TimeoutHandle>>,
    is_busy: ArcStoredValue<bool>,
    pub(super) once_more: ArcStoredValue<bool>,
    pub(super) tries: ArcStoredValue<u32>,
}

impl Road {
    pub(super) fn new() -> Self {
        Road {
            line: ArcRwSignal::new(Line::Up),
            keeps: ArcRwSignal::new(true),
            timer: ArcStoredValue::new(None),
            is_busy: ArcStoredValue::new(false),
            once_more: ArcStoredValue::new(false),
            tries: ArcStoredValue::new(0),
        }
    }

    /// Whether the device keeps what it is given, as it has just turned out.
    pub(super) fn device_keeps(&self, keeps: bool) {
        if self.keeps.get_untracked() != keeps {
            self.keeps.set(keeps);
        }
    }

    /// Whether the device keeps what it is given. Tracked.
    pub(super) fn keeps(&self) -> bool {
        self.keeps.get()
    }

    /// The line, as it is now.
    pub(super) fn line(&self) -> Line {
        self.line.get_untracked()
    }

    /// The line. Tracked.
    pub(super) fn watched_line(&self) -> Line {
        self.line.get()
    }

    pub(super) fn set_line(&self, line: Line) {
        if self.line.get_untracked() != line {
            self.line.set(line);
        }
    }
}

impl Draft {
    /// Whether this browser's session has ended, as far as is known. Tracked.
    #[must_use]
    pub fn is_session_over(&self) -> bool {
        self.0.road.watched_line() == Line::SessionEnded
    }

    /// What a reply about something else than an answer says of the line. When the line is back, what waits is sent.
    ///
    /// # Errors
    /// Those of the reply.
    pub fn heard<T>(&self, reply: Result<T, Error>) -> Result<T, Error> {
        match &reply {
            Ok(_) if self.0.road.line() != Line::Up => {
                self.0.road.set_line(Line::Up);
                self.flush();
            }
            Err(Error::SignedOut) => self.0.road.set_line(Line::SessionEnded),
            Ok(_) | Err(Error::Offline | Error::Problem(_) | Error::Broken) => {}
        }
        reply
    }

    /// A session that had ended may have been opened again in another tab, which only the server knows.
    pub(super) async fn look_for_a_session(&self) {
        if self.0.road.line() == Line::SessionEnded {
            // Whatever else comes of it is told by what is sent next.
            let _ = self.heard(api::portal::session().await);
        }
    }

    /// Sends what waits when the person has rested for a moment.
    pub(super) fn rest(&self) {
        self.wake_in(REST, false);
    }

    /// Sends everything that waits, now.
    pub fn flush(&self) {
        self.sleep();
        if self.0.road.is_busy.get_value() {
            self.0.road.once_more.set_value(true);
            return;
        }
        self.0.road.is_busy.set_value(true);
        let draft = self.clone();
        spawn_local(async move {
            loop {
                draft.0.road.once_more.set_value(false);
                draft.send_all().await;
                if !draft.0.road.once_more.get_value() {
                    break;
                }
            }
            draft.0.road.is_busy.set_value(false);
        });
    }

    /// Sends everything that waits and waits for the replies, but not for ever. Whether everything is saved then.
    pub(super) async fn settle(&self) -> bool {
        self.flush();
        for _ in 0..LOOKS {
            if !self.0.road.is_busy.get_value() {
                break;
            }
            TimeoutFuture::new(LOOK_AGAIN).await;
        }
        untrack(|| self.promise()).is_saved()
    }

    /// Wakes after a pause, and sends then.
    pub(super) fn wake_in(&self, millis: u64, is_retry: bool) {
        self.sleep();
        let draft = self.clone();
        let wake = move || {
            if is_retry {
                draft.0.road.tries.update_value(|tries| *tries = tries.saturating_add(1));
            }
            draft.flush();
        };
        let timer = set_timeout_with_handle(wake, Duration::from_millis(millis));
        self.0.road.timer.set_value(timer.ok());
    }

    /// Forgets that it was to wake.
    pub(super) fn sleep(&self) {
        if let Some(timer) = self.0.road.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}
