//! What can go wrong in the store, sorted by what the caller can do about it.
//!
//! A conflict is decided again; busy and full are told to the person; the rest is a fault on our side.

/// Why the store could not do it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A stream moved since it was read: load and decide again.
    #[error("the stream {0} has moved")]
    Conflict(String),
    /// A guarded row was not as it must be: a link that is used up, a lease that another node holds.
    #[error("the {0} is no longer available")]
    Gone(&'static str),
    /// A row with this unique value exists.
    #[error("there is such a row already")]
    Duplicate,
    /// A request with the same idempotency key was carried out in the meantime.
    #[error("a request with this key was carried out already")]
    Repeated,
    /// A file for which there is no room, and why.
    #[error("{0}")]
    NoRoom(domain::assessment::NoRoom),
    /// As many links were mailed to an address as it takes in an hour; the next can go in `seconds`.
    #[error("an address was sent as many links as it takes; the next can go in {seconds} s")]
    LinksSpent {
        /// Until the next can go.
        seconds: u64,
    },
    /// Too much is waiting, or the database is not reachable.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// The connection broke while the database was committing: whether it is stored is not known.
    #[error("what became of a commit is not known: {0}")]
    Unknown(String),
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// A text with a NUL character came this far.
    #[error("a text holds a NUL character")]
    Nul,
    /// A stored value cannot be read.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// Anything else of the database.
    #[error("the database refused: {0}")]
    Database(sqlx::Error),
}

impl StoreError {
    /// Whether the fault lies with the database's surroundings rather than with one batch: then a whole
    /// transaction is lost, not one savepoint.
    pub(crate) fn is_environmental(&self) -> bool {
        match self {
            StoreError::Busy(_) | StoreError::Unknown(_) | StoreError::Full => true,
            // What the database says of one statement concerns that statement alone.
            StoreError::Database(error) => error.as_database_error().is_none(),
            StoreError::Conflict(_)
            | StoreError::LinksSpent { .. }
            | StoreError::NoRoom(_)
            | StoreError::Gone(_)
            | StoreError::Duplicate
            | StoreError::Repeated
            | StoreError::Nul
            | StoreError::Corrupt(_) => false,
        }
    }

    /// The same fault again, for every batch that shared a transaction.
    pub(crate) fn again(&self) -> StoreError {
        if let StoreError::Full = self { StoreError::Full } else { StoreError::Busy(self.to_string()) }
    }

    /// The turn of a batch did not come in time, and it is not carried out any more.
    pub(crate) fn too_long() -> StoreError {
        StoreError::Busy("the turn of this write did not come in time".into())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(fault) = error.as_database_error() {
            if fault.is_unique_violation() {
                return StoreError::Duplicate;
            }
            let code = fault.code().unwrap_or_default();
            return match code.as_ref() {
                // SQLITE_FULL; PostgreSQL disk_full.
                "13" | "53100" => StoreError::Full,
                // PostgreSQL: another transaction was in the way, and this one was rolled back for it.
                "40001" | "40P01" => StoreError::Conflict("a stream that others wait for".into()),
                // SQLITE_BUSY and LOCKED with their extended codes; SQLITE_IOERR; PostgreSQL: lock
                // and statement timeouts, too many connections, shutting down, starting up.
                "5" | "6" | "10" | "261" | "262" | "517" | "773" | "778" | "1034" | "55P03" | "57014" | "53300"
                | "57P01" | "57P02" | "57P03" | "25006" => StoreError::Busy(fault.to_string()),
                _ => StoreError::Database(error),
            };
        }
        if matches!(
            error,
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed
        ) {
            return StoreError::Busy(error.to_string());
        }
        StoreError::Database(error)
    }
}
