//! Faults of the sessions' table on their way through the session library, which carries texts only.
//!
//! The text begins with a word that says which fault it was, so that a full disk is told as one and not as "busy".

use crate::error::Error;
use crate::store::StoreError;
use tower_sessions::{session, session_store};

const FULL: &str = "full: ";
const BUSY: &str = "busy: ";

/// The fault as the library carries it.
pub(super) fn told(error: StoreError) -> session_store::Error {
    match &error {
        StoreError::Full => session_store::Error::Backend(format!("{FULL}{error}")),
        StoreError::Busy(_) | StoreError::Unknown(_) | StoreError::Conflict(_) => {
            session_store::Error::Backend(format!("{BUSY}{error}"))
        }
        StoreError::Corrupt(_) => session_store::Error::Decode(error.to_string()),
        StoreError::Gone(_)
        | StoreError::LinksSpent { .. }
        | StoreError::NoRoom(_)
        | StoreError::Duplicate
        | StoreError::Repeated
        | StoreError::Nul
        | StoreError::Database(_) => session_store::Error::Backend(error.to_string()),
    }
}

impl From<session::Error> for Error {
    fn from(error: session::Error) -> Self {
        let text = error.to_string();
        let session::Error::Store(session_store::Error::Backend(cause)) = error else {
            // Undecodable: nothing that waiting would mend.
            return Error::Internal(format!("a session cannot be read or written: {text}"));
        };
        if cause.starts_with(FULL) {
            return Error::Store(StoreError::Full);
        }
        match cause.strip_prefix(BUSY) {
            Some(cause) => Error::Store(StoreError::Busy(cause.to_owned())),
            None => Error::Internal(format!("the sessions cannot be read or written: {cause}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(error: StoreError) -> Error {
        session::Error::Store(told(error)).into()
    }

    #[test]
    fn a_full_disk_a_busy_database_and_an_unreadable_row_are_told_apart() {
        assert!(matches!(through(StoreError::Full), Error::Store(StoreError::Full)));
        assert!(matches!(through(StoreError::Busy("b".into())), Error::Store(StoreError::Busy(_))));
        assert!(matches!(through(StoreError::Corrupt("c".into())), Error::Internal(_)));
        let refused = StoreError::Database(sqlx::Error::RowNotFound);
        assert!(matches!(through(refused), Error::Internal(_)));
    }
}
