//! New ids. The rules draw no randomness, so every id is made here and passed in.
//!
//! An id begins with the moment it was made (UUID version 7), so that rows made together lie together.

/// A new id of any kind.
#[must_use]
pub fn new<T: TryFrom<String>>() -> T {
    loop {
        // 32 hexadecimal digits are always an id: the loop ends in its first turn.
        if let Ok(id) = T::try_from(uuid::Uuid::now_v7().simple().to_string()) {
            return id;
        }
    }
}
