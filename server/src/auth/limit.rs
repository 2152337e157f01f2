//! Limits on tries: counted per address and per address with account, in the database.
//!
//! Guesses from a few addresses lock an account for nobody else: who tries from elsewhere has a budget of their own. Only
//! guesses from very many addresses at once meet the account's own budget; known devices have theirs apart, and a link
//! by mail makes a device known.

use crate::error::Error;
use crate::state::AppState;
use crate::store::tries::Try;
use crate::store::{Batch, Row};
use domain::journal::{Timestamp, sha256_hex};

/// A budget of tries: what is counted, how many, in which window.
#[derive(Debug, Clone, Copy)]
pub struct Budget {
    name: &'static str,
    most: u64,
    window: i64,
}

const MINUTE: i64 = 60_000;

/// Wrong passwords for one account from one address.
pub const PASSWORD: Budget = Budget { name: "password", most: 10, window: 15 * MINUTE };
/// Sign-ins to one account from anywhere: a guesser with many addresses has no more than this.
pub const PASSWORD_ANYWHERE: Budget = Budget { name: "password anywhere", most: 300, window: 60 * MINUTE };
/// Sign-ins from one address, for whichever accounts: an office behind one address stays far below.
pub const PASSWORDS: Budget = Budget { name: "passwords", most: 200, window: 15 * MINUTE };
/// Wrong passwords for one account from one known device, which count apart from those of strangers.
pub const DEVICE: Budget = Budget { name: "device", most: 10, window: 15 * MINUTE };
/// Wrong present passwords of a person who changes the password and is signed in.
pub const CURRENT_PASSWORD: Budget = Budget { name: "current password", most: 10, window: 15 * MINUTE };
/// Dead links from one address. A link that lives never counts and is never refused.
pub const LINKS: Budget = Budget { name: "links", most: 30, window: 15 * MINUTE };
/// Mails asked for: for a new password from one address or one known device, for a fresh link with one earlier link.
pub const MAILS: Budget = Budget { name: "mails", most: 20, window: 60 * MINUTE };

impl Budget {
    fn window_at(self, now: Timestamp) -> Timestamp {
        Timestamp(now.0 - now.0.rem_euclid(self.window))
    }

    fn subject(self, parts: &[&str]) -> String {
        sha256_hex(format!("{}\n{}", self.name, parts.join("\n")).as_bytes())
    }

    /// Goes on only while the budget of `parts` is not used up.
    ///
    /// # Errors
    /// "Too many tries", with the seconds until the window ends.
    pub async fn check(self, state: &AppState, parts: &[&str]) -> Result<(), Error> {
        let now = state.clock.now();
        let tries = state.store.tries(&self.subject(parts), self.window_at(now)).await?;
        if tries < self.most { Ok(()) } else { Err(self.used_up(now)) }
    }

    /// Spends one try of `parts`: counted first, so that many tries at once count as many.
    ///
    /// # Errors
    /// "Too many tries" once the budget is used up.
    pub async fn spend(self, state: &AppState, parts: &[&str]) -> Result<(), Error> {
        self.check(state, parts).await?;
        let now = state.clock.now();
        let (subject, window_start) = (self.subject(parts), self.window_at(now));
        let row = Row::CountTry(Try { subject: subject.clone(), window_start });
        state.store.commit(Batch::new(crate::ids::new()).row(row)).await?;
        if state.store.tries(&subject, window_start).await? > self.most {
            return Err(self.used_up(now));
        }
        Ok(())
    }

    /// The row that gives the tries of `parts` back: the last one was right.
    #[must_use]
    pub fn given_back(self, parts: &[&str]) -> Row {
        Row::ForgetTries(self.subject(parts))
    }

    fn used_up(self, now: Timestamp) -> Error {
        let seconds = (self.window_at(now).0 + self.window - now.0) / 1_000;
        Error::too_many(u64::try_from(seconds).unwrap_or(1))
    }
}
